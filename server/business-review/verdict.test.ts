/** Is it working: a rule that nobody can argue with afterwards. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type CourseWord, courseWords, type PackAnswer } from '../../contract/business-review.ts'
import { layers } from '../../contract/metrics.ts'
import { type Judged, verdictOf } from './verdict.ts'

const of = (layer: Judged['layer'], ...courses: CourseWord[]): Judged[] => courses.map((course) => ({ layer, course }))
const metrics = fc.array(fc.record({ layer: fc.constantFrom(...layers), course: fc.constantFrom(...courseWords) }), {
  maxLength: 12,
})
const rank: Record<PackAnswer, number> = { no: 0, partly: 1, yes: 2, too_early: -1 }
const better: Partial<Record<CourseWord, CourseWord>> = { over: 'on', off: 'on' }

describe('is it working', () => {
  test.each<[string, Judged[], PackAnswer]>([
    ['nothing is measured', [], 'too_early'],
    ['fewer than half can be judged', [...of('adoption', 'on'), ...of('outcome', 'not_yet', 'hidden')], 'too_early'],
    ['half can be judged', [...of('quality', 'on'), ...of('outcome', 'not_yet')], 'yes'],
    ['all is used, and nobody knows whether it helps', of('adoption', 'reached', 'on', 'reached'), 'partly'],
    ['all is used, and it is good', [...of('adoption', 'reached', 'on'), ...of('quality', 'on')], 'yes'],
    [
      'much use does not make up for what did not get better',
      [...of('adoption', 'reached', 'reached', 'reached', 'reached', 'reached'), ...of('outcome', 'off')],
      'partly',
    ],
    ['one of four behind is still a yes', of('quality', 'on', 'on', 'on', 'off'), 'yes'],
    ['two of four behind are not', of('quality', 'on', 'on', 'off', 'over'), 'partly'],
    ['fewer than half on course everywhere', [...of('adoption', 'on', 'off', 'over'), ...of('outcome', 'off')], 'no'],
  ])('%s', (_says, given, answer) => {
    expect(verdictOf(given).answer).toBe(answer)
  })

  test('every number is in exactly one place', () => {
    fc.assert(
      fc.property(metrics, (given) => {
        const { layers: counts, of: all, judged } = verdictOf(given)
        const sum = counts.reduce((n, l) => n + l.onCourse + l.behind + l.unknown, 0)
        expect(sum).toBe(given.length)
        expect(all).toBe(given.length)
        expect(counts.reduce((n, l) => n + l.onCourse + l.behind, 0)).toBe(judged)
      }),
    )
  })

  test('a number that gets better never makes the answer worse', () => {
    fc.assert(
      fc.property(metrics, fc.nat(), (given, at) => {
        fc.pre(given.length > 0)
        const i = at % given.length
        const up = better[given[i]!.course]
        fc.pre(up !== undefined)
        const after = given.map((m, n) => (n === i ? { ...m, course: up! } : m))
        expect(rank[verdictOf(after).answer]).toBeGreaterThanOrEqual(rank[verdictOf(given).answer])
      }),
    )
  })

  test('the order in which numbers are named changes nothing, and use alone is never a yes', () => {
    fc.assert(
      fc.property(metrics, (given) => {
        const { answer } = verdictOf(given)
        expect(verdictOf(given.toReversed()).answer).toBe(answer)
        const beyond = given.some((m) => m.layer !== 'adoption' && ['reached', 'on', 'off', 'over'].includes(m.course))
        if (!beyond) expect(answer).not.toBe('yes')
      }),
    )
  })
})
