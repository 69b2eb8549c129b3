/** Goals and feedback, counted by hand: what people did by the product's own verbs. */
import { beforeAll, describe, expect, test } from 'vitest'
import { feedback } from '../../contract/feedback.ts'
import { goals } from '../../contract/goals.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { Request } from '../../contract/operation.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { answer } from '../feedback/answer.ts'
import { ask } from '../feedback/ask.ts'
import { nightly } from '../feedback/nightly.ts'
import { give, takeBack } from '../feedback/write.ts'
import { makeWave } from '../goals/live-wave.ts'
import * as write from '../goals/write.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { middle } from './registry/F1.ts'
import { atOf, recount } from './release.ts'

let base: TestBase
let w: World

beforeAll(async () => {
  base = await testBase({ at: '2026-01-05T09:00:00Z' })
  w = await permissionWorld(base, 'practised')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-01-05',
    at: base.clock.now(),
    elements: { feedback: { on: true } },
  })
}, 60_000)

/** Known half an hour after the day, in the company's zone. */
const count = async (id: MetricId, asOf: string, knownOn = asOf) => {
  const c = contextFor(base, w.organizationId)
  const cells = await c.db
    .transaction()
    .execute((tx) => recount(tx, atOf(c, asOf, `${knownOn}T23:30:00Z`), ['organization'], new Map()))
  const found = cells.find((k) => k.metric === id && k.roster === 'live')
  return found ? [found.numerator, found.denominator, ...(found.value === null ? [] : [found.value])] : null
}
const on = (day: string) => base.clock.set(`${day}T09:00:00Z`)
const make = async (part: Part, body: Request<typeof goals.create>) =>
  write.create(await w.as(part), goals.create.body!.parse(body))
const report = async (part: Part, goalId: string, body: Omit<Request<typeof goals.progress>, 'goalId'>) =>
  write.progress(await w.as(part), { goalId, ...goals.progress.body!.parse(body) })
const keyResult = (start: number, target: number) => ({ title: 'How many', start, target })

describe('goals', () => {
  test('G2, G4, G5 and G6 of four goals, as they were written, moved and closed', async () => {
    on('2026-02-02')
    const top = await make('lead', { title: 'The company’s', level: 'company', keyResults: [keyResult(0, 1)] })
    const a = await make('self', { title: 'Serves it', parentId: top.id, keyResults: [keyResult(0, 10)] })
    const b = await make('self', { title: 'Serves none, measures nothing' })
    const c = await make('manager', { title: 'Serves another’s', parentId: a.id, keyResults: [keyResult(5, 5)] })
    for (const id of ['G2', 'G4', 'G5', 'G6'] as const) expect(await count(id, '2026-02-03')).toBeNull()
    // Below the top are three; one serves none.
    expect(await count('G2', '2026-02-10')).toEqual([2, 3])
    expect(await count('G4', '2026-02-10')).toEqual([4, 4])
    // One measures nothing, one leads from 5 to 5.
    expect(await count('G5', '2026-02-10')).toEqual([2, 4])
    expect(await count('G6', '2026-02-10')).toBeNull()
    // The 2nd of February is 28 days ago on the 2nd of March.
    expect(await count('G4', '2026-03-01')).toEqual([4, 4])
    expect(await count('G4', '2026-03-02')).toEqual([0, 4])

    on('2026-03-10')
    await report('self', b.id, { reached: 0.5 })
    expect(await count('G4', '2026-03-10')).toEqual([1, 4])
    on('2026-03-11')
    const manager = await w.as('manager')
    await write.update(manager, {
      goalId: c.id,
      ...goals.update.body!.parse({ keyResults: [{ ...keyResult(5, 20), id: c.keyResults[0]!.id }] }),
    })
    expect(await count('G4', '2026-03-11')).toEqual([2, 4])
    expect(await count('G5', '2026-03-11')).toEqual([3, 4])
    // As known the day before it is what it was.
    expect(await count('G5', '2026-03-10')).toEqual([2, 4])

    on('2026-03-12')
    await report('self', a.id, { values: [{ keyResultId: a.keyResults[0]!.id, value: 5 }] })
    const self = await w.as('self')
    await write.close(self, { goalId: a.id, outcome: 'partly', reflection: '' })
    await write.close(self, { goalId: b.id, outcome: 'dropped', reflection: '' })
    // Half reached; what was dropped says nothing about how far goals come.
    expect(await count('G6', '2026-03-12')).toEqual([50, 1, 50])
    // What it serves is closed.
    expect(await count('G2', '2026-03-13')).toEqual([0, 1])
    on('2026-03-16')
    await report('manager', c.id, { values: [{ keyResultId: c.keyResults[0]!.id, value: 30 }] })
    await write.close(manager, { goalId: c.id, outcome: 'achieved', reflection: '' })
    // More than reached counts as reached.
    expect(await count('G6', '2026-03-16')).toEqual([150, 2, 75])
    on('2026-03-17')
    await write.reopen(self, { goalId: a.id })
    expect(await count('G6', '2026-03-17')).toEqual([100, 1, 100])
    expect(await count('G6', '2026-03-16')).toEqual([150, 2, 75])
    expect(await count('G6', '2026-09-11')).toEqual([100, 1, 100])
    expect(await count('G6', '2026-09-12')).toBeNull()
  })
})

