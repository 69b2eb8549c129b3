import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CyclePlan, stageIds, voiceModes } from '../../contract/reviews.ts'
import { type FormQuestion, reviewRoles } from '../../contract/review-form.ts'
import { languages } from '../../contract/library.ts'
import { library } from '../library/files.ts'
import { reviewForms } from '../library/library.ts'
import { addDays, workingDay } from '../platform/clock.ts'
import { monthsOf } from './evidence.ts'
import {
  inSequence,
  mayRead,
  minutesOf,
  missingIn,
  nameShown,
  newPlan,
  type ReaderAs,
  rolesOn,
  say,
  stateOfTask,
} from './rules.ts'

const form = reviewForms().find((f) => f.id === 'half-year')!.form
const today = '2026-03-02'
const plan = newPlan('Half-year', today, form)
const readers: readonly ReaderAs[] = ['person', 'manager', 'second', 'hr', 'leader']

describe('forms of the library', () => {
  it.each([...library().reviewForms.keys()])('%s has the same shape in every language, and every word', (id) => {
    const files = library().reviewForms.get(id)!
    const shape = (language: (typeof languages)[number]) =>
      files.get(language)!.sections.map((s) => ({
        id: s.id,
        answeredBy: s.answeredBy,
        readBy: s.readBy,
        intro: s.intro !== '',
        questions: s.questions.map((q) => ({
          id: q.id,
          kind: q.kind,
          required: q.required,
          confidential: q.confidential,
          hint: q.hint !== '',
          steps: q.steps.map((step) => [step.id, step.anchor !== '']),
        })),
      }))
    for (const language of languages) {
      expect(shape(language)).toEqual(shape('en'))
      expect(files.get(language)!.address).toBe(language === 'en' ? 'neutral' : 'formal')
    }
  })

  it('can be launched as they are', () => {
    for (const { form: each } of reviewForms()) expect(missingIn(newPlan('Any', today, each), today)).toEqual([])
  })
})

describe('a plan', () => {
  it('puts its stages one after the other, whichever are on', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
        fc.integer({ min: 0, max: 400 }),
        (on, ahead) => {
          const from = addDays(today, ahead)
          const stages = inSequence(
            stageIds.map((id, at) => ({ id, on: on[at]!, opensOn: null, dueOn: null, waits: false })),
            from,
          )
          const dated = stages.filter((s) => s.on)
          for (const s of stages) expect(s.on).toBe(s.opensOn !== null && s.dueOn !== null)
          for (const [at, s] of dated.entries()) {
            expect(s.dueOn! >= s.opensOn!).toBe(true)
            expect(s.opensOn! >= (dated[at - 1]?.opensOn ?? from)).toBe(true)
          }
        },
      ),
    )
  })

  it('names what it lacks', () => {
    const without = (change: Partial<CyclePlan>) => missingIn({ ...plan, ...change }, today).map((m) => m.code)
    expect(without({ name: ' ' })).toContain('name')
    expect(without({ startsOn: '2026-05-01', endsOn: '2026-04-01' })).toContain('period')
    expect(without({ form: { sections: [] } })).toEqual(expect.arrayContaining(['form_empty', 'form_role']))
    const off = (id: string) => plan.stages.map((s) => (s.id === id ? { ...s, on: false } : s))
    expect(without({ stages: off('manager') })).toContain('stage_needs_manager')
    expect(without({ stages: off('nominate') })).toContain('peers_counts')
    expect(missingIn(plan, '2028-01-01').map((m) => m.code)).toContain('stage_past')
  })

  it('says how long each role writes', () => {
    for (const role of rolesOn(plan)) expect(minutesOf(form, role)).toBeGreaterThan(0)
    expect(minutesOf({ sections: [] }, 'self')).toBe(0)
  })
})

