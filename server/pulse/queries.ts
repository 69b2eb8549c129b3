/** The rows of surveys and rounds, and who could be asked. */
import { type RawBuilder, sql } from 'kysely'
import type { AudienceRule } from '../../contract/audiences.ts'
import { elements } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import type { Question, Reach, Rhythm, Round, SurveyState, Text } from '../../contract/pulse.ts'
import { audienceCondition, countable } from '../directory/directory.ts'
import { practising } from '../goals/goals.ts'
import { chooseLanguage } from '../library/library.ts'
import { addDays, type Day, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { dayHere, pausedIn } from '../program/program.ts'
import type { Candidate } from './sample.ts'

export type SurveyRow = {
  id: string
  program_id: string
  program_name: string
  from_library: string | null
  from_version: number | null
  title: Text
  intro: Text
  languages: Language[]
  questions: Question[]
  audience_id: string | null
  audience_name: string | null
  rule: AudienceRule | null
  reach: Reach
  every: Rhythm
  opens_on: Day | null
  open_days: number
  sample: 100 | 50 | 33 | 25
  floor: number
  reminder_after: number | null
  revision: number
  launched_at: Instant | null
  launched_by: { id: string; name: string } | null
  next_on: Day | null
  ended_at: Instant | null
  ended_by: { id: string; name: string } | null
  /** The company's own. */
  least_floor: number
  organization_locale: string
  today: Day
}

const someone = (column: string) =>
  sql`(select jsonb_build_object('id', p.id, 'name', p.full_name) from person p where p.organization_id = s.organization_id and p.id = ${sql.ref(`s.${column}`)})`

function selectSurveys(c: Context, which: RawBuilder<unknown>) {
  return sql<SurveyRow>`
    select s.id, s.program_id, coalesce(v.name, p.draft -> 'brand' ->> 'name', '') as program_name, s.from_library, s.from_version, s.title, s.intro, s.languages, s.questions,
      s.audience_id, a.name as audience_name, a.rule, s.reach, s.every, s.opens_on, s.open_days, s.sample, s.floor, s.reminder_after, s.revision,
      s.launched_at, ${someone('launched_by')} as launched_by, s.next_on, s.ended_at, ${someone('ended_by')} as ended_by,
      smallest_group(s.organization_id) as least_floor, o.locale as organization_locale, ${dayHere(c)} as today
    from pulse_survey s
    join organization o on o.id = s.organization_id
    join program p on p.organization_id = s.organization_id and p.id = s.program_id
    left join audience a on a.organization_id = s.organization_id and a.id = s.audience_id
    left join lateral (select v.design -> 'brand' ->> 'name' as name from program_version v
      where v.organization_id = s.organization_id and v.program_id = s.program_id order by v.number desc limit 1) v on true
    where s.organization_id = ${c.organizationId} and ${which}`
}

export async function surveyRows(db: Db | Tx, c: Context): Promise<SurveyRow[]> {
  return (await sql<SurveyRow>`${selectSurveys(c, sql`true`)} order by s.created_at desc, s.id`.execute(db)).rows
}

export async function surveyRow(db: Db | Tx, c: Context, id: string): Promise<SurveyRow | undefined> {
  return (await selectSurveys(c, sql`s.id = ${id}`).execute(db)).rows[0]
}

export type RoundRow = {
  id: string
  survey_id: string
  number: number
  opened_on: Day
  closes_on: Day
  floor: number
  seal: Buffer | null
  asked: number
  answered: number
  counted_on: Day
  reminded_on: Day | null
  closed_on: Day | null
  unreadable: number
}

const roundColumns = sql`r.id, r.survey_id, r.number, r.opened_on, r.closes_on, r.floor, r.seal, r.asked, r.answered, r.counted_on, r.reminded_on, r.closed_on, r.unreadable`

/** Newest first. */
export async function roundsOf(db: Db | Tx, c: Context, surveyIds: readonly string[]): Promise<RoundRow[]> {
  const { rows } = await sql<RoundRow>`select ${roundColumns} from pulse_round r
    where r.organization_id = ${c.organizationId} and r.survey_id = any(${surveyIds as string[]}::uuid[]) order by r.number desc`.execute(
    db,
  )
  return rows
}

export async function roundRow(db: Db | Tx, c: Context, id: string, lock = false): Promise<RoundRow | undefined> {
  const { rows } = await sql<RoundRow>`select ${roundColumns} from pulse_round r
    where r.organization_id = ${c.organizationId} and r.id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0]
}

export const toRound = (r: RoundRow): Round => ({
  id: r.id,
  number: r.number,
  opensOn: r.opened_on,
  closesOn: r.closed_on ?? r.closes_on,
  state: r.closed_on ? 'closed' : 'open',
  asked: r.asked,
  answered: r.answered,
  countedOn: r.counted_on,
  floor: r.floor,
})

/** Where a survey stands, from its rows. */
export function stateOf(s: SurveyRow, newest: RoundRow | undefined): SurveyState {
  if (!s.launched_at) return { state: 'draft' }
  if (newest && !newest.closed_on) return { state: 'open', closesOn: newest.closes_on }
  if (s.next_on) return { state: newest ? 'resting' : 'waiting', opensOn: s.next_on }
  return { state: 'over' }
}

/** The day on which the round after `rounds` of them opens; null: there is none. */
export function nextOpening(first: Day, every: Rhythm, rounds: number, openDays: number): Day | null {
  if (every === 'once') return null
  const months = { month: 1, quarter: 3, half_year: 6, year: 12 }[every] * rounds
  const [year, month, day] = first.split('-').map(Number) as [number, number, number]
  const lastDay = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate()
  const next = new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10)
  // A round is over before the next one opens.
  const earliest = addDays(first, openDays + 1)
  return next < earliest ? earliest : next
}

/** In the reader's language, or the nearest that there is. */
export function languageFor(c: Context, s: Pick<SurveyRow, 'languages' | 'organization_locale'>): Language {
  const chosen = chooseLanguage(s.languages, c.viewer.locale, s.organization_locale).language
  return s.languages.includes(chosen) ? chosen : s.languages[0]!
}

export function sayIn(text: Text, language: Language, languages: readonly Language[]): string {
  return text[language] || languages.map((l) => text[l]).find(Boolean) || ''
}

export type Asked = {
  person_id: string
  wave: string
  department: string
  location: string
  country: string
  level: string
  manager: 'yes' | 'no'
  tenure: string
  line: string | null
}

/** Whom a survey reaches, as the parts of a statement: `r` is the person, `e` their wave and its settings. */
function reachOf(c: Context, s: SurveyRow, how: 'asked' | 'counted') {
  const today = s.today
  const { rule, upTo } = s.rule && how === 'counted' ? countable(s.rule, 'joined') : { rule: s.rule, upTo: false }
  const inReach = sql`(
    select p.person_id, p.settings, wm.wave_id from ${practising(c, 'pulse')} p
    join wave_member wm on wm.organization_id = p.organization_id and wm.person_id = p.person_id and wm.program_id = ${s.program_id}
      and wm.superseded is null and wm.holds @> ${today}::date
    join wave w on w.organization_id = wm.organization_id and w.id = wm.wave_id and w.launched_at is not null
    where ${s.reach !== 'preparing'}
    union all
    select wm.person_id, v.elements -> 'pulse', wm.wave_id from wave_member wm
    join wave w on w.organization_id = wm.organization_id and w.id = wm.wave_id and w.launched_at is null and w.prepares_on <= ${today}::date
    join lateral (select v.elements from program_version v where v.organization_id = w.organization_id and v.program_id = w.program_id order by v.number desc limit 1) v
      on (v.elements -> 'pulse' ->> 'on')::boolean
    where ${s.reach !== 'live'} and wm.organization_id = ${c.organizationId} and wm.program_id = ${s.program_id} and wm.superseded is null and wm.holds @> ${today}::date
  )`
  return {
    from: sql`roster r join ${inReach} e on e.person_id = r.person_id`,
    where: sql<boolean>`r.organization_id = ${c.organizationId} and r.employed and r.status = 'active' and not ${pausedIn(c, sql`r.person_id`)}
      and ${rule ? audienceCondition(rule, today) : sql`true`}`,
    upTo,
  }
}

/** Whether a survey reaches so many people; asked at each saving, so nobody more is looked at. */
export async function reaches(tx: Db | Tx, c: Context, s: SurveyRow, least: number): Promise<boolean> {
  const { from, where } = reachOf(c, s, 'counted')
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select distinct r.person_id from ${from} where ${where} limit ${sql.lit(least)}) enough`.execute(
    tx,
  )
  return rows[0]!.n >= least
}

/**
 * Everybody whom a survey reaches today, with how often they were asked lately. The people of
 * a wave that prepares count as planned (P of the metrics): here, active, not on leave. To be
 * `counted` beforehand, an audience is as wide as it can be without telling what is hidden of
 * single people (`upTo`); to be `asked` it is exact.
 */
export async function candidatesOf(
  tx: Db | Tx,
  c: Context,
  s: SurveyRow,
  how: 'asked' | 'counted',
): Promise<{ people: (Candidate & Asked)[]; most: number; weeks: number; upTo: boolean }> {
  const today = s.today
  const { from, where, upTo } = reachOf(c, s, how)
  const { rows } = await sql<Asked & { settings: unknown; asks: Day[]; last: Day | null; times: number }>`
    select distinct on (r.person_id) r.person_id, e.settings, e.wave_id::text as wave, r.department, r.location, r.country, r.level,
      case when r.direct_reports > 0 then 'yes' else 'no' end as manager,
      case when ${today}::date < coalesce(r.hired_on, r.present_since, ${today}::date) + interval '1 year' then 'under_1'
        when ${today}::date < coalesce(r.hired_on, r.present_since) + interval '3 years' then '1_to_3'
        when ${today}::date < coalesce(r.hired_on, r.present_since) + interval '5 years' then '3_to_5'
        when ${today}::date < coalesce(r.hired_on, r.present_since) + interval '10 years' then '5_to_10' else '10_and_more' end as tenure,
      case when r.direct_reports > 0 then r.person_id else r.manager_id end::text as line,
      coalesce((select array_agg(i.asked_on::text) from pulse_invitation i where i.organization_id = r.organization_id and i.person_id = r.person_id
        and i.asked_on > ${today}::date - 183), '{}') as asks,
      own.last, own.times
    from ${from}
    cross join lateral (select max(i.asked_on) as last, count(i.asked_on)::int as times from pulse_invitation i join pulse_round pr on pr.organization_id = i.organization_id and pr.id = i.round_id
        where i.organization_id = r.organization_id and i.person_id = r.person_id and pr.survey_id = ${s.id}) own
    where ${where}
    order by r.person_id`.execute(tx)
  let [most, weeks] = [0, 0]
  const people = rows.map(({ settings, asks, last, times, ...asked }) => {
    const element = elements.shape.pulse.parse(settings)
    most = Math.max(most, element.most)
    weeks = Math.max(weeks, element.weeks)
    const since = addDays(today, -7 * element.weeks)
    return {
      ...asked,
      id: asked.person_id,
      segment: asked.department,
      asked: asks.filter((day) => day > since).length,
      most: element.most,
      last,
      times,
      lastAny: asks.toSorted().at(-1) ?? null,
    }
  })
  return { people, most, weeks, upTo }
}
