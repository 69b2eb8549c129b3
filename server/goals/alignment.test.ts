import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { goals } from '../../contract/goals.ts'
import type { Request } from '../../contract/operation.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import * as alignment from './alignment.ts'
import { contributors, share } from './contributors.ts'
import { makeWave } from './live-wave.ts'
import * as read from './read.ts'
import { cheer, comment, takeBackComment } from './talk.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
let self: Context
let manager: Context
let peer: Context
let lead: Context
let top: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'alignment')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
  })
  ;[self, manager, peer, lead, top] = (await Promise.all(
    ['self', 'manager', 'peer', 'lead', 'top'].map((p) => w.as(p)),
  )) as [Context, Context, Context, Context, Context]
})

const make = (c: Context, body: Request<typeof goals.create>) => write.create(c, goals.create.body!.parse(body))
const tree = (c: Context, query: Request<typeof goals.tree> = {}) => alignment.tree(c, goals.tree.query!.parse(query))
const aligned = (c: Context, query: Request<typeof goals.aligned> = {}) =>
  alignment.aligned(c, goals.aligned.query!.parse(query))
const change = (c: Context, goalId: string, body: Omit<Request<typeof goals.update>, 'goalId'>) =>
  write.update(c, { goalId, ...goals.update.body!.parse(body) })
const report = (c: Context, goalId: string, body: Omit<Request<typeof goals.progress>, 'goalId'>) =>
  write.progress(c, { goalId, ...goals.progress.body!.parse(body) })
const inbox = async (c: Context) =>
  (
    await sql<{ kind: string; params: Record<string, string> }>`select kind, params from inbox_item
      where organization_id = ${w.organizationId} and person_id = ${c.viewer.personId} order by appears_at, kind`.execute(
      c.db,
    )
  ).rows

