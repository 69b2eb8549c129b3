/** What the viewer has to do with reviews, and one review as they may read it. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews, TaskState, WholeReview } from '../../contract/reviews.ts'
import { reviewRoles } from '../../contract/review-form.ts'
import { visibleTo } from '../access/access.ts'
import { asPerson } from '../checkins/checkins.ts'
import { practiceOf } from '../goals/goals.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { Problem } from '../platform/problem.ts'
import { beforeOf, sectionsRead } from './before.ts'
import { itemsOf } from './drawn.ts'
import { type Holding, holding } from './hold.ts'
import {
  type CycleRow,
  cycleRow,
  cycleRows,
  ratingsOf,
  type ReviewRow,
  reviewRow,
  sealedRole,
  sheetsOf,
  type TaskRow,
  taskRows,
  turnsOf,
  voicesOf,
} from './queries.ts'
import {
  mayRead,
  minutesOf,
  modeOf,
  nameShown,
  roleOfStage,
  stageOn,
  stageState,
  stateOfTask,
  toldOf,
} from './rules.ts'
import { toTurn } from './sheet.ts'

type Mine = Answer<typeof reviews.mine>

export async function mine(c: Context): Promise<Mine> {
  const practice = await practiceOf(c, 'reviews').catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'forbidden') return null // somebody outside the people file
    throw error
  })
  return asPerson(c, async (tx, inside) => {
    const me = c.viewer.personId
    const parts = sql`select t.cycle_id from review_task t where t.organization_id = ${c.organizationId} and t.writer_id = ${me}
      union select a.cycle_id from review a where a.organization_id = ${c.organizationId} and a.person_id = ${me}
      union select a.cycle_id from review a where a.organization_id = ${c.organizationId} and a.manager_id = ${me}
      union select a.cycle_id from review a where a.organization_id = ${c.organizationId} and a.second_manager_id = ${me}`
    const cycles = new Map((await cycleRows(tx, inside, parts)).filter((y) => y.filled_at).map((y) => [y.id, y]))
    const tasks = await taskRows(
      tx,
      inside,
      sql`t.writer_id = ${me} and v.left_out_at is null and (t.ended_at is null or t.ended_because = 'manager_changed') and y.closed_at is null`,
    )
    const today = tasks[0]?.today ?? [...cycles.values()][0]?.today ?? c.clock.today(c.viewer.timeZone)
    return {
      today,
      tasks: tasks
        // An earlier manager's task is shown only where a draft waits to be handed over.
        .filter((t) => !t.ended_at || t.started)
        .map((t) => ({
          id: t.id,
          reviewId: t.review_id,
          cycle: { id: t.cycle_id, name: t.cycle_name },
          role: t.role,
          subject: { id: t.subject_id, name: t.subject_name, title: t.subject_title },
          for: t.for_id ? { id: t.for_id, name: t.for_name ?? '' } : null,
          state: stateOfTask(t, t.today),
          opensOn: t.opens_on,
          dueOn: t.due_on,
          minutes: minutesOf(cycles.get(t.cycle_id)!.plan.form, t.role),
          started: t.started,
          submittedAt: t.submitted_at,
        })),
      own: await ownReviews(tx, inside, cycles),
      team: await teamReviews(tx, inside, cycles),
      startsOn: practice?.own ? null : (practice?.startsOn ?? null),
      open: Boolean(practice?.own || practice?.leads) || tasks.length > 0,
    }
  })
}

async function ownReviews(tx: Tx, c: Context, cycles: ReadonlyMap<string, CycleRow>): Promise<Mine['own']> {
  const { rows } = await sql<{
    id: string
    cycle_id: string
    manager_id: string | null
    manager_name: string | null
    shared_at: Instant | null
    acknowledged_at: Instant | null
    writer: { id: string; name: string } | null
    named: number
    approved: number
  }>`select v.id, v.cycle_id, v.manager_id, m.full_name as manager_name, v.shared_at, v.acknowledged_at,
      (select jsonb_build_object('id', w.id, 'name', w.full_name) from review_task t
        join person w on w.organization_id = t.organization_id and w.id = t.writer_id
        where t.organization_id = v.organization_id and t.review_id = v.id and t.role = 'manager' and t.for_id is not null and t.ended_at is null) as writer,
      (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id and n.approved is not false)::integer as named,
      (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id and n.approved)::integer as approved
    from review v left join person m on m.organization_id = v.organization_id and m.id = v.manager_id
    where v.organization_id = ${c.organizationId} and v.person_id = ${c.viewer.personId} and v.left_out_at is null
    order by v.joined_at desc, v.id limit 50`.execute(tx)
  return rows.flatMap((v) => {
    const y = cycles.get(v.cycle_id)
    if (!y) return []
    const nominate = y.stages.find((s) => s.stage === 'nominate')
    const acknowledge = y.stages.find((s) => s.stage === 'acknowledge')
    return [
      {
        id: v.id,
        cycle: { id: y.id, name: y.plan.name },
        startsOn: y.plan.startsOn,
        endsOn: y.plan.endsOn,
        manager: v.manager_id ? { id: v.manager_id, name: v.manager_name ?? '' } : null,
        writer: v.writer,
        nominations:
          nominate && !y.closed_at
            ? {
                state: nominationState(y, y.today),
                dueOn: nominate.due_on,
                least: y.plan.peers.least,
                most: y.plan.peers.most,
                named: v.named,
                approved: v.approved,
                needsApproval: y.plan.peers.approved,
              }
            : null,
        sharedAt: v.shared_at,
        acknowledgedAt: v.acknowledged_at,
        acknowledgeBy: acknowledge?.due_on ?? null,
      },
    ]
  })
}

/** Names may be given from the first day of nominating until the last day on which peers write. */
export function nominationState(y: CycleRow, today: Day): 'ahead' | 'open' | 'over' {
  const nominate = y.stages.find((s) => s.stage === 'nominate')
  const peers = y.stages.find((s) => s.stage === 'peers')
  if (!nominate || !peers || y.closed_at) return 'over'
  return stageState({ opens_on: nominate.opens_on, due_on: peers.due_on }, today)
}

