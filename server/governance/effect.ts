/**
 * What the number of a decision did between the decision and its review date. Pure. It compares two
 * published numbers; it never says that one thing made the other.
 */
import type { Effect, NumberThen } from '../../contract/governance-shapes.ts'
import { type Joined, othersCount, type Published } from '../metrics/metrics.ts'
import { addDays, type Day } from '../platform/clock.ts'

/** A number given out longer ago says nothing about the day: a survey a quarter is the slowest. */
export const freshFor = 100

type Facts = {
  aim: { expected: number; reviewOn: Day } | null
  decidedOn: Day
  today: Day
  published: readonly Published[]
  hidden: readonly Day[]
  /** Of a number from surveys, when its rounds closed: until the next one each night repeats the last. */
  closed?: readonly Day[] | undefined
  /** Of a number of the whole company, when each wave came into it. */
  waves?: readonly Joined[] | undefined
}

const numberOf = ({ asOf, value, numerator, denominator, version }: Published): NumberThen => ({
  asOf,
  value,
  numerator,
  denominator,
  version,
})
const round = (value: number) => Math.round(value * 100) / 100

export function effectOf({ aim, decidedOn, today, published, hidden, closed, waves = [] }: Facts): Effect {
  if (!aim) return { state: 'none' }
  const since = addDays(decidedOn, -freshFor)
  const within = (on: Day, after: Day, until: Day) => on > after && on <= until
  const before = published.findLast((p) => within(p.asOf, since, decidedOn))
  if (today <= aim.reviewOn) return { state: 'waiting', until: aim.reviewOn, before: before ? numberOf(before) : null }
  const recent = addDays(aim.reviewOn, -freshFor)
  const lately = recent > decidedOn ? recent : decidedOn
  const asked = (p: Published) => !closed || closed.some((on) => on > decidedOn && on <= p.asOf)
  const after = published.findLast((p) => within(p.asOf, lately, aim.reviewOn) && asked(p))
  const said = { before: before ? numberOf(before) : null, after: after ? numberOf(after) : null }
  if (!before || !after) {
    const [from, to] = before ? [lately, aim.reviewOn] : [since, decidedOn]
    const because = hidden.some((on) => within(on, from, to)) ? ('hidden' as const) : ('missing' as const)
    return { state: 'cannot_tell', because, ...said, change: null }
  }
  const change = round(after.value - before.value)
  if (before.version !== after.version) return { state: 'cannot_tell', because: 'definition', ...said, change: null }
  if (othersCount(waves, before.asOf, after.asOf, after.denominator))
    return { state: 'cannot_tell', because: 'people', ...said, change: null }
  const toward = aim.expected > 0 ? change : -change
  const need = round(Math.abs(aim.expected))
  const margin = before.margin === null || after.margin === null ? 0 : Math.hypot(before.margin, after.margin)
  const numbers = { before: numberOf(before), after: numberOf(after), change }
  // Large enough, and more than chance alone does; or too small even if chance had held it back.
  if (toward >= need && toward > margin) return { state: 'moved', ...numbers }
  if (toward < need && toward + margin < need) return { state: 'did_not', ...numbers }
  return { state: 'cannot_tell', because: 'chance', ...numbers }
}
