/** Numbers of surveys, counted by hand from answers that nobody can find again. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MetricId } from '../../contract/metrics.ts'
import { metrics as contract } from '../../contract/metrics.ts'
import { pulse } from '../../contract/pulse.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { answer } from '../pulse/answering.ts'
import { close, openDue } from '../pulse/rounds.ts'
import { create, get, launch, update } from '../pulse/surveys.ts'
import { aimsOf } from './aims.ts'
import { favourableOf, gapOf, meanOf, scoreOf } from './answers.ts'
import { metric, numberAt, publish, recompute } from './metrics.ts'
import { dashboard, explain } from './reading.ts'
import { atOf, recount } from './release.ts'
import { table } from './table.ts'

let base: TestBase
let w: World
let programId: string

beforeAll(async () => {
  base = await testBase({ at: '2026-01-05T09:00:00Z' })
  w = await permissionWorld(base, 'asked')
  const made = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-01-05',
    at: base.clock.now(),
    elements: { pulse: { on: true, most: 6, weeks: 8 } },
  })
  programId = made.programId
  // The two departments of the company: seven people in Works, everybody else in Office.
  const office = parts.filter(
    (p) => !['self', 'manager', 'report', 'peer', 'leader', 'top', 'lead', 'admin'].includes(p),
  )
  const ids = office.map((p) => w.people[p])
  for (const of of ['roster', 'placement'])
    await sql`update ${sql.table(of)} set department = 'Office' where organization_id = ${w.organizationId} and person_id = any(${ids}::uuid[])`.execute(
      base.database.for(w.organizationId),
    )
  base.clock.set('2026-03-02T09:00:00Z')
}, 60_000)

const c = () => contextFor(base, w.organizationId)
/** Asks a survey of the library, answers it and ends it; `said`: the answers of each by the question's id. */
async function asked(
  from: string,
  said: Partial<Record<Part, Record<string, number | null>>>,
  change: (made: Awaited<ReturnType<typeof create>>) => Record<string, unknown> = () => ({}),
) {
  const lead = await w.as('lead')
  const made = await create(lead, { programId, from, languages: ['en'] })
  const written = await update(lead, {
    surveyId: made.id,
    ...pulse.update.body!.parse({
      revision: made.revision,
      opensOn: base.clock.today('Europe/Berlin'),
      ...change(made),
    }),
  })
  await launch(lead, { surveyId: made.id, revision: written.revision })
  await openDue(c(), made.id)
  const roundId = (await get(lead, { surveyId: made.id })).rounds[0]!.id
  for (const [part, answers] of Object.entries(said))
    await answer(await w.as(part as Part), {
      roundId,
      ...pulse.answer.body!.parse({
        answers: Object.entries(answers).map(([questionId, value]) => ({ questionId, value })),
      }),
    })
  await close(lead, { roundId })
}
const cellsOf = async (id: MetricId, asOf: string, knownAt = base.clock.now()) =>
  (
    await c()
      .db.transaction()
      .execute((tx) => recount(tx, atOf(c(), asOf, knownAt), ['organization', 'department', 'line'], new Map()))
  ).filter((k) => k.metric === id)
const whole = async (id: MetricId, asOf: string, knownAt?: string) => {
  const cell = (await cellsOf(id, asOf, knownAt)).find((k) => k.kind === 'organization')
  return cell ? [cell.numerator, cell.denominator, cell.value] : null
}

