/** Looking at the success metrics: when, what is chosen, what it does to the draft, and what stays readable. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it, test } from 'vitest'
import type { SuccessMetric } from '../../contract/design.ts'
import { metricReviews } from '../../contract/metric-review.ts'
import { metricIds } from '../../contract/metrics.ts'
import { governance } from '../../contract/governance.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { get as committee, setCharter } from '../governance/committee.ts'
import { plan } from '../governance/meetings.ts'
import { addDays, addMonths } from '../platform/clock.ts'
import { type SmtpSink, smtpSink } from '../platform/testing.ts'
import { designState } from '../program/program.ts'
import { getMistakes } from '../mistakes/mistakes.ts'
import { checkMistakes } from '../mistakes/mistakes.ts'
import { aim, reviewWorld, type ReviewWorld } from '../business-review/testing-review.ts'
import { monthsUntil, nightly, reviewsDue, stateOf } from './due.ts'
import { letters } from './letters.ts'
import { appliedTo, choose, get, hold, list } from './reviews.ts'

describe('when', () => {
  test('after 6 and 12 months, then every year', () => {
    expect(monthsUntil('2026-02-02', '2026-02-03')).toEqual([6, 12])
    expect(monthsUntil('2026-02-02', '2027-02-02')).toEqual([6, 12, 24])
    expect(monthsUntil('2026-02-02', '2029-02-02')).toEqual([6, 12, 24, 36, 48])
  })
  test('the end of a month stays the end of a month', () => {
    expect(addMonths('2026-08-31', 6)).toBe('2027-02-28')
    expect(addMonths('2027-08-31', 6)).toBe('2028-02-29')
    expect(addMonths('2026-01-15', 12)).toBe('2027-01-15')
  })
  test('open a month before its day, due on it', () => {
    const row = { due_on: '2026-08-02', held_at: null }
    expect(
      [addDays('2026-08-02', -31), addDays('2026-08-02', -30), '2026-08-01', '2026-08-02'].map((d) => stateOf(row, d)),
    ).toEqual(['ahead', 'open', 'open', 'due'])
  })
})

describe('what is chosen, on the draft', () => {
  const metric = fc.record({
    id: fc.constantFrom(...metricIds),
    baseline: fc.constant(10),
    baselineSource: fc.constant('x'),
    target: fc.integer({ min: 20, max: 90 }),
    by: fc.constant('2027-01-01'),
  })
  const some = fc.uniqueArray(metric, { selector: (m) => m.id, maxLength: 12 })
  test('keeping all changes nothing, and no metric is ever there twice', () => {
    fc.assert(
      fc.property(
        some,
        fc.array(fc.constantFrom('keep', 'change', 'retire')),
        fc.constantFrom(...metricIds),
        (given, kinds, other) => {
          const kept = given.map((m) => ({
            metric: m.id,
            choice: 'keep' as const,
            target: null,
            by_on: null,
            replaced_by: null,
          }))
          expect(appliedTo(given, kept)).toEqual(given)
          const choices = given.map((m, i) => {
            const choice = (kinds[i] ?? 'keep') as 'keep' | 'change' | 'retire'
            return {
              metric: m.id,
              choice,
              target: choice === 'change' ? 95 : null,
              by_on: choice === 'change' ? '2028-01-01' : null,
              replaced_by: choice === 'retire' && m.id !== other ? other : null,
            }
          })
          const after = appliedTo(given, choices)
          expect(new Set(after.map((m) => m.id)).size).toBe(after.length)
          for (const k of choices) {
            const now = after.find((m) => m.id === k.metric)
            if (k.choice === 'change') expect(now).toMatchObject({ target: 95, by: '2028-01-01', baseline: 10 })
            if (k.choice === 'retire' && k.metric !== other) expect(now).toBeUndefined()
          }
        },
      ),
    )
  })
})

let r: ReviewWorld
let sink: SmtpSink
const as = (part: string) => r.w.as(part)
const chosen = (given: object) => metricReviews.choose.body!.parse({ revision: 0, ...given })

describe('a review', () => {
  let reviewId: string
  beforeEach(async () => {
    sink = await smtpSink()
    r = await reviewWorld([aim('L1'), aim('C1', { target: 85, by: '2026-12-01' }), aim('C2')], {
      at: '2026-08-03T09:00:00Z',
      config: { smtpUrl: sink.url },
    })
    await r.give('L1', '2026-03-31', 300)
    await r.give('L1', '2026-07-31', 700)
    await r.give('C1', '2026-03-31', 350)
    await r.give('C1', '2026-07-31', 360)
    await setCharter(
      await as('lead'),
      governance.setCharter.body!.parse({
        programId: r.programId,
        purpose: 'To steer',
        cadenceWeeks: 8,
        starts: '10:00',
        minutes: 60,
        timeZone: 'Europe/Berlin',
      }),
    )
    await nightly(r.job)
    reviewId = (await list(await as('lead'))).reviews[0]!.id
  })

  /** Chooses in order; each answer gives the revision of the next. */
  const chooseAll = async (...all: [SuccessMetric['id'], object][]) => {
    const lead = await as('lead')
    let revision = 0
    for (const [metric, given] of all)
      ({ revision } = await choose(lead, { reviewId, metric, ...chosen({ revision, ...given }) }))
    return revision
  }
  const full = () =>
    chooseAll(
      ['L1', { choice: 'keep' }],
      ['C1', { choice: 'change', target: 60, by: '2027-06-01', why: '85 was a guess.' }],
      ['C2', { choice: 'retire', why: 'Nobody used it.', replacedBy: 'C3' }],
    )

  it('is told once: by letter, in the app and on the committee’s next agenda', async () => {
    await nightly(r.job)
    expect((await inbox(await as('lead'), { limit: 10 })).items.map((i) => i.kind)).toEqual(['metric_review_due'])
    const { agenda } = await committee(await as('committee'))
    expect(agenda.map((i) => i.title)).toEqual(['Are these still the right success metrics? Review after 6 months'])
    await deliver(r.job, letters)
    await deliver(r.job, letters, 'bulk')
    expect(sink.received.map((m) => m.to[0])).toHaveLength(1)
    expect(await reviewsDue(await as('lead'), '2026-08-03')).toMatchObject([{ reviewId, dueOn: '2026-08-02' }])
    expect(await reviewsDue(await as('sponsor'), '2026-08-03')).toEqual([])
    const { reviews } = await list(await as('sponsor'))
    expect(reviews.map((one) => [one.months, one.state])).toEqual([
      [6, 'due'],
      [12, 'ahead'],
    ])
  })

  it('moves with a go-live that is taken back and comes later, and waits until then', async () => {
    const planned = async () =>
      (await list(await as('sponsor'))).reviews.filter((one) => one.months === 12).map((one) => one.dueOn)
    const launched = (day: string | null) =>
      sql`update wave set launched_at = ${day && `${day}T08:00:00Z`}, goes_live_on = coalesce(${day}::date, goes_live_on) where organization_id = ${r.w.organizationId}
        and id = ${r.waveId}`.execute(r.job.db)
    const told = async () => (await inbox(await as('lead'), { limit: 10 })).items.length
    await launched(null)
    r.base.clock.set('2027-02-03T09:00:00Z')
    await nightly(r.job)
    // That of six months, which was told before.
    expect(await told()).toBe(1)
    expect(await reviewsDue(await as('lead'), '2027-02-03')).toEqual([])
    await launched('2026-06-01')
    await nightly(r.job)
    expect(await planned()).toEqual(['2027-06-01'])
    expect(await told()).toBe(1)
  })

  it('asks the committee after each of them', async () => {
    r.base.clock.set('2027-02-02T09:00:00Z')
    await nightly(r.job)
    const { agenda } = await committee(await as('committee'))
    expect(agenda.map((i) => i.title).toSorted()).toEqual([
      'Are these still the right success metrics? Review after 12 months',
      'Are these still the right success metrics? Review after 6 months',
    ])
  })

  it('puts what was chosen into the draft, and keeps how each stood for ever', async () => {
    const revision = await full()
    const lead = await as('lead')
    const { id: meetingId } = await plan(
      lead,
      governance.plan.body!.parse({ day: '2026-08-05', from: '10:00', to: '11:00', timeZone: 'Europe/Berlin' }),
    )
    await expect(hold(lead, { reviewId, revision, meetingId })).rejects.toMatchObject({ code: 'not_found' })
    r.base.clock.set('2026-08-05T09:00:00Z')
    const held = await hold(lead, { reviewId, revision, meetingId })
    expect(held).toMatchObject({
      state: 'held',
      counts: { keep: 1, change: 1, retire: 1, metrics: 3 },
      unpublished: true,
    })
    const { draft, version } = await designState(r.job.db, lead, r.programId)
    expect(draft.metrics.map((m) => [m.id, m.target, m.by])).toEqual([
      ['L1', 80, '2027-02-01'],
      ['C1', 60, '2027-06-01'],
      ['C3', null, null],
    ])
    // What holds is what was published; the lead publishes the change with a note.
    expect(version!.design.metrics.map((m) => m.id)).toEqual(['L1', 'C1', 'C2'])
    await r.give('C1', '2026-09-30', 900)
    r.base.clock.set('2027-01-01T09:00:00Z')
    const later = await get(await as('committee'), { reviewId, language: 'en' })
    expect(later.metrics.map((m) => m.definition.id).toSorted()).toEqual(['C1', 'C2', 'L1'])
    const stood = later.metrics.find((m) => m.definition.id === 'C1')!
    expect(stood.stood).toMatchObject({
      course: 'off',
      target: 85,
      by: '2026-12-01',
      now: { point: { numerator: 360 } },
    })
    expect(stood.stood.series).toHaveLength(2)
    expect(stood.choice).toMatchObject({ choice: 'change', target: 60, why: '85 was a guess.' })
  })

  it('is not held while a metric is open, twice, before its time or over a change of somebody else', async () => {
    const lead = await as('lead')
    const revision = await chooseAll(['L1', { choice: 'keep' }])
    await expect(hold(lead, { reviewId, revision, meetingId: null })).rejects.toMatchObject({
      code: 'metric_review_open',
      params: { missing: 2, of: 3 },
    })
    await expect(choose(lead, { reviewId, metric: 'C1', ...chosen({ choice: 'keep' }) })).rejects.toMatchObject({
      code: 'conflict',
    })
    const next = (await list(lead)).reviews[1]!.id
    await expect(choose(lead, { reviewId: next, metric: 'C1', ...chosen({ choice: 'keep' }) })).rejects.toMatchObject({
      code: 'metric_review_not_open',
    })
  })

  it.each([
    ['a change without a reason', { choice: 'change', target: 60, by: '2027-06-01' }],
    ['a change without a day', { choice: 'change', target: 60, why: 'x' }],
    ['a change to a day that is past', { choice: 'change', target: 60, by: '2026-08-01', why: 'x' }],
    ['retiring without a reason', { choice: 'retire' }],
    ['one that replaces itself', { choice: 'retire', why: 'x', replacedBy: 'C1' }],
    ['one that is measured already', { choice: 'retire', why: 'x', replacedBy: 'L1' }],
  ])('refuses %s', async (_says, given) => {
    await expect(choose(await as('lead'), { reviewId, metric: 'C1', ...chosen(given) })).rejects.toMatchObject({
      code: 'metric_review_choice',
    })
    expect((await get(await as('lead'), { reviewId, language: 'en' })).metrics.every((m) => m.choice === null)).toBe(
      true,
    )
  })

  it('counts against being left alone: a held review answers I2 as a new version does', async () => {
    // Nothing was published for nine months, and C1 is off course.
    r.base.clock.set('2026-11-02T09:00:00Z')
    await r.give('C1', '2026-11-01', 360)
    const renewed = async () => {
      await checkMistakes(await as('lead'), { programId: r.programId })
      const { mistakes } = await getMistakes(await as('lead'), { programId: r.programId })
      return mistakes.flatMap((m) => m.checks).find((k) => k.id === 'renewed')!
    }
    expect(await renewed()).toMatchObject({ result: 'fail', reason: 'left_alone' })
    const revision = await full()
    await hold(await as('lead'), { reviewId, revision, meetingId: null })
    expect(await renewed()).toMatchObject({ result: 'pass', reason: 'reviewed', evidence: { on: '2026-11-02' } })
    r.base.clock.set('2027-06-02T09:00:00Z')
    await r.give('C1', '2027-06-01', 360)
    expect(await renewed()).toMatchObject({ result: 'fail', reason: 'left_alone' })
  })

  it('leaves a trace of who chose what, and no words of it', async () => {
    const revision = await full()
    await hold(await as('lead'), { reviewId, revision, meetingId: null })
    const { rows } = await sql<{
      type: string
      data: object
    }>`select type, data from event where organization_id = ${r.w.organizationId}
      and type like 'metric_review.%' order by id`.execute(r.job.db)
    expect(rows.map((row) => row.type)).toEqual([
      'metric_review.planned',
      'metric_review.planned',
      'metric_review.due',
      'metric_review.chosen',
      'metric_review.chosen',
      'metric_review.chosen',
      'metric_review.held',
    ])
    expect(JSON.stringify(rows)).not.toContain('guess')
    expect(rows.at(-1)!.data).toMatchObject({ keep: ['L1'], change: ['C1'], retire: ['C2'] })
  })
})
