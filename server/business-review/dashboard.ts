/** The metrics of one part of the company on paper: what its page says, for whoever takes it along. */
import { type Chart, layers, type metrics, type Segment } from '../../contract/metrics.ts'
import type { Input } from '../../contract/operation.ts'
import { fill, speakerFor } from '../governance/governance.ts'
import { businessReviewWords, metricsPaperWords } from '../library/library.ts'
import { courseAt, dashboard } from '../metrics/metrics.ts'
import { type Day, dayIn } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { openPaper, quiet } from '../platform/paper.ts'
import { fileOf, stationery } from '../reviews/reviews.ts'
import { figureOf, layerWord, type Said } from './document.ts'
import type { MetricFact } from './facts.ts'
import { drawFigure, drawNumbers } from './figures.ts'

type Words = ReturnType<typeof metricsPaperWords>

export async function dashboardPaper(c: Context, input: Input<typeof metrics.paper>): Promise<FileAnswer> {
  const s = await speakerFor(c.db, c, input.language)
  const d = await dashboard(c, { ...input, language: s.language })
  const { house, brand } = await stationery(c, c.viewer.personId)
  const words = metricsPaperWords(s.language)
  const labels = businessReviewWords(s.language)
  const knownAt = c.clock.now()
  const said: Said = { s, words: labels, zone: c.viewer.timeZone }
  const segment = segmentName(words, d.segment)
  const known = s.day(dayIn(knownAt, c.viewer.timeZone))
  const asOf = d.asOf ?? dayIn(knownAt, c.viewer.timeZone)
  const about = fill(d.asOf ? words.about : words.aboutNone, { segment, day: s.day(asOf) })
  const told = d.charts.filter((chart) => chart.now.state !== 'not_yet' && chart.now.state !== 'unknown')
  const figures = told.map((chart) => {
    const figure = figureOf(said, factOf(chart, asOf), { asOf, knownAt, floor: d.floor })
    const { layer, sentence } = chart.definition
    // Without a day to reach it by, a target is no course to be on: what the number says is said instead.
    const plain = figure.course === 'unaimed' ? { courseSaid: figure.target ? '' : figure.courseSaid, sentence } : {}
    // The heading says the layer of all of them.
    return { layer, figure: { ...figure, ...plain, layer: '' } }
  })
  const p = openPaper({
    locale: s.locale,
    language: s.language,
    house,
    brand,
    title: words.title,
    subject: about,
    made: knownAt,
    margin: 52,
  })
  const { doc, say } = p
  say('H1', words.title, { font: 'strong', size: 21, gap: 0 })
  say('P', about, { colour: quiet, size: 10.5, above: 2 })
  say('P', d.roster === 'live' ? words.live : words.frozen, { colour: quiet, size: 9, above: 4 })
  say('P', fill(words.privacy, { floor: d.floor }), { colour: quiet, size: 9 })
  const events = d.annotations.flatMap((a) => (a.kind === 'go_live' ? [{ on: a.on, label: a.label }] : []))
  for (const layer of layers) {
    const some = figures.filter((one) => one.layer === layer)
    if (some.length === 0) continue
    p.part(labels[layerWord[layer]], 200)
    some.forEach(({ figure }, i) => {
      if (i > 0 && doc.y + 128 <= p.bottom()) p.rule(doc.y + 5)
      drawFigure(p, figure, { locale: s.locale, labels, events })
    })
  }
  const silent = d.charts.filter((chart) => !told.includes(chart) && chart.definition.within === null)
  if (silent.length > 0) {
    p.part(words.noNumber)
    say('P', words.noNumberWhy, { colour: quiet, size: 9, above: 2 })
    for (const { definition } of silent) {
      p.room(30)
      say('H3', definition.name, { font: 'strong', size: 9.5, above: 6 })
      say('P', definition.sentence, { size: 9 })
    }
  }
  if (figures.length > 0) {
    p.part(labels.whereFrom)
    for (const { figure } of figures) {
      p.room(40)
      say('H3', figure.name, { font: 'strong', size: 9.5, above: 6 })
      say('P', figure.definition.said, { size: 8.5, colour: quiet, gap: 1.5 })
    }
  }
  const drawn = figures.filter(({ figure }) => figure.points.length > 0).map(({ figure }) => figure)
  if (drawn.length > 0) {
    p.part(labels.tableBehind)
    drawNumbers(p, drawn, { ...labels, of: labels.ofWhat })
  }
  const body = await p.finish({
    text: fill(words.source, { day: s.day(asOf), known }),
    page: (n, of) => fill(labels.page, { n, of }),
    missing: labels.missing,
  })
  return fileOf(body, `${words.title} ${segment} ${asOf}`)
}

/** A number as the page shows it, judged against its aim on the day of the numbers. */
function factOf({ definition, now, series, target, baseline }: Chart, on: Day): MetricFact {
  const point = now.state === 'shown' || now.state === 'held' ? now.point : null
  const first = series.find((one) => one.value !== null)
  const aim = { target: target?.value ?? null, by: target?.by ?? null }
  const judged =
    point === null || point.value === null
      ? { state: now.state === 'hidden' ? ('hidden' as const) : ('not_yet' as const), expected: null }
      : courseAt(
          point.value,
          { direction: definition.direction, from: first ? { value: first.value!, on: first.asOf } : null, ...aim },
          on,
        )
  return {
    id: definition.id,
    version: definition.version,
    aim: { ...aim, baseline: baseline?.value ?? null, baselineSource: baseline?.source ?? '' },
    now,
    course: judged.state,
    expected: judged.expected,
    series,
  }
}

const tenure: Readonly<Record<string, keyof Words>> = {
  under_1: 'under1',
  '1_to_3': 'from1',
  '3_to_5': 'from3',
  '5_to_10': 'from5',
  '10_and_more': 'from10',
}

/** What the part of the company is called; those without a name of their own in the reader's words. */
function segmentName(words: Words, { kind, key, label }: Segment): string {
  if (label !== null) return label
  if (kind === 'organization') return words.company
  if (kind === 'manager' && key !== '') return key === 'yes' ? words.managers : words.notManagers
  const band = kind === 'tenure' ? tenure[key] : undefined
  return band ? words[band] : words.notGiven
}
