/** What somebody is asked, and sending it once. What they send is sealed before it is written. */
import { sql } from 'kysely'
import { segmentKinds } from '../../contract/metrics.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { commentFloor, type pulse, type Question } from '../../contract/pulse.ts'
import type { Language } from '../../contract/library.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { keyIn, type Member } from './groups.ts'
import { placeOf, secondsOf } from './numbers.ts'
import { languageFor, type RoundRow, roundRow, sayIn, surveyRow, type SurveyRow } from './queries.ts'
import { shuffled } from './sample.ts'
import { markOf, seal, sealOf } from './seal.ts'

type Invited = { round: RoundRow; survey: SurveyRow; standing: Member; answered: boolean }

/** The viewer's own invitation; nobody else can tell whether there is one. */
async function invited(c: Context, roundId: string): Promise<Invited> {
  const { rows } =
    await sql<Member>`select person_id, wave, department, location, country, level, manager, tenure, line from pulse_invitation
    where organization_id = ${c.organizationId} and round_id = ${roundId} and person_id = ${c.viewer.personId}`.execute(
      c.db,
    )
  const round = rows[0] ? await roundRow(c.db, c, roundId) : undefined
  if (!round) throw problem('not_found')
  const survey = (await surveyRow(c.db, c, round.survey_id))!
  return {
    round,
    survey,
    standing: rows[0]!,
    answered: await hasAnswered(c, [round]).then((done) => done.has(round.id)),
  }
}

/** The rounds of these that the viewer took part in: those counted already, and by their mark those of today. */
async function hasAnswered(c: Context, rounds: readonly Pick<RoundRow, 'id' | 'seal'>[]): Promise<Set<string>> {
  const open = rounds.filter((r) => r.seal)
  const marks = open.map((r) => markOf(sealOf(c.config.secret, r.seal!), c.viewer.personId))
  const { rows } = await sql<{ round_id: string }>`
    select round_id from pulse_participation where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}
      and round_id = any(${rounds.map((r) => r.id)}::uuid[])
    union select m.round_id from pulse_mark m join unnest(${open.map((r) => r.id)}::uuid[], ${marks}::bytea[]) as x (round_id, token)
      on m.round_id = x.round_id and m.token = x.token where m.organization_id = ${c.organizationId}`.execute(c.db)
  return new Set(rows.map((r) => r.round_id))
}

const isOpen = (round: RoundRow, today: Day) => round.closed_on === null && round.closes_on >= today

export async function form(c: Context, input: Input<typeof pulse.form>): Promise<Answer<typeof pulse.form>> {
  const { round, survey, standing, answered } = await invited(c, input.roundId)
  const language = languageFor(c, survey)
  return {
    roundId: round.id,
    state: answered ? 'answered' : isOpen(round, survey.today) ? 'open' : 'closed',
    title: sayIn(survey.title, language, survey.languages),
    intro: sayIn(survey.intro, language, survey.languages),
    language,
    programName: survey.program_name,
    closesOn: round.closed_on ?? round.closes_on,
    floor: round.floor,
    commentFloor,
    seconds: secondsOf(survey.questions),
    questions: survey.questions.map((q) => askedIn(q, language, survey.languages)),
    hasManager: standing.line !== null && standing.line !== c.viewer.personId,
  }
}

/** A question as somebody reads it. */
export function askedIn(q: Question, language: Language, languages: readonly Language[]) {
  return {
    id: q.id,
    item: q.item,
    kind: q.kind,
    text: sayIn(q.text, language, languages),
    options: q.options.map((o) => sayIn(o, language, languages)),
  }
}

