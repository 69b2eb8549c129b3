import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { goals } from '../../contract/goals.ts'
import type { Request } from '../../contract/operation.ts'
import { makeWave } from './live-wave.ts'
import * as read from './read.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
let self: Context
let manager: Context
let peer: Context
let stranger: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'goals-test')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  self = await w.as('self')
  manager = await w.as('manager')
  peer = await w.as('peer')
  stranger = await w.as('stranger')
})

const make = (c: Context, body: Request<typeof goals.create>) => write.create(c, goals.create.body!.parse(body))
const list = (c: Context, query: Request<typeof goals.list>) => read.list(c, goals.list.query!.parse(query))
const change = (c: Context, goalId: string, body: Omit<Request<typeof goals.update>, 'goalId'>) =>
  write.update(c, { goalId, ...goals.update.body!.parse(body) })
const report = (c: Context, goalId: string, body: Omit<Request<typeof goals.progress>, 'goalId'>) =>
  write.progress(c, { goalId, ...goals.progress.body!.parse(body) })
const ownership = async (goalId: string, known?: string) =>
  (
    await sql<{
      holds: string
    }>`select holds::text from goal_ownership where organization_id = ${w.organizationId} and goal_id = ${goalId}
    and ${known ? sql`recorded <= ${known} and (superseded is null or superseded > ${known})` : sql`superseded is null`} order by holds`.execute(
      self.db,
    )
  ).rows.map((r) => r.holds)

