/** A published program and a launched wave, as rows. For tests of the practice only; journeys use the product's own verbs. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type Design, type ElementId, elementIds, emptyDesign } from '../../contract/design.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Db } from '../platform/db.ts'

export type LiveWave = { programId: string; waveId: string }
type Made = {
  organizationId: string
  day: Day
  at: string
  /** Who is in it; everyone employed unless told. */
  people?: readonly string[]
  elements?: { [E in ElementId]?: Partial<Design['elements'][E]> }
  training?: Partial<Design['training']>
  /** Who leads and stands behind it; nobody unless told. */
  named?: Partial<Pick<Design, 'leadId' | 'sponsorId'>>
  /** What its success is measured by; nothing unless told. */
  metrics?: Design['metrics']
  /** False: it prepares, and goes live ten days later. */
  launched?: boolean
}

export async function makeWave(db: Db, made: Made): Promise<LiveWave> {
  const { organizationId: org, day, at } = made
  const programId = randomUUID()
  const waveId = randomUUID()
  const launched = made.launched ?? true
  const empty = emptyDesign()
  const design: Design = {
    ...empty,
    ...made.named,
    brand: { ...empty.brand, name: 'Compass' },
    elements: Object.fromEntries(
      elementIds.map((e) => [e, { ...empty.elements[e], ...made.elements?.[e] }]),
    ) as Design['elements'],
    training: { ...empty.training, ...made.training },
    metrics: made.metrics ?? [],
  }
  const json = JSON.stringify(design)
  await sql`insert into program (organization_id, id, draft, drafted_at, created_at) values (${org}, ${programId}, ${json}::jsonb, ${at}, ${at})`.execute(
    db,
  )
  await sql`insert into program_version (organization_id, program_id, number, design, published_at) values (${org}, ${programId}, 1, ${json}::jsonb, ${at})`.execute(
    db,
  )
  await sql`insert into wave (organization_id, id, program_id, name, prepares_on, goes_live_on, launched_at, launched_people, created_at)
    values (${org}, ${waveId}, ${programId}, ${`Wave ${waveId.slice(0, 8)}`}, ${addDays(day, -10)}, ${launched ? day : addDays(day, 10)},
      ${launched ? at : null}, ${launched ? 1 : null}, ${at})`.execute(db)
  if (launched) {
    await sql`insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded)
      values (${org}, ${waveId}, ${programId}, 1, daterange(${day}::date, null), ${at})`.execute(db)
  }
  const everyone = made.people === undefined
  await sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded)
    select ${org}::uuid, ${programId}::uuid, ${waveId}::uuid, r.person_id, daterange(${addDays(day, -10)}::date, null), ${launched}::boolean, ${at}::timestamptz from roster r
    where r.organization_id = ${org} and r.employed and (${everyone} or r.person_id = any(${(made.people ?? []) as string[]}::uuid[]))`.execute(
    db,
  )
  return { programId, waveId }
}
