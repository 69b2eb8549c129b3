/** Writing: a form fills while somebody types, is handed in, and can be opened again with a trace. */
import { type RawBuilder, sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews } from '../../contract/reviews.ts'
import type { CyclePlan } from '../../contract/reviews.ts'
import type { FormAnswer, FormAnswers, FormQuestion } from '../../contract/review-form.ts'
import { putInInbox } from '../attention/attention.ts'
import { asPerson } from '../checkins/checkins.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { keepBefore } from './before.ts'
import { type Items, itemsOf } from './drawn.ts'
import { demandReviews, namesOf, planBehind, presentPerson, type TaskRow, taskRows } from './queries.ts'
import { complete, minutesOf, sectionsOf, stateOfTask, writable } from './rules.ts'
import { sheetOf } from './sheet.ts'

/** A task of the viewer to write, locked; their own, or the one somebody else writes for them. Inside the wall. */
async function mine(tx: Tx, c: Context, taskId: string, also: RawBuilder<unknown> = sql`false`): Promise<TaskRow> {
  await sql`select 1 from review_task where organization_id = ${c.organizationId} and id = ${taskId} for update`.execute(
    tx,
  )
  const [task] = await taskRows(tx, c, sql`t.id = ${taskId} and (t.writer_id = ${c.viewer.personId} or ${also})`)
  if (!task) throw problem('not_found')
  return task
}
const stateOf = (task: TaskRow) => stateOfTask(task, task.today)

function demandOpen(task: TaskRow): void {
  if (task.submitted_at) throw problem('review_submitted')
  if (!writable(stateOf(task)) || task.shared_at || task.left_out_at) throw problem('review_over')
}

const reviewedIn = (task: TaskRow) => ({ personId: task.subject_id, joinedAt: task.joined_at })
const idsOf = (items: Items, q: FormQuestion) => (items.get(q.id)?.items ?? []).map((item) => item.id)

/** Only what the form asks of this role is kept. */
function demandQuestions(plan: CyclePlan, task: TaskRow, answers: FormAnswers, items: Items): void {
  const asked = new Map(sectionsOf(plan.form, task.role).flatMap((s) => s.questions.map((q) => [q.id, q] as const)))
  for (const [id, answer] of Object.entries(answers)) {
    const question = asked.get(id)
    if (!question || !fits(question, answer, items)) throw problem('review_question')
  }
}

function fits(question: FormQuestion, answer: FormAnswer, items: Items): boolean {
  const most = question.steps.length
  if (question.kind === 'competencies') {
    const drawn = items.get(question.id)
    const known = new Set([...(drawn?.items ?? []), ...(drawn?.beyond ?? [])].map((item) => item.id))
    return Object.entries(answer.items ?? {}).every(
      ([itemId, item]) => known.has(itemId) && (item.value ?? 0) <= (drawn?.steps?.length ?? 0),
    )
  }
  if (answer.choice && !question.steps.some((s) => s.id === answer.choice)) return false
  if (answer.value && (question.kind === 'scale' || question.kind === 'rating') && answer.value > most) return false
  return true
}

/** Adds answers to the writer's sheet; what is not named stays as it was, so that two windows do not fight. */
async function keep(tx: Tx, c: Context, task: TaskRow, answers: FormAnswers): Promise<{ revision: number }> {
  const { rows } = await sql<{ revision: number }>`
    insert into review_sheet (organization_id, task_id, writer_id, answers, saved_at, sealed)
    values (${c.organizationId}, ${task.id}, ${c.viewer.personId}, ${JSON.stringify(answers)}::jsonb, ${c.clock.now()}, ${task.sealed})
    on conflict (organization_id, task_id) do update set answers = review_sheet.answers || excluded.answers, revision = review_sheet.revision + 1,
      saved_at = excluded.saved_at
    returning revision`.execute(tx)
  return rows[0]!
}

export async function sheet(c: Context, input: Input<typeof reviews.sheet>): Promise<Answer<typeof reviews.sheet>> {
  return asPerson(c, (tx, inside) => sheetOf(tx, inside, input.taskId))
}

export async function save(c: Context, input: Input<typeof reviews.save>): Promise<Answer<typeof reviews.save>> {
  return asPerson(c, async (tx, inside) => {
    const task = await mine(tx, inside, input.taskId)
    demandOpen(task)
    const plan = await planBehind(tx, inside, task)
    // Somebody who types saves often: only what the saved questions ask about is read.
    const touched = sectionsOf(plan.form, task.role).map((s) => ({
      ...s,
      questions: s.questions.filter((q) => q.kind === 'competencies' && input.answers[q.id]),
    }))
    demandQuestions(plan, task, input.answers, await itemsOf(tx, inside, reviewedIn(task), plan, touched))
    const { revision } = await keep(tx, inside, task, input.answers)
    return { savedAt: c.clock.now(), revision }
  })
}

