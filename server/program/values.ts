/** What the company stands for, in the reader's language or in the first that the company has. */
import type { CompanyValue } from '../../contract/design.ts'
import { languages } from '../../contract/library.ts'

function inLanguage(texts: CompanyValue['name'], locale: string): string {
  const own = languages.find((l) => locale.toLowerCase().startsWith(l))
  return (own && texts[own]) || languages.map((l) => texts[l]).find(Boolean) || ''
}

export const valueIn = (v: CompanyValue, locale: string) => ({
  id: v.id,
  name: inLanguage(v.name, locale),
  sentence: inLanguage(v.sentence, locale),
})
