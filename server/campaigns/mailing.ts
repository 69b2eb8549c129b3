/** What letters of a message and its lines in the app have in common: how long it takes, and what its subject is. */
import { type RawBuilder, sql } from 'kysely'
import { languages } from '../../contract/library.ts'
import { departures } from '../attention/attention.ts'
import { fieldsOf, fillLetter, template } from '../library/library.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { Problem } from '../platform/problem.ts'
import { excludedBecause } from './queries.ts'
import { compiler, type Script } from './words.ts'

/** To whom, as a condition over `roster r`, and `z.due_at` for each, as a join. */
export type Mailing = {
  people: RawBuilder<boolean>
  when: RawBuilder<unknown>
  /** Every hour at which some leave. */
  times: readonly Instant[]
  lastDay?: Day
}

/**
 * An hour of a day in each zone, as it was to come at `since`; for those whose place is off on it, of the next day on which
 * it is not. An hour that has passed since then is now.
 */
export async function hoursOn(
  tx: Tx,
  c: Context,
  { day, at, since }: { day: Day; at: string; since: Instant },
): Promise<Pick<Mailing, 'when' | 'times'>> {
  const places = sql`(select distinct country, location from roster where organization_id = ${c.organizationId})`
  const worked = sql`worked_day(${day}::date, days_off(${c.organizationId}, d.country, d.location))`
  const { rows } = await sql<{ day: Day }>`select distinct ${worked} as day from ${places} d`.execute(tx)
  const hours: { zone: string; day: Day; at: Instant }[] = []
  for (const one of rows) {
    const { zones, times } = await departures(tx, c, one.day, at, { since })
    hours.push(...zones.map((zone, i) => ({ zone, day: one.day, at: times[i]! })))
  }
  return {
    when: sql`join (select d.country, d.location, ${worked} as day from ${places} d) w on w.country = r.country and w.location = r.location
      join unnest(${hours.map((one) => one.zone)}::text[], ${hours.map((one) => one.day)}::date[], ${hours.map((one) => one.at)}::timestamptz[])
        as z (zone, day, due_at) on z.zone = r.time_zone and z.day = w.day`,
    times: hours.map((one) => one.at),
  }
}

/** Whether the words cannot be said to somebody `roster r`: they name a manager, and this reader has none. */
export function unsaid(script: Pick<Script, 'text'>): RawBuilder<boolean> {
  const named = languages.some((language) => fieldsOf(script.text(language)).includes('manager.name'))
  return named
    ? sql<boolean>`not exists (select from roster rm where rm.organization_id = r.organization_id and rm.person_id = r.manager_id)`
    : sql<boolean>`false`
}

/** Why somebody addressed gets no letter, as SQL over `roster r` and `person p`; null: they get one. */
export const keptFrom = (script: Pick<Script, 'text'>): RawBuilder<string | null> =>
  sql<string | null>`case when ${unsaid(script)} then 'no_manager' else ${excludedBecause} end`

/** In the language that takes longest. */
export function readingTime(script: Script): number {
  const compile = compiler(script, template(script.row.template).target)
  return Math.max(
    ...languages.map((language) => {
      try {
        return compile(language, null).minutes
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return 0.5
      }
    }),
  )
}

/** Stands for a name; nobody is called so. */
const nobody = '\u25a1'

/** The subject line in each language, for the list in the app; the title stands in where it greets somebody by name. */
export function subjectsOf(script: Script): Record<string, string> {
  const compile = compiler(script, template(script.row.template).target)
  const title = (language: string) =>
    template(script.row.template).texts.find((t) => t.language === language)?.title ?? ''
  return Object.fromEntries(
    languages.map((language) => {
      try {
        const { subject } = fillLetter(compile(language, null), {
          person: { name: nobody, givenName: nobody },
          manager: { name: nobody },
        })
        return [language, subject.includes(nobody) ? title(language) : subject]
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        return [language, title(language)]
      }
    }),
  )
}
