/** What people do with their growth, and which reads are stale then. */
import { useTranslation } from 'react-i18next'
import { call, keyOf, queryClient, useAct, type Answer } from '../api.ts'

export type Growth = Answer<'growth.get'>
export type Plan = NonNullable<Growth['plan']>
export type Focus = Plan['focuses'][number]
export type Action = Focus['actions'][number]
export type Look = Growth['looks'][number]
export type View = Look['mine'][number]
export type Expectation = NonNullable<Growth['expectation']>

export const actionKinds = ['try', 'learn', 'feedback', 'mentor'] as const
export const growthReads = ['growth.get', 'growth.team', 'growth.openActionsFor', 'week.get'] as const

export const putPlan = (personId: string) => (plan: Plan) =>
  queryClient.setQueryData<Growth>(
    keyOf('growth.get', { personId }),
    (old) =>
      old && {
        ...old,
        plan: plan.closedAt ? null : plan,
        earlier: plan.closedAt
          ? [plan, ...old.earlier.filter((one) => one.id !== plan.id)]
          : old.earlier.filter((one) => one.id !== plan.id),
      },
  )

/** A look as it is now: among those that wait for a side, or among those that both have shared. */
export const putLook = (personId: string) => (look: Look) =>
  queryClient.setQueryData<Growth>(keyOf('growth.get', { personId }), (old) => {
    if (!old) return old
    const open = old.open.filter((one) => one.id !== look.id)
    return look.state === 'compared'
      ? { ...old, open, looks: [look, ...old.looks.filter((one) => one.id !== look.id)] }
      : { ...old, open: [...open, look], carried: [] }
  })

/** Acts within one person's plan: their own, or a hint of their manager. */
export function usePlanActs(personId: string) {
  const { t } = useTranslation('growth')
  const reads = { invalidates: growthReads, onDone: putPlan(personId) }
  const refresh = () => growthReads.map((id) => queryClient.invalidateQueries({ queryKey: [id] }))
  return {
    updateFocus: useAct('growth.updateFocus', reads),
    removeFocus: useAct('growth.removeFocus', {
      ...reads,
      done: t('done.removed'),
      undo: async (_plan, input) => {
        putPlan(personId)(await call('growth.restoreFocus', { focusId: input.focusId }))
      },
    }),
    addAction: useAct('growth.addAction', { ...reads, showsProblem: true }),
    updateAction: useAct('growth.updateAction', {
      ...reads,
      optimistic: (input, cache) => {
        const { done } = input
        if (done === undefined) return
        cache.change('growth.get', { personId }, (old) => ({
          ...old,
          plan: old.plan && {
            ...old.plan,
            focuses: old.plan.focuses.map((focus) => ({
              ...focus,
              actions: focus.actions.map((a) =>
                a.id === input.actionId ? { ...a, doneAt: done ? `${old.today}T12:00:00.000Z` : null } : a,
              ),
            })),
          },
        }))
      },
    }),
    removeAction: useAct('growth.removeAction', reads),
    addNote: useAct('growth.addNote', { ...reads, showsProblem: true }),
    removeNote: useAct('growth.removeNote', reads),
    share: useAct('growth.share', {
      ...reads,
      done: (plan) => t(plan.sharing?.with === 'nobody' ? 'done.unshared' : 'done.shared'),
    }),
    close: useAct('growth.closePlan', {
      ...reads,
      done: t('done.closed'),
      undo: async () => {
        putPlan(personId)(await call('growth.reopenPlan', {}))
        await Promise.all(refresh())
      },
    }),
  }
}
export type PlanActs = ReturnType<typeof usePlanActs>
