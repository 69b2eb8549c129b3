/** The questions that come with Belay, as they are said to one reader: with the program's fields filled in, and none that does not fit. */
import { sql } from 'kysely'
import type { desk, DeskTopic, ShippedAnswer } from '../../contract/desk.ts'
import { type ElementId, elementIds } from '../../contract/design.ts'
import { type FaqReader, type Language, languages } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { faq, fillMarkdown, sayLine, speechFor, type FaqFile, type SomeFacts } from '../library/library.ts'
import { searchText } from '../people/people.ts'
import type { Context } from '../platform/context.ts'
import { countRecorded, record } from '../platform/events.ts'
import { Problem, problem } from '../platform/problem.ts'
import { designSeen, today as todayOf } from '../program/program.ts'

/** What a reader's company and program can say, and which elements are on for them. */
type Known = { facts: SomeFacts; on: ReadonlySet<ElementId> }

async function knownTo(c: Context): Promise<Known> {
  const design = await designSeen(c)
  const { rows } = await sql<{ organization: string; floor: number; lead: string | null }>`
    select o.name as organization, smallest_group(o.id) as floor, p.full_name as lead
    from organization o left join person p on p.organization_id = o.id and p.id = ${design?.leadId ?? null}::uuid
    where o.id = ${c.organizationId}`.execute(c.db)
  const { organization, floor, lead } = rows[0]!
  // A stored design may be older than the newest element.
  const elements: Partial<Record<ElementId, { on: boolean }>> = design?.elements ?? {}
  const on = new Set(elementIds.filter((id) => elements[id]?.on))
  return {
    on,
    facts: {
      organization: { name: organization },
      survey: { floor },
      ...(design ? { program: { name: design.brand.name } } : {}),
      ...(lead ? { lead: { name: lead } } : {}),
      ...(design && on.has('checkins') ? { checkin: { cadence: design.elements.checkins.cadence } } : {}),
    },
  }
}

type Said = { question: string; answer: string }

/** Null where it speaks of something that is not there for this reader. */
export function sayFaq(file: FaqFile, language: Language, known: Known): Said | null {
  if (!file.needs.every((element) => known.on.has(element))) return null
  const speech = speechFor(language)
  try {
    return {
      question: sayLine(file.ask, known.facts, speech),
      answer: fillMarkdown(file.answer, known.facts, speech),
    }
  } catch (error) {
    if (error instanceof Problem && error.code === 'field_empty') return null
    throw error
  }
}

/** By question, in all languages: as entries of the company are kept to be searched. Made once. */
let folded: ReadonlyMap<string, { question: string; answer: string }> | undefined
function foldedFaq(): NonNullable<typeof folded> {
  const fold = (texts: string[]) =>
    searchText(texts.map((text) => text.replace(/\{\{.*?\}\}/g, ' ').replace(/[^\p{L}\p{M}\p{N}\s-]+/gu, ' ')))
  return (folded ??= new Map(
    faq('en').map(({ id }) => {
      const files = languages.map((one) => faq(one).find((file) => file.id === id)!)
      return [id, { question: fold(files.map((f) => f.ask)), answer: fold(files.map((f) => f.answer)) }]
    }),
  ))
}

/** How well a question fits the words that somebody typed; the same rule as for the company's own, in `answers.ts`. */
export function fitOf(id: string, words: readonly string[]): { met: number; asked: number } {
  const text = foldedFaq().get(id)!
  const asked = words.filter((word) => text.question.includes(` ${word}`)).length
  const met = words.filter((word) => text.question.includes(` ${word}`) || text.answer.includes(` ${word}`)).length
  return { met, asked }
}

type Place = { own: string | null; out: boolean; opened: number; helped: number; notHelped: number }
const untouched: Place = { own: null, out: false, opened: 0, helped: 0, notHelped: 0 }

/** What the company did with each, and how often it was read. */
async function placesOf(c: Context): Promise<ReadonlyMap<string, Place>> {
  const { rows } = await sql<Place & { faq: string }>`
    select faq, max(own) as own, bool_or(out) as out, sum(opened)::integer as opened, sum(helped)::integer as helped, sum(not_helped)::integer as "notHelped" from (
      select faq, null::text as own, false as out, opened, helped, not_helped from desk_faq_use where organization_id = ${c.organizationId}
      union all select faq, null, true, 0, 0, 0 from desk_faq_out where organization_id = ${c.organizationId}
      union all select faq, id::text, false, 0, 0, 0 from desk_entry
        where organization_id = ${c.organizationId} and faq is not null and retired_at is null
    ) x group by faq`.execute(c.db)
  return new Map(rows.map(({ faq: id, ...place }) => [id, place]))
}

