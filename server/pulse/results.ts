/**
 * What viewers read of a round: published counts of the groups that are theirs. Nothing is
 * decided here; what may be shown was decided once, when the round ended.
 */
import { sql } from 'kysely'
import type { SegmentKind } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { commentFloor, type pulse, type Question, type Score, type Standing } from '../../contract/pulse.ts'
import { kindsFor, lookable, mayLook, seesAll } from '../publication/publication.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { isId } from '../platform/id.ts'
import type { FileAnswer } from '../platform/http.ts'
import { csvFile } from '../people/people.ts'
import { problem } from '../platform/problem.ts'
import { askedIn } from './answering.ts'
import { gapOf, scoreOf } from './numbers.ts'
import { languageFor, type RoundRow, roundRow, roundsOf, sayIn, surveyRow, type SurveyRow, toRound } from './queries.ts'

type Cell = {
  round_id: string
  kind: SegmentKind
  key: string
  asked: number
  answered: number
  response: 'shown' | 'floor' | 'complement'
  verdict: 'shown' | 'held' | 'nobody' | 'floor' | 'complement' | null
  held_round_id: string | null
}
type Place = { kind: SegmentKind; key: string }

async function roundAndSurvey(c: Context, roundId: string): Promise<{ round: RoundRow; survey: SurveyRow }> {
  const round = await roundRow(c.db, c, roundId)
  if (!round) throw problem('not_found')
  return { round, survey: (await surveyRow(c.db, c, round.survey_id))! }
}

/** Cells of rounds, all of a table or one group of it. */
async function cellsOf(c: Context, roundIds: readonly string[], kind: SegmentKind, keys: readonly string[] | null) {
  const { rows } =
    await sql<Cell>`select round_id, kind, key, asked, answered, response, verdict, held_round_id from pulse_cell
    where organization_id = ${c.organizationId} and round_id = any(${roundIds as string[]}::uuid[]) and kind = ${kind}
      ${keys === null ? sql`` : sql`and key = any(${keys as string[]}::text[])`}
    order by answered desc, key limit 20000`.execute(c.db)
  return rows
}

type Counted = { round_id: string; key: string; question_id: string; counts: number[] }
async function countsOf(c: Context, roundIds: readonly string[], kind: SegmentKind, keys: readonly string[] | null) {
  const { rows } = await sql<Counted>`select round_id, key, question_id, counts from pulse_count
    where organization_id = ${c.organizationId} and round_id = any(${roundIds as string[]}::uuid[]) and kind = ${kind}
      ${keys === null ? sql`` : sql`and key = any(${keys as string[]}::text[])`}`.execute(c.db)
  return new Map(rows.map((r) => [`${r.round_id} ${r.question_id} ${r.key}`, r.counts]))
}

function standingOf(cell: Cell | undefined, round: RoundRow, rounds: readonly RoundRow[]): Standing {
  if (!round.closed_on) return { state: 'open', until: round.closes_on }
  if (!cell || cell.verdict === null || cell.verdict === 'nobody') return { state: 'nobody' }
  if (cell.verdict === 'shown') return { state: 'shown' }
  if (cell.verdict === 'held') {
    const from = rounds.find((r) => r.id === cell.held_round_id)!
    return { state: 'held', number: from.number, on: from.closed_on! }
  }
  return { state: 'hidden', because: cell.verdict }
}

/** The round whose counts a group is shown with. */
const saidBy = (cell: Cell | undefined): string | null =>
  cell?.verdict === 'shown' ? cell.round_id : cell?.verdict === 'held' ? cell.held_round_id : null

/** The widest group that a viewer may see. */
async function widest(c: Context, roundId: string): Promise<Place> {
  if (seesAll(c.viewer) || (c.viewer.roles.includes('hr') && (await mayLook(c, 'organization', ''))))
    return { kind: 'organization', key: '' }
  if (c.viewer.roles.includes('manager')) return { kind: 'line', key: c.viewer.personId }
  for (const kind of ['country', 'location', 'department'] as const) {
    const [own] = await reachable(c, await cellsOf(c, [roundId], kind, null))
    if (own) return own
  }
  throw problem('segment_unknown')
}

