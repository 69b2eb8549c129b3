/** What the address says about the page: which part of the company, which roster, which table. */
import type { Answer, Request } from '../api.ts'
import { useTranslation } from 'react-i18next'
import { useAddress } from '../ui/link.tsx'
import { pickLanguage } from '../words.ts'

export type Dashboard = Answer<'metrics.dashboard'>
export type Chart = Dashboard['charts'][number]
export type Standing = Chart['now']
export type Segment = Dashboard['segment']
export type Definition = Chart['definition']
export type MetricId = Definition['id']
export type Kind = Segment['kind']
export type TableKind = Request<'metrics.table'>['by']

type At = { kind: Kind; key: string; roster: 'live' | 'frozen'; by: TableKind; metric: MetricId }

export function usePlace() {
  const { i18n } = useTranslation()
  const language = pickLanguage([i18n.language])
  const [at, setAt] = useAddress<At>()
  return {
    at,
    setAt,
    language,
    /** As the server is asked: without a kind it answers for the widest part that the viewer may see. */
    query: {
      ...(at.kind ? { kind: at.kind, key: at.key === undefined ? '' : String(at.key) } : {}),
      roster: at.roster ?? ('live' as const),
      language,
    },
  }
}