describe('a goal', () => {
  it('needs only a title and falls into the running period', async () => {
    const goal = await make(self, { title: 'Answer every ticket within a day' })
    expect(goal).toMatchObject({
      startsOn: '2026-03-02',
      endsOn: '2026-03-31',
      reached: 0,
      status: { state: 'active', going: 'on_track', said: false },
      mayWrite: true,
    })
    expect(goal.hints).toContain('no_measure')
  })

  it('is made once, however often the request arrives', async () => {
    const id = '11111111-1111-4111-8111-111111111111'
    const first = await make(self, { id, title: 'Once' })
    const second = await make(self, { id, title: 'Once' })
    expect(second.id).toBe(first.id)
    await expect(make(peer, { id, title: 'Mine now' })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('moves with its key results, says how it goes, and takes the last word back', async () => {
    const goal = await make(self, {
      title: 'Fewer returns',
      keyResults: [
        { title: 'Returns', kind: 'percent', start: 10, target: 2 },
        { title: 'Guide written', kind: 'yes_no' },
      ],
    })
    const [returns, guide] = goal.keyResults
    base.clock.forward({ minutes: 1 })
    const { updateId, goal: after } = await report(self, goal.id, {
      values: [{ keyResultId: returns!.id, value: 6 }],
      confidence: 'at_risk',
      note: 'Two suppliers are late.',
    })
    expect(after.reached).toBe(0.25)
    expect(after.status).toMatchObject({ state: 'active', going: 'at_risk', said: true })
    base.clock.forward({ minutes: 1 })
    const done = await report(self, goal.id, { values: [{ keyResultId: guide!.id, value: 1 }] })
    expect(done.goal.reached).toBe(0.75)
    await expect(write.takeBack(self, { goalId: goal.id, updateId })).rejects.toMatchObject({ code: 'goal_update_old' })
    await expect(write.takeBack(manager, { goalId: goal.id, updateId: done.updateId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    const back = await write.takeBack(self, { goalId: goal.id, updateId: done.updateId })
    expect(back.reached).toBe(0.25)
    const detail = await read.get(self, { goalId: goal.id })
    expect(detail.history.map((u) => u.kind)).toEqual(['progressed', 'published'])
    expect(detail.history[0]).toMatchObject({
      values: [{ from: 10, to: 6 }],
      note: 'Two suppliers are late.',
      mayTakeBack: true,
    })
  })

  it('keeps a key result’s value while its words change, and brings a removed one back with it', async () => {
    const goal = await make(self, {
      title: 'Keep',
      keyResults: [
        { title: 'A', target: 10 },
        { title: 'B', target: 4 },
      ],
    })
    const [a, b] = goal.keyResults
    await report(self, goal.id, {
      values: [
        { keyResultId: a!.id, value: 5 },
        { keyResultId: b!.id, value: 2 },
      ],
    })
    const less = await change(self, goal.id, { keyResults: [{ id: b!.id, title: 'B renamed', target: 4 }] })
    expect(less.keyResults).toMatchObject([{ title: 'B renamed', current: 2 }])
    const again = await change(self, goal.id, {
      keyResults: [
        { id: a!.id, title: 'A', target: 10 },
        { id: b!.id, title: 'B', target: 4 },
      ],
    })
    expect(again.keyResults).toMatchObject([
      { title: 'A', current: 5 },
      { title: 'B', current: 2 },
    ])
    await expect(change(peer, goal.id, { title: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    const other = await make(self, { title: 'Other' })
    await expect(
      change(self, other.id, { keyResults: [{ id: a!.id, title: 'stolen', target: 1 }] }),
    ).rejects.toMatchObject({ code: 'key_result_unknown' })
  })

  it('refuses to write over what somebody else wrote in the meantime', async () => {
    const goal = await make(self, { title: 'Shared pen' })
    await change(manager, goal.id, { revision: goal.revision, title: 'Shared pen, by the manager' })
    await expect(change(self, goal.id, { revision: goal.revision, title: 'Shared pen, by me' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('serves another without going round in a circle', async () => {
    const top = await make(self, { title: 'Top' })
    const middle = await make(self, { title: 'Middle', parentId: top.id })
    const low = await make(self, { title: 'Low', parentId: middle.id })
    expect(low.parent).toMatchObject({ id: middle.id, title: 'Middle' })
    await expect(change(self, top.id, { parentId: low.id })).rejects.toMatchObject({ code: 'goal_parent' })
    await expect(change(self, top.id, { parentId: top.id })).rejects.toMatchObject({ code: 'goal_parent' })
    expect((await read.get(peer, { goalId: top.id })).serving.map((g) => g.title)).toEqual(['Middle'])
    await expect(write.remove(self, { goalId: middle.id })).rejects.toMatchObject({ code: 'goal_in_use' })
  })

  it('is written for a report by their manager, and says so', async () => {
    const goal = await make(manager, { ownerId: w.people.self, title: 'From your manager' })
    expect(goal.owner.id).toBe(w.people.self)
    expect((await read.get(self, { goalId: goal.id })).writtenBy?.id).toBe(w.people.manager)
    const { rows } = await sql<{
      actor_id: string
      data: { ownerId: string }
    }>`select actor_id, data from event where organization_id = ${w.organizationId} and subject_id = ${goal.id}`.execute(
      self.db,
    )
    expect(rows).toEqual([{ actor_id: w.people.manager, data: { ownerId: w.people.self } }])
    await expect(make(peer, { ownerId: w.people.self, title: 'From nobody' })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('is removed while nobody has worked on it, and comes back', async () => {
    const goal = await make(self, { title: 'Gone' })
    await write.remove(self, { goalId: goal.id })
    await expect(read.get(self, { goalId: goal.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await ownership(goal.id)).toEqual([])
    await write.restore(self, { goalId: goal.id })
    expect(await ownership(goal.id)).toEqual(['[2026-03-02,2026-04-01)'])
    await report(self, goal.id, { reached: 0.5 })
    await expect(write.remove(self, { goalId: goal.id })).rejects.toMatchObject({ code: 'goal_in_use' })
  })
})

describe('who sees a goal', () => {
  it('is made public by its owner alone, once it is published', async () => {
    const goal = await make(self, { title: 'Finish the evening degree', visibility: 'private' })
    await expect(change(manager, goal.id, { visibility: 'public' })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await change(manager, goal.id, { title: 'Finish the degree' })).toMatchObject({ visibility: 'private' })
    expect(await change(self, goal.id, { visibility: 'public' })).toMatchObject({ visibility: 'public' })
    const draft = await make(manager, {
      title: 'Lead a talk',
      ownerId: w.people.self,
      visibility: 'private',
      draft: true,
    })
    expect(await change(manager, draft.id, { visibility: 'public' })).toMatchObject({ visibility: 'public' })
  })

  it('shows a private one to its owner and their managers, nowhere to anybody else', async () => {
    const secret = await make(self, {
      title: 'Zebrafish recovery',
      visibility: 'private',
      keyResults: [{ title: 'Therapy', target: 3 }],
    })
    const child = await make(self, { title: 'Open child', parentId: secret.id })
    for (const c of [self, manager, await w.as('second_manager')])
      expect((await read.get(c, { goalId: secret.id })).title).toBe('Zebrafish recovery')
    const parts = ['peer', 'stranger', 'report', 'leader', 'top', 'admin', 'lead', 'hr_in', 'sponsor'] as const
    for (const part of parts) {
      const c = await w.as(part)
      if (part === 'admin') {
        await expect(read.get(c, { goalId: secret.id })).rejects.toMatchObject({ code: 'element_off' })
        continue
      }
      await expect(read.get(c, { goalId: secret.id }), part).rejects.toMatchObject({ code: 'not_found' })
      await expect(change(c, secret.id, { title: 'x' }), part).rejects.toMatchObject({ code: 'not_found' })
      expect(
        (await list(c, { scope: 'person', ownerId: w.people.self, state: 'all', limit: 200 })).goals.map((g) => g.id),
        part,
      ).not.toContain(secret.id)
      expect((await list(c, { scope: 'company', search: 'zebrafish', state: 'all' })).goals, part).toEqual([])
      expect((await read.get(c, { goalId: child.id })).parent, part).toBeNull()
      await expect(make(c, { title: 'Serve it', parentId: secret.id }), part).rejects.toMatchObject({
        code: 'goal_parent',
      })
    }
    expect((await read.get(self, { goalId: secret.id })).readers.map((r) => r.id).toSorted()).toEqual(
      [w.people.manager, w.people.second_manager].toSorted(),
    )
  })

  it('keeps a draft with its author and owner', async () => {
    const draft = await make(self, { title: 'Half an idea', draft: true })
    expect(draft.status.state).toBe('draft')
    await expect(read.get(manager, { goalId: draft.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await ownership(draft.id)).toEqual([])
    await write.publish(self, { goalId: draft.id })
    expect((await read.get(manager, { goalId: draft.id })).title).toBe('Half an idea')
    expect(await ownership(draft.id)).toHaveLength(1)
  })

  it('treats wildcard characters of a search as themselves', async () => {
    await make(self, { title: '100% on time' })
    expect((await list(peer, { scope: 'company', search: '100%' })).goals.map((g) => g.title)).toContain('100% on time')
    expect((await list(peer, { scope: 'company', search: '%%%' })).goals).toEqual([])
  })
})

describe('ownership with dates', () => {
  it('answers for any past day, as known then and as known now', async () => {
    base.clock.set('2026-03-02T10:00:00Z')
    const goal = await make(self, { title: 'Dated', endsOn: '2026-06-30' })
    base.clock.set('2026-04-10T10:00:00Z')
    await write.close(self, { goalId: goal.id, outcome: 'achieved', reflection: 'Start earlier next time.' })
    expect(await ownership(goal.id)).toEqual(['[2026-03-02,2026-04-10)'])
    base.clock.set('2026-04-20T10:00:00Z')
    await write.reopen(self, { goalId: goal.id })
    expect(await ownership(goal.id)).toEqual(['[2026-03-02,2026-04-10)', '[2026-04-20,2026-07-01)'])
    base.clock.set('2026-04-21T10:00:00Z')
    await change(self, goal.id, { endsOn: '2026-05-31' })
    expect(await ownership(goal.id)).toEqual(['[2026-03-02,2026-04-10)', '[2026-04-20,2026-06-01)'])
    expect(await ownership(goal.id, '2026-04-15T00:00:00Z')).toEqual(['[2026-03-02,2026-04-10)'])
    expect(await ownership(goal.id, '2026-03-15T00:00:00Z')).toEqual(['[2026-03-02,2026-07-01)'])
    base.clock.set('2026-03-02T12:00:00Z')
  })

  it('leaves no gap when a goal is closed by mistake and opened again', async () => {
    const goal = await make(self, { title: 'Oops', endsOn: '2026-06-30' })
    base.clock.forward({ minutes: 1 })
    await write.close(self, { goalId: goal.id, outcome: 'dropped', reflection: '' })
    await expect(report(self, goal.id, { reached: 1 })).rejects.toMatchObject({ code: 'goal_closed' })
    expect(await ownership(goal.id)).toEqual([])
    base.clock.forward({ minutes: 1 })
    await write.reopen(self, { goalId: goal.id })
    expect(await ownership(goal.id)).toEqual(['[2026-03-02,2026-07-01)'])
  })
})

describe('before go-live', () => {
  it('says kindly that it has not begun, and when it does', async () => {
    const other = await permissionWorld(base, 'goals-early')
    const db = base.database.for(other.organizationId)
    const early = await other.as('self')
    await expect(list(early, {})).rejects.toMatchObject({ code: 'element_off', params: { element: 'goals' } })
    await makeWave(db, {
      organizationId: other.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      launched: false,
    })
    await expect(list(early, {})).rejects.toMatchObject({
      code: 'element_off',
      params: { element: 'goals', startsOn: '2026-03-11' },
    })
    await expect(make(early, { title: 'Too early' })).rejects.toMatchObject({
      code: 'element_off',
      params: { startsOn: '2026-03-11' },
    })
  })

  it('lets a manager whose own wave has not begun take part for the people who have it', async () => {
    const other = await permissionWorld(base, 'goals-partly')
    await makeWave(base.database.for(other.organizationId), {
      organizationId: other.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      people: [other.people.self],
    })
    const boss = await other.as('manager')
    expect((await list(boss, { scope: 'team' })).without.map((p) => p.id)).toEqual([other.people.self])
    await expect(make(boss, { title: 'For me' })).rejects.toMatchObject({ code: 'element_off' })
    expect((await make(boss, { title: 'For them', ownerId: other.people.self })).owner.id).toBe(other.people.self)
    expect((await list(boss, { scope: 'team' })).without).toEqual([])
    await expect(list(await other.as('peer'), {})).rejects.toMatchObject({ code: 'element_off' })
  })

  it('says nothing where goals are not part of the program', async () => {
    const other = await permissionWorld(base, 'goals-none')
    await makeWave(base.database.for(other.organizationId), {
      organizationId: other.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      elements: { goals: { on: false } },
    })
    await expect(list(await other.as('self'), {})).rejects.toMatchObject({ code: 'element_off' })
  })
})

describe('the event log', () => {
  it('holds none of the words that people wrote', async () => {
    const goal = await make(self, {
      title: 'Quokka title',
      description: 'Quokka description',
      keyResults: [{ title: 'Quokka result', unit: 'quokkas', target: 3 }],
    })
    await report(self, goal.id, { values: [{ keyResultId: goal.keyResults[0]!.id, value: 1 }], note: 'Quokka note' })
    await change(self, goal.id, { title: 'Quokka again' })
    await write.close(self, { goalId: goal.id, outcome: 'partly', reflection: 'Quokka reflection' })
    const { rows } = await sql<{
      n: number
      words: number
    }>`select count(*) as n, count(*) filter (where data::text ilike '%quokka%') as words
      from event where organization_id = ${w.organizationId} and subject_id = ${goal.id}`.execute(self.db)
    expect(rows[0]).toEqual({ n: 4, words: 0 })
  })
})

it('shows nothing of another company', async () => {
  const other = await permissionWorld(base, 'goals-other')
  await makeWave(base.database.for(other.organizationId), {
    organizationId: other.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  const goal = await make(self, { title: 'Ours' })
  await expect(read.get(await other.as('self'), { goalId: goal.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(make(stranger, { title: 'x', ownerId: other.people.self })).rejects.toMatchObject({ code: 'forbidden' })
})
