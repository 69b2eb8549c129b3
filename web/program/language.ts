/** The library's language for a reader's. */
export const languageOf = (language: string) =>
  ['de', 'es', 'fr'].includes(language.slice(0, 2)) ? (language.slice(0, 2) as 'de' | 'es' | 'fr') : 'en'
