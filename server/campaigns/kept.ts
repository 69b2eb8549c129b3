/** What a message said when its sender was asked for it: from then on these facts and words are read and sent. */
import { sql } from 'kysely'
import { type FieldName, type Language, languages } from '../../contract/library.ts'
import { fieldsOf, type LetterText, type SomeFacts } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import type { Row } from './queries.ts'

export type Kept = {
  facts: SomeFacts
  /** What the program said of itself, by language; nothing of messages kept before it had several. */
  spoken: Partial<Record<Language, NonNullable<SomeFacts['program']>>>
  /** Of a correction: what holds instead, by language. */
  corrected: Partial<Record<Language, string[]>>
  /** Null: kept before words were; then the message's own or the library's. */
  texts: Partial<Record<Language, LetterText>> | null
  accent: string | null
}

/** Null for a draft: it says what the design says. */
export async function keptOf(db: Db | Tx, c: Context, row: Row): Promise<Kept | null> {
  const { rows } = await sql<
    Pick<Kept, 'texts' | 'accent'> & { facts: SomeFacts & Partial<Pick<Kept, 'spoken' | 'corrected'>> }
  >`select facts, texts, accent from campaign_words
    where organization_id = ${c.organizationId} and campaign_id = ${row.id} and revision = ${row.revision}`.execute(db)
  if (!rows[0]) return null
  const { spoken = {}, corrected = {}, ...facts } = rows[0].facts
  return { ...rows[0], facts, spoken, corrected }
}

export async function keep(
  tx: Tx,
  c: Context,
  what: { campaignId: string; revision: number; changed: readonly FieldName[] } & Kept,
): Promise<void> {
  await sql`insert into campaign_words (organization_id, campaign_id, revision, facts, texts, accent, changed, kept_by, kept_at)
    values (${c.organizationId}, ${what.campaignId}, ${what.revision}, ${JSON.stringify({ ...what.facts, spoken: what.spoken, corrected: what.corrected })}::jsonb, ${JSON.stringify(what.texts)}::jsonb,
      ${what.accent}, ${what.changed as FieldName[]}::text[], ${personOf(c)}, ${c.clock.now()})
    on conflict (organization_id, campaign_id) do update set revision = excluded.revision, facts = excluded.facts, texts = excluded.texts,
      accent = excluded.accent, changed = excluded.changed, kept_by = excluded.kept_by, kept_at = excluded.kept_at`.execute(
    tx,
  )
}

/** Its sender has read them as they stand here: they answer for them. */
export async function confirmKept(tx: Tx, c: Context, campaignId: string): Promise<void> {
  await sql`update campaign_words set changed = '{}', kept_by = ${personOf(c)}, kept_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and campaign_id = ${campaignId}`.execute(tx)
}

export async function forgetKept(tx: Tx, c: Context, campaignId: string): Promise<void> {
  await sql`delete from campaign_words where organization_id = ${c.organizationId} and campaign_id = ${campaignId}`.execute(
    tx,
  )
}

/** Nobody where the product itself keeps them. */
const personOf = (c: Context) => (c.viewer.via === 'job' || c.viewer.via === 'operator' ? null : c.viewer.personId)

/** Filled in for each reader, or an address of the app. */
const everyReaders = ['person', 'manager', 'action', 'preferences']

/** The fields that a message takes from the program, its wave and its people, in any language, its signature's included. */
export function usedFields(text: (language: Language) => LetterText): FieldName[] {
  const used = new Set<FieldName>(['program.name'])
  for (const language of languages) {
    const one = text(language)
    for (const field of fieldsOf(one)) used.add(field)
    if (one.from === 'person') used.add('sender.name').add('sender.title')
  }
  return [...used].filter((field) => !everyReaders.includes(field.split('.')[0]!))
}

/** Which of the fields say something else now. */
export function changedFields(fields: readonly FieldName[], before: SomeFacts, now: SomeFacts): FieldName[] {
  return fields.filter((field) => said(before, field) !== said(now, field))
}

/** What the facts hold for a field, in a form to compare; '' where they are silent. */
export function said(facts: SomeFacts, field: FieldName): string {
  const [group, name] = field.split('.') as [keyof SomeFacts, string]
  const value = (facts[group] as Record<string, unknown> | undefined)?.[name]
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return ''
  return typeof value === 'string' ? value.trim() : JSON.stringify(value)
}
