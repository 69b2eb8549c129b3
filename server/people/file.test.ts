import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { readTestEnvironment } from '../platform/config.ts'
import { noMapping, readMapping, recognise } from './columns.ts'
import { csvFile, csvLine, neutralise, recordsOf } from './csv.ts'
import { declaredFormat, readDate } from './dates.ts'
import { sourceOf, type Source } from './encoding.ts'
import { type Finding, messageOf, survey } from './file.ts'
import { readRows, type Row } from './rows.ts'

const asOf = '2026-03-02'

async function read(source: Source, mapping: unknown = null, encoding?: string) {
  const m = readMapping(mapping)
  const s = await survey(source, m, encoding)
  const rows: Row[] = []
  const findings: Finding[] = []
  for await (const batch of readRows(source, s, m, asOf)) {
    rows.push(...batch.rows)
    findings.push(...batch.findings)
  }
  return { survey: s, rows, findings, codes: findings.map((f) => f.code) }
}
const text = (content: string) => sourceOf('people.csv', Buffer.from(content))
const utf16 = (content: string, big = false) => {
  const bytes = Buffer.from('\uFEFF' + content, 'utf16le')
  return big ? bytes.swap16() : bytes
}
async function records(content: string | Buffer, delimiter: ',' | ';' = ',') {
  const all = []
  for await (const batch of recordsOf(sourceOf('x', Buffer.from(content)), 'utf-8', delimiter)) all.push(...batch)
  return all
}

const header = 'Employee #,First Name,Last Name,Work Email,Status,Department,Supervisor EID,Hire Date'

describe('records', () => {
  test.each([
    [
      'a,b\n1,"ha ""ha"" ha"\n3,4\n',
      [
        ['a', 'b'],
        ['1', 'ha "ha" ha'],
        ['3', '4'],
      ],
    ],
    [
      'a,b,c\r\n1,"",""\r\n2,3,4',
      [
        ['a', 'b', 'c'],
        ['1', '', ''],
        ['2', '3', '4'],
      ],
    ],
    [
      'key,val\n1,"{""type"": ""Point"", ""coordinates"": [102.0, 0.5]}"\n',
      [
        ['key', 'val'],
        ['1', '{"type": "Point", "coordinates": [102.0, 0.5]}'],
      ],
    ],
    [
      'a,b\n1,"ha \n""ha"" \nha"\n3,4\n',
      [
        ['a', 'b'],
        ['1', 'ha \n"ha" \nha'],
        ['3', '4'],
      ],
    ],
    [
      'a,b\n4,ʤ',
      [
        ['a', 'b'],
        ['4', 'ʤ'],
      ],
    ],
    [
      'x,y\n121°2\'17.9"W,Modesto',
      [
        ['x', 'y'],
        ['121°2\'17.9"W', 'Modesto'],
      ],
    ],
    ['a\rb\r', [['a'], ['b']]],
  ])('are those of the file: %j', async (content, expected) => {
    expect((await records(content)).map((r) => r.cells)).toEqual(expected)
  })

  test('carry the physical line on which they start', async () => {
    const found = await records('a,b\r\n"x\r\ny\n\nz",1\r\n\r\n"p\rq",2\r\nlast,3')
    expect(found.map((r) => r.line)).toEqual([1, 2, 6, 7, 9])
  })

  test('refuse a quotation mark that is never closed, naming its line', async () => {
    await expect(records('a,b\n1,2\n3,"open\n4,5\n')).rejects.toMatchObject({
      code: 'people_file_quote_open',
      params: { line: 3 },
    })
  })

  test('come back as they were written', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replaceAll('\uFEFF', ''))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        async (rows) => {
          const file = rows.map((row) => row.map((c) => `"${c.replaceAll('"', '""')}"`).join(',') + '\r\n').join('')
          expect((await records(file)).map((r) => r.cells)).toEqual(rows)
          const written = rows.map((row) => csvLine(row, 'as_is')).join('')
          if (rows.every((row) => row.length > 1)) expect((await records(written)).map((r) => r.cells)).toEqual(rows)
        },
      ),
    )
  })

  test('are those that csv-parse finds, wherever the file is cut into pieces', async () => {
    const piece = fc.constantFrom('a', 'b ', '"', '""', ',', '\n', '\r\n', '"x,\r\ny"', 'é')
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 1, max: 9 }), async (pieces, size) => {
        const content = pieces.join('')
        const bytes = Buffer.from(content)
        const cut: Source = {
          name: 'x',
          async *open() {
            for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
          },
        }
        const all: string[][] = []
        const read = async () => {
          for await (const batch of recordsOf(cut, 'utf-8', ',')) all.push(...batch.map((r) => r.cells))
        }
        let expected: string[][]
        try {
          expected = parse(content, { record_delimiter: ['\r\n', '\n', '\r'], relax_column_count: true })
        } catch {
          return // what it refuses we may read
        }
        await read()
        expect(all).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('neutralise what a spreadsheet would run, when written for one', () => {
    for (const value of ['=1+1', '+1-555-0100', "-2+3+cmd|' /C calc'!A0", '@SUM(1+1)', '\t=1+1'])
      expect(neutralise(value)).toBe(`'${value}`)
    expect(neutralise('O’Connor')).toBe('O’Connor')
    expect(csvFile(['a'], [['=1']])).toBe("\uFEFFa\r\n'=1\r\n")
  })
})

