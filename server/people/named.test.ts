import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../../contract/library.ts'
import { namedKinds, type NamedKind } from '../../contract/people.ts'
import { addMs } from '../platform/clock.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { sourceOf } from './encoding.ts'
import { importFile } from './import.ts'
import { forgetNamedBefore, namedTable, people, peopleFile } from './named.ts'
import { wordsForField, wordsForKind } from './named-words.ts'
import { apply, applyFile, cancel, get, lookAtFile, settle, upload } from './uploads.ts'

let base: TestBase
beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
})

async function company(): Promise<Context> {
  const id = randomUUID()
  await sql`insert into organization (id, slug, name, created_at, leaver_limit_percent) values (${id}, ${'c' + id.slice(0, 8)}, 'Test', ${base.clock.now()}, 100)`.execute(
    base.database.for(id),
  )
  return contextFor(base, id, 'operator')
}
const csv = (...rows: string[]) =>
  Buffer.from(['Employee #,First Name,Last Name,Job Title,Department,Supervisor EID,Status', ...rows].join('\n') + '\n')
const first = csv(
  '1,Ada,Lovelace,Head,Sales,,Active',
  '2,Bo,Ek,Clerk,Sales,1,Active',
  '3,Cy,Fox,Clerk,Sales,1,Active',
  '4,Åsa,Öst,Clerk,Stores,1,Active',
  '5,Di,Gray,Clerk,Stores,1,Active',
)
/** 2 moves under 3 with a new title, 3 has a new name, 4 is gone, 6 is new and leads 5. */
const second = csv(
  '1,Ada,Lovelace,Head,Sales,,Active',
  '2,Bo,Ek,Buyer,Stores,3,Active',
  '3,Cy,Fuchs,Clerk,Sales,1,Active',
  '5,Di,Gray,Clerk,Stores,6,Active',
  '6,=Eve,Holt,Head,Stores,1,Active',
)

async function looked(c: Context, file: Buffer, asOf = '2026-03-02'): Promise<string> {
  const { id } = await upload(c, { name: 'people.csv', file, asOf })
  await lookAtFile(c, { organizationId: c.organizationId, subjectId: id })
  return id
}
async function taken(c: Context, file: Buffer, asOf = '2026-03-02'): Promise<string> {
  const id = await looked(c, file, asOf)
  base.clock.forward({ minutes: 1 })
  await apply(c, {
    id,
    acceptGoodRows: false,
    restate: false,
    confirmLeavers: (await get(c, { id })).import.counts!.left,
  })
  await applyFile(c, { organizationId: c.organizationId, subjectId: id })
  expect((await get(c, { id })).import.state).toBe('applied')
  return id
}
const listed = async (c: Context, id: string, kind: NamedKind, q?: string) =>
  (await people(c, { id, kind, limit: 100, offset: 0, ...(q === undefined ? {} : { q }) })).people
const kept = async (c: Context) =>
  (
    await sql<{
      n: number
    }>`select count(*) as n from people_import_person where organization_id = ${c.organizationId}`.execute(c.db)
  ).rows[0]!.n