async function teamReviews(tx: Tx, c: Context, cycles: ReadonlyMap<string, CycleRow>): Promise<Mine['team']> {
  const me = c.viewer.personId
  const { rows } = await sql<{
    id: string
    cycle_id: string
    person_id: string
    name: string
    title: string
    on_leave: boolean
    second: boolean
    cleared_at: Instant | null
    shared_at: Instant | null
    acknowledged_at: Instant | null
    disagrees: boolean | null
    to_decide: number
    held: boolean
    calibrated: boolean
  }>`select v.id, v.cycle_id, v.person_id, p.full_name as name, v.title, coalesce(r.status = 'leave', false) as on_leave, v.manager_id is distinct from ${me} as second,
      v.cleared_at, v.shared_at, v.acknowledged_at, v.disagrees,
      (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id and n.approved is null)::integer as to_decide, ${holding}
    from review v join person p on p.organization_id = v.organization_id and p.id = v.person_id
    left join roster r on ${visibleTo(c.viewer)} and r.person_id = v.person_id
    where v.organization_id = ${c.organizationId} and v.left_out_at is null and v.id in (
      select a.id from review a where a.organization_id = ${c.organizationId} and a.manager_id = ${me}
      union select b.id from review b where b.organization_id = ${c.organizationId} and b.second_manager_id = ${me})
    order by p.sort_name, v.id`.execute(tx)
  const running = rows.filter((v) => cycles.has(v.cycle_id) && !cycles.get(v.cycle_id)!.closed_at && v.person_id !== me)
  if (running.length === 0) return []
  const tasks = await taskRows(
    tx,
    c,
    sql`t.review_id = any(${running.map((v) => v.id)}::uuid[]) and (t.ended_at is null or ${sealedRole('t.role')})`,
  )
  const byReview = Map.groupBy(tasks, (t) => t.review_id)
  return running.flatMap((v) => {
    const y = cycles.get(v.cycle_id)!
    // A second manager has a place in it only where the cycle asks second managers.
    if (v.second && !stageOn(y.plan, 'second')) return []
    const its = byReview.get(v.id) ?? []
    const mineOf = its.find((t) => t.role === (v.second ? 'second' : 'manager'))
    const self = its.find((t) => t.role === 'self')
    const voices = voicesIn(its, y.plan.floor)
    const state = (t: (typeof its)[number] | undefined): TaskState | null => (t ? stateOfTask(t, t.today) : null)
    return [
      {
        id: v.id,
        cycle: { id: y.id, name: y.plan.name },
        person: { id: v.person_id, name: v.name, title: v.title },
        onLeave: v.on_leave,
        second: v.second,
        self: state(self),
        voices,
        task: mineOf
          ? {
              id: mineOf.id,
              state: stateOfTask(mineOf, mineOf.today),
              writer: { id: mineOf.writer_id, name: mineOf.writer_name },
              started: mineOf.started,
              dueOn: mineOf.due_on,
            }
          : null,
        toDecide: !v.second && nominationState(y, y.today) === 'open' ? v.to_decide : 0,
        mayShare: !v.second && !v.shared_at && shareable(y, its, v).ready,
        sharedAt: v.shared_at,
        acknowledgedAt: v.acknowledged_at,
        disagrees: v.second ? null : v.disagrees,
      },
    ]
  })
}

