import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { drain, enqueue, startWorkers, type Work } from './jobs.ts'
import { testBase, type TestBase } from './testing.ts'

const workOf = (job: () => Promise<void>): Work => ({ jobs: { 'test.job': job }, reactions: {}, recurring: {} })

async function oneJob(base: TestBase): Promise<void> {
  const organizationId = randomUUID()
  await enqueue(base.database.open, 'test.job', { organizationId, subjectId: organizationId })
}

test('nothing counts as done while another process is at a job', async () => {
  const base = await testBase()
  await oneJob(base)
  const steps: string[] = []
  let begun: () => void = () => {}
  const beginning = new Promise<void>((resolve) => (begun = resolve))
  const elsewhere = await startWorkers(
    base,
    workOf(async () => {
      begun()
      await new Promise((resolve) => setTimeout(resolve, 1500))
      steps.push('job')
    }),
  )
  await beginning
  await drain(
    base,
    workOf(async () => void steps.push('never')),
  )
  steps.push('drained')
  expect(steps).toEqual(['job', 'drained'])
  await elsewhere.stop()
})

test('a job whose process died is begun again by the next one', async () => {
  const base = await testBase()
  await oneJob(base)
  // As a killed process leaves it.
  await base.database.owner.query(
    `update graphile_worker._private_jobs set locked_by = 'worker-gone', locked_at = now()`,
  )
  let done: () => void = () => {}
  const doing = new Promise<void>((resolve) => (done = resolve))
  const workers = await startWorkers(
    base,
    workOf(async () => done()),
  )
  await doing
  await workers.stop()
})
