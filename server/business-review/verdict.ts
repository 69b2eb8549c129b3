/**
 * Is it working? One answer from the success metrics, by a rule that stands under it. Pure.
 *
 * Layers are never added up: that people use something says nothing of whether it is any good. So each layer is
 * judged by itself, and usage alone is never a yes.
 */
import type { CourseWord, PackAnswer } from '../../contract/business-review.ts'
import { layers } from '../../contract/metrics.ts'

type Layer = (typeof layers)[number]
export type Judged = { layer: Layer; course: CourseWord }
export type LayerCount = { layer: Layer; onCourse: number; behind: number; unknown: number }
export type Verdict = { answer: PackAnswer; judged: number; of: number; layers: LayerCount[] }

/** Of what can be judged in a layer, so much on course is a yes, and less than that a no. */
export const mostOnCourse = 0.75
export const halfOnCourse = 0.5

const onCourse = (course: CourseWord) => course === 'reached' || course === 'on'
const behind = (course: CourseWord) => course === 'off' || course === 'over'

export function verdictOf(metrics: readonly Judged[]): Verdict {
  const counts = layers.flatMap((layer): LayerCount[] => {
    const mine = metrics.filter((m) => m.layer === layer)
    if (mine.length === 0) return []
    const on = mine.filter((m) => onCourse(m.course)).length
    const off = mine.filter((m) => behind(m.course)).length
    return [{ layer, onCourse: on, behind: off, unknown: mine.length - on - off }]
  })
  const told = counts.filter((l) => l.onCourse + l.behind > 0)
  const judged = told.reduce((sum, l) => sum + l.onCourse + l.behind, 0)
  const share = (l: LayerCount) => l.onCourse / (l.onCourse + l.behind)
  const answer: PackAnswer =
    metrics.length === 0 || judged * 2 < metrics.length
      ? 'too_early'
      : told.every((l) => share(l) < halfOnCourse)
        ? 'no'
        : told.every((l) => share(l) >= mostOnCourse) && told.some((l) => l.layer !== 'adoption')
          ? 'yes'
          : 'partly'
  return { answer, judged, of: metrics.length, layers: counts }
}
