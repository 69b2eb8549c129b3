/**
 * In which order things are asked for, typed and saved in this tab. An answer tells how things stood when it was asked
 * for: what somebody typed or saved since then it cannot know, and it never takes its place.
 */
let moment = 0
const asked = new WeakMap<object, number>()

/** Later than every moment before it. */
export const nextMoment = (): number => ++moment

/** Notes when an answer was asked for. */
export function noteAsked<T>(answer: T, at: number): T {
  if (typeof answer === 'object' && answer !== null && at > 0) asked.set(answer, at)
  return answer
}

/** When an answer was asked for; 0 where nobody noted it. */
export const askedAt = (answer: unknown): number =>
  typeof answer === 'object' && answer !== null ? (asked.get(answer) ?? 0) : 0
