/**
 * Reading a file of goals: which column holds what, and what each row says. Pure but for the file.
 * Nothing is repaired in silence: what cannot be read is refused with its line and reason.
 */
import { type GoalField, goalFields, type GoalFindingCode, goalFindings } from '../../contract/bring-goals.ts'
import type { KeyResultKind, Outcome } from '../../contract/goal.ts'
import {
  type Column,
  findingsBy,
  fold,
  type Found as FoundOf,
  leftColumns,
  readMapping,
  readNumber,
  readTable,
  rowReader,
  type Source,
  type TableKind,
  wordTable,
} from '../people/people.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'

/** Header names of the usual tools' exports (folded), in English, German, Spanish and French. */
const titles: Record<GoalField, string> = {
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

const kind: TableKind<GoalField> = {
  fields: goalFields,
  titles,
  dates: ['startsOn', 'endsOn'],
  limits: { title: 300, description: 10_000, externalId: 250, parentId: 250, unit: 40 },
}

export type Found = FoundOf<GoalFindingCode>
export const { refuses: refusesRow, listed } = findingsBy<GoalFindingCode>(goalFindings)

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
export type GoalFile = { rows: ReadRow[]; findings: Found[]; columns: Column<GoalField>[]; records: number }

export async function readGoalFile(source: Source, mapping: unknown): Promise<GoalFile> {
  const table = await readTable(source, kind, readMapping(kind, mapping))
  const { at, columns, records } = table
  if (!at.has('title')) throw problem('goal_file_columns', { missing: 'title' })
  if (!at.has('ownerNumber') && !at.has('ownerEmail'))
    throw problem('goal_file_columns', { missing: 'ownerNumber, ownerEmail' })
  if (!at.has('endsOn')) throw problem('goal_file_columns', { missing: 'endsOn' })
  const findings: Found[] = leftColumns(table)
  const owner = at.has('ownerNumber') ? 'ownerNumber' : 'ownerEmail'
  const rows = records.map((record) =>
    readRow(
      record.line,
      rowReader<GoalField, GoalFindingCode>(table, record, findings, refusesRow, (cell) => cell('externalId')),
      owner,
    ),
  )
  return { rows, findings, columns, records: records.length }
}

function readRow(
  line: number,
  row: ReturnType<typeof rowReader<GoalField, GoalFindingCode>>,
  /** Where an owner who is missing is said. */
  ownerField: GoalField,
): ReadRow {
  const { cell, say, take } = row
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

  const kindOf = chosen('kind', kinds, 'kind_unknown', 'goal')
  const title = take('title', 'title_too_long')
  if (title === '') say('title_missing', 'title')
  const level = kindOf === 'goal' ? chosen('level', levels, 'level_unknown', 'person') : 'person'
  const visibility = kindOf === 'goal' ? chosen('visibility', visibilities, 'visibility_unknown', 'public') : 'public'
  if (level !== 'person' && visibility === 'private') say('level_private', 'visibility')
  const [startsOn, endsOn] = [row.day('startsOn'), row.day('endsOn')]
  if (kindOf === 'goal' && endsOn === null && !row.refused) say('date_missing', 'endsOn')
  if (startsOn && endsOn && endsOn < startsOn) say('dates_reversed', 'endsOn')
  const ownerNumber = take('ownerNumber')
  const ownerEmail = take('ownerEmail')
  if (kindOf === 'goal' && ownerNumber === '' && ownerEmail === '') say('owner_missing', ownerField)
  const unit = take('unit')
  const progress = number('progress')
  const weight = number('weight') ?? 1
  const used = Math.min(100, Math.max(1, Math.round(weight)))
  if (used !== weight) say('value_adjusted', 'weight', { value: cell('weight'), used })
  const percent = /%/.test(cell('progress')) || (progress !== null && progress > 1)
  const share = progress === null ? null : Math.min(1, Math.max(0, percent ? progress / 100 : progress))
  if (share !== null && Math.abs(share - (percent ? progress! / 100 : progress!)) > 1e-9)
    say('value_adjusted', 'progress', { value: cell('progress'), used: share === 1 ? '100 %' : '0 %' })
  // A quarter of a year up to its last day, or that day alone.
  const assumed = kindOf === 'goal' && startsOn === null && endsOn !== null ? addDays(endsOn, -89) : null
  if (assumed && !row.refused) say('start_assumed', 'startsOn', { day: assumed })
  const [start, target, current] = [number('start'), number('target'), number('current')]
  if (kindOf === 'key_result' && target === null && kindOfUnit(unit) !== 'yes_no' && !row.refused)
    say('no_target', 'target')
  return {
    line,
    kind: kindOf,
    externalId: cell('externalId') === '' ? null : take('externalId'),
    parentId: take('parentId') || null,
    title,
    description: take('description'),
    ownerNumber,
    ownerEmail,
    level,
    visibility,
    startsOn: startsOn ?? assumed,
    endsOn,
    state: kindOf === 'goal' ? chosen('state', states, 'state_unknown', null) : null,
    progress: share,
    valueKind: kindOfUnit(unit),
    unit: unitOf(unit),
    start,
    target,
    current,
    weight: used,
    get refused() {
      return row.refused
    },
  }
}

const kinds = wordTable<'goal' | 'key_result'>([
  ['goal objective okr companygoal teamgoal individualgoal departmentgoal personalgoal ziel objetivo objectif', 'goal'],
  [
    'keyresult kr keyresults target milestone metric initiative schluesselergebnis schlusselergebnis resultadoclave resultatcle',
    'key_result',
  ],
])
const levels = wordTable<'company' | 'team' | 'person'>([
  ['company organization organisation corporate companygoal unternehmen firma empresa compania entreprise', 'company'],
  [
    'team department group division teamgoal departmentgoal abteilung bereich equipo departamento equipe service',
    'team',
  ],
  [
    'person individual personal user employee individualgoal own persoenlich personlich einzelperson individuell persona individuel personne',
    'person',
  ],
])
const visibilities = wordTable<'public' | 'private'>([
  ['public open everyone company all no false 0 oeffentlich offentlich publico publique', 'public'],
  ['private onlyme restricted confidential yes true 1 privat privado prive', 'private'],
])
const states = wordTable<ReadReturnState>([
  [
    'active ontrack open inprogress progressing live started published notstarted atrisk offtrack behind delayed ongoing aktiv offen laufend aufkurs gefaehrdet gefahrdet activo encurso enriesgo abierto actif encours ouvert',
    null,
  ],
  ['draft entwurf borrador brouillon', { draft: true }],
  [
    'achieved completed complete done closed finished met success successful erreicht abgeschlossen erledigt completado conseguido logrado cerrado atteint termine clos',
    { closed: 'achieved' },
  ],
  [
    'partly partiallyachieved partial partlyachieved partiallymet teilweiseerreicht parcial conseguidoenparte partiellementatteint',
    { closed: 'partly' },
  ],
  ['missed notachieved failed incomplete notmet nichterreicht noconseguido nonatteint', { closed: 'missed' }],
  [
    'dropped cancelled canceled abandoned archived deferred aufgegeben abgebrochen cancelado abandonado abandonne annule',
    { closed: 'dropped' },
  ],
])
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
