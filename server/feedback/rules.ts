/** What holds for feedback, without a database: modes, groups, mixing, times. */
import type { AnswerGroup, FeedbackMode, RaterCategory, RequestKind } from '../../contract/feedback.ts'
import { addDays, addMs, instantAt, type Day, type Instant } from '../platform/clock.ts'

/** When the night's work is done, in the company's zone: confidential words arrive, anonymous ones are let out. */
export const night = '01:30'
/** Minutes in which unread attributed feedback can be taken back. */
export const takeBackMinutes = 60
/** Days ahead that a request may run. */
export const longestDays = 90
/** Days before the end at which whoever has not answered is reminded, once. */
export const remindDays = 2

/**
 * Under which mode somebody answers. Oneself and one's manager in a 360 would be known anyhow, and the
 * manager is whom confidential authors are named to: they answer with their name, and are told so.
 */
export function modeFor(kind: RequestKind, mode: FeedbackMode, category: RaterCategory): FeedbackMode {
  if (category === 'self') return 'attributed'
  if (category === 'manager' && (kind === 'round' || mode === 'confidential')) return 'attributed'
  return mode
}

/** A category of an anonymous answer, where categories are told apart at all. */
export type Pool = 'peer' | 'report'
export const poolOf = (category: RaterCategory): Pool => (category === 'report' ? 'report' : 'peer')

/**
 * Under which heading the answers of each pool stand, by how many people answered in it. A pool below
 * the floor is merged with the other; where both together stay below, nothing is shown. Only a 360 and
 * upward feedback tell categories apart.
 */
export function groupsFor(
  kind: RequestKind,
  people: Record<Pool, number>,
  floor: number,
): Record<Pool, AnswerGroup> | null {
  if (people.peer + people.report < floor) return null
  if (kind === 'upward') return { peer: 'report', report: 'report' }
  if (kind !== 'round') return { peer: 'others', report: 'others' }
  const apart = (n: number) => n === 0 || n >= floor
  return apart(people.peer) && apart(people.report)
    ? { peer: 'peer', report: 'report' }
    : { peer: 'others', report: 'others' }
}

/** In random order. `random` answers a whole number below its argument. */
export function shuffled<T>(items: readonly T[], random: (below: number) => number): T[] {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random(i + 1)
    ;[mixed[i], mixed[j]] = [mixed[j]!, mixed[i]!]
  }
  return mixed
}

export type Pooled = { pool: Pool; answers: { questionId: string; words: string }[] }

/**
 * What is let out of all that was sealed: one row for each question and answer, no longer together
 * with what the same person said to another question, all shuffled. Null: below the floor.
 */
export function letOut(
  kind: RequestKind,
  sealed: readonly Pooled[],
  floor: number,
  random: (below: number) => number,
): { group: AnswerGroup; questionId: string; words: string }[] | null {
  const count = (pool: Pool) => sealed.filter((one) => one.pool === pool).length
  const groups = groupsFor(kind, { peer: count('peer'), report: count('report') }, floor)
  if (!groups) return null
  return shuffled(
    sealed.flatMap((one) => one.answers.map((a) => ({ group: groups[one.pool], ...a }))),
    random,
  )
}

type Sent = { mode: FeedbackMode; sentOn: Day | null; sentAt: Instant | null; arrived: boolean; read: boolean }

/** Until when an author can take words back: attributed for an hour while unread, confidential until the night. */
export function takeBackUntil(item: Sent, now: Instant, zone: string): Instant | null {
  if (item.sentOn === null || item.read) return null
  if (item.mode === 'confidential') {
    const first = instantAt(addDays(item.sentOn, 1), night, zone)
    return item.arrived || first <= now ? null : first
  }
  const until = item.sentAt === null ? null : addMs(item.sentAt, takeBackMinutes * 60_000)
  return until !== null && until > now ? until : null
}
