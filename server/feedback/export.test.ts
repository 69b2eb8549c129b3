/** Feedback as a file: words and names as on the pages, for each reader. */
import { beforeAll, describe, expect, test } from 'vitest'
import { feedback } from '../../contract/feedback.ts'
import { parts, type Part, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { exportFeedback } from './export.ts'
import { nightly } from './nightly.ts'
import { give, respond } from './write.ts'

let base: TestBase
let w: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'words')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { feedback: { on: true } },
  })
})

const say = async (by: Part, words: string, mode: 'attributed' | 'confidential') =>
  give(
    await w.as(by),
    feedback.give.body!.parse({ aboutId: w.people.self, mode, answers: [{ ask: 'What went well?', words }] }),
  )
const file = async (part: Part, box: 'received' | 'given' | 'team', more = {}) =>
  textOf(await exportFeedback(await w.as(part), feedback.export.query!.parse({ box, ...more })))

describe('a file of feedback', () => {
  test('has what somebody received, in full, with names where they are known', async () => {
    const { id } = await say('peer', 'You asked,\nthen decided', 'attributed')
    await respond(await w.as('self'), { itemId: id, ...feedback.respond.body!.parse({ reply: 'That helps' }) })
    await say('champion', 'Quagga in confidence', 'confidential')
    base.clock.set(`${addDays(base.clock.today('UTC'), 1)}T00:30:00Z`)
    await nightly(contextFor(base, w.organizationId))
    const received = await file('self', 'received')
    expect(received).toContain('"You asked,\nthen decided"')
    expect(received).toContain('peer words')
    expect(received).toContain('Quagga')
    expect(received).not.toContain('champion')
    expect(await file('champion', 'given')).toContain('Quagga')
    // The manager reads the confidential one, and who wrote it: it was said so beforehand.
    expect(await file('manager', 'team')).toMatch(/champion words.*Quagga/)
    expect(await file('self', 'received', { search: 'decided' })).not.toContain('Quagga')
  })

  test('is empty for everybody else, whatever their role', async () => {
    for (const part of parts) {
      if (['self', 'peer', 'champion', 'manager', 'admin'].includes(part)) continue
      for (const box of ['received', 'given', 'team'] as const)
        expect(await file(part, box), `${part} ${box}`).toMatch(/^\uFEFFon,about,from,mode,question,words,reply\r\n$/)
    }
  })

  test('never runs as a formula in a spreadsheet', async () => {
    await say('stranger', '=HYPERLINK("https://example.invalid")', 'attributed')
    expect(await file('self', 'received')).toContain(`"'=HYPERLINK`)
  })
})
