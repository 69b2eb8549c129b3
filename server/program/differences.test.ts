import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  cadences,
  Design as DesignSchema,
  type Design,
  emptyDesign,
  feedbackModes,
  feedbackSharings,
  goalPeriods,
  policyAudiences,
  reviewRhythms,
} from '../../contract/design.ts'
import { languages } from '../../contract/library.ts'
import { metricIds } from '../../contract/metrics.ts'
import { differences, samePolicyText } from './differences.ts'
import { applyChange } from './draft.ts'
import { missingIn } from './missing.ts'
import { countPolicies } from './publish.ts'

// Few values each, so that two designs often agree.
const word = fc.constantFrom('', 'Upward', 'Talk more', 'We grew')
const id = fc.constantFrom(...['1', '2', '3', '4'].map((n) => `0000000${n}-0000-4000-8000-000000000000`))
const texts = fc.dictionary(fc.constantFrom(...languages), fc.record({ title: word, body: word }))
const policy = fc.record({
  id,
  from: fc.constant(null),
  audience: fc.constantFrom(...policyAudiences),
  version: fc.integer({ min: 1, max: 4 }),
  acknowledge: fc.boolean(),
  withinDays: fc.constantFrom(7, 14),
  texts: texts.map((t) => ({ ...t })),
})
const metric = fc.record({
  id: fc.constantFrom(...metricIds),
  baseline: fc.constantFrom(null, 0, 40),
  baselineSource: word,
  target: fc.constantFrom(null, 75),
  by: fc.constantFrom(null, '2027-01-01'),
})
const list = <T extends { id: string }>(item: fc.Arbitrary<T>) =>
  fc.uniqueArray(item, { selector: (i) => i.id, maxLength: 4 })
const courage = {
  id: '00000001-0000-4000-8000-000000000000',
  name: { en: 'Courage' },
  sentence: { en: 'We speak up.' },
}
const care = {
  id: '00000002-0000-4000-8000-000000000000',
  name: { en: 'Care', de: 'Sorgfalt' },
  sentence: { en: 'We finish.' },
}
const alsoIn = fc.constantFrom(undefined, {}, { de: 'Ja' }, { de: 'Doch', fr: 'Si' })
const design: fc.Arbitrary<Design> = fc.record({
  brand: fc.record({
    name: word,
    tagline: word,
    taglineIn: alsoIn,
    language: fc.constantFrom(undefined, null, 'de'),
    accent: fc.constantFrom('#3157c4', '#00735a'),
    logoFileId: fc.option(id, { nil: null }),
  }),
  why: word,
  whyNow: word,
  whyIn: alsoIn,
  whyNowIn: alsoIn,
  objectives: list(fc.record({ id, text: word, textIn: alsoIn })),
  elements: fc.record({
    goals: fc.record({
      on: fc.boolean(),
      period: fc.constantFrom(...goalPeriods),
      firstWithinDays: fc.constantFrom(14, 28),
    }),
    checkins: fc.record({
      on: fc.boolean(),
      cadence: fc.constantFrom(...cadences),
      minutes: fc.constantFrom(20, 30),
      template: fc.constantFrom(null, 'weekly-talk'),
      agendas: fc.array(
        fc.record({
          id: fc.constant('7a3f0a51-0d3c-4b44-9d5a-6f1f5c0a9e11'),
          name: fc.constantFrom('Friday', 'Long talk'),
          topics: fc.array(
            fc.record({
              id: fc.constant('one'),
              by: fc.constantFrom('both', 'report', 'manager'),
              ask: fc.record({ en: fc.constantFrom('What?', 'How?') }),
              hint: fc.record({ en: fc.constantFrom('', 'Small is fine.') }),
            }),
            { maxLength: 2 },
          ),
        }),
        { maxLength: 1 },
      ),
      others: fc.array(
        fc.record({
          id: fc.constant('0b0c51ab-9a55-4d07-8a35-2f1be0a4cb51'),
          who: fc.oneof(
            fc.record({ kind: fc.constant('joiners'), days: fc.constantFrom(30, 90) }),
            fc.record({
              kind: fc.constant('people'),
              attribute: fc.constantFrom('department', 'level'),
              values: fc.array(fc.constantFrom('Sales', 'Works'), { minLength: 1, maxLength: 2 }),
            }),
          ),
          cadence: fc.constantFrom(...cadences),
        }),
        { maxLength: 1 },
      ),
    }),
    feedback: fc.record({
      on: fc.boolean(),
      modes: fc.constantFrom([...feedbackModes], [feedbackModes[0]]),
      floor: fc.constantFrom(3, 5),
      aboutKnown: fc.boolean(),
      sharing: fc.constantFrom(...feedbackSharings),
      maxOpen: fc.constantFrom(3, 5),
      rounds: fc.boolean(),
      questions: fc.constantFrom([], ['Where did we keep our word?']),
    }),
    growth: fc.record({
      on: fc.boolean(),
      lookEvery: fc.constantFrom('quarter' as const, 'half_year' as const, 'year' as const),
    }),
    recognition: fc.record({
      on: fc.boolean(),
      values: fc.constantFrom([], [courage], [courage, care], [{ ...care, sentence: {} }]),
      quiet: fc.boolean(),
      weekly: fc.boolean(),
    }),
    reviews: fc.record({ on: fc.boolean(), every: fc.constantFrom(...reviewRhythms) }),
    pulse: fc.record({
      on: fc.boolean(),
      most: fc.integer({ min: 1, max: 6 }),
      weeks: fc.integer({ min: 2, max: 26 }),
    }),
  }),
  policies: list(policy),
  training: fc.record({
    courses: list(
      fc.record({
        id: fc.constantFrom('first-goals', 'feedback', 'review'),
        required: fc.constantFrom([], ['employees' as const], ['leaders' as const, 'managers' as const]),
        offered: fc.constantFrom([], ['hr' as const]),
        dueDays: fc.constantFrom(-3, 14),
      }),
    ),
    managersReady: fc.constantFrom(80, 95),
    letters: fc.boolean(),
  }),
  metrics: list(metric),
  sponsorId: fc.option(id, { nil: null }),
  leadId: fc.option(id, { nil: null }),
})
/** What a reader would see of it: policy numbers are counted, not designed. */
const seen = (d: Design) => ({ ...d, policies: d.policies.map(({ version: _version, from: _from, ...p }) => p) })

