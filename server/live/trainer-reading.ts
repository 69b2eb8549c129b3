/** Trainers as they, their observers and the program lead read them. */
import { type RawBuilder, sql } from 'kysely'
import { type Language, languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { trainers, TrainerDetail } from '../../contract/trainers.ts'
import { chooseLanguage, observationSheet, workshops } from '../library/library.ts'
import { type Day, dayIn, type Instant } from '../platform/clock.ts'
import { foundBy } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { readerOf, trainerCourses } from '../training/training.ts'
import {
  holds,
  mayObserve,
  openDelivery,
  readyOn,
  type TrainerRow,
  trainerRows,
  trainerRule,
  stateOfTrainer,
} from './trainer-rows.ts'

type Trainer = Answer<typeof trainers.list>['trainers'][number]
type Observed = Answer<typeof trainers.observe>
type Delivery = NonNullable<Trainer['next']>

type DeliveryRow = {
  id: string
  trainer_id: string
  candidate_id: string
  candidate: string
  observer_id: string
  observer: string
  session_id: string
  title: string
  starts_at: Instant
  time_zone: string
  place: string
  language: Language
  workshop_id: string | null
  called_off_at: Instant | null
  withdrawn_at: Instant | null
  observed_at: Instant | null
  verdict: 'ready' | 'not_yet' | null
  seen: Observed['seen'] | null
  well: string
  work_on: string
  next_by: Day | null
  ready_until: Day | null
}

/** `where` speaks of delivery `d`, its session `s` and trainer `t`; newest first. */
async function deliveryRows(db: Db | Tx, c: Context, where: RawBuilder<unknown>): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`
    select d.id, d.trainer_id, t.person_id as candidate_id, p.full_name as candidate, d.observer_id, o.full_name as observer, d.session_id, s.title, s.starts_at,
      s.time_zone, s.place, s.language, s.workshop_id, s.called_off_at, d.withdrawn_at, d.observed_at, d.verdict, d.seen, d.well, d.work_on, d.next_by, d.ready_until
    from trainer_delivery d
    join trainer t on t.organization_id = d.organization_id and t.id = d.trainer_id
    join training_session s on s.organization_id = d.organization_id and s.id = d.session_id
    join person p on p.organization_id = t.organization_id and p.id = t.person_id
    join person o on o.organization_id = d.organization_id and o.id = d.observer_id
    where d.organization_id = ${c.organizationId} and ${where}
    order by d.arranged_at desc, d.withdrawn_at is not null, d.id limit 200`.execute(db)
  return rows
}

function deliveryOf(c: Context, row: DeliveryRow, timeZone: string): Delivery {
  const state = row.verdict
    ? row.verdict
    : row.withdrawn_at
      ? 'withdrawn'
      : row.called_off_at
        ? 'called_off'
        : row.starts_at > c.clock.now()
          ? 'ahead'
          : 'to_write'
  return {
    id: row.id,
    session: {
      id: row.session_id,
      title: row.title,
      startsAt: row.starts_at,
      timeZone: row.time_zone,
      place: row.place,
      language: row.language,
      workshopId: row.workshop_id,
    },
    candidate: { id: row.candidate_id, name: row.candidate },
    observer: { id: row.observer_id, name: row.observer },
    state,
    observedOn: row.observed_at && dayIn(row.observed_at, timeZone),
  }
}

const withWords = (c: Context, row: DeliveryRow, timeZone: string): Observed => ({
  ...deliveryOf(c, row, timeZone),
  seen: row.seen ?? {},
  well: row.well,
  workOn: row.work_on,
  nextBy: row.next_by,
  readyUntil: row.ready_until,
})

async function zoneOf(db: Db | Tx, c: Context): Promise<string> {
  const { rows } = await sql<{
    z: string
  }>`select time_zone as z from organization where id = ${c.organizationId}`.execute(db)
  return rows[0]!.z
}

/** A delivery, for its candidate, its observer and the program lead; of nobody else's is said that it is there. */
export async function observedOf(
  db: Db | Tx,
  c: Context,
  deliveryId: string,
): Promise<{ delivery: Observed; trainerId: string }> {
  const mine = c.viewer.roles.includes('lead')
    ? sql`true`
    : sql`(t.person_id = ${c.viewer.personId} or d.observer_id = ${c.viewer.personId})`
  const row = (await deliveryRows(db, c, sql`d.id = ${deliveryId} and ${mine}`))[0]
  if (!row) throw problem('not_found')
  return { delivery: withWords(c, row, await zoneOf(db, c)), trainerId: row.trainer_id }
}

