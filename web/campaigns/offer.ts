/** Which templates are offered for a wave, and on which day they usually go out. */
import type { Answer } from '../api.ts'
import { addDays } from '../program/days.ts'

type Choices = Answer<'campaigns.choices'>
export type Wave = Choices['waves'][number]
export type Template = Choices['templates'][number]
export const moments = ['before', 'at', 'after', 'any'] as const

/** Whether everything that a template speaks of is on for the wave. */
export const fits = (wave: Wave, one: Template): boolean => one.needs.every((id) => wave.elements.includes(id))

/** The usual day in this wave; null where it has none, or where it has passed. */
export function usualDay(wave: Wave, one: Template, today: string): string | null {
  const usual = one.day === null || !wave.goesLiveOn ? null : addDays(wave.goesLiveOn, one.day)
  // Nobody hears of a wave before its preparation begins.
  const day = one.phase === 'before' && wave.preparesOn && (!usual || usual < wave.preparesOn) ? wave.preparesOn : usual
  return day === null || day < today ? null : day
}

/** At most three that come next: first why, if nobody has said it yet, then by day. */
export function nextFor(wave: Wave, templates: readonly Template[], today: string): Template[] {
  const open = templates.filter((one) => one.day !== null && fits(wave, one) && !wave.made.includes(one.id))
  const day = (one: Template) => usualDay(wave, one, today) ?? ''
  const coming = open.filter((one) =>
    wave.live ? one.phase !== 'before' && day(one) : wave.goesLiveOn ? day(one) : one.phase === 'before',
  )
  const isWhy = (one: Template) => one.purpose === 'why' && one.audience === 'everyone' && one.phase === 'before'
  const said = templates.some((one) => isWhy(one) && wave.made.includes(one.id))
  const why = wave.live || said ? [] : open.filter(isWhy).slice(0, 1)
  return [...new Set([...why, ...coming.toSorted((a, b) => (day(a) < day(b) ? -1 : day(a) > day(b) ? 1 : 0))])].slice(
    0,
    3,
  )
}

type Wanted = { q?: string; purpose: readonly string[]; audience: readonly string[]; sender: readonly string[] }

/** Without accents, as somebody types in a hurry. */
const plain = (words: string) => words.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase()

export function matching(templates: readonly Template[], wanted: Wanted): Template[] {
  const typed = plain(wanted.q ?? '')
    .split(/\s+/)
    .filter(Boolean)
  const among = (values: readonly string[], value: string) => values.length === 0 || values.includes(value)
  return templates.filter((one) => {
    const words = plain(`${one.title} ${one.preview}`)
    return (
      among(wanted.purpose, one.purpose) &&
      among(wanted.audience, one.audience) &&
      among(wanted.sender, one.sender) &&
      typed.every((word) => words.includes(word))
    )
  })
}
