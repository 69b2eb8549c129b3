/** What holds for a cycle, a task and a reader, as pure functions of rows and the day. */
import {
  type CyclePlan,
  type CycleState,
  type StageId,
  stageIds,
  type TaskState,
  type VoiceMode,
} from '../../contract/reviews.ts'
import type {
  FormAnswer,
  FormQuestion,
  FormSection,
  ReviewForm,
  ReviewRole,
  Saying,
} from '../../contract/review-form.ts'
import { languages } from '../../contract/library.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'

/** The stage in which a role writes. */
export const stageOfRole = {
  self: 'self',
  peer: 'peers',
  upward: 'upward',
  manager: 'manager',
  second: 'second',
} as const satisfies Record<ReviewRole, StageId>
export const roleOfStage: { [S in StageId]?: ReviewRole } = {
  self: 'self',
  peers: 'peer',
  upward: 'upward',
  manager: 'manager',
  second: 'second',
}

/** A plan to begin with: half-year light, eight weeks from today. */
export function newPlan(name: string, today: Day, form: ReviewForm): CyclePlan {
  const asks = (role: ReviewRole) => form.sections.some((s) => s.answeredBy.includes(role))
  const on: Record<StageId, boolean> = {
    nominate: asks('peer'),
    self: asks('self'),
    peers: asks('peer'),
    upward: asks('upward'),
    manager: true,
    second: asks('second'),
    hr: false,
    calibration: false,
    share: true,
    acknowledge: true,
  }
  return {
    name,
    startsOn: addDays(today, -182),
    endsOn: today,
    audienceId: null,
    alsoIds: [],
    exceptIds: [],
    stages: inSequence(
      stageIds.map((id) => ({ id, on: on[id], opensOn: null, dueOn: null, waits: false })),
      addDays(today, 7),
    ),
    peers: { least: 2, most: 4, approved: true, mode: 'confidential' },
    upward: { mode: 'anonymous' },
    floor: 3,
    leadersRead: false,
    manyReviews: 12,
    form,
    formFrom: null,
    competencyVersion: null,
  }
}

/** Days that a stage usually takes, and what opens together. */
const usualDays: Record<StageId, number> = {
  nominate: 6,
  self: 13,
  peers: 13,
  upward: 13,
  manager: 13,
  second: 6,
  hr: 6,
  calibration: 9,
  share: 13,
  acknowledge: 13,
}
const together: readonly StageId[] = ['self', 'peers', 'upward']

/** Dates one stage after the other, for those that are on; self, peers and team members write in the same days. */
export function inSequence(stages: CyclePlan['stages'], from: Day): CyclePlan['stages'] {
  let next = from
  let shared: { opensOn: Day; dueOn: Day } | null = null
  return stages.map((stage) => {
    if (!stage.on) return { ...stage, opensOn: null, dueOn: null }
    if (together.includes(stage.id) && shared) return { ...stage, ...shared }
    const dates = { opensOn: next, dueOn: addDays(next, usualDays[stage.id]) }
    if (together.includes(stage.id)) shared = dates
    next = addDays(dates.dueOn, 1)
    return { ...stage, ...dates }
  })
}

export const stageOn = (plan: CyclePlan, id: StageId) => plan.stages.some((s) => s.id === id && s.on)
export const rolesOn = (plan: CyclePlan): ReviewRole[] =>
  (Object.keys(stageOfRole) as ReviewRole[]).filter((role) => stageOn(plan, stageOfRole[role]))

const said = (words: Saying) => languages.some((l) => (words[l] ?? '') !== '')

export type Missing = {
  code:
    | 'name'
    | 'period'
    | 'stage_none'
    | 'stage_dates'
    | 'stage_order'
    | 'stage_past'
    | 'stage_needs_manager'
    | 'form_empty'
    | 'form_role'
    | 'form_words'
    | 'form_steps'
    | 'form_rating'
    | 'peers_counts'
    | 'people_none'
  stage: StageId | null
  role: ReviewRole | null
  sectionId: string | null
}