/** Those of a table's cells that the viewer may look at. */
async function reachable(c: Context, cells: readonly Cell[]): Promise<Cell[]> {
  if (!cells[0]) return []
  const keys = await lookable(
    c,
    cells[0].kind,
    cells.map((cell) => cell.key),
  )
  return cells.filter((cell) => keys.has(cell.key))
}

async function wanted(c: Context, roundId: string, kind: SegmentKind | undefined, key: string): Promise<Place> {
  const place = kind === undefined ? await widest(c, roundId) : { kind, key: kind === 'organization' ? '' : key }
  if (!(await mayLook(c, place.kind, place.key))) throw problem('segment_unknown')
  return place
}

async function labelsOf(c: Context, kind: SegmentKind, keys: readonly string[]): Promise<Map<string, string>> {
  const ids = keys.filter(isId)
  if ((kind !== 'wave' && kind !== 'line') || ids.length === 0) return new Map()
  const { rows } = await (
    kind === 'wave'
      ? sql<{
          id: string
          name: string
        }>`select id, name from wave where organization_id = ${c.organizationId} and id = any(${ids}::uuid[])`
      : sql<{
          id: string
          name: string
        }>`select id, full_name as name from person where organization_id = ${c.organizationId} and id = any(${ids}::uuid[])`
  ).execute(c.db)
  return new Map(rows.map((r) => [r.id, r.name]))
}

function segmentOf({ kind, key }: Place, labels: ReadonlyMap<string, string>) {
  const words = kind === 'organization' || kind === 'manager' || kind === 'tenure' || key === ''
  return { kind, key, label: words ? null : (labels.get(key) ?? key) }
}

const scored = (q: Question) => q.kind !== 'comment'

export async function results(c: Context, input: Input<typeof pulse.results>): Promise<Answer<typeof pulse.results>> {
  const { round, survey } = await roundAndSurvey(c, input.roundId)
  const place = await wanted(c, round.id, input.kind, input.key)
  const rounds = await roundsOf(c.db, c, [survey.id])
  const ids = rounds.map((r) => r.id)
  const [cells, counts] = await Promise.all([
    cellsOf(c, ids, place.kind, [place.key]),
    countsOf(c, ids, place.kind, [place.key]),
  ])
  const cellAt = new Map(cells.map((k) => [k.round_id, k]))
  const cell = cellAt.get(round.id)
  const from = saidBy(cell)
  const language = languageFor(c, survey)
  const score = (q: Question, roundId: string | null): Score | null => {
    const found = roundId === null || !scored(q) ? undefined : counts.get(`${roundId} ${q.id} ${place.key}`)
    return found ? scoreOf(q.kind, found) : null
  }
  const sides = place.kind === 'organization' ? await leadersAndOthers(c, round, survey) : null
  const comments = place.kind === 'organization' && round.closed_on ? await commentsOf(c, round, survey) : []
  return {
    surveyId: survey.id,
    title: sayIn(survey.title, language, survey.languages),
    round: toRound(round),
    rounds: rounds.map(toRound),
    segment: segmentOf(place, await labelsOf(c, place.kind, [place.key])),
    tables: kindsFor(c.viewer),
    standing: standingOf(cell, round, rounds),
    answered: from === null ? null : cellAt.get(from)!.answered,
    questions: survey.questions.filter(scored).map((q) => ({
      ...askedIn(q, language, survey.languages),
      score: score(q, from),
      trend: rounds.toReversed().flatMap((r) => {
        // Nothing beyond the round that is looked at, and only what was new then.
        if (r.number > round.number || cellAt.get(r.id)?.verdict !== 'shown') return []
        const then = score(q, r.id)
        return then
          ? [
              {
                number: r.number,
                on: r.closed_on!,
                answered: then.answered,
                favourable: then.favourable,
                nps: then.nps?.score ?? null,
              },
            ]
          : []
      }),
      leaders: sides?.get(q.id) ?? null,
    })),
    comments,
    commentFloor,
    unreadable: round.unreadable,
  }
}

