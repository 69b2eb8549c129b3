/**
 * What the number of a decision did between the decision and its review date. Pure. It compares two
 * published numbers; it never says that one thing made the other.
 */
import type { Effect, NumberThen } from '../../contract/governance.ts'
import type { Published } from '../metrics/metrics.ts'
import { addDays, type Day } from '../platform/clock.ts'

/** A number given out longer ago says nothing about the day: a survey a quarter is the slowest. */
export const freshFor = 100

type Facts = {
  aim: { expected: number; reviewOn: Day } | null
  decidedOn: Day
  today: Day
  published: readonly Published[]
  hidden: readonly Day[]
}

const numberOf = ({ asOf, value, numerator, denominator, version }: Published): NumberThen => ({
  asOf,
  value,
  numerator,
  denominator,
  version,
})
const round = (value: number) => Math.round(value * 100) / 100

export function effectOf({ aim, decidedOn, today, published, hidden }: Facts): Effect {
  if (!aim) return { state: 'none' }
  const since = addDays(decidedOn, -freshFor)
  const within = (on: Day, after: Day, until: Day) => on > after && on <= until
  const then = published.findLast((p) => within(p.asOf, since, decidedOn))
  if (today <= aim.reviewOn) return { state: 'waiting', until: aim.reviewOn, then: then ? numberOf(then) : null }
  const recent = addDays(aim.reviewOn, -freshFor)
  const after = recent > decidedOn ? recent : decidedOn
  const now = published.findLast((p) => within(p.asOf, after, aim.reviewOn))
  const said = { then: then ? numberOf(then) : null, now: now ? numberOf(now) : null }
  if (!then || !now) {
    const [from, to] = then ? [after, aim.reviewOn] : [since, decidedOn]
    const because = hidden.some((on) => within(on, from, to)) ? ('hidden' as const) : ('missing' as const)
    return { state: 'cannot_tell', because, ...said, change: null }
  }
  const change = round(now.value - then.value)
  if (then.version !== now.version) return { state: 'cannot_tell', because: 'definition', ...said, change: null }
  const toward = aim.expected > 0 ? change : -change
  const need = round(Math.abs(aim.expected))
  const margin = then.margin === null || now.margin === null ? 0 : Math.hypot(then.margin, now.margin)
  const numbers = { then: numberOf(then), now: numberOf(now), change }
  // Large enough, and more than chance alone does; or too small even if chance had held it back.
  if (toward >= need && toward > margin) return { state: 'moved', ...numbers }
  if (toward < need && toward + margin < need) return { state: 'did_not', ...numbers }
  return { state: 'cannot_tell', because: 'chance', ...numbers }
}