/** What stands between a plan and its launch. */
export function missingIn(plan: CyclePlan, today: Day): Missing[] {
  const found: Missing[] = []
  const add = (code: Missing['code'], at: Partial<Missing> = {}) =>
    found.push({ code, stage: null, role: null, sectionId: null, ...at })
  if (plan.name.trim() === '') add('name')
  if (plan.endsOn < plan.startsOn) add('period')
  const on = plan.stages.filter((s) => s.on)
  if (!rolesOn(plan).length) add('stage_none')
  for (const stage of on) {
    if (!stage.opensOn || !stage.dueOn) add('stage_dates', { stage: stage.id })
    else if (stage.dueOn < stage.opensOn) add('stage_order', { stage: stage.id })
    else if (stage.dueOn < today) add('stage_past', { stage: stage.id })
  }
  const day = (id: StageId) => on.find((s) => s.id === id)
  const [nominate, peers, manager, shared, acknowledged] = (
    ['nominate', 'peers', 'manager', 'share', 'acknowledge'] as const
  ).map(day)
  if (nominate?.opensOn && peers?.dueOn && nominate.opensOn > peers.dueOn) add('stage_order', { stage: 'nominate' })
  if (manager?.opensOn && shared?.dueOn && shared.dueOn < manager.opensOn) add('stage_order', { stage: 'share' })
  if (shared?.opensOn && acknowledged?.dueOn && acknowledged.dueOn < shared.opensOn)
    add('stage_order', { stage: 'acknowledge' })
  for (const id of ['second', 'hr', 'calibration', 'share'] as const)
    if (day(id) && !manager) add('stage_needs_manager', { stage: id })
  if (acknowledged && !shared) add('stage_needs_manager', { stage: 'acknowledge' })
  if (peers && (plan.peers.most < plan.peers.least || !nominate)) add('peers_counts', { stage: 'peers' })
  if (day('calibration') && plan.form.sections.length > 0 && ratingQuestions(plan.form).length === 0)
    add('form_rating', { stage: 'calibration' })
  if (plan.form.sections.length === 0) add('form_empty')
  for (const role of rolesOn(plan))
    if (!plan.form.sections.some((s) => s.answeredBy.includes(role) && s.questions.length > 0))
      add('form_role', { role })
  for (const section of plan.form.sections) {
    if (!said(section.title) || section.questions.some((q) => !said(q.ask)))
      add('form_words', { sectionId: section.id })
    if (
      section.questions.some(
        (q) =>
          (['scale', 'rating', 'choice'].includes(q.kind) && q.steps.length < 2) || q.steps.some((s) => !said(s.label)),
      )
    )
      add('form_steps', { sectionId: section.id })
  }
  return found
}

const minutesFor: Record<FormQuestion['kind'], number> = {
  text: 4,
  scale: 0.5,
  rating: 1,
  choice: 0.5,
  goals: 4,
  competencies: 5,
}

/** What filling in the form once takes somebody in a role, with reading what is asked. */
export function minutesOf(form: ReviewForm, role: ReviewRole): number {
  const questions = sectionsOf(form, role).flatMap((s) => s.questions)
  return questions.length === 0
    ? 0
    : Math.max(1, Math.round(1 + questions.reduce((sum, q) => sum + minutesFor[q.kind], 0)))
}

export const sectionsOf = (form: ReviewForm, role: ReviewRole): FormSection[] =>
  form.sections.filter((s) => s.answeredBy.includes(role))

export const asksCompetencies = (form: ReviewForm): boolean =>
  form.sections.some((s) => s.questions.some((q) => q.kind === 'competencies'))

/** Ratings that managers give and may be compared: what is confidential to HR is not. */
export const ratingQuestions = (form: ReviewForm): FormQuestion[] =>
  sectionsOf(form, 'manager').flatMap((s) => s.questions.filter((q) => q.kind === 'rating' && !q.confidential))

export type StageDates = { stage: StageId; opens_on: Day; due_on: Day }
export const stageState = (s: { opens_on: Day; due_on: Day }, today: Day): 'ahead' | 'open' | 'over' =>
  today < s.opens_on ? 'ahead' : today > s.due_on ? 'over' : 'open'

export function stateOfCycle(
  row: { launched_at: Instant | null; filled_at: Instant | null; closed_at: Instant | null },
  stages: readonly StageDates[],
  today: Day,
): CycleState {
  if (row.closed_at) return { state: 'closed', on: row.closed_at }
  if (!row.launched_at) return { state: 'draft' }
  if (!row.filled_at) return { state: 'launching' }
  return { state: 'running', now: stages.filter((s) => stageState(s, today) === 'open').map((s) => s.stage) }
}

