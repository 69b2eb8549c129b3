/** Publishing: a version from the draft, and what differs between versions. */
import { sql } from 'kysely'
import { Design, type Policy } from '../../contract/design.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { program } from '../../contract/program.ts'
import { giveRole } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { dayHere } from './days.ts'
import { differences, samePolicyText } from './differences.ts'
import { refreshIn } from './membership.ts'
import { missingIn } from './missing.ts'
import { demandProgram, designOf, namesOf, presentOf, programRow } from './queries.ts'

export async function publish(
  c: Context,
  input: Input<typeof program.publish>,
): Promise<Answer<typeof program.publish>> {
  return c.db.transaction().execute(async (tx) => {
    await sql`select 1 from program where organization_id = ${c.organizationId} and id = ${input.programId} for update`.execute(
      tx,
    )
    const row = await programRow(tx, c, input.programId)
    // What is published is what the lead saw, not what somebody saved a second ago.
    if (row.draft_revision !== input.revision) throw problem('conflict')
    const draft = Design.parse(row.draft)
    const last = row.design === null ? null : Design.parse(row.design)
    const missing = missingIn(draft, await presentOf(tx, c, [draft.leadId, draft.sponsorId])).filter(
      (m) => m.needed === 'publish',
    )
    if (missing.length > 0) throw problem('design_incomplete', { count: missing.length })
    const found = differences(last, draft)
    if (last && found.length === 0) throw problem('nothing_to_publish', { number: row.number ?? 0 })

    const design: Design = {
      ...draft,
      policies: countPolicies(draft.policies, last?.policies ?? [], await publishedVersions(tx, c, row.id)),
    }
    const number = (row.number ?? 0) + 1
    const now = c.clock.now()
    await sql`insert into program_version (organization_id, program_id, number, design, note, published_by, published_at)
      values (${c.organizationId}, ${row.id}, ${number}, ${JSON.stringify(design)}::jsonb, ${input.note}, ${c.viewer.personId}, ${now})`.execute(
      tx,
    )
    await sql`update program set draft = ${JSON.stringify(design)}::jsonb where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'program.published',
      subject: { kind: 'program', id: row.id },
      data: {
        number,
        changed: [...new Set(found.map((d) => d.area))],
        leadId: design.leadId,
        sponsorId: design.sponsorId,
      },
    })
    const granted: Answer<typeof program.publish>['granted'] = []
    for (const [role, id] of [
      ['lead', design.leadId],
      ['sponsor', design.sponsorId],
    ] as const) {
      if (id === null || !(await giveRole(tx, c, { role, personId: id }))) continue
      granted.push({ role, person: (await namesOf(tx, c, [id]))[0]! })
    }
    // Waves whose preparation date has passed begin with the first version.
    await refreshIn(tx, c, row.id)
    return { number, granted }
  })
}

type Tx = Parameters<typeof presentOf>[0]

/** The highest number that each policy was ever published under. */
async function publishedVersions(tx: Tx, c: Context, programId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; version: number }>`
    select p ->> 'id' as id, max((p ->> 'version')::integer) as version
    from program_version v cross join lateral jsonb_array_elements(v.design -> 'policies') p
    where v.organization_id = ${c.organizationId} and v.program_id = ${programId} group by 1`.execute(tx)
  return new Map(rows.map((r) => [r.id, r.version]))
}

/** A policy whose text changed since it was last published gets the next number. Pure. */
export function countPolicies(
  policies: readonly Policy[],
  last: readonly Policy[],
  highest: ReadonlyMap<string, number>,
): Policy[] {
  return policies.map((policy) => {
    const was = last.find((p) => p.id === policy.id)
    if (was && samePolicyText(was, policy)) return { ...policy, version: was.version }
    return { ...policy, version: (highest.get(policy.id) ?? 0) + 1 }
  })
}

type VersionRow = {
  number: number
  note: string
  published_at: string
  published_by: string | null
  published_name: string | null
  published_title: string | null
  waves: { id: string; name: string }[] | null
}

async function versionRows(c: Context, programId: string, number?: number): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select v.number, v.note, v.published_at, v.published_by, p.full_name as published_name, r.title as published_title,
      (select jsonb_agg(jsonb_build_object('id', w.id, 'name', w.name) order by w.goes_live_on)
       from wave_version wv join wave w on w.organization_id = wv.organization_id and w.id = wv.wave_id
       where wv.organization_id = v.organization_id and wv.program_id = v.program_id and wv.number = v.number
         and wv.superseded is null and wv.holds @> ${dayHere(c)}) as waves
    from program_version v
    left join person p on p.organization_id = v.organization_id and p.id = v.published_by
    left join roster r on r.organization_id = v.organization_id and r.person_id = v.published_by
    where v.organization_id = ${c.organizationId} and v.program_id = ${programId} and (${number ?? null}::integer is null or v.number = ${number ?? null})
    order by v.number desc`.execute(c.db)
  return rows
}

const toVersion = (row: VersionRow) => ({
  number: row.number,
  note: row.note,
  publishedAt: row.published_at,
  waves: row.waves ?? [],
  publishedBy: row.published_by
    ? { id: row.published_by, name: row.published_name ?? '', title: row.published_title ?? '' }
    : null,
})

export async function listVersions(
  c: Context,
  input: Input<typeof program.versions>,
): Promise<Answer<typeof program.versions>> {
  await demandProgram(c, input.programId)
  return { versions: (await versionRows(c, input.programId)).map(toVersion) }
}

export async function getVersion(
  c: Context,
  input: Input<typeof program.version>,
): Promise<Answer<typeof program.version>> {
  const design = await designOf(c.db, c, input.programId, input.number)
  const row = (await versionRows(c, input.programId, input.number))[0]!
  return { ...toVersion(row), design, people: await namesOf(c.db, c, [design.leadId, design.sponsorId]) }
}

export async function getDifference(
  c: Context,
  input: Input<typeof program.difference>,
): Promise<Answer<typeof program.difference>> {
  const row = await programRow(c.db, c, input.programId)
  const to = input.to ?? null
  const from = input.from ?? (to === null ? row.number : to > 1 ? to - 1 : null)
  const before = from === null ? null : await designOf(c.db, c, row.id, from)
  const after = to === null ? Design.parse(row.draft) : await designOf(c.db, c, row.id, to)
  return {
    from,
    to,
    differences: differences(before, after),
    people: await namesOf(c.db, c, [before?.leadId, before?.sponsorId, after.leadId, after.sponsorId]),
  }
}
