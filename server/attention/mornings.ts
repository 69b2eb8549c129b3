/** Letters to many at nine on each one's own clock, on the next day on which they work: the one place that says when that is. */
import { type RawBuilder, sql } from 'kysely'
import { companyDaysOff } from '../directory/directory.ts'
import { type Day, dayIn, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { departures } from './departures.ts'
import { putInInboxes } from './inbox.ts'
import { planLetters } from './outgoing.ts'

export type Morning = {
  /** Of the letter, and of what stands in the app beside it. */
  kind: string
  subject: { kind: string; id: string }
  /** After it it is of no use: it comes at the next nine o’clock where the next working day is later. */
  lastDay?: Day
  /** It stands in the app as well, from the same hour. */
  inApp?: Record<string, unknown>
}

/**
 * `people`: a select of `person_id`. Nobody is written to on a Saturday, a Sunday or a day off of the whole company, nor on a
 * day off at their own place. Answers how many letters were planned, and how many people have it in the app.
 */
export async function planAtNine(
  tx: Tx,
  c: Context,
  people: RawBuilder<unknown>,
  { inApp, ...letter }: Morning,
): Promise<{ letters: number; inApp: number }> {
  const off = await companyDaysOff(tx, c)
  const { zones, times } = await departures(tx, c, c.clock.today('Pacific/Pago_Pago'), '09:00')
  const { rows } = await sql<{ zone: string }>`select known_zone(z.zone, o.time_zone) as zone
    from unnest(${zones}::text[]) with ordinality as z (zone, place) join organization o on o.id = ${c.organizationId} order by z.place`.execute(
    tx,
  )
  /** The first nine o'clock that has not passed in each zone, and the first of a day on which the company works. */
  const first = times.map((at, i) => dayIn(at, rows[i]!.zone))
  const worked = first.map((day) => workingDay(day, off))
  const { lastDay = null } = letter
  const whom = sql`from (${people}) x join roster r on r.organization_id = ${c.organizationId} and r.person_id = x.person_id
    join (select s.zone, s.country, s.location, ((case when s.day <= coalesce(${lastDay}::date, 'infinity') then s.day else s.first end) + time '09:00') at time zone s.known as due_at
      from (select t.zone, t.known, t.first, p.country, p.location, worked_day(t.worked, days_off(${c.organizationId}, p.country, p.location)) as day
        from (select distinct time_zone, country, location from roster where organization_id = ${c.organizationId} and employed) p
        join unnest(${zones}::text[], ${rows.map((row) => row.zone)}::text[], ${first}::date[], ${worked}::date[]) as t (zone, known, first, worked) on t.zone = p.time_zone) s) z
      on z.zone = r.time_zone and z.country = r.country and z.location = r.location`
  const told = inApp
    ? await putInInboxes(tx, c, sql`select r.person_id, z.due_at as appears_at ${whom}`, {
        kind: letter.kind,
        subject: letter.subject,
        params: inApp,
      })
    : 0
  const letters = await planLetters(
    tx,
    c,
    sql`select p.id as person_id, coalesce(p.email, '') as address, y.due_at,
        case when p.email is null then 'no_address' when p.email_key is null then 'shared_address' end as excluded
      from (select r.person_id, z.due_at ${whom}) y join person p on p.organization_id = ${c.organizationId} and p.id = y.person_id`,
    letter,
  )
  return { letters, inApp: told }
}
