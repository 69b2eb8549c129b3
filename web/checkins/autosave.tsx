/**
 * What somebody writes is saved while they write, kept in this tab until it is, and sent
 * again when the connection is back. The field says in which of these states it is.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem, noticeSignOut, whenSignedInAgain } from '../api.ts'
import classes from './checkins.module.css'

// The same place as ui/draft.ts, so that signing out forgets it.
const prefix = 'belay.draft.'
const pause = 900

export type SaveState = 'calm' | 'writing' | 'saving' | 'saved' | 'offline' | 'signedOut' | 'refused' | 'conflict'
export type Autosave = {
  value: string
  set: (words: string) => void
  state: SaveState
  /** Saves at once; resolves when it is done. */ flush: () => Promise<void>
  keepMine: () => void
  takeTheirs: () => void
}

export function useAutosave(
  key: string,
  saved: string,
  save: (words: string, force: boolean) => Promise<void>,
): Autosave {
  const store = prefix + key
  const [value, setValue] = useState(() => sessionStorage.getItem(store) ?? saved)
  const [state, setState] = useState<SaveState>('calm')
  const now = useRef({
    value,
    saved,
    save,
    dirty: sessionStorage.getItem(store) !== null,
    timer: 0,
    running: Promise.resolve(),
  })
  now.current.saved = saved
  now.current.save = save

  const run = useCallback(
    function write(force = false): Promise<void> {
      clearTimeout(now.current.timer)
      now.current.running = now.current.running.then(async () => {
        if (!now.current.dirty) return
        const words = now.current.value
        setState('saving')
        try {
          await now.current.save(words, force)
          if (now.current.value === words) {
            now.current.dirty = false
            sessionStorage.removeItem(store)
            setState('saved')
          } else now.current.timer = window.setTimeout(() => void write(), pause)
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
      return now.current.running
    },
    [store],
  )

  const set = useCallback(
    (words: string) => {
      now.current.value = words
      now.current.dirty = true
      setValue(words)
      setState((old) => (old === 'conflict' ? old : 'writing'))
      try {
        sessionStorage.setItem(store, words)
      } catch {
        // A full store must never stop somebody from typing.
      }
      clearTimeout(now.current.timer)
      now.current.timer = window.setTimeout(() => void run(), pause)
    },
    [run, store],
  )

  // What the other one wrote appears where nothing of one's own is on its way.
  useEffect(() => {
    if (!now.current.dirty) {
      now.current.value = saved
      setValue(saved)
    }
  }, [saved])

  useEffect(() => {
    const again = () => void run()
    addEventListener('online', again)
    const over = whenSignedInAgain(run)
    if (now.current.dirty) again()
    const ref = now.current
    return () => {
      removeEventListener('online', again)
      over()
      if (ref.dirty) void run()
    }
  }, [run])

  return {
    value,
    set,
    state,
    flush: () => run(),
    keepMine: () => void run(true),
    takeTheirs: () => {
      now.current.dirty = false
      now.current.value = now.current.saved
      sessionStorage.removeItem(store)
      setValue(now.current.saved)
      setState('calm')
    },
  }
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
