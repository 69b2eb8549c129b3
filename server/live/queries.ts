/** Reads of sessions: one row each, and who may book them. */
import { type RawBuilder, sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import type { Answer } from '../../contract/operation.ts'
import type { live } from '../../contract/live.ts'
import { courses, workshops } from '../library/library.ts'
import { allCourses } from '../packages/packages.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { dayHere } from '../program/program.ts'

export type SessionRow = {
  id: string
  program_id: string
  wave_id: string | null
  wave_name: string | null
  who: 'everyone' | 'managers'
  title: string
  about: string
  language: Language
  course_id: string | null
  workshop_id: string | null
  completes: boolean
  place: string
  /** As the people file names it; empty: none in particular. */
  site: string
  link: string
  materials: string
  time_zone: string
  starts_at: Instant
  ends_at: Instant
  seats: number
  planned_by: string
  planner: string
  called_off_at: Instant | null
  called_off_reason: string | null
  evaluation_closes_on: Day
  evaluation_seal: Buffer | null
  leaders: { id: string; name: string }[]
  taken: number
  waiting: number
}

export const minutesOf = (row: Pick<SessionRow, 'starts_at' | 'ends_at'>): number =>
  Math.round((Date.parse(row.ends_at) - Date.parse(row.starts_at)) / 60_000)

const sessionSelect = sql`
  select s.id, s.program_id, s.wave_id, w.name as wave_name, s.who, s.title, s.about, s.language, s.course_id, s.workshop_id, s.completes,
    s.place, s.site, s.link, s.materials, s.time_zone, s.starts_at, s.ends_at, s.seats, s.planned_by, p.full_name as planner,
    s.called_off_at, s.called_off_reason, s.evaluation_closes_on, s.evaluation_seal,
    (select coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'name', q.full_name) order by q.full_name, q.id), '[]') from training_session_leader l
      join person q on q.organization_id = l.organization_id and q.id = l.person_id
      where l.organization_id = s.organization_id and l.session_id = s.id) as leaders,
    (select count(*) from training_booking b where b.organization_id = s.organization_id and b.session_id = s.id and b.seated_at is not null) as taken,
    (select count(*) from training_booking b where b.organization_id = s.organization_id and b.session_id = s.id
      and b.seated_at is null and b.given_back_at is null) as waiting
  from training_session s
  join person p on p.organization_id = s.organization_id and p.id = s.planned_by
  left join wave w on w.organization_id = s.organization_id and w.id = s.wave_id`

/** The viewer plans or leads it; a program lead looks after all. */
const led = (c: Context): RawBuilder<boolean> =>
  c.viewer.roles.includes('lead')
    ? sql<boolean>`true`
    : sql<boolean>`(s.planned_by = ${c.viewer.personId} or ${leads(c)})`
const leads = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from training_session_leader l where l.organization_id = s.organization_id
    and l.session_id = s.id and l.person_id = ${c.viewer.personId})`

/** Whoever looks after a session `s` reads what people thought of it, and so does not answer: they would know their own answer among the few. */
export const looksAfter = (person: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(s.planned_by = ${person} or exists (select from training_session_leader l where l.organization_id = s.organization_id
    and l.session_id = s.id and l.person_id = ${person}) or exists (select from role_grant g where g.organization_id = s.organization_id
    and g.person_id = ${person} and g.role = 'lead' and g.ended_at is null))`

/** Who may book a session `s`, as a select of person_id: those of its waves that have begun, and of them those who lead people where it is for them. */
export const bookable = (c: Context): RawBuilder<{ person_id: string }> => sql<{ person_id: string }>`
  select m.person_id from wave_member m
  join wave v on v.organization_id = m.organization_id and v.id = m.wave_id and (v.prepared_at is not null or v.launched_at is not null)
  join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
  where m.organization_id = s.organization_id and m.program_id = s.program_id and (s.wave_id is null or m.wave_id = s.wave_id)
    and m.superseded is null and m.holds @> ${dayHere(c)} and (s.who = 'everyone' or r.direct_reports > 0)`

const bookableBy = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from (${bookable(c)}) k where k.person_id = ${c.viewer.personId})`
const bookedBy = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from training_booking b where b.organization_id = s.organization_id and b.session_id = s.id
    and b.person_id = ${c.viewer.personId} and b.given_back_at is null)`
