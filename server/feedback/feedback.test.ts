/** Giving, asking, answering and what comes of it, by everybody concerned. */
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Design } from '../../contract/design.ts'
import { feedback, type RequestDetail } from '../../contract/feedback.ts'
import type { Request } from '../../contract/operation.ts'
import { parts, type Part, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { answer, decline } from './answer.ts'
import { approve, ask, close, nominate } from './ask.ts'
import { nightly } from './nightly.ts'
import { about, get, list } from './read.ts'
import { request, requests } from './requests.ts'
import { terms } from './terms.ts'
import { waitsFor } from './feedback.ts'
import { give, read, respond, share, takeBack } from './write.ts'

let base: TestBase
let w: World
let self: Context
let peer: Context
let manager: Context
let count = 0

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})
beforeEach(() => start())

async function start(settings: Partial<Design['elements']['feedback']> = {}): Promise<void> {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `fb-${++count}`)
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { feedback: { on: true, ...settings } },
  })
  self = await w.as('self')
  peer = await w.as('peer')
  manager = await w.as('manager')
}

const questions = [
  { id: 'keep', ask: 'What should go on?', hint: '' },
  { id: 'change', ask: 'What should change?', hint: '' },
]
const write = (c: Context, aboutId: string, words: string, extra: Partial<Request<typeof feedback.give>> = {}) =>
  give(c, feedback.give.body!.parse({ aboutId, answers: [{ ask: '', words }], ...extra }))
const put = (c: Context, body: Partial<Request<typeof feedback.ask>>) =>
  ask(
    c,
    feedback.ask.body!.parse({ kind: 'self', mode: 'attributed', raters: [], questions, dueOn: '2026-03-12', ...body }),
  )
const say = (c: Context, requestId: string, words: string, questionId = 'keep') =>
  answer(c, { requestId, answers: [{ questionId, words }] })
const received = async (c: Context) => (await list(c, { box: 'received', limit: 50, offset: 0 })).items
const night = async (on: string) => {
  base.clock.set(`${on}T00:30:00Z`)
  await nightly(contextFor(base, w.organizationId))
}
const inboxOf = async (personId: string) =>
  (
    await sql<{
      kind: string
    }>`select kind from inbox_item where organization_id = ${w.organizationId} and person_id = ${personId} order by kind`.execute(
      self.db,
    )
  ).rows.map((r) => r.kind)

