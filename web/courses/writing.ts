/**
 * What somebody writes on its way to the draft. It stands on the page at once, goes to the server a
 * moment later, place by place, and is never lost: it lies in this tab until the server has it, a
 * lost connection is tried again, and where somebody else wrote in the same place both texts stay
 * until the reader chooses.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react'
import {
  type Answer,
  ApiProblem,
  call,
  keyOf,
  noticeSignOut,
  putSaved,
  queryClient,
  type Request,
  useOperation,
  whenSignedInAgain,
} from '../api.ts'

export type Draft = Answer<'courses.get'>
export type Part = Draft['lessons'][number]
export type Language = Draft['languages'][number]
export type Change = Request<'courses.save'>['changes'][number]
type Words = { key: string; language: Language; is: string; was: string; theirs?: string }
type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
type Pending = {
  words: Map<string, Words>
  acts: Change[]
  saving: boolean
  failed: boolean
  /** A part that somebody else changed at the same time: it has to be done again. */
  missed: boolean
  timer: ReturnType<typeof setTimeout> | null
}

const pause = 700
const again = 5000
// The same place as ui/draft.ts, so that signing out forgets it.
const store = (courseId: string) => `belay.draft.course:${courseId}`
const all = new Map<string, Pending>()
const listeners = new Set<() => void>()
let changes = 0
function tell() {
  changes++
  listeners.forEach((listener) => listener())
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const at = (key: string, language: string) => `${language} ${key}`

function pendingOf(courseId: string): Pending {
  const known = all.get(courseId)
  if (known) return known
  const made: Pending = { words: new Map(), acts: [], saving: false, failed: false, missed: false, timer: null }
  try {
    const left = JSON.parse(sessionStorage.getItem(store(courseId)) ?? '[]') as Words[]
    for (const one of left) made.words.set(at(one.key, one.language), one)
  } catch {
    // What cannot be read is nothing that somebody wrote.
  }
  all.set(courseId, made)
  return made
}

function keep(courseId: string): void {
  const { words } = pendingOf(courseId)
  try {
    if (words.size === 0) sessionStorage.removeItem(store(courseId))
    else sessionStorage.setItem(store(courseId), JSON.stringify([...words.values()]))
  } catch {
    // A full store must never stop somebody from typing.
  }
}

const cached = (courseId: string) => queryClient.getQueryData<Draft>(keyOf('courses.get', { courseId }))
const savedWords = (draft: Draft | undefined, key: string, language: Language) => draft?.words[key]?.[language] ?? ''

export function write(courseId: string, key: string, language: Language, is: string): void {
  const pending = pendingOf(courseId)
  const name = at(key, language)
  const old = pending.words.get(name)
  pending.words.set(name, {
    key,
    language,
    is,
    was: old?.was ?? savedWords(cached(courseId), key, language),
    ...(old?.theirs === undefined ? {} : { theirs: old.theirs }),
  })
  keep(courseId)
  later(courseId, pause)
  tell()
}

/** What is no words: adding, moving, taking out. Sent at once, in order. */
export function act(courseId: string, ...acts: Change[]): void {
  pendingOf(courseId).acts.push(...acts)
  tell()
  void save(courseId)
}

function later(courseId: string, after: number): void {
  const pending = pendingOf(courseId)
  if (pending.timer) clearTimeout(pending.timer)
  pending.timer = setTimeout(() => void save(courseId), after)
}

const sendable = (pending: Pending) => [...pending.words.values()].filter((one) => one.theirs === undefined)

export async function save(courseId: string): Promise<void> {
  const pending = pendingOf(courseId)
  const [acts, words] = [[...pending.acts], sendable(pending).slice(0, 100)]
  if (pending.saving || acts.length + words.length === 0) return
  if (pending.timer) clearTimeout(pending.timer)
  pending.saving = true
  tell()
  try {
    const sent: Change[] = [
      ...acts,
      ...words.map(({ key, language, was, is }): Change => ({ do: 'words', key, language, was, is })),
    ]
    const { draft, held } = await call('courses.save', { courseId, changes: sent })
    await putSaved('courses.get', { courseId }, () => draft)
    pending.acts.splice(0, acts.length)
    pending.failed = false
    const theirs = new Map(held.map((one) => [one.at, one.theirs]))
    pending.missed = acts.some((_, i) => theirs.has(i))
    words.forEach((one, i) => {
      const name = at(one.key, one.language)
      const now = pending.words.get(name)
      if (!now) return
      const other = theirs.get(acts.length + i)
      if (other !== undefined && other !== null) pending.words.set(name, { ...now, theirs: other })
      // Typed on while it was on its way.
      else if (now.is !== one.is) pending.words.set(name, { ...now, was: one.is })
      else pending.words.delete(name)
    })
    void queryClient.invalidateQueries({ queryKey: ['courses.list'] })
    void queryClient.invalidateQueries({ queryKey: ['courses.preview'] })
  } catch (error) {
    pending.failed = true
    // A change that cannot be is said once and not tried for ever.
    if (error instanceof ApiProblem && error.status >= 400 && error.status < 500 && !noticeSignOut(error))
      pending.acts.splice(0, acts.length)
  }
  pending.saving = false
  keep(courseId)
  if (pending.acts.length + sendable(pending).length > 0) later(courseId, pending.failed ? again : pause)
  tell()
}

/** Both texts were seen; what is chosen stands from now on. */
export function resolve(courseId: string, key: string, language: Language, whose: 'mine' | 'theirs'): void {
  const pending = pendingOf(courseId)
  const name = at(key, language)
  const one = pending.words.get(name)
  if (one?.theirs === undefined) return
  if (whose === 'theirs') pending.words.delete(name)
  else pending.words.set(name, { key, language, is: one.is, was: one.theirs })
  keep(courseId)
  tell()
  void save(courseId)
}

const flush = () => [...all.keys()].forEach((courseId) => void save(courseId))
addEventListener('online', flush)
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush())
addEventListener('beforeunload', (event) => {
  if ([...all.values()].some((one) => one.acts.length + one.words.size > 0)) event.preventDefault()
})
whenSignedInAgain(() => Promise.all([...all.keys()].map((courseId) => save(courseId))))

