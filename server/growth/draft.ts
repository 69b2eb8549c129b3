/** The company's competencies as they are written: draft, versions, whom a role means. */
import { sql } from 'kysely'
import type { competencies } from '../../contract/competencies.ts'
import { Framework, frameworkAreas } from '../../contract/competencies.ts'
import { languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { mayCall } from '../access/access.ts'
import { audienceCondition } from '../directory/directory.ts'
import { dayOf, demandOpen, practiceOf } from '../goals/goals.ts'
import { competencyStarter } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { factsOn, readerOf, versionNumbered, versionOn } from './expectations.ts'
import { audienceOf, differencesOf, emptyFramework, missingIn, roleFor, speak, tidy } from './framework.ts'
import { withStarter } from './starter.ts'

type Draft = Answer<typeof competencies.draft>

export async function get(c: Context): Promise<Answer<typeof competencies.get>> {
  // Who writes or looks after the competencies reads them before anybody's wave is live.
  if (!mayCall(c.viewer, 'competencies.draft') && !c.viewer.roles.includes('admin'))
    demandOpen(await practiceOf(c, 'growth'), 'growth')
  const today = await dayOf(c)
  const published = await versionOn(c.db, c, today)
  if (!published) return { version: null, publishedAt: null, framework: null, myRoleId: null }
  const facts = (await factsOn(c.db, c, [c.viewer.personId], today)).get(c.viewer.personId)
  return {
    version: published.number,
    publishedAt: published.publishedAt,
    framework: speak(published.framework, await readerOf(c.db, c)),
    myRoleId: facts ? (roleFor(published.framework, facts)?.id ?? null) : null,
  }
}

type Row = { draft: unknown; revision: number; drafted_at: string; drafted_by: string | null; name: string | null }

async function rowOf(db: Db | Tx, c: Context, lock = false): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select f.draft, f.revision, f.drafted_at, f.drafted_by, p.full_name as name from competency_framework f
    left join person p on p.organization_id = f.organization_id and p.id = f.drafted_by
    where f.organization_id = ${c.organizationId} ${lock ? sql`for update of f` : sql``}`.execute(db)
  return rows[0]
}

/** The newest version of all; what a draft is compared with. */
async function newest(db: Db | Tx, c: Context) {
  const { rows } = await sql<{ number: number | null }>`select max(number) as number from competency_version
    where organization_id = ${c.organizationId}`.execute(db)
  const number = rows[0]?.number ?? null
  return number === null ? null : versionNumbered(db, c, number)
}

async function draftIn(db: Db | Tx, c: Context): Promise<Draft> {
  const [row, last, reader] = [await rowOf(db, c), await newest(db, c), await readerOf(db, c)]
  const framework = row ? Framework.parse(row.draft) : emptyFramework
  const { rows } = await sql<{ language: string }>`
    select split_part(lower(r.locale), '-', 1) as language from roster r
    where r.organization_id = ${c.organizationId} and r.employed group by 1 order by count(*) desc`.execute(db)
  const own = reader.organizationLocale.split('-')[0]!.toLowerCase()
  const read = [own, ...rows.map((r) => r.language)]
  const spoken = [...new Set(read)].flatMap((l) => languages.filter((known) => known === l))
  return {
    framework,
    revision: row?.revision ?? 0,
    draftedAt: row?.drafted_at ?? null,
    draftedBy: row?.drafted_by && row.name ? { id: row.drafted_by, name: row.name } : null,
    missing: missingIn(framework, reader),
    version: last?.number ?? null,
    changes: differencesOf(last?.framework ?? null, framework, reader).length,
    mayWrite: mayCall(c.viewer, 'competencies.write'),
    languages: spoken.length > 0 ? spoken : ['en'],
  }
}

export const getDraft = (c: Context): Promise<Draft> => draftIn(c.db, c)

export async function save(c: Context, input: Input<typeof competencies.save>): Promise<Draft> {
  return c.db.transaction().execute((tx) => keep(tx, c, input.revision, () => tidy(input.framework)))
}

/** Twice is once: what was taken before stays as the company has it now. */
export async function takeStarter(c: Context, input: Input<typeof competencies.takeStarter>): Promise<Draft> {
  return c.db.transaction().execute((tx) => keep(tx, c, input.revision, (now) => withStarter(now, competencyStarter())))
}

type Kept = { framework: Framework; revision: number }
const keptIn = (row: Row | undefined): Kept =>
  row ? { framework: Framework.parse(row.draft), revision: row.revision } : { framework: emptyFramework, revision: 0 }

/** The draft as it is; nothing is written. `lock`: against a second change at the same moment, where one was begun. */
export async function draftNow(tx: Tx, c: Context, lock: boolean): Promise<Kept> {
  return keptIn(await rowOf(tx, c, lock))
}

/** The draft as it is, locked against a second change at the same moment; an empty one where none was begun. */
async function draftToChange(tx: Tx, c: Context): Promise<Kept> {
  await sql`insert into competency_framework (organization_id, draft, drafted_at) values (${c.organizationId}, ${JSON.stringify(emptyFramework)}::jsonb, ${c.clock.now()})
    on conflict do nothing`.execute(tx)
  return keptIn(await rowOf(tx, c, true))
}

export async function keep(
  tx: Tx,
  c: Context,
  revision: number,
  change: (framework: Framework) => Framework,
): Promise<Draft> {
  const { framework: before, revision: current } = await draftToChange(tx, c)
  if (current !== revision) throw problem('conflict')
  const next = Framework.parse(change(before))
  const changed = frameworkAreas.filter((area) => JSON.stringify(before[area]) !== JSON.stringify(next[area]))
  if (changed.length === 0) {
    countRecorded(c, 1) // nothing was different, so there is nothing to tell
    return draftIn(tx, c)
  }
  await sql`update competency_framework set draft = ${JSON.stringify(next)}::jsonb, revision = revision + 1,
      drafted_by = ${c.viewer.personId}, drafted_at = ${c.clock.now()} where organization_id = ${c.organizationId}`.execute(
    tx,
  )
  await record(tx, c, { type: 'competencies.drafted', subject: { kind: 'competencies', id: null }, data: { changed } })
  return draftIn(tx, c)
}

export async function publish(
  c: Context,
  input: Input<typeof competencies.publish>,
): Promise<Answer<typeof competencies.publish>> {
  return c.db.transaction().execute(async (tx) => {
    const [row, last, reader] = [await rowOf(tx, c, true), await newest(tx, c), await readerOf(tx, c)]
    // What is published is what the lead saw, not what somebody saved a second ago.
    if ((row?.revision ?? 0) !== input.revision) throw problem('conflict')
    const framework = row ? Framework.parse(row.draft) : emptyFramework
    const missing = missingIn(framework, reader)
    if (missing.length > 0) throw problem('framework_incomplete', { count: missing.length })
    const differences = differencesOf(last?.framework ?? null, framework, reader)
    if (last && differences.length === 0) throw problem('nothing_to_publish', { number: last.number })
    const number = (last?.number ?? 0) + 1
    const today = await dayOf({ ...c, db: tx })
    await sql`insert into competency_version (organization_id, number, framework, note, published_by, published_at, published_on)
      values (${c.organizationId}, ${number}, ${JSON.stringify(framework)}::jsonb, ${input.note}, ${c.viewer.personId}, ${c.clock.now()}, ${today})`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'competencies.published',
      subject: { kind: 'competencies', id: null },
      data: { number, changed: [...new Set(differences.map((d) => d.area))] },
    })
    return { number }
  })
}

export async function versions(c: Context): Promise<Answer<typeof competencies.versions>> {
  const { rows } = await sql<{
    number: number
    note: string
    published_at: string
    published_by: string | null
    name: string | null
    competencies: number
    roles: number
  }>`select v.number, v.note, v.published_at, v.published_by, p.full_name as name,
      jsonb_array_length(v.framework -> 'competencies') as competencies, jsonb_array_length(v.framework -> 'roles') as roles
    from competency_version v left join person p on p.organization_id = v.organization_id and p.id = v.published_by
    where v.organization_id = ${c.organizationId} order by v.number desc limit 200`.execute(c.db)
  return {
    versions: rows.map((r) => ({
      number: r.number,
      note: r.note,
      publishedAt: r.published_at,
      publishedBy: r.published_by && r.name ? { id: r.published_by, name: r.name } : null,
      competencies: r.competencies,
      roles: r.roles,
    })),
  }
}

export async function difference(
  c: Context,
  input: Input<typeof competencies.difference>,
): Promise<Answer<typeof competencies.difference>> {
  const reader = await readerOf(c.db, c)
  const row = input.to === undefined ? await rowOf(c.db, c) : undefined
  const after =
    input.to === undefined
      ? row
        ? Framework.parse(row.draft)
        : emptyFramework
      : (await versionNumbered(c.db, c, input.to)).framework
  const last = input.to === undefined ? ((await newest(c.db, c))?.number ?? 0) : input.to - 1
  const from = input.from ?? (last > 0 ? last : null)
  const before = from === null ? null : (await versionNumbered(c.db, c, from)).framework
  return { from, to: input.to ?? null, differences: differencesOf(before, after, reader) }
}

const valueFields = ['department', 'division', 'title', 'level'] as const

export async function reach(c: Context): Promise<Answer<typeof competencies.reach>> {
  const row = await rowOf(c.db, c)
  const framework = row ? Framework.parse(row.draft) : emptyFramework
  const today = await dayOf(c)
  const at = framework.roles.map(
    (role, i) => sql`when ${audienceCondition(audienceOf(role.rule), today)} then ${sql.lit(i)}`,
  )
  // The first role that fits counts somebody, as it is theirs.
  const { rows } = await sql<{ role: number | null; people: number }>`
    select ${at.length === 0 ? sql`null::integer` : sql`case ${sql.join(at, sql` `)} end`} as role, count(*)::integer as people
    from roster r where r.organization_id = ${c.organizationId} and r.employed group by 1`.execute(c.db)
  const values = await Promise.all(
    valueFields.map(async (field) => {
      const found = await sql<{ value: string; n: number }>`
        select ${sql.ref(`r.${field}`)} as value, count(*)::integer as n from roster r
        where r.organization_id = ${c.organizationId} and r.employed and ${sql.ref(`r.${field}`)} <> ''
        group by 1 order by 2 desc, 1 limit 400`.execute(c.db)
      return [field, found.rows.map((v): [string, number] => [v.value, v.n])] as const
    }),
  )
  return {
    roles: framework.roles.map((role, i) => ({ id: role.id, people: rows.find((r) => r.role === i)?.people ?? 0 })),
    without: rows.find((r) => r.role === null)?.people ?? 0,
    of: rows.reduce((sum, r) => sum + r.people, 0),
    values: Object.fromEntries(values) as Answer<typeof competencies.reach>['values'],
  }
}
