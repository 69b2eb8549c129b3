import { useTranslation } from 'react-i18next'

/** A language's name in the reader's own. */
export function useLanguageName(): (language: string) => string {
  const { i18n } = useTranslation()
  const names = new Intl.DisplayNames(i18n.language, { type: 'language' })
  return (language) => names.of(language) ?? language
}
