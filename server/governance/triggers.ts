/** Numbers that put themselves on the agenda: once when they pass their mark, and not again before they came back. */
import { sql } from 'kysely'
import type { NumberThen } from '../../contract/governance-shapes.ts'
import type { governance } from '../../contract/governance.ts'
import { languages } from '../../contract/library.ts'
import type { MetricId } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { holdersOf } from '../access/access.ts'
import { putInInbox } from '../attention/attention.ts'
import { metricsNow, registryOf } from '../metrics/metrics.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { putOn } from './agenda.ts'
import { demandRun, lockCommittee, mayRun } from './committee.ts'
import { sayPoint, sayValue, speakerFor } from './saying.ts'

type Side = 'below' | 'above'
type Row = { id: string; metric: MetricId; side: Side; mark: number; set_by: string; setter: string; fired: boolean }

async function openTriggers(db: Db | Tx, c: Context): Promise<Row[]> {
  const { rows } = await sql<Row>`select t.id, t.metric, t.side, t.mark, t.set_by, p.full_name as setter,
      exists (select from committee_firing f where f.organization_id = t.organization_id and f.trigger_id = t.id and f.back_at is null) as fired
    from committee_trigger t join person p on p.organization_id = t.organization_id and p.id = t.set_by
    where t.organization_id = ${c.organizationId} and t.ended_at is null order by t.set_at, t.id limit 100`.execute(db)
  return rows
}

export const isPast = (value: number, { side, mark }: { side: Side; mark: number }): boolean =>
  side === 'below' ? value < mark : value > mark

export async function list(
  c: Context,
  input: Input<typeof governance.triggers>,
): Promise<Answer<typeof governance.triggers>> {
  const rows = await openTriggers(c.db, c)
  const s = await speakerFor(c.db, c, input.language)
  const numbers = rows.length === 0 ? [] : await metricsNow(c, { ids: rows.map((t) => t.metric), language: s.language })
  return {
    triggers: rows.map((t) => {
      const { name, unit } = s.numbers.describe(t.metric, s.language)
      const found = numbers.find((m) => m.definition.id === t.metric)
      const shown = found?.now?.state === 'shown' || found?.now?.state === 'held' ? found.published.at(-1) : undefined
      return {
        id: t.id,
        metric: t.metric,
        name,
        side: t.side,
        mark: sayValue(s, unit, t.mark),
        now: shown ? sayPoint(s, t.metric, shown) : null,
        past: shown ? isPast(shown.value, t) : t.fired,
        setBy: { id: t.set_by, name: t.setter },
      }
    }),
    may: { run: await mayRun(c.db, c) },
  }
}

export async function watch(
  c: Context,
  input: Input<typeof governance.watch>,
): Promise<Answer<typeof governance.watch>> {
  return c.db.transaction().execute(async (tx) => {
    await lockCommittee(tx, c)
    await demandRun(tx, c)
    const { rows } = await sql<{
      id: string
    }>`insert into committee_trigger (organization_id, metric, side, mark, set_by, set_at)
      values (${c.organizationId}, ${input.metric}, ${input.side}, ${input.mark}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
      tx,
    )
    const { id } = rows[0]!
    await record(tx, c, {
      type: 'governance.mark_set',
      subject: { kind: 'committee_trigger', id },
      data: { metric: input.metric },
    })
    return { triggerId: id }
  })
}

export async function unwatch(
  c: Context,
  input: Input<typeof governance.unwatch>,
): Promise<Answer<typeof governance.unwatch>> {
  return c.db.transaction().execute(async (tx) => {
    await demandRun(tx, c)
    const { rows } = await sql`update committee_trigger set ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${input.triggerId} and ended_at is null returning id`.execute(
      tx,
    )
    if (rows.length === 0) throw problem('not_found')
    await record(tx, c, { type: 'governance.mark_ended', subject: { kind: 'committee_trigger', id: input.triggerId } })
    return input
  })
}

/** Each night, after the numbers: whoever passed a mark stands on the next agenda. A hidden number passes none. */
export async function nightly(c: Context): Promise<void> {
  const rows = await openTriggers(c.db, c)
  if (rows.length === 0) return
  const numbers = await metricsNow(c, { ids: rows.map((t) => t.metric), language: 'en' })
  for (const t of rows) {
    const found = numbers.find((m) => m.definition.id === t.metric)
    const shown = found?.now?.state === 'shown' || found?.now?.state === 'held' ? found.published.at(-1) : undefined
    if (!shown || isPast(shown.value, t) === t.fired) continue
    const { margin: _m, ...point } = shown
    await c.db.transaction().execute((tx) => (t.fired ? cameBack(tx, c, t.id) : fire(tx, c, t, point)))
  }
}

async function fire(tx: Tx, c: Context, t: Row, point: NumberThen): Promise<void> {
  const { rows } = await sql<{ id: string }>`insert into committee_firing (organization_id, trigger_id, fired_at, point)
    values (${c.organizationId}, ${t.id}, ${c.clock.now()}, ${JSON.stringify(point)}::jsonb) on conflict do nothing returning id`.execute(
    tx,
  )
  const id = rows[0]?.id
  if (!id) return
  const registry = await registryOf({ db: tx, organizationId: c.organizationId })
  await putOn(tx, c, { firingId: id })
  await record(tx, c, {
    type: 'governance.mark_passed',
    subject: { kind: 'committee_trigger', id: t.id },
    data: { metric: t.metric, asOf: point.asOf },
  })
  for (const leadId of await holdersOf(tx, c.organizationId, 'lead'))
    await putInInbox(tx, c, leadId, {
      kind: 'number_past',
      subject: { kind: 'committee_firing', id },
      params: {
        what: Object.fromEntries(languages.map((language) => [language, registry.describe(t.metric, language).name])),
      },
    })
}

async function cameBack(tx: Tx, c: Context, triggerId: string): Promise<void> {
  await sql`update committee_firing set back_at = ${c.clock.now()} where organization_id = ${c.organizationId}
    and trigger_id = ${triggerId} and back_at is null`.execute(tx)
  await record(tx, c, { type: 'governance.mark_regained', subject: { kind: 'committee_trigger', id: triggerId } })
}
