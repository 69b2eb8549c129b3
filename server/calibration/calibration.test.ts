import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { calibration } from '../../contract/calibration.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { closeCycle } from '../reviews/cycles.ts'
import { exportCycle } from '../reviews/export.ts'
import { get as review, mine } from '../reviews/read.ts'
import { share } from '../reviews/share.ts'
import { reopen } from '../reviews/sheets.ts'
import { makeCycle } from '../reviews/testing-cycle.ts'
import { sessionsAhead } from './calibration.ts'
import { preview } from './choosing.ts'
import { begin, close, move, point, undo } from './moving.ts'
import { seat, update } from './prepare.ts'
import { get, list, severity } from './read.ts'
import { type Calibrated, type Member, ratedCycle, session } from './testing-session.ts'

let base: TestBase
let w: World
let first: Calibrated
const act = (part: string) => w.as(part)

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'calibrated')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
  first = await whole()
})

const all = { self: [2, 4], peer: [3, 3], report: [1, 2], manager: [4, 4] } as const
const whole = () => ratedCycle(w, { self: [2, 4], peer: [3, 3], report: [1, 2], manager: [4, 4] })
const seats = () => ({
  facilitatorIds: [w.people.hr_in],
  participantIds: [w.people.manager, w.people.leader, w.people.self],
})
async function opened(made: Calibrated, more: Record<string, unknown> = seats()) {
  const { id } = await session(w, made, more)
  await begin(await act('lead'), { sessionId: id })
  return id
}
const names = async (part: string, sessionId: string) => {
  const { rows } = await get(await act(part), { sessionId })
  const byId = new Map(Object.entries(w.people).map(([name, id]) => [id, name]))
  return rows.map((v) => byId.get(v.person.id)!).toSorted()
}
const to = (from: number, value: number) => ({ from, to: value })
const moved = async (
  sessionId: string,
  made: Calibrated,
  who: Member,
  x: [number, number] | null,
  y: [number, number] | null = null,
  reason = 'Beside the others',
) =>
  move(await act('lead'), {
    sessionId,
    reviewId: await made.reviewOf(w.people[who]),
    x: x && to(...x),
    y: y && to(...y),
    reason,
  })

