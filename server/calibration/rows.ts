/** The rows of a session with ratings, changes and what was noted, as far as the viewer sees them. */
import { sql } from 'kysely'
import type { Axis, CalibrationRow } from '../../contract/calibration.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { leads, people, type Room, shownTo, stateOf } from './room.ts'

/** Somebody in a session, whether the viewer is shown their row or not. Only what is `shown` goes on to anybody. */
export type Member = {
  review_id: string
  person_id: string
  name: string
  title: string
  department: string
  manager_id: string | null
  shared: boolean
  own: boolean
  may_open: boolean
  shown: boolean
  /** Where they stand in today's reporting line. */
  seq: number
  last_seq: number
}

/** By name; `reviewId` null: all. */
export async function membersOf(db: Db | Tx, c: Context, { s }: Room, reviewId: string | null): Promise<Member[]> {
  const cares = c.viewer.roles.includes('hr')
  const { rows } = await sql<Member>`
    select v.id as review_id, v.person_id, r.full_name as name, v.title, v.department, v.manager_id, v.shared_at is not null as shared, ${leads(c)} as own,
      (v.manager_id is not distinct from ${c.viewer.personId} or (${cares} and exists (select from population_member pm where pm.organization_id = v.organization_id
        and pm.person_id = v.person_id and pm.population_id = any(${c.viewer.populations as string[]}::uuid[])))) as may_open,
      ${shownTo(c, s)} as shown, r.seq, r.last_seq
    from ${people}
    where k.organization_id = ${c.organizationId} and k.session_id = ${s.id} ${reviewId === null ? sql`` : sql`and v.id = ${reviewId}`}
    order by r.sort_name, v.id`.execute(db)
  return rows
}

export type Rated = Member & {
  manager_name: string | null
  written: boolean
  /** Whose measure it is: the manager for whom it was written. */
  rater_id: string | null
  rater_name: string | null
  x_given: number | null
  x_before: number | null
  y_given: number | null
  y_before: number | null
}

/** What was given to members whose rows the viewer is shown, as their managers wrote it. */
export async function ratedRows(db: Db | Tx, c: Context, { s }: Room, members: readonly Member[]): Promise<Rated[]> {
  const shown = members.filter((v) => v.shown)
  const reviewIds = shown.map((v) => v.review_id)
  // What earlier sessions changed holds; what came after this one does not tell of it.
  const { rows: given } = await sql<{
    review_id: string
    rater_id: string
    question_id: string | null
    value: number | null
    before: number | null
  }>`
    with changed as materialized (
      select distinct on (n.review_id, n.question_id) n.review_id, n.question_id, n.value_after from review_rating_change n
      where n.organization_id = ${c.organizationId} and n.review_id = any(${reviewIds}::uuid[])
        and n.source_id is distinct from ${s.id} and n.changed_at <= ${s.closed_at ?? c.clock.now()}
      order by n.review_id, n.question_id, n.number desc
    )
    select t.review_id, coalesce(t.for_id, t.writer_id) as rater_id, g.question_id, g.value, coalesce(n.value_after, g.value) as before
    from review_task t
    left join review_rating g on g.organization_id = t.organization_id and g.review_id = t.review_id
      and g.question_id = any(${[s.x_question, s.y_question]}::text[])
    left join changed n on n.review_id = g.review_id and n.question_id = g.question_id
    where t.organization_id = ${c.organizationId} and t.review_id = any(${reviewIds}::uuid[]) and t.role = 'manager'
      and t.submitted_at is not null and t.ended_at is null`.execute(db)
  const written = Map.groupBy(given, (g) => g.review_id)
  const ids = [...shown.map((v) => v.manager_id), ...given.map((g) => g.rater_id)]
  const { rows: named } = await sql<{ id: string; name: string }>`select id, full_name as name from person
    where organization_id = ${c.organizationId} and id = any(${[...new Set(ids)].filter((id) => id !== null)}::uuid[])`.execute(
    db,
  )
  const names = new Map(named.map((p) => [p.id, p.name]))
  return shown.map((v) => {
    const its = written.get(v.review_id)
    const [x, y] = [s.x_question, s.y_question].map((id) => its?.find((g) => id !== null && g.question_id === id))
    const rater = its?.[0]!.rater_id ?? null
    return {
      ...v,
      manager_name: v.manager_id && (names.get(v.manager_id) ?? null),
      written: its !== undefined,
      rater_id: rater,
      rater_name: rater && (names.get(rater) ?? null),
      x_given: x?.value ?? null,
      x_before: x?.before ?? null,
      y_given: y?.value ?? null,
      y_before: y?.before ?? null,
    }
  })
}

