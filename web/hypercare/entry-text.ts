import type { DeskEntry } from '../../contract/desk.ts'
import { languages } from '../words.ts'

type Texts = DeskEntry['texts']
type Language = keyof Texts

/** In the reader's language, or the first that it has. */
export function textIn(texts: Texts, language: string): { question: string; answer: string } {
  const own = texts[language.slice(0, 2) as Language]
  return (
    own ??
    languages.map((one) => texts[one as Language]).find((text) => text !== undefined) ?? { question: '', answer: '' }
  )
}
