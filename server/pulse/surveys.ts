/** Writing a survey and deciding to launch it. */
import { sql } from 'kysely'
import { languages, type Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { pulse, Question, Survey, Text } from '../../contract/pulse.ts'
import { pulseSurveys } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { secondsOf } from './numbers.ts'
import {
  candidatesOf,
  languageFor,
  reaches,
  roundsOf,
  sayIn,
  stateOf,
  surveyRow,
  type SurveyRow,
  surveyRows,
  toRound,
} from './queries.ts'
import { rests, sampleOf } from './sample.ts'

export const mayWrite = (c: Context): boolean => c.viewer.roles.includes('lead')

export function listLibrary(c: Context, input: Input<typeof pulse.library>): Promise<Answer<typeof pulse.library>> {
  const language = input.language ?? languages.find((l) => c.viewer.locale.toLowerCase().startsWith(l)) ?? 'en'
  const surveys = pulseSurveys(language).map((s) => ({
    id: s.id,
    version: s.version,
    title: s.title,
    about: s.about,
    intro: s.intro,
    seconds: secondsOf(s.questions),
    questions: s.questions.map((q) => ({
      id: idOf(q.item),
      item: q.item,
      kind: q.kind,
      text: q.text,
      options: q.options,
    })),
  }))
  return Promise.resolve({ surveys })
}

const idOf = (item: string) => item.replace('.', '-')

export async function list(c: Context): Promise<Answer<typeof pulse.list>> {
  const rows = (await surveyRows(c.db, c)).filter((s) => s.launched_at || mayWrite(c))
  const rounds = Map.groupBy(
    await roundsOf(
      c.db,
      c,
      rows.map((s) => s.id),
    ),
    (r) => r.survey_id,
  )
  return {
    mayCreate: mayWrite(c),
    surveys: rows.map((s) => {
      const mine = rounds.get(s.id) ?? []
      return {
        id: s.id,
        title: sayIn(s.title, languageFor(c, s), s.languages),
        state: stateOf(s, mine[0]),
        every: s.every,
        questions: s.questions.length,
        rounds: mine.slice(0, 12).map(toRound),
      }
    }),
  }
}

export async function get(c: Context, input: Input<typeof pulse.get>): Promise<Survey> {
  return detailOf(c, c.db, input.surveyId)
}

async function detailOf(c: Context, db: Context['db'] | Tx, id: string): Promise<Survey> {
  const s = await surveyRow(db, c, id)
  if (!s || (!s.launched_at && !mayWrite(c))) throw problem('not_found')
  const rounds = await roundsOf(db, c, [id])
  return {
    id: s.id,
    programId: s.program_id,
    programName: s.program_name,
    from: s.from_library,
    title: s.title,
    intro: s.intro,
    languages: s.languages,
    questions: s.questions,
    fromVersion: s.from_version,
    audienceId: s.audience_id,
    audience: s.audience_id ? { id: s.audience_id, name: s.audience_name ?? '' } : null,
    reach: s.reach,
    every: s.every,
    opensOn: s.opens_on,
    openDays: s.open_days,
    sample: s.sample,
    floor: Math.max(s.floor, s.least_floor),
    reminderAfter: s.reminder_after,
    state: stateOf(s, rounds[0]),
    missing: s.launched_at ? [] : await missingIn(c, db, s),
    rounds: rounds.map(toRound),
    launched: s.launched_at ? { by: s.launched_by, at: s.launched_at } : null,
    ended: s.ended_at ? { by: s.ended_by, at: s.ended_at } : null,
    leastFloor: s.least_floor,
    seconds: secondsOf(s.questions),
    revision: s.revision,
    mayWrite: mayWrite(c),
  }
}

/** What a survey still needs before anybody can be asked. */
async function missingIn(c: Context, db: Context['db'] | Tx, s: SurveyRow): Promise<Survey['missing']> {
  const full = (text: Text) => s.languages.every((l) => text[l])
  const choices = s.questions.filter((q) => q.kind === 'choice')
  const missing: Survey['missing'] = []
  if (!full(s.title)) missing.push('title')
  if (s.questions.length === 0) missing.push('questions')
  else if (s.questions.every((q) => q.kind === 'comment')) missing.push('comments_only')
  if (s.questions.some((q) => !full(q.text))) missing.push('words')
  if (choices.some((q) => q.options.length < 2 || q.options.some((o) => !full(o)))) missing.push('options')
  if (!s.opens_on) missing.push('date')
  const floor = Math.max(s.floor, s.least_floor)
  if (!(await reaches(db, c, s, floor))) missing.push('people')
  return missing
}

/** The words of a library's survey in the given languages, with the program's name. */
function fromLibrary(id: string, chosen: readonly Language[], program: string) {
  const all = new Map(languages.map((l) => [l, pulseSurveys(l).find((s) => s.id === id)]))
  const first = all.get('en')
  if (!first) throw problem('not_found')
  const said = (read: (s: NonNullable<typeof first>) => string): Text =>
    Object.fromEntries(chosen.map((l) => [l, read(all.get(l)!).replaceAll('{{program}}', program)]))
  const questions: Question[] = first.questions.map((q, i) => ({
    id: idOf(q.item),
    item: q.item,
    kind: q.kind,
    text: said((s) => s.questions[i]!.text),
    options: q.options.map((_, n) => said((s) => s.questions[i]!.options[n]!)),
  }))
  return { title: said((s) => s.title), intro: said((s) => s.intro), questions, version: first.version }
}

export async function create(c: Context, input: Input<typeof pulse.create>): Promise<Survey> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ name: string; floor: number }>`
      select coalesce(v.name, p.draft -> 'brand' ->> 'name', '') as name, smallest_group(p.organization_id) as floor from program p
      left join lateral (select v.design -> 'brand' ->> 'name' as name from program_version v
        where v.organization_id = p.organization_id and v.program_id = p.id order by v.number desc limit 1) v on true
      where p.organization_id = ${c.organizationId} and p.id = ${input.programId}`.execute(tx)
    const program = rows[0]
    if (!program) throw problem('not_found')
    const words = input.from
      ? fromLibrary(input.from, input.languages, program.name)
      : { title: {}, intro: {}, questions: [], version: null }
    const made = await sql<{ id: string }>`
      insert into pulse_survey (organization_id, program_id, from_library, from_version, title, intro, languages, questions, floor, reminder_after, created_by, created_at)
      values (${c.organizationId}, ${input.programId}, ${input.from}, ${words.version}, ${JSON.stringify(words.title)}::jsonb, ${JSON.stringify(words.intro)}::jsonb,
        ${input.languages}::text[], ${JSON.stringify(words.questions)}::jsonb, ${program.floor}, 5, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
      tx,
    )
    const id = made.rows[0]!.id
    await record(tx, c, {
      type: 'survey.created',
      subject: { kind: 'survey', id },
      data: { programId: input.programId, ...(input.from ? { from: input.from } : {}) },
    })
    return detailOf(c, tx, id)
  })
}

/** A draft, locked for whoever changes it. */
async function draftOf(tx: Tx, c: Context, id: string, revision?: number): Promise<SurveyRow> {
  await sql`select 1 from pulse_survey where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  const s = await surveyRow(tx, c, id)
  if (!s) throw problem('not_found')
  if (s.launched_at) throw problem('pulse_launched')
  if (revision !== undefined && revision !== s.revision) throw problem('conflict')
  return s
}