/** The courses that somebody is asked to take as a trainer. */
export const coursesOf = (db: Db | Tx, c: Context, personId: string) =>
  trainerCourses(db, c, [personId]).then((found) => found.get(personId) ?? [])

const countOf = (courses: readonly { done: boolean }[]) => ({
  done: courses.filter((one) => one.done).length,
  of: courses.length,
})

async function shownAll(db: Db | Tx, c: Context, rows: readonly TrainerRow[]): Promise<Trainer[]> {
  const [today, zone] = [await todayOf(db, c), await zoneOf(db, c)]
  const ids = rows.map((row) => row.id)
  const next = new Map(
    (await deliveryRows(db, c, sql`d.trainer_id = any(${ids}::uuid[]) and ${openDelivery}`)).map((row) => [
      row.trainer_id,
      row,
    ]),
  )
  const courses = await trainerCourses(
    db,
    c,
    rows.map((row) => row.person_id),
  )
  return rows.map((row) => {
    const ahead = next.get(row.id)
    return {
      person: { id: row.person_id, name: row.name, title: row.job, site: row.site },
      languages: row.languages,
      state: stateOfTrainer(row, today, zone),
      courses: countOf(courses.get(row.person_id) ?? []),
      next: ahead ? deliveryOf(c, ahead, zone) : null,
    }
  })
}

/** Where somebody stands, with what was observed. */
async function detailsOf(db: Db | Tx, c: Context, personId: string): Promise<TrainerDetail | null> {
  // Whoever is asked or serves now, else the newest that is over; never by chance.
  const rows = await trainerRows(db, c, sql`t.person_id = ${personId}`)
  const over = (one: TrainerRow) => one.ended_at ?? one.declined_at
  const row = rows.find((one) => over(one) === null) ?? rows.toSorted((x, y) => (over(x)! < over(y)! ? 1 : -1))[0]
  if (!row) return null
  const zone = await zoneOf(db, c)
  const [shown] = await shownAll(db, c, [row])
  return {
    ...shown!,
    words: row.words,
    namedBy: { id: row.named_by, name: row.namer },
    namedOn: dayIn(row.named_at, zone),
    deliveries: (await deliveryRows(db, c, sql`d.trainer_id = ${row.id}`)).map((one) => withWords(c, one, zone)),
  }
}

export async function detailOf(db: Db | Tx, c: Context, personId: string): Promise<TrainerDetail> {
  const found = await detailsOf(db, c, personId)
  if (!found) throw problem('not_found')
  return found
}

export async function list(c: Context, input: Input<typeof trainers.list>): Promise<Answer<typeof trainers.list>> {
  const today = await todayOf(c.db, c)
  const stands = sql`t.declined_at is null and t.ended_at is null`
  const ready = sql`(d.id is not null and (d.ready_until is null or d.ready_until >= ${today}::date))`
  const states = {
    asked: sql`${stands} and t.accepted_at is null`,
    learning: sql`${stands} and t.accepted_at is not null and not ${ready}`,
    ready: sql`${stands} and t.accepted_at is not null and ${ready}`,
    ended: sql`(t.ended_at is not null or t.declined_at is not null)`,
  }
  const q = input.q ? `%${input.q.replace(/[%_\\]/g, '\\$&')}%` : null
  const where = sql`${input.state ? states[input.state] : stands}
    and ${q === null ? sql`true` : sql`(p.full_name ilike ${q} or r.location ilike ${q})`}
    and ${input.language ? sql`${input.language} = any(t.languages)` : sql`true`}`
  const rows = await trainerRows(c.db, c, where, input)
  const { rows: counted } = await sql<{ n: number }>`select count(*) as n from trainer t
    join person p on p.organization_id = t.organization_id and p.id = t.person_id
    left join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
    left join lateral (select d.id, d.ready_until from trainer_delivery d where d.organization_id = t.organization_id and d.trainer_id = t.id and d.verdict = 'ready'
      order by d.observed_at desc, d.id limit 1) d on true
    where t.organization_id = ${c.organizationId} and ${where}`.execute(c.db)
  return { today, total: counted[0]!.n, trainers: await shownAll(c.db, c, rows) }
}

