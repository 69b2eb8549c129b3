/** Milestones as named steps: what is told becomes the list, and the value is how many are ticked. Pure. */
import { randomUUID } from 'node:crypto'
import type { NewStep, Step } from '../../contract/goal.ts'
import type { Instant } from '../platform/clock.ts'

/**
 * The list that somebody wrote, with what was ticked before. Where milestones were a number alone,
 * as many steps count as done as the number said, from the first on.
 */
export function stepsAs(
  told: readonly NewStep[],
  before: { steps: readonly Step[]; current: number },
  now: Instant,
): Step[] {
  const counted = before.steps.length === 0 ? before.current : 0
  return told.map(({ id, title }, at) => {
    const old = before.steps.find((s) => s.id === id)
    return { id: id ?? randomUUID(), title, doneAt: old ? old.doneAt : at < counted ? now : null }
  })
}

export const ticked = (steps: readonly Step[]): number => steps.filter((s) => s.doneAt !== null).length

/** What is ticked already keeps its time. */
export const tick = (steps: readonly Step[], done: ReadonlyMap<string, boolean>, now: Instant): Step[] =>
  steps.map((s) => ({ ...s, doneAt: (done.get(s.id) ?? s.doneAt !== null) ? (s.doneAt ?? now) : null }))

/** As it was before an act, of the steps that are still there. */
export const untick = (steps: readonly Step[], before: readonly Step[]): Step[] =>
  steps.map((s) => ({ ...s, doneAt: before.find((b) => b.id === s.id)?.doneAt ?? null }))

export const sameSteps = (one: readonly Step[], other: readonly Step[]): boolean =>
  one.length === other.length && one.every((s, at) => s.id === other[at]!.id && s.title === other[at]!.title)