describe('how the file is written', () => {
  const rows = [
    header,
    '00001,Zoë,Brontë,zoe@x.example,Active,Études,,1994-12-01',
    '00002,Łukasz,Żółć,l@x.example,Active,"Sales, EMEA",00001,1995-01-25',
  ]
  const plain = rows.join('\r\n')
  const semicolons = rows
    .map((r) => r.replace('"Sales, EMEA"', 'Sales+ EMEA').replaceAll(',', ';').replace('Sales+', 'Sales,'))
    .join('\n')
  const tabs = semicolons.replaceAll(';', '\t')

  test.each<[string, Source]>([
    ['UTF-8', text(plain)],
    ['UTF-8 with a mark', text('\uFEFF' + plain)],
    ['semicolons', text(semicolons)],
    ['Excel’s first line', text('sep=;\r\n' + semicolons)],
    ['UTF-16LE with tabs', sourceOf('x', utf16(tabs))],
    ['UTF-16BE with tabs', sourceOf('x', utf16(tabs, true))],
    ['UTF-16LE without a mark', sourceOf('x', utf16(tabs).subarray(2))],
    ['gzip', sourceOf('x.gz', gzipSync(plain))],
  ])('%s gives the same people', async (_, source) => {
    const { rows: people, findings } = await read(source)
    expect(findings).toEqual([])
    expect(people.map((p) => [p.number, p.fullName, p.department, p.manager, p.hiredOn])).toEqual([
      ['00001', 'Zoë Brontë', 'Études', '', '1994-12-01'],
      ['00002', 'Łukasz Żółć', 'Sales, EMEA', '00001', '1995-01-25'],
    ])
  })

  test('Windows-1252 is found by its bytes, and can be told', async () => {
    const bytes = Buffer.from(`${header}\n1,Zo\u00eb,Bront\u00eb \u0080,a@x.example,Active,D,,1994-12-01\n`, 'latin1')
    const { survey: s, rows: people } = await read(sourceOf('x', bytes))
    expect([s.encoding, people[0]!.fullName]).toEqual(['windows-1252', 'Zoë Brontë €'])
    expect((await read(sourceOf('x', bytes), null, 'latin1')).rows[0]!.givenName).toBe('Zoë')
    await expect(read(text(plain), null, 'ebcdic')).rejects.toMatchObject({ code: 'people_encoding_unknown' })
  })

  test('one bad byte in a UTF-8 file is damage, reported where it is', async () => {
    const many = Array.from({ length: 30 }, (_, i) => `${i},Zoë,Brontë,p${i}@x.example,Active,D,,1994-12-01`).join('\n')
    const bytes = Buffer.concat([
      Buffer.from(`${header}\n${many}\n99,Ab`),
      Buffer.from([0xff]),
      Buffer.from(',C,c@x.example,Active,D,,1994-12-01\n'),
    ])
    const { survey: s, findings } = await read(sourceOf('x', bytes))
    expect(s.encoding).toBe('utf-8')
    expect(findings.map((f) => [f.line, f.code])).toEqual([[32, 'characters_lost']])
  })

  test('an empty file is refused', async () => {
    await expect(read(text(' \n'))).rejects.toMatchObject({ code: 'people_file_empty' })
  })
})

