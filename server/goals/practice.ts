/**
 * Who takes part in an element of the program. Its people are those of launched waves
 * whose version has it on (the program door says so); a manager takes part for the
 * people who report to them, also where the manager's own wave has not begun.
 * Everybody else sees nothing of it and is told, kindly, when it begins.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Design, ElementId } from '../../contract/design.ts'
import { visibleTo } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'
import {
  dayHere,
  elementOf,
  type ElementGrant,
  hasVersion,
  isTryable,
  opensTo,
  versionNumber,
} from '../program/program.ts'

/**
 * The set-wise twin of `elementOfEach`: rows `(person_id, since, settings)` for everyone
 * who has the element today, to be joined under an alias.
 */
export function practising(c: Context, element: ElementId): RawBuilder<unknown> {
  return sql`(
    select wm.organization_id, wm.person_id, w.launched_at, greatest(w.goes_live_on, lower(wm.holds)) as since, pv.elements -> ${sql.lit(element)} as settings
    from wave_member wm
    join wave w on w.organization_id = wm.organization_id and w.id = wm.wave_id and ${isTryable(element) ? opensTo(sql`wm.person_id`) : sql`w.launched_at is not null`}
    left join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null and wv.holds @> ${dayHere(c)}
    join program_version pv on pv.organization_id = w.organization_id and pv.program_id = w.program_id and pv.number = ${versionNumber}
    where wm.organization_id = ${c.organizationId} and wm.superseded is null and wm.holds @> ${dayHere(c)}
      and ${hasVersion} and (pv.elements -> ${sql.lit(element)} ->> 'on')::boolean
  )`
}

/** The go-live date of a wave that prepares a person, as a value in a statement. */
export function startsOnOf(c: Context, personId: RawBuilder<unknown>): RawBuilder<Day | null> {
  return sql<Day | null>`(select min(w.goes_live_on) from wave_member wm
    join wave w on w.organization_id = wm.organization_id and w.id = wm.wave_id
    where wm.organization_id = ${c.organizationId} and wm.person_id = ${personId} and wm.superseded is null and wm.holds @> ${dayHere(c)}
      and w.launched_at is null and w.prepares_on <= ${dayHere(c)} and w.goes_live_on >= ${dayHere(c)})`
}

export type Practice<E extends ElementId> = {
  /** Today, as the organization counts days. */
  today: Day
  /** The viewer's own element; null: their wave is not live, or does not have it. */
  own: { settings: Design['elements'][E]; since: Day } | null
  /** Somebody who reports to the viewer has it. */
  leads: boolean
  /** When it begins for the viewer, where their wave prepares. */
  startsOn: Day | null
  name: string
}

/** How the viewer takes part in an element, in one statement. */
export async function practiceOf<E extends ElementId>(c: Context, element: E): Promise<Practice<E>> {
  const { rows } = await sql<{
    today: Day
    settings: Design['elements'][E] | null
    since: Day | null
    leads: boolean
    starts_on: Day | null
    name: string
  }>`
    select ${dayHere(c)} as today, own.settings, own.since, r.full_name as name, ${startsOnOf(c, sql`r.person_id`)} as starts_on,
      exists (select from roster t join ${practising(c, element)} p on p.person_id = t.person_id
        where t.organization_id = r.organization_id and (t.manager_id = r.person_id or t.second_manager_id = r.person_id)) as leads
    from roster r
    left join lateral (select p.settings, p.since from ${practising(c, element)} p where p.person_id = r.person_id order by p.launched_at limit 1) own on true
    where ${visibleTo(c.viewer)} and r.person_id = ${c.viewer.personId}`.execute(c.db)
  const row = rows[0]
  if (!row) throw problem('forbidden')
  return {
    today: row.today,
    own: row.settings && row.since ? { settings: row.settings, since: row.since } : null,
    leads: row.leads,
    startsOn: row.starts_on,
    name: row.name,
  }
}

/** Whether an element is open to the viewer, as one value in a statement: for reads that are asked often. */
export function openTo(c: Context, element: ElementId): RawBuilder<boolean> {
  const me = c.viewer.personId
  return sql<boolean>`(select exists (select from ${practising(c, element)} p where p.person_id = ${me})
    or exists (select from roster t join ${practising(c, element)} p on p.person_id = t.person_id
      where t.organization_id = ${c.organizationId} and t.manager_id = ${me})
    or exists (select from roster t join ${practising(c, element)} p on p.person_id = t.person_id
      where t.organization_id = ${c.organizationId} and t.second_manager_id = ${me}))`
}

export function demandOpen(practice: Practice<ElementId>, element: ElementId): void {
  if (!practice.own && !practice.leads) throw notOpen(practice.name, element, practice.startsOn)
}

function notOpen(name: string, element: ElementId, startsOn: Day | null) {
  return problem('element_off', { name, element, ...(startsOn ? { startsOn } : {}) })
}

/** Refuses an act for somebody who does not have the element today. */
export async function demandElement<E extends ElementId>(
  c: Context,
  element: E,
  personId: string,
): Promise<ElementGrant<E>> {
  const found = await elementOf(c, personId, element)
  if (found) return found
  const { rows } = await sql<{ name: string; starts_on: Day | null }>`
    select r.full_name as name, ${startsOnOf(c, sql`r.person_id`)} as starts_on
    from roster r where ${visibleTo(c.viewer)} and r.person_id = ${personId}`.execute(c.db)
  if (!rows[0]) throw problem('person_unknown')
  throw notOpen(rows[0].name, element, rows[0].starts_on)
}

/** Today as the organization counts days: what metrics, periods and due dates mean. */
export async function dayOf(c: Context): Promise<Day> {
  const { rows } = await sql<{ day: Day }>`select ${dayHere(c)} as day`.execute(c.db)
  return rows[0]!.day
}
