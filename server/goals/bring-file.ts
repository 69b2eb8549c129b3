/**
 * Reading a file of goals: which column holds what, and what each row says. Pure but for the file.
 * Nothing is repaired in silence: what cannot be read is refused with its line and reason.
 */
import {
  type GoalField,
  goalFields,
  type GoalFindingCode,
  goalFindings,
  type KeyResultKind,
  type Outcome,
} from '../../contract/goals.ts'
import {
  columnKey,
  dateRuleOf,
  type DateRule,
  declaredFormat,
  detectDelimiter,
  detectEncoding,
  fold,
  lookAt,
  newDateColumn,
  readDate,
  type Rec,
  recordsOf,
  sampleRecords,
  type Source,
  textOf,
} from '../people/people.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'

/** Header names of the usual tools' exports (folded), in English, German, Spanish and French. */
const names: Record<GoalField, string> = {
  kind: `type kind rowtype itemtype objecttype goaltype entrytype typ art tipo`,
  externalId: `id externalid goalid objectiveid okrid uid uuid goaluuid goalnumber objectivenumber entityid itemid recordid keyresultid
    zielid zielnummer idobjetivo idobjectif identifiant`,
  parentId: `parentid parent parentgoalid parentgoal parentobjectiveid parentobjective alignedto alignedtoid alignedgoalid supportsgoalid objectiveparentid
    contributestoid contributesto uebergeordneteszielid uebergeordnetesziel idobjetivosuperior objetivosuperior idobjectifparent objectifparent`,
  title: `title name goal goalname goaltitle objective objectivename objectivetitle keyresult keyresultname keyresulttitle okr okrname summary
    ziel zielname titel bezeichnung objetivo titulo nombre objectif titre intitule`,
  description: `description details notes goaldescription objectivedescription why beschreibung descripcion detalles descriptif`,
  ownerNumber: `ownerid owneremployeeid owneremployeenumber employeeid employeenumber employeeno assigneeid ownernumber responsibleid
    personalnummer personalnummerverantwortlich mitarbeiternummer numerodeempleado idempleado matricule matriculetitulaire`,
  ownerEmail: `owneremail owneremailaddress email employeeemail assigneeemail goalowneremail objectiveowneremail owner assignee responsible responsibleemail emailowner
    verantwortlich emailverantwortlich emailtitular correo correotitular emailtitulaire courriel titulaire titular`,
  level: `level goallevel scope group goalscope objectivelevel ownertype ebene nivel niveau portee`,
  visibility: `visibility privacy private access isprivate sichtbarkeit visibilidad visibilite confidentialite`,
  startsOn: `startdate startson start from begindate begins createdon periodstart timeperiodstart startdatum beginn fechadeinicio fechainicio inicio datededebut datedebut debut`,
  endsOn: `duedate enddate endson due end targetdate until deadline periodend timeperiodend enddatum faelligam ende fechadefin fechafin vencimiento fin datedefin datefin echeance`,
  state: `status state goalstatus objectivestatus outcome result stand zustand estado statut etat resultado`,
  progress: `progress progresspercent percentcomplete percentagecomplete completion completionpercent overallprogress goalprogress score fortschritt avance progreso avancement progression`,
  unit: `unit unitofmeasure metricunit measure metrictype measurementtype unitofmeasurement einheit unidad unite`,
  start: `startvalue initialvalue baseline startingvalue startmetric baselinevalue metricstart startwert valorinicial valeurinitiale valeurdedepart`,
  target: `target targetvalue goalvalue targetmetric metrictarget endvalue zielwert meta valorobjetivo valorfinal cible valeurcible`,
  current: `currentvalue current actual actualvalue latestvalue metriccurrent lastvalue currentmetric istwert aktuellerwert valoractual valeuractuelle`,
  weight: `weight weighting weightpercent gewicht gewichtung peso ponderacion poids ponderation`,
}
const fieldOf = new Map<string, GoalField>()
for (const field of goalFields)
  for (const name of names[field].split(/\s+/)) if (!fieldOf.has(name)) fieldOf.set(name, field)

