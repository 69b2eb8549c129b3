/** The languages that a program's people read, and what its own words still lack in them. */
import { useTranslation } from 'react-i18next'
import type { Design } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { useOperation, type Answer } from '../api.ts'
import { languages } from '../words.ts'
import { languageOf } from './language.ts'

export type InLanguages = Partial<Record<Language, string>>
/** `first`: in which the words were first written; `others`: in which people read them besides. */
export type Tongues = { first: Language; others: readonly Language[] }

export function useTongues(programId: string, design: Design): Tongues | null {
  const found = useOperation('program.languages', { programId }, { staleTime: 300_000 })
  if (!found.data) return null
  const first = design.brand.language ?? found.data.company
  const { brand, whyIn, whyNowIn, objectives } = design
  const written = [brand.taglineIn, whyIn, whyNowIn, ...objectives.map((o) => o.textIn)]
  const { read } = found.data
  return {
    first,
    others: languages.filter((l) => l !== first && (read.includes(l) || written.some((words) => words?.[l]))),
  }
}

export type Gap = { language: Language; words: readonly ('tagline' | 'why' | 'whyNow' | 'objectives')[] }

/** What is said in the first language and not in another that people read. */
export function gapsIn(design: Design, { others }: Tongues): Gap[] {
  const { brand, why, whyNow, whyIn, whyNowIn, objectives } = design
  return others
    .map((language): Gap => {
      const lacks = (words: string, said: InLanguages | undefined) => Boolean(words) && !said?.[language]
      return {
        language,
        words: [
          ...(lacks(brand.tagline, brand.taglineIn) ? (['tagline'] as const) : []),
          ...(lacks(why, whyIn) ? (['why'] as const) : []),
          ...(lacks(whyNow, whyNowIn) ? (['whyNow'] as const) : []),
          ...(objectives.some((o) => lacks(o.text, o.textIn)) ? (['objectives'] as const) : []),
        ],
      }
    })
    .filter((gap) => gap.words.length > 0)
}

/** What was said anew in the first language since the last version, and not in another that has it. */
export function agedIn(
  design: Design,
  { others }: Tongues,
  differences: Answer<'program.difference'>['differences'],
): Gap[] {
  const changed = (area: string, field: string, id?: string) =>
    differences.some((d) => d.kind === 'changed' && d.area === area && d.field === field && d.item?.id === id)
  const { brand, whyIn, whyNowIn, objectives } = design
  return others
    .map((language): Gap => {
      const aged = (area: string, field: string, said: InLanguages | undefined, id?: string) =>
        Boolean(said?.[language]) && changed(area, field, id) && !changed(area, `${field}.${language}`, id)
      return {
        language,
        words: [
          ...(aged('brand', 'tagline', brand.taglineIn) ? (['tagline'] as const) : []),
          ...(aged('reasons', 'why', whyIn) ? (['why'] as const) : []),
          ...(aged('reasons', 'whyNow', whyNowIn) ? (['whyNow'] as const) : []),
          ...(objectives.some((o) => aged('objectives', 'text', o.textIn, o.id)) ? (['objectives'] as const) : []),
        ],
      }
    })
    .filter((gap) => gap.words.length > 0)
}

type Starters = Answer<'library.starters'>

/**
 * The library's ideas, which stand in the same order in every language. They are read in the
 * viewer's; what is taken is written in the program's first language and in all its others.
 */
export function useStarters(tongues: Tongues | null) {
  const { i18n } = useTranslation('program')
  const mine = languageOf(i18n.language)
  const wanted = (language: Language) => ({
    enabled: language === mine || language === tongues?.first || Boolean(tongues?.others.includes(language)),
    staleTime: 3_600_000,
  })
  const shelf = {
    en: useOperation('library.starters', { language: 'en' }, wanted('en')).data,
    de: useOperation('library.starters', { language: 'de' }, wanted('de')).data,
    es: useOperation('library.starters', { language: 'es' }, wanted('es')).data,
    fr: useOperation('library.starters', { language: 'fr' }, wanted('fr')).data,
  }
  const take = (find: (starters: Starters) => string | undefined): { words: string; wordsIn: InLanguages } => {
    const say = (language: Language) => (shelf[language] ? find(shelf[language]) : undefined)
    const others = (tongues?.others ?? []).flatMap((l) => {
      const words = say(l)
      return words ? [[l, words] as const] : []
    })
    return { words: (tongues && say(tongues.first)) ?? say(mine) ?? '', wordsIn: Object.fromEntries(others) }
  }
  return { ideas: shelf[mine], take }
}
