/** In the session: changes with their reason, what people note, and the closing that makes them hold. */
import { sql } from 'kysely'
import type { Axis, calibration, CalibrationRow, CalibrationSession } from '../../contract/calibration.ts'
import type { Input } from '../../contract/operation.ts'
import { putInInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import {
  changeRatings,
  endHolds,
  holdReviews,
  type RatingChange,
  ratingQuestions,
  ratingsOf,
  runningCycle,
} from '../reviews/reviews.ts'
import { sessionOf } from './read.ts'
import { ledRoom, people, type Room, roomOf, stateOf } from './room.ts'
import { holds, membersOf, movesOf, rowsOf } from './rows.ts'

export async function begin(c: Context, input: Input<typeof calibration.open>): Promise<CalibrationSession> {
  return c.db.transaction().execute(async (tx) => {
    const { s } = await ledRoom(tx, c, input.sessionId)
    if (stateOf(s).state !== 'prepared') throw problem('calibration_state')
    const { rows } = await sql<{
      id: string
      shared: boolean
    }>`select v.id, v.shared_at is not null as shared from ${people}
      where k.organization_id = ${c.organizationId} and k.session_id = ${s.id}`.execute(tx)
    if (rows.length === 0) throw problem('calibration_people', { most: 1, count: 0 })
    await sql`update calibration_session set opened_by = ${c.viewer.personId}, opened_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await holdReviews(
      tx,
      c,
      rows.filter((v) => !v.shared).map((v) => v.id),
      { kind: 'calibration', id: s.id },
    )
    await record(tx, c, {
      type: 'calibration.opened',
      subject: { kind: 'calibration', id: s.id },
      data: { reviews: rows.length },
    })
    return sessionOf(tx, c, s.id)
  })
}

/** One row, as the viewer sees it; nobody finds one that is not theirs to see. */
async function rowOf(tx: Tx, c: Context, room: Room, reviewId: string): Promise<CalibrationRow> {
  const [found] = await rowsOf(tx, c, room, await membersOf(tx, c, room, reviewId))
  if (!found) throw problem('not_found')
  return found
}

export async function move(c: Context, input: Input<typeof calibration.move>): Promise<CalibrationRow> {
  return c.db.transaction().execute(async (tx) => {
    const room = await ledRoom(tx, c, input.sessionId)
    const { s, y } = room
    const before = await rowOf(tx, c, room, input.reviewId)
    if (stateOf(s).state !== 'open') throw problem('calibration_state')
    if (before.state !== 'rated') throw problem('calibration_locked')
    const now = (axis: Axis) => before.ratings.find((g) => g.axis === axis)?.value ?? null
    for (const axis of ['x', 'y'] as const) {
      const asked = input[axis]
      if (!asked) continue
      if (now(axis) === null) throw problem('calibration_locked')
      if (now(axis) !== asked.from) throw problem('calibration_moved')
      const question = ratingQuestions(y.plan.form).find((q) => q.id === (axis === 'x' ? s.x_question : s.y_question))
      if (asked.to < 1 || asked.to > (question?.steps.length ?? 0)) throw problem('calibration_questions')
    }
    const [x, yNow] = [now('x')!, now('y')]
    const after = { x: input.x?.to ?? x, y: input.y?.to ?? yNow }
    if (after.x === x && after.y === yNow) throw problem('calibration_moved')
    await sql`insert into calibration_move (organization_id, session_id, review_id, x_before, x_after, y_before, y_after, reason, moved_by, moved_at)
      values (${c.organizationId}, ${s.id}, ${input.reviewId}, ${x}, ${after.x}, ${yNow}, ${after.y}, ${input.reason}, ${c.viewer.personId}, ${c.clock.now()})`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'calibration.moved',
      subject: { kind: 'calibration', id: s.id },
      data: { reviewId: input.reviewId },
    })
    return rowOf(tx, c, room, input.reviewId)
  })
}

export async function undo(c: Context, input: Input<typeof calibration.undo>): Promise<CalibrationRow> {
  return c.db.transaction().execute(async (tx) => {
    const room = await ledRoom(tx, c, input.sessionId)
    const { rows } = await sql<{ review_id: string }>`select review_id from calibration_move
      where organization_id = ${c.organizationId} and session_id = ${room.s.id} and id = ${input.moveId}`.execute(tx)
    if (!rows[0]) throw problem('not_found')
    const before = await rowOf(tx, c, room, rows[0].review_id)
    if (stateOf(room.s).state !== 'open') throw problem('calibration_state')
    if (!before.moves.some((n) => n.id === input.moveId && n.mayUndo)) throw problem('calibration_undo')
    await sql`update calibration_move set undone_by = ${c.viewer.personId}, undone_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${input.moveId}`.execute(tx)
    await record(tx, c, {
      type: 'calibration.move_undone',
      subject: { kind: 'calibration', id: room.s.id },
      data: { reviewId: rows[0].review_id },
    })
    return rowOf(tx, c, room, rows[0].review_id)
  })
}

export async function point(c: Context, input: Input<typeof calibration.point>): Promise<CalibrationRow> {
  return c.db.transaction().execute(async (tx) => {
    const room = await roomOf(tx, c, input.sessionId, true)
    await rowOf(tx, c, room, input.reviewId)
    const { state } = stateOf(room.s)
    if (state !== 'prepared' && state !== 'open') throw problem('calibration_state')
    if (input.words === '')
      await sql`delete from calibration_point where organization_id = ${c.organizationId} and session_id = ${room.s.id} and review_id = ${input.reviewId}
        and author_id = ${c.viewer.personId}`.execute(tx)
    else
      await sql`insert into calibration_point (organization_id, session_id, review_id, author_id, words, written_at)
        values (${c.organizationId}, ${room.s.id}, ${input.reviewId}, ${c.viewer.personId}, ${input.words}, ${c.clock.now()})
        on conflict (organization_id, session_id, review_id, author_id) do update set words = excluded.words, written_at = excluded.written_at`.execute(
        tx,
      )
    await record(tx, c, {
      type: 'calibration.noted',
      subject: { kind: 'calibration', id: room.s.id },
      data: { reviewId: input.reviewId },
    })
    return rowOf(tx, c, room, input.reviewId)
  })
}

/** All changes hold, also of rows that this facilitator does not see; what is shared or not handed in any more stays as it is. */
export async function close(c: Context, input: Input<typeof calibration.close>): Promise<CalibrationSession> {
  return c.db.transaction().execute(async (tx) => {
    const { s, y } = await ledRoom(tx, c, input.sessionId)
    if (stateOf(s).state !== 'open') throw problem('calibration_state')
    await runningCycle(tx, c, y.id)
    const rows = await rowsOf(tx, c, { s, y }, await membersOf(tx, c, { s, y }, null))
    const seen = rows.filter((v) => v.ratings.some((g) => g.value !== g.before)).length
    if (seen !== input.changed) throw problem('calibration_changed', { count: seen })
    const { rows: reviews } = await sql<{ id: string; open: boolean }>`
      select v.id, v.shared_at is null and exists (select from review_task t where t.organization_id = v.organization_id and t.review_id = v.id and t.role = 'manager'
        and t.submitted_at is not null and t.ended_at is null) as open
      from ${people} where k.organization_id = ${c.organizationId} and k.session_id = ${s.id} order by v.id for update of v`.execute(
      tx,
    )
    const ids = reviews.map((v) => v.id)
    const moves = Map.groupBy(await movesOf(tx, c, s.id, ids), (n) => n.review_id)
    const now = await ratingsOf(tx, c, ids)
    const changes: RatingChange[] = []
    const lapsed: string[] = []
    for (const v of reviews) {
      const its = (moves.get(v.id) ?? []).filter((n) => !n.undone_at)
      const newest = holds(its)
      if (!newest) continue
      if (!v.open) {
        lapsed.push(v.id)
        continue
      }
      for (const axis of ['x', 'y'] as const) {
        const questionId = axis === 'x' ? s.x_question : s.y_question
        const value = newest[`${axis}_after`]
        const held = now.find((g) => g.review_id === v.id && g.question_id === questionId)
        if (!questionId || value === null || !held || held.value === value) continue
        const reasons = its.filter((n) => n[`${axis}_before`] !== n[`${axis}_after`]).map((n) => n.reason)
        changes.push({ reviewId: v.id, questionId, value, reason: reasons.toReversed().join('\n').slice(-2000) })
      }
    }
    const changed = [...new Set(changes.map((x) => x.reviewId))]
    if (changes.length > 0) await changeRatings(tx, c, changes, { kind: 'calibration', id: s.id })
    // Too late for these: the session says that they were taken back.
    await sql`update calibration_move set undone_by = ${c.viewer.personId}, undone_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and session_id = ${s.id} and review_id = any(${lapsed}::uuid[]) and undone_at is null`.execute(
      tx,
    )
    await sql`delete from calibration_point where organization_id = ${c.organizationId} and session_id = ${s.id}`.execute(
      tx,
    )
    await sql`update calibration_session set closed_by = ${c.viewer.personId}, closed_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await endHolds(tx, c, s.id)
    await putInInboxes(
      tx,
      c,
      sql`select distinct v.manager_id as person_id, ${c.clock.now()}::timestamptz as appears_at from review v
        where v.organization_id = ${c.organizationId} and v.id = any(${changed}::uuid[]) and v.manager_id is not null`,
      {
        kind: 'calibration_closed',
        subject: { kind: 'calibration', id: s.id },
        params: { name: s.name },
      },
    )
    await record(tx, c, {
      type: 'calibration.closed',
      subject: { kind: 'calibration', id: s.id },
      data: { changed: changed.length },
    })
    return sessionOf(tx, c, s.id)
  })
}
