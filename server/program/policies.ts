/** Policies: what applies to whom, who has read which version, and how many. */
import { sql } from 'kysely'
import { type ElementId, elementIds, type Policy } from '../../contract/design.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { policies, program, Wave } from '../../contract/program.ts'
import { steadyGroup } from '../directory/directory.ts'
import { brandWords, chooseLanguage, programWords } from '../library/library.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { dayHere, today as todayOf } from './days.ts'
import { policyLabel } from './differences.ts'
import { blocksOf } from './policy-text.ts'
import { type Membership, wavesOf } from './own-waves.ts'
import { fieldFiller, firstGoalsBy } from './policy-fields.ts'
import { companyLocale, demandProgram, designOf, namesOf } from './queries.ts'
import { hasVersion, isTryable, opensTo, versionNumber } from './testers.ts'
import { waveRows } from './waves.ts'

/** Whether a policy is for somebody. */
export function appliesTo(policy: Pick<Policy, 'audience'>, person: { manages: boolean }): boolean {
  return policy.audience === 'everyone' || (policy.audience === 'managers') === person.manages
}

/** The text in the reader's language, or the nearest that there is. */
export function textFor(
  policy: Policy,
  reader: string | null,
  organization: string | null,
): { language: Language; title: string; body: string } | null {
  const there = languages.filter((l) => policy.texts[l])
  if (there.length === 0) return null
  const chosen = chooseLanguage(there, reader, organization).language
  const language = there.includes(chosen) ? chosen : there[0]!
  return { language, ...policy.texts[language]! }
}

async function acknowledgementsOf(
  c: Context,
  personId: string,
): Promise<{ policy_id: string; version: number; on: Day }[]> {
  const { rows } = await sql<{ policy_id: string; version: number; on: Day }>`
    select policy_id, version, acknowledged_on as "on" from policy_acknowledgement
    where organization_id = ${c.organizationId} and person_id = ${personId} order by version desc`.execute(c.db)
  return rows
}

/** By when: days after preparation began, or after the person came, or after the text was new to the wave. */
export function dueOn(
  policy: Pick<Policy, 'withinDays'>,
  wave: Pick<Membership, 'since' | 'preparesOn'>,
  newSince: Day | null,
): Day {
  return addDays(
    [wave.since, wave.preparesOn, newSince].filter((d): d is Day => d !== null).reduce((a, b) => (a > b ? a : b)),
    policy.withinDays,
  )
}

export async function myPolicies(c: Context): Promise<Answer<typeof policies.mine>> {
  const waves = await wavesOf(c, c.viewer.personId)
  if (waves.length === 0) return { program: null, policies: [] }
  const read = await acknowledgementsOf(c, c.viewer.personId)
  const facts = await sql<{ name: string; locale: string; manages: boolean }>`
    select o.name, o.locale, r.direct_reports > 0 as manages from organization o
    join roster r on r.organization_id = o.id and r.person_id = ${c.viewer.personId} where o.id = ${c.organizationId}`.execute(
    c.db,
  )
  const me = facts.rows[0]
  if (!me) return { program: null, policies: [] }
  const shown: Answer<typeof policies.mine>['policies'] = []
  for (const wave of waves) {
    const applying = wave.design.policies.filter((p) => appliesTo(p, me))
    if (applying.length === 0) continue
    const since = await newSince(c, wave, applying)
    const names = await namesOf(c.db, c, [wave.design.leadId, wave.design.sponsorId])
    for (const policy of applying) {
      const text = textFor(policy, c.viewer.locale, me.locale)
      if (!text) continue
      const mine = read.filter((r) => r.policy_id === policy.id)
      const now = mine.find((r) => r.version === policy.version)
      const earlier = mine.find((r) => r.version < policy.version)
      const fill = fieldFiller(text.language, c.viewer.locale, {
        organization: me.name,
        organizationLocale: me.locale,
        wave,
        title: text.title,
        lead: byId(names, wave.design.leadId),
        sponsor: byId(names, wave.design.sponsorId),
      })
      shown.push({
        programId: wave.programId,
        policyId: policy.id,
        version: policy.version,
        title: text.title,
        language: text.language,
        body: blocksOf(text.body, fill),
        acknowledge: policy.acknowledge,
        due: policy.acknowledge && !now ? dueOn(policy, wave, since.get(policy.id) ?? null) : null,
        acknowledgedOn: now?.on ?? null,
        earlier: !now && earlier ? { version: earlier.version, on: earlier.on } : null,
      })
    }
  }
  return { program: brandWords(waves[0]!.design.brand, c.viewer.locale, me.locale), policies: shown }
}

const byId = (names: readonly { id: string; name: string }[], id: string | null) =>
  names.find((n) => n.id === id)?.name ?? null

