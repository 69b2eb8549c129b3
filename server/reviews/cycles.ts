/** Planning a cycle: made from a form, saved as a whole, launched once; afterwards only its days move. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import { type Cycle, type CyclePlan, type CycleSummary, type reviews, stageIds } from '../../contract/reviews.ts'
import { type ReviewRole, reviewRoles } from '../../contract/review-form.ts'
import { organizationDay } from '../directory/directory.ts'
import { reviewForms } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { planNews, planNotices } from './notices.ts'
import { inCare } from './progress.ts'
import { type CycleRow, cycleRow, cycleRows, namesOf, type StageRow } from './queries.ts'
import { speech } from './sheet.ts'
import {
  inSequence,
  minutesOf,
  missingIn,
  newPlan,
  roleOfStage,
  say,
  sealedRolesOf,
  stageState,
  stateOfCycle,
} from './rules.ts'

export const mayDesign = (c: Context) => c.viewer.roles.includes('lead')

export async function cycles(c: Context): Promise<Answer<typeof reviews.cycles>> {
  const rows = await cycleRows(c.db, c)
  const counts = await countsOf(c, rows)
  return {
    // What is still being planned is the lead's.
    cycles: rows.filter((row) => row.launched_at || mayDesign(c)).map((row) => summaryOf(row, counts.get(row.id) ?? 0)),
    mayDesign: mayDesign(c),
  }
}

async function countsOf(c: Context, rows: readonly CycleRow[]): Promise<Map<string, number>> {
  const counted = await sql<{ cycle_id: string; n: number }>`select v.cycle_id, count(*) as n from review v
    where v.organization_id = ${c.organizationId} and v.cycle_id = any(${rows.map((r) => r.id)}::uuid[]) and v.left_out_at is null and ${inCare(c)} group by v.cycle_id`.execute(
    c.db,
  )
  return new Map(counted.rows.map((r) => [r.cycle_id, r.n]))
}

function datesOf(row: CycleRow): StageRow[] {
  if (row.launched_at) return row.stages
  return row.plan.stages.flatMap((s) =>
    s.on && s.opensOn && s.dueOn ? [{ stage: s.id, opens_on: s.opensOn, due_on: s.dueOn, waits: s.waits }] : [],
  )
}

function summaryOf(row: CycleRow, people: number): CycleSummary {
  return {
    id: row.id,
    name: row.plan.name,
    startsOn: row.plan.startsOn,
    endsOn: row.plan.endsOn,
    state: stateOfCycle(row, row.stages, row.today),
    people: row.filled_at ? people : null,
    stages: datesOf(row).map((s) => ({
      id: s.stage,
      opensOn: s.opens_on,
      dueOn: s.due_on,
      waits: s.waits,
      state: stageState(s, row.today),
    })),
    createdAt: row.created_at,
  }
}

export async function cycle(c: Context, input: Input<typeof reviews.cycle>): Promise<Cycle> {
  return cycleOf(c.db, c, input.cycleId)
}

export async function cycleOf(db: Db | Tx, c: Context, id: string): Promise<Cycle> {
  const row = await cycleRow(db, c, id)
  if (!row.launched_at && !mayDesign(c)) throw problem('not_found')
  const here = { ...c, db: db as Db }
  const [names, counts, audience, moves] = [
    await namesOf(db, c, [...row.plan.alsoIds, ...row.plan.exceptIds]),
    await countsOf(here, [row]),
    row.plan.audienceId
      ? (
          await sql<{ id: string; name: string }>`select id, name from audience
        where organization_id = ${c.organizationId} and id = ${row.plan.audienceId}`.execute(db)
        ).rows[0]
      : undefined,
    await movesOf(db, c, id),
  ]
  return {
    ...summaryOf(row, counts.get(id) ?? 0),
    plan: row.plan,
    revision: row.revision,
    missing: row.launched_at ? [] : missingIn(row.plan, row.today),
    launched:
      row.launched_at && row.launched_by
        ? { by: { id: row.launched_by, name: row.launched_name ?? '' }, at: row.launched_at }
        : null,
    filled: row.filled_at && row.filled ? { at: row.filled_at, ...row.filled } : null,
    closed:
      row.closed_at && row.closed_by
        ? { by: { id: row.closed_by, name: row.closed_name ?? '' }, at: row.closed_at }
        : null,
    moves,
    names: Object.fromEntries(names),
    audience: audience ?? null,
    mayDesign: mayDesign(c),
  }
}

async function movesOf(db: Db | Tx, c: Context, cycleId: string): Promise<Cycle['moves']> {
  type Row = {
    stage: Cycle['moves'][number]['stage']
    opens_before: Day
    due_before: Day
    opens_on: Day
    due_on: Day
    reason: string
    moved_by: string
    name: string
    moved_at: string
  }
  const { rows } =
    await sql<Row>`select m.stage, m.opens_before, m.due_before, m.opens_on, m.due_on, m.reason, m.moved_by, p.full_name as name, m.moved_at
    from review_stage_move m join person p on p.organization_id = m.organization_id and p.id = m.moved_by
    where m.organization_id = ${c.organizationId} and m.cycle_id = ${cycleId} order by m.moved_at desc limit 100`.execute(
      db,
    )
  return rows.map((m) => ({
    stage: m.stage,
    from: { opensOn: m.opens_before, dueOn: m.due_before },
    to: { opensOn: m.opens_on, dueOn: m.due_on },
    reason: m.reason,
    by: { id: m.moved_by, name: m.name },
    at: m.moved_at,
  }))
}

export async function forms(c: Context): Promise<Answer<typeof reviews.forms>> {
  const order = speech(c)
  return {
    forms: reviewForms().map(({ id, version, title, use, form }) => ({
      id,
      version,
      title: say(title, order) || id,
      use: say(use, order),
      minutes: Object.fromEntries(reviewRoles.map((role) => [role, minutesOf(form, role)]).filter(([, m]) => m !== 0)),
      form,
    })),
  }
}

export async function createCycle(c: Context, input: Input<typeof reviews.createCycle>): Promise<Cycle> {
  const today = await organizationDay(c)
  const id = input.id ?? randomUUID()
  return c.db.transaction().execute(async (tx) => {
    const plan = input.likeCycleId
      ? again((await cycleRow(tx, c, input.likeCycleId)).plan, input.name, today)
      : fromLibrary(input, today)
    const made = await sql`insert into review_cycle (organization_id, id, plan, created_by, created_at)
      values (${c.organizationId}, ${id}, ${JSON.stringify(plan)}::jsonb, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing returning 1`.execute(
      tx,
    )
    if (made.rows.length === 0) countRecorded(c, 1) // the same request a second time
    else await record(tx, c, { type: 'review_cycle.created', subject: { kind: 'review_cycle', id } })
    return cycleOf(tx, c, id)
  })
}

/** A plan with the form that was chosen, or the one for most cycles. */
function fromLibrary({ name, formId }: Input<typeof reviews.createCycle>, today: Day): CyclePlan {
  const { id, version, form } = reviewForms().find((f) => f.id === formId) ?? reviewForms()[0]!
  return { ...newPlan(name, today, form), formFrom: { id, version } }
}