/** A draft with everything typed so far, saved or not; and anew every few seconds, for somebody else may write in it. */
export function useDraft(courseId: string) {
  const query = useOperation('courses.get', { courseId }, { every: 10_000 })
  const version = useSyncExternalStore(subscribe, () => changes)
  const pending = pendingOf(courseId)
  useEffect(() => {
    // Found again from the last time.
    void save(courseId)
    return () => void save(courseId)
  }, [courseId])
  const data = useMemo(() => {
    if (!query.data) return undefined
    const words = { ...query.data.words }
    for (const { key, language, is } of pending.words.values()) words[key] = { ...words[key], [language]: is }
    // What a lesson is made of stands there at once, so that a second change sees the first.
    let { lessons } = query.data
    for (const one of pending.acts)
      if (one.do === 'parts') lessons = lessons.map((part) => (part.id === one.is.id ? (one.is as Part) : part))
    return { ...query.data, words, lessons }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `version` counts the edits, which live outside of React
  }, [query.data, version, pending])
  const conflicts = [...pending.words.values()].filter((one) => one.theirs !== undefined)
  const open = pending.acts.length + sendable(pending).length > 0
  const state: SaveState =
    conflicts.length > 0
      ? 'conflict'
      : pending.saving
        ? 'saving'
        : pending.failed && open
          ? 'failed'
          : open
            ? 'waiting'
            : 'saved'
  return { query: { ...query, data }, state, conflicts, missed: pending.missed }
}

export const newId = () => crypto.randomUUID().slice(0, 8)
