/** What people do with reviews; every one of them changes what the place shows. */
import { useTranslation } from 'react-i18next'
import { keyOf, queryClient, useAct, type Answer } from '../api.ts'

export type Mine = Answer<'reviews.mine'>
export type MyTask = Mine['tasks'][number]
export type OwnReview = Mine['own'][number]
export type TeamReview = Mine['team'][number]
export type Sheet = Answer<'reviews.sheet'>
export type Question = Sheet['sections'][number]['questions'][number]
export type Voice = Question['others'][number]
export type Whole = Answer<'reviews.get'>
export type Trace = Answer<'reviews.trace'>
export type Cycle = Answer<'reviews.cycle'>
export type CycleSummary = Answer<'reviews.cycles'>['cycles'][number]
export type Plan = Cycle['plan']
export type StageId = Plan['stages'][number]['id']
export type Role = MyTask['role']
export type FormSection = Plan['form']['sections'][number]
export type FormQuestion = FormSection['questions'][number]
export type FormAnswer = NonNullable<Question['answer']>

export const roles = ['self', 'peer', 'upward', 'manager', 'second'] as const satisfies readonly Role[]
export const roleOfStage: Partial<Record<StageId, Role>> = {
  self: 'self',
  peers: 'peer',
  upward: 'upward',
  manager: 'manager',
  second: 'second',
}
export const stageOfRole = {
  self: 'self',
  peer: 'peers',
  upward: 'upward',
  manager: 'manager',
  second: 'second',
} as const satisfies Record<Role, StageId>

const around = ['reviews.mine', 'reviews.get', 'reviews.nominations', 'week.get'] as const

const putSheet = (sheet: Sheet) => queryClient.setQueryData(keyOf('reviews.sheet', { taskId: sheet.id }), sheet)
const putReview = (review: Whole) => queryClient.setQueryData(keyOf('reviews.get', { reviewId: review.id }), review)
const putCycle = (cycle: Cycle) => queryClient.setQueryData(keyOf('reviews.cycle', { cycleId: cycle.id }), cycle)

/** Acts on one form. */
export function useSheetActs() {
  const { t } = useTranslation('reviews')
  const reads = {
    invalidates: [...around, 'reviews.sheet', 'reviews.trace', 'reviews.people', 'reviews.progress'] as const,
  }
  return {
    submit: useAct('reviews.submit', { invalidates: around, onDone: putSheet, done: t('done.submitted') }),
    reopen: useAct('reviews.reopen', { ...reads, done: t('done.reopened'), showsProblem: true }),
    decline: useAct('reviews.decline', { ...reads, done: t('done.declined') }),
    delegate: useAct('reviews.delegate', {
      ...reads,
      showsProblem: true,
      done: (a) => t('done.writes', { name: a.writer.name }),
    }),
    handOver: useAct('reviews.handOver', { ...reads, done: (a) => t('done.handedOver', { name: a.to.name }) }),
  }
}

/** Acts on one review. */
export function useReviewActs() {
  const { t } = useTranslation('reviews')
  const reads = { invalidates: around, onDone: putReview }
  return {
    share: useAct('reviews.share', { ...reads, done: t('done.shared') }),
    acknowledge: useAct('reviews.acknowledge', { ...reads, done: t('done.acknowledged'), showsProblem: true }),
    clear: useAct('reviews.clear', { ...reads, done: t('done.cleared') }),
  }
}

export function usePeerActs() {
  const { t } = useTranslation('reviews')
  const put = (a: Answer<'reviews.nominations'>) =>
    queryClient.setQueryData(keyOf('reviews.nominations', { reviewId: a.reviewId }), a)
  return {
    nominate: useAct('reviews.nominate', {
      invalidates: ['reviews.mine', 'week.get'],
      onDone: put,
      done: t('done.named'),
    }),
    decide: useAct('reviews.decide', { invalidates: ['reviews.mine', 'week.get'], onDone: put }),
  }
}

/** Acts of whoever plans and runs a cycle. */
export function useCycleActs() {
  const { t } = useTranslation('reviews')
  const reads = {
    invalidates: ['reviews.cycles', 'reviews.progress', 'reviews.late', 'reviews.people'] as const,
    showsProblem: true,
  }
  return {
    launch: useAct('reviews.launch', { ...reads, onDone: putCycle }),
    move: useAct('reviews.moveStage', { ...reads, onDone: putCycle, done: t('done.moved') }),
    remind: useAct('reviews.remind', {
      invalidates: ['reviews.reminder'] as const,
      showsProblem: true,
      done: t('done.reminded'),
    }),
    close: useAct('reviews.closeCycle', { ...reads, onDone: putCycle, done: t('done.closed') }),
    add: useAct('reviews.addPeople', {
      ...reads,
      showsProblem: false,
      done: (a) => t('done.added', { count: a.added }),
    }),
    leaveOut: useAct('reviews.leaveOut', reads),
    bringBack: useAct('reviews.bringBack', { ...reads, showsProblem: false, done: t('done.broughtBack') }),
    setManager: useAct('reviews.setManager', reads),
  }
}