describe('columns', () => {
  test.each([
    ['Employee #', 'number'],
    ['USERID', 'number'],
    ['Personalnummer', 'number'],
    ['Matricule', 'number'],
    ['Employee ID', 'number'],
    ['Pers.No.', 'number'],
    [' First Name', 'givenName'],
    ['Vorname', 'givenName'],
    ['Prénom', 'givenName'],
    ['Apellidos', 'familyName'],
    ['Nom de famille', 'familyName'],
    ['work email', 'email'],
    ['E-Mail', 'email'],
    ['Correo electrónico', 'email'],
    ['Supervisor EID ', 'manager'],
    ["Manager's Employee ID", 'manager'],
    ['Reports To Employee ID', 'manager'],
    ['Manager Email', 'managerEmail'],
    ['Manager Name', 'managerName'],
    ['Eintrittsdatum', 'hiredOn'],
    ['Fecha de ingreso', 'hiredOn'],
    ["Date d'embauche", 'hiredOn'],
    ['Termination Date', 'leftOn'],
    ['Austrittsdatum', 'leftOn'],
    ['Home Department Description', 'department'],
    ['Abteilung', 'department'],
    ['Business Title', 'title'],
    ['Intitulé du poste', 'title'],
    ['Cost of Living', undefined],
    ['Salary', undefined],
  ])('%s is %s', (name, field) => expect(recognise(name)).toBe(field))

  test('a second header line, the label of the first, is no person', async () => {
    const { rows } = await read(
      text(
        'STATUS,USERID,FIRSTNAME,LASTNAME,EMAIL,MANAGER,DEPARTMENT,HIREDATE\nSTATUS,USERID,First Name,Last Name,Email,Manager,Department,Hire Date\nactive,1,A,B,a@x.example,NO_MANAGER,D,01/25/1995\n',
      ),
    )
    expect(rows.map((r) => [r.number, r.manager, r.hiredOn])).toEqual([['1', '', '1995-01-25']])
  })

  test('a manager’s name beside the number is not taken for the number', async () => {
    const { rows } = await read(
      text(
        'employeeNumber,firstName,lastName,supervisorEId,supervisor\n1,A,B,7,"Nowmer, Sheri"\n2,C,D,,"Nowmer, Sheri"\n',
      ),
    )
    expect(rows.map((r) => [r.manager, r.managerByName])).toEqual([
      ['7', false],
      ['Nowmer, Sheri', true],
    ])
  })

  test('others are mapped, with date formats and words for a status', async () => {
    const file = text('Kennung;Wer;Seit;Lage;Chef\n7;Ada Lovelace;03/04/2005;X;\n8;Bo Ek;05/06/2006;;7\n')
    const flat = await read(file, { Kennung: 'number', wer: 'full name', Chef: 'manager' })
    expect(flat.rows.map((r) => [r.number, r.fullName, r.manager])).toEqual([
      ['7', 'Ada Lovelace', ''],
      ['8', 'Bo Ek', '7'],
    ])
    expect(flat.findings.map((f) => [f.code, f.column])).toEqual([
      ['column_not_imported', 'Seit'],
      ['column_not_imported', 'Lage'],
    ])
    const full = await read(file, {
      columns: { Kennung: 'number', Wer: 'fullName', Seit: 'hiredOn', Lage: 'status', Chef: 'manager' },
      dates: { Seit: 'TT/MM/JJJJ' },
      status: { X: 'leave', '': 'active' },
    })
    expect(full.rows.map((r) => [r.status, r.hiredOn])).toEqual([
      ['leave', '2005-04-03'],
      ['active', '2006-06-05'],
    ])
    await expect(read(file, { Kennung: 'shoe size' })).rejects.toMatchObject({ code: 'people_mapping_field_unknown' })
    await expect(read(file, { dates: { Seit: 'soon' } })).rejects.toMatchObject({ code: 'people_mapping_date_unknown' })
  })

  test('files that are no tables say what they are', async () => {
    const begins = (hex: string) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(3000, 0x9a)])
    const list = gzipSync(`${header}\n${'7,Ada,Lovelace,ada@x.example,Active,,,2020-01-02\n'.repeat(5000)}`)
    for (const [bytes, code] of [
      [begins('504b030414000600'), 'people_file_spreadsheet'],
      [begins('d0cf11e0a1b11ae1'), 'people_file_spreadsheet'],
      [gzipSync(begins('504b030414000600')), 'people_file_spreadsheet'],
      [begins('89504e470d0a1a0a'), 'people_file_unreadable'],
      [Buffer.alloc(2000), 'people_file_unreadable'],
      [list.subarray(0, list.length / 2), 'people_file_cut_off'],
      [Buffer.concat([list.subarray(0, 60), Buffer.alloc(400, 0xff)]), 'people_file_cut_off'],
      [Buffer.from('\n\n  \n'), 'people_file_empty'],
    ] as const)
      await expect(read(sourceOf('people.csv', bytes)), code).rejects.toMatchObject({ code })
    // A zero byte in one cell is damage, not another kind of file.
    const damaged = await read(text(`${header}\n7,Ada,Love\0lace,ada@x.example,Active,,,2020-01-02\n`))
    expect(damaged.codes).toEqual(['control_characters'])
  })

  test('lines before the header are skipped and told', async () => {
    const { rows, findings } = await read(
      text(`Staff list\nas of,2026-03-01\n\n${header}\n1,A,B,a@x.example,Active,D,,1994-12-01\n`),
    )
    expect(rows.map((r) => r.line)).toEqual([5])
    expect(findings.map((f) => [f.line, f.code])).toEqual([
      [1, 'row_before_header'],
      [2, 'row_before_header'],
    ])
  })
})

