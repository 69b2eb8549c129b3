import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Context } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { readMapping } from './columns.ts'
import { sourceOf } from './encoding.ts'
import { headcount } from './headcount.ts'
import { importFile, Refusal } from './import.ts'
import { refreshRoster } from './roster.ts'
import { checkLine, company, counts, file, people, type Person, rosterOf, state, take, told } from './testing-import.ts'

let base: TestBase

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

describe('an import', () => {
  test('adds, changes, moves, ends and welcomes back', async () => {
    const c = await company(base)
    const first = await take(
      c,
      file([
        { id: '1', title: 'CEO', department: 'Board' },
        { id: '2', manager: '1' },
        { id: '3', manager: '2' },
        { id: '4', manager: '2' },
      ]),
      { asOf: '2026-01-31', confirmLeavers: 0 },
    )
    expect(counts(first)).toEqual({
      rows: 4,
      added: 4,
      changed: 0,
      moved: 0,
      titleChanged: 0,
      managerChanged: 0,
      left: 0,
      rehired: 0,
      unchanged: 0,
      refused: 0,
      warnings: 0,
    })
    const second = await take(
      c,
      file([
        { id: '1', title: 'Chief', department: 'Board' },
        { id: '2', manager: '1', department: 'Service' },
        { id: '3', manager: '1' },
        { id: '5', manager: '2' },
      ]),
      { asOf: '2026-02-28', confirmLeavers: 1 },
    )
    expect(counts(second)).toEqual({
      rows: 4,
      added: 1,
      changed: 3,
      moved: 1,
      titleChanged: 1,
      managerChanged: 1,
      left: 1,
      rehired: 0,
      unchanged: 0,
      refused: 0,
      warnings: 0,
    })
    const third = await take(
      c,
      file([
        { id: '1', title: 'Chief', department: 'Board' },
        { id: '2', manager: '1', department: 'Service' },
        { id: '3', manager: '1' },
        { id: '4', manager: '2', title: 'Lead' },
        { id: '5', manager: '2' },
      ]),
      { asOf: '2026-03-01' },
    )
    expect(counts(third)).toMatchObject({ rehired: 1, unchanged: 4, added: 0, changed: 0, left: 0 })
    expect([
      await people(c, '2026-01-30'),
      await people(c, '2026-01-31'),
      await people(c, '2026-02-28'),
      await people(c, '2026-03-01'),
    ]).toEqual([0, 4, 4, 5])
    expect(await headcount(c.db, c.organizationId, '2026-02-01', 'department')).toEqual([
      { segment: 'Board', people: 1 },
      { segment: 'Sales', people: 3 },
    ])
    expect(await headcount(c.db, c.organizationId, '2026-02-28', 'department')).toEqual([
      { segment: 'Board', people: 1 },
      { segment: 'Sales', people: 2 },
      { segment: 'Service', people: 1 },
    ])
    expect((await rosterOf(c)).map((r) => [r.number, r.manager, r.depth, r.direct_reports, r.all_reports])).toEqual([
      ['1', null, 0, 2, 4],
      ['2', '1', 1, 2, 2],
      ['3', '1', 1, 0, 0],
      ['4', '2', 2, 0, 0],
      ['5', '2', 2, 0, 0],
    ])
    await checkLine(c)
    const { rows: events } = await sql<{
      type: string
      n: number
    }>`select type, count(*) as n from event where organization_id = ${c.organizationId} group by 1 order by 1`.execute(
      c.db,
    )
    expect(events).toEqual([
      { type: 'people.imported', n: 3 },
      { type: 'person.changed', n: 2 },
      { type: 'person.joined', n: 5 },
      { type: 'person.left', n: 1 },
      { type: 'person.moved', n: 1 },
      { type: 'person.rehired', n: 1 },
    ])
    const { rows: words } = await sql<{
      data: string
    }>`select data::text as data from event where organization_id = ${c.organizationId} and type like 'person.%'`.execute(
      c.db,
    )
    expect(words.filter((w) => /Sales|Clerk|Chief|@|Last/.test(w.data))).toEqual([])
  })

  test('of the same file again changes nothing and says so', async () => {
    const c = await company(base)
    const same = () =>
      file([
        { id: '1', manager: '2' },
        { id: '2', manager: '1' },
        { id: '3', manager: '9' },
        { id: '', email: 'n@x.example' },
        { id: '5', status: 'Terminated' },
        { id: '6', status: 'LOA' },
        { id: '7', email: 'P6@x.example' },
      ])
    await take(c, same(), { asOf: '2026-02-01' })
    const before = await state(c)
    const again = await take(c, same(), { asOf: '2026-02-01' })
    expect(counts(again)).toMatchObject({ added: 0, changed: 0, left: 0, rehired: 0, unchanged: 7, refused: 0 })
    expect(await state(c)).toEqual(before)
    expect(counts(await take(c, same(), { asOf: '2026-03-02' }))).toMatchObject({ unchanged: 7, changed: 0 })
    expect(await state(c)).toEqual(before)
  })

  test('that is only looked at writes nothing', async () => {
    const c = await company(base)
    const report = await take(c, file([{ id: '1' }, { id: '2', status: 'Q' }]), { dryRun: true })
    expect(counts(report)).toMatchObject({ rows: 2, added: 1, refused: 1 })
    expect((await state(c)).persons).toEqual([])
  })

  test('with refused rows writes nothing unless the good ones are asked for', async () => {
    const c = await company(base)
    await take(c, file([{ id: '1' }, { id: '2' }]), { asOf: '2026-02-01' })
    const bad = () =>
      file([{ id: '1', status: 'Q' }, { id: '2', title: 'Lead' }, { id: '3' }, { id: '3', title: 'Other' }])
    await expect(take(c, bad(), { asOf: '2026-03-01' })).rejects.toMatchObject({
      code: 'people_rows_refused',
      params: { refused: 3, rows: 4 },
    })
    expect((await state(c)).persons.length).toBe(2)
    const report = await take(c, bad(), { asOf: '2026-03-01', acceptGoodRows: true })
    // Number 1 stands in the file, if on a bad row: nobody leaves by that.
    expect(counts(report)).toMatchObject({ changed: 1, left: 0, added: 0, refused: 3 })
    expect(report.refused.map((f) => [f.line, f.id, f.code, f.column])).toEqual([
      [2, '1', 'status_unknown', 'Status'],
      [4, '3', 'number_conflict', 'Employee #'],
      [5, '3', 'number_conflict', 'Employee #'],
    ])
    expect(report.refused[1]!.message).toContain('Job Title')
  })

  test('that ends many employments has to be confirmed with their number', async () => {
    const c = await company(base)
    await take(c, file(Array.from({ length: 20 }, (_, i) => ({ id: String(i + 1) }))), { asOf: '2026-02-01' })
    const fewer = () => file(Array.from({ length: 18 }, (_, i) => ({ id: String(i + 1) })))
    expect(counts(await take(c, fewer(), { asOf: '2026-03-01', dryRun: true })).left).toBe(2)
    await expect(take(c, fewer(), { asOf: '2026-03-01' })).rejects.toMatchObject({
      code: 'people_leavers_unconfirmed',
      params: { leavers: 2, present: 20, limit: 5 },
    })
    await expect(take(c, fewer(), { asOf: '2026-03-01', confirmLeavers: 3 })).rejects.toMatchObject({
      code: 'people_leavers_unconfirmed',
    })
    expect(counts(await take(c, fewer(), { asOf: '2026-03-01', confirmLeavers: 2 })).left).toBe(2)
    expect((await rosterOf(c)).length).toBe(18)
  })

  test('older than the newest is refused, or restates what was known', async () => {
    const c = await company(base)
    await take(c, file([{ id: '1' }, { id: '2' }]), { asOf: '2026-01-01' })
    await take(c, file([{ id: '1' }, { id: '2', department: 'Service' }]), { asOf: '2026-03-01' })
    const between = () => file([{ id: '1', department: 'Board' }, { id: '2' }, { id: '3' }])
    await expect(take(c, between(), { asOf: '2026-02-01' })).rejects.toMatchObject({ code: 'people_file_older' })
    base.clock.forward({ hours: 1 })
    expect(counts(await take(c, between(), { asOf: '2026-02-01', restate: true }))).toMatchObject({
      added: 1,
      changed: 1,
      unchanged: 1,
    })
    const by = (day: string, knownAt?: string) => headcount(c.db, c.organizationId, day, 'department', knownAt)
    expect(await by('2026-01-15')).toEqual([{ segment: 'Sales', people: 2 }])
    expect(await by('2026-02-15')).toEqual([
      { segment: 'Board', people: 1 },
      { segment: 'Sales', people: 2 },
    ])
    expect(await by('2026-03-01')).toEqual([
      { segment: 'Sales', people: 1 },
      { segment: 'Service', people: 1 },
    ])
    // As it was known before the correction.
    expect(await by('2026-02-15', '2026-03-02T09:30:00Z')).toEqual([{ segment: 'Sales', people: 2 }])
  })

  test('keeps starts that are ahead out of the present until their day', async () => {
    const c = await company(base)
    const report = await take(
      c,
      file([
        { id: '1' },
        { id: '2', manager: '1', status: 'Pre-hire', hired: '2026-03-09' },
        { id: '3', manager: '2' },
      ]),
      { asOf: '2026-03-02' },
    )
    expect(told(report.warnings)).toEqual([[4, '3', 'manager_not_started']])
    expect((await rosterOf(c)).map((r) => [r.number, r.manager])).toEqual([
      ['1', null],
      ['3', null],
    ])
    await c.db.transaction().execute((tx) => refreshRoster(tx, c.organizationId, '2026-03-09'))
    expect((await rosterOf(c)).map((r) => [r.number, r.manager])).toEqual([
      ['1', null],
      ['2', '1'],
      ['3', '2'],
    ])
    await checkLine(c)
    // The start is put off, then taken back.
    expect(
      counts(
        await take(
          c,
          file([
            { id: '1' },
            { id: '2', manager: '1', status: 'Pre-hire', hired: '2026-04-01' },
            { id: '3', manager: '2' },
          ]),
          { asOf: '2026-03-03' },
        ),
      ),
    ).toMatchObject({ changed: 1, unchanged: 2 })
    expect([await people(c, '2026-03-31'), await people(c, '2026-04-01')]).toEqual([2, 3])
    expect(
      counts(await take(c, file([{ id: '1' }, { id: '3', manager: '1' }]), { asOf: '2026-03-04', confirmLeavers: 1 })),
    ).toMatchObject({ left: 1, changed: 1 })
    expect(await people(c, '2026-05-01')).toBe(2)
  })

  test('ends employments on their last day, past or ahead', async () => {
    const c = await company(base)
    await take(c, file([{ id: '1' }, { id: '2' }, { id: '3' }]), { asOf: '2026-01-01' })
    const report = await take(
      c,
      file([{ id: '1' }, { id: '2', status: 'Terminated', left: '2026-01-31' }, { id: '3', left: '2026-03-31' }]),
      { asOf: '2026-02-10', confirmLeavers: 1 },
    )
    expect(counts(report)).toMatchObject({ left: 1, changed: 1, unchanged: 1 })
    expect(
      await Promise.all(['2026-01-31', '2026-02-01', '2026-03-31', '2026-04-01'].map((day) => people(c, day))),
    ).toEqual([3, 2, 2, 1])
    const same = await take(
      c,
      file([{ id: '1' }, { id: '2', status: 'Terminated', left: '2026-01-31' }, { id: '3', left: '2026-03-31' }]),
      { asOf: '2026-02-11' },
    )
    expect(counts(same)).toMatchObject({ left: 0, changed: 0, unchanged: 3 })
  })

  test('keeps leave with its dates', async () => {
    const c = await company(base)
    await take(c, file([{ id: '1' }]), { asOf: '2026-01-01' })
    expect(counts(await take(c, file([{ id: '1', status: 'On leave' }]), { asOf: '2026-02-01' }))).toMatchObject({
      changed: 1,
    })
    expect((await rosterOf(c))[0]!.status).toBe('leave')
    const { rows } = await sql<{
      status: string
      holds: string
    }>`select status, holds from placement where organization_id = ${c.organizationId} and superseded is null order by holds`.execute(
      c.db,
    )
    expect(rows).toEqual([
      { status: 'active', holds: '[2026-01-01,2026-02-01)' },
      { status: 'leave', holds: '[2026-02-01,)' },
    ])
  })

  test('leaves what the file has no column for as it is', async () => {
    const c = await company(base)
    await take(c, file([{ id: '1' }, { id: '2', manager: '1' }]), { asOf: '2026-01-01' })
    const slim = sourceOf('slim.csv', Buffer.from('Employee #,First Name,Last Name\n1,First,Last1\n2,Zoë,Last2\n'))
    expect(counts(await take(c, slim, { asOf: '2026-02-01' }))).toMatchObject({
      changed: 1,
      unchanged: 1,
      managerChanged: 0,
      titleChanged: 0,
    })
    expect((await rosterOf(c)).map((r) => [r.name, r.manager, r.email, r.title])).toEqual([
      ['First Last1', null, 'p1@x.example', 'Clerk'],
      ['Zoë Last2', '1', 'p2@x.example', 'Clerk'],
    ])
  })
})