/** Since when each policy's present text has held for a wave. */
export async function newSince(
  c: Context,
  wave: Pick<Membership, 'waveId' | 'programId' | 'live'>,
  applying: readonly Pick<Policy, 'id' | 'version'>[],
): Promise<Map<string, Day>> {
  const { rows } = await sql<{ policy_id: string; day: Day }>`
    select p ->> 'id' as policy_id, min(case when wv.id is null then (v.published_at at time zone o.time_zone)::date else lower(wv.holds) end) as day
    from program_version v
    join organization o on o.id = v.organization_id
    cross join lateral jsonb_array_elements(v.design -> 'policies') p
    left join wave_version wv on wv.organization_id = v.organization_id and wv.wave_id = ${wave.waveId} and wv.number = v.number and wv.superseded is null
    where v.organization_id = ${c.organizationId} and v.program_id = ${wave.programId}
      and (${!wave.live} or wv.id is not null)
      and (p ->> 'id', (p ->> 'version')::integer) in (${sql.join(applying.map((a) => sql`(${a.id}, ${a.version}::integer)`))})
    group by 1`.execute(c.db)
  return new Map(rows.map((r) => [r.policy_id, r.day]))
}

export async function acknowledge(
  c: Context,
  input: Input<typeof policies.acknowledge>,
): Promise<{ acknowledgedOn: Day }> {
  const mine = (await myPolicies(c)).policies.find((p) => p.policyId === input.policyId)
  if (!mine) throw problem('not_found')
  if (mine.version !== input.version) throw problem('policy_changed')
  return c.db.transaction().execute(async (tx) => {
    const day = await todayOf(tx, c)
    await sql`
      insert into policy_acknowledgement (organization_id, program_id, policy_id, version, person_id, acknowledged_on, recorded)
      values (${c.organizationId}, ${mine.programId}, ${mine.policyId}, ${mine.version}, ${c.viewer.personId}, ${day}, ${c.clock.now()})
      on conflict do nothing`.execute(tx)
    const { rows } = await sql<{ on: Day }>`select acknowledged_on as "on" from policy_acknowledgement
      where organization_id = ${c.organizationId} and program_id = ${mine.programId} and policy_id = ${mine.policyId}
        and version = ${mine.version} and person_id = ${c.viewer.personId}`.execute(tx)
    await record(tx, c, {
      type: 'policy.acknowledged',
      subject: { kind: 'policy', id: mine.policyId },
      happenedOn: day,
      data: { programId: mine.programId, version: mine.version },
    })
    return { acknowledgedOn: rows[0]!.on }
  })
}

/**
 * A count of a group's people is told only where at least the smallest group is on either side of
 * it: who has confirmed, and who has not, is theirs. Null hides it.
 */
export const toldOfBoth = (count: number, of: number, floor: number): number | null =>
  count >= floor && of - count >= floor ? count : null

type Read = { asked: number; acknowledged: number; floor: number }

/** Of each text that is to be confirmed: whom a wave asks, and how many of them did. */
async function countRead(
  db: Db | Tx,
  c: Context,
  wave: { id: string; programId: string },
  asking: readonly Policy[],
  day: Day,
): Promise<[Policy, Read][]> {
  const { rows } = await sql<{ floor: number }>`select smallest_group(${c.organizationId}) as floor`.execute(db)
  const { floor } = rows[0]!
  const counts = new Map<Policy, Read>()
  for (const [audience, texts] of Map.groupBy(asking, (p) => p.audience)) {
    const leads = sql`r.direct_reports > 0`
    const people = await steadyGroup(
      db,
      c,
      `policies ${wave.id} ${audience}`,
      sql`select m.person_id from wave_member m
        join roster r on r.organization_id = m.organization_id and r.person_id = m.person_id and r.employed
        where m.organization_id = ${c.organizationId} and m.wave_id = ${wave.id} and m.superseded is null and m.holds @> ${day}::date
          and ${audience === 'everyone' ? sql`true` : audience === 'managers' ? leads : sql`not (${leads})`}`,
    )
    const { rows: read } = await sql<{ policy_id: string | null; version: number; n: number }>`
      with member as materialized (${people})
      select null::uuid as policy_id, 0 as version, count(*) as n from member
      union all
      select a.policy_id, a.version, count(*) from policy_acknowledgement a join member m on m.person_id = a.person_id
      where a.organization_id = ${c.organizationId} and a.program_id = ${wave.programId}
        and (a.policy_id, a.version) in (${sql.join(texts.map((p) => sql`(${p.id}::uuid, ${p.version}::integer)`))})
      group by 1, 2`.execute(db)
    const of = (id: string | null, version: number) =>
      read.find((row) => row.policy_id === id && row.version === version)?.n ?? 0
    for (const p of texts) counts.set(p, { asked: of(null, 0), acknowledged: of(p.id, p.version), floor })
  }
  return asking.map((p) => [p, counts.get(p)!])
}

/** How far one text is read. Hidden: only whether almost everybody or hardly anybody did; null of a group too small for that. */
export type ReadText = { asked: number; acknowledged: number | null; nearlyAll: boolean | null }

