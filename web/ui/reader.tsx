/** Who reads: locale, zone and clock, for every date and number on the page. */
import { createContext, useContext, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import {
  dayIn,
  daysUntil,
  formatDay,
  formatExact,
  formatInstant,
  formatList,
  formatNumber,
  formatShare,
  formatTime,
  type Reader,
} from './format.ts'

const ReaderContext = createContext<Reader | null>(null)
export const ReaderProvider = ({ reader, children }: { reader: Reader; children: ReactNode }) => (
  <ReaderContext value={reader}>{children}</ReaderContext>
)

const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The region of the browser with the language of the page: an Austrian reading German sees Austrian dates. */
export function localeFor(language: string): string {
  const base = language === 'mirrored' ? 'en' : language
  const own = navigator.languages.find((l) => l.toLowerCase().split('-')[0] === base && known(l))
  return own ?? (base === 'en' ? 'en-GB' : base)
}

/** Some systems name what is none, such as en-US@posix. */
function known(locale: string): boolean {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0
  } catch {
    return false
  }
}

export function useReader(): Reader {
  const given = useContext(ReaderContext)
  const { i18n } = useTranslation()
  return useMemo(
    () => given ?? { locale: localeFor(i18n.language), timeZone: browserZone, now: () => Date.now() },
    [given, i18n.language],
  )
}

/** `const f = useFormat()`; `f.number(1234)`, `f.day('2026-05-14')`, `f.share(412, 480)`. */
export function useFormat() {
  const reader = useReader()
  return useMemo(
    () => ({
      ...reader,
      number: (value: number, digits?: number) => formatNumber(value, reader.locale, digits),
      share: (numerator: number, denominator: number) => formatShare(numerator, denominator, reader.locale),
      day: (day: string, style?: 'relative' | 'short' | 'long') => formatDay(day, reader, style),
      /** The day of an instant, where the reader is. */
      dayAt: (at: string, style?: 'relative' | 'short' | 'long') =>
        formatDay(dayIn(Date.parse(at), reader.timeZone), reader, style),
      instant: (at: string) => formatInstant(at, reader),
      exact: (at: string) => formatExact(at, reader),
      time: (at: string) => formatTime(at, reader),
      list: (names: readonly string[]) => formatList(names, reader.locale),
      daysUntil: (day: string) => daysUntil(day, reader),
    }),
    [reader],
  )
}

/** A point in time or a day, near ones in words, the exact one on hover. */
export function When({
  at,
  on,
  style,
}: {
  at?: string | null
  on?: string | null
  style?: 'relative' | 'short' | 'long'
}) {
  const f = useFormat()
  if (at)
    return (
      <time dateTime={at} title={f.exact(at)}>
        {style ? f.dayAt(at, style) : f.instant(at)}
      </time>
    )
  if (on)
    return (
      <time dateTime={on} title={f.day(on, 'long')}>
        {f.day(on, style)}
      </time>
    )
  return null
}
