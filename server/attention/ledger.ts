/**
 * The one ledger of what asks for somebody's time. Letters enter it where they are planned (outgoing.ts), things to
 * do where they are put into the inbox (inbox.ts), booked hours where they are booked (booked.ts), all in the
 * transaction of their occasion; no feature enters anything by itself. Sign-in and security stand outside. The rules: docs/decisions/attention-budget.md.
 */
import { type RawBuilder, sql } from 'kysely'
import { claimOf, claims } from '../../contract/notice-kinds.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { organizationDay } from '../directory/directory.ts'

/** Of what counts: 0 always comes; of the others the smaller goes before the greater. Null: outside. */
export function rankOf(kind: string): number | null {
  const claim = claimOf(kind)
  return claim === 'outside' ? null : claims.indexOf(claim) - 1
}

/** What a letter of ours takes that says no more than what to do where. */
const usualMinutes = 1

export type Ask = {
  kind: string
  /** Whether a letter asks; otherwise it stands in the app only. */
  letter: boolean
  /** Minutes, or SQL of them over `x` and the person's row of the roster, `r`. */
  minutes?: number | RawBuilder<unknown>
  lastDay?: Day
}

/**
 * The insert that enters rows `x` (person_id, source_id, due_at), for a `with` of the statement that plans them. The
 * same thing in the app and by letter is one ask: its letter decides when it comes.
 */
export function entering(c: Context, rows: RawBuilder<unknown>, ask: Ask): RawBuilder<unknown> {
  const minutes = typeof ask.minutes === 'object' ? ask.minutes : sql`${Math.max(0, ask.minutes ?? usualMinutes)}::real`
  return sql`
    insert into time_asked as t (organization_id, person_id, kind, source_id, role, minutes, rank, letter, wanted_at, due_at, day, last_day)
    with asked as materialized (
      select x.person_id, x.source_id, x.due_at, ${minutes} as minutes,
        case when g.leads then 'lead' when g.person_id is not null then 'hr' when r.direct_reports > 0 then 'managers' else 'employees' end as role,
        coalesce(nullif(r.time_zone, ''), nullif(q.time_zone, ''), o.time_zone) as zone, o.time_zone as own
      from (${rows}) x
      join person q on q.organization_id = ${c.organizationId} and q.id = x.person_id
      join organization o on o.id = q.organization_id
      left join roster r on r.organization_id = q.organization_id and r.person_id = q.id
      left join (select person_id, bool_or(role = 'lead') as leads from role_grant
        where organization_id = ${c.organizationId} and role in ('lead', 'hr') and ended_at is null group by 1) g on g.person_id = q.id
    ),
    zones as materialized (select z.zone, known_zone(z.zone, z.own) as known from (select distinct zone, own from asked) z)
    select ${c.organizationId}, a.person_id, ${ask.kind}, a.source_id, a.role, a.minutes, ${rankOf(ask.kind)}, ${ask.letter}, a.due_at, a.due_at,
      (a.due_at at time zone z.known)::date, ${ask.lastDay ?? null}::date
    from asked a join zones z on z.zone = a.zone where true
    on conflict (organization_id, person_id, kind, source_id) do update set letter = true, wanted_at = excluded.wanted_at,
      due_at = excluded.due_at, day = excluded.day, last_day = excluded.last_day, minutes = greatest(t.minutes, excluded.minutes)
      where excluded.letter and not t.letter`
}

/** What was withdrawn before it came asked for nobody's time; `app`: from the app alone, its letters still go. */
export async function forgetAsks(tx: Tx, c: Context, sourceId: string, which: 'all' | 'app' = 'all'): Promise<void> {
  await sql`delete from time_asked where organization_id = ${c.organizationId} and source_id = ${sourceId} and due_at > ${c.clock.now()}
    and (${which === 'all'} or not letter)`.execute(tx)
}

/** Weeks of which it is kept who was asked. */
const weeksKept = 8
/** Days after a week until it is over for everybody, wherever they live. */
const daysOver = 2

/**
 * Counts of each week, role and kind, and of all kinds (`kind` ''), from the rows `a` that are still there. What waited
 * and what was dropped are people, as `people` is: many letters of one person are no group.
 */
export const countedWeeks = (c: Context, which: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select n.week, n.role, coalesce(n.kind, '') as kind, count(distinct n.person_id)::integer as people, count(*)::integer as asks, sum(n.minutes)::real as minutes,
    count(distinct n.person_id) filter (where n.waits > 0 and not n.dropped)::integer as waited, count(distinct n.person_id) filter (where n.dropped)::integer as dropped
  from (select date_trunc('week', a.day)::date as week, a.role, a.kind, a.person_id, a.minutes, a.waits, a.dropped from time_asked a
    where a.organization_id = ${c.organizationId} and ${which}) n
  group by grouping sets ((n.week, n.role, n.kind), (n.week, n.role))`

/** The first day of the weeks that are not counted yet, as SQL. */
export const uncounted = (c: Context): RawBuilder<Day> =>
  sql<Day>`coalesce((select max(w.week) + 7 from time_asked_week w where w.organization_id = ${c.organizationId}), '-infinity'::date)`

/** Every night: weeks that are over become counts; of those long past it is forgotten who was asked. */
export async function fold(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const today = await organizationDay(c)
    const monday = (day: Day) => sql`date_trunc('week', ${day}::date)::date`
    await sql`insert into time_asked_week (organization_id, week, role, kind, people, asks, minutes, waited, dropped)
      select ${c.organizationId}, k.* from (${countedWeeks(c, sql`a.day >= ${uncounted(c)} and a.day < ${monday(addDays(today, -daysOver))}`)}) k`.execute(
      tx,
    )
    await sql`delete from time_asked a where a.organization_id = ${c.organizationId} and a.day < ${monday(addDays(today, -7 * weeksKept))}
      and a.day < ${uncounted(c)}`.execute(tx)
  })
}
