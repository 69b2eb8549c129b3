/** The program lead's own words for the letters that Belay writes by itself, and what they decide for everybody. */
import { sql } from 'kysely'
import { fieldNames, type FieldName, type Language, languages, type OwnWords } from '../../contract/library.ts'
import {
  closedTemplates,
  kindOfTemplate,
  type NoticeKind,
  noticeKinds,
  openTemplates,
  requiredFields,
} from '../../contract/notice-kinds.ts'
import type { letterTexts, OwnLetter } from '../../contract/notices.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import {
  chooseLanguage,
  compileLetter,
  exampleFacts,
  fieldsOf,
  fieldWords,
  fillLetter,
  sayField,
  speechFor,
  template,
  informalLanguages,
  templateText,
  letterBrand,
  shownLetter,
} from '../library/library.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { brandFor } from '../program/program.ts'
import { type Rule, rulesByWhom } from './choices.ts'
import { houseOf, letterIn, ownable } from './writing.ts'

type Own = {
  template: string
  language: Language
  words: OwnWords
  from_words: OwnWords
  changed_by: string
  name: string
  changed_at: Instant
}

async function ownWords(db: Db | Tx, c: Context, one: string | null): Promise<Own[]> {
  const { rows } =
    await sql<Own>`select t.template, t.language, t.words, t.from_words, t.changed_by, p.full_name as name, t.changed_at
    from letter_text t join person p on p.organization_id = t.organization_id and p.id = t.changed_by
    where t.organization_id = ${c.organizationId} and (${one}::text is null or t.template = ${one})`.execute(db)
  return rows
}

type Informal = ReadonlySet<Language>
const oursIn = (id: string, language: Language, informal: Informal): OwnWords =>
  ownable(templateText(id, language, informal))

/** Whether our words are others now than those that somebody wrote theirs over. */
function changedSince(row: Own, informal: Informal): boolean {
  const ours = oursIn(row.template, row.language, informal)
  return (Object.keys(ours) as (keyof OwnWords)[]).some((part) => ours[part] !== row.from_words[part])
}

const standing = (row: Own, informal: Informal) => ({
  at: row.changed_at,
  by: { id: row.changed_by, name: row.name },
  stale: changedSince(row, informal),
})

function about(id: string, language: Language, fixed: ReadonlyMap<string, Rule>) {
  const kind = kindOfTemplate(id)
  const known = kind ? noticeKinds[kind] : null
  return {
    template: id,
    kind,
    part: known?.part ?? null,
    grade: known?.grade ?? null,
    daily: known ? known.daily !== null : false,
    title: template(id).texts.find((text) => text.language === language)!.title,
    closed: closedTemplates.includes(id),
    fixed: (kind && known?.grade !== 'needed' && fixed.get(kind)) || null,
    notices: [...(known?.notices ?? [])],
  }
}

const spoken = (c: Context, asked: Language | undefined): Language =>
  asked ?? chooseLanguage(languages, c.viewer.locale, null).language

export async function list(
  c: Context,
  input: Input<typeof letterTexts.list>,
): Promise<Answer<typeof letterTexts.list>> {
  const language = spoken(c, input.language)
  const [own, fixed, informal] = [await ownWords(c.db, c, null), await rulesByWhom(c.db, c), await informalLanguages(c)]
  const found = new Map(own.map((row) => [`${row.template} ${row.language}`, row]))
  return {
    letters: [...openTemplates, ...closedTemplates].map((id) => ({
      ...about(id, language, fixed),
      subject: (found.get(`${id} ${language}`)?.words ?? oursIn(id, language, informal)).subject,
      languages: languages.map((one) => {
        const row = found.get(`${id} ${one}`)
        return { language: one, own: row ? standing(row, informal) : null }
      }),
    })),
  }
}

