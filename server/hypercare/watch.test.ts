/** The watch on a company: what fell back is found, named to the lead, and closed once it is back; nothing small is looked at. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MetricId, SegmentKind } from '../../contract/metrics.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { comparisons, isLost, nightly } from './watch.ts'
import { list } from './waves.ts'

let base: TestBase
let w: World
let job: Context
let waveId: string

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, `watch-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ waveId } = await makeWave(job.db, { organizationId: w.organizationId, day: '2026-03-02', at: base.clock.now() }))
  await sql`insert into handover (organization_id, wave_id, completed_at, record)
    values (${w.organizationId}, ${waveId}, '2026-05-10T10:00:00Z', '{"criteria": []}'::jsonb)`.execute(job.db)
})

/** A release as viewers were given it. */
async function given(
  asOf: string,
  cells: readonly { kind: SegmentKind; key: string; metric: MetricId; met: number; of: number; hidden?: true }[],
): Promise<void> {
  const id = randomUUID()
  await sql`insert into metric_release (organization_id, id, as_of, known_at, scope, published, floor, people)
    values (${w.organizationId}, ${id}, ${asOf}, ${`${asOf}T23:00:00Z`}, 'tables', true, 5, 100)`.execute(job.db)
  for (const k of cells)
    await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version,
        numerator, denominator, population, shown, shown_numerator, shown_denominator)
      values (${w.organizationId}, ${k.kind}, ${k.key}, 'live', ${k.metric}, ${asOf}, ${`${asOf}T23:00:00Z`}, ${id}, 1, ${k.met}, ${k.of}, 1,
        ${k.hidden ? 'floor' : 'shown'}, ${k.hidden ? null : k.met}::integer, ${k.hidden ? null : k.of}::integer)`.execute(
      job.db,
    )
}
const works = (metric: MetricId, met: number, hidden?: true) => ({
  kind: 'department' as const,
  key: 'Works',
  metric,
  met,
  of: 80,
  ...(hidden ? { hidden } : {}),
})
const falls = async () => (await list(await w.as('lead'))).falls
const nightOf = async (day: string) => {
  base.clock.set(`${day}T02:30:00Z`)
  await nightly(job)
}

describe('the watch', () => {
  it('finds the department that fell back, tells the lead, and closes once it is back', async () => {
    await given('2026-05-01', [works('C1', 70)])
    await nightOf('2026-05-12')
    // One window has not passed since the number of the hand-over.
    expect(await falls()).toEqual([])
    await given('2026-06-30', [works('C1', 66)])
    await nightOf('2026-07-01')
    expect(await falls()).toEqual([])
    await given('2026-07-31', [works('C1', 30)])
    await nightOf('2026-08-01')
    await nightOf('2026-08-02')
    expect(await falls()).toMatchObject([
      {
        kind: 'department',
        label: 'Works',
        metric: 'C1',
        wave: { id: waveId },
        reference: { on: '2026-05-01', numerator: 70, denominator: 80 },
        found: { on: '2026-07-31', numerator: 30, denominator: 80 },
        closedOn: null,
      },
    ])
    const { items } = await inbox(await w.as('lead'), { limit: 5 })
    expect(items.filter((i) => i.kind === 'hypercare_reopened')).toHaveLength(1)
    // Better, and not back yet.
    await given('2026-08-31', [works('C1', 55)])
    await nightOf('2026-09-01')
    expect(await falls()).toMatchObject([{ closedOn: null }])
    await given('2026-09-30', [works('C1', 68)])
    await nightOf('2026-10-01')
    expect(await falls()).toMatchObject([{ closedOn: '2026-09-30' }])
    // It may fall again.
    await given('2026-10-31', [works('C1', 20)])
    await nightOf('2026-11-01')
    expect((await falls()).map((one) => one.closedOn)).toEqual([null, '2026-09-30'])
  })

  it('ends where no number is given out any more, and says that it is not known to be back', async () => {
    await given('2026-05-01', [works('C1', 70)])
    await given('2026-07-31', [works('C1', 30)])
    await nightOf('2026-08-01')
    expect(await falls()).toMatchObject([{ closedOn: null }])
    // The department has become too small, then nobody is in it.
    const other = { kind: 'department' as const, key: 'Sales', metric: 'C1' as const, met: 20, of: 30 }
    await given('2026-09-30', [works('C1', 3, true), other])
    await nightOf('2026-10-01')
    expect(await falls()).toMatchObject([{ closedOn: null, lost: false }])
    await given('2026-11-30', [other])
    await nightOf('2026-12-01')
    expect(await falls()).toMatchObject([{ closedOn: '2026-11-30', lost: true }])
    expect(isLost({ key: 'Works', metric: 'C1', found_on: '2026-07-31' }, [], '2026-10-31')).toBe(false)
  })

  it('looks at nothing that is hidden, and at no wave that is not handed over', async () => {
    await given('2026-05-01', [works('C1', 70), works('L3', 60)])
    await given('2026-08-31', [works('C1', 3, true), works('L3', 5, true)])
    await nightOf('2026-09-01')
    expect(await falls()).toEqual([])
    await sql`delete from handover where organization_id = ${w.organizationId}`.execute(job.db)
    await given('2026-09-30', [works('C1', 3), works('L3', 5)])
    await nightOf('2026-10-01')
    expect(await falls()).toEqual([])
    const { rows } = await sql<{
      compared: number
    }>`select compared from hypercare_look where organization_id = ${w.organizationId}
      and kind = 'department' order by as_of`.execute(job.db)
    expect(rows).toEqual([{ compared: 0 }])
  })

  it('looks at a wave once a week', async () => {
    const wave = (met: number) => ({ kind: 'wave' as const, key: waveId, metric: 'C1' as const, met, of: 90 })
    await given('2026-05-09', [wave(80)])
    // Monday to Thursday of one week: the first look counts, the fall of Wednesday is found a week later.
    for (const [day, met] of [
      ['2026-07-06', 79],
      ['2026-07-08', 30],
    ] as const) {
      await given(day, [wave(met)])
      await nightOf('2026-07-09')
    }
    expect(await falls()).toEqual([])
    await given('2026-07-13', [wave(31)])
    await nightOf('2026-07-14')
    expect(await falls()).toMatchObject([{ kind: 'wave', key: waveId, found: { on: '2026-07-13' } }])
  })

  it('tells the lead once that a wave can be handed over', async () => {
    await sql`delete from handover where organization_id = ${w.organizationId}`.execute(job.db)
    for (const day of ['2026-04-30', '2026-05-01', '2026-05-02']) await nightOf(day)
    const { items } = await inbox(await w.as('lead'), { limit: 9 })
    expect(items.map((i) => [i.kind, i.at.slice(0, 10)])).toEqual([['hypercare_due', '2026-05-01']])
  })
})

it('compares only numbers whose days are not in both', () => {
  const group = { key: 'Works', waveId: '', handedOverOn: '2026-05-10', quarterly: false }
  const at = (asOf: string, metric: 'C1' | 'L3') => ({ key: 'Works', metric, asOf, met: 1, of: 9 })
  const given = [at('2026-04-01', 'C1'), at('2026-05-01', 'C1'), at('2026-05-31', 'C1'), at('2026-06-01', 'C1')]
  expect(comparisons([group], given, '2026-05-31')).toEqual([])
  expect(comparisons([group], given, '2026-06-01').map((one) => one.reference.asOf)).toEqual(['2026-05-01'])
  // Where there was none before the hand-over, the first after it.
  const habit = [at('2026-06-01', 'L3'), at('2026-08-31', 'L3'), at('2026-09-01', 'L3')]
  expect(comparisons([group], habit, '2026-08-31')).toEqual([])
  expect(comparisons([group], habit, '2026-09-01').map((one) => one.reference.asOf)).toEqual(['2026-06-01'])
  // Where people talk once a quarter, a number of their check-ins looks back as far.
  const quarter = { ...group, quarterly: true }
  const talks = [at('2026-05-01', 'C1'), at('2026-07-31', 'C1'), at('2026-08-01', 'C1')]
  expect(comparisons([quarter], talks, '2026-07-31')).toEqual([])
  expect(comparisons([quarter], talks, '2026-08-01').map((one) => one.reference.asOf)).toEqual(['2026-05-01'])
})
