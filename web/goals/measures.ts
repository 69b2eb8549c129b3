/** Key results on the page: how far, how they read, and how they are typed in one line. Pure. */
import type { Answer } from '../api.ts'

export type Goal = Answer<'goals.list'>['goals'][number]
export type KeyResult = Goal['keyResults'][number]
export type Kind = KeyResult['kind']

export function reachedOf({ start, target, current }: Pick<KeyResult, 'start' | 'target' | 'current'>): number {
  if (start === target) return (target >= 0 ? current >= target : current <= target) ? 1 : 0
  return (current - start) / (target - start)
}

export function reachedOfAll(keyResults: readonly KeyResult[], said: number): number {
  if (keyResults.length === 0) return said
  const all = keyResults.reduce((sum, k) => sum + k.weight, 0)
  return keyResults.reduce((sum, k) => sum + k.weight * Math.min(1, Math.max(0, reachedOf(k))), 0) / all
}

/** Once a goal counts, who reads it is its owner's decision: a manager could not open again what they closed. */
export function mayChooseReaders(goal: Pick<Goal, 'owner' | 'status'>, viewerId: string): boolean {
  return goal.owner.id === viewerId || goal.status.state === 'draft'
}

/** The goal as it will be once these values are saved. */
export function withValues(
  goal: Goal,
  values: readonly { keyResultId: string; value: number }[],
  reached?: number,
  ticks: readonly { stepId: string; done: boolean }[] = [],
): Goal {
  const keyResults = goal.keyResults.map((k) => {
    const steps = k.steps.map((s) => {
      const told = ticks.find((x) => x.stepId === s.id)
      return told ? { ...s, doneAt: told.done ? (s.doneAt ?? new Date(0).toISOString()) : null } : s
    })
    const value =
      steps.length > 0
        ? steps.filter((s) => s.doneAt !== null).length
        : (values.find((v) => v.keyResultId === k.id)?.value ?? k.current)
    return { ...k, steps, current: value, reached: reachedOf({ ...k, current: value }) }
  })
  return { ...goal, keyResults, reached: reachedOfAll(keyResults, reached ?? goal.reached) }
}

/** Share of its time that has gone: where a steady goal would be. */
export function expectedOf(goal: Pick<Goal, 'startsOn' | 'endsOn'>, today: string): number {
  const day = (d: string) => Date.parse(d + 'T00:00:00Z')
  return Math.min(
    1,
    Math.max(0, (day(today) - day(goal.startsOn)) / Math.max(1, day(goal.endsOn) - day(goal.startsOn))),
  )
}

export type Typed = { title: string; kind: Kind; unit: string; start: number; target: number }

const number = String.raw`(-?[\d.,\u00a0\u202f ]*\d)`
const from = String.raw`(?:from|von|de|desde|\s)`
const to = String.raw`(?:to|auf|bis|a|à|hasta|→|->|=>|–)`
const unit = String.raw`(%|[€$£]|[\p{L}][\p{L}./]*)?`
const both = new RegExp(
  String.raw`^(.+?)[\s,:]+(?:${from}\s+)?${number}\s*(?:%|[€$£])?\s*${to}\s*${number}\s*${unit}\s*$`,
  'iu',
)
const one = new RegExp(String.raw`^(.+?)[\s,:]+${to}\s*${number}\s*${unit}\s*$`, 'iu')

/** "Returns from 10 to 2 %" in one line, in the four languages; anything else is a yes or no. */
export function readKeyResult(line: string): Typed {
  const text = line.trim()
  const two = both.exec(text)
  if (two) return typed(two[1]!, plain(two[2]!), plain(two[3]!), two[4] ?? '')
  const single = one.exec(text)
  if (single) return typed(single[1]!, 0, plain(single[2]!), single[3] ?? '')
  return { title: text, kind: 'yes_no', unit: '', start: 0, target: 1 }
}

const currencies: Record<string, string> = { '€': 'EUR', $: 'USD', '£': 'GBP' }
function typed(title: string, start: number, target: number, unitTyped: string): Typed {
  const currency = currencies[unitTyped]
  return {
    title: title.trim(),
    kind: unitTyped === '%' ? 'percent' : currency ? 'currency' : 'number',
    unit: currency ?? (unitTyped === '%' ? '' : unitTyped),
    start,
    target,
  }
}

/** 1.200,5 and 1,200.5 and 1 200,5: the last separator with one or two digits behind it is the decimal one. */
function plain(text: string): number {
  const compact = text.replace(/[\s\u00a0\u202f]/g, '')
  const decimal = /[.,](\d{1,2})$/.exec(compact)
  const whole = (decimal ? compact.slice(0, -decimal[0].length) : compact).replace(/[.,]/g, '')
  return Number(decimal ? `${whole}.${decimal[1]}` : whole)
}
