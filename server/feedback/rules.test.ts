import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requestKinds } from '../../contract/feedback.ts'
import { groupsFor, letOut, modeFor, type Pooled, shuffled, takeBackUntil } from './rules.ts'
import { seal, step, unseal } from './sealing.ts'

const pooled: fc.Arbitrary<Pooled> = fc.record({
  pool: fc.constantFrom('peer' as const, 'report' as const),
  answers: fc.uniqueArray(
    fc.record({ questionId: fc.constantFrom('a', 'b', 'c'), words: fc.string({ minLength: 1, maxLength: 60 }) }),
    { selector: (a) => a.questionId, minLength: 1 },
  ),
})
const kind = fc.constantFrom(...requestKinds)
const floor = fc.integer({ min: 3, max: 6 })

describe('anonymous answers', () => {
  test('no heading stands for fewer people than the floor, and none is lost above it', () => {
    fc.assert(
      fc.property(kind, fc.array(pooled, { maxLength: 14 }), floor, (k, sealed, least) => {
        const out = letOut(k, sealed, least, randomInt)
        if (sealed.length < least) {
          expect(out).toBeNull()
          return
        }
        const count = (pool: 'peer' | 'report') => sealed.filter((s) => s.pool === pool).length
        const groups = groupsFor(k, { peer: count('peer'), report: count('report') }, least)!
        for (const group of new Set(out!.map((o) => o.group))) {
          const behind = sealed.filter((s) => groups[s.pool] === group).length
          expect(behind).toBeGreaterThanOrEqual(least)
        }
        // Merged, the smaller part does not stand beside a known larger one: there is one heading then.
        const headings = new Set(out!.map((o) => o.group))
        if (headings.has('others')) expect(headings.size).toBe(1)
        expect(out!.map((o) => `${o.questionId} ${o.words}`).toSorted()).toEqual(
          sealed.flatMap((s) => s.answers.map((a) => `${a.questionId} ${a.words}`)).toSorted(),
        )
      }),
    )
  })

  test('what one person said to several questions is not kept together, nor the order in which people came', () => {
    const sealed = Array.from({ length: 5 }, (_, i): Pooled => ({
      pool: 'peer',
      answers: ['a', 'b', 'c'].map((questionId) => ({ questionId, words: `${i}` })),
    }))
    // Each place of the first question is taken by each person about equally often.
    const seen = new Map<string, number>()
    for (let n = 0; n < 2000; n++) {
      const out = letOut('self', sealed, 3, randomInt)!
      const [first, second] = (['a', 'b'] as const).map((q) => out.find((o) => o.questionId === q)!.words)
      seen.set(`first ${first}`, (seen.get(`first ${first}`) ?? 0) + 1)
      if (first === second) seen.set('same', (seen.get('same') ?? 0) + 1)
    }
    for (let i = 0; i < 5; i++) expect(seen.get(`first ${i}`)).toBeGreaterThan(280)
    expect(seen.get('same')).toBeLessThan(520)
  })

  test('a mixture holds what was put in', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), (items) => {
        expect(shuffled(items, randomInt).toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b))
      }),
    )
  })

  test('a sealed box is opened by the same secret for the same request, in whole steps, never twice the same', () => {
    const config = { secret: 'a-secret-that-only-the-tests-know-of' }
    const of = { organizationId: 'o', requestId: 'r' }
    fc.assert(
      fc.property(fc.array(pooled, { maxLength: 12 }), (sealed) => {
        const box = seal(config, of, sealed)
        expect((box.length - 28) % step).toBe(0)
        expect(seal(config, of, sealed).equals(box)).toBe(false)
        const text = (all: readonly Pooled[]) => all.map((one) => JSON.stringify(one)).toSorted()
        expect(text(unseal(config, of, box))).toEqual(text(sealed))
        expect(() => unseal({ secret: 'another-secret-of-the-same-length-ok' }, of, box)).toThrow()
        expect(() => unseal(config, { ...of, requestId: 's' }, box)).toThrow()
      }),
      { numRuns: 30 },
    )
  })
})

describe('modes', () => {
  test('oneself always answers by name, one’s manager in a 360 and where names go to them', () => {
    expect(modeFor('round', 'anonymous', 'self')).toBe('attributed')
    expect(modeFor('round', 'anonymous', 'manager')).toBe('attributed')
    expect(modeFor('self', 'confidential', 'manager')).toBe('attributed')
    expect(modeFor('self', 'anonymous', 'manager')).toBe('anonymous')
    expect(modeFor('upward', 'anonymous', 'report')).toBe('anonymous')
  })
})

describe('times', () => {
  test('attributed words can be taken back for an hour while unread, confidential ones until the night', () => {
    const sent = {
      mode: 'attributed' as const,
      sentOn: '2026-03-02',
      sentAt: '2026-03-02T09:00:00.000Z',
      arrived: true,
    }
    expect(takeBackUntil({ ...sent, read: false }, '2026-03-02T09:59:00.000Z', 'UTC')).toBe('2026-03-02T10:00:00.000Z')
    expect(takeBackUntil({ ...sent, read: false }, '2026-03-02T10:00:00.000Z', 'UTC')).toBeNull()
    expect(takeBackUntil({ ...sent, read: true }, '2026-03-02T09:01:00.000Z', 'UTC')).toBeNull()
    const hidden = { mode: 'confidential' as const, sentOn: '2026-03-02', sentAt: null, read: false }
    expect(takeBackUntil({ ...hidden, arrived: false }, '2026-03-02T20:00:00.000Z', 'UTC')).toBe(
      '2026-03-03T01:30:00.000Z',
    )
    expect(takeBackUntil({ ...hidden, arrived: true }, '2026-03-03T06:00:00.000Z', 'UTC')).toBeNull()
    // One that waits for others to come in cannot be taken back by then either.
    expect(takeBackUntil({ ...hidden, arrived: false }, '2026-03-03T06:00:00.000Z', 'UTC')).toBeNull()
  })
})
