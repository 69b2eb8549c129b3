/** Numbers of the company's own: brought once, known from then on, and kept to the smallest group. */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { metrics as contract } from '../../contract/metrics.ts'
import { ownMetrics } from '../../contract/own-metrics.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { metricsNow, numbersKnown, recompute, registryOf } from './metrics.ts'
import { bringFile, bringValues, imports } from './own-import.ts'
import { judgeBrought } from './own-judge.ts'
import { change, define, end, list } from './own.ts'
import { dashboard, explain } from './reading.ts'
import { table } from './table.ts'

let base: TestBase
let w: World

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'own-numbers')
}, 60_000)

const said = {
  name: 'Orders on time',
  sentence: 'How many orders left on the day that was promised.',
  layer: 'outcome' as const,
  direction: 'up' as const,
  target: 95,
}
const made = async (more: Record<string, unknown> = {}) =>
  (await define(await w.as('lead'), ownMetrics.define.body!.parse({ ...said, unit: 'percent', floor: 5, ...more })))
    .metric
const file = async (metric: Awaited<ReturnType<typeof made>>, text: string, dryRun = false) =>
  bringFile(await w.as('lead'), {
    metric,
    ...ownMetrics.import.query!.parse({ name: 'orders.csv', dryRun: String(dryRun) }),
    file: Buffer.from(text),
  } as Parameters<typeof bringFile>[1])
const page = async () => dashboard(await w.as('lead'), contract.dashboard.query!.parse({}))
const job = () => contextFor(base, w.organizationId)

