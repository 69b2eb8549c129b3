/** Reads of decisions, where each stands and what its number did. */
import { sql } from 'kysely'
import type { DecisionHead, Effect } from '../../contract/governance-shapes.ts'
import type { MetricId } from '../../contract/metrics.ts'
import { metricsNow, registryOf, wavesIn } from '../metrics/metrics.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { daysClosed } from '../pulse/pulse.ts'
import { effectOf } from './effect.ts'

export type DecisionRow = {
  id: string
  number: number
  meeting_id: string | null
  request_id: string | null
  question: string
  options: string[]
  decided: string
  why: string
  cost: string
  owner_id: string
  owner: string
  due_on: Day | null
  metric: MetricId | null
  segment_kind: 'organization' | 'wave' | null
  segment_key: string | null
  segment_label: string | null
  expected: number | null
  review_on: Day | null
  decided_on: Day
  decided_by: string
  decider: string
  done_at: Instant | null
  withdrawn_at: Instant | null
  withdrawn_by: string | null
  withdrawer: string | null
  withdrawn_reason: string | null
}

/** The newest first; one with `id`, or all of one meeting. */
export async function decisionRows(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  which: { id?: string; meetingId?: string } = {},
): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select d.id, d.number, d.meeting_id, d.request_id, d.question, d.options, d.decided, d.why, d.cost, d.owner_id, o.full_name as owner, d.due_on,
      d.metric, d.segment_kind, d.segment_key, w.name as segment_label, d.expected, d.review_on, d.decided_on, d.decided_by, b.full_name as decider,
      d.done_at, d.withdrawn_at, d.withdrawn_by, x.full_name as withdrawer, d.withdrawn_reason
    from committee_decision d
    join person o on o.organization_id = d.organization_id and o.id = d.owner_id
    join person b on b.organization_id = d.organization_id and b.id = d.decided_by
    left join person x on x.organization_id = d.organization_id and x.id = d.withdrawn_by
    left join wave w on w.organization_id = d.organization_id and d.segment_kind = 'wave' and w.id::text = d.segment_key
    where d.organization_id = ${c.organizationId} and (${which.id ?? null}::uuid is null or d.id = ${which.id ?? null})
      and (${which.meetingId ?? null}::uuid is null or d.meeting_id = ${which.meetingId ?? null})
    order by d.number desc limit 500`.execute(db)
  return rows
}

export function stateOfDecision(
  d: Pick<DecisionRow, 'done_at' | 'withdrawn_at' | 'due_on'>,
  today: Day,
): DecisionHead['state'] {
  if (d.withdrawn_at) return 'withdrawn'
  if (d.done_at) return 'done'
  return d.due_on !== null && d.due_on < today ? 'late' : 'open'
}

/** What the numbers of these decisions did, one read of the published numbers a segment. */
export async function effectsOf(
  c: Context,
  decisions: readonly DecisionRow[],
  today: Day,
): Promise<Map<string, Effect>> {
  const effects = new Map<string, Effect>()
  const registry = await registryOf(c)
  const bySegment = Map.groupBy(decisions, (d) => (d.segment_kind === 'wave' ? d.segment_key! : ''))
  for (const [wave, some] of bySegment) {
    const ids = [...new Set(some.flatMap((d) => d.metric ?? []))]
    const numbers = ids.length === 0 ? [] : await metricsNow(c, { ids, language: 'en', ...(wave ? { wave } : {}) })
    const waves = wave ? null : await wavesIn(c, ids)
    for (const d of some) {
      const of = d.metric ? registry.metric(d.metric) : null
      const m = numbers.find((n) => n.definition.id === d.metric)
      effects.set(
        d.id,
        effectOf({
          aim: d.metric && d.review_on ? { expected: d.expected!, reviewOn: d.review_on } : null,
          decidedOn: d.decided_on,
          today,
          published: m?.published ?? [],
          hidden: m?.hidden ?? [],
          closed: of && 'items' in of ? await daysClosed(c.db, c.organizationId, of.items) : undefined,
          waves: d.metric ? waves?.get(d.metric) : undefined,
        }),
      )
    }
  }
  return effects
}

export async function headsOf(c: Context, rows: readonly DecisionRow[], today: Day): Promise<DecisionHead[]> {
  const effects = await effectsOf(c, rows, today)
  return rows.map((d) => ({
    id: d.id,
    number: d.number,
    question: d.question,
    decided: d.decided,
    owner: { id: d.owner_id, name: d.owner },
    dueOn: d.due_on,
    decidedOn: d.decided_on,
    state: stateOfDecision(d, today),
    metric: d.metric,
    effect: effects.get(d.id)!,
  }))
}
