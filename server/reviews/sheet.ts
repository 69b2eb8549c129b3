/** One form as its writer has it in front of them. */
import { sql } from 'kysely'
import { type CyclePlan, type Sheet, type SheetQuestion, type Voice, type VoiceMode } from '../../contract/reviews.ts'
import { languages } from '../../contract/library.ts'
import {
  type FormAnswer,
  type FormAnswers,
  type FormQuestion,
  type FormSection,
  type ReviewRole,
  reviewRoles,
} from '../../contract/review-form.ts'
import { chooseLanguage } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { type Items, itemsOf, shownItems } from './drawn.ts'
import {
  planBehind,
  type SheetRow,
  sheetsOf,
  type TaskRow,
  taskRows,
  turnsOf,
  type TurnRow,
  type VoiceRow,
  voicesOf,
} from './queries.ts'
import {
  answered,
  mayRead,
  minutesOf,
  modeOf,
  nameShown,
  type ReaderAs,
  saidTo,
  say,
  sealedRolesOf,
  sectionsOf,
  stateOfTask,
  writable,
} from './rules.ts'

export const speech = (c: Context) => [chooseLanguage(languages, c.viewer.locale, null).language]

/** A question in the reader's language; `answers` are those that will be shown with it. */
export function questionFor(
  c: Context,
  q: FormQuestion,
  items: Items,
  answers: readonly (FormAnswer | null)[] = [],
): SheetQuestion {
  const order = speech(c)
  const drawn = items.get(q.id)
  return {
    id: q.id,
    kind: q.kind,
    ask: say(q.ask, order),
    hint: say(q.hint, order),
    required: q.required,
    confidential: q.confidential,
    steps: drawn?.steps ?? q.steps.map((s) => ({ id: s.id, label: say(s.label, order), anchor: say(s.anchor, order) })),
    items: shownItems(drawn, answers),
  }
}

export type Handed = { plan: CyclePlan; sheets: readonly SheetRow[]; voices: readonly VoiceRow[]; shared: boolean }

/** What a reader may read of the answers to one question. Voices without names come in an order of their own for each question. */
export function voicesAt(as: ReaderAs, section: FormSection, question: FormQuestion, handed: Handed): Voice[] {
  const { plan, sheets, voices, shared } = handed
  const out: Voice[] = []
  for (const role of reviewRoles) {
    if (!section.answeredBy.includes(role)) continue
    if (!mayRead(as, { section, question, role }, { shared, leadersRead: plan.leadersRead })) continue
    if (modeOf(plan, role) === 'anonymous') {
      const said = voices.filter(
        (v) => v.role === role && v.question_id === question.id && answered(question, v.answer),
      )
      out.push(...nameless(role, question, said, plan.floor))
      continue
    }
    const said = sheets.flatMap((s) => {
      const answer = s.role === role ? s.answers[question.id] : undefined
      return answer && answered(question, answer) ? [{ sheet: s, answer }] : []
    })
    if (nameShown(as, role, modeOf(plan, role))) {
      out.push(
        ...said.map(({ sheet, answer }) => ({ role, from: { id: sheet.writer_id, name: sheet.writer_name }, answer })),
      )
    } else {
      const some = said.map(({ sheet, answer }) => ({ id: sheet.task_id, answer }))
      out.push(...nameless(role, question, some, plan.floor))
    }
  }
  return out
}

/**
 * Voices without names, from the floor on, in an order of their own for each question. What is
 * said of several competencies comes apart: each from the floor on, so that no two answers are
 * known to be one person's.
 */
function nameless(
  role: ReviewRole,
  question: FormQuestion,
  said: readonly { id: string; answer: FormAnswer }[],
  floor: number,
): Voice[] {
  const mixed = (some: readonly { id: string; answer: FormAnswer }[], key: string): Voice[] =>
    some.length < floor
      ? []
      : some.toSorted((a, b) => mix(a.id, key) - mix(b.id, key)).map(({ answer }) => ({ role, from: null, answer }))
  if (question.kind !== 'competencies') return mixed(said, question.id)
  const apart = said.flatMap(({ id, answer }) =>
    Object.entries(answer.items ?? {}).flatMap(([itemId, item]) =>
      saidTo(item) ? [{ id, itemId, answer: { items: { [itemId]: item } } }] : [],
    ),
  )
  return [...Map.groupBy(apart, (x) => x.itemId)].flatMap(([itemId, some]) => mixed(some, `${question.id}:${itemId}`))
}

/** A number that depends on a task and a question and tells nothing of either. */
function mix(taskId: string, questionId: string): number {
  let h = 2166136261
  for (const ch of `${questionId}:${taskId}`) h = Math.imul(h ^ ch.codePointAt(0)!, 16777619)
  return h >>> 0
}

