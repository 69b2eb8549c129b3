/**
 * What a tester says is kept at once in this tab and sent a moment later. Without a connection it waits here and goes
 * when there is one; the page says in which of these states it is. The same sent twice is once.
 */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Device, OpenedScript, TestAnswer } from '../../contract/test-plan-shapes.ts'
import { ApiProblem, call, noticeSignOut, putSaved, whenSignedInAgain } from '../api.ts'

// The same place as ui/draft.ts, so that signing out forgets it.
const prefix = 'belay.draft.test:'
const pause = 700
const again = 15_000

export type Said = { answers: TestAnswer[]; device: Device }
export type KeptState = 'calm' | 'waits' | 'saving' | 'saved' | 'offline' | 'conflict' | 'refused'

export type KeptTry = Said & {
  set: (change: Partial<Said>) => void
  state: KeptState
  problem: unknown
  /** What has been typed so far is sent; answers the revision that the server has then. */
  flush: () => Promise<number>
  /** This device's words go over those of the other. */
  keepMine: () => Promise<void>
  /** After handing in, or when the other device's words are taken. */
  forget: () => void
}

export const blank: TestAnswer = { result: null, words: '', severity: null }
const whole = (answers: readonly TestAnswer[], steps: number) =>
  Array.from({ length: steps }, (_, i) => answers[i] ?? blank)

/** What the server has now, for whoever leaves the page and comes back. */
export const remember = (
  waveId: string,
  scriptId: string,
  change: (old: OpenedScript) => Partial<OpenedScript>,
): Promise<void> => putSaved('tests.open', { waveId, scriptId }, (old) => ({ ...old, ...change(old) }))

function read(key: string): Said | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null') as Said | null
  } catch {
    return null
  }
}

export function useKeptTry(waveId: string, opened: OpenedScript): KeptTry {
  const key = `${prefix}${opened.scriptId}:${opened.version}`
  const [said, setSaid] = useState<Said>(() => {
    const found = read(key)
    return {
      answers: whole(found?.answers ?? opened.answers, opened.steps.length),
      device: found?.device ?? opened.device,
    }
  })
  const [state, setState] = useState<KeptState>('calm')
  const [problem, setProblem] = useState<unknown>(null)
  const now = useRef({ said, dirty: read(key) !== null, seen: opened.revision, timer: 0, running: Promise.resolve() })
  now.current.said = said
  const { scriptId, version } = opened

  const run = useCallback(
    function write(): Promise<void> {
      clearTimeout(now.current.timer)
      now.current.running = now.current.running.then(async () => {
        const at = now.current
        if (!at.dirty) return
        const sent = at.said
        setState('saving')
        try {
          const { revision } = await call('tests.keep', { waveId, scriptId, version, ...sent, seen: at.seen })
          at.seen = revision
          await remember(waveId, scriptId, () => ({ ...sent, revision }))
          if (at.said === sent) {
            at.dirty = false
            sessionStorage.removeItem(key)
            setState('saved')
          } else at.timer = window.setTimeout(() => void write(), pause)
        } catch (error) {
          if (noticeSignOut(error)) return setState('offline')
          const code = error instanceof ApiProblem ? error.code : ''
          setProblem(error)
          if (code === 'offline' || code === 'unavailable' || code === 'collided') {
            setState('offline')
            at.timer = window.setTimeout(() => void write(), again)
          } else setState(code === 'conflict' ? 'conflict' : 'refused')
        }
      })
      return now.current.running
    },
    [waveId, scriptId, version, key],
  )

  const set = useCallback(
    (change: Partial<Said>) => {
      const next = { ...now.current.said, ...change }
      now.current.said = next
      now.current.dirty = true
      setSaid(next)
      setState((old) => (old === 'conflict' || old === 'offline' ? old : 'waits'))
      try {
        sessionStorage.setItem(key, JSON.stringify(next))
      } catch {
        // A full store must never stop somebody from typing.
      }
      clearTimeout(now.current.timer)
      now.current.timer = window.setTimeout(() => void run(), pause)
    },
    [run, key],
  )

  useEffect(() => {
    const send = () => void run()
    addEventListener('online', send)
    const over = whenSignedInAgain(run)
    const at = now.current
    if (at.dirty) send()
    return () => {
      removeEventListener('online', send)
      over()
      clearTimeout(at.timer)
      if (at.dirty) void run()
    }
  }, [run])

  return {
    ...said,
    set,
    state,
    problem,
    flush: async () => {
      await run()
      return now.current.seen
    },
    keepMine: async () => {
      now.current.seen = (await call('tests.open', { waveId, scriptId })).revision
      now.current.dirty = true
      await run()
    },
    forget: () => {
      clearTimeout(now.current.timer)
      now.current.dirty = false
      sessionStorage.removeItem(key)
      setState('calm')
    },
  }
}
