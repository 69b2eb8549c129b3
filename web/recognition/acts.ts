/** What people do with recognition, and what it changes on the screen. */
import { useTranslation } from 'react-i18next'
import { type Answer, keyOf, queryClient, useAct } from '../api.ts'

export type Piece = Answer<'recognition.feed'>['items'][number]
export type Detail = Answer<'recognition.get'>
export type Comment = Detail['talk'][number]
export type Terms = Answer<'recognition.terms'>
export type ReactionKind = Piece['reactions'][number]['kind']
export type Report = Answer<'recognition.reports'>['reports'][number]

export const reactionKinds = ['thanks', 'well_done', 'learned', 'saw_it'] as const satisfies readonly ReactionKind[]
export const reads = ['recognition.feed', 'recognition.get', 'recognition.reports', 'recognition.terms'] as const

type Page = Answer<'recognition.feed'>
type Feed = Page | { pages: Page[] }

/** Puts a piece as it is now into every feed on the screen and into its own page. */
export function putPiece(piece: Piece): void {
  const change = (page: Page): Page => ({
    ...page,
    items: page.items.map((one) => (one.id === piece.id ? piece : one)),
  })
  queryClient.setQueriesData<Feed>({ queryKey: ['recognition.feed'] }, (old) =>
    !old ? old : 'pages' in old ? { ...old, pages: old.pages.map(change) } : change(old),
  )
  queryClient.setQueryData<Detail>(keyOf('recognition.get', { recognitionId: piece.id }), (old) =>
    old ? { ...old, ...piece } : old,
  )
}

const putDetail = (detail: Detail): void => {
  queryClient.setQueryData(keyOf('recognition.get', { recognitionId: detail.id }), detail)
  const { talk: _talk, ...piece } = detail
  putPiece(piece)
}

/** The reactions with the reader's own as chosen, before the server has said so. */
export function reacted(piece: Piece, kind: ReactionKind | null, me: { id: string; name: string }): Piece {
  const others = piece.reactions.flatMap((r) => {
    if (!r.mine) return [r]
    const count = r.count - 1
    return count > 0 ? [{ ...r, count, mine: false, people: r.people.filter((p) => p.id !== me.id) }] : []
  })
  if (kind === null) return { ...piece, reactions: others }
  const there = others.find((r) => r.kind === kind)
  return {
    ...piece,
    reactions: there
      ? others.map((r) => (r === there ? { ...r, count: r.count + 1, mine: true, people: [...r.people, me] } : r))
      : [...others, { kind, count: 1, mine: true, people: [me] }],
  }
}

export function usePieceActs() {
  const { t } = useTranslation('recognition')
  return {
    react: useAct('recognition.react', { onDone: putPiece }),
    comment: useAct('recognition.comment', { onDone: putDetail, showsProblem: true }),
    takeBackComment: useAct('recognition.takeBackComment', { onDone: putDetail, done: t('done.comment') }),
    takeBack: useAct('recognition.takeBack', { invalidates: reads, done: t('done.takenBack') }),
    report: useAct('recognition.report', { invalidates: reads, showsProblem: true, done: t('done.reported') }),
    decide: useAct('recognition.decide', {
      invalidates: reads,
      showsProblem: true,
      done: (answer) => t(answer.hidden ? 'done.hidden' : 'done.shown'),
    }),
  }
}