/** Sessions ahead in which somebody could deliver, nearest first. */
async function sessionsAhead(c: Context, personId: string): Promise<Answer<typeof trainers.get>['sessions']> {
  const { rows } = await sql<{ id: string; title: string; startsAt: Instant; timeZone: string; language: Language }>`
    select s.id, s.title, s.starts_at as "startsAt", s.time_zone as "timeZone", s.language from training_session s
    where s.organization_id = ${c.organizationId} and s.called_off_at is null and s.starts_at > ${c.clock.now()}::timestamptz
    order by (select t.languages from trainer t where t.organization_id = s.organization_id and t.person_id = ${personId}
      and t.declined_at is null and t.ended_at is null) @> array[s.language] desc nulls last, s.starts_at, s.id limit 100`.execute(
    c.db,
  )
  return rows
}

/** Whoever may observe from today on; not the candidate. */
export async function observersFor(db: Db | Tx, c: Context): Promise<{ id: string; name: string }[]> {
  const today = await todayOf(db, c)
  const { rows } = await sql<{ id: string; name: string }>`
    select r.person_id as id, r.full_name as name from roster r
    where r.organization_id = ${c.organizationId} and r.person_id in (select g.person_id from role_grant g
      where g.organization_id = ${c.organizationId} and g.role in ('lead', 'trainer') and g.ended_at is null)
      and ${mayObserve(c, sql`r.person_id`, sql`${today}::date`)}
    order by r.sort_name, r.person_id limit 200`.execute(db)
  return rows
}

export async function get(c: Context, input: Input<typeof trainers.get>): Promise<Answer<typeof trainers.get>> {
  const observers = await observersFor(c.db, c)
  return {
    trainer: await detailOf(c.db, c, input.personId),
    sessions: await sessionsAhead(c, input.personId),
    observers: observers.filter((one) => one.id !== input.personId),
  }
}

export async function mine(c: Context): Promise<Answer<typeof trainers.mine>> {
  const zone = await zoneOf(c.db, c)
  const me = c.viewer.personId
  const { language } = await readerOf(c)
  return {
    today: await todayOf(c.db, c),
    trainer: await detailsOf(c.db, c, me),
    courses: (await trainerCourses(c.db, c, [me], language)).get(me) ?? [],
    observes: (
      await deliveryRows(c.db, c, sql`d.observer_id = ${me} and d.withdrawn_at is null and s.called_off_at is null`)
    ).map((row) => deliveryOf(c, row, zone)),
  }
}

const sheetIn = (c: Context) => observationSheet(chooseLanguage(languages, c.viewer.locale, null).language)
export const sheet = async (c: Context): Promise<Answer<typeof trainers.sheet>> => sheetIn(c)

export async function delivery(
  c: Context,
  input: Input<typeof trainers.delivery>,
): Promise<Answer<typeof trainers.delivery>> {
  const { delivery: found } = await observedOf(c.db, c, input.deliveryId)
  const mayWrite = found.observer.id === c.viewer.personId && found.state === 'to_write'
  return {
    delivery: found,
    sheet: sheetIn(c),
    mayWrite,
    courses: countOf(await coursesOf(c.db, c, found.candidate.id)),
    sessions: mayWrite ? await sessionsAhead(c, found.candidate.id) : [],
  }
}

export async function proposals(
  c: Context,
  input: Input<typeof trainers.proposals>,
): Promise<Answer<typeof trainers.proposals>> {
  // Managers are found by name alone: there are too many to propose.
  const found = await foundBy(c.db, input.q)
  const { rows } = await sql<{
    id: string
    name: string
    title: string
    site: string
    locale: string
    as: Answer<typeof trainers.proposals>['people'][number]['as']
  }>`
    with asked as (select person_id from trainer where organization_id = ${c.organizationId} and declined_at is null and ended_at is null),
    seat as (
      select person_id, min(case role when 'trainer' then 1 when 'champion' then 2 else 3 end) as rank from role_grant
      where organization_id = ${c.organizationId} and role in ('trainer', 'champion', 'hr') and ended_at is null group by person_id
    ),
    near as (
      (select r.*, s.rank from seat s join roster r on r.organization_id = ${c.organizationId} and r.person_id = s.person_id
        where r.employed and ${found} limit 500)
      union all
      (select r.*, 4 from roster r where r.organization_id = ${c.organizationId} and r.employed and r.direct_reports > 0
        and ${input.q ? found : sql`false`} and r.person_id not in (select person_id from seat) order by r.sort_name limit 50)
    )
    select n.person_id as id, n.full_name as name, n.title, n.location as site, n.locale,
      (array['trainer', 'champion', 'hr', 'manager'])[n.rank] as as
    from near n where n.person_id not in (select person_id from asked) order by n.rank, n.sort_name, n.person_id limit 50`.execute(
    c.db,
  )
  return {
    people: rows.map(({ locale, ...one }) => ({
      ...one,
      language: languages.find((l) => locale.startsWith(l)) ?? null,
    })),
  }
}

