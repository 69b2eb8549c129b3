/** Texts that stand in several languages, in the one that is read here. */
import type { Text } from '../../contract/pulse.ts'
import type { Language } from '../../contract/library.ts'

export const spoken = ['en', 'de', 'es', 'fr'] as const

export function inLanguage(text: Text, languages: readonly Language[], reader: string): string {
  const own = spoken.find((l) => reader.startsWith(l))
  return (own && text[own]) || languages.map((l) => text[l]).find(Boolean) || ''
}

export const titleOf = (s: { title: Text; languages: readonly Language[] }, reader: string): string =>
  inLanguage(s.title, s.languages, reader)
