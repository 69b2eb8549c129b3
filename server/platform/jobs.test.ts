import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { stoppedClock } from './clock.ts'
import { drain, enqueue, type Job, react, schedule, startWorkers, tick, type Work } from './jobs.ts'
import { advanceClock } from './advance.ts'
import { testBase, type TestBase } from './testing.ts'

const workOf = (job: Job): Work => ({ jobs: { 'test.job': job }, reactions: {}, recurring: {} })

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

test('a job whose process died is begun again by the next one, however often processes die', async () => {
  const base = await testBase()
  await oneJob(base)
  // As a killed process leaves it, which had taken it for the last time that is allowed.
  await base.database.owner.query(
    `update graphile_worker._private_jobs set locked_by = 'worker-gone', locked_at = now(), attempts = max_attempts`,
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

/** An event as a change records it, in a transaction that stays open for now. */
const recordIn = (client: pg.PoolClient, organizationId: string, id: string) =>
  client.query(
    `insert into event (organization_id, recorded_at, happened_on, type, actor_via, subject_kind, subject_id) values ($1, now(), current_date, 'test.happened', 'job', 'test', $2)`,
    [organizationId, id],
  )

async function company(base: TestBase): Promise<string> {
  const { rows } = await base.database.owner.query<{ id: string }>(
    `insert into organization (name, slug, time_zone, locale, created_at) values ('Ours', 'ours', 'UTC', 'en', now()) returning id`,
  )
  return rows[0]!.id
}

const reacting: Work = { jobs: {}, reactions: { 'test.happened': ['test.job'] }, recurring: {} }

async function subjectsOfJobs(base: TestBase): Promise<string[]> {
  const { rows } = await base.database.owner.query<{ id: string }>(
    `select payload ->> 'subjectId' as id from graphile_worker._private_jobs`,
  )
  return rows.map((row) => row.id).toSorted()
}

test('a long transaction keeps nobody’s reactions waiting, and what it records itself is not lost', async () => {
  const base = await testBase()
  const organizationId = await company(base)
  const [early, late] = [await base.database.owner.connect(), await base.database.owner.connect()]
  try {
    const [first, second] = [randomUUID(), randomUUID()]
    await early.query('begin')
    await recordIn(early, organizationId, first)
    await recordIn(late, organizationId, second)
    await react(base, reacting)
    expect(await subjectsOfJobs(base)).toEqual([second])
    await early.query('commit')
    await untilRead(base)
    expect(await subjectsOfJobs(base)).toEqual([first, second].toSorted())
  } finally {
    early.release()
    late.release()
  }
})

/** Reads until the reader's place has passed everything; transactions of other tests may hold it for a moment. */
async function untilRead(base: TestBase): Promise<void> {
  await expect
    .poll(
      async () => {
        while ((await react(base, reacting)) > 0);
        const { rows } = await base.database.owner.query<{ waiting: boolean }>(
          `select events_held_back(c.xid, c.id) or exists (select from event_ahead) as waiting from event_cursor c where c.name = 'reactions'`,
        )
        return rows[0]!.waiting
      },
      { timeout: 30_000 },
    )
    .toBe(false)
}

test('in whatever order transactions end, each event that was committed sets off its reaction once', async () => {
  const base = await testBase()
  const organizationId = await company(base)
  const step = fc.record({ who: fc.nat(3), what: fc.constantFrom('record', 'record', 'commit', 'rollback', 'react') })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      await base.database.owner.query('delete from graphile_worker._private_jobs')
      const clients = await Promise.all([0, 1, 2, 3].map(() => base.database.owner.connect()))
      const open: (string[] | undefined)[] = []
      const committed: string[] = []
      const end = async (who: number, how: 'commit' | 'rollback') => {
        await clients[who]!.query(how)
        if (how === 'commit') committed.push(...open[who]!)
        open[who] = undefined
      }
      try {
        for (const { who, what } of steps) {
          if (what === 'react') await react(base, reacting)
          else if (what === 'record') {
            if (!open[who]) await clients[who]!.query('begin')
            const id = randomUUID()
            await recordIn(clients[who]!, organizationId, id)
            ;(open[who] ??= []).push(id)
          } else if (open[who]) await end(who, what as 'commit' | 'rollback')
        }
        await react(base, reacting)
        // Nobody waits for those that are still open.
        expect(await subjectsOfJobs(base)).toEqual(committed.toSorted())
      } finally {
        for (const who of [3, 2, 1, 0]) if (open[who]) await end(who, 'commit')
        for (const client of clients) client.release()
      }
      await untilRead(base)
      expect(await subjectsOfJobs(base)).toEqual(committed.toSorted())
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('work that is due finds its hour come, also where a clock stands behind that of whoever found it', async () => {
  const base = await testBase({ at: '2026-03-02T09:00:00Z' })
  const organizationId = await company(base)
  const dueAt = '2026-03-02T10:00:00.000Z'
  await schedule(base.database.for(organizationId), {
    organizationId,
    kind: 'test.job',
    subjectId: organizationId,
    dueAt,
  })
  const heard: string[] = []
  const ours = workOf(async (c) => void heard.push(c.clock.now(), c.clock.today('UTC')))
  await tick({ ...base, clock: stoppedClock('2026-03-02T10:00:01Z') }, ours)
  await drain(base, ours)
  expect(heard).toEqual([dueAt, '2026-03-02'])
})

test('a clock that is moved stops short of what is due a moment after, however the two are written', async () => {
  const base = await testBase({ at: '2026-03-02T08:00:00Z' })
  const { rows } = await base.database.owner.query<{ id: string }>(
    `insert into organization (slug, name, created_at) values ('one', 'One', $1) returning id`,
    [base.clock.now()],
  )
  const organizationId = rows[0]!.id
  const ran: string[] = []
  const work = workOf(async (c) => void ran.push(c.clock.now()))
  for (const dueAt of ['2026-03-02T08:59:59.700Z', '2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.800Z'])
    await schedule(base.database.for(organizationId), {
      organizationId,
      kind: 'test.job',
      subjectId: randomUUID(),
      dueAt,
    })
  const to = async (instant: string) => (await advanceClock(base, base.clock, work, instant)).stops
  expect(await to('2026-03-02T09:00:00Z')).toBe(1)
  expect(ran).toHaveLength(2)
  expect(await to('2026-03-02T09:00:01Z')).toBe(1)
  expect(ran).toHaveLength(3)
})
