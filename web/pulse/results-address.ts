/** What of a survey's results is looked at; it stands in the address, so that it can be passed on. */
import type { Answer, Request } from '../api.ts'
import { useAddress } from '../ui/link.tsx'

export type Results = Answer<'pulse.results'>
export type Kind = Results['segment']['kind']
type At = { kind: Kind; key: string; by: Request<'pulse.table'>['by']; question: string }

export const useResultsAddress = () => useAddress<At>()