describe('the tree', () => {
  it('opens one step at a time, from the company down, with what serves each', async () => {
    const company = await make(top, { title: 'Be the calmest supplier', level: 'company' })
    const team = await make(manager, { title: 'No late answer', level: 'team', parentId: company.id })
    const mine = await make(self, { title: 'Answer within a day', parentId: team.id })
    const loose = await make(peer, { title: 'Learn Portuguese' })
    const roots = await tree(self)
    expect(roots.nodes.map((n) => n.title)).toEqual(['Be the calmest supplier'])
    expect(roots.nodes[0]).toMatchObject({ level: 'company', serving: 1, owner: { department: 'Works' } })
    const second = await tree(self, { parentId: company.id })
    expect(second.nodes).toMatchObject([{ id: team.id, level: 'team', serving: 1, parentId: company.id }])
    expect((await tree(self, { parentId: team.id })).nodes).toMatchObject([{ id: mine.id, serving: 0 }])
    expect((await tree(self, { top: 'loose' })).nodes.map((n) => n.id)).toContain(loose.id)
    expect((await alignment.path(self, { goalId: mine.id })).path.map((p) => p.title)).toEqual([
      'Be the calmest supplier',
      'No late answer',
    ])
  })

  it('hands out a window at a time and says when there is more', async () => {
    const parent = await make(top, { title: 'Many serve it', level: 'company' })
    for (let n = 0; n < 5; n++) {
      base.clock.forward({ minutes: 1 })
      await make(self, { title: `Part ${n}`, parentId: parent.id })
    }
    const first = await tree(peer, { parentId: parent.id, limit: 2 })
    expect(first).toMatchObject({ next: 2, nodes: [{ title: 'Part 0' }, { title: 'Part 1' }] })
    const last = await tree(peer, { parentId: parent.id, limit: 3, offset: 2 })
    expect(last.next).toBeNull()
    expect(last.nodes).toHaveLength(3)
  })

  it('neither shows nor counts what the viewer may not see, and keeps what hangs under it', async () => {
    const parent = await make(top, { title: 'Parent of a secret', level: 'company' })
    const secret = await make(self, { title: 'Axolotl', visibility: 'private', parentId: parent.id })
    const under = await make(self, { title: 'Under a secret', parentId: secret.id })
    const nodeOf = async (c: Context) => (await tree(c)).nodes.find((n) => n.id === parent.id)
    expect((await nodeOf(self))?.serving).toBe(1)
    expect((await nodeOf(manager))?.serving).toBe(1)
    for (const c of [peer, lead, top, await w.as('leader'), await w.as('hr_in')]) {
      expect((await nodeOf(c))?.serving).toBe(0)
      expect((await tree(c, { parentId: parent.id })).nodes).toEqual([])
      await expect(tree(c, { parentId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
      await expect(alignment.path(c, { goalId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
      expect((await aligned(c, { search: 'axolotl' })).goals).toEqual([])
      const seen = (await tree(c, { top: 'loose' })).nodes.find((n) => n.id === under.id)
      expect(seen).toMatchObject({ title: 'Under a secret', parentId: null })
      const listed = (await aligned(c, { search: 'under a secret' })).goals
      expect(listed).toMatchObject([{ path: [], parentId: null }])
      expect((await alignment.path(c, { goalId: under.id })).path).toEqual([])
    }
    expect((await tree(self, { top: 'loose' })).nodes.map((n) => n.id)).not.toContain(under.id)
  })

  it('is found again as a list by words, department, owner, level and state, with the way up', async () => {
    const parent = await make(top, { title: 'Fewer accidents', level: 'company' })
    const goal = await make(self, { title: 'Walk the Kaimauer daily', parentId: parent.id })
    expect((await aligned(peer, { search: 'kaimauer' })).goals).toMatchObject([
      { id: goal.id, path: [{ id: parent.id, title: 'Fewer accidents' }] },
    ])
    expect((await aligned(peer, { search: 'kaimauer', department: 'Harbour' })).goals).toEqual([])
    expect(
      (await aligned(peer, { search: 'kaimauer', department: 'Works', ownerId: w.people.self })).goals,
    ).toHaveLength(1)
    expect((await aligned(peer, { level: 'company' })).goals.map((g) => g.id)).toContain(parent.id)
    expect((await aligned(peer, { search: 'kaimauer', loose: 'true' })).goals).toEqual([])
    await write.close(self, { goalId: goal.id, outcome: 'achieved', reflection: '' })
    expect((await aligned(peer, { search: 'kaimauer' })).goals).toEqual([])
    expect((await aligned(peer, { search: 'kaimauer', state: 'closed' })).goals).toHaveLength(1)
    expect((await tree(peer, { parentId: parent.id })).nodes).toEqual([])
    expect((await tree(peer, { parentId: parent.id, state: 'all' })).nodes).toHaveLength(1)
  })
})

describe('whom a goal is for', () => {
  it('is said by the lead, the sponsor and the top of the company; of a team by whoever leads it', async () => {
    const goal = await make(self, { title: 'To be raised' })
    for (const part of ['manager', 'leader', 'self'])
      await expect(write.setLevel(await w.as(part), { goalId: goal.id, level: 'company' })).rejects.toMatchObject({
        code: 'goal_level',
      })
    expect(await write.setLevel(self, { goalId: goal.id, level: 'team' })).toMatchObject({ level: 'team' })
    expect(await write.setLevel(lead, { goalId: goal.id, level: 'company' })).toMatchObject({ level: 'company' })
    // What the company set, its owner does not take down again.
    await expect(write.setLevel(self, { goalId: goal.id, level: 'person' })).rejects.toMatchObject({
      code: 'goal_level',
    })
    await expect(make(peer, { title: 'For everyone', level: 'company' })).rejects.toMatchObject({ code: 'goal_level' })
    await expect(make(peer, { title: 'I lead nobody', level: 'team' })).rejects.toMatchObject({ code: 'goal_level' })
  })

  it('lets the lead write and keep the goals of the company, and no others', async () => {
    const goal = await make(lead, { title: 'From the plan', level: 'company', ownerId: w.people.top, draft: true })
    expect(goal.owner.id).toBe(w.people.top)
    await write.publish(lead, { goalId: goal.id })
    expect(await change(lead, goal.id, { title: 'From the plan, second' })).toMatchObject({ mayWrite: true })
    const other = await make(self, { title: 'Nobody’s business' })
    await expect(change(lead, other.id, { title: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(make(lead, { title: 'x', ownerId: w.people.self })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('keeps what stands over others readable by everyone', async () => {
    await expect(make(top, { title: 'Hidden plan', level: 'company', visibility: 'private' })).rejects.toMatchObject({
      code: 'goal_level_private',
    })
    const secret = await make(self, { title: 'Quiet', visibility: 'private' })
    await expect(write.setLevel(self, { goalId: secret.id, level: 'team' })).rejects.toMatchObject({
      code: 'goal_level_private',
    })
    const open = await make(self, { title: 'Open', level: 'team' })
    await expect(change(self, open.id, { visibility: 'private' })).rejects.toMatchObject({ code: 'goal_level_private' })
  })
})

describe('people who help', () => {
  it('see the goal among theirs, record progress, and change nothing else', async () => {
    const goal = await make(self, {
      title: 'New warehouse',
      contributorIds: [w.people.stranger],
      keyResults: [
        { title: 'Racks', target: 10, weight: 3 },
        { title: 'Doors', target: 1, kind: 'yes_no', ownerId: w.people.peer },
      ],
    })
    expect(goal.contributors.map((p) => p.id).toSorted()).toEqual([w.people.stranger, w.people.peer].toSorted())
    expect(goal.keyResults[1]).toMatchObject({ owner: { id: w.people.peer }, weight: 1 })
    const mine = await read.list(peer, goals.list.query!.parse({}))
    const shown = mine.goals.find((g) => g.id === goal.id)
    expect(shown).toMatchObject({ mayWrite: false, mayReport: true, owner: { id: w.people.self } })
    const { goal: after, updateId } = await report(peer, goal.id, {
      values: [{ keyResultId: goal.keyResults[1]!.id, value: 1 }],
    })
    expect(after.reached).toBe(0.25)
    await expect(change(peer, goal.id, { title: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(write.close(peer, { goalId: goal.id, outcome: 'achieved', reflection: '' })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await write.takeBack(peer, { goalId: goal.id, updateId })).reached).toBe(0)
    expect(await inbox(peer)).toContainEqual(expect.objectContaining({ kind: 'goal_joined' }))
    const fewer = await contributors(self, { goalId: goal.id, personIds: [w.people.stranger] })
    expect(fewer.keyResults[1]!.owner).toBeNull()
    await expect(report(peer, goal.id, { note: 'still here' })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('own their key result on dated days, told apart from the goal’s owner', async () => {
    base.clock.set('2026-03-02T10:00:00Z')
    const goal = await make(self, {
      title: 'Dated parts',
      endsOn: '2026-06-30',
      keyResults: [{ title: 'A', target: 4 }],
    })
    const [a] = goal.keyResults
    base.clock.set('2026-03-10T10:00:00Z')
    await change(self, goal.id, { keyResults: [{ id: a!.id, title: 'A', target: 4, ownerId: w.people.peer }] })
    base.clock.set('2026-04-01T10:00:00Z')
    await change(self, goal.id, { keyResults: [{ id: a!.id, title: 'A', target: 4, ownerId: w.people.stranger }] })
    const { rows } = await sql<{
      person_id: string
      part: string
      holds: string
    }>`select person_id, part, holds::text from goal_ownership
      where organization_id = ${w.organizationId} and goal_id = ${goal.id} and superseded is null order by lower(holds), part`.execute(
      self.db,
    )
    expect(rows).toEqual([
      { person_id: w.people.self, part: 'goal', holds: '[2026-03-02,2026-07-01)' },
      { person_id: w.people.peer, part: 'key_result', holds: '[2026-03-10,2026-04-01)' },
      { person_id: w.people.stranger, part: 'key_result', holds: '[2026-04-01,2026-07-01)' },
    ])
    base.clock.set('2026-03-02T12:00:00Z')
  })

  it('join a private goal only by its owner’s say', async () => {
    const secret = await make(self, { title: 'Ibex', visibility: 'private', keyResults: [{ title: 'K', target: 2 }] })
    await expect(contributors(manager, { goalId: secret.id, personIds: [w.people.peer] })).rejects.toMatchObject({
      code: 'goal_private_people',
    })
    const [k] = secret.keyResults
    await expect(
      change(manager, secret.id, { keyResults: [{ id: k!.id, title: 'K', target: 2, ownerId: w.people.peer }] }),
    ).rejects.toMatchObject({ code: 'goal_private_people' })
    await contributors(self, { goalId: secret.id, personIds: [w.people.peer] })
    expect((await read.get(peer, { goalId: secret.id })).readers.map((r) => r.id)).toContain(w.people.peer)
    await contributors(self, { goalId: secret.id, personIds: [] })
    await expect(read.get(peer, { goalId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a private goal shown by name', () => {
  it('opens to the people named and to nobody else, by its owner alone', async () => {
    const secret = await make(self, { title: 'Okapi', visibility: 'private' })
    await expect(share(manager, { goalId: secret.id, personIds: [w.people.peer] })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await share(self, { goalId: secret.id, personIds: [w.people.stranger] })
    const stranger = await w.as('stranger')
    const seen = await read.get(stranger, { goalId: secret.id })
    expect(seen).toMatchObject({ title: 'Okapi', mayWrite: false, mayReport: false })
    expect(seen.chosenReaders.map((r) => r.id)).toEqual([w.people.stranger])
    await expect(change(stranger, secret.id, { title: 'x' })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(read.get(peer, { goalId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
    await share(self, { goalId: secret.id, personIds: [] })
    await expect(read.get(stranger, { goalId: secret.id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('comments and cheers', () => {
  it('reach the people concerned, and are taken back by their author alone', async () => {
    const goal = await make(self, { title: 'Talked about' })
    const { commentId } = await comment(peer, {
      goalId: goal.id,
      words: 'Count me in, and ask the stranger.',
      mentions: [w.people.stranger],
    })
    const detail = await read.get(self, { goalId: goal.id })
    expect(detail.comments).toMatchObject([
      {
        words: 'Count me in, and ask the stranger.',
        author: { id: w.people.peer },
        mentions: [{ id: w.people.stranger }],
      },
    ])
    expect(await inbox(await w.as('stranger'))).toContainEqual(
      expect.objectContaining({ kind: 'goal_mentioned', params: expect.objectContaining({ goalId: goal.id }) }),
    )
    expect(await inbox(self)).toContainEqual(expect.objectContaining({ kind: 'goal_commented' }))
    await expect(takeBackComment(self, { goalId: goal.id, commentId })).rejects.toMatchObject({ code: 'forbidden' })
    await takeBackComment(peer, { goalId: goal.id, commentId })
    expect((await read.get(self, { goalId: goal.id })).comments).toEqual([])
    expect((await inbox(await w.as('stranger'))).filter((i) => i.params['goalId'] === goal.id)).toEqual([])
    const { rows } = await sql<{
      words: string
    }>`select words from goal_comment where organization_id = ${w.organizationId} and id = ${commentId}`.execute(
      self.db,
    )
    expect(rows[0]!.words).toBe('')
  })

  it('mention only people who may read the goal', async () => {
    const secret = await make(self, { title: 'Tapir', visibility: 'private' })
    await expect(
      comment(manager, { goalId: secret.id, words: 'Look', mentions: [w.people.peer] }),
    ).rejects.toMatchObject({ code: 'goal_mention' })
    await expect(comment(peer, { goalId: secret.id, words: 'x', mentions: [] })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(cheer(peer, { goalId: secret.id, on: true })).rejects.toMatchObject({ code: 'not_found' })
    await comment(manager, { goalId: secret.id, words: 'Look', mentions: [w.people.self] })
  })

  it('cheer once, however often it is pressed', async () => {
    const goal = await make(self, { title: 'Cheered' })
    await cheer(peer, { goalId: goal.id, on: true })
    await cheer(peer, { goalId: goal.id, on: true })
    expect((await read.get(peer, { goalId: goal.id })).cheers).toMatchObject({
      mine: true,
      people: [{ id: w.people.peer }],
    })
    await cheer(peer, { goalId: goal.id, on: false })
    expect((await read.get(self, { goalId: goal.id })).cheers).toEqual({ mine: false, people: [] })
  })

  it('leave none of their words in the event log', async () => {
    const goal = await make(self, { title: 'Pangolin goal' })
    await comment(peer, { goalId: goal.id, words: 'Pangolin words', mentions: [] })
    const { rows } =
      await sql`select 1 from event where organization_id = ${w.organizationId} and data::text ilike '%pangolin%'`.execute(
        self.db,
      )
    expect(rows).toEqual([])
  })
})

describe('a key for values from outside', () => {
  it('leads to one key result of the company, and only writers see it', async () => {
    const goal = await make(self, { title: 'Keyed', keyResults: [{ title: 'A', target: 4, externalKey: 'crm.wins' }] })
    expect(goal.keyResults[0]!.externalKey).toBe('crm.wins')
    expect((await read.get(peer, { goalId: goal.id })).keyResults[0]!.externalKey).toBeNull()
    await expect(
      make(peer, { title: 'Same key', keyResults: [{ title: 'B', target: 4, externalKey: 'crm.wins' }] }),
    ).rejects.toMatchObject({ code: 'goal_key_taken' })
    const [k] = goal.keyResults
    const kept = await change(self, goal.id, { keyResults: [{ id: k!.id, title: 'A2', target: 5 }] })
    expect(kept.keyResults[0]).toMatchObject({ externalKey: 'crm.wins', weight: 1 })
  })
})
