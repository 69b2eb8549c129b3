import type { MetricId, Point } from '../../contract/metrics.ts'
import type { Context } from '../platform/context.ts'
import { aimsOf, programOf } from './aims.ts'
import { metric } from './registry.ts'
import { firstOf, rowsOf, standingOf } from './cells.ts'

/** The number that was last given out about the viewer's own line, with what it is aimed at; null: none is to be seen. */
export async function ownLineNumber(c: Context, id: MetricId): Promise<{ point: Point; target: number | null } | null> {
  const rows = (await rowsOf(c, 'line', c.viewer.personId, 'live', [id])).get(id)!
  const now = standingOf(rows)
  if (now?.state !== 'shown' && now?.state !== 'held') return null
  return { point: now.point, target: aimsOf(await programOf(c), metric(id), firstOf(rows)).target?.value ?? null }
}
