import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mistakeIds } from '../../contract/launch.ts'
import { mostLines, sponsorActKinds } from '../../contract/home.ts'
import { addDays, daysBetween } from '../platform/clock.ts'
import { type HomeFacts, linesOf } from './home.ts'
import { actSlack, matchActs } from '../plan/plan.ts'
import { toldTo } from './sponsor.ts'

const today = '2026-06-30'
const quiet: HomeFacts = {
  today,
  waves: [],
  approvals: [],
  failing: [],
  waivers: [],
  reviews: [],
  alerts: null,
  questionsLate: 0,
  due: [],
  falls: [],
  missed: [],
  roadmap: { late: 0, first: null, atRisk: [] },
}
const wave = { id: 'w', name: 'Wave 2', goesLiveOn: '2026-07-10', live: false, blocking: 2, pausedOn: null }
const first = { id: 'sponsor_acts' as const, reason: 'quiet', evidence: {} }

describe('the lead’s lines', () => {
  test('nothing to do is nothing said', () => {
    expect(linesOf(quiet)).toEqual([])
    expect(
      linesOf({
        ...quiet,
        waves: [
          { ...wave, blocking: 0 },
          { ...wave, goesLiveOn: '2026-08-30' },
          { ...wave, live: true, goesLiveOn: '2026-01-01' },
        ],
      }),
    ).toEqual([])
    expect(
      linesOf({ ...quiet, approvals: [{ campaignId: 'k', sender: 'Ada', mine: false, on: '2026-07-20' }] }),
    ).toEqual([])
    expect(linesOf({ ...quiet, waivers: [{ waveId: null, mistake: 'P1', until: '2026-07-20' }] })).toEqual([])
  })

  test('what is late stands before what was found, and that before what is about to go wrong', () => {
    const lines = linesOf({
      ...quiet,
      waves: [wave, { ...wave, id: 'late', goesLiveOn: '2026-06-20' }],
      approvals: [
        { campaignId: 'soon', sender: 'Ada', mine: false, on: '2026-07-03' },
        { campaignId: 'now', sender: 'Ada', mine: false, on: today },
      ],
      failing: [{ mistake: 'P1', first }],
      waivers: [{ waveId: null, mistake: 'I2', until: '2026-07-02' }],
    })
    expect(lines.map((one) => `${one.urgency} ${one.kind}`)).toEqual([
      'late launch_past',
      'late approval',
      'now mistake',
      'soon gates',
      'soon approval',
      'soon waiver_ends',
    ])
  })

  test('a hand-over, a habit that falls back and questions that wait stand where they are turned to', () => {
    const over = (on: string) => ({ waveId: 'w', wave: 'Wave 1', on })
    const fall = { label: 'Works', metric: 'C1' as const, on: '2026-06-28' }
    const lines = linesOf({
      ...quiet,
      questionsLate: 2,
      due: [over(addDays(today, -13)), over(addDays(today, -14))],
      falls: [fall, { ...fall, label: 'Sales' }],
      failing: [{ mistake: 'P1', first }],
    })
    expect(lines).toMatchObject([
      { urgency: 'late', kind: 'questions_late', questions: 2 },
      { urgency: 'late', kind: 'hand_over', on: '2026-06-16' },
      { urgency: 'now', kind: 'fell_back', falls: 2, label: 'Works' },
      { urgency: 'now', kind: 'hand_over', on: '2026-06-17' },
      { urgency: 'now', kind: 'mistake' },
    ])
  })

  test('a wave that is paused is named until it goes on', () => {
    const lines = linesOf({ ...quiet, waves: [{ ...wave, live: true, pausedOn: '2026-06-20' }] })
    expect(lines).toEqual([{ urgency: 'now', kind: 'paused', waveId: 'w', wave: 'Wave 2', on: '2026-06-20' }])
  })

  test('seven at most, whatever comes together', () => {
    const many = fc.integer({ min: 0, max: 12 })
    fc.assert(
      fc.property(many, many, many, many, (a, b, k, m) => {
        const lines = linesOf({
          ...quiet,
          waves: Array.from({ length: a }, (_, i) => ({ ...wave, id: String(i), goesLiveOn: addDays(today, i - 5) })),
          approvals: Array.from({ length: b }, (_, i) => ({
            campaignId: String(i),
            sender: 'Ada',
            mine: false,
            on: addDays(today, i - 5),
          })),
          failing: mistakeIds.slice(0, k).map((mistake) => ({ mistake, first })),
          roadmap: {
            late: k,
            first: k > 0 ? { title: 'Train the managers', dueOn: '2026-06-20' } : null,
            atRisk: Array.from({ length: b }, (_, i) => ({ waveId: String(i), wave: 'Wave', on: today, days: 3 })),
          },
          missed: Array.from({ length: m }, () => ({ kind: 'message' as const, on: '2026-06-20' })),
        })
        expect(lines.length).toBeLessThanOrEqual(mostLines)
        const order = ['late', 'now', 'soon']
        const at = lines.map((one) => order.indexOf(one.urgency))
        expect(at).toEqual(at.toSorted((x, y) => x - y))
      }),
    )
  })
})

