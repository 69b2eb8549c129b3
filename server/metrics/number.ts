/** One number for operators: the kept one of that day, or counted now where the day has none. */
import { sql } from 'kysely'
import type { MetricId, Roster, SegmentKind, Unit } from '../../contract/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { isOwn } from './metric.ts'
import { npsOfThree } from '../pulse/pulse.ts'
import { registryOf } from './own.ts'
import { atOf, floorOf, recountJudged } from './release.ts'
import { zoneOf } from './nightly.ts'

export type OperatorNumber = {
  id: MetricId
  version: number
  name: string
  unit: Unit
  numerator: number | null
  denominator: number | null
  /** Per cent with one decimal, days, or an index; null where hidden or not reached. */
  value: number | null
  asOf: Day
  knownAt: Instant
  suppressed: boolean
  status: 'measured' | 'not_yet' | 'unknown'
  floor: number
}

export async function numberAt(
  c: Context,
  id: MetricId,
  segment: { kind: SegmentKind; key: string },
  roster: Roster,
  asOf: Day,
): Promise<OperatorNumber> {
  const floor = await floorOf(c.db, c.organizationId)
  const known = await registryOf(c)
  const { version, words, unit } = known.metric(id)
  const empty = {
    id,
    version,
    name: words.en.name,
    unit,
    numerator: null,
    denominator: null,
    value: null,
    asOf,
    floor,
  }
  const { rows } = await sql<{
    numerator: number
    denominator: number
    value: number | null
    shown: string | null
    version: number
    known_at: Instant
    restated: boolean
  }>`
    select k.numerator, k.denominator, k.value, k.shown, k.version, k.known_at
    from metric_cell k join metric_release r on r.organization_id = k.organization_id and r.id = k.release_id
    where k.organization_id = ${c.organizationId} and k.segment_kind = ${segment.kind} and k.segment_key = ${segment.key} and k.roster = ${roster}
      and k.metric = ${id} and k.as_of = ${asOf}::date and k.shown is not null
    order by k.known_at desc limit 1`.execute(c.db)
  const kept = rows[0]
  if (kept) {
    // A held number stays about earlier people for viewers; operators see the day’s own.
    const suppressed = kept.shown === 'floor' || kept.shown === 'complement'
    return {
      ...empty,
      version: kept.version,
      knownAt: kept.known_at,
      suppressed,
      status: 'measured',
      ...(suppressed ? {} : said(known.as(id, kept.version).unit, kept)),
    }
  }
  const knownAt = c.clock.now()
  const cells =
    asOf > c.clock.today(await zoneOf(c)) || isOwn(known.metric(id))
      ? []
      : await c.db.transaction().execute(async (tx) => {
          await sql`set local statement_timeout = 0`.execute(tx)
          return recountJudged(
            tx,
            atOf(c, asOf, knownAt),
            segment.kind === 'organization' ? ['organization'] : ['organization', segment.kind],
            id,
            floor,
          )
        })
  const found = cells.find(
    ({ cell }) => cell.kind === segment.kind && cell.key === segment.key && cell.roster === roster,
  )
  if (!found) return { ...empty, knownAt, suppressed: false, status: 'not_yet' }
  // The frozen roster is judged beside the live one, so that the two give nothing away together.
  const suppressed = found.verdict !== 'shown'
  return {
    ...empty,
    knownAt,
    suppressed,
    status: 'measured',
    ...(suppressed ? {} : said(unit, found.cell)),
  }
}

function said(unit: Unit, k: { numerator: number; denominator: number; value: number | null }) {
  return { numerator: k.numerator, denominator: k.denominator, value: valueOf(unit, k) }
}

/** What a number says in its unit. */
export function valueOf(
  unit: Unit,
  k: { numerator: number; denominator: number; value: number | null },
): number | null {
  switch (unit) {
    case 'days':
    case 'items':
    case 'number':
      return k.value
    case 'minutes':
      return k.value === null ? null : Math.round(k.value)
    case 'index':
    case 'of_five':
      return k.value === null ? null : Math.round(k.value * 100) / 100
    case 'score':
      return k.value === null ? null : Math.round(k.value * 10) / 10
    // A share is numerator ÷ denominator; a mean of shares has a value of its own.
    case 'percent':
      return Math.round((k.value ?? (k.numerator / k.denominator) * 100) * 10) / 10
  }
}

/** Where a score lies with 95 % certainty: its three groups follow from those for it, the score and how many there are. */
export function intervalOf(
  unit: Unit,
  k: { numerator: number; denominator: number; value: number | null },
): { low: number; high: number } | null {
  if (unit !== 'score' || k.value === null) return null
  const against = k.numerator - Math.round((k.value * k.denominator) / 100)
  const { low, high } = npsOfThree(k.numerator, k.denominator - k.numerator - against, against)
  return { low: Math.round(low), high: Math.round(high) }
}
