/** The answer library: found while somebody types, written by the desk, counted without who. */
import { sql } from 'kysely'
import * as z from 'zod'
import {
  type desk,
  type DeskEntry,
  type DeskTopic,
  deskTopics,
  type EntryTexts,
  topicDays,
} from '../../contract/desk.ts'
import { type Language, languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { minutesOf } from '../library/library.ts'
import { searchable, searchText } from '../people/people.ts'
import { addDays, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { readerOf } from '../training/training.ts'
import { inCare, questionRow } from './desk-queries.ts'
import { faqFor, faqUsed, fitOf, isFaq, shippedAnswers, versionOf } from './faq.ts'

type Texts = DeskEntry['texts']
type EntryRow = {
  id: string
  version: number
  topic: DeskTopic
  texts: Texts
  faq: string | null
  from_version: number | null
  writer_id: string
  writer: string
  written_at: Instant
  opened: number
  helped: number
  not_helped: number
}

const current = sql`join desk_entry_version v on v.organization_id = e.organization_id and v.entry_id = e.id and v.number = e.version`
const uses = sql`left join lateral (select coalesce(sum(u.opened), 0)::integer as opened, coalesce(sum(u.helped), 0)::integer as helped,
    coalesce(sum(u.not_helped), 0)::integer as not_helped
  from desk_entry_use u where u.organization_id = e.organization_id and u.entry_id = e.id) u on true`

/**
 * The words that say what is meant: those of four letters and more, or all where there are none. Of long ones
 * without their ending, so that “goals” finds “goal” and “Zielen” finds “Ziel”. Pure.
 */
export function wordsToFind(typed: string): string[] {
  const words = searchable(typed)
    .split(' ')
    .map((word) => word.replace(/[^\p{L}\p{N}]+/gu, ''))
    .filter(Boolean)
  const telling = words.filter((word) => [...word].length >= 4)
  const kept = telling.length > 0 ? telling : words
  return [...new Set(kept.map((word) => word.slice(0, word.length > 5 ? -2 : word.length > 4 ? -1 : undefined)))]
}

type Found = Answer<typeof desk.answers>['answers'][number] & { fit: number; helped: number; own: boolean }

/** The company's own and ours as one list: the best first; without words by topic, and its own before ours. */
export async function answers(c: Context, input: Input<typeof desk.answers>): Promise<Answer<typeof desk.answers>> {
  const words = wordsToFind(input.search)
  const language = input.language ?? (await readerOf(c)).language
  // Nothing to look for in what was typed finds nothing.
  if (input.search.trim() && words.length === 0) return { total: 0, answers: [] }
  const { offset, limit } = input
  const enough = (met: number) => met * 2 >= words.length && met >= Math.min(2, words.length)
  // Its own are for everybody and at any time.
  const fits = (!input.for || input.for === 'everyone') && (!input.phase || input.phase === 'any')
  const own = fits ? await ownFound(c, words, language, input.topic, offset + limit) : { total: 0, found: [] }
  const ours = (await faqFor(c, language, input)).flatMap(({ id, helped, ...about }): Found[] => {
    const { met, asked } = fitOf(id, words)
    return enough(met) ? [{ ...about, id, language, writtenAt: null, own: false, helped, fit: met + asked }] : []
  })
  const order = words.length > 0 ? byFit : byTopic
  return {
    total: own.total + ours.length,
    answers: [...own.found, ...ours]
      .toSorted(order)
      .slice(offset, offset + limit)
      .map(({ fit: _fit, helped: _helped, own: _own, ...answer }) => answer),
  }
}

// Sorting keeps the order in which they stand where nothing tells them apart.
const byFit = (a: Found, b: Found) => b.fit - a.fit || Number(b.own) - Number(a.own) || b.helped - a.helped
const byTopic = (a: Found, b: Found) =>
  deskTopics.indexOf(a.topic) - deskTopics.indexOf(b.topic) ||
  Number(b.own) - Number(a.own) ||
  (a.own ? b.helped - a.helped : 0)

async function ownFound(
  c: Context,
  words: readonly string[],
  language: Language,
  topic: DeskTopic | undefined,
  most: number,
): Promise<{ total: number; found: Found[] }> {
  const { rows } = await sql<
    Pick<EntryRow, 'id' | 'topic' | 'texts' | 'version' | 'written_at' | 'helped'> & { fit: number; total: number }
  >`select x.*, x.met + x.asked as fit, count(*) over ()::integer as total from (
      select e.id, e.version, v.topic, v.texts, v.written_at, u.helped, u.opened,
        (select count(*) from unnest(${words}::text[]) w where strpos(v.search_question, ' ' || w) > 0)::integer as asked,
        (select count(*) from unnest(${words}::text[]) w where strpos(v.search_question, ' ' || w) > 0 or strpos(v.search_answer, ' ' || w) > 0)::integer as met
      from desk_entry e ${current} ${uses}
      where e.organization_id = ${c.organizationId} and e.retired_at is null and (${topic ?? null}::text is null or v.topic = ${topic ?? null})
    ) x where x.met * 2 >= ${words.length}::integer and x.met >= ${Math.min(2, words.length)}::integer
    order by ${words.length > 0 ? sql`x.met + x.asked desc` : sql`array_position(${[...deskTopics]}::text[], x.topic)`}, x.helped desc, x.opened desc, x.id
    limit ${most}`.execute(c.db)
  return {
    total: rows[0]?.total ?? 0,
    found: rows.map(({ id, topic: about, texts, version, written_at, helped, fit }) => {
      const [spoken, text] = spokenIn(texts, language)
      return {
        ...{ id, topic: about, version, helped, fit, ...text, own: true },
        language: spoken,
        for: 'everyone',
        phase: 'any',
        writtenAt: written_at,
        minutes: minutesOf(text.answer),
      }
    }),
  }
}

/** The reader's language where it stands in it, else the first it has. */
function spokenIn(texts: Texts, language: Language): [Language, { question: string; answer: string }] {
  const spoken = texts[language] ? language : languages.find((one) => texts[one])!
  return [spoken, texts[spoken]!]
}

export async function used(c: Context, input: Input<typeof desk.used>): Promise<{ counted: true }> {
  if (isFaq(input.entryId)) {
    await faqUsed(c, input.entryId, input.how)
    return { counted: true }
  }
  if (!z.uuid().safeParse(input.entryId).success) throw problem('not_found')
  const day = await todayOf(c.db, c)
  const n = (how: typeof input.how) => (input.how === how ? 1 : 0)
  const { numAffectedRows } = await sql`
    insert into desk_entry_use as u (organization_id, entry_id, day, opened, helped, not_helped)
    select e.organization_id, e.id, ${day}::date, ${n('opened')}::integer, ${n('helped')}::integer, ${n('not_helped')}::integer
    from desk_entry e where e.organization_id = ${c.organizationId} and e.id = ${input.entryId} and e.retired_at is null
    on conflict (organization_id, entry_id, day) do update set opened = u.opened + excluded.opened, helped = u.helped + excluded.helped,
      not_helped = u.not_helped + excluded.not_helped`.execute(c.db)
  if (!numAffectedRows) throw problem('not_found')
  return { counted: true }
}

async function entryRows(db: Db | Tx, c: Context, entryId: string | null): Promise<DeskEntry[]> {
  const { rows } = await sql<EntryRow>`
    select e.id, e.version, e.faq, e.from_version, v.topic, v.texts, v.written_by as writer_id, p.full_name as writer, v.written_at, u.opened, u.helped, u.not_helped
    from desk_entry e ${current} ${uses}
    join person p on p.organization_id = v.organization_id and p.id = v.written_by
    where e.organization_id = ${c.organizationId} and e.retired_at is null and (${entryId}::uuid is null or e.id = ${entryId})
    order by u.opened + u.helped desc, v.written_at desc, e.id limit 1000`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    topic: row.topic,
    texts: row.texts,
    missing: languages.filter((one) => !row.texts[one]),
    version: row.version,
    faq: row.faq,
    fromVersion: row.from_version,
    writtenBy: { id: row.writer_id, name: row.writer },
    writtenAt: row.written_at,
    opened: row.opened,
    helped: row.helped,
    notHelped: row.not_helped,
  }))
}

