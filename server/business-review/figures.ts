/** Numbers on paper: each with its chart, drawn as lines, and with a text that says what the chart shows. */
import type { PackFigure } from '../../contract/business-review.ts'
import { hair, ink, quiet, type Writer } from '../platform/paper.ts'
import { drawingOf } from './chart.ts'
import { columnsOf } from './columns.ts'

/** State in words that stand on white: each 4.5 to 1 and more. */
export const toneInk = { good: '#1d6b37', warn: '#8a5200', bad: '#a5281b', plain: '#5b5b63' } as const

export type Labels = Readonly<Record<string, string>>
type Around = { locale: string; labels: Labels; events: readonly { on: string; label: string }[] }

export function drawFigure(p: Writer, f: PackFigure, around: Around): void {
  const { doc, say, width, margin } = p
  const { labels } = around
  const chartWidth = width * 0.52
  const left = width - chartWidth - 24
  const aims = [
    f.target ? `${labels['target']!}: ${f.target}` : '',
    `${labels['baseline']!}: ${f.baseline ?? labels['noBaseline']!}`,
  ]
    .filter(Boolean)
    .join('\n')
  // A number and its chart stand together: all of it has to fit, or it begins a new page.
  const height =
    p.tall(f.name, 11, 'strong', left) +
    p.tall(f.layer, 8.5, 'plain', left) +
    (f.value === null ? 0 : 30 + p.tall(f.of, 8.5, 'plain', left)) +
    p.tall(f.courseSaid, 9.5, 'strong', left) +
    p.tall(f.sentence, 9, 'plain', left) +
    p.tall(aims, 8.5, 'plain', left)
  p.room(Math.max(128, height + 24))
  doc.y += 10
  const top = doc.y
  say('H3', f.name, { font: 'strong', size: 11, width: left })
  say('P', f.layer, { size: 8.5, colour: quiet, width: left })
  if (f.value !== null) {
    say('P', f.value, { font: 'strong', size: 19, above: 3, gap: 0, width: left })
    say('P', f.of, { size: 8.5, colour: quiet, width: left })
  }
  say('P', f.courseSaid, { font: 'strong', size: 9.5, colour: toneInk[f.tone], above: 3, width: left })
  say('P', f.sentence, { size: 9, width: left })
  say('P', aims, { size: 8.5, colour: quiet, above: 2, width: left })
  const textEnd = doc.y
  drawChart(p, f, around, { x: margin + left + 24, y: top + 4, width: chartWidth, height: 86 })
  doc.y = f.points.length > 0 ? Math.max(textEnd, top + 116) : textEnd
}

/** All values as a table, for whoever would rather read them. */
export function drawNumbers(p: Writer, figures: readonly PackFigure[], labels: Labels): void {
  for (const f of figures) {
    if (f.points.length === 0) continue
    p.room(70)
    p.say('H3', f.name, { font: 'strong', size: 10.5, above: 9 })
    p.doc.y += 2
    const rows = thinned(f.points).map((point) => [point.onSaid, point.said, point.of])
    const head = [labels['date']!, labels['value']!, labels['of']!]
    p.table(head, rows, columnsOf({ head, rows }))
  }
}

function drawChart(
  { doc, root, accent }: Writer,
  f: PackFigure,
  { locale, labels, events }: Around,
  { x: x0, y: y0, width: w, height: h }: { x: number; y: number; width: number; height: number },
): void {
  const axis = 34
  const frame = { width: w - axis, height: h }
  const drawing = drawingOf(f, events, frame)
  if (!drawing) return
  const at = (x: number, y: number) => [x0 + axis + x, y0 + y] as const
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
  const across = (y: number, thick: number, colour: string, dash: number | null) => {
    const [x, yy] = at(0, y)
    doc
      .moveTo(x, yy)
      .lineTo(x + frame.width, yy)
      .lineWidth(thick)
      .strokeColor(colour)
    if (dash === null) doc.stroke()
    else doc.dash(dash, { space: 3 }).stroke().undash()
  }
  root.add(
    doc.struct('Figure', { alt: `${f.name}. ${f.sentence}` } as never, () => {
      for (const tick of drawing.ticks) {
        across(tick.y, 0.4, hair, null)
        doc
          .font('plain')
          .fontSize(7)
          .fillColor(quiet)
          .text(sayTick(number, f.unit, tick.value), x0, y0 + tick.y - 5, {
            width: axis - 5,
            align: 'right',
            lineBreak: false,
          })
      }
      for (const event of drawing.events) {
        const [x, y] = at(event.x, 0)
        doc
          .moveTo(x, y)
          .lineTo(x, y + h)
          .lineWidth(0.5)
          .dash(1.5, { space: 2 })
          .strokeColor('#9a9aa3')
          .stroke()
          .undash()
      }
      if (drawing.baselineY !== null) across(drawing.baselineY, 0.9, '#74747c', 1.5)
      if (drawing.targetY !== null) across(drawing.targetY, 0.9, ink, 5)
      const label = (y: number | null, text: string, other: number | null) => {
        if (y === null) return
        const below = other !== null && other < y && y - other < 10
        const [x, yy] = at(0, y)
        doc
          .font('plain')
          .fontSize(6.5)
          .fillColor(quiet)
          .text(text, x + 2, below ? yy + 1.5 : yy - 8.5, { width: frame.width - 4, lineBreak: false })
      }
      label(drawing.targetY, labels['target']!, drawing.baselineY)
      label(drawing.baselineY, labels['baseline']!, drawing.targetY)
      drawing.line.forEach(([x, y], i) => {
        const [px, py] = at(x, y)
        if (i === 0) doc.moveTo(px, py)
        else doc.lineTo(px, py)
      })
      if (drawing.line.length > 1) doc.lineWidth(1.6).lineJoin('round').strokeColor(accent.line).stroke()
      const [lx, ly] = at(...drawing.line.at(-1)!)
      doc.circle(lx, ly, 2.4).fill(accent.line)
      doc.font('plain').fontSize(7).fillColor(quiet)
      const [ax, ay] = at(0, h + 4)
      const style = { width: frame.width / 2, lineBreak: false } as const
      doc.text(drawing.first, ax, ay, style)
      if (drawing.line.length > 1) doc.text(drawing.last, ax + frame.width / 2, ay, { ...style, align: 'right' })
    }),
  )
}

/** On an axis a share has its sign, and the rest is in the sentence beside it. */
export const sayTick = (number: Intl.NumberFormat, unit: PackFigure['unit'], value: number): string =>
  unit === 'percent' ? `${number.format(value)}\u2009%` : number.format(value)

/** On paper the last of each month is enough; the page has all. */
export function thinned<T extends { on: string }>(points: readonly T[]): T[] {
  return points.filter((p, i) => i === points.length - 1 || p.on.slice(0, 7) !== points[i + 1]!.on.slice(0, 7))
}
