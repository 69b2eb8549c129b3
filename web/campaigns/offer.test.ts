import { expect, test } from 'vitest'
import { matching, nextFor, usualDay, type Template, type Wave } from './offer.ts'

const template = (id: string, day: number | null, more: Partial<Template> = {}): Template => ({
  id,
  title: id,
  preview: '',
  purpose: 'what',
  phase: day === null ? 'any' : day < 0 ? 'before' : day === 0 ? 'at' : 'after',
  day,
  needs: [],
  audience: 'everyone',
  sender: 'lead',
  minutes: 1,
  level: 'easy',
  ...more,
})
const wave = (more: Partial<Wave> = {}): Wave => ({
  id: 'w',
  name: 'Wave 1',
  program: 'Compass',
  preparesOn: '2026-09-01',
  goesLiveOn: '2026-09-22',
  live: false,
  elements: ['goals', 'checkins'],
  made: [],
  ...more,
})
const shelf = [
  template('why', -21, { purpose: 'why', sender: 'sponsor' }),
  template('champions', -28),
  template('who', -14),
  template('kit', -10, { needs: ['checkins'] }),
  template('survey', -9, { needs: ['pulse'] }),
  template('start', 0),
  template('thanks', 14),
  template('closing', null),
]
const ids = (found: readonly Template[]) => found.map((one) => one.id)

test('a message before go-live goes out on its usual day, never before the preparation and never in the past', () => {
  expect(usualDay(wave(), template('a', -14), '2026-08-20')).toBe('2026-09-08')
  expect(usualDay(wave(), template('a', -28), '2026-08-20')).toBe('2026-09-01')
  expect(usualDay(wave(), template('a', 14), '2026-08-20')).toBe('2026-10-06')
  expect(usualDay(wave(), template('a', -14), '2026-09-09')).toBeNull()
  expect(usualDay(wave(), template('a', null), '2026-08-20')).toBeNull()
  expect(usualDay(wave({ goesLiveOn: null }), template('a', -14), '2026-08-20')).toBe('2026-09-01')
})

test('next is why, as long as nobody has said it, and then what comes soonest', () => {
  expect(ids(nextFor(wave(), shelf, '2026-08-20'))).toEqual(['why', 'champions', 'who'])
  expect(ids(nextFor(wave(), shelf, '2026-09-15'))).toEqual(['why', 'start', 'thanks'])
  expect(ids(nextFor(wave({ made: ['why', 'champions'] }), shelf, '2026-08-20'))).toEqual(['who', 'kit', 'start'])
  expect(ids(nextFor(wave({ goesLiveOn: null }), shelf, '2026-08-20'))).toEqual(['why', 'champions', 'who'])
})

test('what speaks of something that is off is never proposed, nor is what comes too late', () => {
  expect(ids(nextFor(wave({ made: ['why', 'champions', 'who', 'kit'] }), shelf, '2026-08-20'))).not.toContain('survey')
  expect(ids(nextFor(wave({ live: true, made: ['start'] }), shelf, '2026-09-25'))).toEqual(['thanks'])
  expect(nextFor(wave({ live: true }), shelf, '2027-01-01')).toEqual([])
})

test('a search forgives accents and order; filters narrow together', () => {
  const some = [
    template('a', -1, { title: 'Évaluations : le déroulement', sender: 'hr' }),
    template('b', -1, { title: 'Le calibrage', purpose: 'how' }),
  ]
  const none = { purpose: [], audience: [], sender: [] }
  expect(ids(matching(some, { ...none, q: 'deroulement eval' }))).toEqual(['a'])
  expect(ids(matching(some, { ...none, purpose: ['how'], sender: ['lead'] }))).toEqual(['b'])
  expect(ids(matching(some, { ...none, purpose: ['how'], sender: ['hr'] }))).toEqual([])
  expect(ids(matching(some, none))).toEqual(['a', 'b'])
})