/** Of each text that a wave's people are asked to read; null where none asks. */
export async function acknowledgementsIn(db: Db | Tx, c: Context, wave: Wave, day: Day): Promise<ReadText[] | null> {
  if (wave.version === null) return null
  const design = await designOf(db, c, wave.programId, wave.version)
  const asking = design.policies.filter((p) => p.acknowledge)
  if (asking.length === 0) return null
  return (await countRead(db, c, wave, asking, day)).map(([, { asked, acknowledged, floor }]) => ({
    asked,
    acknowledged: toldOfBoth(acknowledged, asked, floor),
    nearlyAll: asked < 2 * floor ? null : asked - acknowledged < floor,
  }))
}

/** Counts only, and none of a few: who has not read a text is for the person and nobody else. */
export async function policyStatus(
  c: Context,
  input: Input<typeof policies.status>,
): Promise<Answer<typeof policies.status>> {
  await demandProgram(c, input.programId)
  const day = await todayOf(c.db, c)
  const waves = (await waveRows(c.db, c, day, { programId: input.programId })).filter(
    (w) => w.launched_at || w.prepared_at,
  )
  const found = new Map<string, Answer<typeof policies.status>['policies'][number]>()
  for (const w of waves) {
    const number = w.number ?? w.newest
    if (number === null) continue
    const design = await designOf(c.db, c, input.programId, number)
    const asking = design.policies.filter((p) => p.acknowledge)
    if (asking.length === 0) continue
    const reads = await countRead(c.db, c, { id: w.id, programId: input.programId }, asking, day)
    for (const [policy, { asked, acknowledged, floor }] of reads) {
      const key = `${policy.id} ${policy.version}`
      const entry = found.get(key) ?? {
        policyId: policy.id,
        title: textFor(policy, c.viewer.locale, null)?.title || policyLabel(policy),
        version: policy.version,
        audience: policy.audience,
        smallestGroup: floor,
        waves: [],
      }
      entry.waves.push({ waveId: w.id, name: w.name, asked, acknowledged: toldOfBoth(acknowledged, asked, floor) })
      found.set(key, entry)
    }
  }
  return { policies: [...found.values()] }
}

export async function myProgram(c: Context): Promise<Answer<typeof program.mine>> {
  const [wave, leads] = [(await wavesOf(c, c.viewer.personId))[0], await elementsOfReports(c)]
  if (!wave) return { program: null, leads }
  const { design } = wave
  const names = await namesOf(c.db, c, [design.sponsorId, design.leadId])
  const company = await companyLocale(c.db, c)
  const { why, whyNow, objectives } = programWords(design, c.viewer.locale, company)
  const named = (id: string | null) => names.find((n) => n.id === id) ?? null
  return {
    program: {
      programId: wave.programId,
      brand: brandWords(design.brand, c.viewer.locale, company),
      why,
      whyNow,
      objectives,
      wave: { id: wave.waveId, name: wave.waveName, goesLiveOn: wave.goesLiveOn, live: wave.live },
      open: elementIds.filter((e) => design.elements[e].on && (wave.live || (wave.trying && isTryable(e)))),
      elements: elementIds.filter((e) => design.elements[e].on),
      cadence: design.elements.checkins.on ? design.elements.checkins.cadence : null,
      goalPeriod: design.elements.goals.on ? design.elements.goals.period : null,
      reviewsEvery: design.elements.reviews.on ? design.elements.reviews.every : null,
      learning: design.training.courses.length > 0,
      growthEvery: design.elements.growth.on ? design.elements.growth.lookEvery : null,
      goalsFirstBy: firstGoalsBy(design, wave),
      sponsor: named(design.sponsorId),
      lead: named(design.leadId),
    },
    leads,
  }
}

/** What is on for somebody who reports to the viewer, by the versions that their waves run on; of a wave that is tried, what can be. */
async function elementsOfReports(c: Context): Promise<ElementId[]> {
  const me = c.viewer.personId
  const { rows } = await sql<{ element: string; trying: boolean }>`
    select e.key as element, bool_and(w.launched_at is null) as trying from roster t
    join wave_member wm on wm.organization_id = t.organization_id and wm.person_id = t.person_id and wm.superseded is null and wm.holds @> ${dayHere(c)}
    join wave w on w.organization_id = wm.organization_id and w.id = wm.wave_id and ${opensTo(sql`wm.person_id`)}
    left join wave_version wv on wv.organization_id = w.organization_id and wv.wave_id = w.id and wv.superseded is null and wv.holds @> ${dayHere(c)}
    join program_version pv on pv.organization_id = w.organization_id and pv.program_id = w.program_id and pv.number = ${versionNumber}
    cross join lateral jsonb_each(pv.elements) e
    where t.organization_id = ${c.organizationId} and (t.manager_id = ${me} or t.second_manager_id = ${me}) and ${hasVersion} and (e.value ->> 'on')::boolean
    group by e.key`.execute(c.db)
  return elementIds.filter((id) => rows.some((row) => row.element === id && (!row.trying || isTryable(id))))
}
