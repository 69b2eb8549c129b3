/**
 * What somebody writes is saved while they write, kept in this tab until it is, and sent
 * again when the connection is back. The field says in which of these states it is.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, noticeSignOut, whenSignedInAgain } from '../api.ts'
import { whenForgotten } from '../ui/draft.ts'
import { askedAt, nextMoment } from '../ui/moments.ts'
import classes from './checkins.module.css'

// The same place as ui/draft.ts, so that signing out forgets it.
const prefix = 'belay.draft.'
const pause = 900

export type SaveState = 'calm' | 'writing' | 'saving' | 'saved' | 'offline' | 'signedOut' | 'refused' | 'conflict'
export type Autosave = {
  value: string
  set: (words: string) => void
  state: SaveState
  /** Saves at once; resolves when it is done, or cannot be: then they wait. */ flush: () => Promise<void>
  /** What stands in the field now, drawn or not. */ words: () => string
  /** Whether the server does not have it yet. */ waits: () => boolean
  /** The server has these words by another way. */ took: (words: string) => void
  keepMine: () => void
  takeTheirs: () => void
}

/** What is written in one place. Outside of React: a page that is drawn anew finds all of it, also what is on its way. */
type Place = {
  words: string
  dirty: boolean
  timer: number
  running: Promise<void>
  /** What the server took last, and when it said so. */
  taken: { words: string; at: number } | null
}
const places = new Map<string, Place>()
whenForgotten(() => {
  for (const place of places.values()) {
    clearTimeout(place.timer)
    place.dirty = false
  }
  places.clear()
})

function placeOf(store: string, saved: string): Place {
  const known = places.get(store)
  if (known) return known
  const kept = sessionStorage.getItem(store)
  const place = { words: kept ?? saved, dirty: kept !== null, timer: 0, running: Promise.resolve(), taken: null }
  places.set(store, place)
  return place
}

/**
 * `answer` is what `read` was read in: asked for before these words were saved, it cannot know them.
 * `save` may say at which moment the server had them; else that is when it is done.
 */
export function useAutosave(
  key: string,
  { words: read, answer }: { words: string; answer: unknown },
  save: (words: string, force: boolean) => Promise<number | void>,
): Autosave {
  const store = prefix + key
  const place = placeOf(store, read)
  const saved = place.taken && askedAt(answer) < place.taken.at ? place.taken.words : read
  const [value, setValue] = useState(place.dirty ? place.words : saved)
  const [state, setState] = useState<SaveState>('calm')
  const latest = useRef({ saved, save, place })
  latest.current = { saved, save, place }

  const run = useCallback(
    function write(force = false): Promise<void> {
      const at = latest.current.place
      clearTimeout(at.timer)
      at.running = at.running.then(async () => {
        if (!at.dirty) return
        const { words } = at
        setState('saving')
        try {
          const moment = (await latest.current.save(words, force)) ?? nextMoment()
          at.taken = { words, at: moment }
          if (at.words === words) {
            at.dirty = false
            sessionStorage.removeItem(store)
            setState('saved')
          } else at.timer = window.setTimeout(() => void write(), pause)
        } catch (error) {
          if (noticeSignOut(error)) return setState('signedOut')
          const code = error instanceof ApiProblem ? error.code : ''
          setState(
            code === 'offline' || code === 'unavailable' || code === 'collided'
              ? 'offline'
              : code === 'conflict'
                ? 'conflict'
                : 'refused',
          )
        }
      })
      return at.running
    },
    [store],
  )

  const set = useCallback(
    (words: string) => {
      const at = latest.current.place
      at.words = words
      at.dirty = true
      setValue(words)
      setState((old) => (old === 'conflict' ? old : 'writing'))
      try {
        sessionStorage.setItem(store, words)
      } catch {
        // A full store must never stop somebody from typing.
      }
      clearTimeout(at.timer)
      at.timer = window.setTimeout(() => void run(), pause)
    },
    [run, store],
  )

  // What the other one wrote appears where nothing of one's own is on its way.
  useEffect(() => {
    const at = latest.current.place
    if (at.dirty) return
    at.words = saved
    setValue(saved)
  }, [saved])

  useEffect(() => {
    const again = () => void run()
    addEventListener('online', again)
    const over = whenSignedInAgain(run)
    const at = latest.current.place
    if (at.dirty) again()
    return () => {
      removeEventListener('online', again)
      over()
      if (at.dirty) void run()
    }
  }, [run])

  return {
    value,
    set,
    state,
    flush: () => run(),
    words: () => latest.current.place.words,
    waits: () => latest.current.place.dirty,
    took: (words) => {
      const at = latest.current.place
      if (!at.dirty || at.words.trim() !== words) return
      clearTimeout(at.timer)
      at.taken = { words: at.words, at: nextMoment() }
      at.dirty = false
      sessionStorage.removeItem(store)
      setState('saved')
    },
    keepMine: () => void run(true),
    takeTheirs: () => {
      const at = latest.current.place
      at.dirty = false
      at.words = latest.current.saved
      sessionStorage.removeItem(store)
      setValue(latest.current.saved)
      setState('calm')
    },
  }
}

/** The fields of a page by the question that they answer. */
export type Fields = Map<string, Autosave>

export const saveAll = (fields: Fields): Promise<unknown> =>
  Promise.all([...fields.values()].map((field) => field.flush()))

/** Does something with what stands in the fields: what could not be saved before goes along with it. Says whether it was done. */
export async function withWords(
  fields: Fields,
  questions: readonly { id: string }[],
  act: (answers: { questionId: string; words: string }[]) => Promise<unknown>,
): Promise<boolean> {
  await saveAll(fields)
  const waiting = questions.flatMap(({ id }) => {
    const field = fields.get(id)
    return field?.waits() ? [{ field, answer: { questionId: id, words: field.words().trim() } }] : []
  })
  try {
    await act(waiting.map(({ answer }) => answer))
  } catch (error) {
    // The act says itself why it was refused; what was typed stays where it is.
    if (error instanceof ApiProblem) return false
    throw error
  }
  for (const { field, answer } of waiting) field.took(answer.words)
  return true
}

/** "Saved", said quietly and heard by screen readers once it changes. */
export function SaveWord({ state }: { state: SaveState }) {
  const { t } = useTranslation('checkins')
  return (
    <span className={classes.save} data-state={state} role="status">
      {state === 'calm' ? '' : t(`save.${state}`)}
    </span>
  )
}
