import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyDesign } from '../../contract/design.ts'
import { mistakeIds } from '../../contract/launch.ts'
import { languages } from '../../contract/library.ts'
import { auditCheckIds } from '../../contract/mistakes.ts'
import { describe as describeMetric, metric } from '../metrics/metrics.ts'
import { running, runningActs } from './acts.ts'
import { auditRules, type Facts, judgeMistakes, type WaveFacts } from './checks.ts'
import { sentenceOf } from './sentences.ts'

const text = (audience: 'everyone' | 'managers' | 'employees') => ({
  id: crypto.randomUUID(),
  from: null,
  audience,
  version: 1,
  acknowledge: true,
  withinDays: 14,
  texts: { en: { title: 'T', body: 'B' } },
})
const design = {
  ...emptyDesign(),
  objectives: [{ id: crypto.randomUUID(), text: 'Clear goals.' }],
  metrics: [{ id: 'L1' as const, baseline: 10, baselineSource: '', target: 90, by: '2026-12-01' }],
  policies: [text('everyone'), text('managers')],
  training: {
    ...emptyDesign().training,
    courses: [{ id: 'x', required: ['managers' as const], offered: [], dueDays: 0 }],
  },
  sponsorId: crypto.randomUUID(),
  leadId: crypto.randomUUID(),
}
const person = { name: 'Ada', present: true, holdsRole: true }
const wave: WaveFacts = {
  name: 'Wave 1',
  live: true,
  goesLiveOn: '2026-02-02',
  training: { asked: 40, trained: 39, floor: 5 },
  texts: [{ asked: 40, acknowledged: 34, nearlyAll: false }],
  sent: { messages: 3, senders: 2 },
  plan: null,
}
const point = { asOf: '2026-05-31', numerator: 80, denominator: 100, value: 80, interval: null }
const course = {
  id: 'L1' as const,
  definition: describeMetric(metric('L1'), 'en'),
  state: 'on' as const,
  now: { state: 'shown' as const, point, version: 1 },
  baseline: 10,
  target: 90,
  by: '2026-12-01',
  expected: 60,
}
const healthy: Facts = {
  today: '2026-06-01',
  design,
  version: { number: 2, publishedOn: '2026-03-01', sponsorSince: '2026-01-10', leadSince: '2026-01-10' },
  reviewedOn: null,
  missing: [],
  firstLive: '2026-02-02',
  champions: { people: 200, covered: 200, champions: 8, aim: 30 },
  sponsor: person,
  lead: person,
  sponsorActs: { count: 2, own: true, last: '2026-05-20' },
  lastLeadAct: '2026-05-28',
  talks: { timed: 300, median: 12 },
  begun: { begun: 400, left: 20, small: false },
  reached: { acts: 300, near: 210, small: false },
  waves: [wave],
  next: null,
  understanding: { now: { state: 'shown', point, version: 1 }, target: 75 },
  courses: [course],
  committee: {
    members: 5,
    lastMeeting: '2026-05-15',
    nextMeeting: '2026-06-15',
    cadenceDays: 31,
    since: '2026-01-10',
    overdueDecisions: 0,
  },
}
const found = (change: Partial<Facts>) =>
  judgeMistakes({ ...healthy, ...change })
    .filter((one) => one.result !== 'pass')
    .map((one) => `${one.mistake} ${one.id}.${one.reason}`)

