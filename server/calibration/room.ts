/**
 * Who is in a session and which of its rows they see: the one place that decides it. Every
 * number, list and statistic of a session is made of the rows that `shownTo` lets through, so
 * that none of them tells what a row would.
 */
import { type RawBuilder, sql } from 'kysely'
import type { CalibrationScope, SessionState } from '../../contract/calibration.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { type CycleRow, cycleRow } from '../reviews/reviews.ts'

export type SessionRow = {
  id: string
  cycle_id: string
  cycle_name: string
  cycle_closed_at: Instant | null
  name: string
  scope: CalibrationScope
  held_on: Day
  agenda: string
  x_question: string
  y_question: string | null
  guide: number[] | null
  opened_by: string | null
  opened_name: string | null
  opened_at: Instant | null
  closed_by: string | null
  closed_name: string | null
  closed_at: Instant | null
  as: 'facilitator' | 'participant' | null
  facilitators: { id: string; name: string }[]
}

const prepares = (c: Context) => c.viewer.roles.includes('lead') || c.viewer.roles.includes('hr')

/** `v` is a review of a person whom the viewer leads: as its manager, or from further above. */
export const leads = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`coalesce(v.manager_id = ${c.viewer.personId} or (r.seq > ${c.viewer.seq ?? 0} and r.seq <= ${c.viewer.lastSeq ?? 0}), false)`

/** Whom the viewer may lead a session about: all of them for the program lead, an HR partner's own population. */
export function inReach(c: Context): RawBuilder<boolean> {
  if (c.viewer.roles.includes('lead')) return sql<boolean>`true`
  if (!c.viewer.roles.includes('hr')) return sql<boolean>`false`
  return sql<boolean>`exists (select from population_member pm where pm.organization_id = v.organization_id
    and pm.person_id = v.person_id and pm.population_id = any(${c.viewer.populations as string[]}::uuid[]))`
}

/** `v` is a review of `person` themself or of somebody who leads them: today, in this cycle, or as second manager. */
export const above = (
  person: RawBuilder<string>,
  seq: RawBuilder<number>,
): RawBuilder<boolean> => sql<boolean>`(v.person_id = ${person} or coalesce(r.seq < ${seq} and r.last_seq >= ${seq}, false)
  or exists (select from review mv where mv.organization_id = v.organization_id and mv.cycle_id = v.cycle_id and mv.person_id = ${person}
    and (mv.manager_id = v.person_id or mv.second_manager_id = v.person_id))
  or exists (select from roster mr where mr.organization_id = v.organization_id and mr.person_id = ${person}
    and (mr.manager_id = v.person_id or mr.second_manager_id = v.person_id)))`

/** The same of the viewer: who leads them is looked up once for a statement, not once for each row. */
export function aboveViewer(c: Context): RawBuilder<boolean> {
  const [me, seq] = [sql`${c.viewer.personId}::uuid`, sql`${c.viewer.seq ?? 0}::integer`]
  const leaders = (
    of: string,
  ) => sql`${sql.table(of)} l cross join lateral (values (l.manager_id), (l.second_manager_id)) x (id)
    where l.organization_id = ${c.organizationId} and l.person_id = ${me} and x.id is not null`
  return sql<boolean>`(v.person_id = ${me} or coalesce(r.seq < ${seq} and r.last_seq >= ${seq}, false)
    or (v.cycle_id, v.person_id) in (select l.cycle_id, x.id from ${leaders('review')})
    or v.person_id in (select x.id from ${leaders('roster')}))`
}

/** Of `review v` and `roster r`: whether this row of a session is the viewer's to see now. */
export function shownTo(c: Context, s: SessionRow): RawBuilder<boolean> {
  const within =
    s.as === 'facilitator'
      ? sql<boolean>`(${inReach(c)} or ${leads(c)})`
      : stateOf(s).state === 'open'
        ? sql<boolean>`true`
        : leads(c)
  return sql<boolean>`(not ${aboveViewer(c)} and ${within})`
}

