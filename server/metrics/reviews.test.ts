import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MetricId } from '../../contract/metrics.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { closeCycle, cycle, moveStage } from '../reviews/cycles.ts'
import { addPeople, leaveOut } from '../reviews/people.ts'
import { changeRatings } from '../reviews/reviews.ts'
import { nominate } from '../reviews/peers.ts'
import { acknowledge, clear, share } from '../reviews/share.ts'
import { decline, reopen, submit } from '../reviews/sheets.ts'
import { filled, makeCycle, type Made } from '../reviews/testing-cycle.ts'
import { publish } from './nightly.ts'
import { atOf, recount } from './release.ts'

let base: TestBase
let w: World
let made: Made
/** Reviews and forms that the launch wrote. */
let wrote: { reviews: number; tasks: number }
/** Of them those that are written under a name. */
let named: number

const count = async (id: MetricId, asOf: string, knownAt = `${asOf}T22:30:00Z`) => {
  const c = contextFor(base, w.organizationId)
  const cells = await c.db
    .transaction()
    .execute((tx) => recount(tx, atOf(c, asOf, knownAt), ['organization'], new Map()))
  const found = cells.find((k) => k.metric === id && k.roster === 'live')
  return found ? [found.numerator, found.denominator, ...(id.startsWith('V2') ? [found.value] : [])] : null
}
const handIn = async (part: 'self' | 'manager' | 'peer', role: 'self' | 'manager') => {
  const taskId = await made.taskOf(w.people[part], role, role === 'manager' ? w.people.self : undefined)
  await submit(await w.as(part), { taskId, answers: filled[role] })
  return taskId
}

