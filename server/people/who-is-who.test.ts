/** Which row of a people file is which person: by number, address and earlier employment, and whom they report to. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testBase, type TestBase } from '../platform/testing.ts'
import { company, counts, file, rosterOf, take, told } from './testing-import.ts'

let base: TestBase

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

describe('who is who', () => {
  test('counts nobody without a number as a leaver, and links them by their address', async () => {
    const c = await company(base)
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
    const c = await company(base)
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
    const c = await company(base)
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
    const c = await company(base)
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
    const c = await company(base)
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
    const c = await company(base)
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