describe('giving', () => {
  test('attributed feedback arrives at once, is read, thanked for and answered', async () => {
    const item = await write(peer, w.people.self, 'Your notes saved us a day.')
    expect(await received(self)).toMatchObject([
      { id: item.id, author: { id: w.people.peer }, begins: 'Your notes saved us a day.', read: false },
    ])
    expect((await waitsFor(self)).unread).toMatchObject([{ itemId: item.id, author: { id: w.people.peer } }])
    await read(self, { itemId: item.id })
    const answered = await respond(self, {
      itemId: item.id,
      thanks: true,
      talk: true,
      reply: 'Thank you for saying so.',
    })
    expect(answered).toMatchObject({ read: true, thanked: true, talk: true })
    expect(await get(peer, { itemId: item.id })).toMatchObject({
      as: 'author',
      thanked: true,
      reply: { words: 'Thank you for saying so.' },
    })
    expect(await inboxOf(w.people.peer)).toEqual(['feedback_reply', 'feedback_talk', 'feedback_thanks'])
    await expect(
      respond(self, { itemId: item.id, thanks: false, talk: false, reply: 'And again' }),
    ).rejects.toMatchObject({
      code: 'feedback_replied',
    })
  })

  test('a draft is its author’s alone, and the same id sends it', async () => {
    const draft = await write(peer, w.people.self, 'Not yet ready', { draft: true })
    for (const who of parts.filter((p) => p !== 'peer' && p !== 'admin'))
      await expect(get(await w.as(who), { itemId: draft.id }), who).rejects.toMatchObject({ code: 'not_found' })
    expect(await received(self)).toEqual([])
    expect((await list(peer, { box: 'drafts', limit: 50, offset: 0 })).items).toMatchObject([
      { id: draft.id, draft: true },
    ])
    await expect(write(manager, w.people.self, 'Mine now', { id: draft.id })).rejects.toMatchObject({
      code: 'conflict',
    })
    await write(peer, w.people.self, 'Ready now', { id: draft.id })
    expect(await received(self)).toMatchObject([{ id: draft.id, begins: 'Ready now' }])
    await expect(write(peer, w.people.self, 'Another', { id: draft.id })).rejects.toMatchObject({
      code: 'feedback_sent',
    })
    expect((await received(self))[0]!.begins).toBe('Ready now')
  })

  test('it can be taken back within the hour, unless it was read; then the words are gone', async () => {
    const item = await write(peer, w.people.self, 'Written in a hurry')
    await takeBack(peer, { itemId: item.id })
    expect(await received(self)).toEqual([])
    expect(await inboxOf(w.people.self)).toEqual([])
    const { rows } = await base.database.owner.query('select 1 from feedback_words where item_id = $1', [item.id])
    expect(rows).toEqual([])
    const second = await write(peer, w.people.self, 'Thought through')
    await expect(takeBack(manager, { itemId: second.id })).rejects.toMatchObject({ code: 'not_found' })
    await read(self, { itemId: second.id })
    await expect(takeBack(peer, { itemId: second.id })).rejects.toMatchObject({ code: 'feedback_too_late' })
    const third = await write(peer, w.people.self, 'Old by now')
    base.clock.forward({ minutes: 61 })
    await expect(takeBack(peer, { itemId: third.id })).rejects.toMatchObject({ code: 'feedback_too_late' })
  })

  test('it stands beside a talk or a review in the days that are asked, as far as each may read it', async () => {
    const first = await write(peer, w.people.self, 'Kept between us')
    base.clock.set('2026-03-05T09:00:00Z')
    const second = await write(peer, w.people.self, 'Good to know for both')
    await share(self, { itemId: second.id, withManager: true })
    const beside = async (c: Context, days: { from?: string; to?: string } = {}) =>
      (await about(c, { personId: w.people.self, ...days })).items
    expect((await beside(self)).map((i) => i.id)).toEqual([second.id, first.id])
    expect(await beside(manager)).toEqual([
      {
        id: second.id,
        on: '2026-03-05',
        from: { id: w.people.peer, name: expect.any(String) as string },
        answers: [{ ask: '', words: 'Good to know for both' }],
      },
    ])
    expect((await beside(self, { to: '2026-03-03' })).map((i) => i.id)).toEqual([first.id])
    expect(await beside(manager, { to: '2026-03-03' })).toEqual([])
    for (const who of ['peer', 'stranger', 'report'] as const)
      await expect(beside(await w.as(who)), who).rejects.toMatchObject({ code: 'forbidden' })
    await share(self, { itemId: second.id, withManager: false })
    expect(await beside(manager)).toEqual([])
  })

  test('a manager is reminded of one report who has heard nothing from them for three months, and of nobody too early', async () => {
    const untold = async (c: Context) => (await waitsFor(c)).untold?.id ?? null
    expect(await untold(manager)).toBeNull()
    base.clock.set('2026-05-04T09:00:00Z')
    // Both of their reports; by name the peer comes first.
    expect(await untold(manager)).toBe(w.people.peer)
    await write(manager, w.people.peer, 'Good notes')
    expect(await untold(manager)).toBe(w.people.self)
    const item = await write(manager, w.people.self, 'Clear questions')
    expect(await untold(manager)).toBeNull()
    await takeBack(manager, { itemId: item.id })
    expect(await untold(manager)).toBe(w.people.self)
    await write(manager, w.people.self, 'Clear questions, well timed')
    base.clock.set('2026-08-01T09:00:00Z')
    expect(await untold(manager)).toBeNull()
    base.clock.set('2026-08-03T09:00:00Z')
    expect(await untold(manager)).toBe(w.people.peer)
    // What others wrote says nothing of it, and nobody else is told.
    expect(await untold(await w.as('leader'))).not.toBe(w.people.peer)
    expect(await untold(peer)).toBeNull()
  })

  test('a manager reads it once the person lets them, and not any more when they stop', async () => {
    const item = await write(peer, w.people.self, 'Between us', { withManager: true })
    await expect(get(manager, { itemId: item.id })).rejects.toMatchObject({ code: 'not_found' })
    await share(self, { itemId: item.id, withManager: true })
    expect(await get(manager, { itemId: item.id })).toMatchObject({ as: 'manager', author: { id: w.people.peer } })
    expect((await list(manager, { box: 'team', limit: 50, offset: 0 })).items).toMatchObject([{ id: item.id }])
    await expect(get(await w.as('leader'), { itemId: item.id })).rejects.toMatchObject({ code: 'not_found' })
    await share(self, { itemId: item.id, withManager: false })
    await expect(get(manager, { itemId: item.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('an author lets the manager read only where the program says so', async () => {
    await start({ sharing: 'author' })
    const item = await write(peer, w.people.self, 'For both of you', { withManager: true })
    expect(await get(manager, { itemId: item.id })).toMatchObject({ as: 'manager', withManager: true })
  })

  test('only the modes of the program are there, never to oneself, never without words', async () => {
    await start({ modes: ['attributed'] })
    expect((await terms(peer, { aboutId: w.people.self, kind: 'give' })).modes).toEqual(['attributed'])
    await expect(write(peer, w.people.self, 'Quietly', { mode: 'confidential' })).rejects.toMatchObject({
      code: 'feedback_mode',
    })
    await expect(write(peer, w.people.peer, 'Me')).rejects.toMatchObject({ code: 'feedback_self' })
    await expect(write(peer, w.people.self, '  ')).rejects.toMatchObject({ code: 'feedback_empty' })
  })

  test('nobody outside a live wave gives or gets any', async () => {
    w = await permissionWorld(base, `fb-off-${count}`)
    await makeWave(base.database.for(w.organizationId), {
      organizationId: w.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      people: [w.people.peer],
      elements: { feedback: { on: true } },
    })
    await expect(write(await w.as('peer'), w.people.stranger, 'Hello')).rejects.toMatchObject({ code: 'element_off' })
    await expect(write(await w.as('stranger'), w.people.peer, 'Hello')).rejects.toMatchObject({ code: 'element_off' })
    await expect(list(await w.as('stranger'), { box: 'received', limit: 5, offset: 0 })).rejects.toMatchObject({
      code: 'element_off',
    })
  })
})

describe('asking', () => {
  test('several colleagues about oneself, by a date; each answer arrives and closes by itself once all are in', async () => {
    const q = await put(self, { raters: [w.people.peer, w.people.stranger, w.people.report] })
    expect(q).toMatchObject({ state: 'open', asked: 3, answered: 0 })
    expect((await waitsFor(peer)).toAnswer).toMatchObject([{ requestId: q.id, askedBy: { id: w.people.self } }])
    expect(await request(peer, { requestId: q.id })).toMatchObject({
      raters: null,
      answered: null,
      mine: 'answer',
      items: [],
    })
    await say(peer, q.id, 'Your calm in the release week')
    await expect(say(peer, q.id, 'Twice')).rejects.toMatchObject({ code: 'feedback_answered' })
    await decline(await w.as('stranger'), { requestId: q.id })
    await expect(say(await w.as('report'), q.id, 'Hm', 'nothing')).rejects.toMatchObject({ code: 'feedback_question' })
    await say(await w.as('report'), q.id, 'That you listen')
    const seen = await request(self, { requestId: q.id })
    expect(seen.raters!.map((r) => [r.id, r.category, r.state])).toEqual(
      expect.arrayContaining([
        [w.people.peer, 'peer', 'answered'],
        [w.people.stranger, 'peer', 'declined'],
        [w.people.report, 'report', 'answered'],
      ]),
    )
    expect((await received(self)).map((i) => i.begins).toSorted()).toEqual([
      'That you listen',
      'Your calm in the release week',
    ])
    await night('2026-03-03')
    expect((await request(self, { requestId: q.id })).state).toBe('closed')
    await expect(say(peer, q.id, 'Late')).rejects.toMatchObject({ code: 'feedback_closed' })
  })

  test('an answer that was taken back can be given anew', async () => {
    const q = await put(self, { raters: [w.people.peer] })
    await say(peer, q.id, 'Too short')
    const [item] = (await list(peer, { box: 'given', limit: 5, offset: 0 })).items
    await takeBack(peer, { itemId: item!.id })
    await say(peer, q.id, 'Said properly')
    expect((await received(self)).map((i) => i.begins)).toEqual(['Said properly'])
  })

  test('a manager about a report: the person sees that it was asked and by whom, and words only once passed on', async () => {
    const q = await put(manager, { kind: 'about', aboutId: w.people.self, raters: [w.people.stranger] })
    expect(await inboxOf(w.people.self)).toEqual(['feedback_about_you'])
    expect(await request(self, { requestId: q.id })).toMatchObject({
      askedBy: { id: w.people.manager },
      raters: null,
      items: [],
    })
    await say(await w.as('stranger'), q.id, 'Reliable in the night shifts')
    const [item] = (await request(manager, { requestId: q.id })).items
    expect(item).toMatchObject({ author: { id: w.people.stranger } })
    expect(await received(self)).toEqual([])
    await expect(get(self, { itemId: item!.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await get(manager, { itemId: item!.id })).may).toEqual({ respond: false, share: false, passOn: true })
    await share(manager, { itemId: item!.id, passOn: true })
    expect((await received(self)).map((i) => i.begins)).toEqual(['Reliable in the night shifts'])
  })

  test('where the program says so the person does not see that it was asked', async () => {
    await start({ aboutKnown: false })
    const q = await put(manager, { kind: 'about', aboutId: w.people.self, raters: [w.people.stranger] })
    expect(await inboxOf(w.people.self)).toEqual([])
    await expect(request(self, { requestId: q.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await requests(self, { box: 'about_me', limit: 5, offset: 0 })).requests).toEqual([])
  })

  test('a manager of their whole team', async () => {
    const q = await put(manager, { kind: 'upward', raters: [] })
    expect(new Map(q.raters!.map((r) => [r.id, r.category]))).toEqual(
      new Map([
        [w.people.self, 'report'],
        [w.people.peer, 'report'],
      ]),
    )
    await expect(put(manager, { kind: 'upward', mode: 'anonymous' })).rejects.toMatchObject({
      code: 'feedback_few',
      params: { floor: 3, count: 2 },
    })
  })

  test('nobody has more to answer than the program allows, and strangers ask about nobody', async () => {
    await start({ maxOpen: 2 })
    for (const who of ['stranger', 'committee'] as const) await put(await w.as(who), { raters: [w.people.peer] })
    await expect(put(self, { raters: [w.people.peer, w.people.report] })).rejects.toMatchObject({
      code: 'feedback_busy',
      params: { names: expect.stringContaining('peer') },
    })
    await expect(put(self, { raters: [w.people.self] })).rejects.toMatchObject({ code: 'feedback_raters' })
    await expect(put(self, { raters: [] })).rejects.toMatchObject({ code: 'feedback_raters' })
    for (const who of ['leader', 'peer', 'report', 'hr_in', 'lead'] as const)
      await expect(
        put(await w.as(who), { kind: 'about', aboutId: w.people.self, raters: [w.people.stranger] }),
        who,
      ).rejects.toMatchObject({ code: 'forbidden' })
    for (const dueOn of ['2026-03-02', '2026-07-01'])
      await expect(put(self, { raters: [w.people.report], dueOn })).rejects.toMatchObject({ code: 'feedback_date' })
  })

  test('one reminder to whoever has not answered, in working hours, and an end at the date', async () => {
    const q = await put(self, { raters: [w.people.peer, w.people.stranger] })
    await say(peer, q.id, 'In time')
    for (const on of ['2026-03-07', '2026-03-10', '2026-03-11', '2026-03-12']) await night(on)
    expect((await inboxOf(w.people.stranger)).filter((k) => k === 'feedback_reminder')).toHaveLength(1)
    expect(await inboxOf(w.people.peer)).not.toContain('feedback_reminder')
    const { rows } = await sql<{
      due_at: string
    }>`select due_at from outgoing_mail where organization_id = ${w.organizationId} and kind = 'feedback_reminder'`.execute(
      self.db,
    )
    expect(rows.map((r) => r.due_at)).toEqual(['2026-03-10T08:00:00.000Z']) // nine in Berlin
    expect((await request(self, { requestId: q.id })).state).toBe('open')
    await night('2026-03-13')
    expect(await request(self, { requestId: q.id })).toMatchObject({ state: 'closed', answered: 1 })
    expect(await request(await w.as('stranger'), { requestId: q.id })).toMatchObject({ mine: 'missed' })
  })
})

describe('confidential', () => {
  test('arrives in the night, names its author to the one person who was announced, and never to the person', async () => {
    const t = await terms(peer, { aboutId: w.people.self, kind: 'give' })
    expect(t.namesTo).toMatchObject({ id: w.people.manager })
    const item = await write(peer, w.people.self, 'The hand-overs are hard to follow', { mode: 'confidential' })
    expect(await received(self)).toEqual([])
    expect(item.takeBackUntil).toBe('2026-03-03T00:30:00.000Z')
    await night('2026-03-03')
    expect(await received(self)).toMatchObject([{ id: item.id, author: null, mode: 'confidential', on: '2026-03-03' }])
    expect(await get(manager, { itemId: item.id })).toMatchObject({ as: 'manager', author: { id: w.people.peer } })
    await respond(self, { itemId: item.id, thanks: true, talk: false, reply: 'Which ones?' })
    expect(await get(peer, { itemId: item.id })).toMatchObject({ thanked: true, reply: { words: 'Which ones?' } })
    expect(await inboxOf(w.people.peer)).toEqual(['feedback_reply', 'feedback_thanks'])
    await expect(share(self, { itemId: item.id, withManager: true })).rejects.toMatchObject({ code: 'not_found' })
    await expect(takeBack(peer, { itemId: item.id })).rejects.toMatchObject({ code: 'feedback_too_late' })
  })

  test('asked for, the person learns neither who has answered nor how many, and enough people are asked', async () => {
    const asked = (raters: Part[]) =>
      put(self, { mode: 'confidential', raters: raters.map((p) => w.people[p]), dueOn: '2026-03-20' })
    await expect(asked(['peer', 'stranger'])).rejects.toMatchObject({ code: 'feedback_few' })
    const q = await asked(['peer', 'stranger', 'committee'])
    const before = await request(self, { requestId: q.id })
    await say(peer, q.id, 'The hand-overs are hard to follow')
    expect(await request(self, { requestId: q.id })).toEqual(before)
    // One alone would say on which day somebody has answered: it waits for as many as the floor.
    await night('2026-03-03')
    await say(await w.as('stranger'), q.id, 'More time for questions')
    await night('2026-03-04')
    expect(await request(self, { requestId: q.id })).toEqual(before)
    expect(await received(self)).toEqual([])
    await say(await w.as('committee'), q.id, 'Good notes')
    await night('2026-03-05')
    const after = await request(self, { requestId: q.id })
    expect(after.items.map((item) => item.author)).toEqual([null, null, null])
    expect(after.items.flatMap((item) => item.answers.map((a) => a.words)).toSorted()).toEqual([
      'Good notes',
      'More time for questions',
      'The hand-overs are hard to follow',
    ])
    const named = (await list(manager, { box: 'team', limit: 5, offset: 0 })).items.map((item) => item.author?.id)
    expect(named).toHaveLength(3)
    expect(new Set(named)).toEqual(new Set([w.people.committee, w.people.peer, w.people.stranger]))
  })

  test('what stays below the floor arrives when the request closes', async () => {
    const q = await put(self, {
      mode: 'confidential',
      raters: (['peer', 'stranger', 'committee'] as const).map((p) => w.people[p]),
      dueOn: '2026-03-10',
    })
    await say(peer, q.id, 'The hand-overs are hard to follow')
    for (const on of ['2026-03-03', '2026-03-10']) await night(on)
    expect(await received(self)).toEqual([])
    await night('2026-03-11')
    expect(await received(self)).toMatchObject([{ author: null, mode: 'confidential', on: '2026-03-11' }])
  })

  test('the person’s own manager has nobody to hide from, so it is not offered', async () => {
    expect((await terms(manager, { aboutId: w.people.self, kind: 'give' })).modes).toEqual(['attributed'])
    expect((await terms(await w.as('manager'), { aboutId: w.people.top, kind: 'give' })).modes).toEqual(['attributed'])
    await expect(write(manager, w.people.self, 'Hm', { mode: 'confidential' })).rejects.toMatchObject({
      code: 'feedback_mode',
    })
  })
})

describe('a 360', () => {
  const round = (c: Context, raters: Part[], extra: Partial<Request<typeof feedback.ask>> = {}) =>
    put(c, {
      kind: 'round',
      aboutId: w.people.self,
      mode: 'anonymous',
      raters: raters.map((p) => w.people[p]),
      ...extra,
    })
  const openedBy = async (raters: Part[]): Promise<RequestDetail> => {
    const q = await round(self, raters)
    return approve(manager, { requestId: q.id })
  }

  test('nominated by the person, changed and approved by the manager; nobody is asked before', async () => {
    const q = await round(self, ['peer', 'stranger', 'committee'])
    expect(q).toMatchObject({ state: 'nominating', approver: { id: w.people.manager } })
    expect(await inboxOf(w.people.peer)).toEqual([])
    expect((await waitsFor(manager)).toApprove).toMatchObject([{ requestId: q.id }])
    await expect(say(peer, q.id, 'Early')).rejects.toMatchObject({ code: 'not_found' })
    await expect(approve(self, { requestId: q.id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(nominate(manager, { requestId: q.id, raters: [w.people.peer] })).rejects.toMatchObject({
      code: 'feedback_few',
    })
    const changed = await nominate(manager, {
      requestId: q.id,
      raters: [w.people.peer, w.people.stranger, w.people.champion, w.people.report],
    })
    expect(changed.raters!.map((r) => r.category)).toEqual(['self', 'manager', 'peer', 'peer', 'peer', 'report'])
    const open = await approve(manager, { requestId: q.id })
    expect(open).toMatchObject({ state: 'open', namesTo: { id: w.people.manager } })
    expect(await inboxOf(w.people.peer)).toEqual(['feedback_asked'])
    await expect(nominate(self, { requestId: q.id, raters: [w.people.peer] })).rejects.toMatchObject({
      code: 'feedback_begun',
    })
  })

  test('is read as a whole when it closes: self and manager by name, the others mixed above the floor', async () => {
    const q = await openedBy(['peer', 'stranger', 'committee', 'report'])
    await say(self, q.id, 'I prepare well')
    await say(manager, q.id, 'You prepare well')
    for (const who of ['peer', 'stranger', 'report'] as const) await say(await w.as(who), q.id, `from-${who}`)
    const before = await request(self, { requestId: q.id })
    expect(before).toMatchObject({ items: [], anonymous: { state: 'waiting' }, answered: null })
    await close(self, { requestId: q.id })
    expect(await request(self, { requestId: q.id })).toMatchObject({ anonymous: { state: 'mixing' }, answered: null })
    await night('2026-03-04')
    for (const reader of [self, manager]) {
      const report = await request(reader, { requestId: q.id })
      expect(report.items.map((i) => [i.category, i.author?.id])).toEqual([
        ['self', w.people.self],
        ['manager', w.people.manager],
      ])
      // Two colleagues and one team member: below the floor apart, so they stand together.
      expect(report.anonymous).toMatchObject({ state: 'shown', groups: [{ group: 'others' }] })
      const words = report.anonymous?.state === 'shown' ? report.anonymous.groups[0]!.answers[0]!.words : []
      expect(words.toSorted()).toEqual(['from-peer', 'from-report', 'from-stranger'])
    }
    for (const who of ['peer', 'leader', 'second_manager', 'hr_in', 'lead'] as const)
      expect(JSON.stringify(await request(await w.as(who), { requestId: q.id }).catch(() => null)), who).not.toContain(
        'from-',
      )
    expect(await received(self)).toEqual([]) // it stands in the report
  })

  test('below the floor everything is destroyed unread', async () => {
    const q = await openedBy(['peer', 'stranger', 'committee'])
    for (const who of ['peer', 'stranger'] as const) await say(await w.as(who), q.id, `from-${who}`)
    await close(self, { requestId: q.id })
    await night('2026-03-04')
    expect(await request(self, { requestId: q.id })).toMatchObject({ anonymous: { state: 'hidden' }, answered: null })
    for (const table of ['feedback_sealed', 'feedback_answer']) {
      const { rows } = await base.database.owner.query(`select 1 from ${table} where request_id = $1`, [q.id])
      expect(rows, table).toEqual([])
    }
  })

  test('begun by the manager it goes out at once, and a program may have none', async () => {
    const q = await round(manager, ['peer', 'stranger', 'committee'])
    expect(q).toMatchObject({ state: 'open', approver: { id: w.people.manager } })
    await start({ rounds: false })
    await expect(round(self, ['peer', 'stranger', 'committee'])).rejects.toMatchObject({ code: 'feedback_rounds_off' })
  })

  test('an earlier, higher floor still holds after a version that lowers it', async () => {
    await start({ floor: 4 })
    await makeWave(base.database.for(w.organizationId), {
      organizationId: w.organizationId,
      day: '2026-03-01',
      at: base.clock.now(),
      people: [],
      elements: { feedback: { on: true, floor: 3 } },
    })
    await expect(round(self, ['peer', 'stranger', 'committee'])).rejects.toMatchObject({
      code: 'feedback_few',
      params: { floor: 4 },
    })
  })
})
