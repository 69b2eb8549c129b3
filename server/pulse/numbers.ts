/** What follows from counts. Pure. Whoever rather not says is in no share. */
import type { QuestionKind, Score } from '../../contract/pulse.ts'

/** Options of a question, without "rather not say", which stands last in every count. */
export function optionsOf(question: { kind: QuestionKind; options: readonly unknown[] }): number {
  if (question.kind === 'agreement') return 5
  if (question.kind === 'scale') return 11
  return question.kind === 'choice' ? question.options.length : 0
}

/** The place of an answer in the counts; null where it is none. */
export function placeOf(
  question: { kind: QuestionKind; options: readonly unknown[] },
  value: number | null,
): number | null {
  const options = optionsOf(question)
  if (value === null) return options
  const place = question.kind === 'agreement' ? value - 1 : value
  return Number.isInteger(place) && place >= 0 && place < options ? place : null
}

export function scoreOf(kind: QuestionKind, all: readonly number[]): Score {
  const counts = all.slice(0, -1)
  const answered = counts.reduce((sum, n) => sum + n, 0)
  const first = kind === 'agreement' ? 1 : 0
  const mean =
    kind === 'choice' || answered === 0 ? null : counts.reduce((sum, n, i) => sum + n * (i + first), 0) / answered
  return {
    counts,
    unsaid: all.at(-1) ?? 0,
    answered,
    favourable: kind === 'agreement' ? counts[3]! + counts[4]! : null,
    mean,
    nps: kind === 'scale' && answered > 0 ? npsOf(counts) : null,
  }
}

const z95 = 1.959963984540054

/**
 * Promoters (9, 10) less detractors (0 to 6) of a hundred. The interval is Wald's with three
 * imagined answers, ¾ for, 1½ neither, ¾ against: also right where few answered or all agree.
 * It is cut off at −100 and 100.
 */
export function npsOf(counts: readonly number[]): NonNullable<Score['nps']> {
  const sum = (from: number, to: number) => counts.slice(from, to + 1).reduce((a, b) => a + b, 0)
  return npsOfThree(sum(9, 10), sum(7, 8), sum(0, 6))
}

export function npsOfThree(promoters: number, passives: number, detractors: number): NonNullable<Score['nps']> {
  const n = promoters + passives + detractors
  const more = n + 3
  const [p, d] = [(promoters + 0.75) / more, (detractors + 0.75) / more]
  const middle = 100 * (p - d)
  const half = 100 * z95 * Math.sqrt((p + d - (p - d) ** 2) / more)
  return {
    promoters,
    passives,
    detractors,
    score: (100 * (promoters - detractors)) / n,
    low: Math.max(-100, middle - half),
    high: Math.min(100, middle + half),
  }
}

/** Points by which those who lead people see it better than those who do not. */
export function gapOf(
  leaders: { favourable: number; answered: number },
  others: { favourable: number; answered: number },
): number {
  return 100 * (leaders.favourable / leaders.answered - others.favourable / others.answered)
}

/** Seconds that answering takes, about: reading and one press; a sentence for a comment. */
export function secondsOf(questions: readonly { kind: QuestionKind }[]): number {
  return 10 + questions.reduce((sum, q) => sum + (q.kind === 'comment' ? 25 : 7), 0)
}
