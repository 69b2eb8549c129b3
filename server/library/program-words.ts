/**
 * A program's own words (tagline, why, why now, objectives) in a reader's language. Each
 * falls back by itself, in the order in which letters do: the reader's language, the
 * company's, English, then the one it was first written in.
 */
import type { Brand, Design } from '../../contract/design.ts'
import { type Language, languages } from '../../contract/library.ts'
import { chooseLanguage } from './languages.ts'

type In = Partial<Record<Language, string>> | undefined
type Locale = string | null | undefined
type WordsOfProgram = Pick<Design, 'why' | 'whyNow' | 'whyIn' | 'whyNowIn' | 'objectives'> & {
  brand: Pick<Brand, 'tagline' | 'taglineIn' | 'language'>
}

/** The language in which a program's words were first written: the one named, else the company's. */
export function firstLanguage(brand: Pick<Brand, 'language'>, organization: Locale): Language {
  return brand.language ?? chooseLanguage(languages, organization, null).language
}

function speaker(brand: Pick<Brand, 'language'>, reader: Locale, organization: Locale) {
  const first = firstLanguage(brand, organization)
  return (words: string, others: In): string => {
    if (!others) return words
    const said: In = { ...others, [first]: words }
    // First the one that all else was made from: where nothing fits, it is what is said.
    const there = [first, ...languages.filter((l) => l !== first)].filter((l) => said[l])
    return said[chooseLanguage(there, reader, organization).language] ?? words
  }
}

/** As the reader reads them; an objective that nobody has worded yet is left out. */
export function programWords(
  design: WordsOfProgram,
  reader: Locale,
  organization: Locale,
): { tagline: string; why: string; whyNow: string; objectives: string[] } {
  const say = speaker(design.brand, reader, organization)
  return {
    tagline: say(design.brand.tagline, design.brand.taglineIn),
    why: say(design.why, design.whyIn),
    whyNow: say(design.whyNow, design.whyNowIn),
    objectives: design.objectives.map((o) => say(o.text, o.textIn)).filter(Boolean),
  }
}

/** What a page shows of a brand: its tagline as the reader reads it. */
export function brandWords(
  { name, tagline, taglineIn, language, accent, logoFileId }: Brand,
  reader: Locale,
  organization: Locale,
): { name: string; tagline: string; accent: string; logoFileId: string | null } {
  return { name, tagline: speaker({ language }, reader, organization)(tagline, taglineIn), accent, logoFileId }
}