describe('planned acts of the sponsor', () => {
  const act = (kind: (typeof sponsorActKinds)[number], on: string) => ({
    kind,
    on,
    subjectId: on,
    seen: kind !== 'checkin',
  })
  const plan = (id: string, kind: (typeof sponsorActKinds)[number], on: string) => ({
    id,
    kind,
    on,
    note: '',
    plannedOn: '2026-01-01',
  })

  test('are done by what was done, each act for one plan, the nearest first', () => {
    const planned = [
      plan('a', 'message', '2026-06-01'),
      plan('b', 'message', '2026-06-10'),
      plan('c', 'session', '2026-06-10'),
      plan('d', 'goal', '2026-07-30'),
      plan('e', 'session', '2026-06-28'),
    ]
    const found = matchActs(planned, [act('message', '2026-06-09'), act('goal', '2026-06-09')], today)
    expect(found.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'a missed',
      'b done',
      'c missed',
      'd ahead',
      'e due',
    ])
    expect(found[1]!.done).toMatchObject({ on: '2026-06-09' })
    // What was done before it was planned is no answer to it.
    const late = { ...plan('f', 'message', '2026-06-10'), plannedOn: '2026-06-10' }
    expect(matchActs([late], [act('message', '2026-06-09')], today)[0]!.state).toBe('missed')
  })

  test('a review of the success metrics is to be held on its day, and late after a week', () => {
    const line = (on: string) => linesOf({ ...quiet, reviews: [{ reviewId: 'r', on }] })
    expect(line(addDays(today, -6))).toMatchObject([{ kind: 'metric_review', urgency: 'now', reviewId: 'r' }])
    expect(line(addDays(today, -7))).toMatchObject([{ kind: 'metric_review', urgency: 'late' }])
  })

  test('of a check-in others are told nothing before its two weeks are over', () => {
    const one = (now: string) =>
      matchActs([plan('k', 'checkin', '2026-06-20')], [act('checkin', '2026-06-21')], now)[0]!
    const told = (mine: boolean, now: string) => toldTo(mine, one(now), now)
    expect(told(true, '2026-06-21')).toEqual({ state: 'done', doneOn: '2026-06-21' })
    expect(told(false, '2026-06-21')).toEqual({ state: 'due', doneOn: null })
    expect(told(false, '2026-07-04')).toEqual({ state: 'due', doneOn: null })
    expect(told(false, '2026-07-05')).toEqual({ state: 'done', doneOn: null })
  })

  test('nothing is counted twice, and nothing that lies further away than two weeks', () => {
    const kind = fc.constantFrom(...sponsorActKinds)
    const day = fc.integer({ min: -60, max: 30 }).map((n) => addDays(today, n))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kind, day), { maxLength: 12 }),
        fc.array(fc.tuple(kind, day), { maxLength: 12 }),
        (plans, acts) => {
          const found = matchActs(
            plans.map(([k, on], i) => plan(String(i), k, on)),
            acts.map(([k, on]) => act(k, on)),
            today,
          )
          const used = found.flatMap((one) => (one.done ? [one.done] : []))
          expect(new Set(used).size).toBe(used.length)
          for (const one of found)
            if (one.done) {
              expect(one.done.kind).toBe(one.kind)
              expect(Math.abs(daysBetween(one.on, one.done.on))).toBeLessThanOrEqual(actSlack)
            }
        },
      ),
    )
  })
})