const cameThere = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from training_attendance a where a.organization_id = s.organization_id and a.session_id = s.id
    and a.person_id = ${c.viewer.personId})`

export type OwnRow = SessionRow & {
  may_book: boolean
  leads: boolean
  looks_after: boolean
  came: boolean
  seated: boolean
  /** Null: not on the list. */
  turn: number | null
}

/** The sessions that concern the viewer, or one of them. Those that are long over are left out of the list. */
export async function ownRows(
  db: Db | Tx,
  c: Context,
  which: { sessionId: string } | { since: Instant },
): Promise<OwnRow[]> {
  const { rows } = await sql<OwnRow>`
    select x.*, b.seated_at is not null as seated,
      case when b.person_id is not null and b.seated_at is null then (select count(*) + 1 from training_booking o where o.organization_id = b.organization_id
        and o.session_id = b.session_id and o.seated_at is null and o.given_back_at is null and o.turn < b.turn) end as turn
    from (select y.*, ${bookableBy(c)} as may_book, ${leads(c)} as leads, ${looksAfter(sql`${c.viewer.personId}::uuid`)} as looks_after, ${cameThere(c)} as came, ${bookedBy(c)} as booked
      from (${sessionSelect}) y join training_session s on s.organization_id = ${c.organizationId} and s.id = y.id
      where ${'sessionId' in which ? sql`s.id = ${which.sessionId}` : sql`s.ends_at > ${which.since}`}) x
    left join training_booking b on b.organization_id = ${c.organizationId} and b.session_id = x.id and b.person_id = ${c.viewer.personId} and b.given_back_at is null
    where x.booked or x.came or x.leads or (x.may_book and ${'sessionId' in which ? sql`true` : sql`(x.called_off_at is null and x.ends_at > ${c.clock.now()})`})
    order by x.starts_at, x.id limit 200`.execute(db)
  return rows
}

export async function ownRow(db: Db | Tx, c: Context, sessionId: string): Promise<OwnRow> {
  const row = (await ownRows(db, c, { sessionId }))[0]
  if (!row) throw problem('not_found')
  return row
}

export async function ledRows(db: Db | Tx, c: Context): Promise<SessionRow[]> {
  const { rows } = await sql<SessionRow>`${sessionSelect} where s.organization_id = ${c.organizationId} and ${led(c)}
    order by s.starts_at desc, s.id limit 500`.execute(db)
  return rows
}

/** A session that the viewer may look after. */
export async function ledRow(db: Db | Tx, c: Context, sessionId: string): Promise<SessionRow> {
  const { rows } = await sql<SessionRow>`${sessionSelect} where s.organization_id = ${c.organizationId}
    and s.id = ${sessionId} and ${led(c)}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

/** Any session, for a verb that has asked who may. */
export async function sessionRow(db: Db | Tx, c: Context, sessionId: string): Promise<SessionRow> {
  const { rows } = await sql<SessionRow>`${sessionSelect} where s.organization_id = ${c.organizationId}
    and s.id = ${sessionId}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

/** Nobody else changes a session or its seats until the transaction ends. */
export async function lockSession(tx: Tx, c: Context, sessionId: string): Promise<void> {
  await sql`select 1 from training_session where organization_id = ${c.organizationId} and id = ${sessionId} for update`.execute(
    tx,
  )
}

type Session = Answer<typeof live.list>['sessions'][number]

export function stateOf(
  row: Pick<SessionRow, 'starts_at' | 'ends_at' | 'called_off_at'>,
  now: Instant,
): Session['state'] {
  if (row.called_off_at) return 'called_off'
  return now < row.starts_at ? 'ahead' : now < row.ends_at ? 'on' : 'over'
}

/** What everybody whom it concerns reads of a session. */
export async function sessionOf(db: Db | Tx, row: SessionRow, c: Context, language: Language): Promise<Session> {
  const named = (one: { id: string }) => one.id === row.course_id
  // Most teach what comes with Belay, which needs no look into the database.
  const course = row.course_id
    ? (courses(language).find(named) ?? (await allCourses(db, c, language)).find(named))
    : undefined
  const workshop = row.workshop_id ? workshops(language).find((one) => one.id === row.workshop_id) : undefined
  return {
    id: row.id,
    title: row.title,
    about: row.about,
    language: row.language,
    course: course ? { id: course.id, title: course.title } : null,
    workshop: workshop ? { id: workshop.id, title: workshop.title } : null,
    completes: row.completes,
    place: row.place,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    timeZone: row.time_zone,
    leaders: row.leaders,
    seats: row.seats,
    taken: row.taken,
    waiting: row.waiting,
    state: stateOf(row, c.clock.now()),
    reason: row.called_off_reason,
  }
}
