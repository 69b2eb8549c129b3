import type { Agenda } from '../../contract/library.ts'
import { languages } from '../../contract/library.ts'
import type { Side } from '../../contract/checkins.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { agendas, chooseLanguage } from '../library/library.ts'

/** What a program asks where it chose no template. */
export const usualTemplate = 'quick'

export type Question = { id: string; ask: string; hint: string }

/** The questions of a template for one side of the pair, in the viewer's language. */
export function questionsFor(template: string, side: Side, viewer: Viewer): Question[] {
  return agendaOf(template, viewer)
    .topics.filter((t) => t.by === 'both' || t.by === side)
    .map(({ id, ask, hint }) => ({ id, ask, hint }))
}

/** A template that is not shipped any more asks what the usual one asks. */
function agendaOf(template: string, viewer: Viewer): Agenda {
  const all = agendas(chooseLanguage(languages, viewer.locale, null).language)
  const found = all.find((a) => a.id === template) ?? all.find((a) => a.id === usualTemplate) ?? all[0]
  if (!found) throw new Error('The library has no agenda template.')
  return found
}
