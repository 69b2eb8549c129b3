/** A message's own words, each language with the version of the library's text that they were written over. */
import type { CampaignText, CampaignTexts } from '../../contract/campaigns.ts'
import { languages } from '../../contract/library.ts'
import { template } from '../library/library.ts'

/** As they are kept: what is new begins with today's version, what stands stays with its own until somebody has compared it. */
export function withVersions(id: string, before: CampaignTexts, given: CampaignTexts): CampaignTexts {
  const { version } = template(id)
  return Object.fromEntries(
    languages.flatMap((language) => {
      const text = given[language]
      if (!text) return []
      const stood = before[language]
      const from = text.fromVersion ?? (stood ? stood.fromVersion : version)
      const { fromVersion: _, ...words } = text
      return [[language, { ...words, ...(from === undefined ? {} : { fromVersion: Math.min(from, version) }) }]]
    }),
  )
}

/** Whether nothing that anybody reads is different: whoever approved the words approved these. */
export const saysTheSame = (before: CampaignTexts, next: CampaignTexts): boolean =>
  languages.every((language) => {
    const [was, is] = [before[language], next[language]]
    return was && is ? parts.every((part) => was[part] === is[part]) : !was && !is
  })

const parts = ['subject', 'preview', 'body', 'actionLabel'] as const satisfies readonly (keyof CampaignText)[]