export async function submit(c: Context, input: Input<typeof reviews.submit>): Promise<Answer<typeof reviews.submit>> {
  return asPerson(c, async (tx, inside) => {
    const task = await mine(tx, inside, input.taskId)
    demandOpen(task)
    const plan = await planBehind(tx, inside, task)
    const items = await itemsOf(tx, inside, reviewedIn(task), plan, sectionsOf(plan.form, task.role))
    demandQuestions(plan, task, input.answers, items)
    await keep(tx, inside, task, input.answers)
    const { rows } = await sql<{ answers: FormAnswers }>`select answers from review_sheet
      where organization_id = ${c.organizationId} and task_id = ${task.id}`.execute(tx)
    const answers = rows[0]!.answers
    const questions = sectionsOf(plan.form, task.role).flatMap((s) => s.questions)
    const open = questions.filter((q) => q.required && !complete(q, answers[q.id], idsOf(items, q)))
    if (open.length > 0) throw problem('review_unanswered', { count: open.length })
    const now = c.clock.now()
    await sql`update review_sheet set submitted_at = ${now} where organization_id = ${c.organizationId} and task_id = ${task.id}`.execute(
      tx,
    )
    // Of an anonymous answer only the day is kept.
    await sql`update review_task set submitted_at = ${task.sealed ? sql`${task.today}::date::timestamptz` : sql`${now}::timestamptz`}
      where organization_id = ${c.organizationId} and id = ${task.id}`.execute(tx)
    if (task.role === 'manager') await rate(tx, c, task, questions, answers)
    if (!task.sealed) await turn(tx, c, task.id, 'submitted')
    await recordAct(tx, c, 'review.submitted', task)
    return sheetOf(tx, inside, task.id)
  })
}

/**
 * What a writer did with their form. An anonymous act leaves nothing in the log with its writer,
 * time, form or review: the night after the last day records the answers of the whole cycle at once.
 */
async function recordAct(
  tx: Tx,
  c: Context,
  type: 'review.submitted' | 'review.reopened' | 'review.declined',
  task: TaskRow,
  more: Record<string, unknown> = {},
): Promise<void> {
  if (task.sealed) return countRecorded(c, 1)
  await record(tx, c, {
    type,
    subject: { kind: 'review_task', id: task.id },
    data: { reviewId: task.review_id, role: task.role, ...more },
  })
}

/** The manager's ratings as rows. One that was changed since keeps the change, and what the manager first gave. */
async function rate(
  tx: Tx,
  c: Context,
  task: TaskRow,
  questions: readonly FormQuestion[],
  answers: FormAnswers,
): Promise<void> {
  for (const q of questions) {
    const value = answers[q.id]?.value
    if (q.kind !== 'rating' || !value) continue
    await sql`
      insert into review_rating (organization_id, review_id, question_id, value, rated_by, rated_at)
      values (${c.organizationId}, ${task.review_id}, ${q.id}, ${value}, ${c.viewer.personId}, ${c.clock.now()})
      on conflict (organization_id, review_id, question_id) do update set value = excluded.value, rated_by = excluded.rated_by, rated_at = excluded.rated_at
      where not exists (select from review_rating_change n where n.organization_id = review_rating.organization_id
        and n.review_id = review_rating.review_id and n.question_id = review_rating.question_id)`.execute(tx)
  }
}

export async function turn(
  tx: Tx,
  c: Context,
  taskId: string,
  kind: string,
  more: { reason?: string; toId?: string } = {},
): Promise<void> {
  await sql`insert into review_turn (organization_id, task_id, kind, author_id, to_id, reason, created_at)
    values (${c.organizationId}, ${taskId}, ${kind}, ${c.viewer.personId}, ${more.toId ?? null}, ${more.reason ?? ''}, ${c.clock.now()})`.execute(
    tx,
  )
}

/** Whether the viewer looks after the person of a review as lead or HR partner. */
async function looksAfter(db: Db | Tx, c: Context, task: TaskRow): Promise<boolean> {
  if (task.subject_id === c.viewer.personId) return false
  if (c.viewer.roles.includes('lead')) return true
  if (!c.viewer.roles.includes('hr')) return false
  const { rows } =
    await sql`select 1 from population_member pm where pm.organization_id = ${c.organizationId} and pm.person_id = ${task.subject_id}
    and pm.population_id = any(${c.viewer.populations as string[]}::uuid[]) limit 1`.execute(db)
  return rows.length > 0
}