/** An earlier plan for a next time: its form and settings, a period that follows on, dates from now. */
function again(plan: CyclePlan, name: string, today: Day): CyclePlan {
  const fresh = newPlan(name, today, plan.form)
  return {
    ...plan,
    name,
    startsOn: plan.endsOn < today ? plan.endsOn : fresh.startsOn,
    endsOn: fresh.endsOn,
    exceptIds: [],
    alsoIds: [],
    competencyVersion: null,
    stages: inSequence(plan.stages, fresh.stages.find((s) => s.opensOn)?.opensOn ?? today),
  }
}

export async function savePlan(c: Context, input: Input<typeof reviews.savePlan>): Promise<Cycle> {
  return c.db.transaction().execute(async (tx) => {
    const row = await cycleRow(tx, c, input.cycleId, true)
    if (row.launched_at) throw problem('review_launched')
    if (row.revision !== input.revision) throw problem('conflict')
    // Stages always stand in their order, whatever the sender's list says.
    const stages = stageIds.map(
      (id) => input.plan.stages.find((s) => s.id === id) ?? row.plan.stages.find((s) => s.id === id)!,
    )
    const plan: CyclePlan = { ...input.plan, stages, competencyVersion: null }
    if (plan.audienceId) {
      const { rows } =
        await sql`select 1 from audience where organization_id = ${c.organizationId} and id = ${plan.audienceId}`.execute(
          tx,
        )
      if (rows.length === 0) throw problem('audience_unknown')
    }
    const changed = (Object.keys(plan) as (keyof CyclePlan)[]).filter(
      (key) => JSON.stringify(plan[key]) !== JSON.stringify(row.plan[key]),
    )
    if (changed.length === 0) {
      countRecorded(c, 1)
      return cycleOf(tx, c, input.cycleId)
    }
    await sql`update review_cycle set plan = ${JSON.stringify(plan)}::jsonb, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${input.cycleId}`.execute(tx)
    await record(tx, c, {
      type: 'review_cycle.updated',
      subject: { kind: 'review_cycle', id: input.cycleId },
      data: { changed },
    })
    return cycleOf(tx, c, input.cycleId)
  })
}