export type TaskFacts = {
  submitted_at: Instant | null
  declined_at: Instant | null
  ended_at: Instant | null
  /** Of the cycle. */
  closed_at: Instant | null
  opens_on: Day
  due_on: Day
  /** Something that stands before it is not in yet. */
  waiting: boolean
  /** Will be released without a name, all at once: after its last day it is too late. */
  sealed: boolean
}

/** Where a task stands. Past its day it may still be written, unless its answers were released. */
export function stateOfTask(t: TaskFacts, today: Day): TaskState {
  if (t.ended_at) return 'ended'
  if (t.submitted_at) return 'done'
  if (t.declined_at) return 'declined'
  if (t.closed_at) return 'over'
  if (today < t.opens_on) return 'ahead'
  if (today > t.due_on) return t.sealed ? 'over' : 'late'
  return t.waiting ? 'waiting' : 'open'
}
export const writable = (state: TaskState) => state === 'open' || state === 'late'

/** Whether something is said to a question. */
export function answered(question: FormQuestion, answer: FormAnswer | undefined): boolean {
  if (!answer) return false
  if (question.kind === 'text') return (answer.words ?? '').trim() !== ''
  if (question.kind === 'scale' || question.kind === 'rating') return Boolean(answer.value)
  if (question.kind === 'choice') return Boolean(answer.choice)
  return Object.values(answer.items ?? {}).some(saidTo)
}

/** Whether one goal or competency has something said to it. */
export const saidTo = (item: NonNullable<FormAnswer['items']>[string] | undefined): boolean =>
  Boolean(item && (item.value || (item.words ?? '').trim() !== ''))

/**
 * Whether a question that is needed has what it needs. Of each competency a level; where there is
 * nothing to ask about, nothing is needed.
 */
export function complete(question: FormQuestion, answer: FormAnswer | undefined, itemIds: readonly string[]): boolean {
  if (question.kind === 'competencies') return itemIds.every((id) => answer?.items?.[id]?.value)
  if (question.kind === 'goals' && itemIds.length === 0) return true
  return answered(question, answer)
}

/** What the viewer is to a review. */
export type ReaderAs = 'person' | 'manager' | 'second' | 'hr' | 'leader'

/** Whether a reader reads what a role answered to a question and handed in. One's own is always read, elsewhere. */
export function mayRead(
  as: ReaderAs,
  what: { section: FormSection; question: FormQuestion; role: ReviewRole },
  when: { shared: boolean; leadersRead: boolean },
): boolean {
  const { section, question, role } = what
  if (as === 'hr') return true
  if (question.confidential) return false
  if (as === 'person') return (when.shared && section.readBy.includes('person')) || role === 'self'
  if (as === 'leader') return when.shared && when.leadersRead && section.readBy.includes('person')
  // The manager's own voice is theirs also where somebody wrote it for them, or the earlier manager did.
  if (as === 'manager') return section.readBy.includes('manager') || role === 'manager'
  return section.readBy.includes('second') || role === 'second'
}

/** How a voice reaches a reader: with its name, without one among enough others, or already released without one. */
export function nameShown(as: ReaderAs, role: ReviewRole, mode: VoiceMode): boolean {
  if (role !== 'peer' && role !== 'upward') return true
  if (mode === 'attributed') return true
  if (mode === 'anonymous') return false
  return as === 'manager' || as === 'hr'
}

export const modeOf = (plan: CyclePlan, role: ReviewRole): VoiceMode =>
  role === 'peer' ? plan.peers.mode : role === 'upward' ? plan.upward.mode : 'attributed'

/** Roles that write without names in a cycle. */
export const sealedRolesOf = (plan: CyclePlan): ReviewRole[] =>
  (['peer', 'upward'] as const).filter((role) => modeOf(plan, role) === 'anonymous')

/**
 * How many of those who write without names about one person have written; null: not told. Nobody
 * learns it while they write, as the moment at which a number changes tells who, nor below the floor.
 */
export const toldOf = (done: number, floor: number, over: boolean): number | null =>
  over && done >= floor ? done : null

/** Words in the reader's language, else in the company's, else in any that is there. */
export function say(words: Saying, order: readonly (keyof Saying)[]): string {
  for (const language of [...order, ...languages]) {
    const found = words[language]
    if (found) return found
  }
  return ''
}
