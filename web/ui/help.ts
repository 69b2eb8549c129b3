/** What the help place says about the page that is open. */
import { useSyncExternalStore } from 'react'

let current: string | null = null
const listeners = new Set<() => void>()

export function setPageHelp(words: string | null): void {
  current = words
  listeners.forEach((l) => l())
}
export function usePageHelp(): string | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => current,
  )
}
