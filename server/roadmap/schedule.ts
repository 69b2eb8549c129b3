/**
 * When each task of a roadmap happens, by what it waits for; how much it may slip; what is critical. Pure.
 *
 * Days are numbers of working days (calendar.ts). A task of `days` d that starts at s is worked on from s to s + d - 1
 * and is finished at f = s + d, the first day on which the next one can start. A milestone has no days: it is reached
 * at f = s, in the morning. What is `fixed` stays on its day; what comes before it and ends later is its conflict.
 */
import type { Day } from '../platform/clock.ts'
import type { Calendar } from './calendar.ts'

export type Item = {
  id: string
  /** For whoever is told of a circle. */
  name: string
  /** Working days; 0: a milestone. */
  days: number
  /** Working days of the company, as numbers, on which its owner does not work: a longer way for the same work. */
  off: ReadonlySet<number>
  /** Not before that day. */
  notBefore: Day | null
  /** On that day, whatever comes before. */
  fixed: Day | null
  /** What has to be finished before. Ids that are not there count for nothing. */
  after: readonly string[]
  /** The day on which it was finished. */
  doneOn: Day | null
  /** A date that is at risk when work ends too late: a go-live. Has to be fixed. */
  guarded: boolean
}

export type Placed = {
  /** Start and finish as numbers; `due`: the finish as planned, before an open task was stretched to today. */
  start: number
  due: number
  finish: number
  startsOn: Day
  /** The last day as planned, and as it looks now. */
  dueOn: Day
  expectedOn: Day
  late: boolean
  /** Working days until it would move something fixed; null: nothing fixed waits for it. */
  slack: number | null
  /** A day more here is a day less for a guarded date. */
  critical: boolean
  /** Working days by which what it waits for ends after its own fixed day. */
  conflict: number
  /** Of a guarded one: working days between the last end before it and its day; null: nothing comes before it. */
  buffer: number | null
}

type Work = Pick<Item, 'days' | 'off'>

/** Where work that begins at a number ends, passing over what its owner has off. */
function endOf({ days, off }: Work, start: number): number {
  let at = start
  for (let left = days; left > 0; at++) if (!off.has(at)) left--
  return at
}

/** The last start of which the work is finished at a number. */
export function startFor({ days, off }: Work, end: number): number {
  let at = end
  for (let left = days; left > 0;) if (!off.has(--at)) left--
  return at
}

/** The first day from a number on that its owner works on. */
function firstDay({ days, off }: Work, from: number): number {
  let at = from
  while (days > 0 && off.has(at)) at++
  return at
}

/** The names of tasks that wait for each other in a circle, beginning with the first by name; null: there is none. */
export function circleIn(items: readonly Pick<Item, 'id' | 'name' | 'after'>[]): string[] | null {
  const byId = new Map(items.map((one) => [one.id, one]))
  const state = new Map<string, 'open' | 'closed'>()
  for (const root of items.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    if (state.has(root.id)) continue
    // A walk with its own stack: a chain may be as long as the roadmap.
    const path: { id: string; next: number }[] = [{ id: root.id, next: 0 }]
    state.set(root.id, 'open')
    while (path.length > 0) {
      const at = path[path.length - 1]!
      const after = byId.get(at.id)!.after.filter((id) => byId.has(id))
      if (at.next >= after.length) {
        state.set(at.id, 'closed')
        path.pop()
        continue
      }
      const id = after[at.next++]!
      const seen = state.get(id)
      if (seen === 'open')
        // In the order in which they happen: what comes first is waited for by the next.
        return fromTheFirst(
          path
            .slice(path.findIndex((one) => one.id === id))
            .map((one) => byId.get(one.id)!.name)
            .toReversed(),
        )
      if (seen === undefined) {
        state.set(id, 'open')
        path.push({ id, next: 0 })
      }
    }
  }
  return null
}

/** A circle has no beginning of its own: told the same way each time, whatever the ids of its tasks. */
function fromTheFirst(names: string[]): string[] {
  const first = names.indexOf(names.toSorted()[0]!)
  return [...names.slice(first), ...names.slice(0, first)]
}

/** Those that others wait for come first. There must be no circle. */
function inOrder(items: readonly Item[]): Item[] {
  const byId = new Map(items.map((one) => [one.id, one]))
  const waits = new Map<string, number>()
  const next = new Map<string, Item[]>()
  for (const one of items) {
    const after = [...new Set(one.after)].filter((id) => byId.has(id))
    waits.set(one.id, after.length)
    for (const id of after) next.set(id, [...(next.get(id) ?? []), one])
  }
  const ready = items.filter((one) => waits.get(one.id) === 0)
  const ordered: Item[] = []
  for (let i = 0; i < ready.length; i++) {
    const one = ready[i]!
    ordered.push(one)
    for (const follower of next.get(one.id) ?? []) {
      const left = waits.get(follower.id)! - 1
      waits.set(follower.id, left)
      if (left === 0) ready.push(follower)
    }
  }
  if (ordered.length !== items.length) throw new Error('tasks that wait for each other in a circle')
  return ordered
}