describe('dates', () => {
  const bare = {}
  test.each([
    ['1994-12-01', bare, '1994-12-01'],
    ['1994-12-01T00:00:00Z', bare, '1994-12-01'],
    ['19941201', bare, '1994-12-01'],
    ['01.02.1994', bare, '1994-02-01'],
    ['1-Dec-1994', bare, '1994-12-01'],
    ['1. Dezember 1994', bare, '1994-12-01'],
    ['1 de enero de 1998', bare, '1998-01-01'],
    ['3 août 2001', bare, '2001-08-03'],
    ['Jul 4, 2001', bare, '2001-07-04'],
    ['3/4/2005', { order: 'dmy' as const }, '2005-04-03'],
    ['3/4/2005', { declared: declaredFormat('MM/DD/YYYY') }, '2005-03-04'],
    ['06-01-98', { declared: declaredFormat('MM-DD-YY') }, '1998-06-01'],
  ])('%s under %j is %s', (cell, rule, day) => expect(readDate(cell, rule)).toEqual({ day }))

  test.each([
    ['2023-02-30', 'date_impossible'],
    ['00/00/0000', 'date_impossible'],
    ['31/04/2022', 'date_impossible'],
    ['3/4/2005', 'date_ambiguous'],
    ['06-10-13', 'date_two_digit_year'],
    ['soon', 'date_unreadable'],
    ['1994-12-01T23:30:00Z', 'date_unreadable'],
  ])('%s stays open: %s', (cell, open) => expect(readDate(cell, bare)).toEqual({ open }))

  test('a spreadsheet’s day number is that day', () => {
    expect(readDate('35065', bare)).toEqual({ day: '1996-01-01', note: 'date_serial' })
    expect(readDate('35431.0', bare)).toEqual({ day: '1997-01-01', note: 'date_serial' })
  })

  const column = (...days: string[]) =>
    text(`${header}\n${days.map((d, i) => `${i + 1},A,B${i},p${i}@x.example,Active,D,,${d}`).join('\n')}\n`)
  test('a column proves its own order, or its doubtful cells stay open', async () => {
    const proved = await read(column('03/04/2005', '12/01/1994', '01/25/1995'))
    expect([proved.rows.map((r) => r.hiredOn), proved.codes]).toEqual([['2005-03-04', '1994-12-01', '1995-01-25'], []])
    const unproved = await read(column('03/04/2005', '05/05/2005'))
    expect([unproved.rows.map((r) => r.hiredOn), unproved.codes]).toEqual([
      [null, '2005-05-05'],
      ['date_ambiguous', 'date_other_format'],
    ])
    const contradictory = await read(column('03/04/2005', '25/01/1995', '01/25/1995'))
    expect(contradictory.rows.map((r) => [r.hiredOn, r.hiredOnOpen])).toEqual([
      [null, true],
      ['1995-01-25', false],
      ['1995-01-25', false],
    ])
    const stray = await read(column('3/4/2005', '10/24/1979', '1994-12-01', '1994-12-02', '1994-12-03'))
    expect(stray.codes).toEqual(['date_ambiguous', 'date_other_format'])
  })
})

