/** What people do with feedback, and which reads are stale then. */
import { useTranslation } from 'react-i18next'
import { call, queryClient, keyOf, useAct, type Answer } from '../api.ts'

export type Item = Answer<'feedback.get'>
export type Summary = Answer<'feedback.list'>['items'][number]
export type Request = Answer<'feedback.request'>
export type RequestLine = Answer<'feedback.requests'>['requests'][number]
export type Mode = Summary['mode']
export type Kind = Request['kind']

export const itemReads = ['feedback.list', 'feedback.get', 'week.get'] as const
export const requestReads = ['feedback.requests', 'feedback.request', 'feedback.list', 'week.get'] as const

const putItem = (item: Item) => queryClient.setQueryData(keyOf('feedback.get', { itemId: item.id }), item)
export const putRequest = (request: Request) =>
  queryClient.setQueryData(keyOf('feedback.request', { requestId: request.id }), request)

export function useItemActs() {
  const { t } = useTranslation('feedback')
  return {
    read: useAct('feedback.read', {
      invalidates: ['feedback.list', 'feedback.requests', 'week.get'],
      optimistic: (input, cache) =>
        cache.change('feedback.get', { itemId: input.itemId }, (old) => ({ ...old, read: true })),
    }),
    respond: useAct('feedback.respond', {
      invalidates: itemReads,
      onDone: putItem,
      done: (_answer, input) => t(input.reply ? 'done.replied' : input.talk ? 'done.talk' : 'done.thanked'),
    }),
    share: useAct('feedback.share', {
      invalidates: itemReads,
      onDone: putItem,
      done: (answer, input) => t(input.passOn ? 'done.passedOn' : answer.withManager ? 'done.shared' : 'done.unshared'),
    }),
    takeBack: useAct('feedback.takeBack', {
      invalidates: [...itemReads, 'feedback.requests', 'feedback.request'],
      done: t('done.takenBack'),
    }),
  }
}

/** What was received becomes a topic of the next check-in with one's manager. */
export const bringToCheckin = async (managerId: string, words: string): Promise<string> => {
  const talk = await call('checkins.create', { personId: managerId })
  await call('checkins.addItem', { checkinId: talk.id, words: words.slice(0, 500) })
  return talk.id
}
