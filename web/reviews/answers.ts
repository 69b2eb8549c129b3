/**
 * Answers while somebody writes: kept in this tab at once, sent a moment later, sent
 * again when the connection is back. Only what changed travels, so two windows do not
 * overwrite each other.
 */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { ApiProblem, call, noticeSignOut, putSaved, whenSignedInAgain } from '../api.ts'
import type { FormAnswer, Sheet } from './acts.ts'

export type SaveState = 'calm' | 'writing' | 'saving' | 'saved' | 'offline' | 'signedOut' | 'refused'
type Kept = Record<string, FormAnswer>

// The same place as ui/draft.ts, so that signing out forgets it.
const prefix = 'belay.draft.review:'
const pause = 900

function found(key: string): Kept {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? '{}') as Kept
  } catch {
    return {}
  }
}

const withAnswers = (sheet: Sheet, sent: Kept): Sheet => ({
  ...sheet,
  sections: sheet.sections.map((s) => ({
    ...s,
    questions: s.questions.map((q) => ({ ...q, answer: sent[q.id] ?? q.answer })),
  })),
})

export function useAnswers(sheet: Sheet) {
  const key = prefix + sheet.id
  const [local, setLocal] = useState<Kept>(() => found(key))
  const [state, setState] = useState<SaveState>('calm')
  const [savedAt, setSavedAt] = useState(sheet.savedAt)
  const now = useRef({ dirty: found(key), timer: 0, running: Promise.resolve() })
  const taskId = sheet.id

  const keep = useCallback(() => {
    try {
      if (Object.keys(now.current.dirty).length === 0) sessionStorage.removeItem(key)
      else sessionStorage.setItem(key, JSON.stringify(now.current.dirty))
    } catch {
      // A full store must never stop somebody from typing.
    }
  }, [key])

  const flush = useCallback(
    function send(): Promise<void> {
      clearTimeout(now.current.timer)
      now.current.running = now.current.running.then(async () => {
        const sent = now.current.dirty
        if (Object.keys(sent).length === 0) return
        setState('saving')
        try {
          const answer = await call('reviews.save', { taskId, answers: sent })
          for (const id of Object.keys(sent)) if (now.current.dirty[id] === sent[id]) delete now.current.dirty[id]
          now.current.dirty = { ...now.current.dirty }
          keep()
          setSavedAt(answer.savedAt)
          // Whoever leaves and comes back finds what is saved, not what was first read.
          await putSaved('reviews.sheet', { taskId }, (old) => withAnswers(old, sent))
          if (Object.keys(now.current.dirty).length > 0) now.current.timer = window.setTimeout(() => void send(), pause)
          else setState('saved')
        } catch (error) {
          if (noticeSignOut(error)) return setState('signedOut')
          const code = error instanceof ApiProblem ? error.code : ''
          const passes = code === 'offline' || code === 'unavailable' || code === 'collided'
          setState(passes ? 'offline' : 'refused')
          if (passes) now.current.timer = window.setTimeout(() => void send(), 8000)
        }
      })
      return now.current.running
    },
    [keep, taskId],
  )

  const set = useCallback(
    (questionId: string, answer: FormAnswer) => {
      now.current.dirty = { ...now.current.dirty, [questionId]: answer }
      setLocal((old) => ({ ...old, [questionId]: answer }))
      setState('writing')
      keep()
      clearTimeout(now.current.timer)
      now.current.timer = window.setTimeout(() => void flush(), pause)
    },
    [flush, keep],
  )

  useEffect(() => {
    const again = () => void flush()
    addEventListener('online', again)
    const over = whenSignedInAgain(flush)
    const ref = now.current
    if (Object.keys(ref.dirty).length > 0) again()
    return () => {
      removeEventListener('online', again)
      over()
      clearTimeout(ref.timer)
      if (Object.keys(ref.dirty).length > 0) void flush()
    }
  }, [flush])

  const stored = useMemo(
    () => new Map(sheet.sections.flatMap((s) => s.questions.map((q) => [q.id, q.answer] as const))),
    [sheet],
  )
  return {
    of: (questionId: string): FormAnswer => local[questionId] ?? stored.get(questionId) ?? {},
    set,
    state,
    savedAt,
    flush,
    /** What the server does not have yet, to go along with handing in. */
    waiting: () => now.current.dirty,
    /** After handing in. */
    forget: () => {
      clearTimeout(now.current.timer)
      now.current.dirty = {}
      setLocal({})
      setState('calm')
      keep()
    },
  }
}
