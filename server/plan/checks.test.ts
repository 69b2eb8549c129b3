/** The rules of a plan on programs of every kind: what generating makes, what is said to be wrong, and where mending ends. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { elementIds } from '../../contract/design.ts'
import { heard, usualCaps } from '../../contract/plan.ts'
import { addDays, workingDay } from '../platform/clock.ts'
import { counted, dateOf } from './calendar.ts'
import { applied, type Check, checksOf } from './checks.ts'
import { gapsOf, messageFrom, tellers } from './coverage.ts'
import { generate } from './generate.ts'
import { pieces } from './pieces.ts'
import { capOf, type Message, type Plan, type Wave, weeksOf } from './planned.ts'

const today = '2026-03-04'
const ids = ['sponsor', 'lead', 'hr', 'champion'] as const

const anyWave = fc
  .record({
    on: fc.subarray([...elementIds], { minLength: 1 }),
    live: fc.boolean(),
    goesLive: fc.option(fc.integer({ min: -120, max: 200 }), { nil: null }),
    prepares: fc.option(fc.integer({ min: 0, max: 60 }), { nil: null }),
    speaks: fc.subarray([...ids]),
    same: fc.boolean(),
  })
  .map(({ on, live, goesLive, prepares, speaks, same }) => {
    const started = live && goesLive !== null && goesLive <= 0
    const goesLiveOn = goesLive === null ? null : addDays(today, goesLive)
    return {
      preparesOn: goesLiveOn === null || prepares === null ? null : addDays(goesLiveOn, -prepares),
      goesLiveOn,
      live: started,
      today,
      on,
      published: true,
      speakers: Object.fromEntries(speaks.map((kind) => [kind, same && kind !== 'lead' ? 'p-sponsor' : `p-${kind}`])),
    }
  })
const anyCaps = fc.constantFrom(usualCaps, {
  managers: { letters: 1, minutes: 3 },
  others: { letters: 1, minutes: 2 },
})
const anyPlan = fc
  .record({ waves: fc.array(anyWave, { minLength: 1, maxLength: 6 }), caps: anyCaps })
  .map(({ waves, caps }): Plan => ({
    waves: waves.map((w, i) => ({ ...w, id: `w${i}` })),
    messages: [],
    caps,
    accepted: [],
  }))

function withGenerated(plan: Plan): Plan {
  const made = plan.waves.flatMap((wave) => {
    const there = plan.messages.filter((m) => m.waveId === wave.id)
    return generate(wave, there, plan.caps).map(({ template, day }) =>
      messageFrom(wave, pieces().get(template)!, counted(wave, day)),
    )
  })
  return { ...plan, messages: [...plan.messages, ...made] }
}

/** What a button does about a check ends it, or makes a full week less full. */
function expectBetter(before: Plan, one: Check): Plan {
  const after = applied(before, one.fix)
  const still = checksOf(after).find((other) => other.key === one.key)
  if (one.code !== 'overload') expect(still?.key).toBeUndefined()
  else if (still) expect(still.letters!).toBeLessThan(one.letters!)
  return after
}

/** Presses every button that does something, one after the other; fails where that does not end. */
function mended(plan: Plan): { plan: Plan; presses: number } {
  let now = plan
  for (let presses = 0; ; presses++) {
    expect(presses).toBeLessThan(400)
    const next = checksOf(now).find((one) => one.fix.act !== 'go')
    if (!next) return { plan: now, presses }
    now = expectBetter(now, next)
  }
}

const wave = (over: Partial<Wave> = {}): Wave => ({
  id: 'w',
  preparesOn: addDays(today, 12),
  goesLiveOn: '2026-04-13',
  live: false,
  today,
  on: ['goals', 'checkins'],
  published: true,
  speakers: { sponsor: 'ingrid', lead: 'mateo', hr: 'chloe' },
  ...over,
})
const planOf = (w: Wave): Plan => withGenerated({ waves: [w], messages: [], caps: usualCaps, accepted: [] })