export async function answer(c: Context, input: Input<typeof pulse.answer>): Promise<Answer<typeof pulse.answer>> {
  const { round, survey, standing, answered } = await invited(c, input.roundId)
  if (answered) throw problem('pulse_answered')
  if (!isOpen(round, survey.today)) throw problem('pulse_closed', { on: round.closed_on ?? round.closes_on })
  const { places, comments } = read(survey.questions, input.answers)
  const key = sealOf(c.config.secret, round.seal!)
  // One slip for each table: none holds two groups of one person, and nothing says which belong together.
  const slips = shuffled([
    ...segmentKinds.flatMap((kind) => {
      const group = keyIn(kind, standing)
      return group === null ? [] : [seal(key, { k: kind, g: group, a: places })]
    }),
    ...comments.map(([q, w]) => seal(key, { q, w })),
  ])
  await c.db.transaction().execute(async (tx) => {
    // Held until the end: the round cannot be opened between the look and the writing.
    const held =
      await sql`select 1 from pulse_round where organization_id = ${c.organizationId} and id = ${round.id} and closed_on is null for share`.execute(
        tx,
      )
    if (held.rows.length === 0) throw problem('pulse_closed', { on: survey.today })
    const mark = await sql`insert into pulse_mark (organization_id, round_id, token, sealed)
      select ${c.organizationId}, ${round.id}, ${markOf(key, c.viewer.personId)}, ${seal(key, { person: c.viewer.personId, day: survey.today })}
      where not exists (select from pulse_participation p where p.organization_id = ${c.organizationId} and p.round_id = ${round.id} and p.person_id = ${c.viewer.personId})
      on conflict do nothing returning 1`.execute(tx)
    if (mark.rows.length === 0) throw problem('pulse_answered')
    await sql`insert into pulse_slip (organization_id, round_id, sealed)
      select ${c.organizationId}::uuid, ${round.id}::uuid, x from unnest(${slips}::bytea[]) as x`.execute(tx)
  })
  return { sent: true }
}

/** The answers as places in the counts. Something has to be said, and all of it has to fit. */
function read(questions: readonly Question[], given: Input<typeof pulse.answer>['answers']) {
  const places: Record<string, number> = {}
  const comments: [string, string][] = []
  let said = 0
  for (const a of given) {
    const q = questions.find((x) => x.id === a.questionId)
    if (!q || a.questionId in places || comments.some(([id]) => id === a.questionId)) throw problem('pulse_answers')
    if (q.kind === 'comment') {
      if (a.words) comments.push([q.id, a.words])
      continue
    }
    const place = placeOf(q, a.value)
    if (place === null) throw problem('pulse_answers')
    places[q.id] = place
    if (a.value !== null) said++
  }
  if (said === 0 && comments.length === 0) throw problem('pulse_answers')
  return { places, comments }
}

type Open = Answer<typeof pulse.mine>['open'][number]

/** What the viewer is asked now and has not answered. */
export async function openFor(c: Context): Promise<Open[]> {
  return (await ownRounds(c)).open
}

export async function mine(c: Context): Promise<Answer<typeof pulse.mine>> {
  return ownRounds(c)
}

async function ownRounds(c: Context): Promise<Answer<typeof pulse.mine>> {
  const { rows } = await sql<RoundRow>`
    select r.id, r.survey_id, r.number, r.opened_on, r.closes_on, r.floor, r.seal, r.asked, r.answered, r.counted_on, r.reminded_on, r.closed_on, r.unreadable
    from pulse_invitation i join pulse_round r on r.organization_id = i.organization_id and r.id = i.round_id
    where i.organization_id = ${c.organizationId} and i.person_id = ${c.viewer.personId} order by r.closes_on desc, r.id limit 30`.execute(
    c.db,
  )
  if (rows.length === 0) return { open: [], past: [] }
  const done = await hasAnswered(c, rows)
  const surveys = new Map<string, SurveyRow>()
  for (const { survey_id } of rows)
    if (!surveys.has(survey_id)) surveys.set(survey_id, (await surveyRow(c.db, c, survey_id))!)
  const titleOf = (s: SurveyRow) => sayIn(s.title, languageFor(c, s), s.languages)
  return {
    open: rows.toReversed().flatMap((r): Open[] => {
      const s = surveys.get(r.survey_id)!
      if (!isOpen(r, s.today) || done.has(r.id)) return []
      return [{ roundId: r.id, title: titleOf(s), closesOn: r.closes_on, seconds: secondsOf(s.questions) }]
    }),
    past: rows.flatMap((r) => {
      const s = surveys.get(r.survey_id)!
      if (isOpen(r, s.today) && !done.has(r.id)) return []
      return [
        {
          roundId: r.id,
          title: titleOf(s),
          closedOn: r.closed_on ?? r.closes_on,
          took: done.has(r.id),
        },
      ]
    }),
  }
}
