/** What waits for people whose wave is paused or was taken back: letters at the post office, and what asks in the app. */
import { type RawBuilder, sql } from 'kysely'
import { heldKinds, heldNotices } from '../../contract/notice-kinds.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { dayHere, haltedPeople } from '../program/program.ts'
import { usualHours } from './choices.ts'
import { callPostman } from './outgoing.ts'

/**
 * Whether a letter `outgoing_mail m` waits, although it is due. It leaves when the wave goes on, if it is of use then.
 * Asked of a whole list: the people are looked up once and hashed. Joined, the planner takes a paused wave for a few
 * people and compares each letter with each of them.
 */
export const heldBack = (c: Context): RawBuilder<boolean> => {
  const held = (kind: 'pause' | 'rollback') =>
    sql<boolean>`(m.kind = any(${heldKinds[kind] as string[]}::text[])
      and m.person_id in (select q.person_id from ${haltedPeople(c, true)} q where q.kind = ${kind}))`
  return sql<boolean>`(${held('pause')} or ${held('rollback')})`
}

/**
 * The same, asked of the few letters that are about to leave: whoever is in an open halt is looked up for each alone
 * (an `offset` keeps the planner from reading all of them), so that it can be asked each time.
 */
export const heldBackNow = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${haltedPeople(c)} q where q.person_id = m.person_id
    and m.kind = any(case q.kind when 'pause' then ${heldKinds.pause as string[]}::text[] else ${heldKinds.rollback as string[]}::text[] end) offset 0)`

/** Whether something in the inbox `inbox_item i` that asks does not appear yet; what was there before stays. */
export const heldNotice = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${haltedPeople(c)} q where q.person_id = i.person_id and i.appears_at >= q.began_at
    and i.kind = any(case q.kind when 'pause' then ${heldNotices.pause as string[]}::text[] else ${heldNotices.rollback as string[]}::text[] end))`

/** What waited may leave: both counters look at their lists. */
export async function goOn(tx: Tx | Db, c: Context): Promise<void> {
  for (const counter of ['single', 'bulk'] as const) await callPostman(tx, c, c.clock.now(), counter)
}

/**
 * The same when a wave goes on: what its people have missed leaves in their own working hours. Whoever lets it go on at
 * nine in Berlin wakes nobody in Denver.
 */
export async function goOnIn(tx: Tx, c: Context, waveId: string): Promise<void> {
  const now = c.clock.now()
  const { rows } = await sql<{ due_at: Instant; bulk: boolean }>`
    with held as materialized (
      select m.id, g.time_zone as own, coalesce(nullif(r.time_zone, ''), nullif(q.time_zone, ''), g.time_zone) as zone,
        coalesce(r.country, '') as country, coalesce(r.location, '') as location, coalesce(o.days, ${usualHours.days}::smallint[]) as days,
        coalesce(o.opens, ${usualHours.opens}::time) as opens, coalesce(o.closes, ${usualHours.closes}::time) as closes
      from outgoing_mail m
      join wave_member w on w.organization_id = m.organization_id and w.wave_id = ${waveId} and w.person_id = m.person_id and w.superseded is null and w.holds @> ${dayHere(c)}
      join person q on q.organization_id = m.organization_id and q.id = m.person_id
      join organization g on g.id = m.organization_id
      left join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id
      left join letter_hours o on o.organization_id = m.organization_id and o.person_id = m.person_id
      where m.organization_id = ${c.organizationId} and m.state = 'waiting' and m.due_at <= ${now} and m.kind = any(${heldKinds.pause as string[]}::text[])
    ),
    hours as materialized (
      select h.*, working_moment(${now}::timestamptz, known_zone(h.zone, h.own), h.days, h.opens, h.closes, days_off(${c.organizationId}, h.country, h.location)) as moment
      from (select distinct own, zone, country, location, days, opens, closes from held) h
    ),
    moved as (
      update outgoing_mail m set due_at = s.moment
      from held h join hours s using (own, zone, country, location, days, opens, closes)
      where m.organization_id = ${c.organizationId} and m.id = h.id and m.state = 'waiting'
      returning m.due_at, m.bulk
    )
    select distinct due_at, bulk from moved`.execute(tx)
  for (const one of rows) await callPostman(tx, c, one.due_at, one.bulk ? 'bulk' : 'single')
  await goOn(tx, c)
}
