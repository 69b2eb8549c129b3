import { sql } from 'kysely'
import {
  type Broken,
  houseOf,
  type Letters,
  type Ready,
  rulesHere,
  type Waiting,
  write,
} from '../attention/attention.ts'
import { fieldWords, fillLetter, speakingLocale, template } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { campaignRow, campaignRows, revisionOf, type Row } from './queries.ts'
import { stateOf } from './state.ts'
import { secondSubjects, trialOf, withSubject } from './trials.ts'
import { inName, voicesTo, waitsForVoice } from './voices.ts'
import { compiler, languageFor, openSubject, type Script } from './words.ts'
import { scriptOf } from './saying.ts'

/** Words of a message in one process, kept while its letters go out. A started message cannot change. */
type Compile = ReturnType<typeof compiler>
type Kept = {
  script: Script
  /** For the sender under '', and for each champion in whose name it goes out. */
  spoken: Map<string, { compile: Compile; second: Compile | null }>
  speak: (script: Script) => { compile: Compile; second: Compile | null }
}
const scripts = new Map<string, Kept>()

async function scriptFor(c: Context, campaignId: string) {
  const rules = await rulesHere(c.db, c)
  // Asked for each batch: what its words are, and what the lead has fixed about switching its mail off.
  const fixed = ['campaign', 'follow_up', 'correction'].map((kind) => rules.get(kind) ?? '').join()
  const key = `${c.organizationId} ${campaignId} ${await revisionOf(c.db, c.organizationId, campaignId)} ${fixed}`
  let kept = scripts.get(key)
  if (!kept) {
    const row = await campaignRow(c.db, c.organizationId, campaignId)
    const script = await scriptOf(c, row)
    const { target } = template(row.template)
    const trial = await trialOf(c.db, c, campaignId)
    const speak = (inTheir: Script) => ({
      compile: compiler({ ...inTheir, tried: trial !== null }, target),
      second: trial ? compiler({ ...withSubject(inTheir, trial.subjects), tried: true }, target) : null,
    })
    kept = { script, spoken: new Map([['', speak(script)]]), speak }
    if (scripts.size > 50) scripts.clear()
    scripts.set(key, kept)
  }
  return kept
}

/** Managers' names of a batch of readers, and who of them is still here. */
async function presentOf(c: Context, people: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{
    id: string
    manager: string | null
  }>`select r.person_id as id, m.full_name as manager from roster r
    left join roster m on m.organization_id = r.organization_id and m.person_id = r.manager_id
    where r.organization_id = ${c.organizationId} and r.person_id = any(${people as string[]}::uuid[])`.execute(c.db)
  return new Map(rows.map((row) => [row.id, row.manager]))
}

async function campaignLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const made = new Map<string, Ready | Broken>()
  const present = await presentOf(
    c,
    batch.map((letter) => letter.personId),
  )
  for (const [campaignId, letters] of Map.groupBy(batch, (letter) => letter.subjectId!)) {
    const { script, spoken, speak } = await scriptFor(c, campaignId)
    const people = letters.map((letter) => letter.personId)
    const others = spoken.get('')!.second ? await secondSubjects(c, campaignId, people) : null
    const voices = await voicesTo(c, script.row, people)
    for (const letter of letters) {
      const manager = present.get(letter.personId)
      if (manager === undefined) {
        made.set(letter.id, { excluded: 'left' })
        continue
      }
      try {
        const { language } = languageFor(script, letter.locale)
        const voice = voices.get(letter.personId)
        const sender = voice ?? script.sender
        const speech = spoken.get(voice?.id ?? '') ?? speak(inName(script, voice))
        spoken.set(voice?.id ?? '', speech)
        const { compile, second } = speech
        const written = fillLetter(
          (second && others?.has(letter.personId) ? second : compile)(language, letter.locale),
          {
            person: { name: letter.fullName, givenName: letter.givenName },
            ...(manager ? { manager: { name: manager } } : {}),
          },
        )
        made.set(letter.id, {
          subject: written.subject,
          html: written.html,
          text: written.text,
          language,
          fromName: sender.name,
          ...(sender.email ? { replyTo: { name: sender.name, address: sender.email } } : {}),
        })
      } catch (error) {
        if (!(error instanceof Problem)) throw error
        made.set(letter.id, { excluded: error.code, detail: error.message })
      }
    }
  }
  return made
}