export async function reopen(c: Context, input: Input<typeof reviews.reopen>): Promise<{ reopened: true }> {
  return asPerson(c, async (tx, inside) => {
    await sql`select 1 from review_task where organization_id = ${c.organizationId} and id = ${input.taskId} for update`.execute(
      tx,
    )
    const [task] = await taskRows(tx, inside, sql`t.id = ${input.taskId}`)
    if (!task) throw problem('not_found')
    const own = task.writer_id === c.viewer.personId
    const cares = await looksAfter(tx, inside, task)
    // What somebody writes without a name is there for nobody else, also not as a refusal that tells whether it is handed in.
    if (!own && (!cares || task.sealed)) throw problem('not_found')
    if (!task.submitted_at) throw problem('review_not_submitted')
    if (task.closed_at || task.ended_at || task.left_out_at) throw problem('review_over')
    // What is closed until it is released opens for its writer alone, and not after.
    if (task.sealed && task.due_on < task.today) throw problem('review_over')
    if (!cares) {
      if (task.shared_at) throw problem('review_shared')
      if (!task.sealed && (await builtOn(tx, inside, task))) throw problem('review_over')
    } else if (!own && input.reason === '') throw problem('review_reason')
    const withdrawn = task.shared_at !== null && (task.role === 'manager' || task.role === 'second')
    // While what was shared is still handed in.
    if (withdrawn) await keepBefore(tx, inside, task.review_id)
    await sql`update review_task set submitted_at = null where organization_id = ${c.organizationId} and id = ${task.id}`.execute(
      tx,
    )
    await sql`select reopen_review_sheet(${c.organizationId}, ${task.id})`.execute(tx)
    if (!task.sealed) await turn(tx, c, task.id, 'reopened', { reason: input.reason })
    if (withdrawn) {
      await sql`update review set shared_by = null, shared_at = null, acknowledged_at = null, disagrees = null, comment = ''
        where organization_id = ${c.organizationId} and id = ${task.review_id}`.execute(tx)
      await tell(tx, c, task.subject_id, 'review_withdrawn', task)
    }
    if (!own) await tell(tx, c, task.writer_id, 'review_reopened', task)
    await recordAct(tx, c, 'review.reopened', task, withdrawn ? { withdrawn: true } : {})
    return { reopened: true as const }
  })
}

/** Somebody who writes after this one has handed in already. */
async function builtOn(tx: Tx, c: Context, task: TaskRow): Promise<boolean> {
  const later = task.role === 'second' ? [] : task.role === 'manager' ? ['second'] : ['manager', 'second']
  const { rows } =
    await sql`select 1 from review_task where organization_id = ${c.organizationId} and review_id = ${task.review_id}
    and role = any(${later}) and submitted_at is not null and ended_at is null limit 1`.execute(tx)
  return rows.length > 0
}

export async function tell(
  tx: Tx,
  c: Context,
  personId: string,
  kind: string,
  task: { id: string; review_id: string; cycle_id: string; cycle_name: string; subject_name: string },
  more: Record<string, unknown> = {},
  /** Of what asks for more than a look. */
  minutes?: number,
): Promise<void> {
  if (personId === c.viewer.personId) return
  const by = (await namesOf(tx, c, [c.viewer.personId])).get(c.viewer.personId) ?? ''
  await putInInbox(tx, c, personId, {
    kind,
    // Each time anew: the same task may be opened again twice.
    subject: { kind: 'review_act', id: crypto.randomUUID() },
    params: {
      by,
      cycle: task.cycle_name,
      cycleId: task.cycle_id,
      person: task.subject_name,
      reviewId: task.review_id,
      taskId: task.id,
      ...more,
    },
    ...(minutes === undefined ? {} : { asks: { minutes } }),
  })
}

export async function decline(c: Context, input: Input<typeof reviews.decline>): Promise<{ declined: true }> {
  return asPerson(c, async (tx, inside) => {
    const task = await mine(tx, inside, input.taskId)
    if (task.role !== 'peer' && task.role !== 'upward') throw problem('not_found')
    demandOpen(task)
    await sql`update review_task set declined_at = ${task.sealed ? sql`${task.today}::date::timestamptz` : sql`${c.clock.now()}::timestamptz`}, declined_words = ${input.words}
      where organization_id = ${c.organizationId} and id = ${task.id}`.execute(tx)
    await sql`delete from review_sheet where organization_id = ${c.organizationId} and task_id = ${task.id}`.execute(tx)
    if (task.role === 'peer' && task.manager_id && !task.sealed)
      await tell(tx, c, task.manager_id, 'review_declined', task)
    await recordAct(tx, c, 'review.declined', task)
    return { declined: true as const }
  })
}