/** How many colleagues and team members have written, as far as it is told. */
function voicesIn(tasks: readonly TaskRow[], floor: number): { done: number; of: number } | null {
  const sum = { done: 0, of: 0 }
  for (const role of ['peer', 'upward'] as const) {
    const its = tasks.filter((t) => t.role === role)
    const writers = (some: typeof its) => new Set(some.map((t) => t.writer_id)).size
    const done = writers(its.filter((t) => t.submitted_at))
    if (!its.some((t) => t.sealed)) {
      sum.done += done
      sum.of += its.filter((t) => !t.declined_at).length
    } else if (toldOf(done, floor, its[0]!.due_on < its[0]!.today) !== null) {
      sum.done += done
      sum.of += writers(its)
    }
  }
  return sum.of > 0 ? sum : null
}

export type Part = { role: string; submitted_at: Instant | null; ended_at: Instant | null }

/** Whether a review may be shown to its person today, and what stands before it. */
export function shareable(
  y: Pick<CycleRow, 'today' | 'stages' | 'closed_at'>,
  tasks: readonly Part[],
  v: { cleared_at: Instant | null } & Holding,
): { ready: boolean; after: WholeReview['sharesAfter'] } {
  const stage = (id: string) => y.stages.find((s) => s.stage === id)
  const shareStage = stage('share')
  if (!shareStage || y.closed_at) return { ready: false, after: null }
  const done = (role: string) => tasks.some((t) => t.role === role && t.submitted_at && !t.ended_at)
  if (!done('manager')) return { ready: false, after: null }
  if (y.today < shareStage.opens_on) return { ready: false, after: { stage: 'share', on: shareStage.opens_on } }
  for (const id of ['second', 'hr', 'calibration'] as const) {
    const s = stage(id)
    // What works on it comes first, also past its day.
    if (id === 'calibration' && v.held) return { ready: false, after: { stage: id, on: null } }
    if (!s || s.due_on < y.today) continue
    if (id === 'calibration' && v.calibrated) continue
    if (id === 'second' && (done('second') || !tasks.some((t) => t.role === 'second' && !t.ended_at))) continue
    if (id === 'hr' && v.cleared_at) continue
    return { ready: false, after: { stage: id, on: s.due_on } }
  }
  return { ready: true, after: null }
}

export async function get(c: Context, input: Input<typeof reviews.get>): Promise<WholeReview> {
  return asPerson(c, (tx, inside) => wholeReview(tx, inside, input.reviewId))
}

/** Whether a review is the viewer's to read at all; leaving the cycle leaves it to HR. */
export async function readable(
  db: Db | Tx,
  c: Context,
  id: string,
): Promise<ReviewRow & { as: NonNullable<ReviewRow['as']> }> {
  const row = await reviewRow(db, c, id)
  if (row.left_out_at && row.as !== 'hr') throw new Problem('not_found', {})
  return row as ReviewRow & { as: NonNullable<ReviewRow['as']> }
}

