/** What people do with goals: shown at once, with a way back. */
import { useTranslation } from 'react-i18next'
import { call, useAct, type Answer, type Request } from '../api.ts'
import { withValues, type Goal } from './measures.ts'

export const goalReads = ['goals.list', 'goals.get', 'goals.tree', 'goals.aligned', 'week.get', 'week.team'] as const
const reads = goalReads
type Update = Omit<Request<'goals.update'>, 'goalId' | 'revision'>

const inList =
  (change: (goal: Goal) => Goal, goalId: string) =>
  (old: Answer<'goals.list'>): Answer<'goals.list'> => ({
    ...old,
    goals: old.goals.map((g) => (g.id === goalId ? change(g) : g)),
  })

export function useProgress() {
  const { t } = useTranslation('goals')
  return useAct('goals.progress', {
    invalidates: reads,
    optimistic(input, cache) {
      const change = <G extends Goal>(g: G): G => ({
        ...g,
        ...withValues(g, input.values ?? [], input.reached, input.steps),
        ...(input.confidence && g.status.state === 'active'
          ? { status: { ...g.status, going: input.confidence, said: true } }
          : {}),
      })
      cache.change('goals.list', undefined, inList(change, input.goalId))
      cache.change('goals.get', { goalId: input.goalId }, change)
    },
    done: t('done.progress'),
    undo: (answer, input) => call('goals.takeBack', { goalId: input.goalId, updateId: answer.updateId }),
  })
}

/** `edit(goal, { title })`; the way back writes what stood there before. */
export function useEdit() {
  const { t } = useTranslation('goals')
  const act = useAct('goals.update', {
    invalidates: reads,
    optimistic(input, cache) {
      const { title, startsOn, endsOn, visibility } = input
      const given = Object.fromEntries(
        Object.entries({ title, startsOn, endsOn, visibility }).filter(([, v]) => v !== undefined),
      )
      cache.change(
        'goals.list',
        undefined,
        inList((g) => ({ ...g, ...given }), input.goalId),
      )
      cache.change('goals.get', { goalId: input.goalId }, (g) => ({
        ...g,
        ...given,
        ...(input.description === undefined ? {} : { description: input.description }),
      }))
    },
  })
  const undoable = useAct('goals.update', {
    invalidates: reads,
    done: t('done.keyResults'),
    undo: (answer, input) => {
      const before = undoOf.get(input)
      return before ? call('goals.update', { goalId: answer.id, ...before }) : undefined
    },
  })
  return {
    edit: (goalId: string, change: Update, revision?: number) =>
      act.mutate({ goalId, ...change, ...(revision === undefined ? {} : { revision }) }),
    /** For key results: says that it is done, and brings back the list as it was. */
    editWithUndo(goalId: string, change: Update, before: Update) {
      const input = { goalId, ...change }
      undoOf.set(input, before)
      undoable.mutate(input)
    },
    saving: act.isPending || undoable.isPending,
  }
}
const undoOf = new WeakMap<object, Update>()

export function useTurns() {
  const { t } = useTranslation('goals')
  const publish = useAct('goals.publish', { invalidates: reads, done: t('done.published') })
  const close = useAct('goals.close', {
    invalidates: reads,
    done: t('done.closed'),
    undo: (_answer, input) => call('goals.reopen', { goalId: input.goalId }),
  })
  const reopen = useAct('goals.reopen', { invalidates: reads, done: t('done.reopened') })
  const remove = useAct('goals.remove', {
    invalidates: ['goals.list', 'goals.tree', 'goals.aligned', 'week.get', 'week.team'],
    done: t('done.removed'),
    undo: (_answer, input) => call('goals.restore', { goalId: input.goalId }),
  })
  return { publish, close, reopen, remove }
}

export function useCreate() {
  const { t } = useTranslation('goals')
  return useAct('goals.create', {
    invalidates: ['goals.list', 'goals.tree', 'goals.aligned', 'week.get', 'week.team'],
    done: t('done.created'),
    undo: (answer) => call('goals.remove', { goalId: answer.id }),
  })
}