export async function library(c: Context): Promise<Answer<typeof desk.library>> {
  return { entries: await entryRows(c.db, c, null), shipped: await shippedAnswers(c) }
}

async function entryOf(tx: Tx, c: Context, entryId: string): Promise<DeskEntry> {
  const [entry] = await entryRows(tx, c, entryId)
  if (!entry) throw problem('not_found')
  return entry
}

async function writeVersion(
  tx: Tx,
  c: Context,
  at: { entryId: string; number: number },
  input: { topic: DeskTopic; texts: EntryTexts },
): Promise<void> {
  const all = Object.values(input.texts)
  const folded = (which: 'question' | 'answer') =>
    searchText(all.map((text) => text[which].replace(/[^\p{L}\p{M}\p{N}\s-]+/gu, ' ')))
  await sql`insert into desk_entry_version (organization_id, entry_id, number, topic, texts, search_question, search_answer, written_by, written_at)
    values (${c.organizationId}, ${at.entryId}, ${at.number}, ${input.topic}, ${JSON.stringify(input.texts)}::jsonb, ${folded('question')},
      ${folded('answer')}, ${c.viewer.personId}, ${c.clock.now()})`.execute(tx)
}

/** The first name of somebody that stands in the texts as a word, written as a name is. Pure. */
export function namedIn(names: readonly (string | null)[], texts: EntryTexts): string | null {
  const said = Object.values(texts)
    .flatMap((text) => [text.question, text.answer])
    .join('\n')
    .normalize('NFC')
  for (const name of names) {
    const word = name?.trim().normalize('NFC')
    if (!word || [...word].length < 2) continue
    const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    if (new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'u').test(said)) return word
  }
  return null
}

