/** Whose sign-in page it is: the company, and the brand of its program once that is live. */
import { useTranslation } from 'react-i18next'
import { addressOf, useOperation } from '../api.ts'
import type { Brand } from '../shell/me.ts'
import { languages } from '../words.ts'

export function useEntrance(slug: string) {
  const entrance = useOperation('access.entrance', { organization: slug }, { staleTime: 300_000 })
  const { i18n } = useTranslation()
  const language = languages.find((one) => one === i18n.language)
  const found = useOperation(
    'program.entrance',
    { organization: slug, ...(language ? { language } : {}) },
    { staleTime: 300_000, keep: true },
  )
  const brand = found.data?.brand
  /** Undefined until it is known: a page does not lose its colour while it asks. */
  const worn: Brand | null | undefined = brand && {
    ...brand,
    logoUrl: brand.logoFileId
      ? addressOf('program.entranceLogo', { organization: slug, fileId: brand.logoFileId })
      : null,
  }
  return { entrance, organization: entrance.data?.organization ?? null, brand: worn }
}
