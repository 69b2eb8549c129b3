/**
 * What somebody types is kept until it is saved: across a lost connection, an
 * ended session and a closed side panel. In this tab only, since notes may be private.
 */
import { useCallback, useEffect, useRef, useState } from 'react'

const prefix = 'belay.draft.'

/** What waits unsaved under a key. */
export function draftOf<T>(key: string): T | undefined {
  try {
    const stored = sessionStorage.getItem(prefix + key)
    return stored === null ? undefined : (JSON.parse(stored) as T)
  } catch {
    return undefined
  }
}

function write(key: string, value: unknown): void {
  try {
    if (value === undefined) sessionStorage.removeItem(prefix + key)
    else sessionStorage.setItem(prefix + key, JSON.stringify(value))
  } catch {
    // A full or forbidden store must never stop somebody from typing.
  }
}

export type Draft<T> = {
  value: T
  set: (next: T | ((old: T) => T)) => void
  /** After saving. */
  clear: () => void
  /** True where something unsaved was found again. */
  restored: boolean
}

/** `useDraft('checkin:' + id, saved)`; the key names the thing that is written about. */
export function useDraft<T>(key: string, initial: T): Draft<T> {
  const [found] = useState(() => draftOf<T>(key))
  const [value, setValue] = useState<T>(found ?? initial)
  // Not state: what is on its way to the store must stop the moment it is cleared.
  const unsaved = useRef(found !== undefined)
  useEffect(() => {
    const flush = () => {
      if (unsaved.current) write(key, value)
    }
    const timer = setTimeout(flush, 250)
    addEventListener('pagehide', flush)
    return () => {
      clearTimeout(timer)
      removeEventListener('pagehide', flush)
      flush()
    }
  }, [key, value])
  const set = useCallback((next: T | ((old: T) => T)) => {
    unsaved.current = true
    setValue(next)
  }, [])
  const clear = useCallback(() => {
    unsaved.current = false
    write(key, undefined)
    setValue(initial)
  }, [key, initial])
  return { value, set, clear, restored: found !== undefined }
}

/** On signing out: nothing of the last person stays for the next. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
}

/** Whether somebody wrote something in this tab that no server has yet. */
export function hasDrafts(): boolean {
  return Object.keys(sessionStorage).some((key) => key.startsWith(prefix))
}

const ownerKey = 'belay.writes'

/** Before anything is shown: words that somebody else left in this tab are theirs, and go. */
export function keepDraftsOf(personId: string): void {
  try {
    const owner = sessionStorage.getItem(ownerKey)
    if (owner === personId) return
    if (owner !== null) forgetDrafts()
    sessionStorage.setItem(ownerKey, personId)
  } catch {
    // Without a store there are no words of anybody to keep.
  }
}