/** Who else reads a section, and when; said beside it before the first word. */
export function readersOf(
  section: FormSection,
  plan: CyclePlan,
  writer: ReviewRole | null,
  /** Somebody writes for the manager or second manager, who then reads it too. */
  delegated = false,
): Sheet['sections'][number]['readers'] {
  const on = (role: ReviewRole) => plan.stages.some((s) => s.id === role && s.on)
  return [
    ...((writer === 'manager' ? delegated : section.readBy.includes('manager'))
      ? [{ who: 'manager' as const, when: 'submitted' as const }]
      : []),
    ...((writer === 'second' ? delegated : section.readBy.includes('second')) && on('second')
      ? [{ who: 'second' as const, when: 'submitted' as const }]
      : []),
    ...(section.readBy.includes('person') && writer !== 'self'
      ? [{ who: 'person' as const, when: 'shared' as const }]
      : []),
    { who: 'hr' as const, when: 'submitted' as const },
    ...(plan.leadersRead && section.readBy.includes('person')
      ? [{ who: 'leaders' as const, when: 'shared' as const }]
      : []),
  ]
}

/** What a writer may read of others while they write: managers, their delegates and second managers. */
function readsAs(task: TaskRow): ReaderAs | null {
  if (task.role === 'manager') return task.for_id ? 'second' : 'manager'
  return task.role === 'second' ? 'second' : null
}

export const toTurn = (n: TurnRow) => ({
  kind: n.kind,
  by: { id: n.author_id, name: n.author_name },
  to: n.to_id && n.to_name ? { id: n.to_id, name: n.to_name } : null,
  reason: n.reason,
  at: n.created_at,
})

const withVoices = (c: Context, q: FormQuestion, items: Items, others: Voice[], own: FormAnswer | null = null) => ({
  ...questionFor(c, q, items, [own, ...others.map((v) => v.answer)]),
  others,
})

/** Inside the wall. Its writer finds it, and the manager for whom somebody writes that it exists. */
export async function sheetOf(tx: Tx, c: Context, taskId: string): Promise<Sheet> {
  const [task] = await taskRows(tx, c, sql`t.id = ${taskId} and t.writer_id = ${c.viewer.personId}`, {
    // Most forms have nothing released and were never handed on: then neither is read.
    more: sql<{ answers: FormAnswers | null; voiced: boolean; turned: boolean }>`
      case when h.writer_id = ${c.viewer.personId} then h.answers end as answers,
      exists (select from review_voice o where o.organization_id = t.organization_id and o.review_id = t.review_id) as voiced,
      exists (select from review_turn n where n.organization_id = t.organization_id and n.task_id = t.id) as turned`,
  })
  if (!task || task.left_out_at) throw problem('not_found')
  const plan = await planBehind(tx, c, task)
  const answers = task.answers ?? {}
  const as = readsAs(task)
  const handed: Handed = {
    plan,
    sheets: as ? (await sheetsOf(tx, c, [task.review_id])).filter((s) => s.task_id !== task.id) : [],
    voices: as && task.voiced && sealedRolesOf(plan).length > 0 ? await voicesOf(tx, c, [task.review_id]) : [],
    shared: task.shared_at !== null,
  }
  const items = await itemsOf(tx, c, { personId: task.subject_id, joinedAt: task.joined_at }, plan)
  const state = stateOfTask(task, task.today)
  const open = writable(state) && !task.shared_at
  const mode: VoiceMode = modeOf(plan, task.role)
  const order = speech(c)
  const others = (section: FormSection, question: FormQuestion) => (as ? voicesAt(as, section, question, handed) : [])
  const beside = as
    ? plan.form.sections
        .filter((s) => !s.answeredBy.includes(task.role))
        .map((s) => ({
          id: s.id,
          title: say(s.title, order),
          questions: s.questions.map((q) => withVoices(c, q, items, others(s, q))).filter((q) => q.others.length > 0),
        }))
        .filter((s) => s.questions.length > 0)
    : []
  return {
    id: task.id,
    reviewId: task.review_id,
    cycle: { id: task.cycle_id, name: task.cycle_name },
    startsOn: task.starts_on,
    endsOn: task.ends_on,
    role: task.role,
    subject: { id: task.subject_id, name: task.subject_name, title: task.subject_title },
    writer: { id: task.writer_id, name: task.writer_name },
    for: task.for_id ? { id: task.for_id, name: task.for_name ?? '' } : null,
    state,
    opensOn: task.opens_on,
    dueOn: task.due_on,
    minutes: minutesOf(plan.form, task.role),
    mode,
    floor: plan.floor,
    sections: sectionsOf(plan.form, task.role).map((s) => ({
      id: s.id,
      title: say(s.title, order),
      intro: say(s.intro, order),
      readers: readersOf(s, plan, task.role, task.for_id !== null),
      questions: s.questions.map((q) => ({
        ...withVoices(c, q, items, others(s, q), answers[q.id] ?? null),
        answer: answers[q.id] ?? null,
      })),
    })),
    beside,
    revision: task.revision ?? 0,
    savedAt: task.saved_at,
    submittedAt: task.submitted_at,
    mayWrite: open,
    mayReopen:
      task.submitted_at !== null && !task.shared_at && !task.closed_at && !(task.sealed && task.due_on < task.today),
    mayDecline: open && (task.role === 'peer' || task.role === 'upward'),
    mayDelegate:
      !task.for_id &&
      !task.submitted_at &&
      !task.ended_at &&
      !task.closed_at &&
      (task.role === 'manager' || task.role === 'second'),
    mayGiveBack: task.for_id !== null && open,
    mayHandOver: task.ended_because === 'manager_changed' && task.started && !task.closed_at,
    turns: task.turned ? (await turnsOf(tx, c, sql`n.task_id = ${task.id}`)).map(toTurn) : [],
  }
}
