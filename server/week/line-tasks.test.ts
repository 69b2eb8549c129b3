import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../platform/clock.ts'
import { type LineFacts, lineTasksOf, mostLineTasks } from './line-tasks.ts'

const today = '2026-03-02'
const nothing: LineFacts = { today, leaders: [], reviews: null, sessions: [] }
const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const leader = (n: number, inWindow: number, pairs: number) => ({ id: id(n), name: `Leader ${n}`, pairs, inWindow })
const session = (days: number) => ({
  sessionId: id(900 + days),
  name: 'Works',
  cycle: 'Half-year',
  heldOn: addDays(today, days),
  as: 'participant' as const,
  open: false,
})
const behind = { since: '2026-02-20', done: 41, of: 60, asOf: today, target: 90 }
const kinds = (facts: Partial<LineFacts>) => lineTasksOf({ ...nothing, ...facts }).map((t) => t.kind)

describe('what is worth doing for a line', () => {
  it('names the leaders whose lines do not talk, the largest first, as one thing', () => {
    const leaders = [leader(1, 0, 4), leader(2, 8, 9), leader(3, 0, 12), leader(4, 0, 0)]
    expect(lineTasksOf({ ...nothing, leaders })).toEqual([
      {
        kind: 'line_quiet',
        leaders: [
          { id: id(3), name: 'Leader 3' },
          { id: id(1), name: 'Leader 1' },
        ],
        count: 2,
        pairs: 16,
      },
    ])
  })

  it('says which line talks least, once fewer than half of it are in time', () => {
    expect(kinds({ leaders: [leader(1, 5, 10), leader(2, 9, 10)] })).toEqual([])
    expect(lineTasksOf({ ...nothing, leaders: [leader(1, 4, 10), leader(2, 1, 10)] })).toEqual([
      { kind: 'line_slow', leader: { id: id(2), name: 'Leader 2' }, inWindow: 1, pairs: 10 },
    ])
  })

  it('speaks of late forms only below the aim, and of a session that is near before it', () => {
    expect(kinds({ reviews: behind })).toEqual(['line_reviews'])
    expect(kinds({ reviews: { ...behind, done: 54 } })).toEqual([])
    expect(kinds({ reviews: { ...behind, done: 0, of: 0 } })).toEqual([])
    // The number of before the cycle is of an earlier one.
    expect(kinds({ reviews: { ...behind, asOf: '2026-02-19' } })).toEqual([])
    const leaders = [leader(1, 0, 3)]
    expect(kinds({ leaders, reviews: behind, sessions: [session(0)] })).toEqual([
      'calibration',
      'line_quiet',
      'line_reviews',
    ])
    expect(kinds({ leaders, reviews: behind, sessions: [session(5)] })).toEqual([
      'line_quiet',
      'calibration',
      'line_reviews',
    ])
    expect(kinds({ leaders, reviews: behind, sessions: [session(20)] })).toEqual([
      'line_quiet',
      'line_reviews',
      'calibration',
    ])
  })

  const someLeader = fc
    .record({
      n: fc.integer({ min: 1, max: 400 }),
      pairs: fc.nat(60),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ n, pairs, share }) => leader(n, Math.floor(pairs * share), pairs))
  const anything: fc.Arbitrary<LineFacts> = fc.record({
    today: fc.constant(today),
    leaders: fc.uniqueArray(someLeader, { selector: (l) => l.id, maxLength: 40 }),
    reviews: fc.option(
      fc
        .tuple(fc.nat(500), fc.nat(500), fc.integer({ min: 1, max: 100 }))
        .map(([a, b, target]) => ({ ...behind, done: Math.min(a, b), of: Math.max(a, b), target })),
    ),
    sessions: fc.uniqueArray(fc.integer({ min: -20, max: 28 }), { maxLength: 5 }).map((days) => days.map(session)),
  })

  it('is never a list of everything, and says the same whatever the order of what is known', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const said = lineTasksOf(facts)
        expect(said.length).toBeLessThanOrEqual(mostLineTasks)
        expect(new Set(said.map((t) => t.kind)).size).toBe(said.length)
        expect(
          lineTasksOf({ ...facts, leaders: facts.leaders.toReversed(), sessions: facts.sessions.toReversed() }),
        ).toEqual(said)
      }),
    )
  })

  it('names nobody whose line talks in time, and misses nobody whose line does not', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const quiet = facts.leaders.filter((l) => l.pairs > 0 && l.inWindow === 0)
        for (const task of lineTasksOf({ ...facts, sessions: [], reviews: null })) {
          if (task.kind === 'line_quiet') {
            expect(task.count).toBe(quiet.length)
            for (const named of task.leaders) expect(quiet.map((l) => l.id)).toContain(named.id)
          } else if (task.kind === 'line_slow') {
            const its = facts.leaders.find((l) => l.id === task.leader.id)!
            expect(its.inWindow / its.pairs).toBeLessThan(0.5)
            for (const other of facts.leaders.filter((l) => l.pairs > 0 && l.inWindow > 0))
              expect(other.inWindow / other.pairs).toBeGreaterThanOrEqual(its.inWindow / its.pairs)
          }
        }
        const told = lineTasksOf(facts).some((t) => t.kind === 'line_quiet')
        expect(told).toBe(quiet.length > 0)
      }),
    )
  })
})
