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
  type Column,
  findingsBy,
  fold,
  type Found as FoundOf,
  leftColumns,
  readMapping,
  readTable,
  rowReader,
  type Source,
  type TableKind,
  wordTable,
} from '../people/people.ts'
import type { Day } from '../platform/clock.ts'
import { problem } from '../platform/problem.ts'

/** Characters of a question. */
const longest = 600

/** Header names of the usual tools' exports (folded), in English, German, Spanish and French. */
const titles: Record<Exclude<EarlierReviewField, 'asked'>, string> = {
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

const kind: TableKind<EarlierReviewField> = {
  fields: earlierReviewFields,
  titles,
  dates: ['startsOn', 'endsOn', 'finishedOn'],
  // Questions in the titles may be many.
  many: ['asked'],
  limits: {
    ...Object.fromEntries(earlierReviewFields.map((field) => [field, 300])),
    cycle: 120,
    managerName: 200,
    rating: 120,
    answerRating: 120,
    question: longest,
    answer: 10_000,
    asked: 10_000,
  },
}

export type Found = FoundOf<EarlierReviewFindingCode>
export const { refuses: refusesRow, listed } = findingsBy<EarlierReviewFindingCode>(earlierReviewFindings)

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
export type ReviewFile = {
  rows: ReadRow[]
  findings: Found[]
  columns: Column<EarlierReviewField>[]
  records: number
}

export async function readReviewFile(source: Source, mapping: unknown): Promise<ReviewFile> {
  const table = await readTable(source, kind, readMapping(kind, mapping))
  const { at, columns, header, records, several } = table
  if (!at.has('personNumber') && !at.has('personEmail'))
    throw problem('review_file_columns', { missing: 'personNumber, personEmail' })
  if (!at.has('cycle')) throw problem('review_file_columns', { missing: 'cycle' })
  if (!at.has('endsOn') && !at.has('finishedOn')) throw problem('review_file_columns', { missing: 'endsOn' })
  const findings: Found[] = leftColumns(table)
  const asked = (several.get('asked') ?? []).map((index) => ({ index, question: header[index]! }))
  const person = at.has('personNumber') ? 'personNumber' : 'personEmail'
  const rows = records.map((record) => {
    const read = rowReader<EarlierReviewField, EarlierReviewFindingCode>(
      table,
      record,
      findings,
      refusesRow,
      (cell) => cell('personNumber') || cell('personEmail'),
    )
    return readRow(record.line, read, asked, person)
  })
  return { rows, findings, columns, records: records.length }
}

function readRow(
  line: number,
  row: ReturnType<typeof rowReader<EarlierReviewField, EarlierReviewFindingCode>>,
  asked: readonly { index: number; question: string }[],
  /** Where a person who is missing is said. */
  personField: EarlierReviewField,
): ReadRow {
  const { cell, say, take } = row
  const personNumber = take('personNumber')
  const personEmail = take('personEmail')
  if (personNumber === '' && personEmail === '') say('person_missing', personField)
  const cycle = take('cycle').replace(/\s+/g, ' ')
  if (cycle === '') say('cycle_missing', 'cycle')
  const [startsOn, said, finishedOn] = [row.day('startsOn'), row.day('endsOn'), row.day('finishedOn')]
  const endsOn = said ?? finishedOn
  if (said === null && endsOn !== null && !row.refused) say('end_assumed', 'endsOn', { day: endsOn })
  if (endsOn === null && !row.refused) say('date_missing', 'endsOn')
  if (startsOn && endsOn && endsOn < startsOn) say('dates_reversed', 'endsOn')
  const state = cell('state')
  if (state !== '' && !finished.has(fold(state)))
    say(unfinished.has(fold(state)) ? 'not_finished' : 'state_unknown', 'state', { value: state })
  const roleWord = cell('role')
  const role = roles.get(fold(roleWord)) ?? null
  if (roleWord !== '' && role === null) say('role_unknown', 'role', { value: roleWord })
  const answers: EarlierAnswer[] = []
  const one = { question: take('question'), role, rating: take('answerRating'), words: take('answer') }
  if (one.rating !== '' || one.words !== '') answers.push(one)
  for (const { index, question } of asked) {
    const words = row.within(index, 'asked')
    if (question.length > longest) say('value_too_long', index, { length: question.length, limit: longest })
    if (words !== '') answers.push({ question: question.slice(0, longest).toWellFormed(), role, rating: '', words })
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
      return row.refused
    },
  }
}

const finished = wordTable([
  [
    `completed complete finished closed done shared released acknowledged signed signedoff finalized finalised delivered archived
    abgeschlossen fertig erledigt geteilt unterschrieben completado completada terminado terminada cerrado cerrada compartida
    termine terminee clos cloturee partagee signee`,
    true,
  ],
])
const unfinished = wordTable([
  [
    `draft inprogress notstarted started open pending waiting awaiting submitted unsubmitted overdue incomplete cancelled canceled excluded
    entwurf laufend offen ausstehend abgebrochen begonnen borrador encurso pendiente abierto abierta cancelado cancelada
    brouillon encours enattente ouvert ouverte annule annulee`,
    true,
  ],
])
const roles = wordTable<ReviewRole>([
  [
    'self selfreview selfassessment selfevaluation employee own selbst selbsteinschaetzung eigene autoevaluacion propia autoevaluation soi',
    'self',
  ],
  [
    'manager managerreview primarymanager supervisor fuehrungskraft fuhrungskraft managerassessment responsable evaluaciondelresponsable',
    'manager',
  ],
  [
    'secondmanager skiplevel skip skiplevelmanager matrixmanager zweitefuehrungskraft zweitefuhrungskraft segundoresponsable secondresponsable',
    'second',
  ],
  ['peer peers peerreview colleague colleagues kollege kollegin kollegen colega colegas collegue collegues', 'peer'],
  [
    'upward upwardreview directreport directreports report reports teammember team teammitglied mitarbeitende miembrodelequipo equipo membredelequipe equipe',
    'upward',
  ],
])
