/**
 * The words of one letter of the house: the company's own where the program lead wrote some, else
 * ours. Every module writes its letters through here, so that own words, the foot and the way to fewer
 * letters hold for all.
 */
import { sql } from 'kysely'
import { closedTemplates, kindOfTemplate } from '../../contract/notice-kinds.ts'
import { type Language, languages, type OwnWords } from '../../contract/library.ts'
import { begunParameter, type BegunPlace } from '../../contract/operation.ts'
import {
  chooseLanguage,
  compileLetter,
  fillLetter,
  informalLanguages,
  type Letter,
  type Brand as LetterBrand,
  type LetterText,
  type SomeFacts,
  templateText,
} from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { type Fixed, rulesHere, switchable } from './choices.ts'
import type { Ready, Waiting } from './letters.ts'

/** What is the same for all letters of a company at one time; asked once for each batch. */
export type House = {
  name: string
  slug: string
  locale: string
  timeZone: string
  /** Own words by `template language`. */
  own: ReadonlyMap<string, OwnWords>
  /** Languages in which readers are addressed as friends do. */
  informal: ReadonlySet<Language>
  fixed: ReadonlyMap<string, Fixed>
}

export async function houseOf(c: Context): Promise<House> {
  const [organization, own, fixed, informal] = [
    await c.db
      .selectFrom('organization')
      .select(['name', 'slug', 'locale', 'time_zone'])
      .where('id', '=', c.organizationId)
      .executeTakeFirstOrThrow(),
    await sql<{
      template: string
      language: Language
      words: OwnWords
    }>`select template, language, words from letter_text
      where organization_id = ${c.organizationId}`.execute(c.db),
    await rulesHere(c.db, c),
    await informalLanguages(c),
  ]
  const { time_zone: timeZone, ...rest } = organization
  return {
    ...rest,
    timeZone,
    own: new Map(own.rows.map((row) => [`${row.template} ${row.language}`, row.words])),
    fixed,
    informal,
  }
}

/** Whether the reader of a template's letters can switch its mail off. The letter of the day holds some of those. */
function canBeFewer(house: Pick<House, 'fixed'>, template: string): boolean {
  const kind = kindOfTemplate(template)
  return kind ? switchable(kind, house.fixed.get(kind)) : true
}

/** The page on which somebody chooses their letters; opening it changes nothing. */
export const choicePage = (c: Pick<Context, 'config'>, house: Pick<House, 'slug'>, kind: string): string =>
  `${c.config.publicUrl}/o/${house.slug}/account/notifications#${kind}`

type Reader = { fullName: string; givenName: string; locale: string; timeZone: string }

/** A text as it holds here: with a company's own words laid over ours. */
export function textOf(house: House, template: string, language: Language, words?: OwnWords): LetterText {
  const ours = templateText(template, language, house.informal)
  const own = words ?? (closedTemplates.includes(template) ? undefined : house.own.get(`${template} ${language}`))
  const kind = kindOfTemplate(template)
  return {
    ...ours,
    ...own,
    // A button that we have leads somewhere; own words may call it otherwise, not take it away or add one.
    actionLabel: ours.actionLabel === null ? null : (own?.actionLabel ?? ours.actionLabel),
    canBeFewer: canBeFewer(house, template),
    decided: kind !== null && house.fixed.get(kind) === 'on',
  }
}

/** A page of ours, reached from a letter: the page then knows that somebody came from it. A link that signs in stays as it is. */
function fromLetter(c: Pick<Context, 'config'>, url: string): string {
  const page = new URL(url)
  if (page.origin !== new URL(c.config.publicUrl).origin || page.hash || page.search) return url
  page.searchParams.set(begunParameter, 'letter' satisfies BegunPlace)
  return page.href
}

/** The letter itself. Own words that turn out to lack a value for this reader give way to ours. */
export function letterIn(
  c: Pick<Context, 'config'>,
  house: House,
  reader: Reader,
  what: {
    template: string
    facts: SomeFacts
    brand?: LetterBrand | undefined
    language?: Language
    words?: OwnWords
  },
): Letter {
  const language = what.language ?? chooseLanguage(languages, reader.locale, house.locale).language
  const facts: SomeFacts = {
    organization: { name: house.name },
    person: { name: reader.fullName, givenName: reader.givenName },
    preferences: { url: choicePage(c, house, kindOfTemplate(what.template) ?? what.template) },
    ...what.facts,
    ...(what.facts.action?.url ? { action: { ...what.facts.action, url: fromLetter(c, what.facts.action.url) } } : {}),
  }
  const dress = {
    ...(what.brand ? { brand: what.brand } : {}),
    locale: reader.locale,
    timeZone: reader.timeZone,
  }
  const written = (text: LetterText) => fillLetter(compileLetter(text, facts, dress), facts)
  const text = textOf(house, what.template, language, what.words)
  try {
    return written(text)
  } catch (error) {
    // A preview shows what is wrong; a letter that is due goes out whole, in our words.
    if (what.words || !(error instanceof Problem) || !house.own.has(`${what.template} ${language}`)) throw error
    return written({ ...text, ...ownable(templateText(what.template, language, house.informal)) })
  }
}

/** The part of a text that may be worded anew. */
export const ownable = ({ subject, preview, body, actionLabel }: OwnWords): OwnWords => ({
  subject,
  preview,
  body,
  actionLabel,
})

/** One letter to the reader of a row on the list, ready for the post. */
export function write(
  c: Pick<Context, 'config'>,
  house: House,
  letter: Waiting,
  what: {
    template: string
    facts: SomeFacts
    brand?: LetterBrand | undefined
    fromName?: string
    answers?: string
  },
): Ready {
  const { subject, preview, html, text, language } = letterIn(c, house, letter, what)
  return {
    subject,
    preview,
    html,
    text,
    language,
    fromName: what.fromName || house.name,
    ...(what.facts.action?.url ? { url: what.facts.action.url } : {}),
    ...(what.answers ? { answers: what.answers } : {}),
  }
}
