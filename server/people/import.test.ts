import fc from 'fast-check'
import { randomUUID } from 'node:crypto'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readTestEnvironment } from '../platform/config.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { readMapping } from './columns.ts'
import { csvLine } from './csv.ts'
import { type Source, sourceOf } from './encoding.ts'
import { headcount } from './headcount.ts'
import { findingsOf, importFile, type Options, Refusal, reportOf, type Report } from './import.ts'
import { refreshRoster } from './roster.ts'

let base: TestBase
beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

async function company(): Promise<Context> {
  const id = randomUUID()
  await sql`insert into organization (id, slug, name, created_at) values (${id}, ${'c' + id.slice(0, 8)}, 'Test', ${base.clock.now()})`.execute(
    base.database.for(id),
  )
  return contextFor(base, id, 'operator')
}

type Person = Partial<
  Record<'id' | 'first' | 'last' | 'email' | 'status' | 'title' | 'department' | 'manager' | 'hired' | 'left', string>
>
const header = [
  'Employee #',
  'First Name',
  'Last Name',
  'Work Email',
  'Status',
  'Job Title',
  'Department',
  'Supervisor EID',
  'Hire Date',
  'Termination Date',
]
function file(people: readonly Person[]): Source {
  const rows = people.map((p) => [
    p.id ?? '',
    p.first ?? 'First',
    p.last ?? `Last${p.id}`,
    p.email ?? (p.id ? `p${p.id}@x.example` : ''),
    p.status ?? 'Active',
    p.title ?? 'Clerk',
    p.department ?? 'Sales',
    p.manager ?? '',
    p.hired ?? '2001-02-03',
    p.left ?? '',
  ])
  return sourceOf('people.csv', Buffer.from([header, ...rows].map((r) => csvLine(r, 'as_is')).join('')))
}
async function take(c: Context, source: Source, options: Partial<Options> = {}): Promise<Report> {
  const outcome = await importFile(c, source, { dryRun: false, collect: true, ...options })
  if (outcome.importId !== null) expect(await findingsOf(c, outcome.importId)).toEqual(outcome.findings)
  return reportOf(outcome, outcome.findings)
}
const counts = ({ refused, warnings, ...rest }: Report) => ({
  ...rest,
  refused: refused.length,
  warnings: warnings.length,
})
const told = (found: Report['warnings']) => found.map((f) => [f.line, f.id, f.code])
const people = async (c: Context, day: string) => (await headcount(c.db, c.organizationId, day))[0]!.people
async function rosterOf(c: Context) {
  const { rows } = await sql<{
    number: string
    name: string
    manager: string | null
    seq: number
    last_seq: number
    depth: number
    direct_reports: number
    all_reports: number
    email: string | null
    status: string
    department: string
    title: string
  }>`
    select r.employee_number as number, r.full_name as name, m.employee_number as manager, r.seq, r.last_seq, r.depth, r.direct_reports, r.all_reports, r.email, r.status, r.department, r.title
    from roster r left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where r.organization_id = ${c.organizationId} and r.employed order by r.employee_number`.execute(c.db)
  return rows
}
/** The nested intervals against the managers they were made from, by a recursive walk. */
async function checkLine(c: Context): Promise<void> {
  const { rows } = await sql<{ wrong: number }>`
    with recursive below as (
      select person_id as leader, person_id, 0 as distance from roster where organization_id = ${c.organizationId} and employed
      union all
      select b.leader, r.person_id, b.distance + 1 from below b join roster r on r.organization_id = ${c.organizationId} and r.manager_id = b.person_id)
    select count(*) as wrong from (
      select leader, person_id from below where distance > 0
      except all
      select l.person_id, x.person_id from roster l join roster x on x.organization_id = l.organization_id and l.seq < x.seq and x.seq <= l.last_seq
      where l.organization_id = ${c.organizationId} and l.employed and x.employed) d`.execute(c.db)
  const { rows: sums } = await sql<{ wrong: number }>`
    select count(*) as wrong from roster l where organization_id = ${c.organizationId} and employed
      and (all_reports <> last_seq - seq or direct_reports <> (select count(*) from roster x where x.organization_id = l.organization_id and x.manager_id = l.person_id))`.execute(
    c.db,
  )
  expect([rows[0]!.wrong, sums[0]!.wrong]).toEqual([0, 0])
}