/** Inside the wall. */
export async function wholeReview(tx: Tx, c: Context, id: string): Promise<WholeReview> {
  const row = await readable(tx, c, id)
  const y = await cycleRow(tx, c, row.cycle_id)
  const { plan } = y
  const { as } = row
  const shared = row.shared_at !== null
  const tasks = await taskRows(tx, c, sql`t.review_id = ${id} and t.ended_at is null`)
  const handed = { plan, shared, sheets: await sheetsOf(tx, c, [id]), voices: await voicesOf(tx, c, [id]) }
  const items = await itemsOf(tx, c, { personId: row.person_id, joinedAt: row.joined_at }, plan)
  // Ratings are the manager's to know, and the person's once shared; what was changed in between stays among those who decide.
  const managers = as === 'manager' || as === 'hr'
  const rated = await ratingsOf(tx, c, [id])
  const ratings = rated.filter((g) =>
    plan.form.sections.some((section) =>
      section.questions.some(
        (question) =>
          question.id === g.question_id &&
          mayRead(as, { section, question, role: 'manager' }, { shared, leadersRead: plan.leadersRead }),
      ),
    ),
  )
  const holds = new Map(rated.map((g) => [g.question_id, g.value]))
  const sections = sectionsRead(c, as, handed, items, holds)
  const { ready, after } = shareable(y, tasks, row)
  const mineOf = tasks.find((t) => t.writer_id === c.viewer.personId)
  const other = tasks.find((t) => t.role === 'manager' && t.for_id)
  const shown = (role: string) => sections.some((s) => s.questions.some((q) => q.answers.some((a) => a.role === role)))
  return {
    id,
    cycle: { id: y.id, name: plan.name },
    startsOn: plan.startsOn,
    endsOn: plan.endsOn,
    person: { id: row.person_id, name: row.person_name, title: row.title },
    department: row.department,
    manager: row.manager_id ? { id: row.manager_id, name: row.manager_name ?? '' } : null,
    writer: other ? { id: other.writer_id, name: other.writer_name } : null,
    as,
    state: row.left_out_at ? 'left_out' : row.acknowledged_at ? 'acknowledged' : shared ? 'shared' : 'running',
    shared:
      row.shared_at && row.shared_by
        ? { by: { id: row.shared_by, name: row.shared_name ?? '' }, at: row.shared_at }
        : null,
    acknowledged:
      row.acknowledged_at && as !== 'leader'
        ? { at: row.acknowledged_at, disagrees: row.disagrees ?? false, comment: row.comment }
        : null,
    cleared:
      row.cleared_at && row.cleared_by
        ? { by: { id: row.cleared_by, name: row.cleared_name ?? '' }, at: row.cleared_at }
        : null,
    sections,
    before: await beforeOf(tx, c, { reviewId: id, as, plan, items }),
    ratings: ratings.map((g) => ({
      questionId: g.question_id,
      value: g.value,
      changed:
        managers && g.changed_by && g.changed_at
          ? {
              from: g.original,
              by: { id: g.changed_by, name: g.changed_name ?? '' },
              reason: g.reason ?? '',
              at: g.changed_at,
            }
          : null,
    })),
    hidden: reviewRoles.filter(
      (role) =>
        (role === 'peer' || role === 'upward') &&
        stageOn(plan, role === 'peer' ? 'peers' : 'upward') &&
        !nameShown(as, role, modeOf(plan, role)) &&
        (shared || as !== 'person') &&
        y.stages.some((s) => roleOfStage[s.stage] === role && s.due_on < y.today) &&
        !shown(role),
    ),
    floor: plan.floor,
    turns: managers
      ? (await turnsOf(tx, c, sql`t.review_id = ${id} and t.role in ('manager', 'second', 'self')`)).map((n) => ({
          ...toTurn(n),
          role: n.role,
        }))
      : [],
    mayShare: as === 'manager' && !shared && ready,
    sharesAfter: as === 'manager' && !shared ? after : null,
    mayAcknowledge: as === 'person' && shared && !y.closed_at,
    mayClear:
      as === 'hr' &&
      stageOn(plan, 'hr') &&
      !row.cleared_at &&
      !row.left_out_at &&
      !y.closed_at &&
      tasks.some((t) => t.role === 'manager' && t.submitted_at),
    taskId: mineOf?.id ?? null,
  }
}
