/** A message as one reader gets it. */
import { useState } from 'react'
import type { Language } from '../../contract/library.ts'
import { call } from '../api.ts'
import { LetterView } from './letter-view.tsx'

export function LetterPreview({
  campaignId,
  version,
  choose = true,
  spoken,
}: {
  campaignId: string
  version: string
  choose?: boolean
  spoken?: readonly Language[]
}) {
  const language = useState<Language | null>(null)
  return (
    <LetterView
      id={['campaigns.preview', campaignId, version]}
      read={(choice, signal) => call('campaigns.preview', { campaignId, ...choice }, { signal })}
      language={language}
      choose={choose}
      spoken={spoken}
    />
  )
}
