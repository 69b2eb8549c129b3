/** From a message and its program to the words of one reader's letter. */
import { elementIds, type Design, type ElementId } from '../../contract/design.ts'
import { type ActionTarget, type FieldName, type Language, languages } from '../../contract/library.ts'
import {
  chooseLanguage,
  compileLetter,
  fieldWords,
  fillLetter,
  type Compiled,
  letterBrand,
  type LetterText,
  programWords,
  speakingLocale,
  type SomeFacts,
  template,
  templateText,
  type Brand as LetterBrand,
} from '../library/library.ts'
import { choicePage, houseOf, pageAddress, switchable } from '../attention/attention.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { Problem, problem } from '../platform/problem.ts'
import { keptOf } from './kept.ts'
import { designOfWave } from './designs.ts'
import { type LetterKind, letterKindOf } from './kinds.ts'
import { namedPeople, type NamedPerson, type Row } from './queries.ts'

/** Everything about a message that is the same for all its readers. */
export type Script = {
  row: Row
  accent: string | null
  facts: SomeFacts
  /** What its letters wear. */
  brand: LetterBrand | undefined
  sender: NamedPerson
  organization: { name: string; slug: string; locale: string; informal: ReadonlySet<Language> }
  /** What its foot says about getting fewer. */
  foot: Pick<LetterText, 'canBeFewer' | 'decided'>
  /** Where a button leads. */
  address: (target: ActionTarget | null) => string
  text: (language: Language) => LetterText
  /** What the program says of itself. */
  program: (language: Language) => ProgramFacts
  /** Two subjects are tried: who comes by its button is counted. */
  tried?: boolean
  /** Of a correction: what holds instead, a line each. */
  corrected?: (language: Language) => string[]
}

export type ProgramFacts = NonNullable<SomeFacts['program']>

/** What the program says of itself in a language; a draft may leave some of it out. */
export function programFacts(design: Design, language: Language, organizationLocale: string): ProgramFacts {
  return {
    name: design.brand.name,
    ...programWords(design, language, organizationLocale),
    elements: elementsOn(design),
  }
}

/** What the wave and the sender say: the same for all readers. The program’s words are said for each language. */
export async function factsOf(
  c: Context,
  design: Design,
  wave: { name: string; goesLiveOn: Day | null },
  senderId: string | null,
  kind: LetterKind = 'campaign',
): Promise<Pick<Script, 'facts' | 'organization' | 'address' | 'foot'> & { sender: NamedPerson | null }> {
  const named = await namedPeople(c.db, c.organizationId, [senderId, design.leadId, design.sponsorId])
  const { preferences, ...company } = await companyOf(c, kind)
  const who = (id: string | null) => (id ? named.get(id) : undefined)
  const lead = who(design.leadId)
  const sponsor = who(design.sponsorId)
  const sender = who(senderId)
  const { goals, checkins } = design.elements
  return {
    sender: sender ?? null,
    ...company,
    facts: {
      organization: { name: company.organization.name },
      program: { name: design.brand.name },
      ...(wave.goesLiveOn ? { wave: { name: wave.name, goLive: wave.goesLiveOn } } : {}),
      ...(sender ? { sender: { name: sender.name, title: sender.title } } : {}),
      ...(lead ? { lead: { name: lead.name, email: lead.email } } : {}),
      ...(sponsor ? { sponsor: { name: sponsor.name, title: sponsor.title } } : {}),
      ...(checkins.on ? { checkin: { cadence: checkins.cadence } } : {}),
      ...(goals.on && wave.goesLiveOn ? { goals: { firstBy: addDays(wave.goesLiveOn, goals.firstWithinDays) } } : {}),
      preferences,
    },
  }
}

/** The company, where its pages are, and what the lead has fixed about mail. */
async function companyOf(c: Context, kind: LetterKind) {
  const organization = await houseOf(c)
  const fixed = organization.fixed.get(kind)
  return {
    organization,
    address: (target: ActionTarget | null) => pageAddress(c, organization.slug, target),
    preferences: { url: choicePage(c, organization, kind) },
    foot: { canBeFewer: switchable(kind, fixed), decided: fixed === 'on' },
  }
}

/** What people do in a program; a stored design may be older than the newest element. */
export const elementsOn = (design: Design): ElementId[] =>
  elementIds.filter((id) => (design.elements as Partial<Design['elements']>)[id]?.on)

