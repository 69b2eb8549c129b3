/** How so many numbers stay readable: first what the program is measured by, then layer by layer, never mixed. Pure. */
import type { Chart } from './address.ts'
import { distance } from './words.tsx'

export const layerOrder = ['adoption', 'quality', 'outcome'] as const
export type Layer = (typeof layerOrder)[number]

export type Group = {
  /** With a number, or a line of earlier ones. */
  cards: Chart[]
  /** Nothing to draw yet: one line each. */
  lines: Chart[]
  reached: number
  aimed: number
}
type Arranged = {
  chosen: Group
  layers: { layer: Layer; group: Group }[]
  /** Told together, where a part of the company is too small for most of them. */
  hidden: Chart[]
}

const hasNumber = ({ now, series }: Chart) => now.state === 'shown' || now.state === 'held' || series.length > 0

function groupOf(charts: readonly Chart[]): Group {
  const distances = charts.flatMap((chart) => distance(chart) ?? [])
  return {
    cards: charts.filter(hasNumber),
    lines: charts.filter((chart) => !hasNumber(chart)),
    reached: distances.filter((d) => d.reached).length,
    aimed: distances.length,
  }
}

/** What is told with another number, such as the stages of a time: what there is to tell. */
export const partsOf = (charts: readonly Chart[], whole: Chart): Chart[] =>
  charts.filter((c) => c.definition.within === whole.definition.id && c.now.state !== 'not_yet')

/** `together`: hidden numbers are not told one by one. Parts of a number stand with it. */
export function arrange(all: readonly Chart[], together: boolean): Arranged {
  const charts = all.filter(({ definition }) => !all.some((other) => other.definition.id === definition.within))
  const hidden = together ? charts.filter((c) => c.now.state === 'hidden' && c.series.length === 0) : []
  const left = charts.filter((c) => !hidden.includes(c))
  const inLayers = (which: readonly Chart[]) =>
    layerOrder.map((layer) => which.filter((c) => c.definition.layer === layer))
  return {
    chosen: groupOf(inLayers(left.filter((c) => c.chosen)).flat()),
    layers: inLayers(left.filter((c) => !c.chosen)).flatMap((which, i) =>
      which.length > 0 ? [{ layer: layerOrder[i]!, group: groupOf(which) }] : [],
    ),
    hidden,
  }
}
