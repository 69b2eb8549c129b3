import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { checkins } from '../../contract/checkins.ts'
import type { Request } from '../../contract/operation.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { cadence, get, list, pairsOf } from './read.ts'
import * as write from './write.ts'

let base: TestBase
let w: World
let self: Context
let manager: Context
let count = 0

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

/** A company of its own for each test: pairs are few, and each has one open check-in. */
beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `talk-${++count}`)
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { checkins: { cadence: 'weekly' } },
  })
  self = await w.as('self')
  manager = await w.as('manager')
})

const open = (c: Context, personId: string) => write.create(c, { personId })
const hold = (c: Context, checkinId: string, body: Omit<Request<typeof checkins.hold>, 'checkinId'> = {}) =>
  write.hold(c, { checkinId, ...checkins.hold.body!.parse(body) })
const prepare = (c: Context, checkinId: string, words: Record<string, string>, share = false) =>
  write.prepare(c, {
    checkinId,
    share,
    answers: Object.entries(words).map(([questionId, text]) => ({ questionId, words: text })),
  })
const topic = (c: Context, checkinId: string, words: string) => write.addItem(c, { checkinId, words })

describe('the two-minute path', () => {
  it('opens, answers and holds in two acts', async () => {
    const k = await open(self, w.people.manager)
    expect(k).toMatchObject({ side: 'report', current: true, cadence: 'weekly', plannedFor: '2026-03-06', held: null })
    expect(k.questions).toHaveLength(3)
    const held = await hold(self, k.id, {
      answers: k.questions.map((q) => ({ questionId: q.id, words: `About ${q.id}` })),
    })
    expect(held.held).toMatchObject({ on: '2026-03-02', by: { id: w.people.self }, seen: false })
    const theirs = await get(manager, { checkinId: k.id })
    expect(theirs.theirs?.map((a) => a.words)).toEqual(k.questions.map((q) => `About ${q.id}`))
    expect((await write.seen(manager, { checkinId: k.id })).held?.seen).toBe(true)
    const pair = (await pairsOf(self)).find((p) => p.person.id === w.people.manager)
    expect(pair).toMatchObject({ lastHeldOn: '2026-03-02', held: 1, due: { on: '2026-03-09' }, open: null })
  })

  it('leaves the event that metrics count, on the day it was held', async () => {
    const k = await open(manager, w.people.self)
    await hold(manager, k.id, { heldOn: '2026-02-27' })
    const { rows } = await sql<{
      actor_id: string
      happened_on: string
      data: Record<string, unknown>
    }>`select actor_id, happened_on, data from event
      where organization_id = ${w.organizationId} and type = 'checkin.held' and subject_id = ${k.id}`.execute(self.db)
    expect(rows).toEqual([
      {
        actor_id: w.people.manager,
        happened_on: '2026-02-27',
        data: { managerId: w.people.manager, reportId: w.people.self, actions: 0, voices: [] },
      },
    ])
  })

  it('is recorded once when both press, with the words of both', async () => {
    const k = await open(self, w.people.manager)
    await hold(self, k.id, { answers: [{ questionId: 'going-well', words: 'The move went well' }] })
    const second = await hold(manager, k.id, { answers: [{ questionId: 'going-well', words: 'It did' }] })
    expect(second.held).toMatchObject({ by: { id: w.people.self }, seen: true })
    expect((await get(self, { checkinId: k.id })).theirs).toMatchObject([{ words: 'It did' }])
    const { rows } =
      await sql`select 1 from event where organization_id = ${w.organizationId} and type = 'checkin.held'`.execute(
        self.db,
      )
    expect(rows).toHaveLength(1)
  })

  it('can be taken back until the next has begun', async () => {
    const k = await open(self, w.people.manager)
    await hold(self, k.id)
    expect((await write.reopen(self, { checkinId: k.id })).held).toBeNull()
    await hold(self, k.id)
    await open(manager, w.people.self)
    await expect(write.reopen(self, { checkinId: k.id })).rejects.toMatchObject({ code: 'checkin_next' })
  })

  it('refuses tomorrow and the long past', async () => {
    const k = await open(self, w.people.manager)
    await expect(hold(self, k.id, { heldOn: '2026-03-03' })).rejects.toMatchObject({ code: 'checkin_date' })
    await expect(hold(self, k.id, { heldOn: '2025-12-31' })).rejects.toMatchObject({ code: 'checkin_date' })
  })
})