export type GoalMapping = {
  columns: ReadonlyMap<string, GoalField | null>
  dates: ReadonlyMap<string, ReturnType<typeof declaredFormat>>
}

/** `{ "Source column": "field" or null }`, or `{ "columns": {…}, "dates": { "Source column": "DD/MM/YYYY" } }`. */
export function readGoalMapping(value: unknown): GoalMapping {
  const columns = new Map<string, GoalField | null>()
  const dates = new Map<string, ReturnType<typeof declaredFormat>>()
  if (value === null || value === undefined) return { columns, dates }
  if (typeof value !== 'object' || Array.isArray(value)) throw problem('people_mapping_invalid')
  const all = value as Record<string, unknown>
  const part = (name: string) =>
    typeof all[name] === 'object' && all[name] !== null && !Array.isArray(all[name])
      ? (all[name] as Record<string, unknown>)
      : null
  const full = (part('columns') ?? part('dates')) ? true : false
  for (const [column, to] of Object.entries(full ? (part('columns') ?? {}) : all)) {
    if (to === null || to === '') columns.set(columnKey(column), null)
    else if (typeof to === 'string' && (goalFields as readonly string[]).includes(to))
      columns.set(columnKey(column), to as GoalField)
    else throw problem('people_mapping_field_unknown', { value: String(to), column, fields: goalFields.join(', ') })
  }
  for (const [column, to] of Object.entries((full && part('dates')) || {})) {
    const format = typeof to === 'string' ? declaredFormat(to) : undefined
    if (!format) throw problem('people_mapping_date_unknown', { value: String(to), column })
    dates.set(columnKey(column), format)
  }
  return { columns, dates }
}

export type Found = {
  line: number
  id: string | null
  column: string | null
  code: GoalFindingCode
  params: Record<string, string | number>
}
export const refusesRow = (code: GoalFindingCode) => goalFindings[code].severity === 'refused'
export const sentence = (f: Pick<Found, 'code' | 'params'>) =>
  goalFindings[f.code].message.replace(/\{(\w+)\}/g, (whole, name: string) => String(f.params[name] ?? whole))

export type Column = { header: string; field: GoalField | null; samples: string[] }
export type ReadRow = {
  line: number
  refused: boolean
  kind: 'goal' | 'key_result'
  externalId: string | null
  parentId: string | null
  title: string
  description: string
  ownerNumber: string
  ownerEmail: string
  level: 'company' | 'team' | 'person'
  visibility: 'public' | 'private'
  startsOn: Day | null
  endsOn: Day | null
  state: { draft: true } | { closed: Outcome } | null
  /** Share, 0 to 1. */
  progress: number | null
  unit: string
  valueKind: KeyResultKind
  start: number | null
  target: number | null
  current: number | null
  weight: number
}
export type GoalFile = { rows: ReadRow[]; findings: Found[]; columns: Column[]; records: number }