describe('a number of the company’s own', () => {
  test('is defined, looked at in a dry run, brought, and stands with its source on charts', async () => {
    const metric = await made()
    const text = 'Date;Numerator;Denominator\n2026-01-31;430;480\n2026-02-28;456;480\n'
    const dry = await file(metric, text, true)
    expect(dry).toMatchObject({ rows: 2, fresh: 2, corrected: 0, unchanged: 0, refused: [], applied: false })
    expect((await page()).charts.find((x) => x.definition.id === metric)).toMatchObject({
      now: { state: 'unknown', column: 'own' },
    })
    expect(await file(metric, text)).toMatchObject({ fresh: 2, applied: true })
    const chart = (await page()).charts.find((x) => x.definition.id === metric)!
    expect(chart).toMatchObject({
      definition: { name: 'Orders on time', of: 'imported', layer: 'outcome', ratio: false },
      now: { state: 'shown', point: { asOf: '2026-02-28', numerator: 456, denominator: 480, value: 95 } },
      target: { value: 95 },
    })
    expect(chart.series).toHaveLength(2)
    const why = await explain(await w.as('lead'), { metric, ...contract.explain.query!.parse({}) })
    expect(why.brought).toMatchObject({ file: 'orders.csv', at: '2026-03-02T09:00:00.000Z' })
    expect(why.definition.sentence).toBe(said.sentence)
    // The same file a second time changes nothing, and says so.
    const again = await file(metric, text)
    expect(again).toMatchObject({ fresh: 0, corrected: 0, unchanged: 2 })
    expect((await imports(await w.as('lead'), { metric })).imports).toHaveLength(1)
  })

  test('refuses with line and reason, and then brings nothing at all', async () => {
    const metric = await made()
    const found = await file(
      metric,
      [
        'date,department,location,numerator,denominator,value,n',
        '2026-01-31,,,90,100,,',
        '2026-03-03,,,90,100,,',
        '2026-01-31,Nowhere,,90,100,,',
        '2026-01-31,Works,Berlin,90,100,,',
        '2026-02-28,,,90,100,90,100',
        '2026-02-28,,,,,90,',
        '2026-02-28,,,110,100,,',
        '2026-02-28,,,"1,200",2000,,',
        '2026-02-28,,,1.5,100,,',
        'soon,,,90,100,,',
        '2026-01-31,,,91,100,,',
        '',
      ].join('\n'),
    )
    expect(found.applied).toBe(false)
    expect(found.refused.map((f) => [f.line, f.code])).toEqual([
      [3, 'date_ahead'],
      [4, 'part_unknown'],
      [5, 'part_two'],
      [6, 'number_both'],
      [7, 'number_missing'],
      [8, 'number_range'],
      [9, 'number_unreadable'],
      [10, 'number_whole'],
      [11, 'date_unreadable'],
      [12, 'row_twice'],
    ])
    expect((await list(await w.as('lead'))).metrics.find((m) => m.definition.id === metric)!.values).toBe(0)
  })

  test('keeps to the smallest group: few are hidden, and so is what would give them away', async () => {
    const metric = await made({ floor: 8 })
    const lead = await w.as('lead')
    const of = (department: string, numerator: number, denominator: number) => ({
      date: '2026-01-31',
      department,
      numerator,
      denominator,
    })
    const sent = await bringValues(lead, {
      metric,
      ...ownMetrics.values.body!.parse({
        values: [{ date: '2026-01-31', numerator: 60, denominator: 90 }, of('Works', 12, 83)],
      }),
    })
    // What Works leaves of the whole are seven.
    expect(sent.warnings.map((f) => [f.line, f.code])).toEqual([[2, 'hidden']])
    const shown = await table(lead, contract.table.query!.parse({ metric, by: 'department' }))
    expect(shown.rows.map((r) => [r.segment.key, r.now.state])).toEqual([['Works', 'hidden']])
    expect(JSON.stringify(shown)).not.toContain('"numerator":12')
    // Somebody who sees only their own line finds nothing of the company's.
    await expect(
      dashboard(await w.as('manager'), contract.dashboard.query!.parse({ kind: 'department', key: 'Works' })),
    ).rejects.toMatchObject({ code: 'segment_unknown' })
  })

  test('a correction is known from then on; one of a few people changes nothing that is shown', async () => {
    const metric = await made()
    const value = (numerator: number, denominator: number) =>
      file(metric, `date,numerator,denominator\n2026-02-28,${numerator},${denominator}\n`)
    await value(40, 80)
    base.clock.set('2026-03-04T09:00:00Z')
    expect(await value(41, 81)).toMatchObject({ corrected: 1, warnings: [{ code: 'stays' }] })
    const now = async () => (await page()).charts.find((x) => x.definition.id === metric)!.now
    expect(await now()).toMatchObject({ state: 'held', point: { numerator: 40, denominator: 80 } })
    base.clock.set('2026-03-05T09:00:00Z')
    expect(await value(60, 90)).toMatchObject({ corrected: 1, warnings: [] })
    expect(await now()).toMatchObject({ state: 'shown', point: { numerator: 60, denominator: 90 } })
    const known = async (knownAt: string) =>
      (await numbersKnown(job(), { ids: [metric], asOf: '2026-03-10', knownAt }))[0]!.now
    expect(await known('2026-03-03T09:00:00Z')).toMatchObject({ point: { value: 50 } })
    expect(await known('2026-03-06T09:00:00Z')).toMatchObject({ point: { value: 66.67 } })
    // Counting numbers again leaves it as it is.
    expect(await recompute(job(), '2026-01-01', '2026-03-10')).toEqual([])
  })

  test('a new version leaves earlier values with theirs; ended, it is offered no more', async () => {
    const metric = await made({ unit: 'number', floor: 1, target: 12 })
    await file(metric, 'date,value,n\n2026-01-31,"11,5",3\n')
    const lead = await w.as('lead')
    await change(lead, { metric, ...said, name: 'Orders an hour', target: 14, floor: 1 })
    const registry = await registryOf(job())
    expect([1, 2].map((n) => registry.describe(metric, 'de', n).name)).toEqual(['Orders on time', 'Orders an hour'])
    expect((await page()).charts.find((x) => x.definition.id === metric)).toMatchObject({
      definition: { version: 1, unit: 'number' },
      now: { point: { value: 11.5, denominator: 3 } },
    })
    await expect(change(lead, { metric, ...said, floor: 4 as never })).rejects.toThrow()
    await end(lead, { metric })
    expect((await page()).charts.some((x) => x.definition.id === metric)).toBe(false)
    await expect(file(metric, 'date,value,n\n2026-02-28,12,3\n')).rejects.toMatchObject({ code: 'not_found' })
    expect((await registryOf(job())).describe(metric, 'en').name).toBe('Orders an hour')
  })

  test('X7 has a place and nothing in it until the company says what it measures', async () => {
    const before = (await page()).charts.find((x) => x.definition.id === 'X7')!
    expect(before).toMatchObject({ definition: { name: 'Productivity' }, now: { state: 'unknown' }, target: null })
    const metric = await made({ productivity: true, name: 'Parts an hour', unit: 'number', floor: 1 })
    expect(metric).toBe('X7')
    await file(metric, 'date,value,n\n2026-01-31,31,4200\n2026-02-28,33,4100\n')
    expect((await page()).charts.filter((x) => x.definition.id === 'X7')).toMatchObject([
      { definition: { name: 'Parts an hour' }, now: { point: { value: 33 } } },
    ])
    const [now] = await metricsNow(job(), { ids: ['X7'], language: 'en' })
    expect(now!.published.map((p) => p.value)).toEqual([31, 33])
    await expect(made({ productivity: true })).rejects.toMatchObject({ code: 'own_metric_there' })
  })
})

test('no group below the floor follows from what is shown of one day, nor from a correction', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 0, max: 12 }),
      fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 8, maxLength: 8 }),
      fc.integer({ min: 5, max: 15 }),
      (sizes, rest, moves, floor) => {
        const parts = sizes.map((n, i) => ({ key: String(i), n }))
        const whole = sizes.reduce((a, b) => a + b, 0) + rest
        const first = judgeBrought(parts, whole, new Map(), floor)
        const shown = parts.filter((p) => first.get(p.key) === 'shown')
        for (const p of shown) expect(p.n).toBeGreaterThanOrEqual(floor)
        const left = whole - shown.reduce((sum, p) => sum + p.n, 0)
        // Where everything is hidden, what is left is the whole, which its own value says anyway.
        if (shown.length > 0) expect(left === 0 || left >= floor).toBe(true)
        const before = new Map(parts.map((p) => [p.key, { n: p.n, shown: first.get(p.key) === 'shown' }]))
        const later = parts.map((p, i) => ({ key: p.key, n: Math.max(1, p.n + moves[i]!) }))
        const second = judgeBrought(later, null, before, floor)
        for (const p of later) {
          if (second.get(p.key) !== 'shown' || !before.get(p.key)!.shown) continue
          const apart = Math.abs(p.n - before.get(p.key)!.n)
          expect(apart === 0 || apart >= floor).toBe(true)
        }
      },
    ),
  )
})
