/** The library as its pages ask for it: in the reader's language, and as mail with a program still being designed. */
import { fieldNames, languages, type Language, type library } from '../../contract/library.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import type { SomeFacts } from './fields.ts'
import {
  agendas,
  chooseLanguage,
  codeSheet,
  compileLetter,
  exampleFacts,
  fieldWords,
  fillLetter,
  mistakes,
  policies,
  sayField,
  speechFor,
  starters,
  template,
  templates,
  templateText,
} from './library.ts'
import { letterBrand, shownLetter } from './letter-logo.ts'
import { programWords } from './program-words.ts'
import { informalLanguages, organizationOf, readerOf } from './queries.ts'

const languageOf = (c: Context, asked: Language | undefined) =>
  asked ?? chooseLanguage(languages, c.viewer.locale, null).language

export async function list(c: Context, input: Input<typeof library.list>): Promise<Answer<typeof library.list>> {
  const language = languageOf(c, input.language)
  const facts = exampleFacts(language)
  const speech = speechFor(language)
  return {
    items: templates(await informalLanguages(c)).map(({ texts, ...about }) => {
      const { title, subject, preview, minutes } = texts.find((t) => t.language === language)!
      return { ...about, title, subject, preview, minutes, languages: texts.map((t) => t.language) }
    }),
    fields: fieldNames.map((name) => ({
      name,
      about: fieldWords(language)[name],
      example: sayField(name, facts, speech),
    })),
  }
}

export async function get(c: Context, input: Input<typeof library.get>): Promise<Answer<typeof library.get>> {
  return template(input.id, await informalLanguages(c))
}

export async function preview(
  c: Context,
  input: Input<typeof library.preview>,
): Promise<Answer<typeof library.preview>> {
  const about = template(input.id)
  const organization = await organizationOf(c.db, c.viewer)
  const reader = input.personId ? await readerOf(c.db, c.viewer, input.personId) : undefined
  if (input.personId && !reader) throw problem('not_found')
  const chosen = input.language
    ? { language: input.language, by: 'asked' as const }
    : chooseLanguage(languages, reader?.locale ?? c.viewer.locale, organization.locale)
  const example = exampleFacts(chosen.language)
  const { accent, logoFileId = null } = input.program ?? {}
  const facts: SomeFacts = {
    ...example,
    organization: { name: organization.name },
    program: {
      ...example.program,
      ...(input.program ? saidOf(input.program, chosen.language, organization.locale) : {}),
    },
    // The example's sponsor signs; a message from the lead is signed by the example's lead.
    sender: about.sender === 'lead' ? { name: example.lead.name } : example.sender,
    ...(reader
      ? {
          person: { name: reader.name, givenName: reader.givenName },
          manager: reader.manager ? { name: reader.manager } : {},
        }
      : {}),
  }
  const text = templateText(input.id, chosen.language, await informalLanguages(c))
  const compiled = compileLetter(text, facts, {
    brand: accent ? await letterBrand(c, { accent, logoFileId }) : {},
    locale: reader?.locale ?? c.viewer.locale,
    timeZone: reader?.timeZone ?? c.viewer.timeZone,
  })
  return { ...(await shownLetter(c, fillLetter(compiled, facts))), chosenBy: chosen.by }
}

/** What a program being designed says in a language; what it leaves out is left out. */
function saidOf(
  program: NonNullable<Input<typeof library.preview>['program']>,
  language: Language,
  organizationLocale: string,
): NonNullable<SomeFacts['program']> {
  const { tagline, why, whyNow, objectives } = programWords(
    {
      brand: { tagline: program.tagline ?? '', taglineIn: program.taglineIn, language: program.language },
      why: program.why ?? '',
      whyIn: program.whyIn,
      whyNow: program.whyNow ?? '',
      whyNowIn: program.whyNowIn,
      objectives: (program.objectives ?? []).map((text, i) => ({ id: '', text, textIn: program.objectivesIn?.[i] })),
    },
    language,
    organizationLocale,
  )
  return {
    name: program.name,
    ...(tagline ? { tagline } : {}),
    ...(why ? { why } : {}),
    ...(whyNow ? { whyNow } : {}),
    ...(objectives.length > 0 ? { objectives } : {}),
  }
}

export async function listPolicies(
  c: Context,
  input: Input<typeof library.policies>,
): Promise<Answer<typeof library.policies>> {
  return { items: [...policies(languageOf(c, input.language))] }
}

export async function listAgendas(
  c: Context,
  input: Input<typeof library.agendas>,
): Promise<Answer<typeof library.agendas>> {
  return { items: [...agendas(languageOf(c, input.language))] }
}

export async function listMistakes(
  c: Context,
  input: Input<typeof library.mistakes>,
): Promise<Answer<typeof library.mistakes>> {
  return { items: [...mistakes(languageOf(c, input.language))] }
}

export async function getCodeSheet(
  c: Context,
  input: Input<typeof library.codeSheet>,
): Promise<Answer<typeof library.codeSheet>> {
  const organization = await organizationOf(c.db, c.viewer)
  const address = `${c.config.publicUrl}/o/${organization.slug}`
  return codeSheet(languageOf(c, input.language), {
    organization: { name: organization.name },
    codes: { validUntil: input.validUntil, address },
  })
}

export async function getStarters(
  c: Context,
  input: Input<typeof library.starters>,
): Promise<Answer<typeof library.starters>> {
  return starters(languageOf(c, input.language))
}
