/** Which texts people are asked to confirm, told so that they can be asked by letter. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Policy } from '../../contract/design.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { today as todayOf } from './days.ts'
import { wavesOf } from './own-waves.ts'
import { appliesTo, dueOn, newSince, textFor } from './policies.ts'
import { designOf, namesOf } from './queries.ts'
import { waveRows } from './waves.ts'

/** One version of one text of a program, as one subject: a new version is asked for anew, another wave is not. */
export function textSubject(programId: string, policy: Pick<Policy, 'id' | 'version'>): string {
  const hash = createHash('sha256').update(`${programId} ${policy.id} ${policy.version}`).digest('hex')
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `8${hash.slice(13, 16)}`,
    `8${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-')
}

export type AskedText = {
  subjectId: string
  programId: string
  waveId: string
  preparesOn: Day | null
  policy: Pick<Policy, 'id' | 'version' | 'audience' | 'withinDays'>
  /** Since when this version holds in the wave. */
  newSince: Day | null
}

/** The texts that each wave which has begun asks its people to confirm. */
export async function askedTexts(c: Context): Promise<AskedText[]> {
  const day = await todayOf(c.db, c)
  const found: AskedText[] = []
  for (const wave of await waveRows(c.db, c, day, {})) {
    const number = wave.number ?? wave.newest
    if (number === null || (!wave.launched_at && !wave.prepared_at)) continue
    const asking = (await designOf(c.db, c, wave.program_id, number)).policies.filter((p) => p.acknowledge)
    if (asking.length === 0) continue
    const programId = wave.program_id
    const since = await newSince(c, { waveId: wave.id, programId, live: wave.launched_at !== null }, asking)
    for (const policy of asking)
      found.push({
        subjectId: textSubject(programId, policy),
        programId,
        waveId: wave.id,
        preparesOn: wave.prepares_on,
        policy,
        newSince: since.get(policy.id) ?? null,
      })
  }
  return found
}

/** What one of those texts says of itself to a person today; null where it does not ask them, or they have confirmed it. */
export async function askedOf(
  c: Context,
  person: { id: string; locale: string },
  subjectId: string,
): Promise<{ title: string; due: Day; program: string; lead: string | null } | null> {
  const { rows } = await sql<{ manages: boolean; locale: string }>`
    select r.direct_reports > 0 as manages, o.locale from roster r join organization o on o.id = r.organization_id
    where r.organization_id = ${c.organizationId} and r.person_id = ${person.id}`.execute(c.db)
  const here = rows[0]
  if (!here) return null
  for (const wave of await wavesOf(c, person.id)) {
    const policy = wave.design.policies.find((p) => p.acknowledge && textSubject(wave.programId, p) === subjectId)
    if (!policy || !appliesTo(policy, here)) continue
    const read = await sql`select 1 from policy_acknowledgement where organization_id = ${c.organizationId}
      and program_id = ${wave.programId} and policy_id = ${policy.id} and version = ${policy.version} and person_id = ${person.id}`.execute(
      c.db,
    )
    if (read.rows.length > 0) return null
    const since = (await newSince(c, wave, [policy])).get(policy.id) ?? null
    const [lead] = await namesOf(c.db, c, [wave.design.leadId])
    const title = textFor(policy, person.locale, here.locale)?.title
    return title
      ? { title, due: dueOn(policy, wave, since), program: wave.design.brand.name, lead: lead?.name ?? null }
      : null
  }
  return null
}