/** The fields that a letter of ours knows: what it names in any language, and who and where its reader is. */
function knownFields(id: string): FieldName[] {
  const named = new Set<FieldName>(['person.greeting', 'person.name', 'person.givenName', 'organization.name'])
  for (const text of template(id).texts) for (const field of text.fields) named.add(field)
  if (template(id).target !== null) named.add('action.url')
  return fieldNames.filter((field) => named.has(field))
}

function demandTemplate(id: string): void {
  if (!openTemplates.includes(id) && !closedTemplates.includes(id)) throw problem('not_found')
}

export async function get(c: Context, input: Input<typeof letterTexts.get>): Promise<OwnLetter> {
  return whole(c.db, c, input.template, input.language)
}

async function whole(db: Db | Tx, c: Context, id: string, asked?: Language): Promise<OwnLetter> {
  demandTemplate(id)
  const language = spoken(c, asked)
  const [own, fixed] = [await ownWords(db, c, id), await rulesByWhom(db, c)]
  const informal = await informalLanguages({ ...c, db })
  const speech = speechFor(language)
  const facts = exampleFacts(language)
  const words = fieldWords(language)
  const required = requiredFields[id] ?? []
  return {
    ...about(id, language, fixed),
    target: template(id).target,
    texts: languages.map((one) => {
      const row = own.find((text) => text.language === one)
      return {
        language: one,
        ours: oursIn(id, one, informal),
        because: templateText(id, one, informal).because,
        own: row
          ? { ...standing(row, informal), words: row.words, was: changedSince(row, informal) ? row.from_words : null }
          : null,
      }
    }),
    fields: knownFields(id).map((name) => ({
      name,
      about: words[name],
      example: sayField(name, facts, speech),
      required: required.includes(name),
    })),
  }
}

/** Refuses words that a letter could not be made from, before they are kept: nothing leaves with a broken field. */
function demandSound(id: string, language: Language, words: OwnWords): void {
  if (closedTemplates.includes(id)) throw problem('letter_closed')
  const text = { ...templateText(id, language), ...words }
  // Throws field_unknown and template_broken.
  compileLetter(text, {})
  const known = knownFields(id)
  const named = fieldsOf({ ...words, because: '' })
  const foreign = named.find((field) => !known.includes(field))
  if (foreign) throw problem('letter_field', { field: foreign, known: known.join(', ') })
  const inLetter = fieldsOf({ ...words, actionLabel: null, preview: '', because: '' })
  const missing = (requiredFields[id] ?? []).find((field) => !(inLetter as string[]).includes(field))
  if (missing) throw problem('letter_field_missing', { field: missing })
  // The example has a value for every field: what fails here fails for everybody.
  const facts = exampleFacts(language)
  fillLetter(compileLetter(text, facts), facts)
}

export async function save(c: Context, input: Input<typeof letterTexts.write>): Promise<OwnLetter> {
  const { template: id, language, words, over } = input
  demandTemplate(id)
  const ours = oursIn(id, language, await informalLanguages(c))
  const kept = { ...words, actionLabel: ours.actionLabel === null ? null : (words.actionLabel ?? ours.actionLabel) }
  demandSound(id, language, kept)
  return c.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`letter ${c.organizationId} ${id} ${language}`}, 0))`.execute(
      tx,
    )
    const before = (await ownWords(tx, c, id)).find((row) => row.language === language)
    if ((before?.changed_at ?? null) !== over) throw problem('conflict')
    await sql`insert into letter_text (organization_id, template, language, words, from_version, from_words, changed_by, changed_at)
      values (${c.organizationId}, ${id}, ${language}, ${JSON.stringify(kept)}::jsonb, ${template(id).version}, ${JSON.stringify(ours)}::jsonb, ${c.viewer.personId}, ${c.clock.now()})
      on conflict (organization_id, template, language) do update set words = excluded.words, from_version = excluded.from_version,
        from_words = excluded.from_words, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
      tx,
    )
    const changed = (Object.keys(kept) as (keyof OwnWords)[]).filter(
      (part) => kept[part] !== (before?.words ?? ours)[part],
    )
    await record(tx, c, {
      type: 'letter.worded',
      subject: { kind: 'organization', id: c.organizationId },
      data: { template: id, language, changed },
    })
    return whole(tx, c, id)
  })
}

