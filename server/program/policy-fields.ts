/** The live fields of a policy's text, said in its language by the library. */
import { type Design, elementIds } from '../../contract/design.ts'
import type { Language } from '../../contract/library.ts'
import { compileLetter, fillLetter, programWords, type SomeFacts } from '../library/library.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { Problem } from '../platform/problem.ts'
import type { Membership } from './own-waves.ts'

/** The day by which somebody in a wave should have their first goals. */
export function firstGoalsBy(
  design: Pick<Design, 'elements'>,
  wave: Pick<Membership, 'goesLiveOn' | 'since'>,
): Day | null {
  if (!design.elements.goals.on || wave.goesLiveOn === null) return null
  return addDays(wave.goesLiveOn > wave.since ? wave.goesLiveOn : wave.since, design.elements.goals.firstWithinDays)
}

export type PolicyFacts = {
  organization: string
  organizationLocale: string
  wave: Membership
  title: string
  lead: string | null
  sponsor: string | null
}

/** Gives each field's words, or null where the program says nothing about it. */
export function fieldFiller(
  language: Language,
  locale: string | null,
  facts: PolicyFacts,
): (field: string) => string | null {
  const { design } = facts.wave
  const firstBy = firstGoalsBy(design, facts.wave)
  const known: SomeFacts = {
    organization: { name: facts.organization },
    program: {
      name: design.brand.name,
      ...programWords(design, language, facts.organizationLocale),
      elements: elementIds.filter((e) => design.elements[e].on),
    },
    wave: { name: facts.wave.waveName, ...(facts.wave.goesLiveOn ? { goLive: facts.wave.goesLiveOn } : {}) },
    policy: { title: facts.title },
    checkin: { cadence: design.elements.checkins.cadence },
    ...(firstBy ? { goals: { firstBy } } : {}),
    ...(facts.lead ? { lead: { name: facts.lead } } : {}),
    ...(facts.sponsor ? { sponsor: { name: facts.sponsor } } : {}),
  }
  const said = new Map<string, string | null>()
  return (field) => {
    if (!said.has(field)) said.set(field, say(field, language, locale, known))
    return said.get(field)!
  }
}

function say(field: string, language: Language, locale: string | null, facts: SomeFacts): string | null {
  try {
    const line = {
      language,
      subject: `{{${field}}}`,
      preview: '-',
      body: '-',
      actionLabel: null,
      because: '-',
      canBeFewer: false,
      from: 'house',
    } as const
    return fillLetter(compileLetter(line, facts, { locale }), facts).subject
  } catch (error) {
    // A field that is empty or unknown is left out: the rest of the policy still holds.
    if (error instanceof Problem && (error.code === 'field_empty' || error.code === 'field_unknown')) return null
    throw error
  }
}
