/** Numbers of anonymous answers: what those who keep the answers have released, and nothing else. */
import type { MetricId, SegmentKind } from '../../contract/metrics.ts'
import type { Day } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { npsOfThree, publishedItems } from '../pulse/pulse.ts'
import type { Cell } from './count.ts'
import type { Given } from './given.ts'
import { type At, isOfCompany, isOfPeople, isOfSurveys, type Metric, type SurveyMetric } from './metric.ts'

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
    if (isOfPeople(m)) continue
    if (isOfSurveys(m)) {
      ready.push(...(await surveyCells(tx, at, m, kinds, floor)))
      continue
    }
    const { rows } = await (isOfCompany(m) ? m.company(at) : m.answers(at)).execute(tx)
    const { numerator, denominator, value } = { value: null, ...(rows[0] ?? { numerator: 0, denominator: 0 }) }
    if (denominator > 0)
      ready.push(
        readyCell(m, { kind: 'organization', key: '', numerator, denominator, value }, denominator >= floor, null),
      )
  }
  return ready
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
  const items = await publishedItems(tx, at.organizationId, m.items, { ...at, kinds })
  const groups = Map.groupBy(items, (item) => `${item.kind} ${item.key}`)
  return [...groups.values()].flatMap((group): Ready[] => {
    const [{ kind, key, closedOn, held }] = group as [(typeof group)[number]]
    const counts = group.map((item) => item.counts)
    const said = m.says === 'score' ? scoreOf(counts) : favourableOf(counts)
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