describe('differences', () => {
  test('are empty exactly when a reader would see the same', () => {
    fc.assert(
      fc.property(design, design, (a, b) => {
        expect(differences(a, a)).toEqual([])
        const found = differences(a, b)
        if (found.length === 0) expect(seen(a)).toEqual(seen(b))
        else expect(seen(a)).not.toEqual(seen(b))
      }),
    )
  })

  test('read backwards say the opposite', () => {
    const opposite = { added: 'removed', removed: 'added', changed: 'changed', moved: 'moved' } as const
    const key = (d: object) => JSON.stringify(d)
    fc.assert(
      fc.property(design, design, (a, b) => {
        const there = differences(a, b).map((d) => ({
          area: d.area,
          field: d.field,
          id: d.item?.id,
          kind: opposite[d.kind],
          before: d.kind === 'moved' ? null : d.after,
          after: d.kind === 'moved' ? null : d.before,
        }))
        const back = differences(b, a).map((d) => ({
          area: d.area,
          field: d.field,
          id: d.item?.id,
          kind: d.kind,
          before: d.kind === 'moved' ? null : d.before,
          after: d.kind === 'moved' ? null : d.after,
        }))
        expect(there.map(key).sort()).toEqual(back.map(key).sort())
      }),
    )
  })

  test('of one saved part stand in that part', () => {
    fc.assert(
      fc.property(design, design, (a, b) => {
        const changed = applyChange(a, { group: 'metrics', revision: 0, value: b.metrics })
        expect(differences(a, changed).every((d) => d.area === 'metrics')).toBe(true)
      }),
    )
  })

  test('name what came and went in words', () => {
    const a = emptyDesign()
    const b: Design = {
      ...a,
      brand: { ...a.brand, name: 'Upward' },
      objectives: [{ id: '00000001-0000-4000-8000-000000000000', text: 'Everybody knows what matters.' }],
    }
    expect(differences(a, b)).toEqual([
      { area: 'brand', field: 'name', kind: 'changed', before: null, after: 'Upward' },
      {
        area: 'objectives',
        kind: 'added',
        item: { id: '00000001-0000-4000-8000-000000000000', label: 'Everybody knows what matters.' },
        before: null,
        after: 'Everybody knows what matters.',
      },
    ])
  })
})