export async function delegate(
  c: Context,
  input: Input<typeof reviews.delegate>,
): Promise<Answer<typeof reviews.delegate>> {
  return asPerson(c, async (tx, inside) => {
    const task = await mine(tx, inside, input.taskId, sql`t.for_id = ${c.viewer.personId}`)
    if (task.role !== 'manager' && task.role !== 'second') throw problem('not_found')
    const principal = task.for_id ?? task.writer_id
    const back = task.for_id !== null && input.personId === principal
    // Only the manager decides who writes for them; whoever writes may give it back.
    if (principal !== c.viewer.personId && !back) throw problem('forbidden')
    if (task.submitted_at) throw problem('review_submitted')
    if (task.closed_at || task.ended_at || task.left_out_at) throw problem('review_over')
    const to = await presentPerson(tx, inside, input.personId)
    if (to.id !== principal) await demandReviews(tx, inside, [to.id], true)
    if (to.id === task.subject_id) throw problem('review_writer')
    if (to.id === task.writer_id) throw problem('review_writer')
    // What the other one began stays closed with them; a new sheet begins.
    await sql`update review_task set ended_at = ${c.clock.now()}, ended_because = 'handed_over' where organization_id = ${c.organizationId} and id = ${task.id}`.execute(
      tx,
    )
    const id =
      (back ? await theirsAgain(tx, c, task, principal) : null) ?? (await taskFor(tx, c, task, to.id, principal))
    await turn(tx, c, id, back ? 'taken_back' : 'delegated', { toId: to.id, reason: input.reason })
    const now = { ...task, id }
    if (!back) {
      const { form } = await planBehind(tx, inside, task)
      await tell(tx, c, to.id, 'review_delegated', now, {}, minutesOf(form, task.role))
    } else if (principal === c.viewer.personId) await tell(tx, c, task.writer_id, 'review_taken_back', now)
    else await tell(tx, c, principal, 'review_given_back', now)
    await tell(tx, c, task.subject_id, back ? 'review_writer_again' : 'review_writer', now, { writer: to.name })
    await record(tx, c, {
      type: back ? 'review.delegation_ended' : 'review.delegated',
      subject: { kind: 'review_task', id },
      data: { reviewId: task.review_id, role: task.role, toId: to.id },
    })
    return { writer: to }
  })
}

async function taskFor(tx: Tx, c: Context, task: TaskRow, writerId: string, principal: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into review_task (organization_id, cycle_id, review_id, subject_id, role, writer_id, for_id, created_at)
    values (${c.organizationId}, ${task.cycle_id}, ${task.review_id}, ${task.subject_id}, ${task.role}, ${writerId},
      ${writerId === principal ? null : principal}, ${c.clock.now()}) returning id`.execute(tx)
  return rows[0]!.id
}

/** The manager's own task goes on where they left it, with what they had begun. */
async function theirsAgain(tx: Tx, c: Context, task: TaskRow, principal: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`update review_task set ended_at = null, ended_because = null
    where organization_id = ${c.organizationId} and id = (select t.id from review_task t
      where t.organization_id = ${c.organizationId} and t.review_id = ${task.review_id} and t.role = ${task.role} and t.writer_id = ${principal}
        and t.ended_because = 'handed_over' and t.submitted_at is null order by t.created_at desc limit 1)
    returning id`.execute(tx)
  return rows[0]?.id ?? null
}

/** The earlier manager's draft goes to the new one: only by the earlier one's own act. */
export async function handOver(
  c: Context,
  input: Input<typeof reviews.handOver>,
): Promise<Answer<typeof reviews.handOver>> {
  return asPerson(c, async (tx, inside) => {
    const task = await mine(tx, inside, input.taskId)
    if (task.ended_because !== 'manager_changed') throw problem('review_nothing_to_hand_over')
    if (task.closed_at || task.left_out_at) throw problem('review_over')
    const [next] = await taskRows(
      tx,
      inside,
      sql`t.review_id = ${task.review_id} and t.role = ${task.role} and t.ended_at is null and t.submitted_at is null`,
    )
    if (!next) throw problem('review_nothing_to_hand_over')
    const { rows } = await sql<{
      moved: boolean
    }>`select hand_over_review_sheet(${c.organizationId}, ${task.id}, ${next.id}, ${next.writer_id}) as moved`.execute(
      tx,
    )
    if (!rows[0]?.moved) throw problem('review_nothing_to_hand_over')
    await turn(tx, c, next.id, 'handed_over', { toId: next.writer_id })
    await tell(tx, c, next.writer_id, 'review_handed_over', next)
    await record(tx, c, {
      type: 'review.handed_over',
      subject: { kind: 'review_task', id: next.id },
      data: { reviewId: task.review_id, toId: next.writer_id },
    })
    return { to: { id: next.writer_id, name: next.writer_name } }
  })
}