describe('what each side sees', () => {
  it('keeps a draft with its writer until it is shared', async () => {
    const k = await open(self, w.people.manager)
    await prepare(self, k.id, { 'in-the-way': 'Numbat draft' })
    expect((await get(manager, { checkinId: k.id })).theirs).toBeNull()
    expect((await get(self, { checkinId: k.id })).questions.find((q) => q.id === 'in-the-way')?.words).toBe(
      'Numbat draft',
    )
    expect((await list(manager)).pairs.find((p) => p.person.id === w.people.self)?.open).toMatchObject({
      theirsReady: false,
    })
    await prepare(self, k.id, {}, true)
    expect((await get(manager, { checkinId: k.id })).theirs).toMatchObject([{ words: 'Numbat draft' }])
    expect((await list(manager)).pairs.find((p) => p.person.id === w.people.self)?.open).toMatchObject({
      theirsReady: true,
    })
  })

  it('does not share the other’s draft when one records it as held', async () => {
    const k = await open(self, w.people.manager)
    await prepare(self, k.id, { 'in-the-way': 'Still thinking' })
    await hold(manager, k.id)
    expect((await get(manager, { checkinId: k.id })).theirs).toBeNull()
  })

  it('lets both tick topics, and only the author change words', async () => {
    const k = await open(self, w.people.manager)
    const item = await topic(self, k.id, 'Holiday plan')
    await expect(
      write.updateItem(manager, { checkinId: k.id, itemId: item.id, words: 'Rewritten' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    await expect(write.removeItem(manager, { checkinId: k.id, itemId: item.id })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await write.updateItem(manager, { checkinId: k.id, itemId: item.id, done: true })).done).toBe(true)
    await write.removeItem(self, { checkinId: k.id, itemId: item.id })
    expect((await get(self, { checkinId: k.id })).agenda).toEqual([])
  })

  it('keeps the shared note whole when both write at once', async () => {
    const k = await open(self, w.people.manager)
    const first = await write.saveNote(self, { checkinId: k.id, words: 'Mine', revision: 0 })
    expect(first.revision).toBe(1)
    await expect(write.saveNote(manager, { checkinId: k.id, words: 'Over it', revision: 0 })).rejects.toMatchObject({
      code: 'conflict',
    })
    const second = await write.saveNote(manager, { checkinId: k.id, words: 'Mine and yours', revision: 1 })
    expect(second.revision).toBe(2)
    expect((await get(self, { checkinId: k.id })).note).toMatchObject({
      words: 'Mine and yours',
      revision: 2,
      savedBy: { id: w.people.manager },
    })
  })

  it('agrees next steps for one of the two, and shows open ones next time', async () => {
    const k = await open(self, w.people.manager)
    await expect(
      write.addAction(self, { checkinId: k.id, words: 'Ask', ownerId: w.people.peer, dueOn: null }),
    ).rejects.toMatchObject({ code: 'checkin_pair' })
    const step = await write.addAction(self, {
      checkinId: k.id,
      words: 'Send the draft',
      ownerId: w.people.self,
      dueOn: '2026-03-06',
    })
    await hold(self, k.id)
    const next = await open(manager, w.people.self)
    expect(next.actions).toMatchObject([{ id: step.id, words: 'Send the draft', done: false }])
    await write.updateAction(manager, { checkinId: k.id, actionId: step.id, done: true })
    // Done while the next one is open: it stays in view there.
    expect((await get(manager, { checkinId: next.id })).actions).toMatchObject([{ id: step.id, done: true }])
  })
})

describe('carry-over', () => {
  it('brings what stayed open into the next, from both', async () => {
    const k = await open(self, w.people.manager)
    const done = await topic(self, k.id, 'Settled')
    await topic(self, k.id, 'Still mine')
    await topic(manager, k.id, 'Still theirs')
    await write.updateItem(self, { checkinId: k.id, itemId: done.id, done: true })
    await hold(self, k.id)
    const next = await open(self, w.people.manager)
    expect(next.agenda.map((i) => [i.words, i.mine, i.carried, i.shared])).toEqual([
      ['Still mine', true, true, true],
      ['Still theirs', false, true, true],
    ])
  })

  it('opens one check-in however often it is asked for', async () => {
    const [a, b] = await Promise.all([open(self, w.people.manager), open(manager, w.people.self)])
    expect(a!.id).toBe(b!.id)
  })
})

describe('when the manager changes', () => {
  async function moveTo(managerId: string) {
    await sql`update roster set manager_id = ${managerId} where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      self.db,
    )
    await sql`update placement set holds = daterange(lower(holds), '2026-03-10') where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      self.db,
    )
    await sql`insert into placement (organization_id, person_id, holds, manager_id, recorded)
      values (${w.organizationId}, ${w.people.self}, '[2026-03-10,)', ${managerId}, ${base.clock.now()})`.execute(
      self.db,
    )
    self = await w.as('self')
  }

  it('leaves the old check-in with the two who had it, and starts a new pair', async () => {
    const old = await open(self, w.people.manager)
    await topic(self, old.id, 'My own topic')
    await topic(manager, old.id, 'The manager’s topic')
    const settled = await topic(self, old.id, 'Settled')
    await write.updateItem(self, { checkinId: old.id, itemId: settled.id, done: true })
    await prepare(self, old.id, { 'in-the-way': 'Between us two' }, true)
    base.clock.set('2026-03-12T09:00:00Z')
    await moveTo(w.people.peer)
    const peer = await w.as('peer')

    // The new manager opens it: the report's own open topic waits for the report to share it.
    const fresh = await open(peer, w.people.self)
    expect(fresh.id).not.toBe(old.id)
    expect(fresh.agenda).toEqual([])
    const mine = await get(self, { checkinId: fresh.id })
    expect(mine.agenda).toMatchObject([{ words: 'My own topic', mine: true, shared: false, carried: true }])
    await write.updateItem(self, { checkinId: fresh.id, itemId: mine.agenda[0]!.id, shared: true })
    expect((await get(peer, { checkinId: fresh.id })).agenda.map((i) => i.words)).toEqual(['My own topic'])

    // The old one stays readable to its two, and to nobody else.
    expect((await get(manager, { checkinId: old.id })).current).toBe(false)
    expect((await get(self, { checkinId: old.id })).agenda).toHaveLength(3)
    await expect(get(peer, { checkinId: old.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(open(manager, w.people.self)).rejects.toMatchObject({ code: 'checkin_pair' })

    // The new pair has its own window, from the day it began.
    const pairs = await pairsOf(self)
    expect(pairs.find((p) => p.person.id === w.people.peer)?.due).toMatchObject({ on: fresh.plannedFor })
    expect(pairs.find((p) => p.person.id === w.people.manager)).toMatchObject({ due: null, cadence: null })
  })
})

describe('who else learns what', () => {
  it('tells the line above and HR that it was held and when, and no words', async () => {
    const k = await open(self, w.people.manager)
    await topic(self, k.id, 'Numbat topic')
    await write.saveNote(self, { checkinId: k.id, words: 'Numbat note', revision: 0 })
    await hold(self, k.id, {
      answers: [{ questionId: 'going-well', words: 'Numbat answer' }],
      actions: [{ words: 'Numbat step', ownerId: w.people.self }],
    })
    for (const part of ['leader', 'top', 'hr_in', 'second_manager'] as const) {
      const c = await w.as(part)
      const facts = await cadence(c, { personId: w.people.self })
      expect(facts.pairs.find((p) => p.manager.id === w.people.manager)?.heldOn, part).toEqual(['2026-03-02'])
      expect(JSON.stringify(facts)).not.toMatch(/numbat/i)
      await expect(get(c, { checkinId: k.id }), part).rejects.toMatchObject({ code: 'not_found' })
      await expect(hold(c, k.id), part).rejects.toMatchObject({ code: 'not_found' })
    }
    for (const part of ['peer', 'stranger', 'report', 'hr_out', 'admin', 'lead'] as const) {
      const c = await w.as(part)
      await expect(cadence(c, { personId: w.people.self }), part).rejects.toMatchObject({ code: 'forbidden' })
      await expect(get(c, { checkinId: k.id }), part).rejects.toMatchObject({ code: 'not_found' })
    }
    const { rows } =
      await sql`select 1 from event where organization_id = ${w.organizationId} and data::text ilike '%numbat%'`.execute(
        self.db,
      )
    expect(rows).toEqual([])
  })

  it('hides every word from a statement that nobody stands behind', async () => {
    const k = await open(self, w.people.manager)
    await topic(self, k.id, 'Numbat')
    await write.saveNote(self, { checkinId: k.id, words: 'Numbat', revision: 0 })
    await hold(self, k.id, {
      answers: [{ questionId: 'going-well', words: 'Numbat' }],
      actions: [{ words: 'Numbat', ownerId: w.people.self }],
    })
    for (const table of ['checkin_item', 'checkin_answer', 'checkin_note', 'checkin_action'] as const) {
      expect((await sql`select 1 from ${sql.table(table)}`.execute(self.db)).rows, table).toEqual([])
      const asPeer = await self.db.transaction().execute(async (tx) => {
        await sql`select set_config('belay.person', ${w.people.peer}, true)`.execute(tx)
        return (await sql`select 1 from ${sql.table(table)}`.execute(tx)).rows
      })
      expect(asPeer, table).toEqual([])
    }
  })
})

it('starts with go-live and stops kindly outside it', async () => {
  const other = await permissionWorld(base, `talk-early-${count}`)
  await makeWave(base.database.for(other.organizationId), {
    organizationId: other.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    launched: false,
  })
  await expect(list(await other.as('self'))).rejects.toMatchObject({
    code: 'element_off',
    params: { element: 'checkins', startsOn: '2026-03-11' },
  })
  await expect(open(await other.as('self'), other.people.manager)).rejects.toMatchObject({ code: 'element_off' })
  await expect(open(self, w.people.peer)).rejects.toMatchObject({ code: 'checkin_pair' })
})

it('expects check-ins of the direct manager only; a second manager may', async () => {
  const second = await w.as('second_manager')
  const pair = (await pairsOf(second)).find((p) => p.person.id === w.people.self)
  expect(pair).toMatchObject({ second: true, due: null, person: { id: w.people.self } })
  const k = await open(second, w.people.self)
  expect((await hold(second, k.id)).held).not.toBeNull()
})