beforeAll(async () => {
  base = await testBase({ at: '2026-01-05T09:00:00Z' })
  w = await permissionWorld(base, 'v')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-01-05',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
  base.clock.set('2026-03-02T09:00:00Z')
  // Forms are open from the 2nd to the 16th of March.
  made = await makeCycle(w, () => ({}), { off: ['second'], on: ['upward'] })
  wrote = (await cycle(await w.as('lead'), { cycleId: made.cycleId })).filled!
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from review_task
    where cycle_id = ${made.cycleId} and role <> 'upward'`.execute(base.database.for(w.organizationId))
  named = rows[0]!.n
}, 60_000)

describe('reviews, counted by hand', () => {
  test('V1: of all forms whose last day has come, those handed in by it; V2: half of the people still wait', async () => {
    base.clock.set('2026-03-05T09:00:00Z')
    const own = await handIn('self', 'self')
    await handIn('manager', 'manager')
    // Written without a name: not counted, whatever becomes of it.
    await decline(await w.as('report'), { taskId: await made.taskOf(w.people.report, 'upward'), words: '' })
    expect(await count('V1', '2026-03-15')).toBeNull()
    expect(await count('V2', '2026-03-05')).toEqual([0, wrote.reviews, null])
    await share(await w.as('manager'), { reviewId: await made.reviewOf(w.people.self) })
    expect(await count('V2', '2026-03-04')).toEqual([0, wrote.reviews, null])
    expect((await count('V2', '2026-03-06'))?.slice(0, 2)).toEqual([1, wrote.reviews])

    base.clock.set('2026-03-17T09:00:00Z')
    await handIn('peer', 'self') // a day late
    expect(await count('V1', '2026-03-16')).toEqual([2, named])
    expect(await count('V1', '2026-03-17')).toEqual([2, named])
    // Opened again by the lead: it was in time all the same.
    await reopen(await w.as('lead'), { taskId: own, reason: 'A word' })
    expect(await count('V1', '2026-03-17')).toEqual([2, named])
  })

  test('V1: a last day that moved counts as it was known; whoever left the cycle counts in nothing', async () => {
    const before = await count('V1', '2026-03-17', '2026-03-17T22:30:00Z')
    base.clock.set('2026-03-18T09:00:00Z')
    const lead = await w.as('lead')
    await moveStage(lead, {
      cycleId: made.cycleId,
      stage: 'self',
      opensOn: '2026-03-02',
      dueOn: '2026-03-30',
      reason: 'More time',
    })
    expect(await count('V1', '2026-03-17', '2026-03-17T22:30:00Z')).toEqual(before)
    // Own reviews are not due now: one for each person, of which one was in.
    expect(await count('V1', '2026-03-18')).toEqual([1, named - wrote.reviews])
    // A manager's form that is made past the stage's last day has five days of its own.
    const joiner = await w.newPerson()
    await sql`update roster set manager_id = ${w.people.manager} where person_id = ${joiner}`.execute(lead.db)
    await sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
      select organization_id, program_id, wave_id, ${joiner}, holds, frozen, recorded from wave_member
      where person_id = ${w.people.self} limit 1`.execute(lead.db)
    await addPeople(lead, { cycleId: made.cycleId, personIds: [joiner] })
    expect(await count('V1', '2026-03-22')).toEqual([1, named - wrote.reviews])
    expect(await count('V1', '2026-03-23')).toEqual([1, named - wrote.reviews + 1])
    await leaveOut(lead, { reviewId: await made.reviewOf(joiner), reason: 'Too new' })
    const people = (await count('V2', '2026-03-18'))![1] as number
    await leaveOut(lead, { reviewId: await made.reviewOf(w.people.trainer), reason: 'Not this time' })
    expect((await count('V2', '2026-03-18'))![1]).toBe(people - 1)
    expect((await count('V2', '2026-03-18', '2026-03-18T08:00:00Z'))![1]).toBe(people)
  })

  test('V1: a cycle closed just after midnight of the company was open to the end of the last day', async () => {
    // The last day of the others was the 16th; half past midnight in Berlin is still the 16th in UTC.
    const db = base.database.for(w.organizationId)
    const closed = (at: string | null) =>
      sql`update review_cycle set closed_at = ${at}, closed_by = ${at === null ? null : w.people.lead} where organization_id = ${w.organizationId} and id = ${made.cycleId}`.execute(
        db,
      )
    const open = await count('V1', '2026-03-18')
    await closed('2026-03-16T23:30:00Z')
    expect(await count('V1', '2026-03-18')).toEqual(open)
    await closed('2026-03-16T22:30:00Z')
    expect(await count('V1', '2026-03-18')).toBeNull()
    await closed(null)
  })

  test('V3: where the ratings of a closed cycle lie, as they stand, and one for each person', async () => {
    base.clock.set('2026-03-19T09:00:00Z')
    // Two of four for self, given above; four of four for peer. The second rating of the form counts nowhere.
    await submit(await w.as('manager'), {
      taskId: await made.taskOf(w.people.manager, 'manager', w.people.peer),
      answers: { ...filled.manager, results: { value: 4 } },
    })
    base.clock.set('2026-03-20T09:00:00Z')
    await closeCycle(await w.as('lead'), { cycleId: made.cycleId })
    expect(await count('V3', '2026-03-19')).toBeNull()
    expect(await count('V3', '2026-03-20')).toEqual([1, 2])
    expect(await count('V3L', '2026-03-20')).toEqual([1, 2])
    // Changed afterwards, with a reason: as known before it is what it was.
    base.clock.set('2026-03-23T09:00:00Z')
    const reviewId = await made.reviewOf(w.people.peer)
    const lead = await w.as('lead')
    await lead.db.transaction().execute((tx) =>
      changeRatings(tx, lead, [{ reviewId, questionId: 'results', value: 2, reason: 'Seen side by side' }], {
        kind: 'calibration',
        id: reviewId,
      }),
    )
    expect(await count('V3', '2026-03-23')).toEqual([0, 2])
    expect(await count('V3', '2026-03-20')).toEqual([1, 2])
    expect(await count('V3L', '2026-03-23')).toEqual([2, 2])
  })

  test('V3: where everybody lies above the middle, only the whole company has a number', async () => {
    const db = base.database.for(w.organizationId)
    await base.database.owner.query(`delete from review_rating_change where organization_id = '${w.organizationId}'`)
    await base.database.owner.query(`delete from review_rating where organization_id = '${w.organizationId}'`)
    await sql`insert into review_rating (organization_id, review_id, question_id, value, rated_by, rated_at)
      select organization_id, id, 'results', 4, ${w.people.manager}, '2026-03-19' from review where organization_id = ${w.organizationId}`.execute(
      db,
    )
    base.clock.set('2026-03-25T02:00:00Z')
    await publish(contextFor(base, w.organizationId), '2026-03-24')
    const { rows } = await sql<{ kind: string; shown: string; all: boolean }>`
      select segment_kind as kind, shown, denominator >= 10 as all from metric_cell
      where organization_id = ${w.organizationId} and metric in ('V3', 'V3L') and roster = 'live'`.execute(db)
    expect(rows.filter((r) => r.kind === 'organization')).toEqual(
      Array.from({ length: 2 }, () => ({ kind: 'organization', shown: 'shown', all: true })),
    )
    const parts = rows.filter((r) => r.kind !== 'organization')
    expect(parts.some((r) => r.shown === 'complement')).toBe(true)
    expect(parts.filter((r) => r.shown === 'shown' || r.shown === 'held')).toEqual([])
  })
  test('V2 by stage: days from the launch until half of the people have each behind them', async () => {
    base.clock.set('2026-10-05T09:00:00Z')
    const { self, peer, stranger } = w.people
    const two = await makeCycle(w, () => ({}), { people: [self, peer], off: ['second'], on: ['hr'] })
    const reviewId = await two.reviewOf(self)
    const on = (day: string) => base.clock.set(`${day}T09:00:00Z`)
    const write = async (
      part: 'self' | 'peer' | 'manager' | 'stranger',
      role: 'self' | 'peer' | 'manager',
      about?: string,
    ) => submit(await w.as(part), { taskId: await two.taskOf(w.people[part], role, about), answers: filled[role] })
    await nominate(await w.as('manager'), { reviewId, personIds: [peer, stranger] })
    on('2026-10-07')
    await write('self', 'self')
    on('2026-10-08')
    await write('peer', 'peer', self)
    on('2026-10-10')
    await write('peer', 'self')
    on('2026-10-12')
    await write('stranger', 'peer', self)
    on('2026-10-13')
    await write('manager', 'manager', self)
    on('2026-10-14')
    await clear(await w.as('hr_in'), { reviewId })
    on('2026-10-15')
    await share(await w.as('manager'), { reviewId })
    on('2026-10-16')
    await acknowledge(await w.as('self'), { reviewId, comment: '', disagrees: false })

    expect(await count('V2S', '2026-10-06')).toEqual([0, 2, null])
    expect(await count('V2S', '2026-10-09')).toEqual([1, 2, 2])
    // Two and five days.
    expect(await count('V2S', '2026-10-10')).toEqual([2, 2, 3.5])
    // Nobody was asked about the other; of two colleagues the later one ends it.
    expect(await count('V2P', '2026-10-11')).toEqual([0, 1, null])
    expect(await count('V2P', '2026-10-12')).toEqual([1, 1, 7])
    expect(await count('V2M', '2026-10-16')).toEqual([1, 2, 8])
    expect(await count('V2N', '2026-10-16')).toBeNull()
    expect(await count('V2H', '2026-10-16')).toEqual([1, 2, 9])
    expect(await count('V2', '2026-10-16')).toEqual([1, 2, 10])
    expect(await count('V2A', '2026-10-15')).toEqual([0, 2, null])
    expect(await count('V2A', '2026-10-16')).toEqual([1, 2, 11])
    // As known before it happened it had not.
    expect(await count('V2A', '2026-10-16', '2026-10-16T08:00:00Z')).toEqual([0, 2, null])
  })
  test('V2P: where colleagues write without a name nobody counts, nor waits for ever', async () => {
    base.clock.set('2026-10-20T09:00:00Z')
    const { self, peer } = w.people
    const peers = { least: 1, most: 5, approved: true, mode: 'anonymous' as const }
    const unnamed = await makeCycle(w, () => ({ peers }), { people: [self], off: ['second'] })
    await nominate(await w.as('manager'), { reviewId: await unnamed.reviewOf(self), personIds: [peer] })
    expect(await count('V2P', '2026-10-24')).toBeNull()
  })
})