describe('any program', () => {
  it('gets a plan that passes its own checks, or each failing one has a button that mends it', () => {
    fc.assert(
      fc.property(anyPlan, (empty) => {
        const plan = withGenerated(empty)
        for (const one of checksOf(plan)) if (one.fix.act !== 'go') expectBetter(plan, one)
        // Nothing goes out before preparation or in the past because generating said so.
        for (const w of plan.waves)
          for (const m of plan.messages.filter((other) => other.waveId === w.id))
            if (w.goesLiveOn !== null) {
              const on = addDays(w.goesLiveOn, m.day!)
              expect(on >= today && on === workingDay(on)).toBe(true)
              if (w.preparesOn !== null && !w.live) expect(on >= w.preparesOn).toBe(true)
            }
      }),
      { numRuns: 200 },
    )
  }, 120_000)

  it('is mended in the end by pressing every button, and then nothing is left but what other pages mend', () => {
    fc.assert(
      fc.property(anyPlan, fc.array(fc.nat(), { maxLength: 12 }), (empty, picks) => {
        const plan = withGenerated(empty)
        // Somebody has pushed things about: moved, left out, made their own.
        const messages = plan.messages.map((m, i): Message => {
          const pick = picks.find((n) => n % Math.max(1, plan.messages.length) === i)
          if (pick === undefined) return m
          return pick % 3 === 0
            ? { ...m, state: 'removed' }
            : pick % 3 === 1
              ? { ...m, day: (m.day ?? 0) + (pick % 41) - 20 }
              : { ...m, state: 'draft', senderId: null, behind: 0 }
        })
        const { plan: after } = mended({ ...plan, messages })
        for (const one of checksOf(after)) expect(one.fix.act).toBe('go')
      }),
      { numRuns: 120 },
    )
  }, 180_000)

  it('is planned once: generating again adds nothing, whatever was moved or left out since', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(), (empty, seed) => {
        const plan = withGenerated(empty)
        const messages = plan.messages.map((m, i): Message =>
          (i + seed) % 4 === 0 ? { ...m, state: 'removed' } : (i + seed) % 4 === 1 ? { ...m, day: m.day! + 7 } : m,
        )
        const again = withGenerated({ ...plan, messages })
        const before = new Set(plan.messages.map((m) => `${m.waveId} ${m.template}`))
        // What was left out made room for what had none; nothing that was there comes twice.
        const keys = again.messages.map((m) => `${m.waveId} ${m.template}`)
        expect(new Set(keys).size).toBe(keys.length)
        expect(messages.every((m) => again.messages.includes(m))).toBe(true)
        expect(withGenerated(plan).messages.filter((m) => !before.has(`${m.waveId} ${m.template}`))).toEqual([])
      }),
      { numRuns: 120 },
    )
  }, 120_000)
})

