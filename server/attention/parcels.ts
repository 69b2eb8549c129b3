/** What leaves next: the letters that are due, with their words, each person's letter of the day in one piece. */
import { type RawBuilder, sql } from 'kysely'
import { addMs } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { InlinePicture } from '../platform/mail.ts'
import { Problem } from '../platform/problem.ts'
import { offForAll, switchable } from './choices.ts'
import { deadAddress } from './bounces.ts'
import { heldBack } from './halted.ts'
import { dailyLetter } from './daily.ts'
import { picturesOf } from '../library/library.ts'
import type { Broken, Letters, Ready, Waiting } from './letters.ts'
import { offAddress } from './one-click.ts'
import type { Counter } from './outgoing.ts'
import { type House, houseOf } from './writing.ts'

const batchSize = 400
/** Minutes until the next try after a refusal for now; after the last, the letter has failed. */
export const waits = [1, 5, 15, 60, 240]

/** One mail: a letter, or several of one person that waited for the letter of the day. The first one's id is the mail's. */
export type Parcel = {
  letters: readonly [Waiting, ...Waiting[]]
  ready: Ready
  off: string | null
  pictures: readonly InlinePicture[]
}
type DueLetter = Waiting & { daily: boolean; way: string | null; dead: boolean }
export type Settled = {
  id: string
  state: 'submitted' | 'failed' | 'uncertain' | 'waiting' | 'excluded'
  reason: string | null
  answer: string | null
  language: string | null
  retryAt: string | null
}

/** The next of what is due at a counter, without those that are on the way; and what will not leave, with the reason. */
export async function prepare(
  c: Context,
  letters: Letters,
  counter: Counter,
  except: readonly string[] = [],
): Promise<{ parcels: Parcel[]; broken: Settled[] }> {
  const now = c.clock.now()
  const due = (which: RawBuilder<boolean>, limit: number | null) => sql<DueLetter>`
    select m.id, m.daily, h.way, ${deadAddress(c, sql`m.kind`, sql`m.address`)} and m.reason is distinct from 'sent_again' as dead, m.person_id as "personId", m.address, m.kind, m.attempts, m.due_at as "dueAt", m.subject_id as "subjectId", m.params, p.full_name as "fullName", p.given_name as "givenName",
      coalesce(nullif(spoken_locale(p.language, p.locale), ''), o.locale) as locale, coalesce(nullif(p.time_zone, ''), o.time_zone) as "timeZone"
    from outgoing_mail m
    join person p on p.organization_id = m.organization_id and p.id = m.person_id
    join organization o on o.id = m.organization_id
    left join notice_choice h on h.organization_id = m.organization_id and h.person_id = m.person_id and h.kind = m.kind
    where m.organization_id = ${c.organizationId} and m.bulk = ${counter === 'bulk'} and m.state = 'waiting' and m.due_at <= ${now} and not (m.id = any(${except as string[]}::uuid[]))
      and not ${heldBack(c)} and ${which} order by m.due_at, m.id limit ${limit}`
  const { rows } = await due(sql<boolean>`true`, batchSize).execute(c.db)
  const waiters = [...new Set(rows.filter((row) => row.daily).map((row) => row.personId))]
  // The rest of what waits for the same people, so that nobody's letter of the day falls into two.
  if (waiters.length > 0) {
    const known = rows.map((row) => row.id)
    const rest = await due(
      sql<boolean>`m.daily and m.person_id = any(${waiters}::uuid[]) and not (m.id = any(${known}::uuid[]))`,
      null,
    ).execute(c.db)
    rows.push(...rest.rows)
  }
  if (rows.length === 0) return { parcels: [], broken: [] }
  const house = await houseOf(c)
  const parcels: Parcel[] = []
  const broken: Settled[] = []
  const days = new Map<string, { letter: Waiting; ready: Ready }[]>()
  for (const [kind, batch] of Map.groupBy(rows, (row) => row.kind)) {
    const fixed = house.fixed.get(kind)
    // Switched off since it was planned: by the person, or by the lead for all.
    const unwanted = (letter: DueLetter) => offForAll(kind, fixed) || (letter.way === 'app' && switchable(kind, fixed))
    const wanted = batch.filter((letter) => !letter.dead && !unwanted(letter))
    const made = wanted.length > 0 ? await make(c, letters, kind, wanted) : new Map<string, Ready | Broken | Later>()
    for (const letter of batch) {
      const ready = unwanted(letter)
        ? { excluded: 'not_needed' }
        : letter.dead
          ? { excluded: 'dead_address' }
          : (made.get(letter.id) ?? { excluded: 'no_words' })
      if ('later' in ready) broken.push(delayed(c, letter, ready.later))
      else if ('excluded' in ready)
        broken.push({
          id: letter.id,
          state: 'excluded',
          reason: ready.excluded,
          answer: ready.detail ?? null,
          language: null,
          retryAt: null,
        })
      else if (letter.daily) days.set(letter.personId, [...(days.get(letter.personId) ?? []), { letter, ready }])
      else parcels.push(await parcelOf(c, house, [letter], ready))
    }
  }
  for (const things of days.values()) {
    const inOrder = things.toSorted((a, b) => a.letter.dueAt.localeCompare(b.letter.dueAt))
    const [first, ...more] = inOrder.map((thing) => thing.letter) as [Waiting, ...Waiting[]]
    // One thing alone comes as its own letter.
    const ready = more.length === 0 ? inOrder[0]!.ready : await dailyLetter(c, house, inOrder)
    parcels.push(await parcelOf(c, house, [first, ...more], ready))
  }
  return { parcels, broken }
}

