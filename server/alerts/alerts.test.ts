/** Alerts of a company: told once to whoever may know, quiet with a reason, closed by themselves. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { MetricId, SegmentKind } from '../../contract/metrics.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { alertNews } from './alerts.ts'
import { nightly } from './look.ts'
import { list, loud, quiet } from './reading.ts'

let base: TestBase
let w: World
let job: Context
let waveId: string

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, `alerts-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ waveId } = await makeWave(job.db, { organizationId: w.organizationId, day: '2026-03-02', at: base.clock.now() }))
  // What the program is measured by.
  const metrics = ['C1', 'G1'].map((id) => ({ id, baseline: null, baselineSource: '', target: null, by: null }))
  await sql`update program_version set design = design || ${JSON.stringify({ metrics })}::jsonb where organization_id = ${w.organizationId}`.execute(
    job.db,
  )
})

type Cell = { kind?: SegmentKind; key?: string; metric?: MetricId; met: number; hidden?: true }
/** A release as viewers were given it; of 400 people each. */
async function given(asOf: string, cells: readonly Cell[]): Promise<void> {
  const id = randomUUID()
  await sql`insert into metric_release (organization_id, id, as_of, known_at, scope, published, floor, people)
    values (${w.organizationId}, ${id}, ${asOf}, ${`${asOf}T23:00:00Z`}, 'tables', true, 5, 400)`.execute(job.db)
  for (const { kind = 'organization', key = '', metric = 'G1', met, hidden } of cells)
    await sql`insert into metric_cell (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at, release_id, version,
        numerator, denominator, population, shown, shown_numerator, shown_denominator)
      values (${w.organizationId}, ${kind}, ${key}, 'live', ${metric}, ${asOf}, ${`${asOf}T23:00:00Z`}, ${id}, 2, ${met}, 400, 1,
        ${hidden ? 'floor' : 'shown'}, ${hidden ? null : met}::integer, ${hidden ? null : 400}::integer)`.execute(
      job.db,
    )
}
const weeks = async (from: string, numbers: readonly number[], more: Omit<Cell, 'met'> = {}) => {
  for (const [i, met] of numbers.entries()) await given(addDays(from, 7 * i), [{ ...more, met }])
}
const nightOf = async (day: string) => {
  base.clock.set(`${day}T02:30:00Z`)
  await nightly(job)
}
const seen = async (part: Parameters<World['as']>[0] = 'lead') => (await list(await w.as(part))).alerts
const steady = [320, 322, 319, 321, 320, 318, 321, 320, 322]