/** Who leads people against who does not: the published table of managers, and only where both are shown. */
async function leadersAndOthers(c: Context, round: RoundRow, survey: SurveyRow) {
  const sides = new Map<string, { leaders: Side; others: Side; gap: number }>()
  const cells = await cellsOf(c, [round.id], 'manager', ['yes', 'no'])
  if (!seesAll(c.viewer) || !round.closed_on || cells.filter((k) => k.verdict === 'shown').length < 2) return sides
  const counts = await countsOf(c, [round.id], 'manager', ['yes', 'no'])
  for (const q of survey.questions) {
    if (q.kind !== 'agreement') continue
    const side = (key: string): Side => {
      const { favourable, answered } = scoreOf(q.kind, counts.get(`${round.id} ${q.id} ${key}`)!)
      return { favourable: favourable!, answered }
    }
    const [leaders, others] = [side('yes'), side('no')]
    if (leaders.answered > 0 && others.answered > 0) sides.set(q.id, { leaders, others, gap: gapOf(leaders, others) })
  }
  return sides
}
type Side = { favourable: number; answered: number }

async function commentsOf(c: Context, round: RoundRow, survey: SurveyRow) {
  const { rows } = await sql<{ question_id: string; words: string }>`select question_id, words from pulse_comment
    where organization_id = ${c.organizationId} and round_id = ${round.id} order by id`.execute(c.db)
  const language = languageFor(c, survey)
  return survey.questions
    .filter((q) => q.kind === 'comment')
    .map((q) => {
      const said = rows.filter((r) => r.question_id === q.id).map((r) => r.words)
      return {
        questionId: q.id,
        text: sayIn(q.text, language, survey.languages),
        words: said,
        hidden: said.length === 0,
      }
    })
}

export async function table(c: Context, input: Input<typeof pulse.table>): Promise<Answer<typeof pulse.table>> {
  const { round, survey } = await roundAndSurvey(c, input.roundId)
  const question = survey.questions.find((q) => q.id === input.questionId && scored(q))
  if (!question) throw problem('not_found')
  if (!kindsFor(c.viewer).includes(input.by)) throw problem('segment_unknown')
  const keys = await lineKeys(c, round.id, input.by, input.leaderId)
  const cells = (await reachable(c, await cellsOf(c, [round.id], input.by, keys))).slice(0, 2000)
  const rounds = await roundsOf(c.db, c, [survey.id])
  const counts = await countsOf(
    c,
    [...new Set(cells.flatMap((k) => saidBy(k) ?? []))],
    input.by,
    cells.map((k) => k.key),
  )
  const labels = await labelsOf(
    c,
    input.by,
    cells.map((k) => k.key),
  )
  return {
    question: askedIn(question, languageFor(c, survey), survey.languages),
    floor: round.floor,
    rows: cells.map((k) => {
      const found = counts.get(`${saidBy(k)} ${question.id} ${k.key}`)
      return {
        segment: segmentOf(k, labels),
        standing: standingOf(k, round, rounds),
        score: found ? scoreOf(question.kind, found) : null,
      }
    }),
  }
}

/** Lines are listed one level at a time: a leader's and those just below. Other tables are listed whole. */
async function lineKeys(c: Context, roundId: string, by: SegmentKind, leaderId?: string): Promise<string[] | null> {
  if (by !== 'line') return null
  const leader = leaderId ?? (seesAll(c.viewer) ? null : c.viewer.roles.includes('manager') ? c.viewer.personId : null)
  if (leader === null && !seesAll(c.viewer)) return null
  const { rows } = await sql<{ id: string }>`select leader_id as id from pulse_line
    where organization_id = ${c.organizationId} and round_id = ${roundId} and ${leader === null ? sql`above_id is null` : sql`above_id = ${leader}`} limit 500`.execute(
    c.db,
  )
  const below = rows.map((r) => r.id)
  if (leader !== null) return [leader, ...below]
  // The very top has one line, everybody's: its parts are what tells something.
  if (below.length > 1 || !below[0]) return below
  return [below[0], ...((await lineKeys(c, roundId, by, below[0])) ?? []).slice(1)]
}