export async function readGoalFile(source: Source, mapping: GoalMapping): Promise<GoalFile> {
  const { encoding } = await detectEncoding(source)
  let sample = ''
  for await (const piece of textOf(source, encoding)) if ((sample += piece).length > 100_000) break
  if (sample.trim() === '') throw problem('people_file_empty')
  const fieldFor = (header: string) => {
    const told = mapping.columns.get(columnKey(header))
    return told === undefined ? (fieldOf.get(fold(header)) ?? null) : told
  }
  const known = (cells: readonly string[]) => new Set(cells.map(fieldFor).filter(Boolean)).size
  const delimiter = detectDelimiter(sample, known)
  const first = sampleRecords(sample.replace(/^sep=.\r?\n/i, ''), delimiter).slice(0, 30)
  const headerAt = first.reduce((best, cells, at) => (known(cells) > known(first[best] ?? []) ? at : best), 0)
  const header = first[headerAt] ?? []
  const columns: Column[] = []
  const at = new Map<GoalField, number>()
  for (const [index, name] of header.entries()) {
    const field = fieldFor(name)
    // A column that was told wins over one that was recognised; of two alike the first.
    const told = mapping.columns.has(columnKey(name))
    const free =
      field !== null && (!at.has(field) || (told && !mapping.columns.has(columnKey(header[at.get(field)!]!))))
    if (field !== null && free && at.has(field)) columns[at.get(field)!]!.field = null
    columns.push({ header: name, field: free ? field : null, samples: [] })
    if (free) at.set(field, index)
  }
  if (!at.has('title')) throw problem('goal_file_columns', { missing: 'title' })
  if (!at.has('ownerNumber') && !at.has('ownerEmail'))
    throw problem('goal_file_columns', { missing: 'ownerNumber, ownerEmail' })
  if (!at.has('endsOn')) throw problem('goal_file_columns', { missing: 'endsOn' })

  const records: Rec[] = []
  let n = 0
  for await (const batch of recordsOf(source, encoding, delimiter))
    for (const record of batch)
      if (n++ > headerAt && record.cells.some((cell) => cell.trim() !== '')) records.push(record)
  const dates = { startsOn: newDateColumn(), endsOn: newDateColumn() }
  for (const { cells } of records) {
    for (const field of ['startsOn', 'endsOn'] as const)
      if (at.has(field)) lookAt(dates[field], (cells[at.get(field)!] ?? '').trim())
    for (const [index, column] of columns.entries()) {
      const cell = (cells[index] ?? '').trim()
      if (column.samples.length < 3 && cell !== '' && !column.samples.includes(cell.slice(0, 100)))
        column.samples.push(cell.slice(0, 100).toWellFormed())
    }
  }
  const rules = Object.fromEntries(
    (['startsOn', 'endsOn'] as const).map((field) => [
      field,
      dateRuleOf(dates[field], at.has(field) ? mapping.dates.get(columnKey(header[at.get(field)!]!)) : undefined),
    ]),
  ) as Record<'startsOn' | 'endsOn', DateRule>
  const findings: Found[] = columns
    .filter((c) => c.field === null && c.header.trim() !== '' && c.samples.length > 0)
    .map((c) => ({
      line: headerAt + 1,
      id: null,
      column: c.header,
      code: 'column_not_imported',
      params: { column: c.header },
    }))
  const rows = records.map((record) => readRow(record, header, at, rules, findings))
  return { rows, findings, columns, records: records.length }
}

const limits: Partial<Record<GoalField, number>> = {
  title: 300,
  description: 10_000,
  externalId: 250,
  parentId: 250,
  unit: 40,
}

