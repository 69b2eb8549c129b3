/**
 * Reading a file of finished reviews: which column holds what, and what each row says. A row is
 * a whole review or one answer of it; both kinds of export exist. Pure but for the file, and
 * nothing is repaired in silence.
 */
import {
  type EarlierReviewField,
  earlierReviewFields,
  type EarlierReviewFindingCode,
  earlierReviewFindings,
} from '../../contract/earlier-reviews.ts'
import type { ReviewRole } from '../../contract/review-form.ts'
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
import type { Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'

/** Header names of the usual tools' exports (folded), in English, German, Spanish and French. */
const names: Record<Exclude<EarlierReviewField, 'asked'>, string> = {
  personNumber: `employeeid employeenumber employeeno personid personnumber revieweeid revieweeemployeeid revieweenumber subjectid subjectemployeeid
    personalnummer mitarbeiternummer numerodeempleado idempleado matricule matriculesalarie`,
  personEmail: `email emailaddress employeeemail revieweeemail revieweeemailaddress subjectemail personemail
    correo correoelectronico courriel adresseemail emailadresse`,
  cycle: `cycle reviewcycle cyclename reviewcyclename reviewname round reviewround reviewtemplate campaign
    runde beurteilungsrunde zyklus ciclo ciclodeevaluacion campagne campagnedevaluation`,
  startsOn: `startdate periodstart reviewperiodstart cyclestart cyclestartdate from begin startdatum beginn zeitraumvon von
    fechadeinicio fechainicio inicio datededebut datedebut debut`,
  endsOn: `enddate periodend reviewperiodend cycleend cycleenddate to until end duedate enddatum ende zeitraumbis bis
    fechadefin fechafin fin datedefin datefin`,
  managerNumber: `managerid manageremployeeid managernumber manageremployeenumber personalnummerfuehrungskraft idresponsable numeroresponsable matriculeresponsable`,
  managerEmail: `manageremail manageremailaddress emailfuehrungskraft correoresponsable correodelresponsable emailresponsable courrielresponsable`,
  managerName: `manager managername reviewmanager fuehrungskraft fuhrungskraft responsable`,
  finishedOn: `completedon completeddate datecompleted completiondate finishedon finisheddate submittedon submittedat sharedon shareddate releasedon signedon acknowledgedon
    abgeschlossenam fertigam completadoel fechadecierre termineele datedecloture`,
  state: `status state reviewstatus reviewstate stand zustand estado statut etat`,
  rating: `overallrating finalrating rating overallscore finalscore overall performancerating summaryrating
    gesamtbewertung gesamturteil note calificacion calificaciongeneral valoracionglobal notefinale noteglobale appreciation`,
  role: `role reviewertype reviewerrole reviewtype relationship rater ratertype rolle art rol tipo tipodeevaluador role typedevaluateur`,
  question: `question questiontext questionname prompt item competency frage pregunta questionposee`,
  answer: `answer response responsetext comment comments answertext feedback text antwort kommentar respuesta comentario comentarios reponse commentaire commentaires`,
  answerRating: `answerrating questionrating responserating score responsescore answerscore bewertung punkte puntuacion valoracion notequestion`,
}
const fieldOf = new Map<string, EarlierReviewField>()
for (const field of earlierReviewFields)
  if (field !== 'asked') for (const name of names[field].split(/\s+/)) if (!fieldOf.has(name)) fieldOf.set(name, field)

export type Mapping = {
  columns: ReadonlyMap<string, EarlierReviewField | null>
  dates: ReadonlyMap<string, ReturnType<typeof declaredFormat>>
}

/** `{ "Source column": "field" or null }`, or `{ "columns": {…}, "dates": { "Source column": "DD/MM/YYYY" } }`. */
export function readReviewMapping(value: unknown): Mapping {
  const columns = new Map<string, EarlierReviewField | null>()
  const dates = new Map<string, ReturnType<typeof declaredFormat>>()
  if (value === null || value === undefined) return { columns, dates }
  const isTable = (x: unknown): x is Record<string, unknown> => typeof x === 'object' && x !== null && !Array.isArray(x)
  if (!isTable(value)) throw problem('people_mapping_invalid')
  const full = isTable(value['columns']) || isTable(value['dates'])
  const named = full ? (isTable(value['columns']) ? value['columns'] : {}) : value
  for (const [column, to] of Object.entries(named)) {
    if (to === null || to === '') columns.set(columnKey(column), null)
    else if (typeof to === 'string' && (earlierReviewFields as readonly string[]).includes(to))
      columns.set(columnKey(column), to as EarlierReviewField)
    else
      throw problem('people_mapping_field_unknown', {
        value: String(to),
        column,
        fields: earlierReviewFields.join(', '),
      })
  }
  for (const [column, to] of Object.entries(full && isTable(value['dates']) ? value['dates'] : {})) {
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
  code: EarlierReviewFindingCode
  params: Record<string, string | number>
}
export const refusesRow = (code: EarlierReviewFindingCode) => earlierReviewFindings[code].severity === 'refused'
export const sentence = (f: Pick<Found, 'code' | 'params'>) =>
  earlierReviewFindings[f.code].message.replace(/\{(\w+)\}/g, (whole, name: string) => String(f.params[name] ?? whole))

export type EarlierAnswer = { question: string; role: ReviewRole | null; rating: string; words: string }
export type ReadRow = {
  line: number
  refused: boolean
  personNumber: string
  personEmail: string
  cycle: string
  startsOn: Day | null
  endsOn: Day | null
  managerNumber: string
  managerEmail: string
  managerName: string
  finishedOn: Day | null
  rating: string
  answers: EarlierAnswer[]
}
export type Column = { header: string; field: EarlierReviewField | null; samples: string[] }
export type ReviewFile = { rows: ReadRow[]; findings: Found[]; columns: Column[]; records: number }

const dateFields = ['startsOn', 'endsOn', 'finishedOn'] as const
type DateField = (typeof dateFields)[number]
/** Where each field stands; questions in the titles may be many. */
type Places = { at: ReadonlyMap<EarlierReviewField, number>; asked: readonly number[]; header: readonly string[] }

export async function readReviewFile(source: Source, mapping: Mapping): Promise<ReviewFile> {
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
  const headerAt = first.reduce((best, cells, n) => (known(cells) > known(first[best] ?? []) ? n : best), 0)
  const header = first[headerAt] ?? []
  const { columns, at, asked } = placed(header, fieldFor, mapping)
  if (!at.has('personNumber') && !at.has('personEmail'))
    throw problem('review_file_columns', { missing: 'personNumber, personEmail' })
  if (!at.has('cycle')) throw problem('review_file_columns', { missing: 'cycle' })
  if (!at.has('endsOn') && !at.has('finishedOn')) throw problem('review_file_columns', { missing: 'endsOn' })

  const records: Rec[] = []
  let n = 0
  for await (const batch of recordsOf(source, encoding, delimiter))
    for (const record of batch)
      if (n++ > headerAt && record.cells.some((cell) => cell.trim() !== '')) records.push(record)
  const seen = { startsOn: newDateColumn(), endsOn: newDateColumn(), finishedOn: newDateColumn() }
  for (const { cells } of records) {
    for (const field of dateFields) if (at.has(field)) lookAt(seen[field], (cells[at.get(field)!] ?? '').trim())
    for (const [index, column] of columns.entries()) {
      const cell = (cells[index] ?? '').trim()
      if (column.samples.length < 3 && cell !== '' && !column.samples.includes(cell.slice(0, 100)))
        column.samples.push(cell.slice(0, 100).toWellFormed())
    }
  }
  const rules = Object.fromEntries(
    dateFields.map((field) => [
      field,
      dateRuleOf(seen[field], at.has(field) ? mapping.dates.get(columnKey(header[at.get(field)!]!)) : undefined),
    ]),
  ) as Record<DateField, DateRule>
  const findings: Found[] = columns
    .filter((c) => c.field === null && c.header.trim() !== '' && c.samples.length > 0)
    .map((c) => ({
      line: headerAt + 1,
      id: null,
      column: c.header,
      code: 'column_not_imported',
      params: { column: c.header },
    }))
  const rows = records.map((record) => readRow(record, { at, asked, header }, rules, findings))
  return { rows, findings, columns, records: records.length }
}

/** Of two columns for one field the told one, else the first; a question in the title may stand in many. */
function placed(
  header: readonly string[],
  fieldFor: (header: string) => EarlierReviewField | null,
  mapping: Mapping,
): { columns: Column[]; at: Map<EarlierReviewField, number>; asked: number[] } {
  const columns: Column[] = []
  const at = new Map<EarlierReviewField, number>()
  const asked: number[] = []
  for (const [index, name] of header.entries()) {
    const field = fieldFor(name)
    if (field === 'asked') {
      asked.push(index)
      columns.push({ header: name, field, samples: [] })
      continue
    }
    const told = (of: number) => mapping.columns.has(columnKey(header[of]!))
    const before = field === null ? undefined : at.get(field)
    const free = field !== null && (before === undefined || (told(index) && !told(before)))
    if (free && before !== undefined) columns[before]!.field = null
    columns.push({ header: name, field: free ? field : null, samples: [] })
    if (free) at.set(field, index)
  }
  return { columns, at, asked }
}

const limits: Partial<Record<EarlierReviewField, number>> = {
  cycle: 120,
  managerName: 200,
  rating: 120,
  answerRating: 120,
  question: 600,
  answer: 10_000,
  asked: 10_000,
}

function readRow(
  { line, cells }: Rec,
  { at, asked, header }: Places,
  rules: Record<DateField, DateRule>,
  findings: Found[],
): ReadRow {
  let refused = false
  const clean = (index: number | undefined) =>
    index === undefined ? '' : (cells[index] ?? '').replaceAll('\0', '').trim()
  const cellOf = (field: EarlierReviewField) => clean(at.get(field))
  const id = (cellOf('personNumber') || cellOf('personEmail')).slice(0, 100).toWellFormed() || null
  const say = (code: EarlierReviewFindingCode, index: number | undefined, params: Found['params'] = {}) => {
    if (refusesRow(code)) refused = true
    const short = Object.fromEntries(
      Object.entries(params).map(([k, v]) => [k, typeof v === 'string' ? v.slice(0, 200).toWellFormed() : v]),
    )
    findings.push({ line, id, column: index === undefined ? null : header[index]!, code, params: short })
  }
  const within = (value: string, field: EarlierReviewField, index: number | undefined): string => {
    const most = limits[field] ?? 300
    if (value.length > most) say('value_too_long', index, { length: value.length, limit: most })
    return value.slice(0, most).toWellFormed()
  }
  const take = (field: EarlierReviewField) => within(cellOf(field), field, at.get(field))
  const date = (field: DateField): Day | null => {
    const value = cellOf(field)
    if (value === '') return null
    // Tools write the hour behind the day.
    const reading = readDate(value.replace(/[T ]\d{1,2}:\d{2}.*$/, ''), rules[field])
    if (!('open' in reading)) return reading.day
    say(reading.open === 'date_ambiguous' ? 'date_ambiguous' : 'date_unreadable', at.get(field), { value })
    return null
  }

  const personNumber = take('personNumber')
  const personEmail = take('personEmail')
  if (personNumber === '' && personEmail === '') say('person_missing', at.get('personNumber') ?? at.get('personEmail'))
  const cycle = take('cycle').replace(/\s+/g, ' ')
  if (cycle === '') say('cycle_missing', at.get('cycle'))
  const [startsOn, said, finishedOn] = [date('startsOn'), date('endsOn'), date('finishedOn')]
  const endsOn = said ?? finishedOn
  if (said === null && endsOn !== null && !refused) say('end_assumed', at.get('endsOn'), { day: endsOn })
  if (endsOn === null && !refused) say('date_missing', at.get('endsOn'))
  if (startsOn && endsOn && endsOn < startsOn) say('dates_reversed', at.get('endsOn'))
  const state = cellOf('state')
  if (state !== '' && !finished.has(fold(state)))
    say(unfinished.has(fold(state)) ? 'not_finished' : 'state_unknown', at.get('state'), { value: state })
  const roleWord = cellOf('role')
  const role = roles.get(fold(roleWord)) ?? null
  if (roleWord !== '' && role === null) say('role_unknown', at.get('role'), { value: roleWord })
  const answers: EarlierAnswer[] = []
  const one = { question: take('question'), role, rating: take('answerRating'), words: take('answer') }
  if (one.rating !== '' || one.words !== '') answers.push(one)
  for (const index of asked) {
    const words = within(clean(index), 'asked', index)
    if (words !== '') answers.push({ question: within(header[index]!, 'question', index), role, rating: '', words })
  }
  return {
    line,
    personNumber,
    personEmail,
    cycle,
    startsOn,
    endsOn,
    managerNumber: take('managerNumber'),
    managerEmail: take('managerEmail'),
    managerName: take('managerName'),
    finishedOn,
    rating: take('rating'),
    answers,
    get refused() {
      return refused
    },
  }
}

const listed = (words: string) => words.split(/\s+/).filter(Boolean)
const finished = new Set(
  listed(`completed complete finished closed done shared released acknowledged signed signedoff finalized finalised delivered archived
    abgeschlossen fertig erledigt geteilt unterschrieben completado completada terminado terminada cerrado cerrada compartida
    termine terminee clos cloturee partagee signee`),
)
const unfinished = new Set(
  listed(`draft inprogress notstarted started open pending waiting awaiting submitted unsubmitted overdue incomplete cancelled canceled excluded
    entwurf laufend offen ausstehend abgebrochen begonnen borrador encurso pendiente abierto abierta cancelado cancelada
    brouillon encours enattente ouvert ouverte annule annulee`),
)
const roles = new Map<string, ReviewRole>(
  (
    [
      [
        'self',
        'self selfreview selfassessment selfevaluation employee own selbst selbsteinschaetzung eigene autoevaluacion propia autoevaluation soi',
      ],
      [
        'manager',
        'manager managerreview primarymanager supervisor fuehrungskraft fuhrungskraft managerassessment responsable evaluaciondelresponsable',
      ],
      [
        'second',
        'secondmanager skiplevel skip skiplevelmanager matrixmanager zweitefuehrungskraft zweitefuhrungskraft segundoresponsable secondresponsable',
      ],
      [
        'peer',
        'peer peers peerreview colleague colleagues kollege kollegin kollegen colega colegas collegue collegues',
      ],
      [
        'upward',
        'upward upwardreview directreport directreports report reports teammember team teammitglied mitarbeitende miembrodelequipo equipo membredelequipe equipe',
      ],
    ] as const
  ).flatMap(([role, words]) => listed(words).map((word) => [word, role] as const)),
)
