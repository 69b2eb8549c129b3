import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import type { Request } from '../../contract/operation.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { feed } from './feed.ts'
import { makeWave } from './live-wave.ts'
import { get } from './read.ts'
import { stepsAs, tick, ticked, untick } from './steps.ts'
import { create, progress, takeBack, update } from './write.ts'

let base: TestBase
let w: World
let self: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'steps')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  self = await w.as('self')
})

const make = (keyResult: Request<typeof goals.create>['keyResults']) =>
  create(self, goals.create.body!.parse({ title: 'Move house', keyResults: keyResult }))
const edit = (goalId: string, keyResults: Request<typeof goals.update>['keyResults']) =>
  update(self, { goalId, ...goals.update.body!.parse({ keyResults }) })
const say = (goalId: string, body: Omit<Request<typeof goals.progress>, 'goalId'>) =>
  progress(self, { goalId, ...goals.progress.body!.parse(body) })
const named = (...titles: string[]) => titles.map((title) => ({ title }))

describe('milestones as steps', () => {
  it('are ticked one by one, count as many of all, and can be taken back', async () => {
    const goal = await make([{ title: 'Rooms', kind: 'milestones', steps: named('Kitchen', 'Bath', 'Hall', 'Roof') }])
    const k = goal.keyResults[0]!
    expect([k.target, k.current, k.reached]).toEqual([4, 0, 0])
    expect(k.steps.map((s) => [s.title, s.doneAt])).toEqual([
      ['Kitchen', null],
      ['Bath', null],
      ['Hall', null],
      ['Roof', null],
    ])
    base.clock.forward({ minutes: 1 })
    await say(goal.id, { steps: [{ stepId: k.steps[1]!.id, done: true }] })
    base.clock.forward({ minutes: 1 })
    const { updateId, goal: half } = await say(goal.id, { steps: [{ stepId: k.steps[0]!.id, done: true }] })
    expect([half.keyResults[0]!.current, half.reached]).toEqual([2, 0.5])
    expect(half.keyResults[0]!.steps.map((s) => s.doneAt !== null)).toEqual([true, true, false, false])
    const history = (await get(self, { goalId: goal.id })).history
    expect(history.find((u) => u.id === updateId)?.values).toMatchObject([{ from: 1, to: 2 }])
    const back = await takeBack(self, { goalId: goal.id, updateId })
    expect(back.keyResults[0]!.steps.map((s) => s.doneAt !== null)).toEqual([false, true, false, false])
    expect(back.reached).toBe(0.25)
  })

  it('keep what is ticked when they are renamed, ordered anew, added or taken out', async () => {
    const goal = await make([{ title: 'Rooms', kind: 'milestones', steps: named('Kitchen', 'Bath') }])
    const k = goal.keyResults[0]!
    const [kitchen, bath] = k.steps as [(typeof k.steps)[0], (typeof k.steps)[0]]
    await say(goal.id, { steps: [{ stepId: bath.id, done: true }] })
    const told = { id: k.id, title: k.title, kind: k.kind }
    const more = await edit(goal.id, [
      {
        ...told,
        steps: [{ id: bath.id, title: 'Bathroom' }, ...named('Hall', 'Roof'), { id: kitchen.id, title: 'Kitchen' }],
      },
    ])
    expect(more.keyResults[0]).toMatchObject({ current: 1, target: 4, reached: 0.25 })
    expect(more.keyResults[0]!.steps[0]).toMatchObject({ title: 'Bathroom', doneAt: expect.any(String) as string })
    const fewer = await edit(goal.id, [{ ...told, steps: [{ id: kitchen.id, title: 'Kitchen' }] }])
    expect(fewer.keyResults[0]).toMatchObject({ current: 0, target: 1 })
    // Taken out with its key result and brought back with it, as the way back does.
    await edit(goal.id, [])
    const back = await edit(goal.id, [{ ...told, target: 1 }])
    expect(back.keyResults[0]!.steps.map((s) => s.title)).toEqual(['Kitchen'])
    // Something else is edited, and nobody speaks of steps.
    const same = await edit(goal.id, [{ ...told, title: 'All rooms', target: 1 }])
    expect(same.keyResults[0]).toMatchObject({ title: 'All rooms', target: 1 })
    expect(same.keyResults[0]!.steps).toHaveLength(1)
  })

  it('leave milestones that are a number alone as they are, and take over what was counted', async () => {
    const goal = await make([{ title: 'Sites', kind: 'milestones', target: 5 }])
    const k = goal.keyResults[0]!
    expect((await say(goal.id, { values: [{ keyResultId: k.id, value: 2 }] })).goal.reached).toBe(0.4)
    const told = { id: k.id, title: k.title, kind: k.kind }
    const steps = await edit(goal.id, [{ ...told, steps: named('Lyon', 'Porto', 'Ghent', 'Turin') }])
    expect(steps.keyResults[0]).toMatchObject({ current: 2, target: 4, reached: 0.5 })
    const number = await edit(goal.id, [{ ...told, steps: [], target: 8 }])
    expect(number.keyResults[0]).toMatchObject({ steps: [], current: 2, target: 8 })
  })

  it('say how far it is also when a number from before they were named is taken back', async () => {
    const goal = await make([{ title: 'Sites', kind: 'milestones', target: 5 }])
    const k = goal.keyResults[0]!
    const { updateId } = await say(goal.id, { values: [{ keyResultId: k.id, value: 2 }] })
    await edit(goal.id, [{ id: k.id, title: k.title, kind: k.kind, steps: named('Lyon', 'Porto', 'Ghent', 'Turin') }])
    const back = await takeBack(self, { goalId: goal.id, updateId })
    expect(back.keyResults[0]).toMatchObject({ current: 2, target: 4, reached: 0.5 })
    expect(back.keyResults[0]!.steps.map((s) => s.doneAt !== null)).toEqual([true, true, false, false])
  })

  it('are moved by ticking alone: not by a number, not from outside, not by a step of another goal', async () => {
    const goal = await make([
      { title: 'Rooms', kind: 'milestones', steps: named('Kitchen', 'Bath'), externalKey: 'rooms' },
    ])
    const k = goal.keyResults[0]!
    await expect(say(goal.id, { values: [{ keyResultId: k.id, value: 2 }] })).rejects.toMatchObject({
      code: 'goal_steps',
    })
    const other = await make([{ title: 'Doors', kind: 'milestones', steps: named('Front') }])
    const theirs = other.keyResults[0]!.steps[0]!.id
    await expect(say(goal.id, { steps: [{ stepId: theirs, done: true }] })).rejects.toMatchObject({
      code: 'key_result_unknown',
    })
    const fed = await feed(
      self,
      goals.feed.body!.parse({ source: 'CRM', rows: [{ id: 'a', key: 'rooms', value: 2, at: base.clock.now() }] }),
    )
    expect(fed).toMatchObject({ accepted: 0, refused: [{ code: 'value_impossible' }] })
    expect((await get(self, { goalId: goal.id })).keyResults[0]).toMatchObject({ current: 0 })
  })

  const someSteps = fc
    .array(fc.record({ id: fc.uuid(), done: fc.boolean() }), { maxLength: 12 })
    .map((list) =>
      list.map((s, at) => ({ id: s.id, title: `Step ${at}`, doneAt: s.done ? '2026-01-01T00:00:00.000Z' : null })),
    )
  const now = '2026-03-02T09:00:00.000Z'

  it('count what is ticked, and are as before once an act is taken back', () => {
    fc.assert(
      fc.property(someSteps, fc.array(fc.tuple(fc.nat(11), fc.boolean())), (steps, acts) => {
        const done = new Map(acts.flatMap(([at, to]) => (steps[at] ? [[steps[at].id, to] as const] : [])))
        const after = tick(steps, done, now)
        for (const s of after) {
          const was = steps.find((b) => b.id === s.id)!
          expect(s.doneAt !== null).toBe(done.get(s.id) ?? was.doneAt !== null)
          if (was.doneAt && s.doneAt) expect(s.doneAt).toBe(was.doneAt)
        }
        expect(untick(after, steps)).toEqual(steps)
        expect(ticked(after)).toBe(after.filter((s) => s.doneAt).length)
        // Written again as it stands, nothing changes.
        expect(stepsAs(steps, { steps, current: ticked(steps) }, now)).toEqual(steps)
      }),
    )
  })
})