/** As its sender was asked for it, whatever the design says since; null for a draft. */
export async function keptScript(c: Context, row: Row): Promise<Script | null> {
  const kept = await keptOf(c.db, c, row)
  if (!kept) return null
  const { preferences, ...company } = await companyOf(c, letterKindOf(row))
  const known = row.sender_id ? (await namedPeople(c.db, c.organizationId, [row.sender_id])).get(row.sender_id) : null
  if (!known) throw problem('campaign_incomplete', { missing: 'a sender' })
  const { name = known.name, title } = kept.facts.sender ?? {}
  // A logo says nothing that somebody could have approved: it is the newest.
  const logoFileId = (await designOfWave(c.db, c, row.program_id, row.wave_id))?.design.brand.logoFileId ?? null
  return {
    row,
    ...company,
    accent: kept.accent,
    facts: { ...kept.facts, preferences },
    program: (language) => kept.spoken[language] ?? kept.facts.program!,
    brand: await letterBrand(c, kept.accent ? { accent: kept.accent, logoFileId } : null),
    sender: { ...known, name, title: title ?? '' },
    text: (language) => kept.texts?.[language] ?? textIn(row, language, company.organization.informal),
    ...(row.reach === 'seen' ? { corrected: (language: Language) => kept.corrected[language] ?? [] } : {}),
  }
}

/** As the design, the wave and its people are now. Throws `campaign_incomplete` where a program version or sender is missing. */
export async function plainScript(c: Context, row: Row): Promise<Script> {
  const version = await designOfWave(c.db, c, row.program_id, row.wave_id)
  if (!version) throw problem('campaign_incomplete', { missing: 'a published program' })
  const { design } = version
  const { sender, ...given } = await factsOf(
    c,
    design,
    { name: row.wave_name, goesLiveOn: row.goes_live_on },
    row.sender_id,
    letterKindOf(row),
  )
  if (!sender) throw problem('campaign_incomplete', { missing: 'a sender' })
  return {
    row,
    accent: design.brand.accent,
    sender,
    text: (language) => textIn(row, language, given.organization.informal),
    program: (language) => programFacts(design, language, given.organization.locale),
    brand: await letterBrand(c, design.brand),
    ...given,
  }
}

/** What a language's words are filled with, the reader's own facts aside. */
export const factsIn = (script: Script, language: Language, target: ActionTarget | null): SomeFacts => ({
  ...script.facts,
  program: script.program(language),
  ...(script.corrected ? { message: { corrected: script.corrected(language) } } : {}),
  action: { url: script.tried ? `${script.address(target)}?message=${script.row.id}` : script.address(target) },
})

/** The words in a language: the campaign's own where it has some, else the library's. */
export function textIn(
  row: Pick<Row, 'template' | 'texts'>,
  language: Language,
  informal?: ReadonlySet<Language>,
): LetterText {
  const text = templateText(row.template, language, informal)
  const own = row.texts[language]
  if (!own) return text
  const { fromVersion: _, ...words } = own
  return { ...text, ...words }
}

export function languageFor(script: Script, locale: string): ReturnType<typeof chooseLanguage> {
  return chooseLanguage(languages, locale, script.organization.locale)
}

/** Compiled once for each language and locale, and kept for the run. */
export function compiler(
  script: Script,
  target: ActionTarget | null,
): (language: Language, locale: string | null) => Compiled {
  const kept = new Map<string, Compiled>()
  return (language, locale) => {
    const key = `${language} ${speakingLocale(language, locale)}`
    let compiled = kept.get(key)
    if (!compiled) {
      const given = factsIn(script, language, target)
      compiled = compileLetter({ ...script.text(language), ...script.foot }, given, { brand: script.brand, locale })
      kept.set(key, compiled)
    }
    return compiled
  }
}

/** A subject for whoever is not its reader: what differs from one reader to the next is named in brackets. */
export function openSubject(script: Script, language: Language, locale: string | null): string {
  const open = (field: FieldName) => `[${fieldWords(language)[field]!.split(';')[0]}]`
  const { target, texts } = template(script.row.template)
  try {
    return fillLetter(compiler(script, target)(language, locale), {
      person: { name: open('person.name'), givenName: open('person.givenName') },
      manager: { name: open('manager.name') },
    }).subject
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return texts.find((text) => text.language === language)?.title ?? ''
  }
}
