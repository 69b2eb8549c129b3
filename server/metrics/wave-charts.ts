/** Numbers of a wave that were given out, for pages that stand beside the dashboard. */
import type { Chart, MetricId } from '../../contract/metrics.ts'
import type { Context } from '../platform/context.ts'
import { mayLook } from '../publication/publication.ts'
import { aimsOf, asksAbout, notYet, ownOf, programOf, today } from './aims.ts'
import { firstOf, madeBy, rowsOf, seriesOf, standingOf } from './cells.ts'
import { registryOf } from './own.ts'
import { describe, languageOf } from './registry.ts'

/** Of people of today's roster; a metric of a part of the practice that the program does not have is left out. */
export async function waveCharts(
  c: Context,
  { id: waveId, program_id: programId }: { id: string; program_id: string },
  ids: readonly MetricId[],
): Promise<Chart[]> {
  // A job looks on behalf of nobody: what it reads is published for everybody who sees waves.
  if (c.viewer.via !== 'job' && !(await mayLook(c, 'wave', waveId))) return []
  const [rows, program, now] = [
    await rowsOf(c, 'wave', waveId, 'live', ids),
    await programOf(c, programId),
    await today(c),
  ]
  const known = await registryOf(c)
  const own = await ownOf(c, { kind: 'wave', key: waveId, label: null })
  return ids
    .filter((id) => asksAbout(program, known.metric(id).element))
    .map((id) => {
      const mine = rows.get(id)!
      return {
        definition: describe(madeBy(known.metric(id), mine), languageOf(c.viewer)),
        now: standingOf(mine) ?? notYet(program, known.metric(id), now, own),
        series: seriesOf(mine),
        ...aimsOf(program, known.metric(id), firstOf(mine)),
      }
    })
}