export async function keep(c: Context, input: Input<typeof desk.keep>): Promise<DeskEntry> {
  const from = input.faq ? versionOf(input.faq) : null
  if (from === undefined) throw problem('not_found')
  return c.db.transaction().execute(async (tx) => {
    if (input.questionId) {
      const q = await questionRow(tx, c, input.questionId, 'desk')
      if (q.private) throw problem('desk_private')
      const { rows } = await sql<{ full_name: string; given_name: string | null; family_name: string | null }>`
        select full_name, given_name, family_name from person where organization_id = ${c.organizationId} and id = ${q.asked_by}`.execute(
        tx,
      )
      const person = rows[0]!
      const name = namedIn([person.full_name, person.family_name, person.given_name], input.texts)
      if (name) throw problem('desk_names', { name })
    }
    const { rows } = await sql<{
      id: string
    }>`insert into desk_entry (organization_id, version, faq, from_version) values (${c.organizationId}, 1, ${input.faq ?? null}, ${from})
      on conflict do nothing returning id`.execute(tx)
    // Somebody else answers it in the company's words already.
    if (!rows[0]) throw problem('conflict')
    const { id } = rows[0]
    await writeVersion(tx, c, { entryId: id, number: 1 }, input)
    // From which question it came is not kept: the library leads back to nobody.
    await record(tx, c, { type: 'desk.kept', subject: { kind: 'desk_entry', id } })
    return entryOf(tx, c, id)
  })
}

const saysTheSame = (before: DeskEntry, next: { topic: DeskTopic; texts: EntryTexts }): boolean =>
  before.topic === next.topic &&
  languages.every((one) => {
    const [was, is] = [before.texts[one], next.texts[one]]
    return was?.question === is?.question && was?.answer === is?.answer
  })

