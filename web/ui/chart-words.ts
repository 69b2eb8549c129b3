/** How charts say numbers and days. */
import { useMemo } from 'react'
import { useFormat } from './reader.tsx'

export type ChartUnit = 'share' | 'number' | { unit: string; digits?: number }

export function useSayer(unit: ChartUnit): (value: number) => string {
  const f = useFormat()
  return useMemo(
    () => (value: number) =>
      unit === 'share'
        ? f.share(Math.round(value * 1000), 1000)
        : unit === 'number'
          ? f.number(value, 1)
          : `${f.number(value, unit.digits ?? 1)} ${unit.unit}`.trim(),
    [unit, f],
  )
}

export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1)).trimEnd()}…`
}

/** "Mar", and the year in January. */
export function monthWords(day: string, locale: string): string {
  const january = day.slice(5, 7) === '01'
  return new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    month: 'short',
    ...(january ? { year: 'numeric' } : {}),
  }).format(Date.parse(day))
}