test('what is said in another language is a difference of its own, told with its language', () => {
  const a = emptyDesign()
  const objective = { id: '00000001-0000-4000-8000-000000000000', text: 'Talk.' }
  const before: Design = { ...a, why: 'To talk.', objectives: [objective] }
  const after: Design = {
    ...before,
    brand: { ...a.brand, taglineIn: { fr: '' }, language: 'en' },
    whyIn: { de: 'Um zu reden.' },
    objectives: [{ ...objective, textIn: { es: 'Hablar.' } }],
  }
  expect(differences(before, after)).toEqual([
    { area: 'brand', field: 'language', kind: 'changed', before: null, after: 'en' },
    { area: 'reasons', field: 'why.de', kind: 'changed', before: null, after: 'Um zu reden.' },
    {
      area: 'objectives',
      field: 'text.es',
      item: { id: objective.id, label: 'Talk.' },
      kind: 'changed',
      before: null,
      after: 'Hablar.',
    },
  ])
})

test('a design of an earlier release is read as it is, and whoever saves without other languages keeps them', () => {
  const old = { ...emptyDesign(), why: 'To talk.' }
  expect(DesignSchema.parse(JSON.parse(JSON.stringify(old)))).toEqual(old)
  const rich: Design = {
    ...old,
    brand: { ...old.brand, tagline: 'See.', taglineIn: { de: 'Sehen.' } },
    whyIn: { de: 'Um zu reden.' },
    objectives: [{ id: '00000001-0000-4000-8000-000000000000', text: 'Talk.', textIn: { es: 'Hablar.' } }],
  }
  const saved = (
    [
      { group: 'brand', revision: 0, value: { ...old.brand, tagline: 'See.' } },
      { group: 'reasons', revision: 0, value: { why: 'To talk.', whyNow: '' } },
      { group: 'objectives', revision: 0, value: [{ id: rich.objectives[0]!.id, text: 'Talk.' }] },
    ] as const
  ).reduce((d: Design, change) => applyChange(d, change as never), rich)
  expect(saved).toEqual(rich)
  const without = applyChange(rich, {
    group: 'reasons',
    revision: 0,
    value: { why: 'To talk.', whyNow: '', whyIn: {} },
  })
  expect(differences(rich, without).map((d) => d.field)).toEqual(['why.de'])
})

test('a policy gets the next number exactly when its words changed', () => {
  fc.assert(
    fc.property(list(policy), list(policy), (last, next) => {
      const highest = new Map(last.map((p) => [p.id, p.version]))
      for (const counted of countPolicies(next, last, highest)) {
        const was = last.find((p) => p.id === counted.id)
        if (!was) expect(counted.version).toBe(1)
        else expect(counted.version).toBe(samePolicyText(was, counted) ? was.version : was.version + 1)
      }
    }),
  )
})

test('a policy that was taken out and comes back counts on', () => {
  const old = {
    id: '00000001-0000-4000-8000-000000000000',
    from: null,
    audience: 'everyone' as const,
    version: 3,
    acknowledge: true,
    withinDays: 14,
    texts: {},
  }
  expect(countPolicies([{ ...old, version: 1 }], [], new Map([[old.id, 3]]))[0]!.version).toBe(4)
})

test('an empty design names everything it needs, and each gap once', () => {
  const missing = missingIn(emptyDesign(), new Set())
  expect(missing.map((m) => `${m.id} ${m.needed}`)).toEqual([
    'name publish',
    'why launch',
    'why_now launch',
    'objectives launch',
    'metrics launch',
    'sponsor launch',
    'lead publish',
  ])
  fc.assert(
    fc.property(design, (d) => {
      const found = missingIn(d, new Set()).filter((m) => !m.about && m.id !== 'policy_text')
      expect(new Set(found.map((m) => m.id)).size).toBe(found.length)
    }),
  )
})