export async function rewrite(c: Context, input: Input<typeof desk.rewrite>): Promise<DeskEntry> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      version: number
      faq: string | null
    }>`select version, faq from desk_entry where organization_id = ${c.organizationId}
      and id = ${input.entryId} and retired_at is null for update`.execute(tx)
    if (!rows[0]) throw problem('not_found')
    if (rows[0].version !== input.version) throw problem('conflict')
    const compared = Math.min(input.fromVersion ?? 0, (rows[0].faq && versionOf(rows[0].faq)) || 0) || null
    const same = compared !== null && saysTheSame(await entryOf(tx, c, input.entryId), input)
    if (compared !== null)
      await sql`update desk_entry set from_version = ${compared}
        where organization_id = ${c.organizationId} and id = ${input.entryId}`.execute(tx)
    if (same) {
      await record(tx, c, { type: 'desk.compared', subject: { kind: 'desk_entry', id: input.entryId } })
      return entryOf(tx, c, input.entryId)
    }
    const number = input.version + 1
    await writeVersion(tx, c, { entryId: input.entryId, number }, input)
    await sql`update desk_entry set version = ${number} where organization_id = ${c.organizationId} and id = ${input.entryId}`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'desk.rewritten',
      subject: { kind: 'desk_entry', id: input.entryId },
      data: { version: number },
    })
    return entryOf(tx, c, input.entryId)
  })
}

export async function retire(c: Context, input: Input<typeof desk.retire>): Promise<{ retired: true }> {
  return c.db.transaction().execute(async (tx) => {
    const { numAffectedRows } =
      await sql`update desk_entry set retired_at = ${c.clock.now()}, retired_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${input.entryId} and retired_at is null`.execute(tx)
    if (!numAffectedRows) throw problem('not_found')
    await record(tx, c, { type: 'desk.retired', subject: { kind: 'desk_entry', id: input.entryId } })
    return { retired: true }
  })
}

export async function restore(c: Context, input: Input<typeof desk.restore>): Promise<DeskEntry> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ taken: boolean }>`select exists (select from desk_entry o
        where o.organization_id = e.organization_id and o.faq = e.faq and o.id <> e.id and o.retired_at is null) as taken
      from desk_entry e where e.organization_id = ${c.organizationId} and e.id = ${input.entryId}`.execute(tx)
    if (rows[0]?.taken) throw problem('conflict')
    await sql`update desk_entry set retired_at = null, retired_by = null
      where organization_id = ${c.organizationId} and id = ${input.entryId}`.execute(tx)
    const entry = await entryOf(tx, c, input.entryId)
    await record(tx, c, { type: 'desk.restored', subject: { kind: 'desk_entry', id: entry.id } })
    return entry
  })
}

/**
 * How often each topic came up, and no private question: of the whole company for whoever reads all of those anyway, of
 * their population for HR partners.
 */
export async function topics(c: Context): Promise<Answer<typeof desk.topics>> {
  const since = addDays(await todayOf(c.db, c), -topicDays)
  const all = c.viewer.roles.some((role) => role === 'lead' || role === 'champion')
  const { rows } = await sql<{ topic: DeskTopic; questions: number; people: number; floor: number }>`
    select q.topic, count(*) as questions, count(distinct q.asked_by) as people, smallest_group(${c.organizationId}) as floor
    from desk_question q join organization o on o.id = q.organization_id
    where q.organization_id = ${c.organizationId} and q.topic is not null and not q.private and (${all} or ${inCare(c)})
      and (q.asked_at at time zone o.time_zone)::date > ${since}::date
    group by q.topic order by 2 desc, 1`.execute(c.db)
  const { rows: group } = await sql<{ floor: number }>`select smallest_group(${c.organizationId}) as floor`.execute(
    c.db,
  )
  const { floor } = group[0]!
  const told = rows.filter((row) => row.people >= floor)
  // In the order of the list, not of their numbers: a place in the order would say how many.
  const few = deskTopics.filter((topic) => rows.some((row) => row.topic === topic && row.people < floor))
  return {
    days: topicDays,
    floor,
    topics: [
      ...told.map(({ topic, questions }) => ({ topic, questions })),
      ...few.map((topic) => ({ topic, questions: null })),
    ],
  }
}
