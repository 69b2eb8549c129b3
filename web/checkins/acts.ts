/** What people do with check-ins, and how the page shows it before the server has answered. */
import { useTranslation } from 'react-i18next'
import { call, queryClient, keyOf, useAct, type Answer } from '../api.ts'
import { toast } from '../ui/toasts.tsx'

export type Conversation = Answer<'checkins.get'>
const around = ['checkins.list', 'week.get', 'week.team'] as const

export const putConversation = (k: Conversation) =>
  queryClient.setQueryData(keyOf('checkins.get', { checkinId: k.id }), k)

/** Opens the next check-in with somebody; hands back its id. */
export function useOpenCheckin() {
  return useAct('checkins.create', { invalidates: around, onDone: putConversation })
}

export function useHold(after?: () => void) {
  const { t } = useTranslation('checkins')
  return useAct('checkins.hold', {
    invalidates: [...around, 'checkins.get'],
    onDone(k, input) {
      putConversation(k)
      after?.()
      if (k.held?.by.id !== (k.side === 'manager' ? k.manager.id : k.report.id)) return
      toast({
        message: t('done.held'),
        action: {
          label: t('done.undo'),
          run: async () => {
            putConversation(await call('checkins.reopen', { checkinId: input.checkinId }))
            await Promise.all(
              [...around, 'checkins.get' as const].map((id) => queryClient.invalidateQueries({ queryKey: [id] })),
            )
          },
        },
      })
    },
  })
}

/** Acts within one conversation. */
export function useTalk(checkinId: string) {
  const reads = { invalidates: ['checkins.get', ...around] as const }
  const one = { checkinId }
  const { t } = useTranslation('checkins')
  return {
    plan: useAct('checkins.plan', { ...reads, onDone: putConversation, done: t('done.planned') }),
    meet: useAct('checkins.meet', {
      ...reads,
      onDone: putConversation,
      done: t('done.meeting'),
    }),
    callOff: useAct('checkins.callOff', { ...reads, onDone: putConversation, done: t('done.calledOff') }),
    chooseAgenda: useAct('checkins.chooseAgenda', { ...reads, onDone: putConversation }),
    dispute: useAct('checkins.dispute', { ...reads, onDone: putConversation }),
    bring: useAct('checkins.bring', { ...reads, onDone: putConversation }),
    seen: useAct('checkins.seen', { ...reads, onDone: putConversation }),
    reopen: useAct('checkins.reopen', { ...reads, onDone: putConversation, done: t('done.reopened') }),
    addItem: useAct('checkins.addItem', {
      ...reads,
      onDone: (item) =>
        queryClient.setQueryData<Conversation>(
          keyOf('checkins.get', one),
          (old) => old && { ...old, agenda: [...old.agenda.filter((i) => i.id !== item.id), item] },
        ),
    }),
    updateItem: useAct('checkins.updateItem', {
      ...reads,
      optimistic: (input, cache) =>
        cache.change('checkins.get', one, (old) => ({
          ...old,
          agenda: old.agenda.map((i) =>
            i.id === input.itemId
              ? {
                  ...i,
                  ...(input.done === undefined ? {} : { done: input.done }),
                  ...(input.shared ? { shared: true } : {}),
                  ...(input.words ? { words: input.words } : {}),
                }
              : i,
          ),
        })),
    }),
    removeItem: useAct('checkins.removeItem', {
      ...reads,
      optimistic: (input, cache) =>
        cache.change('checkins.get', one, (old) => ({
          ...old,
          agenda: old.agenda.filter((i) => i.id !== input.itemId),
        })),
    }),
    addAction: useAct('checkins.addAction', reads),
    updateAction: useAct('checkins.updateAction', {
      ...reads,
      optimistic: (input, cache) =>
        cache.change('checkins.get', one, (old) => ({
          ...old,
          actions: old.actions.map((a) =>
            a.id === input.actionId
              ? {
                  ...a,
                  ...(input.done === undefined ? {} : { done: input.done }),
                  ...(input.words ? { words: input.words } : {}),
                  ...(input.dueOn === undefined ? {} : { dueOn: input.dueOn }),
                  ...(input.ownerId === undefined
                    ? {}
                    : { owner: input.ownerId === old.manager.id ? old.manager : old.report }),
                }
              : a,
          ),
        })),
    }),
    removeAction: useAct('checkins.removeAction', {
      ...reads,
      optimistic: (input, cache) =>
        cache.change('checkins.get', one, (old) => ({
          ...old,
          actions: old.actions.filter((a) => a.id !== input.actionId),
        })),
    }),
  }
}
