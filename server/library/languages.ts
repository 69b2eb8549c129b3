import type { Language } from '../../contract/library.ts'

export type Choice = { language: Language; by: 'locale' | 'language' | 'organization' | 'english' }

/**
 * The language a reader gets, in this order: exactly their locale (`de-AT`), its
 * language (`de`), the organization's, English. Their locale is the language they chose
 * themself, else the people file's; `spoken_locale` in the database says which. A text that exists in none of
 * them falls to the first it has, which for what we ship is English.
 */
export function chooseLanguage(
  available: readonly Language[],
  readerLocale: string | null | undefined,
  organizationLocale: string | null | undefined,
): Choice {
  const find = (tag: string | null) => available.find((l) => l.toLowerCase() === tag)
  const reader = tag(readerLocale)
  const exact = find(reader)
  if (exact) return { language: exact, by: 'locale' }
  const wider = widen(reader).map(find).find(Boolean)
  if (wider) return { language: wider, by: 'language' }
  const organization = tag(organizationLocale)
  const theirs = [organization, ...widen(organization)].map(find).find(Boolean)
  if (theirs) return { language: theirs, by: 'organization' }
  return { language: find('en') ?? available[0] ?? 'en', by: 'english' }
}

const tag = (locale: string | null | undefined) =>
  locale
    ?.trim()
    .replaceAll('_', '-')
    .toLowerCase()
    .replace(/[.@].*$/, '') || null

/** `zh-hant-tw` → `zh-hant`, `zh`. */
function widen(locale: string | null): string[] {
  if (!locale) return []
  const parts = locale.split('-')
  return parts.slice(1).map((_, i) => parts.slice(0, parts.length - 1 - i).join('-'))
}

/** The locale whose dates and numbers fit the language: the reader's own where it is the same language. */
export function speakingLocale(language: Language, readerLocale: string | null | undefined): string {
  const wanted = tag(readerLocale)
  if (!wanted || wanted.split('-')[0] !== language) return language
  try {
    return Intl.getCanonicalLocales(wanted)[0] ?? language
  } catch {
    return language
  }
}
