/** Reading values that a company brings. What cannot be read is refused with its line and reason; nothing is mended. */
import {
  ownFields,
  type OwnField,
  ownFindings,
  type OwnFindingCode,
  ownKinds,
  type OwnKind,
} from '../../contract/own-metrics.ts'
import {
  type Column,
  findingsBy,
  type Found as FoundOf,
  leftColumns,
  readMapping,
  readNumber,
  readTable,
  rowReader,
  type Source,
  type TableKind,
} from '../people/people.ts'
import type { Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'
import type { OwnMetric } from './metric.ts'

const kind: TableKind<OwnField> = {
  fields: ownFields,
  titles: {
    date: `date day asof on month period datum tag stichtag monat fecha dia mes date jour mois`,
    department: `department abteilung departamento service`,
    location: `location site standort centro centrodetrabajo ubicacion lieu`,
    country: `country land pais pays`,
    numerator: `numerator zaehler zahler numerador numerateur`,
    denominator: `denominator nenner denominador denominateur`,
    value: `value wert valor valeur`,
    n: `n count base people cases anzahl basis personen faelle falle numero personas casos nombre effectif`,
  },
  dates: ['date'],
  limits: { department: 400, location: 400, country: 400 },
}

export type Found = FoundOf<OwnFindingCode>
export const { refuses: refusesRow, listed } = findingsBy<OwnFindingCode>(ownFindings)

/** One value; `line` of the file, or its place among those that another system sends. */
export type OwnRow = {
  line: number
  on: Day
  kind: 'organization' | OwnKind
  key: string
  numerator: number
  denominator: number
  value: number
}
type Say = (code: OwnFindingCode, field: OwnField | null, params?: Found['params']) => void
/** A row as it was sent, before anything is checked; null: left out, NaN: not a number. */
type Raw = { on: Day | null; parts: [OwnKind, string][]; figures: Record<Figure, number | null> }
const figures = ['numerator', 'denominator', 'value', 'n'] as const
type Figure = (typeof figures)[number]

const ranges: Partial<Record<OwnMetric['unit'], [number, number]>> = {
  percent: [0, 100],
  of_five: [1, 5],
  score: [-100, 100],
  days: [0, 1_000_000],
  minutes: [0, 1_000_000],
}
/** What a whole number in the database may be. */
const most = 2_000_000_000

/** What a row says, or null with the reason said. Pure. */
export function readValue(m: Pick<OwnMetric, 'unit'>, raw: Raw, today: Day, say: Say): Omit<OwnRow, 'line'> | null {
  let refused = false
  const no: Say = (...why) => {
    refused = true
    say(...why)
  }
  if (raw.on === null) no('date_missing', 'date')
  else if (raw.on > today) no('date_ahead', 'date', { day: raw.on })
  const parts = raw.parts.filter(([, key]) => key !== '')
  if (parts.length > 1) no('part_two', parts[1]![0])
  const { numerator, denominator, value, n } = raw.figures
  const share = numerator !== null || denominator !== null
  const plain = value !== null || n !== null
  if (share && plain) no('number_both', 'value')
  else if (share ? numerator === null || denominator === null : value === null || n === null) no('number_missing', null)
  const whole = (field: Figure, number: number | null, least: number) => {
    if (number !== null && (!Number.isInteger(number) || number < least || number > most))
      no('number_whole', field, { value: String(number), least })
  }
  whole('numerator', numerator, 0)
  whole('denominator', denominator, 1)
  whole('n', n, 1)
  if (refused) return null
  const said = share ? (numerator! / denominator!) * (m.unit === 'percent' ? 100 : 1) : value!
  const [low, high] = ranges[m.unit] ?? [-1_000_000_000, 1_000_000_000]
  if (said < low || said > high) {
    say('number_range', share ? 'numerator' : 'value', { value: said, low, high })
    return null
  }
  const [part] = parts
  return {
    on: raw.on!,
    kind: part?.[0] ?? 'organization',
    key: part?.[1] ?? '',
    numerator: share ? numerator! : 0,
    denominator: share ? denominator! : n!,
    value: said,
  }
}

export type OwnFile = { rows: OwnRow[]; findings: Found[]; columns: Column<OwnField>[]; records: number }

export async function readOwnFile(source: Source, mapping: unknown, m: OwnMetric, today: Day): Promise<OwnFile> {
  const table = await readTable(source, kind, readMapping(kind, mapping))
  const { at, columns, records } = table
  const missing = !at.has('date')
    ? 'date'
    : (at.has('numerator') && at.has('denominator')) || (at.has('value') && at.has('n'))
      ? null
      : 'numerator, denominator'
  if (missing) throw problem('own_file_columns', { missing })
  const findings: Found[] = leftColumns(table)
  const rows = records.flatMap((record): OwnRow[] => {
    const row = rowReader<OwnField, OwnFindingCode>(table, record, findings, refusesRow, (cell) => cell('date'))
    const figure = (field: Figure): number | null => {
      const text = row.take(field)
      if (text === '') return null
      const read = readNumber(text)
      if (read === null) row.say('number_unreadable', field, { value: text })
      return read
    }
    const raw: Raw = {
      on: row.day('date'),
      parts: ownKinds.map((k) => [k, row.take(k)]),
      figures: {
        numerator: figure('numerator'),
        denominator: figure('denominator'),
        value: figure('value'),
        n: figure('n'),
      },
    }
    // What could not be read was said already.
    const said = row.refused ? null : readValue(m, raw, today, row.say)
    return said ? [{ line: record.line, ...said }] : []
  })
  return { rows, findings, columns, records: records.length }
}
