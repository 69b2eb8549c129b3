/** A change that the grid suggests and the panel asks a reason for; nothing is changed before. */
import { useSyncExternalStore } from 'react'

export type Proposal = { reviewId: string; x: number; y: number | null }

let proposed: Proposal | null = null
const listeners = new Set<() => void>()

export function propose(next: Proposal | null): void {
  proposed = next
  for (const tell of listeners) tell()
}

export function useProposal(reviewId: string): Proposal | null {
  const now = useSyncExternalStore(
    (tell) => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    () => proposed,
  )
  return now?.reviewId === reviewId ? now : null
}
