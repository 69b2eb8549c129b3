/** Waves side by side at the same age: how far each was so many days after its go-live. */
import { sql } from 'kysely'
import type { metrics } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { type Day, daysBetween } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { kindsFor } from '../publication/publication.ts'
import { aimsOf, programOf } from './aims.ts'
import { rowsOf, toPoint, visible } from './cells.ts'
import { hasTables, isOwn } from './metric.ts'
import { registryOf } from './own.ts'
import { describe, languageOf } from './registry.ts'

/** More lines than these nobody tells apart. */
const mostWaves = 12

/** Of each week of its life the last number, at the week's first day: so waves have points at the same ages. Pure. */
export function weekly<P extends { day: number }>(points: readonly P[]): P[] {
  const last = new Map(points.filter((p) => p.day >= 0).map((p) => [Math.floor(p.day / 7), p]))
  return [...last].map(([week, p]) => ({ ...p, day: 7 * week }))
}

export async function ages(c: Context, input: Input<typeof metrics.ages>): Promise<Answer<typeof metrics.ages>> {
  const wanted = (await registryOf(c)).metric(input.metric)
  if (!kindsFor(c.viewer).includes('wave') || !hasTables(wanted) || isOwn(wanted)) throw problem('segment_unknown')
  const program = await programOf(c)
  const { rows: live } = await sql<{ id: string; name: string; on: Day }>`
    select id, name, goes_live_on as on from wave where organization_id = ${c.organizationId} and program_id = ${program?.programId ?? null} and launched_at is not null
    order by goes_live_on desc, id limit ${mostWaves}`.execute(c.db)
  const waves = await Promise.all(
    live.toReversed().map(async ({ id, name, on }) => {
      const rows = (await rowsOf(c, 'wave', id, input.roster, [input.metric])).get(input.metric)!
      // A later definition counts otherwise: one line is by one definition.
      const newest = rows.filter((row) => row.version === wanted.version)
      return {
        id,
        name,
        wentLiveOn: on,
        series: weekly(newest.filter(visible).map((row) => ({ ...toPoint(row), day: daysBetween(on, row.as_of) }))),
      }
    }),
  )
  return {
    definition: describe(wanted, languageOf(c.viewer, input.language)),
    target: aimsOf(program, wanted, null).target,
    waves: waves.filter((wave) => wave.series.length > 0),
  }
}
