/** Looking at a message: as a reader gets it, who would get it, what became of it. */
import { sql } from 'kysely'
import { type campaigns, isAct } from '../../contract/campaigns.ts'
import type { Language } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { departures } from '../attention/attention.ts'
import { organizationDay } from '../directory/directory.ts'
import {
  compileLetter,
  exampleFacts,
  fieldWords,
  fillLetter,
  fillMarkdown,
  shownLetter,
  template,
} from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { toldOfBoth } from '../program/program.ts'
import { isTeam, readable } from './campaign.ts'
import { followUpReport } from './follow-ups.ts'
import { letterKindOf } from './kinds.ts'
import { keptFrom } from './mailing.ts'
import { campaignRow } from './queries.ts'
import { addressable } from './addressing.ts'
import { secondSubjects, trialOf, withSubject } from './trials.ts'
import { compiler, factsIn, languageFor, textIn } from './words.ts'
import { scriptOf } from './saying.ts'
import { championsOf, inName, voiceFor, voicesReport, voicesTo } from './voices.ts'

type Reader = { name: string; givenName: string; locale: string; email: string | null; manager: string | null }

async function readerOf(c: Context, personId: string): Promise<Reader> {
  const { rows } =
    await sql<Reader>`select r.full_name as name, r.given_name as "givenName", r.locale, r.email, m.full_name as manager
    from roster r left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where r.organization_id = ${c.organizationId} and r.person_id = ${personId}`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export async function preview(
  c: Context,
  input: Input<typeof campaigns.preview>,
): Promise<Answer<typeof campaigns.preview>> {
  const row = await readable(c, input.campaignId)
  // It would tell anybody's address, manager and language to whoever was once asked for their name.
  if (input.personId && input.personId !== c.viewer.personId && !isTeam(c)) throw problem('forbidden')
  const script = inName(await scriptOf(c, row), await voiceFor(c, row, input.personId ?? null))
  const reader = input.personId ? await readerOf(c, input.personId) : null
  const chosen = input.language
    ? { language: input.language, by: 'asked' }
    : languageFor(script, reader?.locale ?? c.viewer.locale)
  const example = exampleFacts(chosen.language)
  const person = reader ? { name: reader.name, givenName: reader.givenName } : example.person
  const manager = reader ? (reader.manager ? { manager: { name: reader.manager } } : {}) : { manager: example.manager }
  const letter = fillLetter(compiler(script, template(row.template).target)(chosen.language, reader?.locale ?? null), {
    person,
    ...manager,
  })
  return { ...(await shownLetter(c, letter)), chosenBy: chosen.by, to: reader?.email ?? '', from: script.sender.name }
}

export async function audience(
  c: Context,
  input: Input<typeof campaigns.audience>,
): Promise<Answer<typeof campaigns.audience>> {
  const row = await readable(c, input.campaignId)
  const { people, upTo } = await addressable(c.db, c, row)
  const kept = keptFrom({ text: (language) => textIn(row, language) })
  const { rows } = await sql<{ locale: string; reason: string | null; n: number }>`
    select r.locale, ${kept} as reason, count(*) as n
    from roster r join person p on p.organization_id = r.organization_id and p.id = r.person_id where ${people} group by 1, 2`.execute(
    c.db,
  )
  const organization = await c.db
    .selectFrom('organization')
    .select('locale')
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  const spoken = new Map<Language, number>()
  const excluded = new Map<string, number>()
  for (const group of rows) {
    const { language } = languageFor(
      { organization: { name: '', slug: '', locale: organization.locale } } as never,
      group.locale,
    )
    if (group.reason) excluded.set(group.reason, (excluded.get(group.reason) ?? 0) + group.n)
    else spoken.set(language, (spoken.get(language) ?? 0) + group.n)
  }
  const times = row.sends_on
    ? (
        await departures(c.db, c, row.sends_on, row.sends_at, {
          whom: people,
          since: row.scheduled_at ?? c.clock.now(),
        })
      ).times.toSorted()
    : []
  return {
    people: rows.reduce((sum, group) => sum + group.n, 0),
    upTo,
    languages: [...spoken].map(([language, n]) => ({ language, people: n })).sort((a, b) => b.people - a.people),
    excluded: [...excluded].map(([reason, n]) => ({ reason, people: n })),
    from: times[0] ?? null,
    until: times.at(-1) ?? null,
    minutes: template(row.template).texts[0]?.minutes ?? 1,
    champions: row.voice === 'champion' ? await championsOf(c.db, c, row, people, isTeam(c)) : null,
  }
}

export async function report(
  c: Context,
  input: Input<typeof campaigns.report>,
): Promise<Answer<typeof campaigns.report>> {
  const row = await readable(c, input.campaignId)
  if (isAct(row.reach)) return followUpReport(c, row)
  const passedOn = template(row.template).purpose === 'pass-on'
  const [letters, inbox, told] = await Promise.all([
    sql<{
      state: string
      reason: string | null
      language: string | null
      n: number
    }>`select state, reason, language, count(*) as n from outgoing_mail
      where organization_id = ${c.organizationId} and subject_id = ${input.campaignId} and kind = ${letterKindOf(row)} group by 1, 2, 3`.execute(
      c.db,
    ),
    sql<{
      n: number
      read: number
      floor: number
    }>`select count(*) as n, count(read_at) as read, smallest_group(${c.organizationId}) as floor from inbox_item
      where organization_id = ${c.organizationId} and subject_kind = 'campaign' and subject_id = ${input.campaignId} and kind = 'message'`.execute(
      c.db,
    ),
    passedOn
      ? sql<{
          n: number
        }>`select count(*) as n from campaign_told where organization_id = ${c.organizationId} and campaign_id = ${row.id}`.execute(
          c.db,
        )
      : null,
  ])
  const { n, read, floor } = inbox.rows[0]!
  const sum = (keep: (row: (typeof letters.rows)[number]) => boolean) =>
    letters.rows.filter(keep).reduce((total, row) => total + row.n, 0)
  const count = (state: string) => sum((row) => row.state === state)
  const groups = (key: (row: (typeof letters.rows)[number]) => string | null) => [
    ...Map.groupBy(
      letters.rows.filter((row) => key(row) !== null),
      (row) => key(row)!,
    ),
  ]
  return {
    recipients: sum(() => true),
    states: {
      waiting: count('waiting'),
      sending: count('sending'),
      submitted: count('submitted'),
      bounced: count('bounced'),
      failed: count('failed'),
      uncertain: count('uncertain'),
      excluded: count('excluded'),
    },
    reasons: groups((row) => (row.reason ? `${row.state} ${row.reason}` : null)).map(([key, rows]) => {
      const [state, reason] = key.split(' ')
      return { state: state!, reason: reason!, people: rows.reduce((total, row) => total + row.n, 0) }
    }),
    languages: groups((row) => row.language).map(([language, rows]) => ({
      language,
      people: rows.reduce((total, row) => total + row.n, 0),
    })),
    inInbox: n,
    readInApp: toldOfBoth(read, n, floor),
    told: told ? toldOfBoth(told.rows[0]!.n, n, floor) : null,
    passedOn,
    voices: await voicesReport(c, row, n),
    followUp: null,
    smallestGroup: floor,
  }
}

/** A message as its reader sees it in the app: the same words as the letter. */
export async function message(
  c: Context,
  input: Input<typeof campaigns.message>,
): Promise<Answer<typeof campaigns.message>> {
  const { rows } = await sql<{
    appears_at: string
  }>`select appears_at from inbox_item where organization_id = ${c.organizationId}
    and person_id = ${c.viewer.personId} and subject_kind = 'campaign' and subject_id = ${input.campaignId} and kind = 'message' and appears_at <= ${c.clock.now()}`.execute(
    c.db,
  )
  if (!rows[0]) throw problem('not_found')
  const row = await campaignRow(c.db, c.organizationId, input.campaignId)
  const trial = await trialOf(c.db, c, row.id)
  const own = await scriptOf(c, row)
  const second = trial && (await secondSubjects(c, row.id, [c.viewer.personId])).size > 0
  const script = inName(
    second ? withSubject(own, trial.subjects) : own,
    (await voicesTo(c, row, [c.viewer.personId])).get(c.viewer.personId),
  )
  const reader = await readerOf(c, c.viewer.personId)
  const { language } = languageFor(script, reader.locale)
  const text = script.text(language)
  const { target, purpose } = template(row.template)
  const facts = {
    ...factsIn(script, language, target),
    person: { name: reader.name, givenName: reader.givenName },
    // Whoever had a manager then and has none now reads it on.
    manager: { name: reader.manager ?? fieldWords(language)['manager.name']!.split(';')[0]! },
  }
  const { speech } = compileLetter(text, facts, { locale: reader.locale })
  const line = (words: string) => fillMarkdown(words, facts, speech).replace(/\\(.)/g, '$1')
  return {
    subject: line(text.subject),
    body: fillMarkdown(text.body, facts, speech),
    language,
    sender: { id: script.sender.id, name: script.sender.name, title: script.sender.title },
    at: rows[0].appears_at,
    action: text.actionLabel && target ? { label: line(text.actionLabel), target } : null,
    because: line(text.because),
    told: purpose === 'pass-on' ? await hasTold(c, row.id) : null,
  }
}

async function hasTold(c: Context, campaignId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from campaign_told
    where organization_id = ${c.organizationId} and campaign_id = ${campaignId} and person_id = ${c.viewer.personId}`.execute(
    c.db,
  )
  return rows.length > 0
}

/** A manager says that they told their team what a message gave them to pass on. */
export async function told(c: Context, input: Input<typeof campaigns.told>): Promise<{ told: true }> {
  const { told: before } = await message(c, input)
  if (before === null) throw problem('not_found')
  await c.db.transaction().execute(async (tx) => {
    await sql`insert into campaign_told (organization_id, campaign_id, person_id, told_on)
      values (${c.organizationId}, ${input.campaignId}, ${c.viewer.personId}, ${await organizationDay(c)}) on conflict do nothing`.execute(
      tx,
    )
    // That somebody did is enough to know.
    await record(tx, c, {
      type: 'campaign.passed_on',
      subject: { kind: 'campaign', id: input.campaignId },
      anonymous: true,
    })
  })
  return { told: true }
}
