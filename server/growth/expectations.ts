/** What is expected of people on a day: by the version that held then and what the people file says of them on it. */
import { type RawBuilder, sql } from 'kysely'
import { Framework, type SpokenFramework } from '../../contract/competencies.ts'
import { audienceCondition } from '../directory/directory.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { audienceOf, type Reader, roleFor, type RoleFacts, speak } from './framework.ts'

/** What is expected of one person, with everything to show it later as it was then. */
export type Expectation = {
  version: number
  role: { id: string; name: string; nextId: string | null } | null
  /** The scale, the first level first. */
  levels: { id: string; name: string }[]
  /** What the role is asked; every competency where no role fits. */
  competencies: ExpectedCompetency[]
}
export type ExpectedCompetency = {
  id: string
  name: string
  meaning: string
  /** Null: no level is expected. */
  expectedLevelId: string | null
  levels: { id: string; behaviours: string[] }[]
}

export type Published = { number: number; framework: Framework; publishedAt: string }

/** The version that held on a day: the newest that was published by then. Null: nothing was said yet. */
export async function versionOn(db: Db | Tx, c: Context, day: Day): Promise<Published | null> {
  const { rows } = await sql<{ number: number; framework: unknown; published_at: string }>`
    select number, framework, published_at from competency_version
    where organization_id = ${c.organizationId} and published_on <= ${day}::date
    order by published_on desc, number desc limit 1`.execute(db)
  return rows[0] ? toPublished(rows[0]) : null
}

/** One version by its number; throws `not_found`. */
export async function versionNumbered(db: Db | Tx, c: Context, number: number): Promise<Published> {
  const { rows } = await sql<{ number: number; framework: unknown; published_at: string }>`
    select number, framework, published_at from competency_version
    where organization_id = ${c.organizationId} and number = ${number}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return toPublished(rows[0])
}

/** A version in the viewer's language: what a form that was made under it says, also years later. */
export async function spokenVersion(c: Context, number: number): Promise<SpokenFramework> {
  return speak((await versionNumbered(c.db, c, number)).framework, await readerOf(c.db, c))
}

const toPublished = (row: { number: number; framework: unknown; published_at: string }): Published => ({
  number: row.number,
  framework: Framework.parse(row.framework),
  publishedAt: row.published_at,
})

/** In whose language to speak: the viewer's, then the company's. */
export async function readerOf(db: Db | Tx, c: Context): Promise<Reader> {
  const { rows } = await sql<{
    locale: string
  }>`select locale from organization where id = ${c.organizationId}`.execute(db)
  return { locale: c.viewer.locale, organizationLocale: rows[0]?.locale ?? 'en' }
}

/** What the people file says of people on a day, as we believe it now; absent where nobody was employed. */
export async function factsOn(
  db: Db | Tx,
  c: Context,
  personIds: readonly string[],
  day: Day,
): Promise<Map<string, RoleFacts>> {
  if (personIds.length === 0) return new Map()
  const { rows } = await sql<RoleFacts & { person_id: string }>`
    select p.person_id, p.department, p.division, p.title, p.level,
      exists (select from placement m where m.organization_id = p.organization_id and m.manager_id = p.person_id
        and m.superseded is null and m.holds @> ${day}::date) as manages
    from placement p
    where p.organization_id = ${c.organizationId} and p.person_id = any(${personIds as string[]}::uuid[])
      and p.superseded is null and p.holds @> ${day}::date`.execute(db)
  return new Map(rows.map(({ person_id, ...facts }) => [person_id, facts]))
}

/** Pure: what a version asks of somebody with these facts, in the reader's words. */
export function expectationIn(published: Published, facts: RoleFacts | undefined, reader: Reader): Expectation {
  const spoken = speak(published.framework, reader)
  const role = facts ? roleFor(published.framework, facts) : null
  const said = role ? spoken.roles.find((r) => r.id === role.id)! : null
  return {
    version: published.number,
    role: said ? { id: said.id, name: said.name, nextId: said.nextId } : null,
    levels: spoken.levels,
    competencies: spoken.competencies
      .filter((k) => !role || role.expects[k.id] !== undefined)
      .map((k) => ({ ...k, expectedLevelId: role?.expects[k.id] ?? null })),
  }
}

/**
 * The competencies that several people are asked about on a day, in two statements.
 * Absent: nobody employed then. Empty: no version had been published.
 */
export async function expectationsOf(
  c: Context,
  personIds: readonly string[],
  day: Day,
  db: Db | Tx = c.db,
): Promise<Map<string, Expectation>> {
  const published = await versionOn(db, c, day)
  if (!published) return new Map()
  const [facts, reader] = [await factsOn(db, c, personIds, day), await readerOf(db, c)]
  return new Map([...facts].map(([personId, known]) => [personId, expectationIn(published, known, reader)] as const))
}

/**
 * What a given version asks of several people by what the people file says of them on a day,
 * whatever was published since. Absent: nobody employed then.
 */
export async function expectationsUnder(
  c: Context,
  version: number,
  personIds: readonly string[],
  day: Day,
  db: Db | Tx = c.db,
): Promise<Map<string, Expectation>> {
  const published = await versionNumbered(db, c, version)
  const [facts, reader] = [await factsOn(db, c, personIds, day), await readerOf(db, c)]
  return new Map([...facts].map(([personId, known]) => [personId, expectationIn(published, known, reader)] as const))
}

/** Of whom nothing is expected on a day, as a condition over `roster r`: no version, or no role that fits. */
export async function nobodyExpects(db: Db | Tx, c: Context, day: Day): Promise<RawBuilder<boolean>> {
  const roles = (await versionOn(db, c, day))?.framework.roles ?? []
  if (roles.length === 0) return sql<boolean>`true`
  const fitting = roles.map((role) => audienceCondition(audienceOf(role.rule), day))
  return sql<boolean>`not (${sql.join(fitting, sql` or `)})`
}

/** The same for one; null where nothing was expected yet, or nobody was employed. */
export async function expectationOf(c: Context, personId: string, day: Day, db: Db | Tx = c.db) {
  return (await expectationsOf(c, [personId], day, db)).get(personId) ?? null
}