/** With the address by which a mail program switches off what may be switched off, and the pictures that travel along. */
async function parcelOf(
  c: Context,
  house: House,
  letters: readonly [Waiting, ...Waiting[]],
  ready: Ready,
): Promise<Parcel> {
  const kinds = [...new Set(letters.map((letter) => letter.kind))].filter((kind) =>
    switchable(kind, house.fixed.get(kind)),
  )
  const off = kinds.length > 0 ? offAddress(c, letters[0].personId, kinds) : null
  return { letters, ready, off, pictures: await picturesOf(c, ready.html) }
}

async function make(
  c: Context,
  letters: Letters,
  kind: string,
  batch: readonly Waiting[],
): Promise<Map<string, Ready | Broken | Later>> {
  const maker = letters[kind]
  if (!maker) return new Map()
  try {
    return await maker(c, batch)
  } catch (error) {
    // Only words that are wrong stay wrong. Whatever else went wrong here is no fault of a letter, and passes.
    if (!(error instanceof Problem)) {
      c.log.error({ err: error, kind }, 'letters could not be written now')
      return new Map(batch.map((letter) => [letter.id, { later: (error as Error).message.slice(0, 300) }]))
    }
    if (batch.length > 1) {
      const made = new Map<string, Ready | Broken | Later>()
      for (const letter of batch) for (const one of await make(c, letters, kind, [letter])) made.set(...one)
      return made
    }
    c.log.error({ err: error, kind }, 'a letter could not be written')
    return new Map(
      batch.map((letter) => [letter.id, { excluded: 'words_broken', detail: error.message.slice(0, 300) }]),
    )
  }
}

/** Why the words could not be made this time. */
type Later = { later: string }

/** Waits for the next try to be written; after the last it has failed, until somebody sends it again. */
function delayed(c: Context, letter: Waiting, answer: string): Settled {
  const minutes = waits[letter.attempts]
  const base = { id: letter.id, answer, language: null }
  if (minutes === undefined) return { ...base, state: 'failed', reason: 'unwritten_for_long', retryAt: null }
  return { ...base, state: 'waiting', reason: 'unwritten_for_now', retryAt: addMs(c.clock.now(), minutes * 60_000) }
}
