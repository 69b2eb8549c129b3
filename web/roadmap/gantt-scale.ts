/** Where days lie on the chart. Pure. */
const ms = (day: string) => Date.parse(`${day}T00:00:00Z`)
const dayMs = 86_400_000

export const daysFrom = (from: string, to: string): number => Math.round((ms(to) - ms(from)) / dayMs)
export const plus = (day: string, days: number): string => new Date(ms(day) + days * dayMs).toISOString().slice(0, 10)
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`
const nextMonth = (day: string): string => monthOf(plus(monthOf(day), 32))
const mondayOf = (day: string): string => plus(day, -((new Date(ms(day)).getUTCDay() + 6) % 7))

export type Scale = {
  first: string
  /** Pixels of the whole. */
  width: number
  /** Where a day begins. */
  at(day: string): number
  /** Lines with a word: months, or weeks where there is room. */
  marks: { day: string; at: number; kind: 'month' | 'week' }[]
}

/** From the month of the first day to the end of the month of the last one. */
export function scaleFor(days: readonly string[], perDay: number): Scale {
  const first = monthOf(days.reduce((a, b) => (a < b ? a : b)))
  const end = nextMonth(days.reduce((a, b) => (a > b ? a : b)))
  const at = (day: string) => daysFrom(first, day) * perDay
  const marks: Scale['marks'] = []
  for (let day = first; day < end; day = nextMonth(day)) marks.push({ day, at: at(day), kind: 'month' })
  if (perDay >= 8)
    for (let day = plus(mondayOf(first), 7); day < end; day = plus(day, 7))
      if (day.slice(8) !== '01') marks.push({ day, at: at(day), kind: 'week' })
  return { first, width: daysFrom(first, end) * perDay, at, marks }
}

/** The way of a line from the end of one bar to the beginning of another: out, down, in. */
export function elbow(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const out = 6
  if (to.x >= from.x + 2 * out) return `M${from.x} ${from.y}H${to.x - out}V${to.y}H${to.x}`
  // It begins before the other one ends: around between the two lines.
  const between = from.y + (to.y > from.y ? 14 : -14)
  return `M${from.x} ${from.y}h${out}V${between}H${to.x - out}V${to.y}H${to.x}`
}