export async function response(
  c: Context,
  input: Input<typeof pulse.response>,
): Promise<Answer<typeof pulse.response>> {
  const { round } = await roundAndSurvey(c, input.roundId)
  const tables = kindsFor(c.viewer)
  const by = tables.includes(input.by) ? input.by : 'line'
  const cells = (await reachable(c, await cellsOf(c, [round.id], by, await lineKeys(c, round.id, by)))).slice(0, 2000)
  const whole = await mayLook(c, 'organization', '')
  const labels = await labelsOf(
    c,
    by,
    cells.map((k) => k.key),
  )
  return {
    by,
    tables,
    countedOn: round.counted_on,
    floor: round.floor,
    total: whole ? { asked: round.asked, answered: round.answered } : null,
    rows: cells.map((k) => ({
      segment: segmentOf(k, labels),
      counts: k.response === 'shown' ? { asked: k.asked, answered: k.answered } : null,
      because: k.response === 'shown' ? null : k.response,
    })),
  }
}

export async function segments(
  c: Context,
  input: Input<typeof pulse.segments>,
): Promise<Answer<typeof pulse.segments>> {
  const { round } = await roundAndSurvey(c, input.roundId)
  if (!kindsFor(c.viewer).includes(input.kind)) return { segments: [] }
  const cells = await reachable(c, await cellsOf(c, [round.id], input.kind, null))
  const labels = await labelsOf(
    c,
    input.kind,
    cells.map((k) => k.key),
  )
  const search = input.search.toLowerCase()
  return {
    segments: cells
      .map((k) => segmentOf(k, labels))
      .filter((s) => (s.label ?? s.key).toLowerCase().includes(search))
      .slice(0, input.limit),
  }
}

/** Published tables alone, as the viewer may see them; a hidden group stands there without numbers. */
export async function exportRound(c: Context, input: Input<typeof pulse.export>): Promise<FileAnswer> {
  const { round, survey } = await roundAndSurvey(c, input.roundId)
  const rounds = await roundsOf(c.db, c, [survey.id])
  const language = languageFor(c, survey)
  const whole = await mayLook(c, 'organization', '')
  const header = ['round', 'about', 'table', 'group', 'shown', 'question', 'option', 'count', 'answered']
  const lines: string[][] = []
  for (const kind of [...(whole ? (['organization'] as const) : []), ...kindsFor(c.viewer)]) {
    const cells = await reachable(c, await cellsOf(c, [round.id], kind, null))
    const counts = await countsOf(c, [...new Set(cells.flatMap((k) => saidBy(k) ?? []))], kind, null)
    const labels = await labelsOf(
      c,
      kind,
      cells.map((k) => k.key),
    )
    for (const cell of cells) {
      const name = segmentOf(cell, labels).label ?? cell.key
      const at = standingOf(cell, round, rounds)
      const about: Day = at.state === 'held' ? at.on : (round.closed_on ?? round.closes_on)
      if (saidBy(cell) === null) {
        lines.push([`${round.number}`, about, kind, name, at.state, '', '', '', ''])
        continue
      }
      for (const q of survey.questions.filter(scored)) {
        const found = counts.get(`${saidBy(cell)} ${q.id} ${cell.key}`)
        if (!found) continue
        const score = scoreOf(q.kind, found)
        const words = askedIn(q, language, survey.languages)
        score.counts.forEach((n, i) => {
          const option = q.kind === 'choice' ? words.options[i]! : q.kind === 'agreement' ? i + 1 : i
          lines.push([
            `${round.number}`,
            about,
            kind,
            name,
            at.state,
            words.text,
            `${option}`,
            `${n}`,
            `${score.answered}`,
          ])
        })
      }
    }
  }
  return {
    type: 'text/csv; charset=utf-8',
    fileName: `pulse-${round.number}-${round.closed_on ?? round.closes_on}.csv`,
    body: csvFile(header, lines),
  }
}
