/** The later steps of the funnel: numbers of people as metrics gave them out last. Nothing is counted here. */
import type { funnel } from '../../contract/funnel.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { Answer } from '../../contract/operation.ts'
import type { Sent } from '../campaigns/campaigns.ts'
import { organizationDay } from '../directory/directory.ts'
import { givenSeries } from '../metrics/metrics.ts'
import type { Context } from '../platform/context.ts'

export type People = Pick<Answer<typeof funnel.get>['all'], 'understood' | 'trained' | 'acted'>
type Step = People['understood']
type Kind = 'organization' | 'wave' | 'manager'
const nobody: People = { understood: null, trained: null, acted: null }

/** So long a number may be old: surveys come a few times a year. */
const days = 400

export async function peopleOf(
  c: Context,
  sent: readonly Sent[],
): Promise<{ ofWaves(of: readonly Sent[]): People; ofMessage(one: Sent): People; ofPart(one: Sent): People }> {
  const today = await organizationDay(c)
  const last = async (kind: Kind, keys: readonly string[]) =>
    new Map(
      (await givenSeries(c, kind, keys, ['L2', 'L6', 'L9', 'L9M'], today, { days, weekly: false })).map((one) => [
        `${one.metric} ${one.key}`,
        one,
      ]),
    )
  const [company, waves, parts] = await Promise.all([
    last('organization', ['']),
    last('wave', [...new Set(sent.map((one) => one.wave_id))]),
    last('manager', ['yes', 'no']),
  ])
  const waveStep = (ids: readonly string[], metric: MetricId): Step => {
    const found = ids.flatMap((id) => waves.get(`${metric} ${id}`) ?? [])
    return found.length === 0
      ? null
      : {
          met: found.reduce((total, one) => total + one.met, 0),
          of: found.reduce((total, one) => total + one.of, 0),
          asOf: found.map((one) => one.asOf).toSorted()[0]!,
          about: 'waves',
          waves: found.length,
          without: ids.length - found.length,
        }
  }
  const step = (from: typeof company, key: string, metric: MetricId, about: NonNullable<Step>['about']): Step => {
    const found = from.get(`${metric} ${key}`)
    return found ? { met: found.met, of: found.of, asOf: found.asOf, about, waves: 0, without: 0 } : null
  }
  const all = (from: typeof company, key: string, about: NonNullable<Step>['about']): People => ({
    understood: step(from, key, 'L6', about),
    trained: step(from, key, 'L9', about),
    acted: step(from, key, 'L2', about),
  })
  const ofWaves = (of: readonly Sent[]): People => {
    const ids = [...new Set(of.map((one) => one.wave_id))]
    return { understood: waveStep(ids, 'L6'), trained: waveStep(ids, 'L9'), acted: waveStep(ids, 'L2') }
  }
  return {
    ofWaves,
    // Of a few of a wave that wave's numbers would say something else; of its managers there is one of their own.
    ofMessage(one) {
      if (one.narrowed) return nobody
      if (one.readers === 'everyone' || one.readers === 'employees') return ofWaves([one])
      return one.readers === 'managers' ? { ...nobody, trained: waveStep([one.wave_id], 'L9M') } : nobody
    },
    ofPart(one) {
      if (one.narrowed) return nobody
      if (one.readers === 'everyone') return all(company, '', 'company')
      if (one.readers === 'employees') return all(parts, 'no', 'others')
      return one.readers === 'managers' ? all(parts, 'yes', 'managers') : nobody
    },
  }
}