/** Every item with its days. `from`: before it nothing is planned that has no day of its own. */
export function place(
  items: readonly Item[],
  { calendar, today, from }: { calendar: Calendar; today: Day; from: Day },
): Map<string, Placed> {
  const ordered = inOrder(items)
  const now = calendar.number(today)
  const begin = calendar.number(from)
  type Span = { start: number; due: number; finish: number; driven: number | null }
  const spans = new Map<string, Span>()
  for (const one of ordered) {
    const ends = one.after.flatMap((id) => spans.get(id)?.finish ?? [])
    const driven = ends.length > 0 ? Math.max(...ends) : null
    spans.set(one.id, spanOf(one, driven))
  }

  function spanOf(one: Item, driven: number | null): Span {
    if (one.doneOn !== null) {
      const finish = calendar.number(one.doneOn) + (one.days > 0 && calendar.works(one.doneOn) ? 1 : 0)
      const start = finish - one.days
      return { start, due: finish, finish, driven }
    }
    const start =
      one.fixed !== null
        ? calendar.number(one.fixed)
        : firstDay(one, Math.max(one.notBefore === null ? begin : calendar.number(one.notBefore), driven ?? -Infinity))
    const due = endOf(one, start)
    // What is open does not end in the past: today at the earliest, and a milestone is reached today.
    const finish = Math.max(due, one.days > 0 ? now + 1 : now)
    return { start, due, finish, driven }
  }

  const followers = new Map<string, Item[]>()
  for (const one of items) for (const id of one.after) followers.set(id, [...(followers.get(id) ?? []), one])

  /** The latest finish of each item that moves nothing fixed; `only`: counting one fixed item alone. */
  const latest = (only: string | null): Map<string, number> => {
    const found = new Map<string, number>()
    for (const one of ordered.toReversed()) {
      const limits = (followers.get(one.id) ?? []).flatMap((follower) => {
        if (follower.doneOn !== null) return []
        if (follower.fixed !== null) return only === null || follower.id === only ? [spans.get(follower.id)!.start] : []
        const limit = found.get(follower.id)
        return limit === undefined ? [] : [startFor(follower, limit)]
      })
      if (limits.length > 0) found.set(one.id, Math.min(...limits))
    }
    return found
  }
  const allowed = latest(null)
  const critical = new Set<string>()
  for (const one of items) {
    if (!one.guarded || one.fixed === null || one.doneOn !== null) continue
    const { start, driven } = spans.get(one.id)!
    if (driven === null) continue
    const limits = latest(one.id)
    for (const other of items) {
      const limit = limits.get(other.id)
      if (limit !== undefined && other.doneOn === null && limit - spans.get(other.id)!.finish === start - driven)
        critical.add(other.id)
    }
  }

  const placed = new Map<string, Placed>()
  for (const one of items) {
    const { start, due, finish, driven } = spans.get(one.id)!
    const limit = allowed.get(one.id)
    const open = one.doneOn === null
    const last = (end: number) => (one.days > 0 ? calendar.day(end - 1) : calendar.day(end))
    // What is fixed, or done, stands on that very day, also where nobody works on it.
    const own = one.doneOn ?? (one.days === 0 ? one.fixed : null)
    const late = open && (one.days > 0 ? due <= now && last(due) < today : (own ?? last(due)) < today)
    placed.set(one.id, {
      start,
      due,
      finish,
      startsOn: one.days > 0 ? calendar.day(start) : (own ?? calendar.day(start)),
      dueOn: own ?? last(due),
      expectedOn: own !== null && (!open || finish === due) ? own : last(finish),
      late,
      slack: open && limit !== undefined ? limit - finish : null,
      critical: critical.has(one.id),
      conflict: open && one.fixed !== null && driven !== null ? Math.max(0, driven - start) : 0,
      buffer: one.guarded && open && driven !== null ? start - driven : null,
    })
  }
  return placed
}

export type Move = { id: string; from: Day; to: Day; days: number }

/** Which items are somewhere else afterwards; the order is that of `after`. Pure. */
export function movesBetween(
  items: readonly Pick<Item, 'id'>[],
  before: ReadonlyMap<string, Placed>,
  after: ReadonlyMap<string, Placed>,
): Move[] {
  return items
    .flatMap(({ id }) => {
      const [was, is] = [before.get(id), after.get(id)]
      if (!was || !is || (was.finish === is.finish && was.start === is.start)) return []
      const days = is.finish === was.finish ? is.start - was.start : is.finish - was.finish
      return [{ id, from: was.expectedOn, to: is.expectedOn, days, at: is.start }]
    })
    .toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .map(({ at: _, ...move }) => move)
}