/** People of session `s`, as reviews `v` with today's `roster r`. */
export const people = sql`calibration_person k
  join review v on v.organization_id = k.organization_id and v.id = k.review_id and v.left_out_at is null
  join roster r on r.organization_id = v.organization_id and r.person_id = v.person_id`

/** Sessions that are the viewer's to know of. `where` speaks of `calibration_session s`. */
export async function sessionRows(
  db: Db | Tx,
  c: Context,
  where: RawBuilder<unknown>,
  lock = false,
): Promise<SessionRow[]> {
  type Seated = Omit<SessionRow, 'as'> & { facilitates: boolean | null }
  const { rows } = await sql<Seated>`
    select s.id, s.cycle_id, y.plan ->> 'name' as cycle_name, y.closed_at as cycle_closed_at, s.name, s.scope, s.held_on, s.agenda, s.x_question, s.y_question, s.guide,
      s.opened_by, po.full_name as opened_name, s.opened_at, s.closed_by, pc.full_name as closed_name, s.closed_at, mine.facilitates,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.full_name) order by p.sort_name, p.id) from calibration_seat e
        join person p on p.organization_id = e.organization_id and p.id = e.person_id
        where e.organization_id = s.organization_id and e.session_id = s.id and e.facilitates), '[]') as facilitators
    from calibration_session s
    join review_cycle y on y.organization_id = s.organization_id and y.id = s.cycle_id
    left join calibration_seat mine on mine.organization_id = s.organization_id and mine.session_id = s.id and mine.person_id = ${c.viewer.personId}
    left join person po on po.organization_id = s.organization_id and po.id = s.opened_by
    left join person pc on pc.organization_id = s.organization_id and pc.id = s.closed_by
    where s.organization_id = ${c.organizationId} and ${where}
    order by s.held_on desc, s.name, s.id limit 500 ${lock ? sql`for update of s` : sql``}`.execute(db)
  const leadsIt = (s: Seated) => prepares(c) && s.facilitates === true
  const invited = rows.filter((s) => s.facilitates !== null && !leadsIt(s)).map((s) => s.id)
  const theirs = await withTheirPeople(db, c, invited)
  const seen = rows.map((s): SessionRow => {
    const { facilitates: _, ...row } = s
    return { ...row, as: leadsIt(s) ? 'facilitator' : theirs.has(s.id) ? 'participant' : null }
  })
  // The lead is told that there is a session, so that it can be given to somebody else to lead.
  return seen.filter((s) => s.as !== null || c.viewer.roles.includes('lead'))
}

/** Of these sessions, those with somebody whom the viewer leads: nobody else is let in, invited or not. */
async function withTheirPeople(db: Db | Tx, c: Context, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select distinct k.session_id as id from ${people}
    where k.organization_id = ${c.organizationId} and k.session_id = any(${ids as string[]}::uuid[]) and ${leads(c)} and not ${aboveViewer(c)}`.execute(
    db,
  )
  return new Set(rows.map((r) => r.id))
}

export type Room = { s: SessionRow; y: CycleRow }

/** A session that the viewer leads or is invited to; nobody else finds it. */
export async function roomOf(db: Db | Tx, c: Context, sessionId: string, lock = false): Promise<Room> {
  const [s] = await sessionRows(db, c, sql`s.id = ${sessionId}`, lock)
  if (!s?.as) throw problem('not_found')
  return { s, y: await cycleRow(db, c, s.cycle_id) }
}

/** A session that the viewer leads, kept from others until the transaction ends. */
export async function ledRoom(tx: Tx, c: Context, sessionId: string): Promise<Room> {
  const room = await roomOf(tx, c, sessionId, true)
  if (room.s.as !== 'facilitator') throw problem('forbidden')
  return room
}

export function stateOf(s: SessionRow): SessionState {
  if (s.closed_at && s.closed_by)
    return { state: 'closed', by: { id: s.closed_by, name: s.closed_name ?? '' }, at: s.closed_at }
  if (s.cycle_closed_at) return { state: 'ended' }
  if (s.opened_at && s.opened_by)
    return { state: 'open', by: { id: s.opened_by, name: s.opened_name ?? '' }, at: s.opened_at }
  return { state: 'prepared' }
}