describe('cells', () => {
  const one = async (
    cells: Partial<Record<'number' | 'given' | 'family' | 'email' | 'status' | 'department' | 'hired', string>>,
  ) => {
    const c = {
      number: '1',
      given: 'A',
      family: 'B',
      email: 'a@x.example',
      status: 'Active',
      department: 'D',
      hired: '1994-12-01',
      ...cells,
    }
    const { rows, findings } = await read(
      text(
        csvLine(header.split(','), 'as_is') +
          csvLine([c.number, c.given, c.family, c.email, c.status, c.department, '', c.hired], 'as_is'),
      ),
    )
    return { row: rows[0]!, findings: findings.map((f) => f.code), said: findings.map((f) => messageOf(f)) }
  }

  test('are never changed in silence', async () => {
    expect((await one({ number: ' 00392\u00a0' })).row.number).toBe('00392')
    expect((await one({ number: ' 00392\u00a0' })).findings).toEqual(['spaces_trimmed'])
    expect(await one({ email: 'a\u200b@x.example' })).toMatchObject({
      row: { email: 'a@x.example' },
      findings: ['invisible_characters'],
    })
    expect(await one({ department: 'N/A' })).toMatchObject({ row: { department: '' }, findings: ['null_literal'] })
    expect(await one({ department: 'Cl\u0000erk\u0007' })).toMatchObject({
      row: { department: 'Clerk' },
      findings: ['control_characters'],
    })
    expect(await one({ family: 'A\u030angstro\u0308m' })).toMatchObject({
      row: { familyName: 'Ångström' },
      findings: ['characters_composed'],
    })
    expect(await one({ family: 'MÃ¼ller' })).toMatchObject({
      row: { familyName: 'MÃ¼ller' },
      findings: ['encoding_suspicious'],
    })
  })

  test('that people may mean stay as they are', async () => {
    for (const family of [
      'Null',
      '<script>alert(1)</script>',
      '{{7*7}}',
      'O’Connor',
      '👩‍💻 Relations',
      'd’Arc',
      'اللّٰه',
    ]) {
      expect(await one({ family })).toMatchObject({ row: { familyName: family }, findings: [] })
    }
    for (const department of ['=1+1', '\t=1+1', 'Store\r\nManager', 'Lead, "Floor 2"; east', '+1-555-0100'])
      expect(await one({ department })).toMatchObject({ row: { department }, findings: [] })
  })

  test.each([
    ['Active', 'active'],
    ['ACTIVE', 'active'],
    ['aktiv', 'active'],
    ['LOA', 'leave'],
    ['On leave', 'leave'],
    ['T', 'ended'],
    ['terminated', 'ended'],
    ['Ausgetreten', 'ended'],
  ])('status %s is %s', async (written, status) =>
    expect(await one({ status: written })).toMatchObject({ row: { status, refused: false }, findings: [] }),
  )

  test('an unknown status refuses the row and says what to do', async () => {
    const { row, findings, said } = await one({ status: 'Z9' })
    expect([row.refused, findings]).toEqual([true, ['status_unknown']])
    expect(said[0]).toContain('“Z9”')
    expect((await one({ status: '' })).row.refused).toBe(true)
  })

  test('a hire date ahead is a start, too far ahead a mistake', async () => {
    expect(await one({ hired: '2026-05-01' })).toMatchObject({
      row: { startsOn: '2026-05-01' },
      findings: ['starts_later'],
    })
    expect(await one({ hired: '2026-05-01', status: 'Pre-hire' })).toMatchObject({
      row: { startsOn: '2026-05-01' },
      findings: [],
    })
    expect(await one({ hired: '2031-01-01' })).toMatchObject({
      row: { startsOn: null, hiredOn: null },
      findings: ['date_far_future'],
    })
    expect(await one({ hired: '1753-01-01' })).toMatchObject({
      row: { hiredOn: null, hiredOnOpen: true },
      findings: ['date_default'],
    })
  })

  test('a row that lacks what tells whom it means is refused', async () => {
    expect((await one({ number: '1.15E+03' })).findings).toEqual(['number_damaged'])
    expect((await one({ number: '', email: '' })).findings).toEqual(['email_missing', 'identity_missing'].slice(1))
    expect((await one({ given: '', family: '' })).findings).toEqual(['name_missing'])
    expect((await one({ given: 'x'.repeat(201) })).findings).toEqual(['value_too_long'])
    expect((await one({ number: '' })).findings).toEqual(['number_missing'])
  })
})

