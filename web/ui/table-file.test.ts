import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { clipOf, csvOf, fileName, workbookOf } from './table-file.ts'

/** One part of a zip file, by the entries that stand before each part. */
function partOf(zip: ArrayBuffer, name: string): string {
  const bytes = Buffer.from(zip)
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0;) {
    const [method, packed, named, more] = [
      bytes.readUInt16LE(at + 8),
      bytes.readUInt32LE(at + 18),
      bytes.readUInt16LE(at + 26),
      bytes.readUInt16LE(at + 28),
    ]
    const from = at + 30 + named + more
    if (bytes.toString('utf8', at + 30, at + 30 + named) === name) {
      const part = bytes.subarray(from, from + packed)
      return (method === 0 ? part : inflateRawSync(part)).toString('utf8')
    }
    at = bytes.indexOf('PK\x03\x04', from + packed)
  }
  throw new Error(`The file has no ${name}.`)
}

describe('a table in the clipboard', () => {
  it('keeps its cells, and holds nothing that a spreadsheet would run', () => {
    const cell = fc.string({ unit: 'binary' })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const lines = clipOf(rows).split('\n')
        expect(lines).toHaveLength(rows.length)
        for (const line of lines) expect(line.split('\t')).toHaveLength(2)
        for (const one of lines.flatMap((line) => line.split('\t')))
          expect(one).not.toMatch(/^(=|@|[+-](?![\d.,\s]*\d\s?%?$))/)
      }),
    )
    expect(clipOf([['=1+1', '+cmd|x', '-0,5', '−3', 'a\tb\nc', 7]])).toBe("'=1+1\t'+cmd|x\t-0,5\t−3\ta b c\t7")
  })
})

describe('a table as a file', () => {
  it('comes back from its commas as it was, and holds nothing that a spreadsheet would run', () => {
    const cell = fc.oneof(
      fc.integer(),
      fc.string({ unit: 'binary' }).map((s) => s.replaceAll('\0', '')),
    )
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1 }), (rows) => {
        const read = parse(csvOf(rows), { bom: true, relax_quotes: false }) as string[][]
        expect(read.length).toBe(rows.length)
        read.flat().forEach((value, i) => {
          const was = rows.flat()[i]!
          if (typeof was === 'number') expect(value).toBe(String(was))
          else {
            expect(value.replace(/^'/, '')).toBe(was.replace(/^'/, ''))
            expect(value).not.toMatch(/^[=+\-@\t\r]/)
          }
        })
      }),
    )
  })

  it('is a workbook with numbers as numbers, under a name that a sheet may have', async () => {
    const file = await workbookOf(
      [
        ['Day', 'Share: [all]'],
        ['2026-03-01', 0.85],
      ],
      'Activation: what [it] is / how far it has come',
    )
    const sheet = partOf(await file.arrayBuffer(), 'xl/worksheets/sheet1.xml')
    expect(sheet).toMatch(/<v>0\.85<\/v>/)
    expect(partOf(await file.arrayBuffer(), 'xl/workbook.xml')).toMatch(/name="Activation +what +it +is +how"/)
  })

  it('is named so that every system takes it', () => {
    expect(fileName('L1: 80 % / "all"', 'csv')).toBe('L1 80 % all .csv'.replace(' .', '.'))
  })
})
