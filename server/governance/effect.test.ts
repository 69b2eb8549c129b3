/** What is said about the number of a decision: never more than two published numbers can say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Published } from '../metrics/metrics.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { effectOf, freshFor } from './effect.ts'
import { evidenceFrom, type Line, questionOf } from './evidence.ts'

const decidedOn = '2026-03-01'
const reviewOn = '2026-06-01'
const today = '2026-06-20'
const on = (asOf: Day, value: number, margin: number | null = 0, version = 1): Published => ({
  asOf,
  value,
  numerator: Math.round(value),
  denominator: 100,
  version,
  margin,
})
const said = (published: readonly Published[], expected: number, hidden: readonly Day[] = []) =>
  effectOf({ aim: { expected, reviewOn }, decidedOn, today, published, hidden })

const value = fc.integer({ min: 0, max: 1000 }).map((n) => n / 10)
const expected = fc
  .integer({ min: -300, max: 300 })
  .filter((n) => n !== 0)
  .map((n) => n / 10)
const margin = fc.option(fc.integer({ min: 0, max: 200 }).map((n) => n / 10))
const day = fc.integer({ min: -200, max: 200 }).map((n) => addDays(decidedOn, n))
const published = fc
  .uniqueArray(fc.record({ asOf: day, value, margin }), { selector: (p) => p.asOf, maxLength: 12 })
  .map((all) => all.toSorted((a, b) => (a.asOf < b.asOf ? -1 : 1)).map((p) => on(p.asOf, p.value, p.margin)))

describe('the effect of a decision', () => {
  it('waits for its review date, and then reads the last number before it', () => {
    const numbers = [on('2026-02-28', 60), on('2026-05-31', 70), on('2026-06-10', 20)]
    const aim = { expected: 10, reviewOn }
    expect(effectOf({ aim: null, decidedOn, today, published: numbers, hidden: [] })).toEqual({ state: 'none' })
    expect(effectOf({ aim, decidedOn, today: reviewOn, published: numbers, hidden: [] })).toMatchObject({
      state: 'waiting',
      until: reviewOn,
      before: { value: 60 },
    })
    expect(said(numbers, 10)).toMatchObject({ state: 'moved', before: { value: 60 }, after: { value: 70 }, change: 10 })
  })

  it('of a survey tells nothing before somebody was asked again', () => {
    const numbers = [on('2026-02-28', 60), on('2026-05-31', 60)]
    const asked = (closed: readonly Day[]) =>
      effectOf({ aim: { expected: 10, reviewOn }, decidedOn, today, published: numbers, hidden: [], closed })
    expect(asked(['2026-02-20'])).toMatchObject({ state: 'cannot_tell', because: 'missing', after: null })
    expect(asked(['2026-02-20', '2026-06-01'])).toMatchObject({ because: 'missing' })
    expect(asked(['2026-02-20', '2026-05-20'])).toMatchObject({ state: 'did_not', change: 0 })
  })

  it('compares no number of the whole company with one in which a further wave counts', () => {
    const numbers = [on('2026-02-28', 90), on('2026-05-31', 40)]
    const with2nd = (first: Day, of: number | null) =>
      effectOf({
        ...{ aim: { expected: 10, reviewOn }, decidedOn, today, published: numbers, hidden: [] },
        waves: [
          { first: '2026-01-10', of: 100 - (of ?? 0) },
          { first, of },
        ],
      })
    expect(with2nd('2026-04-10', 50)).toMatchObject({ state: 'cannot_tell', because: 'people', change: null })
    expect(with2nd('2026-04-10', null)).toMatchObject({ because: 'people' })
    expect(with2nd('2026-04-10', 10)).toMatchObject({ state: 'did_not', change: -50 })
    // Before the first number, or after the second.
    expect(with2nd('2026-02-28', 50)).toMatchObject({ state: 'did_not' })
    expect(with2nd('2026-06-01', 50)).toMatchObject({ state: 'did_not' })
  })

  it('says no more than the numbers carry', () => {
    expect(said([on('2026-02-28', 60), on('2026-05-31', 62)], 10)).toMatchObject({ state: 'did_not', change: 2 })
    expect(said([on('2026-02-28', 60), on('2026-05-31', 55)], 10)).toMatchObject({ state: 'did_not', change: -5 })
    expect(said([on('2026-02-28', 30), on('2026-05-31', 20)], -10)).toMatchObject({ state: 'moved', change: -10 })
    // Ten points of twenty people are what chance does.
    expect(said([on('2026-02-28', 60, 20), on('2026-05-31', 70, 20)], 10)).toMatchObject({
      state: 'cannot_tell',
      because: 'chance',
      change: 10,
    })
    expect(said([on('2026-02-28', 60), on('2026-05-31', 70, 0, 2)], 10)).toMatchObject({ because: 'definition' })
    expect(said([on('2026-05-31', 70)], 10)).toMatchObject({ because: 'missing', before: null })
    expect(said([on('2026-02-28', 60)], 10)).toMatchObject({ because: 'missing', after: null })
    expect(said([on('2026-02-28', 60)], 10, ['2026-05-31'])).toMatchObject({ because: 'hidden' })
    expect(said([on('2026-05-31', 60)], 10, ['2026-02-01'])).toMatchObject({ because: 'hidden' })
    expect(said([on('2025-09-01', 60), on('2026-05-31', 70)], 10)).toMatchObject({ because: 'missing' })
  })

  it('holds for any numbers', () => {
    fc.assert(
      fc.property(published, expected, (numbers, wanted) => {
        const found = said(numbers, wanted)
        const far = said(
          numbers.filter((p) => p.asOf <= reviewOn && p.asOf > addDays(decidedOn, -freshFor)),
          wanted,
        )
        // What came after the review date, or long before the decision, changes nothing.
        expect(found).toEqual(far)
        if (found.state === 'moved' || found.state === 'did_not') {
          expect(found.before.asOf <= decidedOn && found.after.asOf > decidedOn).toBe(true)
          const toward = wanted > 0 ? found.change : -found.change
          expect(toward >= Math.abs(wanted)).toBe(found.state === 'moved')
          // The same turned round is judged the same.
          const turned = numbers.map((p) => ({ ...p, value: -p.value }))
          expect(said(turned, -wanted).state).toBe(found.state)
        }
        // Wider margins never turn one verdict into the other.
        const wide = said(
          numbers.map((p) => ({ ...p, margin: (p.margin ?? 0) + 50 })),
          wanted,
        )
        expect([found.state, 'cannot_tell']).toContain(wide.state)
      }),
    )
  })
})

describe('evidence', () => {
  it('stands under one question each, and nothing is lost', () => {
    const point = { asOf: today, value: 70, numerator: 70, denominator: 100, version: 1 }
    const about = { decisionId: crypto.randomUUID(), number: 1, question: 'Fewer?' }
    const course = fc.constantFrom('reached', 'on', 'off', 'over', 'unaimed', 'not_yet')
    const line: fc.Arbitrary<Line> = fc.oneof(
      course.map((one): Line => ({
        kind: 'metric',
        id: 'G1',
        point,
        course: one,
        target: null,
        dueNow: null,
        before: null,
      })),
      fc.constantFrom<Line>(
        { kind: 'no_metrics' },
        { kind: 'metric_none', id: 'G1', because: 'hidden' },
        { kind: 'late', ...about, on: today, owner: 'Ann' },
        { kind: 'done', ...about, on: today, owner: 'Ann' },
        { kind: 'effect', ...about, metric: 'G1', expected: 5, effect: { state: 'none' } },
        { kind: 'request', id: about.decisionId, title: 'Fewer', priority: 'high', on: today },
        { kind: 'wave_late', id: about.decisionId, name: 'One', on: today },
        { kind: 'messages_late', n: 2 },
        { kind: 'heard', topic: 'helps', n: 3 },
        { kind: 'heard_note', topic: 'time', words: 'Reviews take an evening.', quote: '' },
        { kind: 'trigger', metric: 'G1', point, side: 'below', mark: 80 },
      ),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), (lines) => {
        const { questions } = evidenceFrom(today, lines)
        expect(Object.values(questions).flat()).toHaveLength(lines.length)
        for (const one of lines) expect(questions[questionOf(one)]).toContain(one)
      }),
    )
  })
})
