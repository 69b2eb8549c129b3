/**
 * Bringing over the goals of an earlier tool. What was brought over is known again by its id
 * there, so the same file a second time changes nothing, and nothing that people have worked on
 * since is written over.
 */
import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { GoalReport } from '../../contract/bring-goals.ts'
import type { goals } from '../../contract/goals.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { sentTable, type Source } from '../people/people.ts'
import type { Instant } from '../platform/clock.ts'
import { type Context, nobody } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { type Found, type GoalFile, listed, readGoalFile, type ReadRow } from './bring-file.ts'
import { own } from './ownership.ts'
import { reachedOfGoal } from './rules.ts'

export type BringOptions = { dryRun: boolean; mapping?: unknown; acceptGoodRows: boolean }

export async function bringOver(
  c: Context,
  input: Input<typeof goals.import> & { file?: unknown },
): Promise<Answer<typeof goals.import>> {
  const { source, mapping } = sentTable(input)
  const report = await bring(c, source, { dryRun: input.dryRun, acceptGoodRows: input.acceptGoodRows, mapping })
  if (!report.applied) countRecorded(c, 1) // only looked
  return report
}

/** With refused rows nothing is written unless the good ones are accepted. */
export async function bring(c: Context, source: Source, options: BringOptions): Promise<GoalReport> {
  const file = await readGoalFile(source, options.mapping)
  return c.db.transaction().execute(async (tx) => {
    const plan = await planOf(tx, c, file)
    const { refused, warnings } = listed(file.findings)
    const apply = !options.dryRun && (refused.length === 0 || options.acceptGoodRows)
    if (apply) await write(tx, c, plan)
    const report: GoalReport = {
      rows: file.records,
      goals: plan.goals.length,
      keyResults: plan.goals.reduce((sum, g) => sum + g.keyResults.length, 0),
      unchanged: plan.unchanged,
      refused,
      warnings,
      columns: file.columns,
      applied: apply,
    }
    if (apply) {
      const id = randomUUID()
      const kept = {
        goals: report.goals,
        keyResults: report.keyResults,
        unchanged: report.unchanged,
        refused: refused.length,
      }
      await sql`insert into goal_import (organization_id, id, file_name, made_by, made_at, report)
        values (${c.organizationId}, ${id}, ${source.name.slice(0, 300)}, ${c.viewer.personId === nobody ? null : c.viewer.personId}, ${c.clock.now()}, ${JSON.stringify(kept)}::jsonb)`.execute(
        tx,
      )
      await record(tx, c, { type: 'goal.imported', subject: { kind: 'goal_import', id }, data: kept })
    }
    return report
  })
}

type Planned = {
  id: string
  key: string
  row: ReadRow
  ownerId: string
  parentId: string | null
  keyResults: ReadRow[]
}
type Plan = { goals: Planned[]; unchanged: number }

/** A row without an id there is known by what it says. */
const keyOf = (row: ReadRow, ownerId: string) =>
  row.externalId ??
  `row:${createHash('sha256')
    .update(JSON.stringify([ownerId, row.title, row.startsOn, row.endsOn]))
    .digest('base64url')
    .slice(0, 40)}`