describe('feedback', () => {
  const night = async (day: string) => {
    base.clock.set(`${day}T00:30:00Z`)
    await nightly(contextFor(base, w.organizationId))
  }
  const say = async (part: Part, about: Part, mode: 'attributed' | 'confidential' = 'attributed') =>
    give(
      await w.as(part),
      feedback.give.body!.parse({
        aboutId: w.people[about],
        mode,
        answers: [{ ask: '', words: 'Well done, and why.' }],
      }),
    )

  test('F1, F2 and F3: what was given, whom it reached, and what was answered of what was asked', async () => {
    on('2026-03-20')
    await say('peer', 'self')
    await say('self', 'peer')
    await say('self', 'manager')
    await say('leader', 'trainer', 'confidential')
    const back = await say('stranger', 'champion')
    await takeBack(await w.as('stranger'), { itemId: back.id })
    const asked = await ask(
      await w.as('self'),
      feedback.ask.body!.parse({
        kind: 'self',
        mode: 'anonymous',
        raters: (['peer', 'manager', 'report', 'stranger'] as const).map((p) => w.people[p]),
        questions: [{ id: 'keep', ask: 'What should go on?', hint: '' }],
        dueOn: '2026-03-27',
      }),
    )
    for (const part of ['peer', 'manager', 'report'] as const)
      await answer(await w.as(part), {
        requestId: asked.id,
        answers: [{ questionId: 'keep', words: 'Ask early, as before.' }],
      })
    for (const day of ['2026-03-21', '2026-03-28', '2026-03-29']) await night(day)

    expect(await count('F3', '2026-03-26')).toBeNull()
    // Three of the four who were asked; the day comes first when it is over.
    expect(await count('F3', '2026-03-27')).toEqual([3, 4])
    expect(await count('F3', '2026-06-24')).toEqual([3, 4])
    expect(await count('F3', '2026-06-25')).toBeNull()

    const everybody = (await count('L1', '2026-04-06'))![1]!
    expect(await count('F1', '2026-04-04')).toBeNull() // 90 days since go-live are over on the 5th
    // By name three, one in confidence, three anonymous; half of the people gave none.
    expect(await count('F1', '2026-04-06')).toEqual([7, everybody, 0])
    // It reached self, peer, manager and trainer; what was taken back reached nobody.
    expect(await count('F2', '2026-04-06')).toEqual([4, everybody])
    // 90 days after the 20th only what came out later, or over night, is left.
    expect(await count('F1', '2026-06-18')).toEqual([0, everybody, 0])
    expect(await count('F2', '2026-06-18')).toEqual([2, everybody])
  })

  test('F2: anonymous answers below their floor were destroyed and reached nobody', async () => {
    on('2026-07-06')
    const asked = await ask(
      await w.as('peer'),
      feedback.ask.body!.parse({
        kind: 'self',
        mode: 'anonymous',
        raters: (['self', 'manager', 'report', 'stranger'] as const).map((p) => w.people[p]),
        questions: [{ id: 'keep', ask: 'What should go on?', hint: '' }],
        dueOn: '2026-07-10',
      }),
    )
    for (const part of ['self', 'manager'] as const)
      await answer(await w.as(part), {
        requestId: asked.id,
        answers: [{ questionId: 'keep', words: 'This and that.' }],
      })
    for (const day of ['2026-07-07', '2026-07-11', '2026-07-12']) await night(day)
    expect((await count('F2', '2026-07-12'))![0]).toBe(0)
    expect((await count('F1', '2026-07-12'))![0]).toBe(2)
    expect(await count('F3', '2026-07-12')).toEqual([2, 4])
  })

  test('F3D: after how many days half of what was asked is answered; who never does waits to the last day', async () => {
    on('2026-11-02')
    const request = async (raters: readonly Part[]) =>
      ask(
        await w.as('self'),
        feedback.ask.body!.parse({
          kind: 'self',
          mode: 'attributed',
          raters: raters.map((p) => w.people[p]),
          questions: [{ id: 'keep', ask: 'What should go on?', hint: '' }],
          dueOn: '2026-11-16',
        }),
      )
    const reply = async (part: Part, requestId: string) =>
      answer(await w.as(part), { requestId, answers: [{ questionId: 'keep', words: 'This and that.' }] })
    const first = await request(['peer', 'manager', 'report'])
    on('2026-11-04')
    await reply('peer', first.id)
    const second = await request(['peer', 'stranger'])
    on('2026-11-07')
    await reply('manager', first.id)
    on('2026-11-10')
    await reply('peer', second.id)
    // After 2, 5 and 6 days; two of the five never: with the third more than half.
    expect(await count('F3D', '2026-11-15')).toBeNull()
    expect(await count('F3D', '2026-11-16')).toEqual([3, 5, 6])
    expect(await count('F3', '2026-11-16')).toEqual([3, 5])
  })

  test('the median of how many', () => {
    expect(middle(Int32Array.of(4, 0, 1))).toBe(1)
    expect(middle(Int32Array.of(10, 2, 3, 0))).toBe(2.5)
    expect(middle(new Int32Array(0))).toBeNull()
  })
})