export async function update(c: Context, input: Input<typeof pulse.update>): Promise<Survey> {
  return c.db.transaction().execute(async (tx) => {
    const s = await draftOf(tx, c, input.surveyId, input.revision)
    if (input.audienceId) {
      const { rows } =
        await sql`select 1 from audience where organization_id = ${c.organizationId} and id = ${input.audienceId}`.execute(
          tx,
        )
      if (rows.length === 0) throw problem('audience_unknown')
    }
    const before = {
      title: s.title,
      intro: s.intro,
      languages: s.languages,
      questions: s.questions,
      fromVersion: s.from_version,
      audienceId: s.audience_id,
      reach: s.reach,
      every: s.every,
      opensOn: s.opens_on,
      openDays: s.open_days,
      sample: s.sample,
      floor: s.floor,
      reminderAfter: s.reminder_after,
    }
    const given = Object.fromEntries(
      Object.entries(input).filter(([key, value]) => key in before && value !== undefined),
    ) as Partial<typeof before>
    const next = { ...before, ...given }
    next.floor = Math.max(next.floor, s.least_floor)
    const changed = (Object.keys(before) as (keyof typeof before)[]).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(next[key]),
    )
    if (changed.length === 0) {
      countRecorded(c, 1) // nothing was different, so there is nothing to tell
      return detailOf(c, tx, s.id)
    }
    await sql`update pulse_survey set title = ${JSON.stringify(next.title)}::jsonb, intro = ${JSON.stringify(next.intro)}::jsonb, languages = ${next.languages}::text[],
        questions = ${JSON.stringify(next.questions)}::jsonb, from_version = ${next.fromVersion}, audience_id = ${next.audienceId}, reach = ${next.reach}, every = ${next.every}, opens_on = ${next.opensOn},
        open_days = ${next.openDays}, sample = ${next.sample}, floor = ${next.floor}, reminder_after = ${next.reminderAfter}, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await record(tx, c, { type: 'survey.updated', subject: { kind: 'survey', id: s.id }, data: { changed } })
    return detailOf(c, tx, s.id)
  })
}

export async function remove(c: Context, input: Input<typeof pulse.remove>): Promise<Answer<typeof pulse.remove>> {
  return c.db.transaction().execute(async (tx) => {
    const s = await draftOf(tx, c, input.surveyId)
    await sql`delete from pulse_survey where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await record(tx, c, { type: 'survey.removed', subject: { kind: 'survey', id: s.id } })
    return { removed: true }
  })
}

