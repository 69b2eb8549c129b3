/** Two subjects: planned with the message, drawn when it begins, decided once, and the others get what was chosen. */
import { randomInt } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Campaign, campaigns } from '../../contract/campaigns.ts'
import type { Language } from '../../contract/library.ts'
import type { Input } from '../../contract/operation.ts'
import { planLetters, putInInboxes } from '../attention/attention.ts'
import { companyDaysOff } from '../directory/directory.ts'
import { addMs, type Instant, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { schedule as scheduleDue, unschedule } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { haltsOf, toldOfBoth } from '../program/program.ts'
import { staleOf } from './corrected.ts'
import { letterKindOf } from './kinds.ts'
import { campaignRow, type Row } from './queries.ts'
import { hoursOn, keptFrom, type Mailing, readingTime, subjectsOf, unsaid } from './mailing.ts'
import { outOfDate } from './reaching.ts'
import { judge, type Verdict } from './trial-rule.ts'
import { scriptOf } from './saying.ts'
import { eachName } from './voices.ts'
import { languageFor, type Script } from './words.ts'

/** Readers of each subject, at least: with fewer nothing but luck is told apart. */
const fewest = 50

export type TrialRow = {
  subjects: Partial<Record<Language, string>>
  share: number
  hours: number
  decides_at: Instant | null
  decided_at: Instant | null
  chosen: 'a' | 'b' | null
  outcome: Outcome | null
}
type Outcome = {
  why: 'told' | 'no_difference' | 'too_few' | 'stopped'
  a?: Counted
  b?: Counted
  low?: number
  high?: number
}
type Counted = { people: number; read: number }

export async function trialOf(db: Db | Tx, c: Context, campaignId: string): Promise<TrialRow | null> {
  const { rows } =
    await sql<TrialRow>`select subjects, share, hours, decides_at, decided_at, chosen, outcome from campaign_trial
    where organization_id = ${c.organizationId} and campaign_id = ${campaignId}`.execute(db)
  return rows[0] ?? null
}

export async function shownTrial(c: Context, row: Row): Promise<Campaign['trial']> {
  const trial = await trialOf(c.db, c, row.id)
  if (!trial) return null
  const { outcome } = trial
  const { rows } = await sql<{ floor: number }>`select smallest_group(${c.organizationId}) as floor`.execute(c.db)
  const floor = rows[0]!.floor
  const arm = (counted: Counted | undefined) =>
    counted ? { people: counted.people, read: toldOfBoth(counted.read, counted.people, floor) } : null
  const [a, b] = [arm(outcome?.a), arm(outcome?.b)]
  return {
    subjects: trial.subjects,
    share: trial.share,
    hours: trial.hours,
    decidesAt: trial.decides_at,
    decidedAt: trial.decided_at,
    chosen: trial.chosen,
    why: outcome?.why ?? null,
    a,
    b,
    // The interval would tell the counts that are hidden.
    interval:
      a && b && a.read !== null && b.read !== null && outcome?.low !== undefined && outcome.high !== undefined
        ? { low: outcome.low, high: outcome.high }
        : null,
  }
}

const inPart = (c: Context, id: string, parts: readonly string[]): RawBuilder<boolean> =>
  sql<boolean>`exists (select from campaign_trial_reader t where t.organization_id = ${c.organizationId} and t.campaign_id = ${id}
    and t.person_id = r.person_id and t.part = any(${parts as string[]}::text[]))`

/** The same words with the other subject. */
export const withSubject = (script: Script, subjects: TrialRow['subjects']): Script => ({
  ...script,
  text: (language) => {
    const text = script.text(language)
    return { ...text, subject: subjects[language] ?? text.subject }
  },
})

/**
 * Fixes everybody whom the message addresses, draws the two samples by a seed that is kept, and writes to these alone.
 * Null: too few for a trial; then everybody gets the first subject now.
 */
export async function beginTrial(tx: Tx, c: Context, script: Script, m: Mailing): Promise<number | null> {
  const { row } = script
  const trial = (await trialOf(tx, c, row.id))!
  const seed = randomInt(2 ** 31 - 1)
  const { rows: spoken } = await sql<{
    locale: string
  }>`select distinct r.locale from roster r where ${m.people}`.execute(tx)
  const locales = spoken
    .map((one) => one.locale)
    .filter((locale) => languageFor(script, locale).language in trial.subjects)
  await sql`insert into campaign_trial_reader (organization_id, campaign_id, person_id, part)
    with addressed as (
      select r.person_id, p.email_key is not null and r.status <> 'leave' and r.locale = any(${locales}::text[]) as fits
      from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id where ${m.people}),
    drawn as (select person_id, fits, row_number() over (partition by fits order by hashtextextended(person_id::text, ${seed}::bigint), person_id) as place,
      (count(*) filter (where fits) over () * ${trial.share}::integer / 100)::integer as size from addressed)
    select ${c.organizationId}, ${row.id}, person_id, case when not fits or place > 2 * size then 'rest' when place <= size then 'a' else 'b' end from drawn`.execute(
    tx,
  )
  const { rows } = await sql<{ size: number }>`select count(*) as size from campaign_trial_reader
    where organization_id = ${c.organizationId} and campaign_id = ${row.id} and part = 'a'`.execute(tx)
  if (rows[0]!.size < fewest) {
    await sql`update campaign_trial_reader set part = 'rest' where organization_id = ${c.organizationId} and campaign_id = ${row.id}`.execute(
      tx,
    )
    await decide(tx, c, row.id, 'a', { why: 'too_few' }, seed)
    return null
  }
  const letters = await write(tx, c, script, m, inPart(c, row.id, ['a', 'b']))
  await appear(tx, c, script, m, inPart(c, row.id, ['a']))
  await appear(tx, c, withSubject(script, trial.subjects), m, inPart(c, row.id, ['b']))
  const last = m.times.toSorted().at(-1) ?? c.clock.now()
  const decidesAt = addMs(last, trial.hours * 3_600_000)
  await sql`update campaign_trial set seed = ${seed}, decides_at = ${decidesAt} where organization_id = ${c.organizationId} and campaign_id = ${row.id}`.execute(
    tx,
  )
  await scheduleDue(tx, { ...choosing(c, row.id), dueAt: decidesAt })
  return letters
}

const choosing = (c: Context, campaignId: string) => ({
  organizationId: c.organizationId,
  kind: 'campaigns.choose',
  subjectId: campaignId,
})

/** When to look again, where the wave is paused or has been within the hours of a trial; null: it can be decided. */
async function afterPause(tx: Tx, c: Context, row: Row, hours: number): Promise<Instant | null> {
  const wait = hours * 3_600_000
  const pause = (await haltsOf(tx, c, row.wave_id)).find((one) => one.kind === 'pause')
  if (!pause) return null
  const now = c.clock.now()
  if (!pause.ended) return addMs(now, wait)
  // What went out before the pause began and had its hours by then needs no more of them.
  const told = addMs(pause.ended.at, wait)
  return pause.ended.at > row.started_at! && told > now ? told : null
}

const write = (tx: Tx, c: Context, script: Script, m: Mailing, who: RawBuilder<boolean>, excluded = keptFrom(script)) =>
  planLetters(
    tx,
    c,
    sql`select r.person_id, coalesce(p.email, '') as address, z.due_at, ${excluded} as excluded
      from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id ${m.when} where ${m.people} and ${who}`,
    {
      kind: letterKindOf(script.row),
      subject: { kind: 'campaign', id: script.row.id },
      minutes: readingTime(script),
      ...(m.lastDay ? { lastDay: m.lastDay } : {}),
    },
  )

const appear = (tx: Tx, c: Context, script: Script, m: Mailing, who: RawBuilder<boolean>) => {
  const each = eachName(c, script.row)
  return putInInboxes(
    tx,
    c,
    sql`select r.person_id, z.due_at as appears_at from roster r ${m.when} where ${m.people} and ${who} and not ${unsaid(script)}`,
    {
      kind: 'message',
      subject: { kind: 'campaign', id: script.row.id },
      params: { subjects: subjectsOf(script), sender: script.sender.name },
      ...(each ? { each } : {}),
      asks: { as: letterKindOf(script.row), minutes: readingTime(script) },
    },
  )
}

async function decide(
  tx: Tx,
  c: Context,
  id: string,
  chosen: 'a' | 'b',
  outcome: Outcome,
  seed?: number,
): Promise<void> {
  await sql`update campaign_trial set chosen = ${chosen}, decided_at = ${c.clock.now()}, outcome = ${JSON.stringify(outcome)}::jsonb,
      seed = coalesce(${seed ?? null}::integer, seed) where organization_id = ${c.organizationId} and campaign_id = ${id}`.execute(
    tx,
  )
  await record(tx, c, {
    type: 'campaign.subject_chosen',
    subject: { kind: 'campaign', id },
    data: { chosen, why: outcome.why },
  })
}

/** Those of the readers that were fixed who have not been written to, and are still here. */
const others = (c: Context, id: string): RawBuilder<boolean> =>
  sql<boolean>`(r.organization_id = ${c.organizationId} and r.employed and ${inPart(c, id, ['rest'])})`

/** Runs once its hours have passed. Under the lock of the message and in one transaction, so that it happens wholly or not at all. */
export async function chooseSubject(c: Context, campaignId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const held = await sql`select 1 from campaign where organization_id = ${c.organizationId} and id = ${campaignId}
      and started_at is not null and cancelled_at is null for update`.execute(tx)
    const trial = await trialOf(tx, c, campaignId)
    if (held.rows.length === 0 || !trial || trial.decided_at) return
    const row = await campaignRow(tx, c.organizationId, campaignId)
    // Something it says does not hold any more: what is left of it stops, as letters on their way do.
    if (await staleOf(c, row)) return
    // Letters of a wave that is paused wait, so nothing can be told: its samples get their hours after the pause.
    const again = await afterPause(tx, c, row, trial.hours)
    if (again !== null) {
      await sql`update campaign_trial set decides_at = ${again} where organization_id = ${c.organizationId} and campaign_id = ${campaignId}`.execute(
        tx,
      )
      await scheduleDue(tx, { ...choosing(c, campaignId), dueAt: again })
      return
    }
    const { rows } = await sql<{ part: 'a' | 'b'; people: number; read: number }>`
      select t.part, count(*) as people, count(*) filter (where coalesce(i.read_at, t.arrived_at) <= ${c.clock.now()}) as read
      from campaign_trial_reader t join outgoing_mail m on m.organization_id = t.organization_id and m.subject_id = t.campaign_id and m.person_id = t.person_id
        and m.kind = ${letterKindOf(row)} and m.state = 'submitted'
      left join inbox_item i on i.organization_id = t.organization_id and i.person_id = t.person_id and i.subject_id = t.campaign_id and i.kind = 'message'
      where t.organization_id = ${c.organizationId} and t.campaign_id = ${campaignId} and t.part in ('a', 'b') group by 1`.execute(
      tx,
    )
    const of = (part: 'a' | 'b'): Counted => {
      const found = rows.find((one) => one.part === part)
      return { people: found?.people ?? 0, read: found?.read ?? 0 }
    }
    const verdict: Verdict = judge(of('a'), of('b'))
    const { chosen, told, low, high } = verdict
    await decide(tx, c, campaignId, chosen, {
      why: told === 'none' ? 'no_difference' : 'told',
      a: of('a'),
      b: of('b'),
      low,
      high,
    })
    const script = await scriptOf(c, row)
    // Of the day that has come for everybody, where it is one to work on.
    const day = workingDay(c.clock.today('Pacific/Kiritimati'), await companyDaysOff(tx, c))
    const m: Mailing = {
      people: others(c, campaignId),
      ...(await hoursOn(tx, c, { day, at: row.sends_at, since: c.clock.now() })),
    }
    const shown = chosen === 'b' ? withSubject(script, trial.subjects) : script
    await write(tx, c, shown, m, sql<boolean>`true`)
    await appear(tx, c, shown, m, sql<boolean>`true`)
  })
}