describe('an import', () => {
  test('adds, changes, moves, ends and welcomes back', async () => {
    const c = await company()
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
    const c = await company()
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
    const c = await company()
    const report = await take(c, file([{ id: '1' }, { id: '2', status: 'Q' }]), { dryRun: true })
    expect(counts(report)).toMatchObject({ rows: 2, added: 1, refused: 1 })
    expect((await state(c)).persons).toEqual([])
  })

  test('with refused rows writes nothing unless the good ones are asked for', async () => {
    const c = await company()
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
    const c = await company()
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
    const c = await company()
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
    const c = await company()
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
    const c = await company()
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
    const c = await company()
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
    const c = await company()
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

  test('counts nobody without a number as a leaver, and links them by their address', async () => {
    const c = await company()
    const outsider = await sql<{
      id: string
    }>`insert into person (organization_id, full_name, email, email_key, created_at) values (${c.organizationId}, 'Admin', 'Boss@x.example', 'boss@x.example', ${c.clock.now()}) returning id`.execute(
      c.db,
    )
    await take(c, file([{ id: '', last: 'Agency', email: 'agency@x.example' }, { id: '1' }]), { asOf: '2026-01-01' })
    const report = await take(c, file([{ id: '1' }, { id: '7', last: 'Boss', email: 'boss@X.example' }]), {
      asOf: '2026-02-01',
    })
    expect(counts(report)).toMatchObject({ left: 0, added: 0, unchanged: 1 })
    expect(told(report.warnings)).toContainEqual([3, '7', 'linked_by_email'])
    const { rows } = await sql<{
      id: string
    }>`select person_id as id from roster where organization_id = ${c.organizationId} and employee_number = '7'`.execute(
      c.db,
    )
    expect(rows[0]!.id).toBe(outsider.rows[0]!.id)
    expect((await rosterOf(c)).length).toBe(3)
  })

  test('makes links by address, and says which it could not make and why', async () => {
    const c = await company()
    const report = await take(
      c,
      file([
        { id: '00001' },
        { id: '00002', manager: 'p00001@x.example' },
        { id: '00003', manager: '99999' },
        { id: '00004', manager: '00004' },
        { id: '00005', manager: '00006' },
        { id: '00006', manager: '00005' },
        { id: '00007', manager: 'Last00001, First' },
        { id: '00008', status: 'Terminated' },
        { id: '00009', manager: '00008' },
        { id: '10', manager: '2' },
        { id: '00011' },
        { id: '00012', manager: '00005' },
        { id: '00013', manager: '00001' },
      ]),
      { asOf: '2026-02-01' },
    )
    expect(told(report.warnings)).toEqual([
      [3, '00002', 'manager_by_email'],
      [4, '00003', 'manager_missing'],
      [5, '00004', 'manager_self'],
      [6, '00005', 'manager_cycle'],
      [7, '00006', 'manager_cycle'],
      [8, '00007', 'manager_by_name'],
      [10, '00009', 'manager_left'],
      [11, '10', 'number_zeros_new'],
      [12, '00011', 'additional_root'],
    ])
    expect(report.warnings.find((w) => w.code === 'manager_missing')!.message).toContain('99999')
    expect(report.warnings.find((w) => w.code === 'manager_cycle')!.message).toMatch(/00005.*00006/)
    expect(Object.fromEntries((await rosterOf(c)).map((r) => [r.number, r.manager]))).toEqual({
      '00001': null,
      '00002': '00001',
      '00003': null,
      '00004': null,
      '00005': null,
      '00006': null,
      '00007': null,
      '00009': null,
      '10': '00002',
      '00011': null,
      '00012': '00005',
      '00013': '00001',
    })
    // The missing manager appears: the link is made, and the file's rows have not changed.
    const later = await take(
      c,
      file([{ id: '00001' }, { id: '00003', manager: '99999' }, { id: '99999', manager: '00001' }]),
      { asOf: '2026-03-01', confirmLeavers: 10 },
    )
    expect(counts(later)).toMatchObject({ added: 1, unchanged: 2, managerChanged: 0 })
    expect((await rosterOf(c)).map((r) => [r.number, r.manager])).toEqual([
      ['00001', null],
      ['00003', '99999'],
      ['99999', '00001'],
    ])
  })

  test('takes a number without its zeros for the person who has them', async () => {
    const c = await company()
    await take(
      c,
      file([
        { id: '00193', email: 'a@x.example' },
        { id: '00200', manager: '00193', email: 'b@x.example' },
      ]),
      { asOf: '2026-01-01' },
    )
    const report = await take(
      c,
      file([
        { id: '193', email: 'a@x.example', last: 'Last00193' },
        { id: '200', manager: '193', email: 'b@x.example', last: 'Last00200' },
      ]),
      { asOf: '2026-02-01' },
    )
    expect(counts(report)).toMatchObject({ added: 0, left: 0, unchanged: 2, changed: 0 })
    expect(report.warnings.map((w) => w.code)).toEqual(['number_zeros', 'number_zeros'])
    expect((await rosterOf(c)).map((r) => [r.number, r.manager])).toEqual([
      ['00193', null],
      ['00200', '00193'],
    ])
  })

  test('merges nobody by an address, and lets one at most sign in with it', async () => {
    const c = await company()
    const report = await take(
      c,
      file([
        { id: '1', email: 'a@x.example' },
        { id: '2', email: 'A@X.example' },
        { id: '3', email: 'b@x.example' },
        { id: '90003', email: 'b@x.example', status: 'Terminated', hired: '1999-01-01' },
      ]),
    )
    expect(told(report.warnings).filter(([, , code]) => code !== 'additional_root')).toEqual([
      [2, '1', 'email_shared'],
      [3, '2', 'email_shared'],
      [4, '3', 'same_person'],
      [5, '90003', 'same_person'],
    ])
    const { rows } = await sql<{
      employee_number: string
      email_key: string | null
    }>`select employee_number, email_key from person where organization_id = ${c.organizationId} order by 1`.execute(
      c.db,
    )
    expect(rows.map((r) => [r.employee_number, r.email_key])).toEqual([
      ['1', null],
      ['2', null],
      ['3', 'b@x.example'],
      ['90003', null],
    ])
    await take(
      c,
      file([
        { id: '1', email: 'a@x.example' },
        { id: '2', email: 'c@x.example' },
        { id: '3', email: 'b@x.example' },
      ]),
      { asOf: '2026-03-03' },
    )
    const { rows: settled } = await sql<{
      k: string
    }>`select email_key as k from person where organization_id = ${c.organizationId} and employee_number = '1'`.execute(
      c.db,
    )
    expect(settled[0]!.k).toBe('a@x.example')
    const kept = await take(
      c,
      file([
        { id: '1', email: 'a@x.example' },
        { id: '2', email: 'A@x.example' },
        { id: '3', email: 'b@x.example' },
      ]),
      { asOf: '2026-03-04' },
    )
    expect(kept.warnings.filter((w) => w.code === 'email_kept').map((w) => w.line)).toEqual([2, 3])
  })

  test('knows a person with an earlier employment as one', async () => {
    const c = await company()
    const report = await take(
      c,
      file([
        { id: '1', hired: '1997-01-01' },
        { id: '1', status: 'Terminated', hired: '1994-05-02' },
        { id: '2' },
        { id: '2' },
      ]),
    )
    expect(counts(report)).toMatchObject({ rows: 4, added: 2 })
    expect(told(report.warnings).filter(([, , code]) => code !== 'additional_root')).toEqual([
      [3, '1', 'rehire_stated'],
      [5, '2', 'duplicate_row'],
    ])
    const { rows } = await sql<{
      holds: string
      hired_on: string
    }>`select s.holds, s.hired_on from spell s join person p on p.organization_id = s.organization_id and p.id = s.person_id
      where s.organization_id = ${c.organizationId} and p.employee_number = '1' order by s.hired_on`.execute(c.db)
    expect(rows).toEqual([
      { holds: 'empty', hired_on: '1994-05-02' },
      { holds: '[2026-03-02,)', hired_on: '1997-01-01' },
    ])
  })

  test('spells a department as the record does', async () => {
    const c = await company()
    await take(
      c,
      file([
        { id: '1', department: 'Store Checkers' },
        { id: '2', department: 'Store Checkers' },
      ]),
      { asOf: '2026-01-01' },
    )
    const report = await take(
      c,
      file([
        { id: '1', department: 'Store Checkers' },
        { id: '2', department: 'STORE  CHECKERS' },
        { id: '3', department: 'STORE  CHECKERS' },
      ]),
      { asOf: '2026-02-01' },
    )
    expect(counts(report)).toMatchObject({ unchanged: 2, added: 1, moved: 0 })
    expect(new Set((await rosterOf(c)).map((r) => r.department))).toEqual(new Set(['Store Checkers']))
  })
})

/** Everything that an import may write about people, without what differs by nature. */
async function state(c: Context) {
  const persons =
    await sql`select employee_number, full_name, email, email_key, hired_on, locale, time_zone, search from person where organization_id = ${c.organizationId} order by employee_number, full_name`.execute(
      c.db,
    )
  const spells =
    await sql`select p.employee_number, p.full_name, s.holds, s.hired_on, s.left_on from spell s join person p on p.organization_id = s.organization_id and p.id = s.person_id where s.organization_id = ${c.organizationId} and superseded is null order by 1, 2, 3, 4`.execute(
      c.db,
    )
  const placements =
    await sql`select p.employee_number, p.full_name, s.holds, s.title, s.department, s.manager_named, m.employee_number as manager, s.status from placement s join person p on p.organization_id = s.organization_id and p.id = s.person_id
    left join person m on m.organization_id = s.organization_id and m.id = s.manager_id where s.organization_id = ${c.organizationId} and superseded is null order by 1, 2, 3`.execute(
      c.db,
    )
  return { persons: persons.rows, spells: spells.rows, placements: placements.rows, roster: await rosterOf(c) }
}

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
        const [a, b] = [await company(), await company()]
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

const folder = readTestEnvironment().peopleFiles
const real = (name: string): Source => ({ name, open: () => createReadStream(path.join(folder!, name)) })
const json = <T>(name: string) => JSON.parse(readFileSync(path.join(folder!, name), 'utf8')) as T

describe.runIf(folder !== null && existsSync(path.join(folder ?? '', 'people-1155.csv')))('the real files', () => {
  test('three systems’ exports of one company give the same tree', async () => {
    const expected = json<{
      rows: number
      depth_histogram: Record<string, number>
      by_department: Record<string, number>
      direct_reports: Record<string, number>
      all_reports: Record<string, number>
    }>('people-1155.expect.json')
    const closure = readFileSync(path.join(folder!, 'people-1155.closure.csv'), 'utf8')
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .sort()
    for (const name of ['people-1155.csv', 'people-1155.bamboohr.csv', 'people-1155.successfactors.csv']) {
      const c = await company()
      const report = await take(c, real(name))
      expect([report.added, report.refused, report.warnings.filter((w) => w.code !== 'column_not_imported')]).toEqual([
        expected.rows,
        [],
        [],
      ])
      const roster = await rosterOf(c)
      expect(
        Object.fromEntries(roster.filter((r) => r.direct_reports > 0).map((r) => [r.number, r.direct_reports])),
      ).toEqual(expected.direct_reports)
      expect(Object.fromEntries(roster.filter((r) => r.all_reports > 0).map((r) => [r.number, r.all_reports]))).toEqual(
        expected.all_reports,
      )
      const depths: Record<string, number> = {}
      for (const r of roster) depths[r.depth] = (depths[r.depth] ?? 0) + 1
      expect(depths).toEqual(expected.depth_histogram)
      const { rows } = await sql<{
        pair: string
      }>`select l.employee_number || ',' || x.employee_number || ',' || (x.depth - l.depth) as pair
        from roster l join roster x on x.organization_id = l.organization_id and l.seq <= x.seq and x.seq <= l.last_seq where l.organization_id = ${c.organizationId}`.execute(
        c.db,
      )
      expect(rows.map((r) => r.pair).sort()).toEqual(closure)
      expect(
        Object.fromEntries(
          (await headcount(c.db, c.organizationId, '2026-03-02', 'department')).map((s) => [s.segment, s.people]),
        ),
      ).toEqual(expected.by_department)
    }
  })

  test('four dated snapshots give the real joiners, leavers and moves', async () => {
    const c = await company()
    const expected = json<
      {
        date: string
        headcount: number
        by_department: Record<string, number>
        diff_from_previous?: Record<string, number>
      }[]
    >('snapshots.expect.json')
    const dates = ['1999-06-30', '1999-09-30', '1999-12-31', '2000-03-31']
    for (const date of dates) {
      const report = await take(c, real(`snapshot-${date}.csv.gz`), { asOf: date })
      const diff = expected.find((e) => e.date === date)?.diff_from_previous
      if (diff) {
        expect(report).toMatchObject({
          added: diff['joiners'],
          left: diff['leavers'],
          titleChanged: diff['title_changes'],
          moved: diff['transfers'],
          managerChanged: diff['manager_changes'],
          unchanged: diff['unchanged'],
        })
      }
      await checkLine(c)
    }
    for (const e of expected) {
      expect(await people(c, e.date)).toBe(e.headcount)
      expect(
        Object.fromEntries(
          (await headcount(c.db, c.organizationId, e.date, 'department')).map((s) => [s.segment, s.people]),
        ),
      ).toEqual(e.by_department)
    }
    expect(await people(c, '1999-06-29')).toBe(0)
  }, 120_000)
})

describe.runIf(folder !== null && existsSync(path.join(folder ?? '', 'dirty.manifest.json')))(
  'the planted defects',
  () => {
    const lossless = ['dirty-utf8-bom.csv', 'dirty-semicolon.csv']
    test('are each refused, warned of or kept intact, alike in both editions', async () => {
      const [a, b] = [await company(), await company()]
      const reports = [
        await take(a, real(lossless[0]!), { acceptGoodRows: true }),
        await take(b, real(lossless[1]!), { acceptGoodRows: true }),
      ]
      expect(reports[1]).toEqual(reports[0])
      expect(await state(b)).toEqual(await state(a))
      const report = reports[0]!
      const manifest = json<{ defects: { kind: string; ids: string[]; note: string }[] }>('dirty.manifest.json')
      const codes = (id: string) =>
        [...report.refused, ...report.warnings].filter((f) => f.id === id).map((f) => f.code)
      const { rows } = await sql<{
        number: string
        given: string
        family: string
        email: string | null
        title: string | null
        department: string | null
        manager: string | null
        here: boolean
        hired_on: string | null
        status: string | null
      }>`
      select p.employee_number as number, p.given_name as given, p.family_name as family, p.email, r.title, r.department, m.employee_number as manager, r.person_id is not null as here, p.hired_on, r.status
      from person p left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
      left join person m on m.organization_id = p.organization_id and m.id = r.manager_id where p.organization_id = ${a.organizationId}`.execute(
        a.db,
      )
      const person = new Map(rows.map((r) => [r.number, r]))
      const checks: Record<string, (ids: string[], note: string) => void> = {
        'duplicate-row-identical': ([id]) => (
          expect(codes(id!)).toContain('duplicate_row'),
          expect(person.has(id!)).toBe(true)
        ),
        'duplicate-id-conflict': ([id]) => (
          expect(codes(id!)).toEqual(['number_conflict', 'number_conflict']),
          expect(person.has(id!)).toBe(false)
        ),
        'duplicate-email-case': (ids) => ids.forEach((id) => expect(codes(id)).toContain('email_shared')),
        'leading-zeros-stripped': ([, id]) => expect(codes(id!)).toContain('number_zeros_new'),
        'id-scientific-notation': () => expect(report.refused.map((f) => f.code)).toContain('number_damaged'),
        'id-whitespace-nbsp': ([id]) => (
          expect(codes(id!)).toContain('spaces_trimmed'),
          expect(person.has(id!)).toBe(true)
        ),
        'zero-width-in-email': ([id]) => (
          expect(codes(id!)).toContain('invisible_characters'),
          expect(person.get(id!)!.email).toMatch(/^[\x21-\x7e]+$/)
        ),
        'cycle-length-2': (ids) =>
          ids.forEach(
            (id) => (expect(codes(id)).toContain('manager_cycle'), expect(person.get(id)!.manager).toBeNull()),
          ),
        'cycle-length-3': (ids) => ids.forEach((id) => expect(codes(id)).toContain('manager_cycle')),
        'self-manager': ([id]) => expect(codes(id!)).toContain('manager_self'),
        'dangling-manager': ([id]) => (
          expect(codes(id!)).toContain('manager_missing'),
          expect(report.warnings.find((w) => w.id === id)!.message).toContain('99999')
        ),
        'extra-root': ([id]) => expect(codes(id!)).toContain('additional_root'),
        'manager-by-email': ([id]) => (
          expect(codes(id!)).toContain('manager_by_email'),
          expect(person.get(id!)!.manager).not.toBeNull()
        ),
        'manager-by-name': ([id]) => expect(codes(id!)).toContain('manager_by_name'),
        'manager-terminated': ([id]) => (
          expect(codes(id!)).toContain('manager_left'),
          expect(person.get(id!)!.here).toBe(true)
        ),
        'impossible-date': ([id]) => (
          expect(codes(id!)).toContain('date_impossible'),
          expect(person.get(id!)!.hired_on).toBeNull()
        ),
        'excel-serial-date': ([id]) => (
          expect(codes(id!)).toContain('date_serial'),
          expect(person.get(id!)!.hired_on).toMatch(/^199[67]-01-01$/)
        ),
        'two-digit-year': ([id]) => (
          expect(codes(id!)).toContain('date_two_digit_year'),
          expect(person.get(id!)!.hired_on).toBeNull()
        ),
        'slash-date': ([id], note) =>
          expect(codes(id!)).toContain(note === '3/4/2005' ? 'date_ambiguous' : 'date_other_format'),
        'far-future-hire': ([id]) => expect(codes(id!)).toContain('date_far_future'),
        'ancient-hire': ([id]) => expect(codes(id!)).toContain('date_default'),
        'rehire-same-id': ([id]) => (
          expect(codes(id!)).toContain('rehire_stated'),
          expect(person.get(id!)!.here).toBe(true)
        ),
        'rehire-new-id': ([id, other]) => (
          expect(codes(id!)).toContain('same_person'),
          expect(codes(other!)).toContain('same_person'),
          expect(person.get(other!)!.here).toBe(false)
        ),
        'status-vocabulary': ([id], note) =>
          expect([person.get(id!)!.here, person.get(id!)!.status]).toEqual(
            {
              LOA: [true, 'leave'],
              'On leave': [true, 'leave'],
              T: [false, null],
              'terminated ': [false, null],
              'Pre-hire': [false, null],
              ACTIVE: [true, 'active'],
            }[note],
          ),
        'non-ascii-name': ([id], note) =>
          expect(`${person.get(id!)!.given} ${person.get(id!)!.family}`).toBe(note.normalize('NFC')),
        'nfd-name': ([id]) => (
          expect(codes(id!)).toContain('characters_composed'),
          expect(person.get(id!)!.family).toBe('Ångström')
        ),
        mojibake: ([id]) => (
          expect(codes(id!)).toContain('encoding_suspicious'),
          expect(person.get(id!)!.family).toBe('MÃ¼ller')
        ),
        'quoted-newline-delimiter': ([id], note) => expect(person.get(id!)!.title).toBe(unquoted(note)),
        'formula-injection': ([id], note) => expect(person.get(id!)!.title).toBe(note),
        'markup-in-name': ([id], note) => expect(person.get(id!)!.given).toBe(note),
        'null-literal': ([id]) => (
          expect(codes(id!)).toContain('null_literal'),
          expect(person.get(id!)!.department).toBe('')
        ),
        'surname-null': ([id]) => expect(person.get(id!)!.family).toBe('Null'),
        'department-spelling': ([id]) => expect(person.get(id!)!.department).toBe('Store Permanent Checkers'),
        'bad-email': ([id], note) => expect(codes(id!)).toContain(note === '' ? 'email_missing' : 'email_invalid'),
        'control-characters': ([id]) => (
          expect(codes(id!)).toContain('control_characters'),
          expect(person.get(id!)!.title).toBe('Clerk')
        ),
        'overlong-value': ([id]) => expect(codes(id!)).toContain('value_too_long'),
        'repeated-header': () => expect(report.warnings.map((w) => w.code)).toContain('repeated_header'),
        'blank-rows': () => expect(report.rows).toBe(1165),
        'row-too-short': ([id]) => expect(report.refused.find((f) => f.id === id)!.message).toMatch(/9 of 16/),
        'row-too-long': ([id]) => expect(report.refused.find((f) => f.id === id)!.message).toMatch(/18 columns.*16/),
        'total-row': ([id]) => (expect(codes(id!)).toContain('total_row'), expect(person.has(id!)).toBe(false)),
        'header-quirks': () => expect(report.warnings.map((w) => w.code)).not.toContain('column_not_imported'),
      }
      const failed: string[] = []
      for (const { kind, ids, note } of manifest.defects) {
        try {
          checks[kind]!(ids, note)
        } catch (error) {
          failed.push(
            `${kind} ${ids.join(' ')}: ${(error as Error).message.split('\n')[0]} (${ids.map((id) => codes(id)).join(' / ')})`,
          )
        }
      }
      expect(failed).toEqual([])
      expect(manifest.defects.length).toBe(108)
      await checkLine(a)
      expect(counts(await take(a, real(lossless[1]!), { acceptGoodRows: true }))).toMatchObject({
        added: 0,
        changed: 0,
        left: 0,
        rehired: 0,
        refused: report.refused.length,
      })
    })
  },
)

/** The manifest shows some values as Python writes them. */
function unquoted(text: string): string {
  return text.slice(1, -1).replaceAll('\\r', '\r').replaceAll('\\n', '\n')
}

test('a refusal carries what the file was told', async () => {
  const c = await company()
  const refusal = await importFile(c, file([{ id: '1', status: 'Q' }]), {
    dryRun: false,
    mapping: readMapping(null),
  }).catch((error: unknown) => error)
  expect(refusal).toBeInstanceOf(Refusal)
  expect((refusal as Refusal).findings.map((f) => f.code)).toEqual(['status_unknown'])
})