function readRow(
  { line, cells }: Rec,
  header: readonly string[],
  at: ReadonlyMap<GoalField, number>,
  rules: Record<'startsOn' | 'endsOn', DateRule>,
  findings: Found[],
): ReadRow {
  let refused = false
  const cellOf = (field: GoalField) => (at.has(field) ? (cells[at.get(field)!] ?? '').replaceAll('\0', '').trim() : '')
  const externalId = cellOf('externalId') || null
  const say = (code: GoalFindingCode, field: GoalField | null, params: Found['params'] = {}) => {
    if (refusesRow(code)) refused = true
    const short = Object.fromEntries(
      Object.entries(params).map(([k, v]) => [k, typeof v === 'string' ? v.slice(0, 200).toWellFormed() : v]),
    )
    findings.push({
      line,
      id: externalId?.slice(0, 100).toWellFormed() ?? null,
      column: field && at.has(field) ? header[at.get(field)!]! : null,
      code,
      params: short,
    })
  }
  const take = (field: GoalField): string => {
    const value = cellOf(field)
    const most = limits[field] ?? 500
    if (value.length <= most) return value.toWellFormed()
    say(field === 'title' ? 'title_too_long' : 'value_too_long', field, { length: value.length, limit: most })
    return value.slice(0, most).toWellFormed()
  }
  const date = (field: 'startsOn' | 'endsOn'): Day | null => {
    const value = take(field)
    if (value === '') return null
    const reading = readDate(value, rules[field])
    if (!('open' in reading)) return reading.day
    say(reading.open === 'date_ambiguous' ? 'date_ambiguous' : 'date_unreadable', field, { value })
    return null
  }
  const number = (field: 'progress' | 'start' | 'target' | 'current' | 'weight'): number | null => {
    const value = take(field)
    if (value === '') return null
    const read = readNumber(value)
    if (read === null) say('number_unreadable', field, { value })
    return read
  }
  const chosen = <T>(field: GoalField, table: ReadonlyMap<string, T>, unknown: GoalFindingCode, otherwise: T): T => {
    const value = take(field)
    if (value === '') return otherwise
    const found = table.get(fold(value))
    if (found !== undefined) return found
    say(unknown, field, { value })
    return otherwise
  }

  const kind = chosen('kind', kinds, 'kind_unknown', 'goal')
  const title = take('title')
  if (title === '') say('title_missing', 'title')
  const level = kind === 'goal' ? chosen('level', levels, 'level_unknown', 'person') : 'person'
  const visibility = kind === 'goal' ? chosen('visibility', visibilities, 'visibility_unknown', 'public') : 'public'
  if (level !== 'person' && visibility === 'private') say('level_private', 'visibility')
  const [startsOn, endsOn] = [date('startsOn'), date('endsOn')]
  if (kind === 'goal' && endsOn === null && !refused) say('date_missing', 'endsOn')
  if (startsOn && endsOn && endsOn < startsOn) say('dates_reversed', 'endsOn')
  const ownerNumber = take('ownerNumber')
  const ownerEmail = take('ownerEmail')
  if (kind === 'goal' && ownerNumber === '' && ownerEmail === '')
    say('owner_missing', at.has('ownerNumber') ? 'ownerNumber' : 'ownerEmail')
  const unit = take('unit')
  const progress = number('progress')
  const weight = number('weight') ?? 1
  const used = Math.min(100, Math.max(1, Math.round(weight)))
  if (used !== weight) say('value_adjusted', 'weight', { value: cellOf('weight'), used })
  const percent = /%/.test(cellOf('progress')) || (progress !== null && progress > 1)
  const share = progress === null ? null : Math.min(1, Math.max(0, percent ? progress / 100 : progress))
  if (share !== null && Math.abs(share - (percent ? progress! / 100 : progress!)) > 1e-9)
    say('value_adjusted', 'progress', { value: cellOf('progress'), used: share === 1 ? '100 %' : '0 %' })
  // A quarter of a year up to its last day, or that day alone.
  const assumed = kind === 'goal' && startsOn === null && endsOn !== null ? addDays(endsOn, -89) : null
  if (assumed && !refused) say('start_assumed', 'startsOn', { day: assumed })
  const [start, target, current] = [number('start'), number('target'), number('current')]
  if (kind === 'key_result' && target === null && kindOfUnit(unit) !== 'yes_no' && !refused) say('no_target', 'target')
  return {
    line,
    kind,
    externalId: externalId === null ? null : take('externalId'),
    parentId: take('parentId') || null,
    title,
    description: take('description'),
    ownerNumber,
    ownerEmail,
    level,
    visibility,
    startsOn: startsOn ?? assumed,
    endsOn,
    state: kind === 'goal' ? chosen('state', states, 'state_unknown', null) : null,
    progress: share,
    valueKind: kindOfUnit(unit),
    unit: unitOf(unit),
    start,
    target,
    current,
    weight: used,
    get refused() {
      return refused
    },
  }
}