describe('for any company', () => {
  const person = (n: number) =>
    fc.record({
      id: fc.integer({ min: 1, max: n }).map((i) => String(i)),
      title: fc.constantFrom('Clerk', 'Lead'),
      department: fc.constantFrom('Sales', 'Service'),
      manager: fc.integer({ min: 0, max: n + 1 }).map((i) => (i === 0 ? '' : String(i))),
      status: fc.constantFrom('Active', 'Active', 'Active', 'LOA', 'Terminated'),
    })
  const crew = fc.uniqueArray(person(9), { maxLength: 9, selector: (p) => p.id })

  test('imports in any order of rows, and again, give the same record and a true line', async () => {
    await fc.assert(
      fc.asyncProperty(crew, crew, fc.infiniteStream(fc.nat()), async (before, after, random) => {
        const shuffled = [...after]
          .map((p) => [random.next().value as number, p] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, p]) => p)
        const [a, b] = [await company(base), await company(base)]
        const sure = async (c: Context, list: readonly Person[], asOf: string) =>
          counts(await take(c, file(list), { asOf }))
        for (const c of [a, b])
          await sql`update organization set leaver_limit_percent = 100 where id = ${c.organizationId}`.execute(c.db)
        expect(await sure(a, before, '2026-01-01')).toEqual(await sure(b, before.toReversed(), '2026-01-01'))
        const [one, two] = [await sure(a, after, '2026-02-01'), await sure(b, shuffled, '2026-02-01')]
        expect(one).toEqual(two)
        expect(one.added + one.changed + one.rehired + one.unchanged + one.left).toBeGreaterThanOrEqual(after.length)
        expect(await state(a)).toEqual(await state(b))
        expect(await people(a, '2026-02-01')).toBe(after.filter((p) => p.status !== 'Terminated').length)
        await checkLine(a)
        expect(await sure(a, after, '2026-02-02')).toMatchObject({
          added: 0,
          changed: 0,
          left: 0,
          rehired: 0,
          unchanged: after.length,
        })
        expect(await state(a)).toEqual(await state(b))
      }),
      { numRuns: 10 },
    )
  }, 240_000)
})

test('a refusal carries what the file was told', async () => {
  const c = await company(base)
  const refusal = await importFile(c, file([{ id: '1', status: 'Q' }]), {
    dryRun: false,
    mapping: readMapping(null),
  }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refusal)
  expect((refusal as Refusal).findings.map((f) => f.code)).toEqual(['status_unknown'])
})