export async function removeCycle(c: Context, input: Input<typeof reviews.removeCycle>): Promise<{ removed: true }> {
  await c.db.transaction().execute(async (tx) => {
    const row = await cycleRow(tx, c, input.cycleId, true)
    if (row.launched_at) throw problem('review_launched')
    await sql`delete from review_cycle where organization_id = ${c.organizationId} and id = ${input.cycleId}`.execute(
      tx,
    )
    await record(tx, c, { type: 'review_cycle.removed', subject: { kind: 'review_cycle', id: input.cycleId } })
  })
  return { removed: true }
}

/** A cycle that runs, locked against a second change at the same moment. */
export async function runningCycle(tx: Tx, c: Context, id: string): Promise<CycleRow> {
  const row = await cycleRow(tx, c, id, true)
  if (!row.filled_at || row.closed_at) throw problem('review_not_running')
  return row
}

export async function moveStage(c: Context, input: Input<typeof reviews.moveStage>): Promise<Cycle> {
  return c.db.transaction().execute(async (tx) => {
    const row = await runningCycle(tx, c, input.cycleId)
    const stage = row.stages.find((s) => s.stage === input.stage)
    if (!stage) throw problem('not_found')
    if (input.dueOn < input.opensOn || input.dueOn < row.today) throw problem('review_dates')
    const role = roleOfStage[input.stage]
    if (role && (overWithoutNames(row, stage, role) || (await released(tx, c, row, role))))
      throw problem('review_released')
    await sql`update review_stage set opens_on = ${input.opensOn}, due_on = ${input.dueOn}
      where organization_id = ${c.organizationId} and cycle_id = ${row.id} and stage = ${input.stage}`.execute(tx)
    await sql`insert into review_stage_move (organization_id, cycle_id, stage, opens_before, due_before, opens_on, due_on, reason, moved_by, moved_at)
      values (${c.organizationId}, ${row.id}, ${input.stage}, ${stage.opens_on}, ${stage.due_on}, ${input.opensOn}, ${input.dueOn}, ${input.reason}, ${c.viewer.personId}, ${c.clock.now()})`.execute(
      tx,
    )
    await planNotices(tx, c, row.id, input.stage)
    await planNews(tx, c, row.id)
    await record(tx, c, {
      type: 'review_cycle.stage_moved',
      subject: { kind: 'review_cycle', id: row.id },
      data: { stage: input.stage, opensOn: input.opensOn, dueOn: input.dueOn },
    })
    return cycleOf(tx, c, row.id)
  })
}

/** From midnight on it is told how many wrote: nobody may write after that, also before the answers come out. */
const overWithoutNames = (row: CycleRow, stage: StageRow, role: ReviewRole) =>
  stage.due_on < row.today && sealedRolesOf(row.plan).includes(role)

/** Anonymous answers of a role are out: its stage stays over, also where the company's day begins later than it did. */
async function released(tx: Tx, c: Context, row: CycleRow, role: ReviewRole): Promise<boolean> {
  if (!sealedRolesOf(row.plan).includes(role)) return false
  const { rows } =
    await sql`select 1 from event where organization_id = ${c.organizationId} and type = 'review_cycle.voices_released'
    and subject_id = ${row.id} and data ->> 'role' = ${role} limit 1`.execute(tx)
  return rows.length > 0
}

export async function closeCycle(c: Context, input: Input<typeof reviews.closeCycle>): Promise<Cycle> {
  return c.db.transaction().execute(async (tx) => {
    const row = await runningCycle(tx, c, input.cycleId)
    await sql`update review_cycle set closed_by = ${c.viewer.personId}, closed_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: 'review_cycle.closed', subject: { kind: 'review_cycle', id: row.id } })
    return cycleOf(tx, c, row.id)
  })
}
