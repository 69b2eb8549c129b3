/**
 * Edits on their way to the draft. What somebody types stands on the page at once,
 * goes to the server a moment later, part by part, and is never lost: a lost
 * connection is tried again, and where somebody else changed the same part both
 * texts are kept until the reader chooses.
 */
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import type { Design, DesignGroup, GroupChange } from '../../contract/design.ts'
import { ApiProblem, call, keyOf, putSaved, queryClient, useOperation, type Answer } from '../api.ts'

type Whole = Answer<'program.get'>
type Value<G extends DesignGroup> = Extract<GroupChange, { group: G }>['value']
export type SaveState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict'
type Pending = {
  value: unknown
  revision: number
  state: Exclude<SaveState, 'saved'>
  error: unknown
  timer: ReturnType<typeof setTimeout> | null
}

const pause = 700
const pending = new Map<string, Map<DesignGroup, Pending>>()
const listeners = new Set<() => void>()
let changes = 0
function tell() {
  changes++
  listeners.forEach((l) => l())
}
const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
const of = (programId: string) => {
  const found = pending.get(programId) ?? new Map<DesignGroup, Pending>()
  pending.set(programId, found)
  return found
}
const cached = (programId: string) => queryClient.getQueryData<Whole>(keyOf('program.get', { programId }))

function edit(programId: string, group: DesignGroup, value: unknown) {
  const edits = of(programId)
  const now = edits.get(group)
  if (now?.timer) clearTimeout(now.timer)
  const waiting = now?.state === 'saving' || now?.state === 'conflict'
  edits.set(group, {
    value,
    revision: now?.revision ?? cached(programId)?.draft.groups[group] ?? 0,
    state: waiting ? now.state : 'waiting',
    error: now?.error ?? null,
    timer: waiting ? null : setTimeout(() => void save(programId, group), pause),
  })
  tell()
}

async function save(programId: string, group: DesignGroup): Promise<void> {
  const edits = of(programId)
  const sent = edits.get(group)
  if (!sent || sent.state === 'saving' || sent.state === 'conflict') return
  if (sent.timer) clearTimeout(sent.timer)
  edits.set(group, { ...sent, state: 'saving', timer: null })
  tell()
  try {
    const draft = await call('program.saveDraft', {
      programId,
      change: { group, revision: sent.revision, value: sent.value } as GroupChange,
    })
    await putSaved('program.get', { programId }, (old) => ({ ...old, draft }))
    const now = edits.get(group)
    if (now && now.value !== sent.value) {
      // Typed on while it was on its way.
      edits.set(group, {
        ...now,
        revision: draft.groups[group],
        state: 'waiting',
        timer: setTimeout(() => void save(programId, group), pause),
      })
    } else edits.delete(group)
    // Names of people who were just chosen come with the whole.
    if (group === 'people') void queryClient.invalidateQueries({ queryKey: ['program.get'] })
    void queryClient.invalidateQueries({ queryKey: ['program.list'] })
    void queryClient.invalidateQueries({ queryKey: ['program.difference'] })
  } catch (error) {
    const now = edits.get(group) ?? sent
    const conflict = error instanceof ApiProblem && error.code === 'conflict'
    edits.set(group, { ...now, state: conflict ? 'conflict' : 'failed', error, timer: null })
    if (conflict) void queryClient.invalidateQueries({ queryKey: ['program.get'] })
  }
  tell()
}

function flush(programId?: string) {
  for (const [id, edits] of pending) {
    if (programId && id !== programId) continue
    for (const [group, edit_] of edits) if (edit_.state === 'waiting' || edit_.state === 'failed') void save(id, group)
  }
}
addEventListener('online', () => flush())
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && flush())
addEventListener('beforeunload', (event) => {
  if ([...pending.values()].some((edits) => edits.size > 0)) event.preventDefault()
})

function withEdit(design: Design, group: DesignGroup, value: unknown): Design {
  if (group === 'reasons' || group === 'people') return { ...design, ...(value as object) }
  return { ...design, [group]: value }
}

/** The program with everything typed so far, saved or not. */
export function useDesign(programId: string) {
  const query = useOperation('program.get', { programId })
  const version = useSyncExternalStore(subscribe, () => changes)
  const edits = of(programId)
  const data = useMemo(() => {
    if (!query.data) return undefined
    let design = query.data.draft.design
    for (const [group, edit_] of edits) design = withEdit(design, group, edit_.value)
    return { ...query.data, draft: { ...query.data.draft, design } }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `version` counts the edits, which live outside of React
  }, [query.data, version, edits])
  useEffect(() => () => flush(programId), [programId])
  const states = [...edits.values()].map((e) => e.state)
  const state = (['conflict', 'failed', 'saving', 'waiting'] as const).find((s) => states.includes(s)) ?? 'saved'
  return { query: { ...query, data }, state: state as SaveState, edits, saveNow: () => flush(programId) }
}

export function valueOf<G extends DesignGroup>(design: Design, group: G): Value<G> {
  if (group === 'reasons') {
    const { why, whyNow, whyIn, whyNowIn } = design
    return { why, whyNow, whyIn, whyNowIn } as Value<G>
  }
  if (group === 'people') return { sponsorId: design.sponsorId, leadId: design.leadId } as Value<G>
  return design[group as Exclude<DesignGroup, 'reasons' | 'people'>] as Value<G>
}

/** One part of the design to edit. */
export function useGroup<G extends DesignGroup>(
  programId: string,
  design: Design,
  group: G,
): [Value<G>, (next: Value<G>) => void] {
  const set = useCallback((next: Value<G>) => edit(programId, group, next), [programId, group])
  return [valueOf(design, group), set]
}

/** Where somebody else changed the same part. */
export function resolve(programId: string, group: DesignGroup, whose: 'mine' | 'theirs') {
  const edits = of(programId)
  const mine = edits.get(group)
  if (!mine) return
  if (whose === 'theirs') edits.delete(group)
  else {
    edits.set(group, { ...mine, revision: cached(programId)?.draft.groups[group] ?? mine.revision, state: 'waiting' })
    void save(programId, group)
  }
  tell()
}
