/** From a message and its program to the words of one reader's letter. */
import { elementIds, type Design, type ElementId } from '../../contract/design.ts'
import { type ActionTarget, type Language, languages } from '../../contract/library.ts'
import {
  chooseLanguage,
  compileLetter,
  type Compiled,
  letterBrand,
  type LetterText,
  programWords,
  speakingLocale,
  type SomeFacts,
  templateText,
  type writeLetter,
} from '../library/library.ts'
import { choicePage, pageAddress, rulesHere, switchable } from '../attention/attention.ts'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { designOfWave, namedPeople, type NamedPerson, type Row } from './queries.ts'

/** Everything about a message that is the same for all its readers. */
export type Script = {
  row: Row
  design: Design
  facts: SomeFacts
  /** What its letters wear. */
  brand: Parameters<typeof writeLetter>[3]
  sender: NamedPerson
  organization: { name: string; slug: string; locale: string }
  /** What its foot says about getting fewer. */
  foot: Pick<LetterText, 'canBeFewer' | 'decided'>
  /** Where a button leads. */
  address: (target: ActionTarget | null) => string
}

/** What the program says of itself in a language; a draft may leave some of it out. */
export function programFacts(
  design: Design,
  language: Language,
  organizationLocale: string,
): NonNullable<SomeFacts['program']> {
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
): Promise<Pick<Script, 'facts' | 'organization' | 'address'> & { sender: NamedPerson | null }> {
  const named = await namedPeople(c.db, c.organizationId, [senderId, design.leadId, design.sponsorId])
  const organization = await c.db
    .selectFrom('organization')
    .select(['name', 'slug', 'locale'])
    .where('id', '=', c.organizationId)
    .executeTakeFirstOrThrow()
  const who = (id: string | null) => (id ? named.get(id) : undefined)
  const lead = who(design.leadId)
  const sponsor = who(design.sponsorId)
  const sender = who(senderId)
  const { goals, checkins } = design.elements
  return {
    sender: sender ?? null,
    organization,
    address: (target) => pageAddress(c, organization.slug, target),
    facts: {
      organization: { name: organization.name },
      program: { name: design.brand.name },
      ...(wave.goesLiveOn ? { wave: { name: wave.name, goLive: wave.goesLiveOn } } : {}),
      ...(sender ? { sender: { name: sender.name, title: sender.title } } : {}),
      ...(lead ? { lead: { name: lead.name, email: lead.email } } : {}),
      ...(sponsor ? { sponsor: { name: sponsor.name, title: sponsor.title } } : {}),
      ...(checkins.on ? { checkin: { cadence: checkins.cadence } } : {}),
      ...(goals.on && wave.goesLiveOn ? { goals: { firstBy: addDays(wave.goesLiveOn, goals.firstWithinDays) } } : {}),
      preferences: { url: choicePage(c, organization, 'campaign') },
    },
  }
}

/** What people do in a program; a stored design may be older than the newest element. */
export const elementsOn = (design: Design): ElementId[] =>
  elementIds.filter((id) => (design.elements as Partial<Design['elements']>)[id]?.on)

/** Throws `campaign_incomplete` where a program version or sender is missing. */
export async function scriptOf(c: Context, row: Row): Promise<Script> {
  const version = await designOfWave(c.db, c, row.program_id, row.wave_id)
  if (!version) throw problem('campaign_incomplete', { missing: 'a published program' })
  const { design } = version
  const { sender, ...given } = await factsOf(
    c,
    design,
    { name: row.wave_name, goesLiveOn: row.goes_live_on },
    row.sender_id,
  )
  if (!sender) throw problem('campaign_incomplete', { missing: 'a sender' })
  const fixed = (await rulesHere(c.db, c)).get('campaign')
  const foot = { canBeFewer: switchable('campaign', fixed), decided: fixed === 'on' }
  return { row, design, brand: await letterBrand(c, design.brand), sender, foot, ...given }
}

/** The words in a language: the campaign's own where it has some, else the library's. */
export function textIn(row: Pick<Row, 'template' | 'texts'>, language: Language): LetterText {
  const text = templateText(row.template, language)
  const own = row.texts[language]
  return own ? { ...text, ...own } : text
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
      const given = {
        ...script.facts,
        program: programFacts(script.design, language, script.organization.locale),
        action: { url: script.address(target) },
      }
      compiled = compileLetter({ ...textIn(script.row, language), ...script.foot }, given, {
        brand: script.brand,
        locale,
      })
      kept.set(key, compiled)
    }
    return compiled
  }
}