describe('an alert', () => {
  it('is opened once, told to the lead alone where it is the company’s, and closes once the number is back', async () => {
    await weeks('2026-04-06', steady)
    await nightOf('2026-06-02')
    expect(await seen()).toEqual([])
    await given('2026-06-08', [{ met: 250 }])
    await nightOf('2026-06-09')
    await nightOf('2026-06-10')
    expect(await seen()).toMatchObject([
      {
        definition: { id: 'G1' },
        segment: { kind: 'organization', key: '' },
        reason: 'fell',
        grave: false,
        since: '2026-06-08',
        reference: { numerator: 320, denominator: 400 },
        found: { on: '2026-06-08', numerator: 250, denominator: 400 },
        closedOn: null,
      },
    ])
    const told = async (part: 'lead' | 'hr_in' | 'manager') =>
      (await inbox(await w.as(part), { limit: 20 })).items.filter((i) => i.kind === 'number_alert').length
    expect([await told('lead'), await told('hr_in'), await told('manager')]).toEqual([1, 0, 0])
    expect(await seen('manager')).toEqual([])
    const { rows } = await sql<{ kind: string; n: number }>`select kind, count(*)::integer as n from outgoing_mail
      where organization_id = ${w.organizationId} and kind like 'number_alert%' group by kind`.execute(job.db)
    expect(rows).toEqual([{ kind: 'number_alert', n: 1 }])
    // Worse again is no second alert; better and not back neither.
    await given('2026-06-15', [{ met: 240 }])
    await nightOf('2026-06-16')
    await given('2026-06-22', [{ met: 290 }])
    await nightOf('2026-06-23')
    expect(await seen()).toMatchObject([{ closedOn: null, now: { numerator: 290 } }])
    await given('2026-06-29', [{ met: 312 }])
    await nightOf('2026-06-30')
    expect(await seen()).toMatchObject([{ closedOn: '2026-06-29' }])
    expect(await alertNews(await w.as('lead'), '2026-06-30')).toBeNull()
    // An alert that is over is told for a while.
    base.clock.set('2026-09-15T09:00:00Z')
    expect(await seen()).toEqual([])
  })

  it('is not opened because a further wave counts since: a new number begins with it', async () => {
    const second = randomUUID()
    await sql`insert into wave (organization_id, id, program_id, name, prepares_on, goes_live_on, launched_at, launched_people, created_at)
      select organization_id, ${second}, program_id, 'Second', prepares_on, '2026-05-09', '2026-05-09T08:00:00Z', 400, created_at from wave
      where organization_id = ${w.organizationId} and id = ${waveId}`.execute(job.db)
    for (const [i, met] of steady.entries())
      await given(addDays('2026-04-06', 7 * i), [{ met }, { kind: 'wave', key: waveId, met }])
    await given('2026-06-08', [
      { met: 250 },
      { kind: 'wave', key: waveId, met: 320 },
      { kind: 'wave', key: second, met: 100 },
    ])
    await nightOf('2026-06-09')
    expect(await seen()).toEqual([])
  })

  it('is told at once where the company fell far', async () => {
    await weeks('2026-04-06', steady)
    await given('2026-06-08', [{ met: 180 }])
    await nightOf('2026-06-09')
    expect(await seen()).toMatchObject([{ grave: true }])
    expect(await alertNews(await w.as('lead'), '2026-06-09')).toMatchObject({ count: 1, first: { grave: true } })
    const { rows } = await sql<{ kind: string }>`select kind from outgoing_mail
      where organization_id = ${w.organizationId} and kind like 'number_alert%'`.execute(job.db)
    expect(rows).toEqual([{ kind: 'number_alert_grave' }])
  })

  it('is not opened by noise, by what is hidden, by what nobody chose, nor twice in a week', async () => {
    await weeks('2026-04-06', [...steady, 316, 322, 314, 319])
    await weeks('2026-04-07', [...steady, 100], { metric: 'G4' })
    await given('2026-07-06', [{ met: 100, hidden: true }])
    await nightOf('2026-07-07')
    expect(await seen()).toEqual([])
    await given('2026-07-08', [{ met: 100 }])
    await nightOf('2026-07-09')
    expect(await seen()).toEqual([])
    const looks = await sql<{ n: number }>`select count(*)::integer as n from number_alert_look
      where organization_id = ${w.organizationId} and kind = 'organization'`.execute(job.db)
    expect(looks.rows[0]!.n).toBe(1)
  })

  it('is quiet until a day, with a reason, and news again after it or by hand', async () => {
    await weeks('2026-04-06', steady)
    await given('2026-06-08', [{ met: 250 }])
    await nightOf('2026-06-09')
    const lead = await w.as('lead')
    const [alert] = await seen()
    const known = { alertId: alert!.id, until: '2026-06-20', reason: 'The people file came late.' }
    await expect(quiet(lead, { ...known, until: '2026-12-31' })).rejects.toMatchObject({ code: 'alert_quiet_until' })
    await quiet(lead, known)
    expect(await seen()).toMatchObject([{ quiet: { until: '2026-06-20', reason: known.reason } }])
    expect(await alertNews(lead, '2026-06-20')).toBeNull()
    expect(await alertNews(lead, '2026-06-21')).not.toBeNull()
    await loud(lead, { alertId: alert!.id })
    expect(await alertNews(lead, '2026-06-10')).not.toBeNull()
    await expect(quiet(await w.as('hr_in'), known)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('of a wave or a department stands under its name, apart from the company’s', async () => {
    await weeks('2026-04-06', steady, { kind: 'wave', key: waveId })
    await given('2026-06-08', [
      { kind: 'wave', key: waveId, met: 240 },
      { kind: 'department', key: 'Works', met: 320 },
    ])
    await nightOf('2026-06-09')
    expect(await seen()).toMatchObject([{ segment: { kind: 'wave', key: waveId } }])
    // Habits after a hand-over have a watch of their own.
    await weeks('2026-06-15', steady.slice(0, 1), { kind: 'wave', key: waveId, metric: 'C1' })
    await nightOf('2026-06-16')
    expect(await seen()).toHaveLength(1)
  })
})