async function planOf(tx: Tx, c: Context, file: GoalFile): Promise<Plan> {
  const say = (row: ReadRow, code: Found['code'], params: Found['params'] = {}) =>
    file.findings.push({ line: row.line, id: row.externalId, column: null, code, params })
  const people = await peopleOf(tx, c, file.rows)
  const goalsOf = file.rows.filter((r) => r.kind === 'goal')
  const here = await sql<{
    external_id: string
    id: string
  }>`select external_id, id from goal where organization_id = ${c.organizationId} and external_id is not null`.execute(
    tx,
  )
  const known = new Map(here.rows.map((r) => [r.external_id, r.id]))
  const planned = new Map<string, Planned>()
  const refusedIds = new Set<string>()
  const lines = new Map<string, number>()
  let unchanged = 0
  const repeated = new Set<string>()
  for (const row of goalsOf) {
    const refuse = (code: Found['code'], params: Found['params'] = {}) => {
      say(row, code, params)
      if (row.externalId) refusedIds.add(row.externalId)
    }
    if (row.refused) {
      if (row.externalId) refusedIds.add(row.externalId)
      continue
    }
    const byNumber = row.ownerNumber ? people.byNumber.get(row.ownerNumber) : undefined
    const byEmail = row.ownerEmail ? people.byEmail.get(row.ownerEmail.toLowerCase()) : undefined
    const named = row.ownerNumber || row.ownerEmail
    if (byNumber && byEmail && byNumber.id !== byEmail.id) {
      refuse('owners_differ')
      continue
    }
    const owner = byNumber ?? byEmail
    if (!owner) {
      refuse('owner_unknown', { value: named })
      continue
    }
    if (!owner.here) {
      refuse('owner_left', { value: named })
      continue
    }
    const key = keyOf(row, owner.id)
    const before = lines.get(key)
    if (before !== undefined) {
      refuse(
        row.externalId ? 'id_twice' : 'row_twice',
        row.externalId ? { value: row.externalId, other: before } : { other: before },
      )
      continue
    }
    lines.set(key, row.line)
    if (known.has(key)) {
      unchanged++
      repeated.add(key)
      say(row, 'already_here')
      continue
    }
    planned.set(key, { id: randomUUID(), key, row, ownerId: owner.id, parentId: null, keyResults: [] })
  }
  for (const row of file.rows) {
    if (row.kind !== 'key_result' || row.refused) continue
    const of = row.parentId ?? ''
    const goal = planned.get(of)
    if (goal) goal.keyResults.push(row)
    else if (known.has(of)) {
      if (!repeated.has(of)) say(row, 'already_here')
    } else say(row, refusedIds.has(of) ? 'goal_refused' : 'goal_unknown', { value: of })
  }
  link(planned, known, say)
  return { goals: [...planned.values()], unchanged }
}

/** Who serves whom; a goal that is not there is served by nobody, and none goes round in a circle. */
function link(
  planned: ReadonlyMap<string, Planned>,
  known: ReadonlyMap<string, string>,
  say: (row: ReadRow, code: Found['code'], params?: Found['params']) => void,
): void {
  for (const goal of planned.values()) {
    const wanted = goal.row.parentId
    if (!wanted) continue
    const parent = planned.get(wanted)
    if (!parent && !known.has(wanted)) say(goal.row, 'parent_unknown', { value: wanted })
    else goal.parentId = parent?.id ?? known.get(wanted)!
  }
  const byId = new Map([...planned.values()].map((g) => [g.id, g]))
  for (const goal of planned.values()) {
    const seen = new Set<string>()
    for (let at: Planned | undefined = goal; at; at = at.parentId ? byId.get(at.parentId) : undefined) {
      if (seen.has(at.id)) {
        if (at.id === goal.id) {
          goal.parentId = null
          say(goal.row, 'parent_circle')
        }
        break
      }
      seen.add(at.id)
    }
  }
}

type Someone = { id: string; here: boolean }
async function peopleOf(
  tx: Tx,
  c: Context,
  rows: readonly ReadRow[],
): Promise<{ byNumber: Map<string, Someone>; byEmail: Map<string, Someone> }> {
  const numbers = [...new Set(rows.flatMap((r) => r.ownerNumber || []))]
  const emails = [...new Set(rows.flatMap((r) => r.ownerEmail.toLowerCase() || []))]
  const { rows: found } = await sql<Someone & { number: string | null; email: string | null }>`
    select p.id, p.employee_number as number, p.email_key as email, r.person_id is not null as here
    from person p left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    where p.organization_id = ${c.organizationId} and (p.employee_number = any(${numbers}::text[]) or p.email_key = any(${emails}::text[]))`.execute(
    tx,
  )
  return {
    byNumber: new Map(found.flatMap((p) => (p.number ? [[p.number, p] as const] : []))),
    byEmail: new Map(found.flatMap((p) => (p.email ? [[p.email, p] as const] : []))),
  }
}

