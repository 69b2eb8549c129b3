/** Rows of trainers and candidates, where each stands, and who may lead or observe what. */
import { type RawBuilder, sql } from 'kysely'
import type { Language } from '../../contract/library.ts'
import { trainerRenewalDays, type TrainerDetail } from '../../contract/trainers.ts'
import { addDays, type Day, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'

export type TrainerRow = {
  id: string
  person_id: string
  name: string
  job: string
  site: string
  languages: Language[]
  words: string
  named_by: string
  namer: string
  named_at: Instant
  accepted_at: Instant | null
  declined_at: Instant | null
  ended_at: Instant | null
  because: 'own' | 'lead' | 'role' | 'left' | null
  /** Of the newest sign-off. */
  signed: boolean
  ready_until: Day | null
  /** Of the newest "not yet" that no delivery followed. */
  next_by: Day | null
}

/** Of trainer `t`, their newest sign-off. */
export const newestSignOff = sql`lateral (select d.id, d.ready_until, d.renewal_told_at from trainer_delivery d
  where d.organization_id = t.organization_id and d.trainer_id = t.id and d.verdict = 'ready' order by d.observed_at desc, d.id limit 1)`

/** `where` speaks of trainer `t`, roster `r` and the newest sign-off `d`. */
export async function trainerRows(
  db: Db | Tx,
  c: Context,
  where: RawBuilder<unknown>,
  page?: { offset: number; limit: number },
): Promise<TrainerRow[]> {
  const { rows } = await sql<TrainerRow>`
    select t.id, t.person_id, p.full_name as name, coalesce(r.title, '') as job, coalesce(r.location, '') as site, t.languages, t.words,
      t.named_by, n.full_name as namer, t.named_at, t.accepted_at, t.declined_at, t.ended_at, t.because,
      d.id is not null as signed, d.ready_until,
      (select x.next_by from trainer_delivery x where x.organization_id = t.organization_id and x.trainer_id = t.id and x.withdrawn_at is null
        order by x.arranged_at desc, x.id limit 1) as next_by
    from trainer t
    join person p on p.organization_id = t.organization_id and p.id = t.person_id
    join person n on n.organization_id = t.organization_id and n.id = t.named_by
    left join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    left join ${newestSignOff} d on true
    where t.organization_id = ${c.organizationId} and ${where}
    order by coalesce(r.sort_name, p.full_name), t.named_at desc, t.id limit ${page?.limit ?? 500} offset ${page?.offset ?? 0}`.execute(
    db,
  )
  return rows
}

/** Pure. */
export function stateOfTrainer(
  row: Pick<TrainerRow, 'accepted_at' | 'declined_at' | 'ended_at' | 'because' | 'signed' | 'ready_until' | 'next_by'>,
  today: Day,
  timeZone: string,
): TrainerDetail['state'] {
  if (row.declined_at) return { is: 'declined' }
  if (row.ended_at && row.because) return { is: 'ended', on: dayIn(row.ended_at, timeZone), because: row.because }
  if (!row.accepted_at) return { is: 'asked' }
  if (!row.signed) return { is: 'learning', by: row.next_by }
  if (row.ready_until !== null && row.ready_until < today) return { is: 'expired', on: row.ready_until }
  return {
    is: 'ready',
    until: row.ready_until,
    ending: row.ready_until !== null && row.ready_until <= addDays(today, trainerRenewalDays),
  }
}

/** Signed off on that day: as a row of `trainer` that stands. */
export const readyOn = (c: Context, person: RawBuilder<unknown>, day: RawBuilder<unknown>): RawBuilder<boolean> =>
  // Names of its own: whom and which day it asks about may come from a query around it.
  sql<boolean>`exists (select from trainer ready_t
    join lateral (select x.ready_until from trainer_delivery x where x.organization_id = ready_t.organization_id and x.trainer_id = ready_t.id
      and x.verdict = 'ready' order by x.observed_at desc, x.id limit 1) ready_d on ready_d.ready_until is null or ready_d.ready_until >= ${day}
    where ready_t.organization_id = ${c.organizationId} and ready_t.person_id = ${person} and ready_t.accepted_at is not null and ready_t.ended_at is null)`

/** Holds one of these roles and works here. */
export const holds = (c: Context, person: RawBuilder<unknown>, roles: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`exists (select from role_grant held_g join roster held_r on held_r.organization_id = held_g.organization_id and held_r.person_id = held_g.person_id
    where held_g.organization_id = ${c.organizationId} and held_g.person_id = ${person} and held_g.role = any(${[...roles]}::text[]) and held_g.ended_at is null)`

/** A lead, or whoever is signed off on that day. */
export const mayObserve = (c: Context, person: RawBuilder<unknown>, day: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(${holds(c, person, ['lead'])} or (${holds(c, person, ['trainer'])} and ${readyOn(c, person, day)}))`

/** A delivery `d` that is neither over nor taken back, of a session that takes place. */
export const openDelivery = sql<boolean>`(d.withdrawn_at is null and d.observed_at is null and exists (select from training_session o
  where o.organization_id = d.organization_id and o.id = d.session_id and o.called_off_at is null))`

/** The company's rule; without one nothing is asked for, and a sign-off holds two years. */
export async function trainerRule(
  db: Db | Tx,
  c: Context,
): Promise<{ renewMonths: number | null; workshops: string[] }> {
  const { rows } = await sql<{ renew_months: number | null; workshops: string[] }>`
    select renew_months, workshops from trainer_rule where organization_id = ${c.organizationId}`.execute(db)
  return rows[0]
    ? { renewMonths: rows[0].renew_months, workshops: rows[0].workshops }
    : { renewMonths: 24, workshops: [] }
}

/** Nobody else names, arranges, signs or ends for the same person until the transaction ends. */
export async function lockTrainer(tx: Tx, c: Context, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('trainer ' || ${c.organizationId}::text || ${personId}::text, 0))`.execute(
    tx,
  )
}

/** Whoever is asked or serves now. */
export async function standingRow(db: Db | Tx, c: Context, personId: string): Promise<TrainerRow | undefined> {
  return (await trainerRows(db, c, sql`t.person_id = ${personId} and t.declined_at is null and t.ended_at is null`))[0]
}
