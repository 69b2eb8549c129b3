/** The rules of test plans, whatever people say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { languages } from '../../contract/library.ts'
import {
  devices,
  findingStates,
  runResults,
  severities,
  type TestAnswer,
  testRoles,
} from '../../contract/test-plan-shapes.ts'
import {
  type Candidate,
  coverageOf,
  gapsOf,
  holds,
  isFinding,
  isSettled,
  missingOf,
  mostProposed,
  type PlanFinding,
  type PlanRun,
  propose,
  resultOf,
  scriptResult,
} from './rules.ts'

const passed: TestAnswer = { result: 'passed', words: '', severity: null }
const failed: TestAnswer = { result: 'failed', words: 'It stays grey.', severity: 'major' }
const stuck: TestAnswer = { result: 'could_not', words: '', severity: null }
const anAnswer: fc.Arbitrary<TestAnswer> = fc.record({
  result: fc.constantFrom(null, ...runResults),
  words: fc.constantFrom('', 'It stays grey.'),
  severity: fc.constantFrom(null, ...severities),
})

describe('a try', () => {
  it('is failed by one step, and whole only where each step is answered', () => {
    expect(resultOf([passed, passed])).toBe('passed')
    expect(resultOf([passed, stuck])).toBe('could_not')
    expect(resultOf([stuck, failed])).toBe('failed')
    expect(gapsOf([passed], 3)).toEqual([2, 3])
    expect(gapsOf([passed, { ...passed, result: null }], 2)).toEqual([2])
  })

  it('wants a sentence and a weight of what failed, and not of what could not be done after it', () => {
    expect(gapsOf([{ ...failed, words: '' }], 1)).toEqual([1])
    expect(gapsOf([{ ...failed, severity: null }], 1)).toEqual([1])
    expect(gapsOf([failed, stuck, stuck], 3)).toEqual([])
    expect(gapsOf([stuck, stuck], 2)).toEqual([1, 2])
    // Words without a weight would reach nobody.
    expect(gapsOf([{ ...passed, words: 'A typing error.' }], 1)).toEqual([1])
    expect(gapsOf([{ ...passed, words: 'A typing error.', severity: 'minor' }], 1)).toEqual([])
  })

  it('that may be handed in loses nothing that somebody wrote', () => {
    fc.assert(
      fc.property(fc.array(anAnswer, { minLength: 1, maxLength: 8 }), (answers) => {
        if (gapsOf(answers, answers.length).length > 0) return
        expect(answers.every((one) => one.result !== null)).toBe(true)
        for (const one of answers) {
          if (one.words !== '') expect(isFinding(one)).toBe(true)
          if (one.result === 'failed') expect(isFinding(one)).toBe(true)
        }
        if (resultOf(answers) !== 'passed') expect(answers.some(isFinding)).toBe(true)
      }),
    )
  })
})

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const script = { id: id(1), role: 'employee', title: 'Come in', must: true, version: 2 } as const
const run = (n: number, of: Partial<PlanRun> = {}): PlanRun => ({
  id: id(100 + n),
  scriptId: script.id,
  version: 2,
  personId: id(200 + n),
  language: 'de',
  device: 'phone',
  result: 'passed',
  ...of,
})
const finding = (of: Partial<PlanFinding> & { runId: string }): PlanFinding => ({
  id: id(300),
  number: 1,
  scriptId: script.id,
  title: script.title,
  severity: 'major',
  state: 'open',
  ...of,
})

describe('a script', () => {
  it('is untested until somebody got through the version that holds now', () => {
    expect(scriptResult(script, [], [])).toBe('untested')
    expect(scriptResult(script, [run(1, { version: 1 })], [])).toBe('untested')
    expect(scriptResult(script, [run(1, { result: 'could_not' })], [])).toBe('untested')
    expect(scriptResult(script, [run(1)], [])).toBe('passed')
  })

  it('stays failed until what was found is settled, by a retest or by somebody who accepts it', () => {
    const bad = run(1, { result: 'failed' })
    for (const state of findingStates)
      expect(scriptResult(script, [bad, run(2)], [finding({ runId: bad.id, state })])).toBe(
        isSettled(state) ? 'passed' : 'failed',
      )
  })

  it('counts of each person the last try alone', () => {
    const first = run(1, { result: 'failed' })
    const again = run(2, { personId: first.personId })
    expect(scriptResult(script, [first, again], [finding({ runId: first.id, state: 'open' })])).toBe('passed')
    expect(scriptResult(script, [again, first], [finding({ runId: first.id, state: 'open' })])).toBe('failed')
  })

  it('that passed is spoilt by something heavy and not by a remark', () => {
    const one = run(1)
    for (const severity of severities)
      expect(holds(one, [finding({ runId: one.id, severity })])).toBe(
        severity === 'blocker' || severity === 'major' ? 'failed' : 'passed',
      )
  })

  it('says of each language and device whether it was tried, is asked for or nobody is there', () => {
    const needs = (['de', 'fr'] as const).flatMap((language) => devices.map((device) => ({ language, device })))
    const tester = (n: number, language: 'de' | 'fr', device: 'phone' | 'computer') => ({
      personId: id(200 + n),
      roles: ['employee' as const],
      language,
      device,
    })
    const plan = {
      testers: [tester(1, 'de', 'phone'), tester(2, 'de', 'computer')],
      runs: [run(1)],
      findings: [],
    }
    expect(coverageOf(script, needs, plan).map((one) => one.is)).toEqual(['passed', 'asked', 'nobody', 'nobody'])
    // What was really used counts, not what was planned.
    const onComputer = { ...plan, runs: [run(1, { device: 'computer' })] }
    expect(coverageOf(script, needs, onComputer).map((one) => one.is)).toEqual(['nobody', 'passed', 'nobody', 'nobody'])
  })
})

describe('signing', () => {
  const plan = { scripts: [script], testers: [], runs: [run(1)], findings: [] }
  it('lacks a must that nobody got through, and every blocker that is not settled', () => {
    expect(missingOf(plan)).toEqual([])
    expect(missingOf({ ...plan, scripts: [] })).toEqual([{ kind: 'no_scripts' }])
    expect(missingOf({ ...plan, runs: [] }).map((one) => one.kind)).toEqual(['no_testers', 'untested'])
    expect(missingOf({ ...plan, scripts: [{ ...script, must: false }], runs: [run(1, { version: 1 })] })).toEqual([])
  })

  it('is open exactly where no blocker is open and each must was got through, whatever was found', () => {
    const some = fc.record({
      results: fc.array(fc.constantFrom(...runResults), { maxLength: 4 }),
      severity: fc.constantFrom(...severities),
      state: fc.constantFrom(...findingStates),
    })
    fc.assert(
      fc.property(some, ({ results, severity, state }) => {
        const runs = results.map((result, i) => run(i, { result }))
        const findings = runs
          .filter((one) => one.result !== 'passed')
          .map((one, i) => finding({ id: id(300 + i), runId: one.id, severity, state }))
        const missing = missingOf({ ...plan, runs, findings })
        const open = findings.some((one) => one.severity === 'blocker' && !isSettled(one.state))
        expect(missing.some((one) => one.kind === 'blocker')).toBe(open)
        if (missing.length === 0) expect(scriptResult(script, runs, findings)).not.toBe('untested')
      }),
    )
  })
})

const aCandidate = fc
  .record({
    n: fc.integer({ min: 1, max: 400 }),
    site: fc.constantFrom('Hamburg', 'Lyon', 'Madrid', 'Leeds'),
    language: fc.constantFrom(...languages),
    manages: fc.boolean(),
    noMail: fc.boolean(),
    under: fc.option(fc.integer({ min: 1, max: 400 }), { nil: null }),
  })
  .map(({ n, under, ...rest }): Candidate => ({ ...rest, id: id(n), managerId: under === null ? null : id(under) }))
const someCandidates = fc.uniqueArray(aCandidate, { selector: (one) => one.id, maxLength: 60 })

describe('whom to ask', () => {
  const wanted = { holders: [], languages, roles: testRoles, sites: ['Hamburg', 'Lyon', 'Madrid', 'Leeds'] }

  it('is each person once, few enough to talk to, the same for the same people', () => {
    fc.assert(
      fc.property(someCandidates, (candidates) => {
        const found = propose(candidates, wanted)
        expect(found.length).toBeLessThanOrEqual(mostProposed)
        expect(new Set(found.map((one) => one.personId)).size).toBe(found.length)
        expect(propose(candidates, wanted)).toEqual(found)
        for (const one of found) {
          const person = candidates.find((c) => c.id === one.personId)!
          expect(one.roles.length).toBeGreaterThan(0)
          // Whoever has no address has no computer either, and nobody without a team tests as a manager.
          if (person.noMail) expect(one.device).toBe('phone')
          if (one.roles.includes('manager')) expect(person.manages).toBe(true)
        }
      }),
    )
  })

  it('covers each language on a telephone and a computer, and each site, where there are people for it', () => {
    fc.assert(
      fc.property(someCandidates, (candidates) => {
        const found = propose(candidates, wanted).map((one) => ({
          ...one,
          ...candidates.find((c) => c.id === one.personId)!,
        }))
        if (found.length === mostProposed) return
        for (const language of languages) {
          const there = candidates.filter((one) => one.language === language && !one.manages)
          const free = there.filter((one) => !found.some((f) => f.id === one.id))
          if (free.length > 0)
            expect(found.some((one) => one.language === language && one.device === 'phone')).toBe(true)
          if (free.some((one) => !one.noMail))
            expect(found.some((one) => one.language === language && one.device === 'computer')).toBe(true)
        }
        for (const site of new Set(candidates.map((one) => one.site)))
          expect(found.map((one) => one.site)).toContain(site)
        if (candidates.some((one) => one.noMail)) expect(found.some((one) => one.noMail)).toBe(true)
      }),
    )
  })

  it('takes a manager together with somebody of their team: a check-in takes two', () => {
    const at = { site: 'Hamburg', language: 'de', noMail: false } as const
    const candidates: Candidate[] = [
      { ...at, id: id(1), manages: true, managerId: null },
      { ...at, id: id(2), manages: true, managerId: null },
      { ...at, id: id(3), manages: false, managerId: id(2) },
    ]
    const found = propose(candidates, { ...wanted, languages: ['de'], sites: ['Hamburg'] })
    expect(found.map((one) => [one.personId, one.roles, one.why])).toEqual([
      [id(2), ['manager', 'employee'], 'language'],
      [id(3), ['employee'], 'pair'],
    ])
  })

  it('asks whoever holds a role to test as that, once', () => {
    const person: Candidate = {
      id: id(9),
      site: 'Hamburg',
      language: 'de',
      manages: true,
      noMail: false,
      managerId: null,
    }
    const holders = (['lead', 'sponsor'] as const).map((role) => ({ person, role }))
    expect(propose([], { ...wanted, holders })).toEqual([
      { personId: id(9), roles: ['lead', 'sponsor'], device: 'computer', why: 'role' },
    ])
  })
})
