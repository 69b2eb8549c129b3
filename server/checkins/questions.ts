import type { Side } from '../../contract/checkins.ts'
import type { Design, OwnAgenda } from '../../contract/design.ts'
import type { Agenda } from '../../contract/library.ts'
import { languages } from '../../contract/library.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { agendas, chooseLanguage } from '../library/library.ts'

/** What a program asks where it chose no template. */
export const usualTemplate = 'quick'

export type Question = { id: string; ask: string; hint: string }
/** Which agenda asks in a check-in: one of the library, or the company's own as it stood when it was opened. */
export type Asking = { template: string; agenda: OwnAgenda | null }

/** The questions for one side of the pair, in the viewer's language. */
export function questionsFor({ template, agenda }: Asking, side: Side, viewer: Viewer): Question[] {
  if (agenda) {
    return agenda.topics
      .filter((t) => t.by === 'both' || t.by === side)
      .flatMap((t) => {
        const there = languages.filter((l) => t.ask[l])
        if (there.length === 0) return []
        const { language } = chooseLanguage(there, viewer.locale, null)
        return [{ id: t.id, ask: t.ask[language] ?? '', hint: t.hint[language] ?? '' }]
      })
  }
  return agendaOf(template, viewer)
    .topics.filter((t) => t.by === 'both' || t.by === side)
    .map(({ id, ask, hint }) => ({ id, ask, hint }))
}

/** The agendas that two people can choose from: the library's, and the company's own that ask something. */
export function agendasFor(
  settings: Pick<Design['elements']['checkins'], 'agendas'> | null,
  viewer: Viewer,
): { id: string; name: string }[] {
  return [
    ...inLibrary(viewer).map(({ id, title }) => ({ id, name: title })),
    ...(settings?.agendas ?? []).filter(asksSomething).map(({ id, name }) => ({ id, name })),
  ]
}

/** How a named agenda asks; undefined where neither the library nor the design has it. */
export function askingOf(
  settings: Partial<Pick<Design['elements']['checkins'], 'agendas'>>,
  template: string,
  viewer: Viewer,
): Asking | undefined {
  const own = settings.agendas?.find((a) => a.id === template)
  if (own) return asksSomething(own) ? { template, agenda: own } : undefined
  return inLibrary(viewer).some((a) => a.id === template) ? { template, agenda: null } : undefined
}

const asksSomething = (agenda: OwnAgenda) =>
  agenda.name !== '' && agenda.topics.some((t) => languages.some((l) => t.ask[l]))

const inLibrary = (viewer: Viewer) => agendas(chooseLanguage(languages, viewer.locale, null).language)

/** A template that is not shipped any more asks what the usual one asks. */
function agendaOf(template: string, viewer: Viewer): Agenda {
  const all = inLibrary(viewer)
  const found = all.find((a) => a.id === template) ?? all.find((a) => a.id === usualTemplate) ?? all[0]
  if (!found) throw new Error('The library has no agenda template.')
  return found
}
