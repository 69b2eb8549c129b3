/** What has to hold before a wave is handed over. Pure: what was found in, a judgement out. */
import { type Criterion, type CriterionId, criterionIds, oldestDays } from '../../contract/hypercare.ts'
import type { Chart, MetricId } from '../../contract/metrics.ts'
import { type Day, daysBetween } from '../platform/clock.ts'
import { toldOfBoth } from '../program/program.ts'

export type Facts = {
  today: Day
  charts: readonly Pick<Chart, 'definition' | 'now' | 'target'>[]
  /** Questions of its people that wait, since which day the oldest does, and whether its people are enough to say so. */
  desk: { waiting: number; oldestOn: Day | null; countable: boolean }
  /** Null: the program requires no course of whoever leads people. */
  trained: { bar: number; managers: { asked: number; trained: number; floor: number } | null } | null
}

type Found = Pick<Criterion, 'result' | 'reason' | 'evidence'>
const found = (result: Criterion['result'], reason: string, evidence: Criterion['evidence'] = {}): Found => ({
  result,
  reason,
  evidence,
})

/** By which number a criterion is judged. */
const metricOf: { [C in CriterionId]?: MetricId } = {
  activation: 'L1',
  first_value: 'L2',
  cadence: 'C1',
  support: 'L13',
}

function byNumber(chart: Facts['charts'][number]): Found {
  const { now, target, definition } = chart
  if (now.state === 'hidden') return found('unknown', 'hidden')
  if (now.state === 'not_yet') return found('unknown', 'no_number', { from: now.from })
  if (now.state === 'unknown' || now.point.value === null || target === null)
    return found('unknown', 'no_number', { from: null })
  const { value, numerator, denominator, asOf } = now.point
  const evidence = { value, numerator, denominator, asOf, target: target.value }
  const reached = definition.direction === 'up' ? value >= target.value : value <= target.value
  return reached ? found('pass', 'reached', evidence) : found('not_yet', 'short', evidence)
}

function ofQuestions({ desk, today }: Facts): Found {
  const days = desk.oldestOn === null ? 0 : daysBetween(desk.oldestOn, today)
  if (desk.countable && desk.waiting === 0) return found('pass', 'none_waits', { waiting: 0 })
  const evidence = { most: oldestDays, ...(desk.countable ? { waiting: desk.waiting, days } : {}) }
  return days <= oldestDays ? found('pass', 'settled', evidence) : found('not_yet', 'old', evidence)
}

function ofTraining(trained: Facts['trained']): Found {
  if (trained === null) return found('unknown', 'none_asked')
  if (trained.managers === null) return found('pass', 'nobody')
  const { asked, trained: done, floor } = trained.managers
  if (asked < floor) return found('unknown', 'small_group')
  const enough = done * 100 >= asked * trained.bar
  // The bar without a count, where few are on one side of it.
  const counts: Criterion['evidence'] = toldOfBoth(done, asked, floor) === null ? {} : { trained: done, asked }
  return enough
    ? found('pass', 'enough', { bar: trained.bar, ...counts })
    : found('not_yet', 'open', { bar: trained.bar, ...counts })
}

/** In the order of the list; without those about parts of the practice that the wave does not have. */
export function judge(facts: Facts, waivers: ReadonlyMap<CriterionId, NonNullable<Criterion['waiver']>>): Criterion[] {
  return criterionIds.flatMap((id): Criterion[] => {
    const metric = metricOf[id] ?? null
    const chart = facts.charts.find((one) => one.definition.id === metric)
    if (metric !== null && !chart) return []
    const said = chart ? byNumber(chart) : id === 'questions' ? ofQuestions(facts) : ofTraining(facts.trained)
    const waiver = waivers.get(id)
    return [{ id, metric, ...said, waiver: waiver && waiver.until >= facts.today ? waiver : null }]
  })
}

export const isMet = (criterion: Pick<Criterion, 'result' | 'waiver'>): boolean =>
  criterion.result === 'pass' || criterion.waiver !== null
