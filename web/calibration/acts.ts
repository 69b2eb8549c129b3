/** What happens in a calibration session, and what its pages share. */
import { useTranslation } from 'react-i18next'
import { keyOf, queryClient, useAct, type Answer } from '../api.ts'

export type Session = Answer<'calibration.get'>
export type Summary = Answer<'calibration.list'>['sessions'][number]
export type Row = Session['rows'][number]
export type Question = Session['questions'][number]
export type Axis = Question['axis']

export const ratingOf = (row: Row, axis: Axis) => row.ratings.find((g) => g.axis === axis)
export const valueOf = (row: Row, axis: Axis) => ratingOf(row, axis)?.value ?? null
export const isChanged = (row: Row) => row.ratings.some((g) => g.value !== g.before)
export const stepOf = (question: Question, value: number) => question.steps[value - 1]?.label ?? String(value)
export const homeOf = (sessionId: string) => `/reviews/calibration/${sessionId}`

/** One row of a session came back: it stands in the list at once. */
function putRow(sessionId: string, row: Row): void {
  queryClient.setQueryData<Session>(
    keyOf('calibration.get', { sessionId }),
    (old) => old && { ...old, rows: old.rows.map((one) => (one.reviewId === row.reviewId ? row : one)) },
  )
}
const put = (session: Session) => queryClient.setQueryData(keyOf('calibration.get', { sessionId: session.id }), session)

export function useSessionActs() {
  const { t } = useTranslation('calibration')
  const lists = ['calibration.list'] as const
  return {
    prepare: useAct('calibration.prepare', { invalidates: lists, onDone: put, showsProblem: true }),
    update: useAct('calibration.update', { invalidates: lists, onDone: put, showsProblem: true }),
    seat: useAct('calibration.seat', { invalidates: ['calibration.list', 'calibration.get'], showsProblem: true }),
    open: useAct('calibration.open', { invalidates: lists, onDone: put, done: t('done.opened'), showsProblem: true }),
    remove: useAct('calibration.remove', { invalidates: lists, done: t('done.removed'), showsProblem: true }),
    close: useAct('calibration.close', {
      invalidates: ['calibration.list', 'reviews.mine', 'reviews.get'],
      onDone: put,
      done: t('done.closed'),
      showsProblem: true,
    }),
  }
}

export function useRowActs() {
  const { t } = useTranslation('calibration')
  return {
    move: useAct('calibration.move', {
      onDone: (row, input) => putRow(input.sessionId, row),
      done: t('done.moved'),
      showsProblem: true,
    }),
    undo: useAct('calibration.undo', { onDone: (row, input) => putRow(input.sessionId, row), done: t('done.undone') }),
    point: useAct('calibration.point', {
      onDone: (row, input) => putRow(input.sessionId, row),
      done: t('done.noted'),
      showsProblem: true,
    }),
  }
}