async function write(tx: Tx, c: Context, plan: Plan): Promise<void> {
  const now = c.clock.now()
  const all = plan.goals.map((g) => {
    const { row } = g
    const closed = row.state && 'closed' in row.state ? row.state.closed : null
    const draft = row.state !== null && 'draft' in row.state
    return {
      id: g.id,
      owner_id: g.ownerId,
      title: row.title,
      description: row.description,
      visibility: row.visibility,
      level: row.level,
      starts_on: row.startsOn,
      ends_on: row.endsOn,
      said_reached: row.progress ?? (closed === 'achieved' ? 1 : 0),
      published_at: draft ? null : now,
      closed_at: closed ? now : null,
      outcome: closed,
      external_id: g.key,
    }
  })
  await inPieces(all, (piece) =>
    sql`insert into goal (organization_id, id, owner_id, title, description, visibility, level, starts_on, ends_on, said_reached, created_by, created_at,
        published_at, closed_at, outcome, external_id)
      select ${c.organizationId}::uuid, x.id, x.owner_id, x.title, x.description, x.visibility, x.level, x.starts_on, x.ends_on, x.said_reached, x.owner_id,
        ${now}::timestamptz, x.published_at, x.closed_at, x.outcome, x.external_id
      from jsonb_to_recordset(${piece}::jsonb) x (id uuid, owner_id uuid, title text, description text, visibility text, level text, starts_on date, ends_on date,
        said_reached numeric, published_at timestamptz, closed_at timestamptz, outcome text, external_id text)`.execute(
      tx,
    ),
  )
  await inPieces(
    plan.goals.filter((g) => g.parentId).map((g) => ({ id: g.id, parent_id: g.parentId })),
    (piece) =>
      sql`update goal g set parent_id = x.parent_id from jsonb_to_recordset(${piece}::jsonb) x (id uuid, parent_id uuid)
        where g.organization_id = ${c.organizationId} and g.id = x.id`.execute(tx),
  )
  const results = plan.goals.flatMap((g) =>
    g.keyResults.map((k, position) => ({ goal_id: g.id, position, ...valuesOf(k) })),
  )
  await inPieces(results, (piece) =>
    sql`insert into key_result (organization_id, id, goal_id, position, title, kind, unit, start_value, target_value, current_value, weight, value_at)
      select ${c.organizationId}::uuid, gen_random_uuid(), x.goal_id, x.position, x.title, x.kind, x.unit, x.start, x.target, x.current, x.weight, ${now}::timestamptz
      from jsonb_to_recordset(${piece}::jsonb) x (goal_id uuid, position integer, title text, kind text, unit text, start numeric, target numeric, current numeric, weight smallint)`.execute(
      tx,
    ),
  )
  for (const g of plan.goals) {
    const planned = all.find((one) => one.id === g.id)!
    if (planned.published_at === null) continue
    await updateOf(tx, c, g, now, planned.outcome)
    await own(tx, c, g.id)
  }
}

/** One line of history, so that nobody wonders where the goal came from; a closed one says how it ended. */
async function updateOf(tx: Tx, c: Context, g: Planned, now: Instant, outcome: string | null): Promise<void> {
  const author = c.viewer.personId === nobody ? null : c.viewer.personId
  const reached = reachedOfGoal(g.keyResults.map(valuesOf), g.row.progress ?? 0)
  for (const kind of outcome ? ['imported', 'closed'] : ['imported'])
    await sql`insert into goal_update (organization_id, goal_id, author_id, kind, created_at, outcome, reached_before, reached_after)
      values (${c.organizationId}, ${g.id}, ${author}, ${kind}, ${now}, ${kind === 'closed' ? outcome : null}, ${reached}, ${reached})`.execute(
      tx,
    )
}

/** Numbers of a key result; where the file has none it is done or not. */
function valuesOf(k: ReadRow) {
  const base = { title: k.title, weight: k.weight }
  if (k.valueKind === 'yes_no' || k.target === null)
    return {
      ...base,
      kind: 'yes_no' as const,
      unit: '',
      start: 0,
      target: 1,
      current: (k.progress ?? k.current ?? 0) >= 1 ? 1 : 0,
    }
  const start = k.valueKind === 'milestones' ? 0 : (k.start ?? 0)
  const current = k.current ?? (k.progress === null ? start : start + (k.target - start) * k.progress)
  return { ...base, kind: k.valueKind, unit: k.unit, start, target: k.target, current }
}

async function inPieces<T>(rows: readonly T[], insert: (piece: string) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < rows.length; at += 5000) await insert(JSON.stringify(rows.slice(at, at + 5000)))
}

export async function imports(c: Context): Promise<Answer<typeof goals.imports>> {
  const { rows } = await sql<{
    id: string
    file_name: string
    made_at: Instant
    made_by: string | null
    name: string | null
    report: { goals: number; keyResults: number; unchanged: number; refused: number }
  }>`select i.id, i.file_name, i.made_at, i.made_by, p.full_name as name, i.report from goal_import i
    left join person p on p.organization_id = i.organization_id and p.id = i.made_by
    where i.organization_id = ${c.organizationId} order by i.made_at desc, i.id limit 100`.execute(c.db)
  return {
    imports: rows.map((r) => ({
      id: r.id,
      fileName: r.file_name,
      at: r.made_at,
      by: r.made_by ? { id: r.made_by, name: r.name ?? '' } : null,
      ...r.report,
    })),
  }
}