describe('the seven mistakes', () => {
  test('nothing is found where nothing is wrong, and what cannot be known says so', () => {
    expect(found({})).toEqual([])
    expect(auditRules.map((rule) => rule.id)).toEqual([...auditCheckIds])
    expect([...new Set(auditRules.map((rule) => rule.mistake))]).toEqual([...mistakeIds])
  })

  test('P1: nobody stands for it, or acts', () => {
    expect(found({ design: { ...design, sponsorId: null }, sponsor: null })).toEqual([
      'P1 sponsor.none',
      'P1 sponsor_acts.no_sponsor',
    ])
    expect(found({ sponsor: { ...person, present: false } })).toEqual(['P1 sponsor.left', 'P1 sponsor_acts.no_sponsor'])
    expect(found({ sponsorActs: { count: 0, own: false, last: '2026-04-20' } })).toEqual(['P1 sponsor_acts.quiet'])
    expect(found({ sponsorActs: { count: 0, own: false, last: null } })).toEqual(['P1 sponsor_acts.none'])
    // Whoever was named three weeks ago has two more.
    const version = { ...healthy.version!, sponsorSince: '2026-05-11' }
    expect(found({ version, sponsorActs: { count: 0, own: false, last: null } })).toEqual(['P1 sponsor_acts.soon'])
    // A check-in counts; its day is told to nobody.
    const [, own] = judgeMistakes({ ...healthy, sponsorActs: { count: 0, own: true, last: '2026-03-01' } })
    expect(own).toMatchObject({ result: 'pass', reason: 'own', evidence: { days: 35 } })
  })

  test('P2: no reason of its own, or nothing to judge success by', () => {
    expect(found({ missing: [{ id: 'why_now', group: 'reasons', needed: 'launch' }] })).toEqual(['P2 reasons.why_now'])
    const metric = design.metrics[0]!
    const having = (change: object) => ({ design: { ...design, metrics: [{ ...metric, ...change }] } })
    expect(found(having({ baseline: null }))).toEqual(['P2 success.no_baseline'])
    expect(found(having({ target: null }))).toEqual(['P2 success.no_target'])
    expect(found(having({ by: null }))).toEqual(['P2 success.no_date', 'I2 aims_over.none'])
    expect(found({ design: { ...design, metrics: [] } })).toEqual(['P2 success.none', 'I2 aims_over.none'])
  })

  test('P3: check-ins that take longer than is meant, or are left lying', () => {
    expect(found({ talks: { timed: 40, median: 30.5 } })).toEqual(['P3 talk_length.long'])
    expect(found({ talks: { timed: 40, median: 30 } })).toEqual([])
    expect(found({ begun: { begun: 100, left: 26, small: false } })).toEqual(['P3 talks_left.many'])
    expect(found({ begun: { begun: 100, left: 25, small: false } })).toEqual([])
    const lying = (left: number) =>
      judgeMistakes({ ...healthy, begun: { begun: 100, left, small: true } }).find((one) => one.id === 'talks_left')
    expect(lying(26)).toMatchObject({ result: 'fail', reason: 'many_lie', evidence: {} })
    expect(lying(1)).toMatchObject({ result: 'pass', reason: 'few_lie', evidence: {} })
    expect(found({ talks: null, begun: null })).toEqual(['P3 talk_length.too_few', 'P3 talks_left.too_few'])
  })

  test('P4: nothing says what is expected, or nobody has confirmed it', () => {
    expect(found({ design: { ...design, policies: [text('employees')] } })).toEqual(['P4 expectations.managers'])
    expect(found({ design: { ...design, policies: [text('managers')] } })).toEqual(['P4 expectations.everyone'])
    const few = { ...wave, name: 'Wave 2', texts: [{ asked: 40, acknowledged: 20, nearlyAll: false }] }
    expect(found({ waves: [wave, few] })).toEqual(['P4 confirmed.few'])
    expect(judgeMistakes({ ...healthy, waves: [wave, few] }).find((one) => one.id === 'confirmed')!.evidence).toEqual({
      wave: 'Wave 2',
      acknowledged: 20,
      asked: 40,
    })
  })

  test('I1: people hear nothing, from one person only, do not understand, or managers are not trained', () => {
    const of = (change: Partial<WaveFacts>) => ({ waves: [{ ...wave, ...change }] })
    expect(found(of({ sent: { messages: 0, senders: 0 } }))).toEqual(['I1 communications.none_sent'])
    expect(found(of({ sent: { messages: 4, senders: 1 } }))).toEqual(['I1 communications.one_voice'])
    const coming = { live: false, goesLiveOn: '2026-06-20', training: null, texts: null }
    expect(found(of({ ...coming, plan: { gaps: 0, unplanned: true, full: 0 } }))).toContain(
      'I1 communications.unplanned',
    )
    expect(found(of({ ...coming, plan: { gaps: 2, unplanned: false, full: 1 } }))).toContain('I1 communications.gaps')
    expect(found(of({ ...coming, plan: { gaps: 0, unplanned: false, full: 1 } }))).toContain('I1 communications.full')
    expect(found(of({ training: { asked: 40, trained: 30, floor: 5 } }))).toEqual(['I1 trained.open'])
    expect(found({ champions: { ...healthy.champions!, covered: 100 } })).toEqual(['I1 champions.gaps'])
    expect(found({ champions: { ...healthy.champions!, champions: 6 } })).toEqual(['I1 champions.thin'])
    const low = { ...point, numerator: 74 }
    expect(found({ understanding: { now: { state: 'shown', point: low, version: 1 }, target: 75 } })).toEqual([
      'I1 understanding.unclear',
    ])
    expect(found({ understanding: { now: null, target: 75 } })).toEqual(['I1 understanding.not_asked'])
  })

  test('I2: off course for half a year without a change, or aims whose day has passed', () => {
    const off = { ...course, state: 'off' as const }
    const version = { ...healthy.version!, publishedOn: '2025-11-20' }
    expect(found({ courses: [course, off], version })).toEqual(['I2 renewed.left_alone'])
    expect(found({ courses: [course, off] })).toEqual([])
    expect(found({ version })).toEqual([])
    const metrics = [{ ...design.metrics[0]!, by: '2026-04-30' }]
    expect(found({ design: { ...design, metrics } })).toEqual(['I2 aims_over.over'])
  })

  test('I3: nobody in charge, and nobody who decides', () => {
    expect(found({ lead: { ...person, present: false } })).toEqual(['I3 lead.left', 'I3 lead_acts.no_lead'])
    expect(found({ lastLeadAct: '2026-04-30' })).toEqual(['I3 lead_acts.quiet'])
    const committee = healthy.committee!
    expect(found({ committee: undefined })).toEqual(['I3 committee.missing', 'I3 decisions.none_yet'])
    expect(found({ committee: { ...committee, lastMeeting: '2026-04-01' } })).toEqual(['I3 committee.quiet'])
    expect(found({ committee: { ...committee, overdueDecisions: 2 } })).toEqual(['I3 decisions.overdue'])
  })

  test('a design that is being written is no mistake, but somebody has to stand for it', () => {
    const draft = found({ version: null, waves: [], firstLive: null, committee: undefined })
    expect(draft.every((one) => /\.(draft|none_yet)$/.test(one))).toBe(true)
    const nothing = { design: null, version: null, sponsor: null, lead: null, waves: [], committee: undefined }
    expect(found(nothing).filter((one) => !/no_program|none_yet/.test(one))).toEqual([
      'P1 sponsor.none',
      'I3 lead.none',
    ])
  })
})

