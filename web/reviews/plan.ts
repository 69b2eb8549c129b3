/** The plan while the lead writes it: on the page at once, on the server a moment later, never over what somebody else saved. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem, call, keyOf, putSaved, queryClient } from '../api.ts'
import { whenForgotten } from '../ui/draft.ts'
import type { Cycle, Plan, StageId } from './acts.ts'

export type PlanState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
const pause = 700

type Now = { plan: Plan; dirty: boolean; revision: number; timer: number; running: Promise<void> }
/** What is typed and not saved yet, outside of React: a page that is drawn anew finds it, and what is on its way. */
const typed = new Map<string, Now>()
whenForgotten(() => typed.clear())
const nowOf = (cycle: Cycle): Now =>
  typed.get(cycle.id) ?? {
    plan: cycle.plan,
    dirty: false,
    revision: cycle.revision,
    timer: 0,
    running: Promise.resolve(),
  }

export function usePlan(cycle: Cycle) {
  const [found] = useState(() => nowOf(cycle))
  const now = useRef(found)
  const [plan, setPlan] = useState(found.plan)
  const [state, setState] = useState<PlanState>('saved')
  const [error, setError] = useState<unknown>(null)
  const cycleId = cycle.id

  const flush = useCallback(
    function send(): Promise<void> {
      clearTimeout(now.current.timer)
      now.current.running = now.current.running.then(async () => {
        if (!now.current.dirty) return
        const sent = now.current.plan
        setState('saving')
        try {
          const saved = await call('reviews.savePlan', { cycleId, revision: now.current.revision, plan: sent })
          now.current.revision = saved.revision
          await putSaved('reviews.cycle', { cycleId }, () => saved)
          setError(null)
          if (now.current.plan === sent) {
            now.current.dirty = false
            typed.delete(cycleId)
            setState('saved')
            await queryClient.invalidateQueries({ queryKey: ['reviews.check'] })
            void queryClient.invalidateQueries({ queryKey: ['reviews.cycles'] })
          } else now.current.timer = window.setTimeout(() => void send(), pause)
        } catch (refused) {
          const conflict = refused instanceof ApiProblem && refused.code === 'conflict'
          setError(refused)
          setState(conflict ? 'conflict' : 'failed')
          if (refused instanceof ApiProblem && refused.status === 0)
            now.current.timer = window.setTimeout(() => void send(), 8000)
        }
      })
      return now.current.running
    },
    [cycleId],
  )

  const set = useCallback(
    (change: Partial<Plan> | ((old: Plan) => Partial<Plan>)) => {
      const { plan: old } = now.current
      const next = { ...old, ...(typeof change === 'function' ? change(old) : change) }
      now.current.plan = next
      now.current.dirty = true
      typed.set(cycleId, now.current)
      setPlan(next)
      setState((s) => (s === 'conflict' ? s : 'waiting'))
      clearTimeout(now.current.timer)
      now.current.timer = window.setTimeout(() => void flush(), pause)
    },
    [cycleId, flush],
  )

  useEffect(() => {
    const ref = now.current
    if (ref.dirty) void flush()
    return () => {
      clearTimeout(ref.timer)
      if (ref.dirty) void flush()
    }
  }, [flush])

  return {
    plan,
    set,
    state,
    error,
    flush,
    revision: () => now.current.revision,
    /** Drops what was typed here and goes on from what is saved. */
    takeTheirs: async () => {
      const fresh = await call('reviews.cycle', { cycleId })
      queryClient.setQueryData(keyOf('reviews.cycle', { cycleId }), fresh)
      now.current.plan = fresh.plan
      now.current.revision = fresh.revision
      now.current.dirty = false
      typed.delete(cycleId)
      setPlan(fresh.plan)
      setState('saved')
      setError(null)
    },
  }
}

const later = (day: string, days: number) =>
  new Date(Date.parse(`${day}T12:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const apart = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** All days moved together, so that the first stage opens on `day`. */
export function movedTo(stages: Plan['stages'], day: string): Plan['stages'] {
  const first = stages
    .filter((s) => s.on && s.opensOn)
    .map((s) => s.opensOn!)
    .toSorted()[0]
  if (!first) return stages
  const by = apart(first, day)
  return stages.map((s) => ({
    ...s,
    opensOn: s.opensOn ? later(s.opensOn, by) : null,
    dueOn: s.dueOn ? later(s.dueOn, by) : null,
  }))
}

/** What goes with what: colleagues are chosen before they are asked, and only what is shared can be read. */
const together: Partial<Record<StageId, readonly StageId[]>> = { peers: ['nominate'] }
const needs: Partial<Record<StageId, readonly StageId[]>> = {
  manager: ['second', 'hr', 'calibration', 'share', 'acknowledge'],
  share: ['acknowledge'],
}

/** Switches a stage, with what belongs to it; a stage that comes new gets days after the one before it. */
export function switched(stages: Plan['stages'], id: StageId, on: boolean, today: string): Plan['stages'] {
  const with_ = [id, ...(together[id] ?? []), ...(on ? [] : (needs[id] ?? []))]
  let last = today
  return stages.map((s) => {
    const next = with_.includes(s.id) ? { ...s, on } : s
    if (!next.on) return { ...next, opensOn: null, dueOn: null }
    const opensOn = next.opensOn ?? later(last, 1)
    const dueOn = next.dueOn ?? later(opensOn, s.id === 'nominate' || s.id === 'hr' || s.id === 'second' ? 6 : 13)
    if (dueOn > last) last = dueOn
    return { ...next, opensOn, dueOn }
  })
}