describe('a dry run', () => {
  test('names whom it counts, with what was and what becomes', async () => {
    const c = await company()
    await taken(c, first)
    const id = await looked(c, second)
    const whole = await get(c, { id })
    expect(whole.named).toBe(true)
    for (const kind of namedKinds) {
      const { people: rows, total } = await people(c, { id, kind, limit: 100, offset: 0 })
      expect([kind, rows.length, total]).toEqual([kind, whole.import.counts![kind], whole.import.counts![kind]])
    }
    const short = async (kind: NamedKind) => (await listed(c, id, kind)).map((p) => [p.name, p.was, p.becomes])
    expect(await short('added')).toEqual([['=Eve Holt', null, 'Stores']])
    expect(await short('left')).toEqual([['Åsa Öst', 'Stores', null]])
    expect(await short('moved')).toEqual([['Bo Ek', 'Sales', 'Stores']])
    expect(await short('titleChanged')).toEqual([['Bo Ek', 'Clerk', 'Buyer']])
    // A manager who comes with the same file is named as well.
    expect(await short('managerChanged')).toEqual([
      ['Bo Ek', 'Ada Lovelace', 'Cy Fuchs'],
      ['Di Gray', 'Ada Lovelace', '=Eve Holt'],
    ])
    expect((await listed(c, id, 'changed')).map((p) => [p.name, p.fields.toSorted()])).toEqual([
      ['Bo Ek', ['department', 'manager', 'title']],
      ['Cy Fuchs', ['name']],
      ['Di Gray', ['manager']],
    ])
    expect((await listed(c, id, 'added'))[0]!.personId).toBeNull()
    expect((await listed(c, id, 'left'))[0]).toMatchObject({ number: '4', day: '2026-03-02' })
  })

  test('is searched and read a page at a time', async () => {
    const c = await company()
    const id = await looked(c, first)
    expect((await listed(c, id, 'added', 'osT ås')).map((p) => p.name)).toEqual(['Åsa Öst'])
    expect((await listed(c, id, 'added', '3')).map((p) => p.name)).toEqual(['Cy Fox'])
    expect(await listed(c, id, 'added', '%')).toEqual([])
    const pages = await Promise.all([0, 2, 4].map((offset) => people(c, { id, kind: 'added', limit: 2, offset })))
    expect(pages.map((p) => [p.people.length, p.total])).toEqual([
      [2, 5],
      [2, 5],
      [1, 5],
    ])
    expect(new Set(pages.flatMap((p) => p.people.map((one) => one.number))).size).toBe(5)
  })

  test('names who comes back', async () => {
    const c = await company()
    await taken(c, first, '2026-02-01')
    await taken(c, second, '2026-02-10')
    const id = await looked(c, first)
    expect((await listed(c, id, 'rehired')).map((p) => p.name)).toEqual(['Åsa Öst'])
    expect((await listed(c, id, 'left')).map((p) => p.name)).toEqual(['=Eve Holt'])
  })

  test('forgets the names once it is looked at again, discarded or any file is applied', async () => {
    const c = await company()
    const id = await looked(c, first)
    expect(await kept(c)).toBe(5)
    await settle(c, { id, columns: { 'Job Title': null }, dates: {}, status: {} })
    expect(await kept(c)).toBe(0)
    await lookAtFile(c, { organizationId: c.organizationId, subjectId: id })
    expect(await kept(c)).toBe(5)
    await cancel(c, { id })
    expect(await kept(c)).toBe(0)

    const waiting = await looked(c, first)
    await taken(c, first)
    expect(await kept(c)).toBe(0)
    expect((await get(c, { id: waiting })).named).toBe(false)
  })

  test('forgets the names of a file that nobody applies', async () => {
    const c = await company()
    await looked(c, first)
    const midnight = () =>
      c.db
        .transaction()
        .execute((tx) => forgetNamedBefore(tx, c.organizationId, addMs(base.clock.now(), -14 * 24 * 3_600_000)))
    base.clock.forward({ days: 13 })
    await midnight()
    expect(await kept(c)).toBe(5)
    base.clock.forward({ days: 2 })
    await midnight()
    expect(await kept(c)).toBe(0)
  })

  test('is one table for a spreadsheet, in which no name is a formula', async () => {
    const c = await company()
    await taken(c, first)
    const id = await looked(c, second)
    const all = String((await peopleFile(c, { id, language: 'de' })).body).split('\r\n')
    expect(all[0]).toBe('\uFEFFWas geschieht,Personalnummer,Name,Ab,Vorher,Nachher,Was sich ändert')
    expect(all[1]).toBe("Eintritt,6,'=Eve Holt,2026-03-02,,Stores,")
    const one = await peopleFile(c, { id, kind: 'moved', language: 'en' })
    expect([one.fileName, one.body]).toEqual([
      'people-moved.csv',
      `\uFEFFWhat happens,Employee number,Name,From,Before,After,What changes\r\nMoves to another department,2,Bo Ek,2026-03-02,Sales,Stores,\r\n`,
    ])
  })

  test('hands the names to the command line, the first of each kind or all, and keeps none', async () => {
    const c = await company()
    const source = sourceOf('people.csv', first)
    const some = await importFile(c, source, { dryRun: true, name: { most: 2 } })
    expect(some.named.map((p) => p.name)).toHaveLength(2)
    const all = await importFile(c, source, { dryRun: true, name: { most: null } })
    expect(namedTable(all.named, 'en').split('\r\n')).toHaveLength(7)
    expect(await kept(c)).toBe(0)
  })
})

test('every kind and every field has a word in each language', () => {
  const fields = ['number', 'name', 'email', 'timeZone', 'locale', 'hiredOn', 'title', 'department', 'division']
  const rest = [
    'location',
    'country',
    'level',
    'employmentType',
    'status',
    'manager',
    'secondManager',
    'lastDay',
    'start',
  ]
  for (const language of languages) {
    for (const kind of namedKinds) expect(wordsForKind(language, kind)).toMatch(/\p{L}/u)
    for (const field of [...fields, ...rest]) {
      const word = wordsForField(language, field)
      expect(word.length).toBeGreaterThan(2)
      // Without a word of its own a field would stand as it is called in the code.
      if (language !== 'en' && field !== 'division') expect([language, word]).not.toEqual([language, field])
    }
  }
})