test('whatever is found, there are words for it in every language, and they name nothing that is not there', () => {
  const words = languages.map(
    (language) =>
      JSON.parse(readFileSync(new URL(`../../web/mistakes/words/${language}.json`, import.meta.url), 'utf8')) as {
        common: Record<string, string>
        check: Record<string, Record<string, string>>
      },
  )
  const maybe = <T>(...values: T[]) => fc.constantFrom(...values)
  const count = fc.integer({ min: 0, max: 60 })
  const training = maybe<WaveFacts['training']>(
    null,
    { asked: 3, trained: 1, floor: 5 },
    { asked: 20, trained: 20, floor: 5 },
    { asked: 20, trained: 2, floor: 5 },
    { asked: 40, trained: 20, floor: 5 },
    { asked: 200, trained: 192, floor: 5 },
  )
  const waves = fc.array(
    fc.record({
      name: fc.constant('Wave'),
      live: fc.boolean(),
      goesLiveOn: maybe<string | null>(null, '2026-06-03', '2026-02-02'),
      training,
      texts: maybe<WaveFacts['texts']>(
        null,
        [],
        [{ asked: 40, acknowledged: 39, nearlyAll: true }],
        [{ asked: 40, acknowledged: 10, nearlyAll: false }],
        [{ asked: 40, acknowledged: null, nearlyAll: true }],
        [{ asked: 40, acknowledged: null, nearlyAll: false }],
        [{ asked: 4, acknowledged: null, nearlyAll: null }],
      ),
      sent: fc.record({ messages: count, senders: maybe(0, 1, 2) }),
      plan: maybe<WaveFacts['plan']>(
        null,
        { gaps: 0, unplanned: true, full: 0 },
        { gaps: 3, unplanned: false, full: 0 },
        { gaps: 0, unplanned: false, full: 2 },
        { gaps: 0, unplanned: false, full: 0 },
      ),
    }),
    { maxLength: 3 },
  )
  const who = maybe(null, person, { ...person, present: false }, { ...person, holdsRole: false })
  const metric = design.metrics[0]!
  const designs = maybe<Facts['design']>(
    null,
    design,
    emptyDesign(),
    { ...design, metrics: [{ ...metric, baseline: null }], policies: [text('managers')] },
    { ...design, metrics: [{ ...metric, target: null }], policies: [text('employees')] },
    { ...design, metrics: [{ ...metric, by: null }], policies: [{ ...text('everyone'), acknowledge: false }] },
    {
      ...design,
      metrics: [{ ...metric, by: '2026-01-01' }],
      elements: { ...design.elements, checkins: { ...design.elements.checkins, on: false } },
    },
    {
      ...design,
      elements: {
        ...design.elements,
        checkins: { ...design.elements.checkins, on: false },
        goals: { ...design.elements.goals, on: false },
      },
    },
  )
  const days = maybe<string | null>(null, '2026-01-02', '2026-05-30')
  const facts: fc.Arbitrary<Facts> = fc.record({
    today: fc.constant('2026-06-01'),
    design: designs,
    version: maybe<Facts['version']>(null, healthy.version, {
      number: 1,
      publishedOn: '2025-10-01',
      sponsorSince: '2026-05-20',
      leadSince: '2026-05-20',
    }),
    missing: maybe<Facts['missing']>(
      [],
      [{ id: 'why', group: 'reasons', needed: 'launch' }],
      [{ id: 'objectives', group: 'objectives', needed: 'launch' }],
    ),
    firstLive: maybe<string | null>(null, '2026-02-02'),
    champions: maybe<Facts['champions']>(
      null,
      healthy.champions,
      { people: 0, covered: 0, champions: 0, aim: 30 },
      { people: 40, covered: 0, champions: 0, aim: 30 },
      { people: 40, covered: 20, champions: 1, aim: 30 },
      { people: 40, covered: 40, champions: 1, aim: 30 },
    ),
    sponsor: who,
    lead: who,
    sponsorActs: fc.record({ count: maybe(0, 1, 3), own: fc.boolean(), last: days }),
    reviewedOn: days,
    lastLeadAct: days,
    talks: maybe<Facts['talks']>(null, { timed: 30, median: 10 }, { timed: 30, median: 50 }),
    begun: maybe<Facts['begun']>(
      null,
      { begun: 40, left: 1, small: true },
      { begun: 40, left: 12, small: true },
      { begun: 40, left: 1, small: false },
      { begun: 40, left: 30, small: false },
    ),
    waves,
    next: maybe<Facts['next']>(
      null,
      {
        preparation: { result: 'fail', reason: 'short', evidence: { days: 3, least: 7, on: '2026-05-30' } },
        message: { result: 'fail', reason: 'none', evidence: {} },
      },
      {
        preparation: { result: 'unknown', reason: 'no_date', evidence: {} },
        message: { result: 'fail', reason: 'waiting', evidence: { messages: 2 } },
      },
      {
        preparation: { result: 'pass', reason: 'days', evidence: { days: 14, on: '2026-05-30' } },
        message: { result: 'pass', reason: 'spoke', evidence: { on: '2026-05-12' } },
      },
    ),
    reached: maybe<Facts['reached']>(
      null,
      { acts: 200, near: 150, small: false },
      { acts: 200, near: 20, small: false },
      { acts: 40, near: 38, small: true },
    ),
    understanding: fc.record({
      now: maybe<Facts['understanding']['now']>(
        null,
        { state: 'shown', point, version: 1 },
        { state: 'hidden', because: 'floor', asOf: '2026-05-01', last: null },
      ),
      target: maybe(75, 95),
    }),
    courses: maybe<Facts['courses']>(
      [],
      [course],
      [{ ...course, state: 'over' }],
      [course, { ...course, state: 'off' }],
    ),
    committee: maybe<Facts['committee']>(
      undefined,
      healthy.committee,
      { members: 0, lastMeeting: null, nextMeeting: null, cadenceDays: 31, since: '2026-01-10', overdueDecisions: 0 },
      { members: 3, lastMeeting: null, nextMeeting: null, cadenceDays: 31, since: '2026-01-10', overdueDecisions: 1 },
      {
        members: 3,
        lastMeeting: null,
        nextMeeting: '2026-07-01',
        cadenceDays: 31,
        since: '2026-01-10',
        overdueDecisions: 0,
      },
      {
        members: 3,
        lastMeeting: '2026-01-02',
        nextMeeting: null,
        cadenceDays: 31,
        since: '2026-01-10',
        overdueDecisions: 0,
      },
    ),
  })
  fc.assert(
    fc.property(facts, (given) => {
      for (const one of judgeMistakes(given)) {
        const { person: somebody, ...rest } = one.evidence
        const evidence: Record<string, string | number | null> = somebody ? { ...rest, name: 'Ada' } : rest
        expect(sentenceOf(one.id, one.reason, evidence)).not.toMatch(/[{}?]/)
        for (const { common, check } of words) {
          const said = [check[one.id]!, common].flatMap((from) =>
            [from[one.reason], from[`${one.reason}_one`], from[`${one.reason}_other`]].filter((x) => x !== undefined),
          )
          expect(said.length, `${one.id}.${one.reason}`).toBeGreaterThan(0)
          for (const sentence of said)
            for (const [, key] of sentence.matchAll(/\{\{(\w+)\}\}/g))
              if (key !== 'count') expect(evidence, `${one.id}.${one.reason}`).toHaveProperty([key!])
        }
      }
    }),
    { numRuns: 400 },
  )
})

test('what counts as running a program is told from events that there are', () => {
  const { events } = JSON.parse(readFileSync(new URL('../../web/audit/words/en.json', import.meta.url), 'utf8')) as {
    events: Record<string, Record<string, string>>
  }
  // Every group is one of running a program, or of what people do with it; a new one has to be put somewhere.
  const others = ['account', 'checkin', 'code', 'goal', 'inbox', 'mail', 'organization', 'password', 'people']
  others.push('people_file', 'person', 'policy', 'role', 'session', 'sign_in', 'sign_in_link', 'token', 'growth')
  others.push('feedback', 'review', 'recognition', 'training', 'mistakes', 'desk', 'champions', 'trainers', 'test_run')
  expect(Object.keys(events).toSorted()).toEqual([...running, ...others].toSorted())
  for (const type of runningActs) expect(events).toHaveProperty(type)
})