export async function readiness(c: Context): Promise<Answer<typeof trainers.readiness>> {
  const today = await todayOf(c.db, c)
  const now = c.clock.now()
  const rule = await trainerRule(c.db, c)
  const { language } = await readerOf(c)
  const day = sql`(s.starts_at at time zone s.time_zone)::date`
  const ahead = sql`s.organization_id = ${c.organizationId} and s.called_off_at is null and s.starts_at > ${now}::timestamptz`
  const { rows } = await sql<Answer<typeof trainers.readiness>['rows'][number]>`
    with stands as (
      select unnest(t.languages) as language, coalesce(r.location, '') as site,
        d.id is not null and (d.ready_until is null or d.ready_until >= ${today}::date) as ready
      from trainer t join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id
      left join lateral (select d.id, d.ready_until from trainer_delivery d where d.organization_id = t.organization_id and d.trainer_id = t.id and d.verdict = 'ready'
        order by d.observed_at desc, d.id limit 1) d on true
      where t.organization_id = ${c.organizationId} and t.accepted_at is not null and t.ended_at is null
    ),
    cells as (
      select language, site, 0 as sessions, count(*) filter (where ready) as ready, count(*) filter (where not ready) as learning from stands group by 1, 2
      union all
      select s.language, s.site, count(*), 0, 0 from training_session s where ${ahead} group by 1, 2
    )
    select language, site, sum(sessions)::integer as sessions, sum(ready)::integer as ready, sum(learning)::integer as learning from cells
    group by 1, 2 order by sum(sessions) > 0 and sum(ready) = 0 desc, sum(sessions) desc, language, site limit 200`.execute(
    c.db,
  )
  const { rows: uncovered } = await sql<Answer<typeof trainers.readiness>['open'][number]>`
    select s.id, s.title, s.starts_at as "startsAt", s.time_zone as "timeZone", s.language, s.site from training_session s
    where ${ahead} and s.workshop_id = any(${rule.workshops}::text[]) and not exists (
      select from training_session_leader l where l.organization_id = s.organization_id and l.session_id = s.id
        and (${readyOn(c, sql`l.person_id`, day)} or exists (select from trainer t join trainer_delivery d on d.organization_id = t.organization_id and d.trainer_id = t.id
          where t.organization_id = l.organization_id and t.person_id = l.person_id and d.session_id = s.id and ${openDelivery})))
    order by s.starts_at, s.id limit 100`.execute(c.db)
  const { rows: left } = await sql<{ id: string; name: string; sessions: number; observations: number }>`
    with waits as (
      select l.person_id, 1 as sessions, 0 as observations from training_session s
      join training_session_leader l on l.organization_id = s.organization_id and l.session_id = s.id
      where ${ahead} and not ${holds(c, sql`l.person_id`, ['lead', 'trainer'])}
      union all
      select d.observer_id, 0, 1 from trainer_delivery d where d.organization_id = ${c.organizationId} and ${openDelivery} and not ${mayObserve(c, sql`d.observer_id`, sql`${today}::date`)}
    )
    select w.person_id as id, p.full_name as name, sum(w.sessions)::integer as sessions, sum(w.observations)::integer as observations
    from waits w join person p on p.organization_id = ${c.organizationId} and p.id = w.person_id group by 1, 2 order by 2, 1 limit 100`.execute(
    c.db,
  )
  // A session at no site in particular can be led by anybody who speaks its language.
  const inLanguage = (language: string, what: 'ready' | 'learning') =>
    rows.filter((one) => one.language === language).reduce((sum, one) => sum + one[what], 0)
  return {
    rows: rows.map((one) =>
      one.site === ''
        ? { ...one, ready: inLanguage(one.language, 'ready'), learning: inLanguage(one.language, 'learning') }
        : one,
    ),
    open: uncovered,
    left: left.map(({ id, name, sessions, observations }) => ({ person: { id, name }, sessions, observations })),
    rule,
    workshops: workshops(language).map(({ id, title }) => ({ id, title })),
  }
}
