/** Where a chart's lines run: the same on paper and as a picture. Pure. */
import { daysBetween } from '../platform/clock.ts'
import type { PackFigure } from '../../contract/business-review.ts'

export type Scale = { low: number; high: number; ticks: number[] }

/** From a round number below everything to one above; a share stays within 0 and 100. */
export function scaleFor(values: readonly number[], unit: PackFigure['unit']): Scale {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  // What differs by less than anybody reads is the same; a hair's breadth would have no steps.
  const span = most - least >= 0.001 ? most - least : Math.max(1, Math.abs(most) * 0.2)
  const raw = (span * 1.3) / 3
  const magnitude = 10 ** Math.floor(Math.log10(raw))
  const step = ([1, 2, 5, 10].find((n) => n * magnitude >= raw) ?? 10) * magnitude
  let low = Math.floor((least - span * 0.1) / step) * step
  let high = Math.ceil((most + span * 0.1) / step) * step
  if (least >= 0 && low < 0) low = 0
  if (unit === 'percent') {
    low = Math.max(0, low)
    high = Math.min(100, high)
    if (high <= most - 1e-9) high = 100
  }
  const ticks: number[] = []
  for (let tick = low; tick <= high + step / 1000; tick += step) ticks.push(Math.round(tick * 1000) / 1000)
  return { low, high, ticks }
}

export type Drawing = {
  line: [x: number, y: number][]
  targetY: number | null
  baselineY: number | null
  events: { x: number; label: string }[]
  ticks: { y: number; value: number }[]
  first: string
  last: string
}

/** Points within a frame of `width` × `height`; y runs downwards. */
export function drawingOf(
  figure: Pick<PackFigure, 'points' | 'targetValue' | 'baselineValue' | 'unit'>,
  events: readonly { on: string; label: string }[],
  frame: { width: number; height: number },
): Drawing | null {
  const { points, targetValue, baselineValue } = figure
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last) return null
  const values = [...points.map((p) => p.value), ...[targetValue, baselineValue].filter((v) => v !== null)]
  const { low, high, ticks } = scaleFor(values, figure.unit)
  const whole = Math.max(1, daysBetween(first.on, last.on))
  const x = (on: string) => (points.length === 1 ? frame.width / 2 : (daysBetween(first.on, on) / whole) * frame.width)
  const y = (value: number) => frame.height - ((value - low) / (high - low || 1)) * frame.height
  return {
    line: points.map((p) => [x(p.on), y(p.value)]),
    targetY: targetValue === null ? null : y(targetValue),
    baselineY: baselineValue === null ? null : y(baselineValue),
    events: events.filter((e) => e.on >= first.on && e.on <= last.on).map((e) => ({ x: x(e.on), label: e.label })),
    ticks: ticks.map((value) => ({ y: y(value), value })),
    first: first.onSaid,
    last: last.onSaid,
  }
}
