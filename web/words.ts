/**
 * The interface's words: one namespace per folder in web/, one file per language,
 * loaded when a page first needs it.
 */
import i18next, { type BackendModule, type ReadCallback } from 'i18next'
import { initReactI18next } from 'react-i18next'

export const languages = ['en', 'de', 'es', 'fr'] as const
export type Language = (typeof languages)[number]
/** Right to left and a third longer: shows in a minute what a layout forgot. Development and demo only. */
export const pseudoLanguage = 'mirrored'

const files = import.meta.glob<{ default: Record<string, unknown> }>('./*/words/*.json')
const chosenKey = 'belay.language'

const loader: BackendModule = {
  type: 'backend',
  init: () => {},
  read(language: string, namespace: string, done: ReadCallback) {
    const source = language === pseudoLanguage ? 'en' : language
    const load = files[`./${namespace}/words/${source}.json`]
    if (!load) return done(null, {})
    load().then(
      async (file) => {
        if (language !== pseudoLanguage) return done(null, withMany(file.default, language))
        const { mirror } = await import('./ui/mirrored.ts')
        done(null, mirror(file.default))
      },
      (error: Error) => done(error, false),
    )
  },
}

/**
 * Spanish and French have a form of their own for a round million, which reads
 * like the other plural in our sentences; without it a million would be English.
 */
function withMany(words: Record<string, unknown>, language: string): Record<string, unknown> {
  if (language !== 'es' && language !== 'fr') return words
  const full: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(words)) {
    full[key] = typeof value === 'string' ? value : withMany(value as Record<string, unknown>, language)
    const many = key.replace(/_other$/, '_many')
    if (many !== key && !(many in words)) full[many] = value
  }
  return full
}

/** The first of the wanted languages that we speak. `de-AT` is German. */
export function pickLanguage(wanted: readonly (string | null | undefined)[]): Language {
  for (const want of wanted) {
    const base = want?.toLowerCase().split(/[-_]/)[0]
    const found = languages.find((l) => l === base)
    if (found) return found
  }
  return 'en'
}

export function startWords(): Promise<unknown> {
  const stored = localStorage.getItem(chosenKey)
  const language = stored === pseudoLanguage ? stored : pickLanguage([stored, ...navigator.languages])
  i18next.on('languageChanged', (to) => {
    document.documentElement.lang = to === pseudoLanguage ? 'en' : to
    document.documentElement.dir = to === pseudoLanguage ? 'rtl' : 'ltr'
  })
  // Chosen in one tab, it holds in the others.
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key === chosenKey && newValue && newValue !== i18next.language) void i18next.changeLanguage(newValue)
  })
  return i18next
    .use(loader)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      supportedLngs: [...languages, pseudoLanguage],
      ns: ['ui', 'shell'],
      defaultNS: 'ui',
      partialBundledLanguages: true,
      // A missing key is found by scripts/words.ts; the page falls back to English.
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    })
}

/**
 * What the viewer chose is kept with them and holds on every device; a choice made on this one
 * before signing in stands above what the people file says.
 */
export function followProfile(chosen: string | null, locale: string | null | undefined): void {
  const here = localStorage.getItem(chosenKey)
  if (here === pseudoLanguage) return
  if (chosen) {
    localStorage.setItem(chosenKey, chosen)
    if (chosen !== i18next.language) void i18next.changeLanguage(chosen)
    return
  }
  if (!locale || here) return
  const language = pickLanguage([locale])
  if (language !== i18next.language) void i18next.changeLanguage(language)
}

export function chooseLanguage(language: string): void {
  localStorage.setItem(chosenKey, language)
  void i18next.changeLanguage(language)
}

export { i18next as words }
