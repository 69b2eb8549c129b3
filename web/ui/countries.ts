import { useMemo } from 'react'
import { useReader } from '../ui/reader.tsx'

/** A country's name in the reader's language; what the people file says, where it is no country code. */
export function useCountryName(): (code: string) => string {
  const { locale } = useReader()
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' })
    return (code) => {
      try {
        return code ? (names.of(code) ?? code) : ''
      } catch {
        return code
      }
    }
  }, [locale])
}