/** Stopped before a subject was chosen: the others are accounted for, and get none. Answers how many. */
export async function endTrial(tx: Tx, c: Context, row: Row, reason: 'stopped' | typeof outOfDate): Promise<number> {
  const trial = await trialOf(tx, c, row.id)
  if (!trial || trial.decided_at || !row.started_at) return 0
  await unschedule(tx, { organizationId: c.organizationId, kind: 'campaigns.choose', subjectId: row.id })
  await decide(tx, c, row.id, 'a', { why: 'stopped' })
  const when = sql`cross join (select ${c.clock.now()}::timestamptz as due_at) z`
  const m: Mailing = { people: others(c, row.id), when, times: [] }
  return write(tx, c, await scriptOf(c, row), m, sql<boolean>`true`, sql<string | null>`${reason}::text`)
}

/** Which subject each of a batch of readers gets; nobody of a message without a trial. */
export async function secondSubjects(
  c: Context,
  campaignId: string,
  people: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`select t.person_id as id from campaign_trial_reader t
    join campaign_trial k on k.organization_id = t.organization_id and k.campaign_id = t.campaign_id
    where t.organization_id = ${c.organizationId} and t.campaign_id = ${campaignId} and t.person_id = any(${people as string[]}::uuid[])
      and (t.part = 'b' or (t.part = 'rest' and k.chosen = 'b'))`.execute(c.db)
  return new Set(rows.map((row) => row.id))
}

/** Somebody came in by the button of their letter. Counts where a subject is tried, and is kept for nothing else. */
export async function arrived(c: Context, input: Input<typeof campaigns.arrived>): Promise<{ arrived: true }> {
  const theirs =
    await sql`select from inbox_item where organization_id = ${c.organizationId} and person_id = ${c.viewer.personId}
    and kind = 'message' and subject_kind = 'campaign' and subject_id = ${input.campaignId}`.execute(c.db)
  if (theirs.rows.length === 0) throw problem('not_found')
  await sql`update campaign_trial_reader t set arrived_at = ${c.clock.now()} where t.organization_id = ${c.organizationId} and t.campaign_id = ${input.campaignId}
    and t.person_id = ${c.viewer.personId} and t.arrived_at is null`.execute(c.db)
  return { arrived: true }
}