const section = fc.record({
  id: fc.constant('s'),
  title: fc.constant({ en: 'Any' }),
  intro: fc.constant({}),
  answeredBy: fc.subarray([...reviewRoles], { minLength: 1 }),
  readBy: fc.subarray(['person', 'manager', 'second'] as const),
  questions: fc.constant<FormQuestion[]>([]),
})
const question = (confidential: boolean) =>
  ({ id: 'q', kind: 'text', ask: { en: 'Any' }, hint: {}, required: false, confidential, steps: [] }) as const
const writers = fc.constantFrom(...reviewRoles)

describe('who reads', () => {
  it('keeps confidential questions to HR', () => {
    fc.assert(
      fc.property(section, writers, fc.boolean(), fc.boolean(), (s, role, shared, leadersRead) => {
        for (const as of readers)
          expect(
            mayRead(as, { section: s, question: { ...question(true), steps: [] }, role }, { shared, leadersRead }),
          ).toBe(as === 'hr')
      }),
    )
  })

  it('shows nothing of others to the person before sharing, and to leaders only what the person reads too', () => {
    fc.assert(
      fc.property(section, writers, fc.boolean(), (s, role, leadersRead) => {
        const what = { section: s, question: { ...question(false), steps: [] }, role }
        expect(mayRead('person', what, { shared: false, leadersRead })).toBe(role === 'self')
        expect(mayRead('leader', what, { shared: false, leadersRead })).toBe(false)
        if (mayRead('leader', what, { shared: true, leadersRead })) {
          expect(leadersRead).toBe(true)
          expect(mayRead('person', what, { shared: true, leadersRead })).toBe(true)
        }
      }),
    )
  })

  it('names peers and team members only as the setting says', () => {
    for (const mode of voiceModes)
      for (const role of ['peer', 'upward'] as const) {
        expect(nameShown('person', role, mode)).toBe(mode === 'attributed')
        expect(nameShown('leader', role, mode)).toBe(mode === 'attributed')
        for (const as of readers) if (mode === 'anonymous') expect(nameShown(as, role, mode)).toBe(false)
      }
  })
})

describe('a task', () => {
  const facts = {
    submitted_at: null,
    declined_at: null,
    ended_at: null,
    closed_at: null,
    opens_on: '2026-03-01',
    due_on: '2026-03-10',
    waiting: false,
    sealed: false,
  }
  it('is ahead, open, late and done by its days', () => {
    expect(stateOfTask(facts, '2026-02-28')).toBe('ahead')
    expect(stateOfTask(facts, '2026-03-10')).toBe('open')
    expect(stateOfTask({ ...facts, waiting: true }, '2026-03-10')).toBe('waiting')
    expect(stateOfTask(facts, '2026-03-11')).toBe('late')
    expect(stateOfTask({ ...facts, sealed: true }, '2026-03-11')).toBe('over')
    expect(stateOfTask({ ...facts, submitted_at: '2026-03-09T10:00:00.000Z' }, '2026-03-11')).toBe('done')
    expect(stateOfTask({ ...facts, closed_at: '2026-03-09T10:00:00.000Z' }, '2026-03-11')).toBe('over')
  })
})

it('says words in the reader’s language, else in one that is there', () => {
  expect(say({ en: 'Yes', de: 'Ja' }, ['de'])).toBe('Ja')
  expect(say({ fr: 'Oui' }, ['de'])).toBe('Oui')
  expect(say({}, ['de'])).toBe('')
})

it('tells nobody on a weekend', () => {
  expect(workingDay('2026-03-07')).toBe('2026-03-09')
  expect(workingDay('2026-03-08')).toBe('2026-03-09')
  expect(workingDay('2026-03-06')).toBe('2026-03-06')
})

describe('the months of a period', () => {
  it('are all that it touches, in order, over the turn of a year', () => {
    expect(monthsOf('2025-11-20', '2026-02-01')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02'])
    expect(monthsOf('2026-03-31', '2026-03-31')).toEqual(['2026-03'])
    expect(monthsOf('2026-04-01', '2026-03-01')).toEqual([])
  })
})
