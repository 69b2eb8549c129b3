/** Which texts people are asked to confirm, told so that they can be asked by letter. */
import { createHash } from 'node:crypto'
import type { Brand, Policy } from '../../contract/design.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { today as todayOf } from './days.ts'
import { newSince } from './policies.ts'
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
  policy: Policy
  /** Since when this version holds in the wave. */
  newSince: Day | null
  brand: Brand
  lead: string | null
}

/** The texts that each wave which has begun asks its people to confirm. */
export async function askedTexts(c: Context): Promise<AskedText[]> {
  const day = await todayOf(c.db, c)
  const found: AskedText[] = []
  for (const wave of await waveRows(c.db, c, day, {})) {
    const number = wave.number ?? wave.newest
    if (number === null || (!wave.launched_at && !wave.prepared_at)) continue
    const design = await designOf(c.db, c, wave.program_id, number)
    const asking = design.policies.filter((p) => p.acknowledge)
    if (asking.length === 0) continue
    const programId = wave.program_id
    const since = await newSince(c, { waveId: wave.id, programId, live: wave.launched_at !== null }, asking)
    const [lead] = await namesOf(c.db, c, [design.leadId])
    for (const policy of asking)
      found.push({
        subjectId: textSubject(programId, policy),
        programId,
        waveId: wave.id,
        preparesOn: wave.prepares_on,
        policy,
        newSince: since.get(policy.id) ?? null,
        brand: design.brand,
        lead: lead?.name ?? null,
      })
  }
  return found
}
