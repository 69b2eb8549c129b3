/** What is given out, to whom, and what stays as it was. */
import { beforeAll, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { metrics as contract } from '../../contract/metrics.ts'
import type { Viewer } from '../../contract/permissions.ts'
import { type Context, jobViewer } from '../platform/context.ts'
import { nightly, numberAt, publish, recompute } from './metrics.ts'
import { registry } from './registry.ts'
import { dashboard, explain, setFloor } from './reading.ts'
import { table } from './table.ts'
import { company, signsIn, type World, world } from './testing-company.ts'

describe('releases', () => {
  let w: World
  const viewer = (roles: Viewer['roles'], who?: string): Context => ({
    ...w.c,
    viewer: {
      ...jobViewer(w.c.organizationId),
      roles,
      personId: who ? w.ids.get(who)! : jobViewer(w.c.organizationId).personId,
    },
  })
  const ask = (query: Record<string, unknown>) => contract.dashboard.query!.parse(query)
  beforeAll(async () => {
    w = await world('released', company)
    for (const [i, p] of company.entries()) if (i % 2 === 0) await signsIn(w, p.name, '2026-02-10')
    for (const [i, p] of company.entries()) {
      await sql`insert into roster (organization_id, person_id, employed, full_name, given_name, family_name, sort_name, search, department, country, locale, time_zone, manager_id, seq, last_seq, depth, direct_reports)
        select organization_id, id, true, full_name, '', '', full_name, ' ' || lower(full_name), ${p.department!}, 'DE', 'en', 'UTC', ${p.boss ? w.ids.get(p.boss)! : null},
          ${p.name === 'Head' ? 1 : p.name === 'Sven' ? 2 : p.boss === 'Sven' ? i : p.name === 'Lea' ? 14 : p.boss === 'Lea' ? 15 : 17 + i}, ${p.name === 'Head' ? 99 : p.name === 'Sven' ? 13 : p.name === 'Lea' ? 16 : 0}, 0, ${p.name === 'Head' || p.name === 'Sven' || p.name === 'Lea' ? 2 : 0}
        from person where organization_id = ${w.c.organizationId} and id = ${w.ids.get(p.name)!}`.execute(w.c.db)
    }
  })

  test('before anybody counts there is none, and the page says from when', async () => {
    w.at('2026-01-20T02:00:00Z')
    const early = (await dashboard(viewer(['lead']), ask({}))).charts
    expect(early.find((one) => one.definition.id === 'L14')!.now).toEqual({
      state: 'not_yet',
      from: '2026-02-02',
      reason: 'before_live',
    })
    w.at('2026-02-20T02:00:00Z')
    await nightly(w.c)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.charts[0]!.now).toEqual({ state: 'not_yet', from: '2026-03-04', reason: 'window' })
    expect(page.charts[2]!.now).toMatchObject({ state: 'not_yet', from: '2026-05-05' })
    expect(page.charts[0]!.target).toEqual({ value: 80, by: '2026-06-30', source: 'program' })
    expect(page.charts[1]!.target).toEqual({ value: 75, by: null, source: 'ours' })
  })

  test('the first night gives everything out, with small groups and what would give them away hidden', async () => {
    w.at('2026-03-06T02:00:00Z')
    await nightly(w.c)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.segment.kind).toBe('organization')
    expect(page.charts[0]!.now).toEqual({
      state: 'shown',
      version: 2,
      point: { asOf: '2026-03-05', numerator: 13, denominator: 25, value: 52, interval: null },
    })
    const departments = await table(viewer(['lead']), contract.table.query!.parse({ metric: 'L1', by: 'department' }))
    const states = Object.fromEntries(
      departments.rows.map((r) => [r.segment.key, r.now.state === 'hidden' ? r.now.because : r.now.state]),
    )
    expect(states).toMatchObject({ Legal: 'floor', Board: 'floor', Sales: 'shown' })
    // Nobody has been in the people file for a year, however many nights pass.
    expect(page.charts.find((one) => one.definition.id === 'X6')!.now).toEqual({
      state: 'not_yet',
      from: null,
      reason: 'history',
    })
    // Legal (3) and Board (1) together are 4: one more has to go with them.
    expect(states['Works']).toBe('complement')
    expect(JSON.stringify(departments.rows.filter((r) => r.now.state === 'hidden'))).not.toContain('numerator')
  })

  test('a leader sees their own line and no more', async () => {
    const sven = viewer(['manager', 'employee'], 'Sven')
    const withLine = { ...sven, viewer: { ...sven.viewer, seq: 2, lastSeq: 13 } }
    const page = await dashboard(withLine, ask({}))
    expect(page.segment).toMatchObject({ kind: 'line', label: 'Sven' })
    expect(page.charts[0]!.now).toMatchObject({ state: 'shown', point: { denominator: 12 } })
    expect(page.tables).toEqual(['line'])
    await expect(dashboard(withLine, ask({ kind: 'organization' }))).rejects.toMatchObject({ code: 'segment_unknown' })
    await expect(dashboard(withLine, ask({ kind: 'department', key: 'Sales' }))).rejects.toMatchObject({
      code: 'segment_unknown',
    })
    await expect(dashboard(withLine, ask({ kind: 'line', key: w.ids.get('Head')! }))).rejects.toMatchObject({
      code: 'segment_unknown',
    })
    const lea = viewer(['manager', 'employee'], 'Lea')
    expect(
      (await dashboard({ ...lea, viewer: { ...lea.viewer, seq: 14, lastSeq: 16 } }, ask({}))).charts[0]!.now,
    ).toEqual({ state: 'hidden', because: 'floor', asOf: '2026-03-05', last: null })
  })

  test('after one leaver the number stays about the same people; the operator sees the day’s own', async () => {
    await sql`update wave_member set superseded = '2026-03-07' where organization_id = ${w.c.organizationId} and person_id = ${w.ids.get('Seller 0')!}`.execute(
      w.c.db,
    )
    w.at('2026-03-09T02:00:00Z')
    await nightly(w.c)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.charts[0]!.now).toMatchObject({
      state: 'held',
      peopleOf: '2026-03-05',
      point: { asOf: '2026-03-08', numerator: 13, denominator: 25 },
    })
    expect(page.charts[0]!.series.map((p) => p.denominator)).toEqual([25, 25])
    expect(await numberAt(w.c, 'L1', { kind: 'organization', key: '' }, 'live', '2026-03-08')).toMatchObject({
      numerator: 13,
      denominator: 24,
      suppressed: false,
      status: 'measured',
    })
  })

  test('tables come once a month, the summary every night', async () => {
    const scopes = async () =>
      (
        await sql<{
          as_of: string
          scope: string
        }>`select as_of, scope from metric_release where organization_id = ${w.c.organizationId} order by as_of`.execute(
          w.c.db,
        )
      ).rows.map((r) => `${r.as_of} ${r.scope}`)
    // How much people ask counts after a week; the tables wait for what counts after the grace days.
    expect(await scopes()).toEqual(['2026-02-19 summary', '2026-03-05 tables', '2026-03-08 summary'])
    w.at('2026-04-01T02:00:00Z')
    await nightly(w.c)
    w.at('2026-04-02T02:00:00Z')
    await nightly(w.c)
    expect(await scopes()).toEqual([
      '2026-02-19 summary',
      '2026-03-05 tables',
      '2026-03-08 summary',
      '2026-03-31 tables',
      '2026-04-01 summary',
    ])
    expect(await publish(w.c, '2026-03-10')).toBeNull() // a day before what was given out
  })

  test('computed again as known then they are the same; what came late is kept beside as restated', async () => {
    const before = await recompute(w.c, '2026-03-01', '2026-04-30')
    expect(before.every((r) => r.same === r.numbers)).toBe(true)
    expect(before.at(-1)!.restated).toBe(0)
    await signsIn(w, 'Seller 2', '2026-02-11', '2026-04-20T10:00:00Z')
    await signsIn(w, 'Seller 1', '2026-02-11', '2026-04-20T10:00:00Z')
    w.at('2026-04-21T02:00:00Z')
    const after = await recompute(w.c, '2026-03-01', '2026-04-30')
    expect(after.every((r) => r.same === r.numbers)).toBe(true)
    expect(after.some((r) => r.restated > 0)).toBe(true)
    const page = await dashboard(viewer(['lead']), ask({}))
    expect(page.charts[0]!.series[0]).toMatchObject({ asOf: '2026-03-05', numerator: 13 })
    expect(
      (
        await sql<{
          n: number
        }>`select count(*)::int as n from metric_release where organization_id = ${w.c.organizationId} and restated and not published`.execute(
          w.c.db,
        )
      ).rows[0]!.n,
    ).toBeGreaterThan(0)
  })

  test('a number is explained with what it rests on', async () => {
    const e = await explain(viewer(['sponsor']), { metric: 'L1', ...contract.explain.query!.parse({}) })
    expect(e).toMatchObject({
      segment: { kind: 'organization' },
      definition: { version: 2, name: 'Activation' },
      now: { state: 'held' },
      floor: 5,
    })
    expect(e.knownAt).toBe('2026-04-02T02:00:00.000Z')
    expect(
      (
        await explain(
          { ...viewer(['sponsor']), viewer: { ...viewer(['sponsor']).viewer, locale: 'de-AT' } },
          { metric: 'G1', ...contract.explain.query!.parse({}) },
        )
      ).definition.name,
    ).toBe('Zielabdeckung')
  })

  test('a number of an earlier definition is described by that definition, later ones notwithstanding', async () => {
    await sql`update metric_cell set version = 1 where organization_id = ${w.c.organizationId} and metric = 'L2'`.execute(
      w.c.db,
    )
    const earlier = registry.find((m) => m.id === 'L2')!.earlier[0]!
    const { charts } = await dashboard(viewer(['lead']), ask({}))
    const [l1, l2] = charts.map((k) => k.definition)
    expect([l1!.version, l2!.version]).toEqual([2, 1])
    expect(l2!.counts).toEqual(earlier.words.en.counts)
    const departments = await table(viewer(['lead']), contract.table.query!.parse({ metric: 'L2', by: 'department' }))
    expect(departments.definition).toMatchObject({ version: 1, counts: earlier.words.en.counts })
  })

  test('a part of the company whose people have been live for long waits for the next release', async () => {
    const works = { kind: 'department', key: 'Works' }
    await sql`delete from metric_cell where organization_id = ${w.c.organizationId} and segment_key = 'Works' and metric = 'L1'`.execute(
      w.c.db,
    )
    const page = await dashboard(viewer(['lead']), ask(works))
    expect(page.charts[0]!.now).toEqual({ state: 'not_yet', from: '2026-03-04', reason: 'release' })
    const nobody = await dashboard(viewer(['lead']), ask({ kind: 'department', key: 'Moon' }))
    expect(nobody.charts[0]!.now).toEqual({ state: 'not_yet', from: null, reason: 'nobody' })
  })

  test('the floor rises and never falls once a wave is live', async () => {
    expect(await setFloor(viewer(['lead']), { people: 8 })).toEqual({ floor: 8 })
    // At the same instant once more: what is answered is what holds.
    expect(await setFloor(viewer(['lead']), { people: 9 })).toEqual({ floor: 9 })
    const { rows } = await sql<{
      people: number
    }>`select people from metric_floor where organization_id = ${w.c.organizationId} order by set_at desc limit 1`.execute(
      w.c.db,
    )
    expect(rows[0]!.people).toBe(9)
    await expect(setFloor(viewer(['lead']), { people: 5 })).rejects.toMatchObject({ code: 'floor_falls' })
    await expect(
      sql`insert into metric_floor (organization_id, set_at, people) values (${w.c.organizationId}, '2026-12-01', 6)`.execute(
        w.c.db,
      ),
    ).rejects.toThrow('only rises')
    await expect(
      sql`update metric_floor set people = 5 where organization_id = ${w.c.organizationId}`.execute(w.c.db),
    ).rejects.toThrow('new row')
  })

  test('a release from before a metric existed comes out the same without it', async () => {
    w.at('2026-09-01T02:00:00Z')
    const whole = await recompute(w.c, '2026-04-01', '2026-04-01')
    w.at('2026-09-01T03:00:00Z')
    const { rowCount } = await w.base.database.owner.query(
      `delete from metric_cell where organization_id = '${w.c.organizationId}' and as_of = '2026-04-01' and metric = 'L1'`,
    )
    expect(rowCount).toBeGreaterThan(0)
    const [without] = await recompute(w.c, '2026-04-01', '2026-04-01')
    expect(without!.numbers).toBeLessThan(whole[0]!.numbers)
    expect(without!.same).toBe(without!.numbers)
  })
})