type Move = {
  id: string
  review_id: string
  x_before: number
  x_after: number
  y_before: number | null
  y_after: number | null
  reason: string
  by_id: string
  by_name: string
  moved_at: Instant
  undone_by: string | null
  undone_name: string | null
  undone_at: Instant | null
}

export async function movesOf(
  db: Db | Tx,
  c: Context,
  sessionId: string,
  reviewIds: readonly string[],
): Promise<Move[]> {
  const { rows } = await sql<Move>`
    select n.id, n.review_id, n.x_before, n.x_after, n.y_before, n.y_after, n.reason, p.id as by_id, p.full_name as by_name, n.moved_at,
      n.undone_by, u.full_name as undone_name, n.undone_at
    from calibration_move n join person p on p.organization_id = n.organization_id and p.id = n.moved_by
    left join person u on u.organization_id = n.organization_id and u.id = n.undone_by
    where n.organization_id = ${c.organizationId} and n.session_id = ${sessionId} and n.review_id = any(${reviewIds as string[]}::uuid[])
    order by n.number desc`.execute(db)
  return rows
}

/** What holds in the session after its changes: the newest that was not undone. */
export const holds = (moves: readonly Move[]) => moves.find((n) => !n.undone_at)

export async function rowsOf(
  db: Db | Tx,
  c: Context,
  room: Room,
  members: readonly Member[],
): Promise<CalibrationRow[]> {
  const { s } = room
  const rated = await ratedRows(db, c, room, members)
  const ids = rated.map((v) => v.review_id)
  const moves = Map.groupBy(await movesOf(db, c, s.id, ids), (n) => n.review_id)
  const points = await sql<{ review_id: string; author_id: string; name: string; words: string; written_at: Instant }>`
    select n.review_id, n.author_id, p.full_name as name, n.words, n.written_at from calibration_point n
    join person p on p.organization_id = n.organization_id and p.id = n.author_id
    where n.organization_id = ${c.organizationId} and n.session_id = ${s.id} and n.review_id = any(${ids}::uuid[]) order by n.written_at, n.author_id`.execute(
    db,
  )
  const noted = Map.groupBy(points.rows, (n) => n.review_id)
  const undoes = s.as === 'facilitator' && stateOf(s).state === 'open'
  return rated.map((v) => {
    const its = moves.get(v.review_id) ?? []
    const newest = holds(its)
    const state = v.shared ? 'shared' : v.written && v.x_before !== null ? 'rated' : 'unrated'
    const on = (axis: Axis, given: number | null, before: number | null, value: number | null) =>
      given === null || before === null ? [] : [{ axis, given, before, value: value ?? before }]
    return {
      reviewId: v.review_id,
      person: { id: v.person_id, name: v.name, title: v.title },
      department: v.department,
      // Whoever is invited compares people, not managers.
      manager:
        v.manager_id && (s.as === 'facilitator' || v.own) ? { id: v.manager_id, name: v.manager_name ?? '' } : null,
      state,
      own: v.own,
      mayOpen: v.may_open,
      ratings: [
        ...on('x', v.x_given, v.x_before, newest?.x_after ?? null),
        ...on('y', v.y_given, v.y_before, newest?.y_after ?? null),
      ],
      points: (noted.get(v.review_id) ?? []).map((n) => ({
        by: { id: n.author_id, name: n.name },
        words: n.words,
        at: n.written_at,
        mine: n.author_id === c.viewer.personId,
      })),
      moves: its.map((n) => ({
        id: n.id,
        x: n.x_before === n.x_after ? null : { from: n.x_before, to: n.x_after },
        y:
          n.y_before === null || n.y_after === null || n.y_before === n.y_after
            ? null
            : { from: n.y_before, to: n.y_after },
        reason: n.reason,
        by: { id: n.by_id, name: n.by_name },
        at: n.moved_at,
        undone:
          n.undone_at && n.undone_by ? { by: { id: n.undone_by, name: n.undone_name ?? '' }, at: n.undone_at } : null,
        mayUndo: undoes && n === newest,
      })),
    }
  })
}
