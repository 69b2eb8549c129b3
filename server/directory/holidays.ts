/** Calendars of days on which nobody works: kept, read, and asked by whatever counts working days. */
import { sql } from 'kysely'
import type { HolidayPlace, holidays } from '../../contract/holidays.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { organizationDay } from './audiences.ts'
import { type Holiday, readHolidays } from './holiday-text.ts'

type Calendar = Answer<typeof holidays.create>

/** Days on which nobody in the whole company works; what a country or a location has beside them is asked of each person's place. */
export async function companyDaysOff(db: Db | Tx, c: Context): Promise<ReadonlySet<Day>> {
  const { rows } = await sql<{ day: Day }>`select distinct h.day from holiday_place p
    join holiday h on h.organization_id = p.organization_id and h.calendar_id = p.calendar_id
    where p.organization_id = ${c.organizationId} and p.kind = 'company'`.execute(db)
  return new Set(rows.map((row) => row.day))
}

/** Days on which nobody works at some places where somebody does, as the people file writes them; days of the whole company aside. */
export async function placesOff(db: Db | Tx, c: Context): Promise<ReadonlyMap<Day, string[]>> {
  const { rows } = await sql<{ day: Day; places: string[] }>`
    with there as materialized (select distinct country, location from roster where organization_id = ${c.organizationId} and employed)
    select h.day, array_agg(distinct p.value order by p.value) as places from holiday_place p
    join holiday h on h.organization_id = p.organization_id and h.calendar_id = p.calendar_id
    where p.organization_id = ${c.organizationId} and p.kind <> 'company'
      and exists (select from there t where case p.kind when 'country' then t.country else t.location end = p.value)
    group by h.day`.execute(db)
  return new Map(rows.map((row) => [row.day, row.places]))
}
/** Days on which single people do not work although the company does, by their country and location. Nobody is named who has none. */
export async function daysOffOf(
  db: Db | Tx,
  c: Context,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<Day>>> {
  const { rows } = await sql<{ id: string; off: Day[] }>`
    with who as materialized (
      select r.person_id, r.country, r.location from roster r
      where r.organization_id = ${c.organizationId} and r.person_id = any(${personIds as string[]}::uuid[])
    ), place as materialized (
      select x.country, x.location, (select array_agg(d::text order by d) from unnest(days_off(${c.organizationId}, x.country, x.location)) d
        where d <> all (days_off(${c.organizationId}, '', ''))) as off
      from (select distinct country, location from who) x
    )
    select w.person_id as id, p.off from who w join place p on p.country = w.country and p.location = w.location where p.off is not null`.execute(
    db,
  )
  return new Map(rows.map((row) => [row.id, new Set(row.off)]))
}

async function read(db: Db | Tx, c: Context, id: string | null): Promise<Calendar[]> {
  const { rows } = await sql<Calendar>`
    select k.id, k.name, k.changed_at as "changedAt", jsonb_build_object('id', p.id, 'name', p.full_name) as "changedBy",
      (select coalesce(jsonb_agg(case when h.kind = 'company' then jsonb_build_object('kind', h.kind) else jsonb_build_object('kind', h.kind, 'value', h.value) end
        order by h.kind, h.value), '[]') from holiday_place h where h.organization_id = k.organization_id and h.calendar_id = k.id) as places,
      (select coalesce(jsonb_agg(jsonb_build_object('day', h.day, 'name', h.name) order by h.day), '[]') from holiday h
        where h.organization_id = k.organization_id and h.calendar_id = k.id) as days
    from holiday_calendar k join person p on p.organization_id = k.organization_id and p.id = k.changed_by
    where k.organization_id = ${c.organizationId} and (${id}::uuid is null or k.id = ${id})
    order by lower(k.name) limit 300`.execute(db)
  return rows
}

async function one(c: Context, id: string): Promise<Calendar> {
  const found = (await read(c.db, c, id))[0]
  if (!found) throw problem('not_found')
  return found
}

export async function listHolidays(c: Context): Promise<Answer<typeof holidays.list>> {
  const values = async (column: 'country' | 'location') => {
    const { rows } = await sql<{ value: string }>`select distinct ${sql.ref(column)} as value from roster
      where organization_id = ${c.organizationId} and employed and ${sql.ref(column)} <> '' order by 1 limit 2000`.execute(
      c.db,
    )
    return rows.map((row) => row.value)
  }
  const [calendars, countries, locations, today] = await Promise.all([
    read(c.db, c, null),
    values('country'),
    values('location'),
    organizationDay(c),
  ])
  return { calendars, countries, locations, today }
}

export async function createHolidays(c: Context, input: Input<typeof holidays.create>): Promise<Calendar> {
  const days = readHolidays(input.text, await organizationDay(c))
  const id = await naming(input.name, () =>
    c.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        id: string
      }>`insert into holiday_calendar (organization_id, name, changed_by, changed_at)
        values (${c.organizationId}, ${input.name}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(tx)
      const made = rows[0]!.id
      await putDays(tx, c, made, days)
      await putPlaces(tx, c, made, input.places)
      await record(tx, c, { type: 'holidays.created', subject: { kind: 'holiday_calendar', id: made } })
      return made
    }),
  )
  return one(c, id)
}

export async function updateHolidays(c: Context, input: Input<typeof holidays.update>): Promise<Calendar> {
  const { calendarId, name, places, text } = input
  const days = text === undefined ? null : readHolidays(text, await organizationDay(c))
  await naming(name ?? '', () =>
    c.db.transaction().execute(async (tx) => {
      const { rows } =
        await sql`update holiday_calendar set name = coalesce(${name ?? null}, name), changed_by = ${c.viewer.personId}, changed_at = ${c.clock.now()}
        where organization_id = ${c.organizationId} and id = ${calendarId} returning 1`.execute(tx)
      if (rows.length === 0) throw problem('not_found')
      if (days) await putDays(tx, c, calendarId, days)
      if (places) await putPlaces(tx, c, calendarId, places)
      const changed = [
        ...(name === undefined ? [] : ['name']),
        ...(places ? ['places'] : []),
        ...(days ? ['days'] : []),
      ]
      await record(tx, c, {
        type: 'holidays.updated',
        subject: { kind: 'holiday_calendar', id: calendarId },
        data: { changed },
      })
    }),
  )
  return one(c, calendarId)
}

export async function removeHolidays(c: Context, input: Input<typeof holidays.remove>): Promise<{ removed: true }> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } =
      await sql`delete from holiday_calendar where organization_id = ${c.organizationId} and id = ${input.calendarId} returning 1`.execute(
        tx,
      )
    if (rows.length === 0) throw problem('not_found')
    await record(tx, c, { type: 'holidays.removed', subject: { kind: 'holiday_calendar', id: input.calendarId } })
  })
  return { removed: true }
}

async function putDays(tx: Tx, c: Context, id: string, days: readonly Holiday[]): Promise<void> {
  await sql`delete from holiday where organization_id = ${c.organizationId} and calendar_id = ${id}`.execute(tx)
  await sql`insert into holiday (organization_id, calendar_id, day, name)
    select ${c.organizationId}, ${id}, d.day, d.name from unnest(${days.map((one) => one.day)}::date[], ${days.map((one) => one.name)}::text[]) as d (day, name)`.execute(
    tx,
  )
}

async function putPlaces(tx: Tx, c: Context, id: string, places: readonly HolidayPlace[]): Promise<void> {
  await sql`delete from holiday_place where organization_id = ${c.organizationId} and calendar_id = ${id}`.execute(tx)
  const values = places.map((place) => (place.kind === 'company' ? '' : place.value))
  await sql`insert into holiday_place (organization_id, calendar_id, kind, value)
    select distinct ${c.organizationId}::uuid, ${id}::uuid, d.kind, d.value from unnest(${places.map((place) => place.kind)}::text[], ${values}::text[]) as d (kind, value)`.execute(
    tx,
  )
}

async function naming<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'holiday_calendar_by_name')
      throw problem('holidays_name_taken', { name }, error)
    throw error
  }
}
