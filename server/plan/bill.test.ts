/** The bill before anything is sent: it adds up, and says where a week is over the limit. */
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { budgetRoles, usualBudget } from '../../contract/budget.ts'
import { billParts, hearers } from '../../contract/plan.ts'
import type { Actor } from '../../fixtures/actors.ts'
import { lumenwerk } from '../../fixtures/lumenwerk.ts'
import { publishDesign, quietDesign, staffed, waveFor } from '../campaigns/testing-company.ts'
import { courses } from '../library/library.ts'
import { addDays } from '../platform/clock.ts'
import { drain } from '../platform/jobs.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { type Asked, weeksFor } from './bill.ts'
import { mondayOf } from './calendar.ts'

const from = '2026-03-04'
const asked = fc.record({
  day: fc.integer({ min: -20, max: 120 }).map((n) => addDays(from, n)),
  part: fc.constantFrom(...billParts),
  minutes: fc.integer({ min: 1, max: 60 }),
  hearers: fc.subarray([...hearers], { minLength: 1 }),
})
const cap = fc.option(fc.record({ asks: fc.integer({ min: 1, max: 4 }), minutes: fc.integer({ min: 5, max: 60 }) }), {
  nil: null,
})

describe('the weeks of a bill', () => {
  it('hold each thing once, add up, and are over where they are more than the limit', () => {
    fc.assert(
      fc.property(
        fc.array(asked, { maxLength: 40 }),
        cap,
        fc.constantFrom(...hearers),
        (all: Asked[], limit, hearer) => {
          const caps = { employees: limit, managers: limit, hr: limit, lead: limit }
          const weeks = weeksFor(all, hearer, caps, from)
          const theirs = all.filter((one) => one.hearers.includes(hearer) && mondayOf(one.day) >= mondayOf(from))
          expect(weeks.reduce((n, week) => n + week.asks, 0)).toBe(theirs.length)
          expect(weeks.reduce((n, week) => n + week.minutes, 0)).toBe(theirs.reduce((n, one) => n + one.minutes, 0))
          expect(weeks.map((week) => week.week)).toEqual([...new Set(weeks.map((week) => week.week))].toSorted())
          for (const week of weeks) {
            expect(mondayOf(week.week)).toBe(week.week)
            for (const key of ['asks', 'minutes'] as const)
              expect(billParts.reduce((n, part) => n + week.parts[part][key], 0)).toBe(week[key])
            expect(week.over).toBe(
              limit !== null && week.asks > 1 && (week.asks > limit.asks || week.minutes > limit.minutes),
            )
          }
        },
      ),
    )
  })
})

describe('the bill of a program', () => {
  let lead: Actor
  let programId: string
  let base: TestBase

  beforeEach(async () => {
    base = await testBase({ at: '2026-03-23T09:00:00Z', config: { publicUrl: 'https://belay.test' } })
    const made = await staffed(base, lumenwerk(), { asOf: '2026-03-23', locale: 'en' })
    lead = made.lead
    programId = (await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })).id
    const course = courses('en')[0]!
    await publishDesign(lead, programId, {
      ...quietDesign(made.ids, '2026-03-23'),
      training: {
        courses: [{ id: course.id, required: ['managers'], offered: [], dueDays: 7 }],
        managersReady: 95,
        letters: true,
      },
    })
    await waveFor(lead, programId, { name: 'Everyone', rule: { everyone: true }, preparesOn: '2026-03-30' })
    await drain(base, work)
    await lead.call('plan.generate', { programId })
  })

  it('counts messages, courses and surveys together, and marks the weeks over the limit', async () => {
    const first = await lead.call('plan.bill', { programId })
    expect(first).toMatchObject({ set: false, caps: usualBudget, waves: [{ dated: true }] })
    const plan = await lead.call('plan.get', { programId })
    for (const hearer of ['employees', 'managers'] as const) {
      const row = first.rows.find((one) => one.hearer === hearer)!
      const messages = plan.bill.find((one) => one.hearer === hearer)!
      expect(row.parts.messages).toEqual({ asks: messages.letters, minutes: messages.minutes })
      expect(row.asks).toBe(billParts.reduce((n, part) => n + row.parts[part].asks, 0))
    }
    // Only managers learn, in the week in which their wave begins to prepare.
    const managers = first.rows.find((one) => one.hearer === 'managers')!
    expect(managers.parts.training).toEqual({ asks: 1, minutes: courses('en')[0]!.minutes })
    expect(managers.weeks.find((week) => week.parts.training.asks > 0)?.week).toBe('2026-03-30')
    expect(first.rows.find((one) => one.hearer === 'employees')!.parts.training.asks).toBe(0)

    const tight = { asks: 1, minutes: 5 }
    await lead.call('budget.set', { caps: { employees: tight, managers: tight, hr: null, lead: null } })
    const then = await lead.call('plan.bill', { programId })
    expect(then.set).toBe(true)
    for (const row of then.rows.filter((one) => one.role === 'employees' || one.role === 'managers'))
      expect(row.weeks.filter((week) => week.over)).toEqual(row.weeks.filter((week) => week.asks > 1))
    expect(then.rows.some((row) => row.weeks.some((week) => week.over))).toBe(true)
    expect(Object.keys(then.caps).toSorted()).toEqual([...budgetRoles].toSorted())
  })

  it('shows what a draft would ask before it is published', async () => {
    const { draft } = await lead.call('program.get', { programId })
    const all = courses('en').slice(0, 3)
    await lead.call('program.saveDraft', {
      programId,
      change: {
        group: 'training',
        revision: draft.groups.training ?? 0,
        value: {
          ...draft.design.training,
          courses: all.map((one) => ({ id: one.id, required: ['employees', 'managers'], offered: [], dueDays: 7 })),
        },
      },
    })
    const employees = async (of: 'published' | 'draft') =>
      (await lead.call('plan.bill', { programId, of })).rows.find((row) => row.hearer === 'employees')!.parts.training
    expect((await employees('published')).minutes).toBe(0)
    expect((await employees('draft')).minutes).toBe(all.reduce((n, one) => n + one.minutes, 0))
  })

  it('asks people who have begun for what is new from the day on which it would be', async () => {
    base.clock.set('2026-04-22T09:00:00Z')
    const [known, added] = courses('en')
    const { draft } = await lead.call('program.get', { programId })
    const required = (id: string) => ({ id, required: ['managers' as const], offered: [], dueDays: 7 })
    await lead.call('program.saveDraft', {
      programId,
      change: {
        group: 'training',
        revision: draft.groups.training ?? 0,
        value: { ...draft.design.training, courses: [required(known!.id), required(added!.id)] },
      },
    })
    const managers = async (of: 'published' | 'draft') => {
      const { rows } = await lead.call('plan.bill', { programId, of })
      const weeks = rows.find((row) => row.hearer === 'managers')?.weeks ?? []
      return weeks.flatMap(({ week, parts }) => (parts.training.asks > 0 ? [[week, parts.training.minutes]] : []))
    }
    // The course of before was asked for when preparation began.
    expect(await managers('published')).toEqual([])
    expect(await managers('draft')).toEqual([['2026-04-20', added!.minutes]])
  })
})
