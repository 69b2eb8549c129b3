/** One metric for every member of a dimension. */
import { sql } from 'kysely'
import type { metrics, SegmentKind, Standing } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { kindsFor, mayLook, seesAll } from '../publication/publication.ts'
import { aimsOf, notYet, programOf, today } from './aims.ts'
import { type CellRow, madeBy, shownColumns, standingOf, visible } from './cells.ts'
import { fisherExact, rateRatio } from './fisher.ts'
import { hasTables, isOwn } from './metric.ts'
import { registryOf } from './own.ts'
import { describe, languageOf } from './registry.ts'
import { floorOf } from './release.ts'
import { keysWithinReach, labelsOf, leadersOf, segmentNamed, segmentOf } from './segments.ts'

export async function table(c: Context, input: Input<typeof metrics.table>): Promise<Answer<typeof metrics.table>> {
  const newest = (await registryOf(c)).metric(input.metric)
  if (!kindsFor(c.viewer).includes(input.by) || !hasTables(newest)) throw problem('segment_unknown')
  const [program, now, floor] = [await programOf(c), await today(c), await floorOf(c.db, c.organizationId)]
  // What is brought has its own days.
  const { rows: released } = await (
    isOwn(newest)
      ? sql<{ as_of: Day }>`
    select distinct as_of from metric_cell where organization_id = ${c.organizationId} and segment_kind = ${input.by} and roster = 'live'
      and metric = ${input.metric} order by as_of desc limit 60`
      : sql<{ as_of: Day }>`
    select distinct as_of from metric_release where organization_id = ${c.organizationId} and published and (scope = 'tables' or ${input.by === 'wave'}) order by as_of desc limit 60`
  ).execute(c.db)
  const days = released.map((r) => r.as_of)
  const asOf = input.asOf && days.includes(input.asOf) ? input.asOf : (days[0] ?? null)
  const base = {
    definition: describe(newest, languageOf(c.viewer, input.language)),
    asOf,
    days,
    floor,
    target: aimsOf(program, newest, null).target,
    unknown: null,
  }
  if (asOf === null) return { ...base, total: null, rows: [] }
  const around = await tableKeys(c, input)
  const read = async (kind: SegmentKind, keys: readonly string[] | null) => {
    const { rows } = await sql<CellRow>`
      select distinct on (segment_key, as_of) metric, segment_key as key, as_of, known_at, version, ${shownColumns} from metric_cell
      where organization_id = ${c.organizationId} and segment_kind = ${kind} and roster = ${input.roster} and metric = ${input.metric} and shown is not null and as_of <= ${asOf}::date
        and as_of >= ${days.at(-1)!}::date ${keys === null ? sql`` : sql`and segment_key = any(${keys as string[]})`}
      order by segment_key, as_of, known_at desc`.execute(c.db)
    const found = new Map<string, CellRow[]>()
    for (const row of rows) {
      const list = found.get(row.key)
      if (list) list.push(row)
      else found.set(row.key, [row])
    }
    // Who is not in this release any more is not in its table.
    for (const [key, list] of found) if (list.at(-1)!.as_of !== asOf) found.delete(key)
    return found
  }
  const cells = await read(input.by, around.keys)
  const labels = await labelsOf(c, input.by, [...cells.keys()])
  const totals = around.total ? await read(around.total.kind, [around.total.key]) : new Map<string, CellRow[]>()
  // A release counts all its groups by one definition.
  const [sample] = [...cells.values(), ...totals.values()]
  const told = madeBy(newest, sample?.slice(-1) ?? [])
  const made = { ...base, definition: describe(told, languageOf(c.viewer, input.language)) }
  const total = around.total
    ? {
        segment: await segmentNamed(c, around.total.kind, around.total.key),
        now: standingOf(totals.get(around.total.key) ?? []) ?? notYet(program, newest, now, null),
      }
    : null
  if (cells.size > 0 && [...cells.keys()].every((key) => key === ''))
    return { ...made, total, rows: [], unknown: { column: input.by } }
  const rows = [...cells].map(([key, list]) => ({
    segment: segmentOf(input.by, key, labels),
    now: standingOf(list)!,
    people: told.of === 'people' || told.of === 'pairs' ? list.at(-1)!.people : sizeShown(list.at(-1)!),
    beside: told.of === 'ratings' && total ? besideOthers(standingOf(list)!, total.now, floor) : null,
  }))
  return {
    ...made,
    total,
    rows: rows.sort((a, b) => b.people - a.people || (a.segment.label ?? '').localeCompare(b.segment.label ?? '')),
  }
}

/**
 * V4: whether a group is rated as everybody else of the same table is. Only from two numbers that are shown and of
 * one day, so that it says nothing that they do not; and only where the others are as many as the floor, too.
 */
export function besideOthers(
  group: Standing,
  all: Standing,
  floor: number,
): { ratio: number | null; chance: number } | null {
  if (group.state !== 'shown' || all.state !== 'shown' || group.point.asOf !== all.point.asOf) return null
  const one = { met: group.point.numerator, of: group.point.denominator }
  const other = { met: all.point.numerator - one.met, of: all.point.denominator - one.of }
  if (other.of < floor || other.met < 0 || other.met > other.of) return null
  return { ratio: rateRatio(one, other), chance: fisherExact(one, other) }
}

/** Where acts tell who counts, how many do is told only with the number itself. */
const sizeShown = (r: CellRow) => (visible(r) ? r.denominator : 0)

/** Which cells a table lists for the viewer, and what it adds up to. `keys` null: all. */
async function tableKeys(
  c: Context,
  input: Input<typeof metrics.table>,
): Promise<{ keys: string[] | null; total: { kind: SegmentKind; key: string } | null }> {
  if (input.by === 'line') {
    const leader =
      input.leaderId ?? (seesAll(c.viewer) ? null : c.viewer.roles.includes('manager') ? c.viewer.personId : null)
    if (leader !== null && !(await mayLook(c, 'line', leader))) throw problem('segment_unknown')
    if (leader === null && !seesAll(c.viewer))
      return { keys: (await leadersOf(c, '', 200)).map((l) => l.key), total: null }
    const { rows } = await sql<{ id: string }>`select r.person_id as id from roster r
      where r.organization_id = ${c.organizationId} and r.direct_reports > 0 and r.employed and ${leader === null ? sql`r.manager_id is null` : sql`r.manager_id = ${leader}`} limit 500`.execute(
      c.db,
    )
    return {
      keys: rows.map((r) => r.id),
      total: leader === null ? { kind: 'organization', key: '' } : { kind: 'line', key: leader },
    }
  }
  if (seesAll(c.viewer)) return { keys: null, total: { kind: 'organization', key: '' } }
  const whole = await mayLook(c, 'organization', '')
  return {
    keys: (await keysWithinReach(c, input.by, '', 5000)).map((k) => k.key),
    total: whole ? { kind: 'organization', key: '' } : null,
  }
}