describe('who sees whom', () => {
  it('shows nobody their own row or those of leaders above them, and invited managers only their own people until it opens', async () => {
    const { id } = await session(w, first, seats())
    const expected = {
      lead: ['manager', 'peer', 'report', 'self'],
      // Looks after the subject alone.
      hr_in: ['self'],
      leader: ['manager', 'peer', 'report', 'self'],
      manager: ['peer', 'report', 'self'],
      self: ['report'],
    }
    for (const [part, seen] of Object.entries(expected)) expect([part, await names(part, id)]).toEqual([part, seen])
    await begin(await act('lead'), { sessionId: id })
    for (const [part, seen] of Object.entries({ ...expected, self: ['peer', 'report'] }))
      expect([part, await names(part, id)]).toEqual([part, seen])
    await close(await act('lead'), { sessionId: id, changed: 0 })
    for (const [part, seen] of Object.entries(expected)) expect([part, await names(part, id)]).toEqual([part, seen])
  })

  it('names managers beside ratings to facilitators alone, so that nobody else can count what each gave', async () => {
    const id = await opened(await whole())
    const managers = async (part: string) =>
      (await get(await act(part), { sessionId: id })).rows.map((row) => [row.own, row.manager === null])
    expect((await managers('lead')).every(([, unnamed]) => !unnamed)).toBe(true)
    for (const part of ['manager', 'leader', 'self']) {
      const seen = await managers(part)
      expect(seen.length, part).toBeGreaterThan(0)
      for (const [own, unnamed] of seen) expect([part, unnamed]).toEqual([part, !own])
    }
  })

  it('is found by nobody else, not even by another HR partner or an administrator', async () => {
    const id = await opened(await whole())
    for (const part of [
      'peer',
      'report',
      'top',
      'stranger',
      'admin',
      'sponsor',
      'hr_out',
      'committee',
      'second_manager',
    ]) {
      await expect(get(await act(part), { sessionId: id }), part).rejects.toMatchObject({ code: 'not_found' })
      expect(
        (await list(await act(part), {})).sessions.map((s) => s.id),
        part,
      ).not.toContain(id)
    }
    for (const part of ['manager', 'leader', 'self']) {
      await expect(severity(await act(part), { sessionId: id, axis: 'x' }), part).rejects.toMatchObject({
        code: 'forbidden',
      })
      await expect(close(await act(part), { sessionId: id, changed: 0 }), part).rejects.toMatchObject({
        code: 'forbidden',
      })
    }
  })

  it('tells nobody through any number, order or list that their own rating or a leader’s was changed', async () => {
    const made = await whole()
    const id = await opened(made)
    const view = async (part: string) => {
      const c = await act(part)
      const numbers = part === 'hr_in' ? await severity(c, { sessionId: id, axis: 'x' }) : null
      return JSON.stringify([
        await get(c, { sessionId: id }),
        (await list(c, {})).sessions.find((s) => s.id === id),
        numbers,
      ])
    }
    const own = async () =>
      JSON.stringify([
        await mine(await act('self')),
        await review(await act('self'), { reviewId: await made.reviewOf(w.people.self) }),
      ])
    const before = {
      self: await view('self'),
      manager: await view('manager'),
      hr: await view('hr_in'),
      own: await own(),
    }
    await moved(id, made, 'manager', [4, 1], [4, 1])
    await point(await act('lead'), {
      sessionId: id,
      reviewId: await made.reviewOf(w.people.manager),
      words: 'Said about a leader',
    })
    expect(await view('manager')).toBe(before.manager)
    expect(await view('hr_in')).toBe(before.hr)
    await moved(id, made, 'self', [2, 4])
    await point(await act('manager'), {
      sessionId: id,
      reviewId: await made.reviewOf(w.people.self),
      words: 'Said about oneself',
    })
    expect(await view('self')).toBe(before.self)
    expect(await own()).toBe(before.own)
    for (const part of ['self', 'manager']) {
      const hidden = await made.reviewOf(w.people[part as Member])
      await expect(point(await act(part), { sessionId: id, reviewId: hidden, words: 'x' })).rejects.toMatchObject({
        code: 'not_found',
      })
    }
    // An HR partner leads it, and still reaches nobody beyond their population.
    const beyond = { sessionId: id, reviewId: await made.reviewOf(w.people.peer), x: to(3, 2), y: null, reason: 'x' }
    await expect(move(await act('hr_in'), beyond)).rejects.toMatchObject({ code: 'not_found' })
    const file = await exportCycle(await act('hr_in'), { cycleId: made.cycleId })
    expect(await textOf(file)).not.toMatch(/Beside the others|Said about/)
  })

  it('keeps two facilitators from ratings of their own', async () => {
    const made = await makeCycle(w, () => ({}), { on: ['calibration'], people: [w.people.lead, w.people.stranger] })
    const { id } = await session(w, made)
    const room = await get(await act('lead'), { sessionId: id })
    expect([room.people, room.rows.map((v) => v.person.id)]).toEqual([1, [w.people.stranger]])
    expect(JSON.stringify(room.seats)).toContain('"notShown":[]')
    const own = { sessionId: id, reviewId: await made.reviewOf(w.people.lead), words: 'Mine' }
    await expect(point(await act('lead'), own)).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('preparing', () => {
  it('takes whom the scope names and who is free, and names the managers whom it concerns', async () => {
    const made = await whole()
    const scope = { kind: 'leader' as const, value: w.people.manager }
    const seen = await preview(await act('lead'), { cycleId: made.cycleId, ...scope })
    expect(seen).toMatchObject({ people: 3, taken: 0, unrated: 0 })
    expect(seen.managers.find((m) => m.id === w.people.manager)).toMatchObject({ people: 3, direct: true, inIt: false })
    expect(seen.managers.find((m) => m.id === w.people.self)).toMatchObject({ people: 1, direct: true, inIt: true })
    const { id } = await session(w, made, { scope })
    expect(await names('lead', id)).toEqual(['peer', 'report', 'self'])
    // Nobody is talked about in two open sessions at once.
    expect(await preview(await act('lead'), { cycleId: made.cycleId, kind: 'all', value: '' })).toMatchObject({
      people: 1,
      taken: 3,
    })
    const second = await session(w, made)
    expect(await names('lead', second.id)).toEqual(['manager'])
    await expect(session(w, made)).rejects.toMatchObject({ code: 'calibration_people' })
    // What an HR partner prepares holds their population and nobody else.
    const other = await whole()
    const theirs = await session(w, other, {}, 'hr_in')
    expect(theirs.rows.map((v) => v.person.id)).toEqual([w.people.self])
    await expect(session(w, other, {}, 'hr_out')).rejects.toMatchObject({ code: 'not_found' })
  })

  it('counts for each manager everybody in their line and everybody whose manager they are in the cycle, once', async () => {
    const made = await whole()
    const c = await act('lead')
    // A manager of the cycle who has nobody of today's line, and is known by the cycle alone.
    await sql`update review set manager_id = ${w.people.champion} where organization_id = ${w.organizationId} and id = ${await made.reviewOf(w.people.peer)}`.execute(
      c.db,
    )
    const { managers } = await preview(c, { cycleId: made.cycleId, kind: 'all', value: '' })
    const { rows } = await sql<{ id: string; people: number; direct: boolean }>`
      select m.person_id as id, count(*)::integer as people, bool_or(v.manager_id = m.person_id) as direct
      from review v join roster r on r.organization_id = v.organization_id and r.person_id = v.person_id
      join roster m on m.organization_id = v.organization_id and (v.manager_id = m.person_id or (r.seq > m.seq and r.seq <= m.last_seq))
      where v.organization_id = ${w.organizationId} and v.cycle_id = ${made.cycleId} group by m.person_id`.execute(c.db)
    const counted = new Map(rows.map((r) => [r.id, [r.people, r.direct]]))
    expect(new Map(managers.map((m) => [m.id, [m.people, m.direct]]))).toEqual(counted)
    expect(counted.get(w.people.champion)).toEqual([1, true])
    expect(managers.map((m) => m.people)).toEqual(managers.map((m) => m.people).toSorted((x, y) => y - x))
  })

  it('refuses who does not belong, questions that are none, and audiences that would tell of single people', async () => {
    const made = await whole()
    await expect(session(w, made, { participantIds: [w.people.stranger] })).rejects.toMatchObject({
      code: 'calibration_participant',
    })
    await expect(session(w, made, { facilitatorIds: [w.people.manager] })).rejects.toMatchObject({
      code: 'calibration_facilitator',
    })
    await expect(session(w, made, { facilitatorIds: [w.people.hr_out] })).rejects.toMatchObject({
      code: 'calibration_facilitator',
    })
    for (const yQuestion of ['results', 'worked', 'nothing'])
      await expect(session(w, made, { yQuestion })).rejects.toMatchObject({ code: 'calibration_questions' })
    await expect(session(w, made, { guide: [50, 60] })).rejects.toMatchObject({ code: 'calibration_guide' })
    const lead = await act('lead')
    const { id: value } = await createAudience(lead, {
      name: w.unique('New here'),
      rule: { tenure: ['under_3_months'] },
    })
    await expect(session(w, made, { scope: { kind: 'audience', value } })).rejects.toMatchObject({
      code: 'audience_unknown',
    })
    const without = await makeCycle(w, () => ({}), { people: [w.people.self] })
    await expect(session(w, without)).rejects.toMatchObject({ code: 'calibration_off' })
  })

  it('can be given to somebody else by the lead, who is not thereby in it', async () => {
    const made = await whole()
    const { id } = await session(w, made, {}, 'hr_in')
    await expect(get(await act('lead'), { sessionId: id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await list(await act('lead'), {})).sessions.find((s) => s.id === id)).toMatchObject({
      as: null,
      people: null,
    })
    await seat(await act('lead'), { sessionId: id, facilitatorIds: [w.people.lead], participantIds: [] })
    expect((await get(await act('lead'), { sessionId: id })).as).toBe('facilitator')
    await expect(get(await act('hr_in'), { sessionId: id })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('changing ratings', () => {
  it('asks for a reason, for what was seen, and for steps that there are; and is undone from the newest on', async () => {
    const made = await whole()
    const id = await opened(made)
    expect(calibration.move.body!.safeParse({ reviewId: w.people.self, x: to(2, 3), reason: '  ' }).success).toBe(false)
    await expect(moved(id, made, 'self', [3, 4])).rejects.toMatchObject({ code: 'calibration_moved' })
    await expect(moved(id, made, 'self', [2, 2])).rejects.toMatchObject({ code: 'calibration_moved' })
    await expect(moved(id, made, 'self', [2, 5])).rejects.toMatchObject({ code: 'calibration_questions' })
    const first = await moved(id, made, 'self', [2, 3])
    const second = await moved(id, made, 'self', [3, 4], [4, 2])
    expect(second.ratings).toEqual([
      { axis: 'x', given: 2, before: 2, value: 4 },
      { axis: 'y', given: 4, before: 4, value: 2 },
    ])
    expect(second.moves.map((n) => n.mayUndo)).toEqual([true, false])
    const lead = await act('lead')
    await expect(undo(lead, { sessionId: id, moveId: first.moves[0]!.id })).rejects.toMatchObject({
      code: 'calibration_undo',
    })
    // Anybody who leads it may undo what another changed.
    const after = await undo(await act('hr_in'), { sessionId: id, moveId: second.moves[0]!.id })
    expect(after.ratings.map((g) => g.value)).toEqual([3, 4])
    expect(after.moves.map((n) => [n.undone?.by.id ?? null, n.mayUndo])).toEqual([
      [w.people.hr_in, false],
      [null, true],
    ])
    // Nothing has reached the review.
    expect(
      await sql`select 1 from review_rating_change where review_id = ${second.reviewId}`
        .execute(lead.db)
        .then((r) => r.rows),
    ).toEqual([])
  })

  it('leaves alone what is not handed in, and a session that is not open', async () => {
    const made = await ratedCycle(w, { self: [2, 4], peer: null })
    const { id } = await session(w, made)
    await expect(moved(id, made, 'self', [2, 3])).rejects.toMatchObject({ code: 'calibration_state' })
    await begin(await act('lead'), { sessionId: id })
    await expect(moved(id, made, 'peer', [1, 2])).rejects.toMatchObject({ code: 'calibration_locked' })
    await expect(update(await act('lead'), { sessionId: id, xQuestion: 'how', yQuestion: null })).rejects.toMatchObject(
      { code: 'calibration_state' },
    )
    expect((await update(await act('lead'), { sessionId: id, guide: [10, 20, 60, 10] })).guide).toEqual([
      10, 20, 60, 10,
    ])
  })
})

describe('closing', () => {
  it('makes the changes hold with their reasons, beside what the manager gave, and tells the manager before the person', async () => {
    const made = await whole()
    const id = await opened(made)
    const reviewId = await made.reviewOf(w.people.self)
    const manager = await act('manager')
    await expect(share(manager, { reviewId })).rejects.toMatchObject({ code: 'review_held' })
    await point(manager, { sessionId: id, reviewId, words: 'Took over the intake' })
    await moved(id, made, 'self', [2, 3], null, 'The intake weighed more')
    await moved(id, made, 'self', [3, 4], [4, 3], 'And it worked')
    await moved(id, made, 'manager', [4, 3], null, 'Beside other leaders')
    // Who leads it confirms what they see; all changes hold, also those that they do not see.
    await expect(close(await act('hr_in'), { sessionId: id, changed: 2 })).rejects.toMatchObject({
      code: 'calibration_changed',
    })
    const closed = await close(await act('hr_in'), { sessionId: id, changed: 1 })
    expect(closed.state.state).toBe('closed')
    expect(closed.rows.flatMap((v) => v.points)).toEqual([])
    const seen = await review(manager, { reviewId })
    const results = seen.ratings.find((g) => g.questionId === 'results')!
    expect(results).toMatchObject({ value: 4, changed: { from: 2, reason: 'The intake weighed more\nAnd it worked' } })
    expect(seen.ratings.find((g) => g.questionId === 'how')).toMatchObject({
      value: 3,
      changed: { from: 4, reason: 'And it worked' },
    })
    const { rows } = await sql<{
      value_after: number
    }>`select n.value_after from review_rating_change n join review v on v.id = n.review_id
      where v.cycle_id = ${made.cycleId} and v.person_id = ${w.people.manager} and n.source_id = ${id}`.execute(
      manager.db,
    )
    expect(rows.map((r) => r.value_after)).toEqual([3])
    // The session is done for this review: it can be shared before the stage's last day.
    await share(manager, { reviewId })
    const own = await review(await act('self'), { reviewId })
    expect(JSON.stringify(own)).not.toMatch(/intake weighed|it worked|calibration_session/)
    expect(own.ratings.find((g) => g.questionId === 'results')).toMatchObject({ value: 4, changed: null })
    // What is closed stays as it was, also once the review is shared; and these people are free for another session.
    expect(
      (await get(await act('lead'), { sessionId: id })).rows.find((v) => v.reviewId === reviewId)!.ratings[0],
    ).toEqual({ axis: 'x', given: 2, before: 2, value: 4 })
    const again = await session(w, made)
    expect(again.rows.find((v) => v.reviewId === reviewId)!.ratings[0]).toEqual({
      axis: 'x',
      given: 2,
      before: 4,
      value: 4,
    })
  })

  it('leaves out what the manager has opened again, and says so', async () => {
    const made = await ratedCycle(w, { self: [2, 4], peer: [3, 3] })
    const id = await opened(made, {})
    await moved(id, made, 'self', [2, 3])
    await reopen(await act('lead'), {
      taskId: await made.taskOf(w.people.manager, 'manager', w.people.self),
      reason: 'A word is missing',
    })
    expect(
      (await get(await act('lead'), { sessionId: id })).rows.find((v) => v.person.id === w.people.self),
    ).toMatchObject({ state: 'unrated', ratings: [] })
    const closed = await close(await act('lead'), { sessionId: id, changed: 0 })
    expect(closed.rows.find((v) => v.person.id === w.people.self)!.moves[0]!.undone).not.toBe(null)
    expect(
      await sql`select 1 from review_rating_change where source_id = ${id}`
        .execute((await act('lead')).db)
        .then((r) => r.rows),
    ).toEqual([])
  })

  it('ends with its cycle, and nothing of it holds then', async () => {
    const made = await ratedCycle(w, { self: [2, 4] })
    const id = await opened(made, {})
    await moved(id, made, 'self', [2, 3])
    await closeCycle(await act('lead'), { cycleId: made.cycleId })
    expect((await get(await act('lead'), { sessionId: id })).state.state).toBe('ended')
    await expect(close(await act('lead'), { sessionId: id, changed: 1 })).rejects.toMatchObject({
      code: 'calibration_state',
    })
    await expect(moved(id, made, 'self', [3, 4])).rejects.toMatchObject({ code: 'calibration_state' })
  })
})

it('is told to those who lead it and those who are invited when its day is near, until it is closed', async () => {
  const made = await whole()
  const today = base.clock.now().slice(0, 10)
  const { id } = await session(w, made, { ...seats(), heldOn: addDays(today, 3) })
  const told = async (part: string, on = today) =>
    (await sessionsAhead(await act(part), on)).filter((s) => s.sessionId === id).map((s) => [s.as, s.heldOn, s.open])
  const heldOn = addDays(today, 3)
  for (const part of ['lead', 'hr_in'])
    expect([part, await told(part)]).toEqual([part, [['facilitator', heldOn, false]]])
  for (const part of ['manager', 'leader', 'self'])
    expect([part, await told(part)]).toEqual([part, [['participant', heldOn, false]]])
  for (const part of ['peer', 'report', 'stranger', 'hr_out']) expect([part, await told(part)]).toEqual([part, []])
  expect(await told('manager', addDays(today, -5))).toEqual([])
  // Its day passed: whoever leads it still has to close it, the others only while it is open.
  const later = addDays(heldOn, 2)
  expect(await told('manager', later)).toEqual([])
  expect(await told('lead', later)).toHaveLength(1)
  await begin(await act('lead'), { sessionId: id })
  expect(await told('manager', later)).toEqual([['participant', heldOn, true]])
  await close(await act('lead'), { sessionId: id, changed: 0 })
  for (const part of ['lead', 'manager']) expect([part, await told(part)]).toEqual([part, []])
})

it('compares what managers gave, not what the session made of it, and keeps nothing of that', async () => {
  const made = await whole()
  const id = await opened(made)
  const lead = await act('lead')
  const tables = async () =>
    (
      await sql<{
        n: number
      }>`select count(*)::integer as n from event where organization_id = ${w.organizationId}`.execute(lead.db)
    ).rows[0]!.n
  const before = await severity(lead, { sessionId: id, axis: 'x' })
  expect(before).toMatchObject({
    ratings: 4,
    fewest: 5,
    mean: (all.self[0] + all.peer[0] + all.report[0] + all.manager[0]) / 4,
  })
  // Too few by anybody to say anything.
  expect(before.managers.map((m) => m.difference)).toEqual([null, null, null])
  await moved(id, made, 'peer', [3, 1])
  const count = await tables()
  expect(await severity(lead, { sessionId: id, axis: 'x' })).toEqual(before)
  expect(await tables()).toBe(count)
})
