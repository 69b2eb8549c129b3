/**
 * What somebody types is kept until it is saved: across a lost connection, an
 * ended session and a closed side panel. In this tab only, since notes may be private.
 */
import { replaceEqualDeep } from '@tanstack/react-query'
import { useCallback, useRef, useState } from 'react'
import { askedAt, nextMoment } from './moments.ts'

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
  /** After saving, with the answer to it: what was typed since it was sent stays. */
  clear: (answer?: unknown) => void
  /** True where something unsaved was found again. */
  restored: boolean
}

/** What stands in a field and no server has yet, and since when. */
type Typed<T> = { key: string; value: T; at: number }
function foundAgain<T>(key: string): Typed<T> | null {
  const value = draftOf<T>(key)
  return value === undefined ? null : { key, value, at: nextMoment() }
}

/**
 * `useDraft('checkin:' + id, saved)`; the key names the thing that is written about. What is typed is kept with each
 * key stroke, so that a page that is drawn anew finds it. Where nothing is, the field shows what is saved.
 */
export function useDraft<T>(key: string, saved: T): Draft<T> {
  const [kept, setKept] = useState(() => ({ key, typed: foundAgain<T>(key), restored: draftOf(key) !== undefined }))
  let now = kept
  if (kept.key !== key) {
    // About something else now: the words of the one never appear under the other.
    now = { key, typed: foundAgain<T>(key), restored: draftOf(key) !== undefined }
    setKept(now)
  }
  const still = useRef(saved)
  still.current = replaceEqualDeep(still.current, saved) as T
  const latest = useRef(now.typed)
  latest.current = now.typed
  const set = useCallback(
    (next: T | ((old: T) => T)) => {
      const old = latest.current ? latest.current.value : still.current
      const value = typeof next === 'function' ? (next as (old: T) => T)(old) : next
      const typed = { key, value, at: nextMoment() }
      latest.current = typed
      write(key, value)
      setKept((was) => ({ ...was, key, typed }))
    },
    [key],
  )
  const clear = useCallback(
    (answer?: unknown) => {
      // Typed on while it was on its way.
      if (latest.current?.key === key && askedAt(answer) > 0 && latest.current.at > askedAt(answer)) return
      write(key, undefined)
      if (latest.current?.key === key) latest.current = null
      setKept((was) => (was.key === key ? { key, typed: null, restored: was.restored } : was))
    },
    [key],
  )
  return { value: now.typed ? now.typed.value : still.current, set, clear, restored: now.restored }
}

const forgetting = new Set<() => void>()

/** Who keeps words of their own outside of React, and has to forget them too. */
export function whenForgotten(forget: () => void): void {
  forgetting.add(forget)
}

/** On signing out: nothing of the last person stays for the next. */
export function forgetDrafts(): void {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key)
  for (const forget of forgetting) forget()
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