describe('what surveys have published', () => {
  test('X2: those for it less those against of a hundred; only groups that the survey shows', async () => {
    const scale = (value: number) => ({ 'enps-recommend': value })
    // Works: 9, 10, 9, 0, 3. Office: 10, 9, 8, 6, 10.
    await asked('enps', {
      self: scale(9),
      manager: scale(10),
      peer: scale(9),
      report: scale(0),
      top: scale(3),
      stranger: scale(10),
      sponsor: scale(9),
      committee: scale(8),
      champion: scale(6),
      trainer: scale(10),
    })
    // Six of ten for it, three against.
    expect(await whole('X2', '2026-03-02')).toEqual([6, 10, 30])
    expect(await whole('X2', '2026-03-01')).toBeNull()
    expect(await whole('X2', '2026-03-02', '2026-03-02T08:59:00Z')).toBeNull()
    const cells = await cellsOf('X2', '2026-03-02')
    const of = (kind: string, key: string) => {
      const cell = cells.find((k) => k.kind === kind && k.key === key)
      return cell ? [cell.numerator, cell.denominator, cell.value] : null
    }
    expect(of('department', 'Works')).toEqual([3, 5, 20])
    expect(of('department', 'Office')).toEqual([3, 5, 40])
    // Four people of the manager's line answered: hidden there, so there is nothing here.
    expect(of('line', w.people.manager)).toBeNull()
    expect(await whole('X2P', '2026-03-02')).toBeNull()
    // A year later it says nothing about today.
    expect(await whole('X2', '2027-03-02')).not.toBeNull()
    expect(await whole('X2', '2027-03-03')).toBeNull()
  })

  test('X2P, X3, X4 and F4 read their own items', async () => {
    base.clock.set('2026-03-09T09:00:00Z')
    const six = ['self', 'manager', 'peer', 'report', 'leader', 'top'] as const
    const all = (answers: (i: number) => Record<string, number | null>) =>
      Object.fromEntries(six.map((part, i) => [part, answers(i)]))
    await asked(
      'program',
      all((i) => ({ 'program-recommend': [10, 9, 9, 8, 7, 6][i]!, 'program-success': 5 })),
    )
    await asked(
      'engagement',
      all((i) => ({ 'engagement-proud': i < 3 ? 4 : 2, 'engagement-stay': 5 })),
    )
    await asked(
      'coaching',
      all((i) => ({ 'coaching-listens': i < 5 ? 5 : 1, 'coaching-growth': null })),
    )
    await asked(
      'feedback',
      all((i) => ({ 'feedback-giving': [5, 4, 4, 3, 2, 1][i]!, 'feedback-upward': 5 })),
    )
    expect(await whole('X2P', '2026-03-09')).toEqual([3, 6, (100 * 2) / 6])
    expect(await whole('X3', '2026-03-09')).toEqual([9, 12, null])
    expect(await whole('X4', '2026-03-09')).toEqual([5, 6, null])
    // Not what other questions of the same survey were answered with.
    expect(await whole('F4', '2026-03-09')).toEqual([3, 6, null])
    expect(await whole('X1', '2026-03-09')).toBeNull()
  })

  test('F4 aims at ten points more than was known before, or than the first number; before either at nothing', () => {
    const aim = (first: number | null, set: { baseline: number | null; target: number | null } | null = null) =>
      aimsOf(
        set && {
          programId,
          metrics: [{ id: 'F4', baselineSource: '', by: null, ...set }],
          cadence: null,
          firstLive: null,
          elements: ['pulse'],
          elementsFrom: {},
        },
        metric('F4'),
        first,
      ).target
    expect(aim(null)).toBeNull()
    expect(aim(42)).toEqual({ value: 52, by: null, source: 'ours' })
    expect(aim(94)?.value).toBe(100)
    expect(aim(42, { baseline: 30, target: null })?.value).toBe(40)
    expect(aim(42, { baseline: 30, target: 65 })).toEqual({ value: 65, by: null, source: 'program' })
  })

  test('X1: all statements about one’s manager together, of the newest survey alone', async () => {
    base.clock.set('2026-03-10T09:00:00Z')
    const six = ['self', 'manager', 'peer', 'report', 'leader', 'top'] as const
    const all = (answers: (i: number) => Record<string, number | null>) =>
      Object.fromEntries(six.map((part, i) => [part, answers(i)]))
    await asked(
      'manager',
      all((i) => ({ 'manager-clear': i < 4 ? 5 : 2, 'manager-fair': i < 5 ? 4 : 3, 'manager-time': null })),
    )
    expect(await whole('X1', '2026-03-10')).toEqual([9, 12, null])
    base.clock.set('2026-05-20T09:00:00Z')
    await asked(
      'manager',
      all(() => ({ 'manager-clear': 5 })),
    )
    expect(await whole('X1', '2026-05-19')).toEqual([9, 12, null])
    expect(await whole('X1', '2026-05-20')).toEqual([6, 6, null])
  })

  test('stand on the dashboard with their interval, in tables, and come out the same when computed again', async () => {
    base.clock.set('2026-05-21T00:30:00Z')
    await publish(c(), '2026-05-20')
    base.clock.set('2026-05-21T09:00:00Z')
    const lead = await w.as('lead')
    const page = await dashboard(lead, contract.dashboard.query!.parse({}))
    const chart = page.charts.find((x) => x.definition.id === 'X2')!
    expect(chart.now).toMatchObject({
      state: 'shown',
      point: { numerator: 6, denominator: 10, value: 30, interval: { low: -24, high: 70 } },
    })
    expect(chart).toMatchObject({ target: { value: 20, source: 'ours' }, chosen: false, definition: { ratio: false } })
    // What the program has not is no question: no word of recognition or reviews.
    const elements = new Set(page.charts.map((x) => x.definition.element))
    expect(elements).toEqual(new Set([null, 'goals', 'checkins', 'pulse']))
    // A frozen roster says nothing about answers that are nobody's.
    const frozen = await dashboard(lead, contract.dashboard.query!.parse({ roster: 'frozen' }))
    expect(frozen.charts.some((x) => x.definition.of === 'answers')).toBe(false)
    const side = await table(lead, contract.table.query!.parse({ metric: 'X2', by: 'department' }))
    expect(side.rows.map((r) => [r.segment.key, r.now.state === 'shown' ? r.now.point.value : null])).toEqual([
      ['Office', 40],
      ['Works', 20],
    ])
    // A manager of three: their line has no number of its own, and says why.
    const manager = await w.as('manager')
    const own = await dashboard(manager, contract.dashboard.query!.parse({}))
    expect(own).toMatchObject({ ownLine: true, segment: { kind: 'line' } })
    expect(own.charts.find((x) => x.definition.id === 'X2')!.now).toEqual({
      state: 'not_yet',
      from: null,
      reason: 'survey',
    })
    const why = await explain(lead, { metric: 'X1', ...contract.explain.query!.parse({}) })
    expect(why.now).toMatchObject({
      state: 'shown',
      point: { numerator: 6, denominator: 6, value: 100, interval: null },
    })
    expect(await numberAt(c(), 'X2', { kind: 'department', key: 'Works' }, 'live', '2026-05-20')).toMatchObject({
      suppressed: false,
      value: 20,
      unit: 'score',
    })
    const [again] = await recompute(c(), '2026-05-20', '2026-05-20')
    expect(again).toMatchObject({ restated: 0 })
    expect(again!.same).toBe(again!.numbers)
  })

  test('tie no number to a person: rows of surveys know no population', async () => {
    const { rows } = await sql<{ n: number; tied: number }>`select count(*)::int as n,
      (count(*) filter (where population <> 0 or fresh or shown_population <> 0))::int as tied from metric_cell
      where organization_id = ${w.organizationId} and metric in ('X1', 'X2', 'X2P', 'X3', 'X4', 'F4')`.execute(c().db)
    expect(rows[0]!.n).toBeGreaterThan(0)
    expect(rows[0]!.tied).toBe(0)
  })

  test('never the number of a few: a survey of less, of an audience or of too few answers leaves the one before', async () => {
    base.clock.set('2026-08-03T09:00:00Z')
    const six = ['self', 'manager', 'peer', 'report', 'leader', 'top'] as const
    const all = (value: number, people: readonly Part[] = six) =>
      Object.fromEntries(
        people.map((part) => [part, { 'engagement-proud': value, 'engagement-energy': value, 'engagement-stay': 5 }]),
      )
    await asked('engagement', all(1))
    expect(await whole('X3', '2026-08-03')).toEqual([6, 18, null])
    base.clock.set('2026-08-04T09:00:00Z')
    await asked('engagement', Object.fromEntries(six.map((part) => [part, { 'engagement-proud': 5 }])), (made) => ({
      questions: made.questions.filter((q) => q.item === 'engagement.proud'),
    }))
    expect(await whole('X3', '2026-08-04')).toEqual([6, 18, null])
    base.clock.set('2026-08-05T09:00:00Z')
    const lead = await w.as('lead')
    const { rows } = await sql<{
      id: string
    }>`insert into audience (organization_id, name, rule, created_by, created_at, updated_at)
      values (${w.organizationId}, 'Works', '{"field":"department","in":["Works"]}', ${lead.viewer.personId}, '2026-08-01', '2026-08-01') returning id`.execute(
      c().db,
    )
    await asked('engagement', all(5), () => ({ audienceId: rows[0]!.id }))
    expect(await whole('X3', '2026-08-05')).toEqual([6, 18, null])
    base.clock.set('2026-08-06T09:00:00Z')
    await asked('engagement', all(5, six.slice(0, 3)))
    expect(await whole('X3', '2026-08-06')).toEqual([6, 18, null])
    base.clock.set('2026-08-07T09:00:00Z')
    await asked('engagement', all(5))
    expect(await whole('X3', '2026-08-07')).toEqual([18, 18, null])
    // The same, had it asked the people of waves before their go-live.
    await base.database.owner.query(`alter table pulse_survey disable trigger is_kept`)
    await base.database.owner.query(`update pulse_survey set reach = 'preparing' where opens_on = '2026-08-07'`)
    await base.database.owner.query(`alter table pulse_survey enable trigger is_kept`)
    expect(await whole('X3', '2026-08-07')).toEqual([6, 18, null])
  })

  test('L15 and V5: whether people would begin so again, and what reviews cost them', async () => {
    base.clock.set('2027-05-03T09:00:00Z')
    const six = ['self', 'manager', 'peer', 'report', 'leader', 'top'] as const
    const all = (answers: (i: number) => Record<string, number | null>) =>
      Object.fromEntries(six.map((part, i) => [part, answers(i)]))
    await asked(
      'start',
      all((i) => ({ 'start-recommend': [10, 9, 9, 8, 7, 2][i]! })),
    )
    await asked(
      'review-time',
      all((i) => ({ 'review-time': [0, 0, 1, 2, 3, 5][i]! })),
    )
    expect(await whole('L15', '2027-05-03')).toEqual([3, 6, (100 * 2) / 6])
    // 15, 15, 45, 90, 180 and 720 minutes.
    expect(await whole('V5', '2027-05-03')).toEqual([1065, 6, 177.5])
  })
})

