import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../../contract/library.ts'
import { findingCodes, findings as findingList } from '../../contract/people.ts'
import { type Context, contextFor } from '../platform/context.ts'
import { readTestEnvironment } from '../platform/config.ts'
import { testBase, type TestBase, testFolder } from '../platform/testing.ts'
import { csvLine } from './csv.ts'
import { headcount } from './headcount.ts'
import { passMidnight } from './midnight.ts'
import { sentenceIn } from './refused-words.ts'
import { apply, applyFile, cancel, findings, get, list, lookAtFile, refusedRows, settle, upload } from './uploads.ts'

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
const look = (c: Context, id: string) => lookAtFile(c, { organizationId: c.organizationId, subjectId: id })
const write = (c: Context, id: string) => applyFile(c, { organizationId: c.organizationId, subjectId: id })
const here = async (c: Context) => (await headcount(c.db, c.organizationId, '2026-03-02'))[0]!.people

describe('a file through the browser', () => {
  test('is uploaded, looked at, found again, applied', async () => {
    const c = await company()
    const { id } = await upload(c, {
      name: 'people.csv',
      file: Buffer.from('Employee #,First Name,Last Name,Manager\n1,Ada,Lovelace,\n2,Bo,Ek,1\n3,,,1\n3,=cmd,X,1,,9\n'),
    })
    expect((await get(c, { id })).import).toMatchObject({ state: 'waiting', next: 'look', counts: null })
    await look(c, id)
    const seen = await get(c, { id })
    expect(seen.import).toMatchObject({ state: 'looked', counts: { rows: 4, added: 2, refused: 2 } })
    expect(seen.kinds).toEqual([
      { code: 'name_missing', severity: 'refused', count: 1 },
      { code: 'row_too_long', severity: 'refused', count: 1 },
    ])
    expect(seen.file!.columns.map((column) => [column.header, column.field, column.samples[0]])).toEqual([
      ['Employee #', 'number', '1'],
      ['First Name', 'givenName', 'Ada'],
      ['Last Name', 'familyName', 'Lovelace'],
      ['Manager', 'manager', '1'],
    ])
    expect(await here(c)).toBe(0)
    expect(await findings(c, { id, limit: 10, offset: 1 })).toMatchObject({
      total: 2,
      findings: [{ line: 5, code: 'row_too_long', params: { actual: 6, expected: 4 } }],
    })
    const file = await refusedRows(c, { id, language: 'en' })
    expect(String(file.body).split('\r\n')[2]).toBe(
      `5,"This row has 6 columns where the header has 4; a delimiter inside a value may need quotes. Correct the row.",3,'=cmd,X,1,,9`,
    )

    const inGerman = await refusedRows(c, { id, language: 'de' })
    expect(String(inGerman.body).split('\r\n').slice(0, 2)).toEqual([
      '\uFEFFZeile,Grund,Employee #,First Name,Last Name,Manager',
      '4,Diese Zeile hat keinen Namen. Ergänzen Sie ihn.,3,,,1',
    ])

    await apply(c, { id, acceptGoodRows: false, restate: false })
    await write(c, id)
    expect((await get(c, { id })).import).toMatchObject({
      state: 'refused',
      code: 'people_rows_refused',
      params: { refused: 2, rows: 4 },
      counts: { added: 2 },
    })
    expect(await here(c)).toBe(0)
    await apply(c, { id, acceptGoodRows: true, restate: false })
    await write(c, id)
    expect((await get(c, { id })).import).toMatchObject({ state: 'applied', counts: { added: 2 } })
    expect(await here(c)).toBe(2)
    await expect(apply(c, { id, acceptGoodRows: true, restate: false })).rejects.toMatchObject({
      code: 'people_import_done',
    })
    await write(c, id) // a job that comes twice finds nothing to do
    expect((await list(c, { limit: 10 })).imports.map((i) => [i.id, i.state])).toEqual([[id, 'applied']])
  })

  test('with unknown columns is mapped and looked at again', async () => {
    const c = await company()
    const { id } = await upload(c, { name: 'x.csv', file: Buffer.from('Kennung;Wer\n7;Ada Lovelace\n') })
    await look(c, id)
    const before = await get(c, { id })
    expect(before.import).toMatchObject({ state: 'refused', code: 'people_columns_missing' })
    expect(before.file!.columns.map((column) => [column.header, column.field, column.samples])).toEqual([
      ['Kennung', null, ['7']],
      ['Wer', null, ['Ada Lovelace']],
    ])
    await settle(c, { id, columns: { Kennung: 'number', Wer: 'fullName' }, dates: {}, status: {} })
    await look(c, id)
    expect((await get(c, { id })).import).toMatchObject({ state: 'looked', counts: { added: 1 } })
  })

  test('with a zero byte and half a character in its first values can be looked at', async () => {
    const c = await company()
    const long = 'x'.repeat(199) + '😀 and more'
    const text = `Employee #,First\0 Name,Last Name,Note\n1,Ad\0a,Lovelace,${long}\n`
    const { id } = await upload(c, { name: 'x.csv', file: Buffer.from(text) })
    await look(c, id)
    const after = await get(c, { id })
    expect(after.import).toMatchObject({ state: 'looked', counts: { added: 1 } })
    expect(after.file!.columns.map((column) => [column.header, column.samples[0]!.slice(-2)])).toEqual([
      ['Employee #', '1'],
      ['First Name', 'da'],
      ['Last Name', 'ce'],
      ['Note', 'x\ufffd'],
    ])
  })

  test('waits while another file is read, and is not applied then', async () => {
    const c = await company()
    const { id } = await upload(c, { name: 'a.csv', file: Buffer.from('Employee #,First Name\n1,Ada\n') })
    const due = () =>
      sql`select kind from due where organization_id = ${c.organizationId} and subject_id = ${id}`.execute(c.db)
    const meanwhile = (then: () => Promise<void>) =>
      c.db.transaction().execute(async (tx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended('people import ' || ${c.organizationId}, 0))`.execute(
          tx,
        )
        await then()
      })
    await meanwhile(() => look(c, id))
    expect((await get(c, { id })).import).toMatchObject({ state: 'waiting', next: 'look' })
    expect((await due()).rows).toEqual([{ kind: 'people.lookAtFile' }])
    await look(c, id)
    expect((await get(c, { id })).import).toMatchObject({ state: 'looked' })
    await apply(c, { id, acceptGoodRows: false, restate: false })
    await meanwhile(() => write(c, id))
    expect((await get(c, { id })).import).toMatchObject({ state: 'refused', code: 'people_import_running' })
  })

  test('is applied only as it was seen', async () => {
    const c = await company()
    const text = Buffer.from('Employee #,First Name,Last Name\n1,Ada,Lovelace\n')
    const [a, b] = [await upload(c, { name: 'a.csv', file: text }), await upload(c, { name: 'b.csv', file: text })]
    await look(c, a.id)
    await look(c, b.id)
    base.clock.forward({ minutes: 1 })
    await apply(c, { id: a.id, acceptGoodRows: false, restate: false })
    await write(c, a.id)
    await expect(apply(c, { id: b.id, acceptGoodRows: false, restate: false })).rejects.toMatchObject({
      code: 'people_import_changed',
    })
  })

  test('is cancelled before it is written, and not after', async () => {
    const c = await company()
    const { id } = await upload(c, {
      name: 'a.csv',
      file: Buffer.from('Employee #,First Name,Last Name\n1,Ada,Lovelace\n'),
    })
    await look(c, id)
    await apply(c, { id, acceptGoodRows: false, restate: false })
    await cancel(c, { id })
    await write(c, id)
    expect((await get(c, { id })).import.state).toBe('cancelled')
    expect(await here(c)).toBe(0)
    await expect(cancel(c, { id })).rejects.toMatchObject({ code: 'people_import_done' })
  })
})

test('midnight lets in who starts and out who ends', async () => {
  const c = await company()
  const { id } = await upload(c, {
    name: 'a.csv',
    asOf: '2026-03-02',
    file: Buffer.from(
      'Employee #,First Name,Last Name,Status,Hire Date,Termination Date\n1,Ada,Lovelace,Active,2001-01-31,\n2,Bo,Ek,Active,2001-01-31,2026-03-02\n3,Cy,Fox,Pre-hire,2026-03-03,\n',
    ),
  })
  await look(c, id)
  await apply(c, { id, acceptGoodRows: false, restate: false })
  await write(c, id)
  const names = async () =>
    (
      await sql<{
        n: string
      }>`select given_name as n from roster where organization_id = ${c.organizationId} order by 1`.execute(c.db)
    ).rows.map((r) => r.n)
  expect(await names()).toEqual(['Ada', 'Bo'])
  base.clock.forward({ days: 1 })
  await passMidnight(c)
  expect(await names()).toEqual(['Ada', 'Cy'])
  const { rows } = await sql<{
    type: string
  }>`select type from event where organization_id = ${c.organizationId} and happened_on = '2026-03-03' and actor_via = 'job' order by type`.execute(
    c.db,
  )
  expect(rows.map((r) => r.type)).toEqual(['person.left', 'person.started'])
})

describe('the command line', () => {
  const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
  async function belay(args: string[], ready?: (kill: () => void) => Promise<void>) {
    const folder = testFolder()
    const child = spawn(process.execPath, [cli, ...args], {
      env: {
        DATABASE_URL: base.url,
        DATA_DIR: folder,
        LOG_LEVEL: 'warn',
        NODE_COMPILE_CACHE: readTestEnvironment().compileCache,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let out = ''
    let error = ''
    child.stdout.on('data', (d) => (out += d))
    child.stderr.on('data', (d) => (error += d))
    const closed = once(child, 'close')
    await ready?.(() => child.kill('SIGKILL'))
    const [code] = (await closed) as [number | null]
    return { code, out, error }
  }
  const slugOf = async (c: Context) =>
    (await sql<{ slug: string }>`select slug from organization where id = ${c.organizationId}`.execute(c.db)).rows[0]!
      .slug
  function write(name: string, rows: number): string {
    const file = path.join(testFolder(), name)
    let text = 'Employee #,First Name,Last Name,Work Email,Department,Supervisor EID\n'
    for (let i = 1; i <= rows; i++)
      text += csvLine([
        String(i),
        'First',
        `Last${i}`,
        `p${i}@x.example`,
        'Sales',
        i === 1 ? '' : String(Math.floor(i / 2)),
      ])
    writeFileSync(file, text)
    return file
  }

  test('prints one JSON value, and ends with 0, 1 or 2', async () => {
    const c = await company()
    const slug = await slugOf(c)
    const file = write('people.csv', 40)
    const dry = await belay(['people', 'import', file, '--org', slug, '--dry-run', '--json'])
    expect([dry.code, JSON.parse(dry.out)]).toEqual([
      0,
      {
        rows: 40,
        added: 40,
        changed: 0,
        moved: 0,
        titleChanged: 0,
        managerChanged: 0,
        left: 0,
        rehired: 0,
        unchanged: 0,
        refused: [],
        warnings: [],
      },
    ])
    const done = await belay(['people', 'import', file, '--org', slug, '--as-of', '2026-03-01', '--json'])
    expect([done.code, JSON.parse(done.out).added]).toEqual([0, 40])
    const fewer = await belay(['people', 'import', write('fewer.csv', 30), '--org', slug, '--json'])
    expect([fewer.code, JSON.parse(fewer.out).left, fewer.error]).toEqual([1, 10, expect.stringContaining('10 of 40')])
    const count = await belay([
      'people',
      'headcount',
      '--org',
      slug,
      '--as-of',
      '2026-03-01',
      '--by',
      'department',
      '--json',
    ])
    expect([count.code, JSON.parse(count.out)]).toEqual([0, [{ segment: 'Sales', people: 40 }]])
    expect((await belay(['people', 'import', file, '--org', slug, '--as-of', 'soon'])).code).toBe(2)
    expect((await belay(['people', 'import', 'nowhere.csv', '--org', slug])).code).toBe(1)
  }, 120_000)

  test('leaves nothing behind when it is killed in the middle of writing', async () => {
    const c = await company()
    const slug = await slugOf(c)
    const killed = await belay(['people', 'import', write('many.csv', 20_000), '--org', slug], async (kill) => {
      for (let round = 0; round < 20_000; round++) {
        const { rows } = await base.database.owner.query<{ n: number }>(
          `select count(*)::int as n from pg_stat_activity where datname = current_database() and state = 'active' and query ~ '^insert into placement'`,
        )
        if (rows[0]!.n > 0) return kill()
      }
      throw new Error('the import never came to write')
    })
    expect(killed.code).toBeNull()
    const state = async () =>
      (
        await sql<{
          people: number
          applied: number
        }>`select (select count(*) from person where organization_id = ${c.organizationId}) as people,
      (select count(*) from people_import where organization_id = ${c.organizationId} and applied_at is not null) as applied`.execute(
          c.db,
        )
      ).rows[0]!
    expect(await state()).toEqual({ people: 0, applied: 0 })
    // The database notices when it next speaks to the dead process, and lets go of what that one held.
    await expect
      .poll(
        async () =>
          (
            await base.database.owner.query<{ n: number }>(
              `select count(*)::int as n from pg_stat_activity where datname = current_database() and query ~ '^insert into placement' and state <> 'idle' and pid <> pg_backend_pid()`,
            )
          ).rows[0]!.n,
        { timeout: 60_000 },
      )
      .toBe(0)
    const again = await belay(['people', 'import', write('few.csv', 50), '--org', slug, '--json'])
    expect([again.code, again.error, (await state()).people]).toEqual([0, '', 50])
  }, 180_000)
})

test('refused rows give the reasons in the words of the page', () => {
  const codes = findingCodes.filter((code) => findingList[code].severity === 'refused')
  for (const language of languages) {
    const file = path.join(import.meta.dirname, `../../web/people/words/${language}.json`)
    const words = JSON.parse(readFileSync(file, 'utf8')) as { findings: Record<string, string> }
    for (const code of codes)
      expect(sentenceIn(language, code), `${code} in ${language}`).toBe(
        words.findings[code]!.replaceAll('{{', '{').replaceAll('}}', '}'),
      )
  }
})
