/** A form while it is written: its words in a language, and its parts in their order. */
export type Language = 'en' | 'de' | 'es' | 'fr'
export const languages = ['en', 'de', 'es', 'fr'] as const
export const newId = () => `q${crypto.randomUUID().slice(0, 8)}`

/** Words in one language, else in another that has them. */
export const saidOf = (words: Partial<Record<Language, string>> | undefined, language: Language) =>
  words?.[language] || languages.map((l) => words?.[l]).find(Boolean) || ''

export function moved<T>(all: readonly T[], at: number, by: number): T[] {
  const next = [...all]
  const [one] = next.splice(at, 1)
  next.splice(at + by, 0, one!)
  return next
}