const nameOf = (script: Script) => script.facts.program?.name ?? script.organization.name

/** The message, where it still waits for the word of this letter's reader: not removed, given to another, approved, declined or under way. */
async function waitingFor(c: Context, letter: Waiting, campaignId: string): Promise<Row | null> {
  try {
    const row = await campaignRow(c.db, c.organizationId, campaignId)
    if (row.sender_id === letter.personId && stateOf(row, false) === 'asked') return row
    const voice = await campaignRows(
      c.db,
      c.organizationId,
      sql`k.id = ${campaignId} and ${waitsForVoice(c, letter.personId)}`,
    )
    return voice.length > 0 ? row : null
  } catch (error) {
    if (error instanceof Problem && error.code === 'not_found') return null
    throw error
  }
}

/** To the sender: please read what goes out in your name, and approve it or not. The link opens a page; its button approves. */
async function approvalLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const made = new Map<string, Ready | Broken>()
  const house = await houseOf(c)
  for (const letter of batch) {
    const row = await waitingFor(c, letter, String(letter.params['campaignId']))
    // Changed since: another letter asks for that.
    if (!row || row.revision !== letter.params['revision']) {
      made.set(letter.id, { excluded: 'not_needed' })
      continue
    }
    const script = await scriptOf(c, row)
    const { language } = languageFor(script, letter.locale)
    const facts = {
      ...script.facts,
      message: {
        subject: openSubject(script, language, letter.locale),
        changed: row.changed.map((field) => fieldWords(language)[field]!),
        goesOut: row.sends_on ?? '',
        people: Number(letter.params['people'] ?? 0),
      },
      action: { url: `${script.address('approve')}/${row.id}` },
    }
    const changed = row.changed.length > 0
    made.set(
      letter.id,
      write(c, house, letter, {
        template: changed ? 'approve-changed' : 'approve-message',
        facts,
        brand: script.brand,
        fromName: nameOf(script),
      }),
    )
  }
  return made
}

/** To a sender of several: what they are, and one link to all of them. Approved, changed or sent since: not listed. */
async function approvalsLetters(c: Context, batch: readonly Waiting[]): Promise<Map<string, Ready | Broken>> {
  const made = new Map<string, Ready | Broken>()
  const house = await houseOf(c)
  for (const letter of batch) {
    const asked: { row: Row; script: Script }[] = []
    for (const id of letter.params['campaignIds'] as string[]) {
      const row = await waitingFor(c, letter, id)
      if (row) asked.push({ row, script: await scriptOf(c, row) })
    }
    if (asked.length === 0) {
      made.set(letter.id, { excluded: 'not_needed' })
      continue
    }
    const { script } = asked[0]!
    const { language } = languageFor(script, letter.locale)
    const day = new Intl.DateTimeFormat(speakingLocale(language, letter.locale), { dateStyle: 'long', timeZone: 'UTC' })
    const facts = {
      ...script.facts,
      message: {
        list: asked
          .toSorted((a, b) => (a.row.sends_on! < b.row.sends_on! ? -1 : 1))
          .map(
            (one) =>
              `${day.format(Date.parse(one.row.sends_on!))}: ${openSubject(one.script, language, letter.locale)}`,
          ),
      },
      action: { url: script.address('approve') },
    }
    made.set(
      letter.id,
      write(c, house, letter, { template: 'approve-messages', facts, brand: script.brand, fromName: nameOf(script) }),
    )
  }
  return made
}

export const letters: Letters = {
  campaign: campaignLetters,
  follow_up: campaignLetters,
  correction: campaignLetters,
  approve_message: approvalLetters,
  approve_messages: approvalsLetters,
}