/** 1.200,5 and 1,200.5 and 12 %; what could be two numbers is none. */
export function readNumber(text: string): number | null {
  const compact = text.replace(/[\s\u00a0\u202f'’]/g, '').replace(/%$|^[€$£]|[€$£]$/g, '')
  if (/^[+-]?\d+([.,]\d+)?$/.test(compact)) {
    // 1,200 and 1.200 are a thousand in one language and a little more than one in another.
    if (/^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(compact)) return null
    return Number(compact.replace(',', '.'))
  }
  const grouped = /^([+-]?\d{1,3})(?:([.,])\d{3})+(?:([.,])(\d+))?$/.exec(compact)
  if (!grouped || grouped[2] === grouped[3]) return null
  const decimals = grouped[4] === undefined ? '' : `.${grouped[4]}`
  const whole = grouped[4] === undefined ? compact : compact.slice(0, -grouped[4].length - 1)
  return Number(whole.replace(/[.,]/g, '') + decimals)
}

const table = <T>(entries: Record<string, T>): ReadonlyMap<string, T> =>
  new Map(Object.entries(entries).flatMap(([words, value]) => words.split(' ').map((word) => [word, value] as const)))

const kinds = table<'goal' | 'key_result'>({
  'goal objective okr companygoal teamgoal individualgoal departmentgoal personalgoal ziel objetivo objectif': 'goal',
  'keyresult kr keyresults target milestone metric initiative schluesselergebnis schlusselergebnis resultadoclave resultatcle':
    'key_result',
})
const levels = table<'company' | 'team' | 'person'>({
  'company organization organisation corporate companygoal unternehmen firma empresa compania entreprise': 'company',
  'team department group division teamgoal departmentgoal abteilung bereich equipo departamento equipe service': 'team',
  'person individual personal user employee individualgoal own persoenlich personlich einzelperson individuell persona individuel personne':
    'person',
})
const visibilities = table<'public' | 'private'>({
  'public open everyone company all no false 0 oeffentlich offentlich publico publique': 'public',
  'private onlyme restricted confidential yes true 1 privat privado prive': 'private',
})
const states = table<ReadReturnState>({
  'active ontrack open inprogress progressing live started published notstarted atrisk offtrack behind delayed ongoing aktiv offen laufend aufkurs gefaehrdet gefahrdet activo encurso enriesgo abierto actif encours ouvert':
    null,
  'draft entwurf borrador brouillon': { draft: true },
  'achieved completed complete done closed finished met success successful erreicht abgeschlossen erledigt completado conseguido logrado cerrado atteint termine clos':
    { closed: 'achieved' },
  'partly partiallyachieved partial partlyachieved partiallymet teilweiseerreicht parcial conseguidoenparte partiellementatteint':
    { closed: 'partly' },
  'missed notachieved failed incomplete notmet nichterreicht noconseguido nonatteint': { closed: 'missed' },
  'dropped cancelled canceled abandoned archived deferred aufgegeben abgebrochen cancelado abandonado abandonne annule':
    { closed: 'dropped' },
})
type ReadReturnState = ReadRow['state']

function kindOfUnit(unit: string): KeyResultKind {
  const folded = fold(unit)
  if (unit.includes('%') || ['percent', 'percentage', 'prozent', 'porcentaje', 'pourcentage'].includes(folded))
    return 'percent'
  if (['binary', 'boolean', 'yesno', 'janein', 'sino', 'ouinon', 'checkbox'].includes(folded)) return 'yes_no'
  if (['milestone', 'milestones', 'steps', 'schritte', 'hitos', 'etapes'].includes(folded)) return 'milestones'
  return /^[A-Z]{3}$/.test(unit) || /^[€$£]$/.test(unit) ? 'currency' : 'number'
}

function unitOf(unit: string): string {
  const kind = kindOfUnit(unit)
  if (kind === 'percent') return '%'
  if (kind === 'currency') return ({ '€': 'EUR', $: 'USD', '£': 'GBP' } as Record<string, string>)[unit] ?? unit
  if (
    kind === 'yes_no' ||
    kind === 'milestones' ||
    ['number', 'numeric', 'zahl', 'numero', 'nombre'].includes(fold(unit))
  )
    return ''
  return unit
}