test('counts of other kinds of questions go into no score', () => {
  expect(
    favourableOf([
      [1, 2, 3, 4, 5, 9],
      [1, 1],
    ]),
  ).toEqual({ numerator: 9, denominator: 15, value: null })
  expect(scoreOf([[1, 0, 0, 0, 0, 0, 1, 2, 0, 3, 1, 5]])).toEqual({ numerator: 4, denominator: 8, value: 25 })
  expect(scoreOf([])).toEqual({ numerator: 0, denominator: 0, value: null })
})

describe('means and gaps', () => {
  const of = (...counts: [number, number, number, number, number, number][]) => counts

  test('L11: the mean of all answers from 1 to 5; who rather not said counts nowhere', () => {
    expect(meanOf(of([1, 0, 0, 0, 1, 9], [0, 0, 2, 0, 0, 0]))).toEqual({ numerator: 12, denominator: 4, value: 3 })
    expect(meanOf(of([0, 0, 0, 0, 0, 4]))).toMatchObject({ denominator: 0, value: null })
  })

  test('L16: favourable among whoever leads people less favourable among all others', async () => {
    // Nine of ten leaders, and three of six others.
    expect(gapOf(of([0, 0, 1, 5, 4, 3]), of([2, 1, 0, 3, 0, 0]))).toEqual({
      numerator: 12,
      denominator: 16,
      value: 40,
      fewest: 6,
    })
    expect(gapOf(of([0, 0, 0, 0, 0, 3]), of([2, 1, 0, 3, 0, 0]))).toBeNull()
    // The survey on the program shows no group of leaders here: they are too few.
    base.clock.set('2026-06-01T09:00:00Z')
    expect(await whole('L16', '2026-06-01')).toBeNull()
  })
})