test('no text, however odd, stops the reading', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { minLength: 8, maxLength: 8 }), {
        minLength: 1,
        maxLength: 6,
      }),
      async (rows) => {
        const { rows: people, survey: s } = await read(
          text(header + '\r\n' + rows.map((r) => csvLine(r, 'as_is')).join('')),
        )
        expect(people.length).toBe(s.rows)
      },
    ),
    { numRuns: 150 },
  )
})

const folder = readTestEnvironment().peopleFiles
describe.runIf(folder !== null && existsSync(path.join(folder ?? '', 'dirty.manifest.json')))(
  'the planted defects',
  () => {
    const file = (name: string): Source => ({ name, open: () => createReadStream(path.join(folder!, name)) })
    const content = () => readFileSync(path.join(folder!, 'dirty-utf8-bom.csv'), 'utf8').replace('\uFEFF', '')

    test('give the same report from every edition of the file', async () => {
      const a = await read(file('dirty-utf8-bom.csv'))
      const b = await read(file('dirty-semicolon.csv'))
      const all: string[][] = []
      for await (const batch of recordsOf(text(content()), 'utf-8', ',')) all.push(...batch.map((r) => r.cells))
      const tabs = all
        .map((cells) => cells.map((c) => (/[\t\r\n"]/.test(c) ? `"${c.replaceAll('"', '""')}"` : c)).join('\t'))
        .join('\r\n')
      const c = await read(sourceOf('excel.txt', utf16(tabs)))
      expect(a.survey.rows).toBe(1165)
      expect(a.survey.skipped).toMatchObject({ blank: 2, repeatedHeader: 1, total: 1 })
      expect(b.findings).toEqual(a.findings)
      expect(b.rows).toEqual(a.rows)
      expect(c.findings).toEqual(a.findings)
      expect(c.rows).toEqual(a.rows)
      expect([b.survey.delimiter, c.survey.delimiter, c.survey.encoding]).toEqual([';', '\t', 'utf-16le'])
    })

    test('are told in the German spreadsheet’s edition too, with what its encoding lost', async () => {
      const german = content().replaceAll(/\b(\d{4})-(\d{2})-(\d{2})\b/g, '$3.$2.$1')
      const bytes = Buffer.from(
        [...german].map((ch) => (ch === '’' ? 0x92 : ch.codePointAt(0)! < 256 ? ch.codePointAt(0)! : 0x3f)),
      )
      const { survey: s, rows, findings } = await read(sourceOf('de.csv', bytes))
      const a = await read(file('dirty-utf8-bom.csv'))
      expect([s.encoding, rows.length]).toEqual(['windows-1252', a.rows.length])
      const dates = (found: Finding[]) => found.filter((f) => f.code.startsWith('date_')).map((f) => [f.line, f.code])
      expect(dates(findings)).toEqual(dates(a.findings))
      const lost = new Set(
        findings
          .filter((f) => f.code === 'characters_lost' || (f.code === 'email_invalid' && f.id === '01014'))
          .map((f) => f.id),
      )
      const { cp1252_lossy_ids } = JSON.parse(readFileSync(path.join(folder!, 'dirty.manifest.json'), 'utf8')) as {
        cp1252_lossy_ids: string[]
      }
      expect(cp1252_lossy_ids.filter((id) => !lost.has(id))).toEqual([])
    })
  },
)

test('an untouched mapping maps nothing', () => expect(readMapping(undefined)).toBe(noMapping))
