/** The watch's statistics: how often it is wrong where nothing changes, and whether it finds what fell. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dice } from '../../fixtures/names.ts'
import { chanceOfFall, falseAlarmsAYear, fallsBack, isBack, type Ratio } from './falls.ts'

/** A department in which teams do alike: each team has a leaning of its own around the same mean. */
function drawn(roll: () => number, people: number, mean: number, team = 5): Ratio {
  let met = 0
  for (let n = 0; n < people; n += team) {
    // Mean of `mean`, spread as one in five of what teams could differ at most.
    const leaning = Math.min(1, Math.max(0, mean + (roll() + roll() + roll() - 1.5) * 0.35))
    for (let i = 0; i < Math.min(team, people - n); i++) if (roll() < leaning) met++
  }
  return { met, of: people }
}

const sizes = [12, 18, 25, 33, 40, 58, 75, 110, 160, 240]
const watched = { compared: sizes.length * 2, looks: 12 }

describe('steady habits', () => {
  it('raise no more false alarms in a year than is stated, teams that do alike included', () => {
    const roll = dice(20_261)
    const years = 1000
    let alarmed = 0
    for (let year = 0; year < years; year++) {
      const groups = sizes.flatMap((of) => [0.85, 0.62].map((mean) => ({ of, mean, before: drawn(roll, of, mean) })))
      const last = new Map<object, Ratio>()
      let alarm = false
      for (let look = 0; look < watched.looks && !alarm; look++)
        alarm = groups.some((group) => {
          const now = drawn(roll, group.of, group.mean)
          const fell = fallsBack(group.before, { now, earlier: last.get(group) ?? null }, watched)
          last.set(group, now)
          return fell
        })
      if (alarm) alarmed++
    }
    expect(alarmed / years).toBeLessThanOrEqual(falseAlarmsAYear)
  })

  it('are never said to fall by fewer than ten points, however large the group', () => {
    fc.assert(
      fc.property(fc.integer({ min: 500, max: 50_000 }), fc.integer({ min: 30, max: 95 }), (of, percent) => {
        const before = { met: Math.round((of * percent) / 100), of }
        const now = { met: Math.ceil((of * (percent - 9)) / 100), of }
        expect(fallsBack(before, { now, earlier: now }, { compared: 1, looks: 1 })).toBe(false)
      }),
    )
  })
})

describe('a fall', () => {
  it.each([
    [40, 0.85, 0.25],
    [75, 0.85, 0.42],
    [160, 0.85, 0.58],
    [240, 0.7, 0.46],
  ])('of %i people from %d to %d is found within three looks, three times in four', (of, from, to) => {
    const roll = dice(97)
    let found = 0
    for (let n = 0; n < 400; n++) {
      const before = drawn(roll, of, from)
      let earlier: Ratio | null = null
      for (let look = 0; look < 3; look++) {
        const now = drawn(roll, of, to)
        if (fallsBack(before, { now, earlier }, watched)) {
          found++
          break
        }
        earlier = now
      }
    }
    expect(found / 400).toBeGreaterThan(0.75)
  })

  it('is the surer the deeper it is, and the harder to say the more is watched', () => {
    const ratio = fc
      .integer({ min: 5, max: 300 })
      .chain((of) => fc.record({ of: fc.constant(of), met: fc.integer({ min: 0, max: of }) }))
    fc.assert(
      fc.property(ratio, ratio, fc.integer({ min: 1, max: 500 }), (before, now, compared) => {
        const chance = chanceOfFall(before, now)
        expect(chance).toBeGreaterThan(0)
        expect(chance).toBeLessThanOrEqual(1)
        if (now.met > 0) expect(chanceOfFall(before, { ...now, met: now.met - 1 })).toBeLessThanOrEqual(chance + 1e-12)
        const looks = { now, earlier: null }
        if (fallsBack(before, looks, { compared: compared + 1, looks: 12 }))
          expect(fallsBack(before, looks, { compared, looks: 12 })).toBe(true)
        // Whoever has fallen is not back at the same time.
        if (fallsBack(before, looks, { compared, looks: 12 })) expect(isBack(before, now)).toBe(false)
      }),
    )
  })
})
