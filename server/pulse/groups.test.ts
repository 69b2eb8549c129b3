import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segmentKinds } from '../../contract/metrics.ts'
import { type Earlier, judgeRound, keyIn, type Lines, type Member, nameOf, upwards } from './groups.ts'

const floor = 5

/** The attacker, written on its own: elimination in a prime field over every sum that was ever published. */
function attacker(people: number) {
  const p = 66_999_997
  const inverse = (a: number) => {
    let [r, e, b] = [1, p - 2, a]
    for (; e > 0; e = Math.floor(e / 2)) {
      if (e % 2 === 1) r = (r * b) % p
      b = (b * b) % p
    }
    return r
  }
  const rows: { pivot: number; row: number[] }[] = []
  const reduce = (vector: readonly number[]) => {
    const v = [...vector]
    for (const { pivot, row } of rows) {
      const factor = v[pivot]!
      if (factor !== 0) for (let i = 0; i < people; i++) v[i] = (v[i]! + (p - factor) * row[i]!) % p
    }
    return v
  }
  const vectorOf = (set: ReadonlySet<number>) => Array.from({ length: people }, (_, i) => (set.has(i) ? 1 : 0))
  return {
    sees(set: ReadonlySet<number>) {
      const v = reduce(vectorOf(set))
      const pivot = v.findIndex((x) => x !== 0)
      if (pivot < 0) return
      const by = inverse(v[pivot]!)
      rows.push({ pivot, row: v.map((x) => (x * by) % p) })
    },
    learns: (set: ReadonlySet<number>) => reduce(vectorOf(set)).every((x) => x === 0),
  }
}

type Someone = {
  department: number
  site: number
  country: number
  level: number
  tenure: number
  boss: number
  wave: number
}
const someone: fc.Arbitrary<Someone> = fc.record({
  department: fc.nat(3),
  site: fc.nat(2),
  country: fc.nat(1),
  level: fc.nat(2),
  tenure: fc.nat(2),
  boss: fc.nat(6),
  wave: fc.nat(1),
})

/** A company, and who answers in each of some rounds; between two a few people may also move. */
const history = fc.array(someone, { minLength: 12, maxLength: 40 }).chain((company) =>
  fc.record({
    company: fc.constant(company),
    rounds: fc.array(
      fc.record({
        answers: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: company.length, maxLength: company.length }),
        moves: fc.array(fc.tuple(fc.nat(company.length - 1), someone), { maxLength: 4 }),
        /** Like the round before but for a few people: the hardest case. */
        near: fc.option(fc.array(fc.nat(company.length - 1), { maxLength: 6 }), { nil: null }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  }),
)

function standingIn(company: readonly Someone[]): { members: Member[]; lines: Lines } {
  const bosses = company.map((p, i) => (i === 0 ? -1 : p.boss % i))
  const leaders = [...new Set(bosses.filter((b) => b >= 0))].sort((a, b) => a - b)
  return {
    lines: new Map(leaders.map((l) => [`p${l}`, bosses[l]! < 0 ? null : `p${bosses[l]}`])),
    members: company.map((p, i) => ({
      person_id: `p${i}`,
      wave: `w${p.wave}`,
      department: `d${p.department}`,
      location: `s${p.country}.${p.site}`,
      country: `c${p.country}`,
      level: `l${p.level}`,
      tenure: `t${p.tenure}`,
      manager: leaders.includes(i) ? 'yes' : 'no',
      line: leaders.includes(i) ? `p${i}` : bosses[i]! < 0 ? null : `p${bosses[i]}`,
    })),
  }
}

const within = (kind: (typeof segmentKinds)[number], key: string, members: readonly Member[], lines: Lines) =>
  new Set(
    members.flatMap((m) => {
      const own = keyIn(kind, m)
      const inside = kind === 'line' ? own !== null && upwards(own, lines).includes(key) : own === key
      return inside ? [Number(m.person_id.slice(1))] : []
    }),
  )

describe('one viewer with everything that was ever shown', () => {
  test('recovers no hidden group and no single person, by subtraction across tables, rounds and lines', () => {
    fc.assert(
      fc.property(history, ({ company, rounds }) => {
        let now = [...company]
        let before: boolean[] | null = null
        const earlier: Earlier[] = []
        const theirs = attacker(company.length)
        const hidden: { at: string; set: Set<number> }[] = []
        for (const [number, round] of rounds.entries()) {
          for (const [who, how] of round.moves) now = now.map((p, i) => (i === who ? how : p))
          const took: boolean[] =
            round.near && before
              ? before.map((t, i) => (round.near!.includes(i) ? !t : t))
              : round.answers.map((n) => n > 2)
          before = took
          const { members: all, lines } = standingIn(now)
          const members = all.filter((_, i) => took[i])
          const judged = judgeRound(members, lines, earlier, floor)
          for (const j of judged) {
            const set = within(j.kind, j.key, members, lines)
            expect(set.size).toBe(j.people)
            if (j.verdict === 'shown') {
              expect(set.size).toBeGreaterThanOrEqual(floor)
              theirs.sees(set)
            } else if (set.size < floor) hidden.push({ at: `round ${number} ${j.kind} ${j.key}`, set })
          }
          earlier.push({
            roundId: `${number}`,
            same: true,
            members,
            lines,
            shown: new Set(judged.filter((j) => j.verdict === 'shown').map((j) => nameOf(j.kind, j.key))),
          })
        }
        for (const { at, set } of hidden) expect(theirs.learns(set), `${at} follows from what was shown`).toBe(false)
        for (let i = 0; i < company.length; i++)
          expect(theirs.learns(new Set([i])), `what person ${i} answered follows`).toBe(false)
      }),
      { numRuns: 120 },
    )
  }, 120_000)

  test('sees the older numbers where 1 to floor − 1 people differ, and new ones where nobody does', () => {
    const company = Array.from({ length: 30 }, (_, i): Someone => ({
      department: i % 2,
      site: 0,
      country: 0,
      level: 0,
      tenure: 0,
      boss: 0,
      wave: 0,
    }))
    const { members, lines } = standingIn(company)
    const first = judgeRound(members, lines, [], floor)
    const then: Earlier = {
      roundId: 'first',
      same: true,
      members,
      lines,
      shown: new Set(first.filter((j) => j.verdict === 'shown').map((j) => nameOf(j.kind, j.key))),
    }
    const whole = (m: readonly Member[], e: Earlier) =>
      judgeRound(m, lines, [e], floor).find((j) => j.kind === 'organization')!
    expect(whole(members, then)).toMatchObject({ verdict: 'shown', heldFrom: null })
    expect(whole(members.slice(1), then)).toMatchObject({ verdict: 'held', heldFrom: 'first' })
    expect(whole(members.slice(4), then)).toMatchObject({ verdict: 'held', heldFrom: 'first' })
    expect(whole(members.slice(5), then)).toMatchObject({ verdict: 'shown' })
    // Another survey's round cannot stand in: then nothing is shown.
    expect(whole(members.slice(1), { ...then, same: false })).toMatchObject({ verdict: 'complement', heldFrom: null })
  })
})
