/** Numbers of anonymous answers: what those who keep the answers have released, and nothing else. */
import type { MetricId, SegmentKind } from '../../contract/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { npsOfThree, publishedItems } from '../pulse/pulse.ts'
import type { Cell } from './count.ts'
import type { Given } from './given.ts'
import {
  type AnswersMetric,
  type At,
  type CompanyMetric,
  isOfPeople,
  isOfSurveys,
  isOwn,
  type Measured,
  type Metric,
  type SurveyMetric,
} from './metric.ts'
import { minutesAnswered } from './registry/V5.ts'

type Ready = { cell: Cell; out: Given }

/** `floor`: the company's own. Whoever released the answers has kept to theirs already; where ours has risen since, it holds too. */
export async function answerCells(
  tx: Tx,
  at: At,
  definitions: readonly Metric[],
  kinds: readonly SegmentKind[],
  floor: number,
): Promise<Ready[]> {
  const ready: Ready[] = []
  for (const m of definitions) {
    if (isOfPeople(m) || isOwn(m)) continue
    if (isOfSurveys(m)) {
      ready.push(...(await surveyCells(tx, at, m, kinds, floor)))
      continue
    }
    const found = await measured(tx, at, m)
    if (!found || found.denominator === 0) continue
    const { fewest = found.denominator, ...said } = found
    // What everybody may see needs none.
    const least = m.floor === 1 ? 1 : floor
    ready.push(readyCell(m, { kind: 'organization', key: '', ...said }, fewest >= least, null))
  }
  return ready
}

async function measured(
  tx: Tx,
  at: At,
  m: AnswersMetric | CompanyMetric,
): Promise<(Measured & { fewest?: number }) | null> {
  if ('measure' in m) return m.measure(tx, at)
  const { rows } = await ('company' in m ? m.company(at) : m.answers(at)).execute(tx)
  return rows[0] ? { value: null, ...rows[0] } : null
}

type Said = Pick<Cell, 'kind' | 'key' | 'numerator' | 'denominator' | 'value'>

function readyCell(m: { id: MetricId; version: number }, said: Said, shown: boolean, since: Day | null): Ready {
  const cell: Cell = { ...said, roster: 'live', metric: m.id, version: m.version, population: 0 }
  if (!shown) return { cell, out: { shown: 'floor', said: null, fresh: false } }
  return { cell, out: { shown: since === null ? 'shown' : 'held', said: { ...cell, since }, fresh: false } }
}

async function surveyCells(
  tx: Tx,
  at: At,
  m: SurveyMetric,
  kinds: readonly SegmentKind[],
  floor: number,
): Promise<Ready[]> {
  if (m.says === 'gap') return gapCell(tx, at, m, floor)
  const items = await publishedItems(tx, at.organizationId, m.items, { ...at, kinds })
  const groups = Map.groupBy(items, (item) => `${item.kind} ${item.key}`)
  return [...groups.values()].flatMap((group): Ready[] => {
    const [{ kind, key, closedOn, held }] = group as [(typeof group)[number]]
    const counts = group.map((item) => item.counts)
    const said = { score: scoreOf, mean: meanOf, favourable: favourableOf, gap: favourableOf, minutes: minutesOf }[
      m.says
    ](counts)
    if (said.denominator === 0) return []
    const people = Math.max(...counts.map(sum))
    return [readyCell(m, { kind, key, ...said }, people >= floor, held ? closedOn : null)]
  })
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0)

/** Of 1 to 5, 4 and 5, over all questions; who rather not said is in no share. */
export function favourableOf(
  counts: readonly (readonly number[])[],
): Pick<Said, 'numerator' | 'denominator' | 'value'> {
  const agreeing = counts.filter((c) => c.length === 6).map((c) => c.slice(0, 5))
  return {
    numerator: sum(agreeing.map((c) => c[3]! + c[4]!)),
    denominator: sum(agreeing.map(sum)),
    value: null,
  }
}

/** Of 1 to 5 over all questions: their mean; the numerator is the sum of all answers. */
export function meanOf(counts: readonly (readonly number[])[]): Pick<Said, 'numerator' | 'denominator' | 'value'> {
  const answered = counts.filter((c) => c.length === 6).map((c) => c.slice(0, 5))
  const denominator = sum(answered.map(sum))
  const numerator = sum(answered.map((c) => sum(c.map((n, i) => n * (i + 1)))))
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator }
}

/** The mean of spans of time, each by its middle; a question with other spans says nothing here. */
export function minutesOf(counts: readonly (readonly number[])[]): Pick<Said, 'numerator' | 'denominator' | 'value'> {
  const answered = counts
    .filter((c) => c.length === minutesAnswered.length + 1)
    .map((c) => c.slice(0, minutesAnswered.length))
  const denominator = sum(answered.map(sum))
  const numerator = sum(answered.map((c) => sum(c.map((n, i) => n * minutesAnswered[i]!))))
  return { numerator, denominator, value: denominator === 0 ? null : numerator / denominator }
}

/** Favourable among the first less favourable among the second, in points; null where nobody answered on one side. */
export function gapOf(
  one: readonly (readonly number[])[],
  other: readonly (readonly number[])[],
): (Pick<Said, 'numerator' | 'denominator'> & { value: number; fewest: number }) | null {
  const [a, b] = [favourableOf(one), favourableOf(other)]
  if (a.denominator === 0 || b.denominator === 0) return null
  return {
    numerator: a.numerator + b.numerator,
    denominator: a.denominator + b.denominator,
    value: (a.numerator / a.denominator - b.numerator / b.denominator) * 100,
    fewest: Math.min(a.denominator, b.denominator),
  }
}

/** Between whoever leads people and all others: from what the survey shows of both, for the whole company alone. */
async function gapCell(tx: Tx, at: At, m: SurveyMetric, floor: number): Promise<Ready[]> {
  const items = await publishedItems(tx, at.organizationId, m.items, { ...at, kinds: ['manager'] })
  const of = (key: 'yes' | 'no') => items.filter((item) => item.key === key).map((item) => item.counts)
  const said = gapOf(of('yes'), of('no'))
  if (!said) return []
  const held = items.find((item) => item.held)
  const { fewest, ...numbers } = said
  return [readyCell(m, { kind: 'organization', key: '', ...numbers }, fewest >= floor, held ? held.closedOn : null)]
}

/** Of 0 to 10, those of 9 and 10, and what is left of them less those of 0 to 6. */
export function scoreOf(counts: readonly (readonly number[])[]): Pick<Said, 'numerator' | 'denominator' | 'value'> {
  const scales = counts.filter((c) => c.length === 12).map((c) => c.slice(0, 11))
  const of = (from: number, to: number) => sum(scales.map((c) => sum(c.slice(from, to))))
  const [against, neither, promoters] = [of(0, 7), of(7, 9), of(9, 11)]
  const denominator = against + neither + promoters
  return {
    numerator: promoters,
    denominator,
    value: denominator === 0 ? null : npsOfThree(promoters, neither, against).score,
  }
}