describe('the usual program', () => {
  it('has everything heard in time, no week too full, and nothing to mend', () => {
    const w = wave()
    const plan = planOf(w)
    expect(checksOf(plan)).toEqual([])
    for (const hearer of ['employees', 'managers'] as const) {
      for (const what of heard) expect(tellers(w, plan.messages, hearer, what).length).toBeGreaterThan(0)
      for (const load of weeksOf(w, plan.messages, hearer).values())
        expect(load.letters).toBeLessThanOrEqual(capOf(usualCaps, hearer).letters)
    }
    expect(plan.messages.length).toBeGreaterThan(15)
    expect(plan.messages.some((m) => pieces().get(m.template)!.use !== 'usual')).toBe(false)
  })

  it.each(elementIds)('with nothing but %s says why, what, how, what is in it and what to do', (element) => {
    const plan = planOf(wave({ on: [element] }))
    expect(checksOf(plan)).toEqual([])
    for (const m of plan.messages)
      expect(
        pieces()
          .get(m.template)!
          .needs.every((id) => id === element),
      ).toBe(true)
  })

  it('says of a wave that nobody has planned for that it is so, and plans it', () => {
    const empty: Plan = { waves: [wave()], messages: [], caps: usualCaps, accepted: [] }
    const [one, ...more] = checksOf(empty)
    expect(one).toMatchObject({ code: 'unplanned', fix: { act: 'generate' } })
    expect(more).toEqual([])
    expect(checksOf(applied(empty, one!.fix))).toEqual([])
  })

  it('names a gap in who, what and wave, and offers the text that was left out', () => {
    const plan = planOf(wave())
    const without: Plan = {
      ...plan,
      messages: plan.messages.map((m) => (m.template === 'go-live-managers' ? { ...m, state: 'removed' } : m)),
    }
    const [gap] = checksOf(without)
    expect(gap).toMatchObject({ code: 'gap', waveId: 'w', hearer: 'managers', heard: 'what-to-do-now' })
    expect(gap!.fix).toMatchObject({ act: 'bring_back' })
    expect(checksOf(applied(without, gap!.fix))).toEqual([])
  })

  it('says so when why is heard from one person alone', () => {
    const w = wave()
    const plan = planOf(w)
    const messages = plan.messages.filter((m) => m.template !== 'kit-before-start')
    expect(gapsOf(w, messages).map((gap) => `${gap.kind} ${gap.hearer}`)).toEqual([
      'one_voice employees',
      'one_voice managers',
    ])
  })

  it('names a full week and moves what can wait; what nobody would miss is left out last', () => {
    const plan = planOf(wave())
    const monday = counted({ goesLiveOn: '2026-04-13' }, 0)
    const crowded: Plan = {
      ...plan,
      messages: plan.messages.map((m) => (m.template === 'first-check-in' ? { ...m, day: monday + 1 } : m)),
    }
    const full = checksOf(crowded).find((one) => one.code === 'overload')!
    expect(full).toMatchObject({ hearer: 'employees', week: '2026-04-13', letters: 3 })
    expect(full.fix.act).toBe('move')
    expect(mended(crowded).plan.messages.every((m) => m.state === 'planned')).toBe(true)
  })

  it('asks to move what a sender has no time left to approve, and what would come after the hand-over', () => {
    const plan = planOf(wave())
    const at = (template: string, day: number): Plan => ({
      ...plan,
      messages: plan.messages.map((m) => (m.template === template ? { ...m, day } : m)),
    })
    const soon = counted({ goesLiveOn: '2026-04-13' }, -38)
    expect(checksOf(at('success-story', soon)).map((one) => one.code)).toContain('before_preparation')
    expect(checksOf(at('success-story', 80)).map((one) => one.code)).toContain('after_hand_over')
    const hurried = planOf(wave({ preparesOn: '2026-03-02', goesLiveOn: '2026-03-30' }))
    const late: Plan = {
      ...hurried,
      messages: hurried.messages.map((m) =>
        m.template === 'sponsor-announcement' ? { ...m, day: counted({ goesLiveOn: '2026-03-30' }, -25) } : m,
      ),
    }
    expect(checksOf(late)[0]).toMatchObject({ code: 'late_approval', on: '2026-03-09', fix: { act: 'move' } })
  })

  it('counts a weekend as the Monday after it, so that a moved go-live moves everything', () => {
    expect(dateOf({ goesLiveOn: '2026-04-13' }, -7)).toBe('2026-04-06')
    expect(dateOf({ goesLiveOn: '2026-04-13' }, 5)).toBe('2026-04-20')
    expect(dateOf({ goesLiveOn: '2026-04-14' }, -7)).toBe('2026-04-07')
    expect(dateOf({ goesLiveOn: null }, -7)).toBeNull()
  })

  it('passes over days off: Easter Monday of the company, and the day after it', () => {
    const off = new Set(['2026-04-06', '2026-04-07'])
    expect(dateOf({ goesLiveOn: '2026-04-13', off }, -7)).toBe('2026-04-08')
    expect(dateOf({ goesLiveOn: '2026-04-13', off }, -9)).toBe('2026-04-08')
    for (let day = -20; day < 20; day++) {
      const at = counted({ goesLiveOn: '2026-04-13', off }, day)
      expect(counted({ goesLiveOn: '2026-04-13', off }, at)).toBe(at)
      expect(dateOf({ goesLiveOn: '2026-04-13', off }, day)).toBe(addDays('2026-04-13', at))
    }
  })
})
