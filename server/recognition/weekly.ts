/**
 * The weekly letter: planned in the night to Thursday, due on Friday at nine where the reader is, so that it is
 * still ahead in every time zone. One a week at most, and none for whom nothing happened.
 */
import { sql } from 'kysely'
import { planLetters } from '../attention/attention.ts'
import { dayOf, practising } from '../goals/goals.ts'
import { pausedIn } from '../program/program.ts'
import { addDays, addMs, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { teamOf } from './feed.ts'

const thursday = 4
const weekday = (day: Day) => new Date(`${day}T12:00:00Z`).getUTCDay()

export async function weekly(c: Context): Promise<void> {
  const today = await dayOf(c)
  if (weekday(today) !== thursday) return
  await c.db.transaction().execute(async (tx) => {
    const inside = { ...c, db: tx }
    const until = c.clock.now()
    // Where the last one ended, so that nothing falls between two weeks; two weeks back at most.
    const { rows } = await sql<{ id: string; since: Instant }>`
      insert into recognition_week (organization_id, since, until, planned_on)
      select ${c.organizationId}, greatest(coalesce(max(w.until), ${addMs(until, -7 * 86_400_000)}::timestamptz), ${addMs(until, -14 * 86_400_000)}::timestamptz), ${until}, ${today}
      from recognition_week w where w.organization_id = ${c.organizationId}
      on conflict do nothing returning id, since`.execute(tx)
    const week = rows[0]
    if (!week) return
    const around = sql`
      with given as (
        select distinct p.person_id, r.manager_id from recognition k
        join recognition_person p on p.organization_id = k.organization_id and p.recognition_id = k.id
        left join roster r on r.organization_id = p.organization_id and r.person_id = p.person_id
        where k.organization_id = ${c.organizationId} and not k.quiet and k.taken_back_at is null and k.hidden_at is null
          and k.given_at > ${week.since} and k.given_at <= ${until}
      )
      select person_id from given
      union select manager_id from given where manager_id is not null
      union select t.person_id from given g join roster t on t.organization_id = ${c.organizationId} and t.manager_id = g.manager_id
      union select t.person_id from given g join roster t on t.organization_id = ${c.organizationId} and t.manager_id = g.person_id`
    await planLetters(
      tx,
      c,
      sql`select r.person_id, coalesce(p.email, '') as address, (${addDays(today, 1)}::date + time '09:00') at time zone z.known as due_at,
          case when p.email is null then 'no_address' end as excluded
        from roster r
        join person p on p.organization_id = r.organization_id and p.id = r.person_id
        join (select d.time_zone, known_zone(d.time_zone, o.time_zone) as known from organization o
          join (select distinct organization_id, time_zone from roster where organization_id = ${c.organizationId}) d on d.organization_id = o.id) z on z.time_zone = r.time_zone
        where r.organization_id = ${c.organizationId} and r.employed and r.status = 'active' and not ${pausedIn(inside, sql`r.person_id`)} and r.person_id in (${around})
          and exists (select from ${practising(inside, 'recognition')} e where e.person_id = r.person_id and coalesce((e.settings ->> 'weekly')::boolean, true))`,
      { kind: 'recognition_weekly', subject: { kind: 'recognition_week', id: week.id } },
    )
    await record(tx, c, { type: 'recognition.week_planned', subject: { kind: 'recognition_week', id: week.id } })
  })
}

/** Up to six people around somebody who were recognised in that week by others, the reader first, as it still stands. */
export async function recognisedAround(c: Context, personId: string, weekId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select n.full_name as name from (
      select distinct p.person_id from recognition_week w
      cross join (${teamOf(c.organizationId, personId)}) t
      join recognition_person p on p.organization_id = w.organization_id and p.person_id = t.person_id and p.given_at > w.since and p.given_at <= w.until
      join recognition k on k.organization_id = p.organization_id and k.id = p.recognition_id
        and not k.quiet and k.taken_back_at is null and k.hidden_at is null and k.author_id <> ${personId}
      where w.organization_id = ${c.organizationId} and w.id = ${weekId}
    ) x join person n on n.organization_id = ${c.organizationId} and n.id = x.person_id
    order by x.person_id <> ${personId}, n.full_name, n.id limit 6`.execute(c.db)
  return rows.map((r) => r.name)
}
