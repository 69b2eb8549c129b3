/** Files as systems write them: three exports of one company, and its four snapshots. */
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readTestEnvironment } from '../platform/config.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import type { Source } from './encoding.ts'
import { headcount } from './headcount.ts'
import { checkLine, company, counts, people, rosterOf, state, take } from './testing-import.ts'

let base: TestBase

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
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
      const c = await company(base)
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
    const c = await company(base)
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
      const [a, b] = [await company(base), await company(base)]
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
