/** A company with a program that has numbers, for tests of packs and reviews alone. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { SuccessMetric } from '../../contract/design.ts'
import { parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import type { Config } from '../platform/config.ts'

export type ReviewWorld = {
  base: TestBase
  w: World
  job: Context
  programId: string
  waveId: string
  /** A number as it was given out. `of` null: hidden by its floor. */
  give(
    metric: string,
    on: Day,
    met: number | null,
    more?: { of?: number; value?: number; wave?: string },
  ): Promise<void>
}

/** The first wave went live on 2 February 2026; it is the second of November. */
export async function reviewWorld(
  metrics: SuccessMetric[],
  options: { at?: string; config?: Partial<Config> } = {},
): Promise<ReviewWorld> {
  const base = await testBase({ at: options.at ?? '2026-11-02T09:00:00Z', config: options.config ?? {} })
  const w = await permissionWorld(base, `pack-${randomUUID().slice(0, 8)}`)
  const job = contextFor(base, w.organizationId)
  const { programId, waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-02-02',
    at: '2026-02-01T09:00:00Z',
    people: parts.filter((p) => p !== 'admin').map((p) => w.people[p]),
    named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    metrics,
  })
  const give: ReviewWorld['give'] = async (metric, on, met, { of = 1000, value, wave } = {}) => {
    const knownAt = `${addDays(on, 1)}T02:00:00.000Z`
    const { rows } = await sql<{ id: string }>`
      insert into metric_release (organization_id, as_of, known_at, scope, published, floor, people)
      values (${w.organizationId}, ${on}, ${knownAt}, 'summary', true, 5, 1000)
      on conflict (organization_id, as_of, known_at, scope) do update set people = excluded.people returning id`.execute(
      job.db,
    )
    await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version, numerator, denominator,
        value, population, shown, shown_numerator, shown_denominator, shown_value)
      values (${w.organizationId}, ${wave ? 'wave' : 'organization'}, ${wave ?? ''}, 'live', ${metric}, ${on}, ${knownAt}, ${rows[0]!.id}, 1,
        ${met ?? 3}, ${of}, ${value ?? null}, 1, ${met === null ? 'floor' : 'shown'}, ${met}, ${met === null ? null : of}, ${value ?? null})`.execute(
      job.db,
    )
  }
  return { base, w, job, programId, waveId, give }
}

export const aim = (id: SuccessMetric['id'], given: Partial<SuccessMetric> = {}): SuccessMetric => ({
  id,
  baseline: 20,
  baselineSource: 'Survey of January',
  target: 80,
  by: '2027-02-01',
  ...given,
})