export async function restore(c: Context, input: Input<typeof letterTexts.restore>): Promise<OwnLetter> {
  const { template: id, language } = input
  demandTemplate(id)
  return c.db.transaction().execute(async (tx) => {
    const gone =
      await sql`delete from letter_text where organization_id = ${c.organizationId} and template = ${id} and language = ${language}`.execute(
        tx,
      )
    if (Number(gone.numAffectedRows) === 0) throw problem('not_found')
    await record(tx, c, {
      type: 'letter.restored',
      subject: { kind: 'organization', id: c.organizationId },
      data: { template: id, language },
    })
    return whole(tx, c, id)
  })
}

type Reader = { fullName: string; givenName: string; locale: string; timeZone: string }

/** Somebody of the directory: their name, language and zone are all that a preview takes from them. */
async function readerOf(c: Context, personId: string): Promise<Reader> {
  const { rows } = await sql<Reader>`select r.full_name as "fullName", r.given_name as "givenName", r.locale,
      known_zone(coalesce(nullif(r.time_zone, ''), o.time_zone), o.time_zone) as "timeZone"
    from roster r join organization o on o.id = r.organization_id
    where r.organization_id = ${c.organizationId} and r.person_id = ${personId}`.execute(c.db)
  if (!rows[0]) throw problem('not_found')
  return rows[0]
}

export async function preview(
  c: Context,
  input: Input<typeof letterTexts.preview>,
): Promise<Answer<typeof letterTexts.preview>> {
  const { template: id, words } = input
  demandTemplate(id)
  const house = await houseOf(c)
  const reader = input.personId ? await readerOf(c, input.personId) : null
  const chosen = input.language
    ? { language: input.language, by: 'asked' }
    : chooseLanguage(languages, reader?.locale ?? c.viewer.locale, house.locale)
  const { language } = chosen
  if (words) demandSound(id, language, words)
  const example = exampleFacts(language)
  const brand = await brandFor(c)
  const { organization: _company, person, preferences: _way, ...rest } = example
  const facts = { ...rest, ...(brand ? { program: { ...example.program, name: brand.name } } : {}) }
  const letter = letterIn(
    c,
    house,
    reader ?? {
      fullName: person.name,
      givenName: person.givenName ?? '',
      locale: language,
      timeZone: c.viewer.timeZone,
    },
    { template: id, facts, brand: await letterBrand(c, brand), language, ...(words ? { words } : {}) },
  )
  const { subject, preview: line, html, text } = await shownLetter(c, letter)
  return { subject, preview: line, html, text, language, chosenBy: chosen.by, from: house.name }
}

export async function fix(c: Context, input: Input<typeof letterTexts.fix>): Promise<Answer<typeof letterTexts.fix>> {
  const { kind, fixed } = input
  const { grade }: { grade: string } = noticeKinds[kind satisfies NoticeKind]
  if (grade === 'needed') throw problem('letters_needed')
  if (grade === 'free' && fixed === 'on') throw problem('letters_free')
  return c.db.transaction().execute(async (tx) => {
    if (fixed === null)
      await sql`delete from notice_rule where organization_id = ${c.organizationId} and kind = ${kind}`.execute(tx)
    else
      await sql`insert into notice_rule (organization_id, kind, fixed, set_by, set_at)
        values (${c.organizationId}, ${kind}, ${fixed}, ${c.viewer.personId}, ${c.clock.now()})
        on conflict (organization_id, kind) do update set fixed = excluded.fixed, set_by = excluded.set_by, set_at = excluded.set_at`.execute(
        tx,
      )
    await record(tx, c, {
      type: 'letter.fixed',
      subject: { kind: 'organization', id: c.organizationId },
      data: { kind, fixed: fixed ?? 'open' },
    })
    return { kind, fixed: (await rulesByWhom(tx, c)).get(kind) ?? null }
  })
}