type FaqAnswer = Said & Pick<FaqFile, 'id' | 'topic' | 'for' | 'phase' | 'version' | 'minutes'> & { helped: number }

/** What a reader may find: not what the company left out or answers in its own words. */
export async function faqFor(
  c: Context,
  language: Language,
  wanted: { topic?: DeskTopic | undefined; for?: FaqReader | undefined; phase?: FaqFile['phase'] | undefined },
): Promise<FaqAnswer[]> {
  const known = await knownTo(c)
  const places = await placesOf(c)
  return faq(language).flatMap((file) => {
    const { own, out, helped } = places.get(file.id) ?? untouched
    const fits =
      (!wanted.topic || wanted.topic === file.topic) &&
      (!wanted.for || wanted.for === file.for) &&
      (!wanted.phase || wanted.phase === file.phase)
    if (own || out || !fits) return []
    const said = sayFaq(file, language, known)
    const { id, topic, phase, version, minutes } = file
    return said ? [{ ...said, id, topic, for: file.for, phase, version, minutes, helped }] : []
  })
}

/** All of them, as the desk sees them. */
export async function shippedAnswers(c: Context): Promise<ShippedAnswer[]> {
  const known = await knownTo(c)
  const places = await placesOf(c)
  return faq('en').map(({ id, topic, for: reader, phase, version, minutes }) => {
    const { own, out, ...use } = places.get(id) ?? untouched
    const files = languages.map((one) => [one, faq(one).find((file) => file.id === id)!] as const)
    const said = files.map(([one, file]) => [one, sayFaq(file, one, known)] as const)
    const off = said.some(([, text]) => text === null)
    return {
      ...{ id, topic, for: reader, phase, version, minutes },
      ...use,
      texts: Object.fromEntries(
        files.map(([one, file], i) => [one, said[i]![1] ?? { question: file.ask, answer: file.answer }]),
      ) as ShippedAnswer['texts'],
      state: own ? ('own' as const) : out ? ('out' as const) : off ? ('off' as const) : ('shown' as const),
    }
  })
}

/** Of a question of Belay; undefined: there is none of this name. */
export const versionOf = (id: string): number | undefined => faq('en').find((one) => one.id === id)?.version
export const isFaq = (id: string): boolean => faq('en').some((one) => one.id === id)

export async function leaveOut(c: Context, input: Input<typeof desk.leaveOut>): Promise<Answer<typeof desk.leaveOut>> {
  if (!isFaq(input.faq)) throw problem('not_found')
  return c.db.transaction().execute(async (tx) => {
    const { numAffectedRows } = input.out
      ? await sql`insert into desk_faq_out (organization_id, faq, left_out_by, left_out_at)
          values (${c.organizationId}, ${input.faq}, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing`.execute(
          tx,
        )
      : await sql`delete from desk_faq_out where organization_id = ${c.organizationId} and faq = ${input.faq}`.execute(
          tx,
        )
    if (numAffectedRows)
      await record(tx, c, {
        type: input.out ? 'desk.left_out' : 'desk.brought_back',
        subject: { kind: 'organization', id: c.organizationId },
        data: { faq: input.faq },
      })
    // Somebody else at the desk has done so before.
    else countRecorded(c, 1)
    return { out: input.out }
  })
}

/** One was opened, or helped, or did not; counted without who. */
export async function faqUsed(c: Context, id: string, how: 'opened' | 'helped' | 'not_helped'): Promise<void> {
  if (!isFaq(id)) throw problem('not_found')
  const day = await todayOf(c.db, c)
  const n = (one: typeof how) => (one === how ? 1 : 0)
  await sql`insert into desk_faq_use as u (organization_id, faq, day, opened, helped, not_helped)
    values (${c.organizationId}, ${id}, ${day}::date, ${n('opened')}::integer, ${n('helped')}::integer, ${n('not_helped')}::integer)
    on conflict (organization_id, faq, day) do update set opened = u.opened + excluded.opened, helped = u.helped + excluded.helped,
      not_helped = u.not_helped + excluded.not_helped`.execute(c.db)
}