export async function reckon(c: Context, input: Input<typeof pulse.reckon>): Promise<Answer<typeof pulse.reckon>> {
  const s = await surveyRow(c.db, c, input.surveyId)
  if (!s) throw problem('not_found')
  const { people, most, weeks, upTo } = await candidatesOf(c.db, c, s, 'counted')
  const floor = Math.max(s.floor, s.least_floor)
  const sizes = new Map<string, number>()
  for (const p of people) if (p.department) sizes.set(p.department, (sizes.get(p.department) ?? 0) + 1)
  return {
    people: people.length,
    upTo,
    resting: people.filter(rests).length,
    asked: sampleOf(people, { share: s.sample, floor }).length,
    most,
    weeks,
    tooSmall: [...sizes]
      .filter(([, n]) => n < floor)
      .map(([department]) => department)
      .toSorted(),
    floor,
  }
}

/** One decision with a trace: who, when, with which floor and rhythm. */
export async function launch(c: Context, input: Input<typeof pulse.launch>): Promise<Survey> {
  return c.db.transaction().execute(async (tx) => {
    const s = await draftOf(tx, c, input.surveyId, input.revision)
    const missing = await missingIn(c, tx, s)
    if (missing.length > 0) throw problem('pulse_incomplete', { missing: missing.join(', ') })
    const floor = Math.max(s.floor, s.least_floor)
    const opensOn = s.opens_on! < s.today ? s.today : s.opens_on!
    await sql`update pulse_survey set launched_at = ${c.clock.now()}, launched_by = ${c.viewer.personId}, floor = ${floor},
        opens_on = ${opensOn}, next_on = ${opensOn}, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await record(tx, c, {
      type: 'survey.launched',
      subject: { kind: 'survey', id: s.id },
      data: { floor, every: s.every, sample: s.sample, opensOn, questions: s.questions.length },
    })
    if (opensOn === s.today) await enqueue(tx, 'pulse.open', { organizationId: c.organizationId, subjectId: s.id })
    return detailOf(c, tx, s.id)
  })
}

/** A launched survey, locked. */
async function runningOf(tx: Tx, c: Context, id: string): Promise<SurveyRow> {
  await sql`select 1 from pulse_survey where organization_id = ${c.organizationId} and id = ${id} for update`.execute(
    tx,
  )
  const s = await surveyRow(tx, c, id)
  if (!s) throw problem('not_found')
  return s
}

/** Also of a round that is open: its answers are shown above the higher floor. */
export async function raiseFloor(c: Context, input: Input<typeof pulse.raiseFloor>): Promise<Survey> {
  return c.db.transaction().execute(async (tx) => {
    const s = await runningOf(tx, c, input.surveyId)
    const least = s.launched_at ? Math.max(s.floor, s.least_floor) : s.least_floor
    if (input.floor < least) throw problem('floor_falls', { floor: least })
    await sql`update pulse_survey set floor = ${input.floor}, revision = revision + 1 where organization_id = ${c.organizationId} and id = ${s.id}`.execute(
      tx,
    )
    await sql`update pulse_round set floor = greatest(floor, ${input.floor}) where organization_id = ${c.organizationId} and survey_id = ${s.id} and closed_on is null`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'survey.floor_raised',
      subject: { kind: 'survey', id: s.id },
      data: { floor: input.floor },
    })
    return detailOf(c, tx, s.id)
  })
}

export async function end(c: Context, input: Input<typeof pulse.end>): Promise<Survey> {
  return c.db.transaction().execute(async (tx) => {
    const s = await runningOf(tx, c, input.surveyId)
    if (!s.next_on) throw problem('pulse_not_running')
    await sql`update pulse_survey set next_on = null, ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await record(tx, c, { type: 'survey.ended', subject: { kind: 'survey', id: s.id } })
    return detailOf(c, tx, s.id)
  })
}

export { detailOf }
