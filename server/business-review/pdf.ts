/**
 * The pack on paper: A4 or Letter, the company's colours, charts drawn as lines. It says what the page says, and
 * is the same whenever it is asked for. Longer than other files: it lays out one document from top to bottom.
 */
import PDFDocument from 'pdfkit'
import type { businessReviews, PackBlock, PackFigure } from '../../contract/business-review.ts'
import { accentFrom } from '../../contract/colour.ts'
import type { Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import { paperFonts, paperSize } from '../platform/fonts.ts'
import type { FileAnswer } from '../platform/http.ts'
import { logoFile } from '../program/program.ts'
import { fileOf } from '../reviews/reviews.ts'
import { fill } from '../governance/governance.ts'
import { drawingOf } from './chart.ts'
import { columnsOf } from './columns.ts'
import { type Document, documentOf } from './document.ts'
import { packRow, saidFor, writtenFor } from './packs.ts'

export async function pdf(c: Context, input: Input<typeof businessReviews.pdf>): Promise<FileAnswer> {
  const row = await packRow(c.db, c, input.packId)
  const said = await saidFor(c, row, input.language)
  const document = documentOf(said, row.facts, await writtenFor(c.db, c, row), c.viewer.locale)
  const body = await drawPack(document, {
    locale: said.s.locale,
    logo: await paperLogo(c, document),
    made: row.released_at ?? row.known_at,
  })
  return fileOf(body, `${document.title} ${row.as_of}`)
}

/** Paper and slides take no WebP. */
export async function paperLogo(c: Context, document: Document): Promise<{ type: string; bytes: Buffer } | null> {
  const { logoFileId } = document.brand
  const logo = logoFileId ? await logoFile(c.db, c.organizationId, logoFileId) : null
  return logo && logo.type !== 'image/webp' ? logo : null
}

const ink = '#1b1b1f'
const quiet = '#5b5b63'
const hair = '#dddde2'
/** State in words that stand on white: each 4.5 to 1 and more. */
export const toneInk = { good: '#1d6b37', warn: '#8a5200', bad: '#a5281b', plain: '#5b5b63' } as const
const margin = 52
const footerHeight = 36

type Dress = { locale: string; logo: { bytes: Buffer } | null; made: string }
type Doc = PDFKit.PDFDocument & { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } }

export function drawPack(d: Document, dress: Dress): Promise<Buffer> {
  const { plain, strong } = paperFonts()
  const accent = accentFrom(d.brand.accent).light
  const doc = new PDFDocument({
    size: paperSize(dress.locale),
    margins: { top: margin, left: margin, right: margin, bottom: margin + footerHeight },
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: d.language,
    pdfVersion: '1.7',
    info: { Title: d.title, Author: d.house, Subject: d.subtitle, CreationDate: new Date(dress.made) },
  }) as Doc
  doc.registerFont('plain', plain).registerFont('strong', strong)
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece))
    doc.on('end', () => resolve(Buffer.concat(pieces)))
    doc.on('error', reject)
  })
  const width = doc.page.width - 2 * margin
  const root = doc.struct('Document')
  doc.addStructure(root)
  doc.font('plain')
  const glyphs = doc._font.font
  let lacking = false
  const shown = (text: string) => {
    const clean = text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').normalize('NFC')
    for (const ch of clean) {
      const code = ch.codePointAt(0)!
      if (code > 32 && !glyphs.hasGlyphForCodePoint(code)) lacking = true
    }
    return clean
  }
  type Style = {
    font?: 'plain' | 'strong'
    size?: number
    colour?: string
    above?: number
    x?: number
    width?: number
    gap?: number
    align?: 'left' | 'right'
  }
  const say = (kind: string, text: string, style: Style = {}) => {
    if (text === '') return
    const words = shown(text)
    root.add(
      doc.struct(kind, {}, () => {
        doc
          .font(style.font ?? 'plain')
          .fontSize(style.size ?? 9.5)
          .fillColor(style.colour ?? ink)
        if (style.above) doc.y += style.above
        doc.text(words, margin + (style.x ?? 0), doc.y, {
          width: style.width ?? width - (style.x ?? 0),
          lineGap: style.gap ?? 2,
          align: style.align ?? 'left',
        })
      }),
    )
  }
  const tall = (text: string, size: number, font: 'plain' | 'strong', w: number) =>
    text === '' ? 0 : doc.font(font).fontSize(size).heightOfString(shown(text), { width: w, lineGap: 2 })
  const bottom = () => doc.page.height - doc.page.margins.bottom
  const room = (height: number) => {
    if (doc.y + height > bottom()) doc.addPage()
  }
  const art = (draw: () => void) => {
    doc.markContent('Artifact', { type: 'Layout' } as never)
    draw()
    doc.endMarkedContent()
  }
  const rule = (y: number, colour = hair) =>
    art(() =>
      doc
        .moveTo(margin, y)
        .lineTo(margin + width, y)
        .lineWidth(0.6)
        .strokeColor(colour)
        .stroke(),
    )
  const heading = (text: string, height = 80) => {
    room(height)
    doc.y += 18
    rule(doc.y)
    doc.y += 12
    say('H2', text, { font: 'strong', size: 13.5, colour: accent.text })
    doc.y += 2
  }

  // The head: whose it is, what, of which day.
  art(() => {
    doc.rect(0, 0, doc.page.width, 6).fill(accent.fill)
    let x = margin
    if (dress.logo)
      try {
        doc.image(dress.logo.bytes, margin, 26, { fit: [96, 28], valign: 'center' })
        x += 108
      } catch {
        // A logo that cannot be drawn on paper is left away.
      }
    doc
      .font('strong')
      .fontSize(9.5)
      .fillColor(quiet)
      .text([d.house, d.brand.name].filter(Boolean).join(' · '), x, 33, {
        width: width - (x - margin),
        lineBreak: false,
        ellipsis: true,
      })
  })
  doc.y = 74
  say('H1', d.title, { font: 'strong', size: 21, gap: 0 })
  say('P', d.subtitle, { colour: quiet, size: 10.5, above: 2 })
  doc.y += 14

  // The answer, in one look.
  const v = d.verdict
  const boxTop = doc.y
  const summary = d.sections.find((section) => section.id === 'summary')!
  const boxHeight =
    30 +
    tall(v.word, 24, 'strong', width - 32) +
    tall(v.sentence, 10.5, 'plain', width - 32) +
    v.layers.length * 17 +
    12
  art(() => {
    doc.roundedRect(margin, boxTop, width, boxHeight, 6).fill(accent.soft)
    doc.rect(margin, boxTop, 4, boxHeight).fill(accent.fill)
  })
  doc.y = boxTop + 12
  say('P', v.question, { x: 18, size: 10, colour: quiet })
  say('P', v.word, { x: 18, font: 'strong', size: 24, colour: toneInk[v.tone], gap: 0, width: width - 32 })
  say('P', v.sentence, { x: 18, size: 10.5, above: 3, width: width - 32 })
  doc.y += 4
  for (const layer of v.layers) {
    const top = doc.y
    say('P', layer.name, { x: 18, size: 9.5, colour: quiet, width: width * 0.5 })
    doc.y = top
    say('P', layer.said, { x: 18 + width * 0.52, size: 9.5, font: 'strong', width: width * 0.42 })
    doc.y = Math.max(doc.y, top + 15)
  }
  doc.y = boxTop + boxHeight + 6
  const [ruleTitle, numbers] = [d.labels['rule']!, d.labels['numbers']!]
  say('P', `${ruleTitle}. ${v.rule}`, { size: 8, colour: quiet, above: 2, gap: 1.5 })
  if (summary.comment) {
    say('H2', summary.title, { font: 'strong', size: 13.5, colour: accent.text, above: 14 })
    say('P', summary.comment, { size: 10.5, above: 3, gap: 3 })
  }

  const list = (block: Extract<PackBlock, { kind: 'list' }>) => {
    room(40)
    say('H3', block.title, { font: 'strong', size: 10.5, above: 9 })
    for (const item of block.items) {
      room(26)
      doc.y += 3
      const top = doc.y
      art(() => doc.circle(margin + 4, top + 6, 2).fill(toneInk[item.tone]))
      say('P', item.text, { x: 14, width: width - 14 })
    }
  }
  const table = (block: Extract<PackBlock, { kind: 'table' }>) => {
    const columns = block.head.length
    const lengths = columnsOf(block)
    const sum = lengths.reduce((a, b) => a + b, 0)
    const gap = 10
    const widths = lengths.map((n) => ((width - gap * (columns - 1)) * n) / sum)
    const line = (cells: readonly string[], style: Style, kind: 'TH' | 'TD') => {
      const height = Math.max(
        ...cells.map((cell, i) => tall(cell, style.size ?? 9, style.font ?? 'plain', widths[i]!)),
        12,
      )
      room(height + 10)
      const top = doc.y + 4
      let x = 0
      let low = top
      cells.forEach((cell, i) => {
        doc.y = top
        say(kind === 'TH' ? 'H4' : 'P', cell, { ...style, x, width: widths[i]! })
        low = Math.max(low, doc.y)
        x += widths[i]! + gap
      })
      doc.y = Math.max(low, top + height) + 2
      rule(doc.y)
    }
    room(70)
    say('H3', block.title, { font: 'strong', size: 10.5, above: 9 })
    doc.y += 2
    line(block.head, { size: 8.5, colour: quiet }, 'TH')
    for (const row of block.rows) line(row, { size: 9 }, 'TD')
    say('P', block.note, { size: 8.5, colour: quiet, above: 4 })
  }
  const facts = (block: Extract<PackBlock, { kind: 'facts' }>) => {
    doc.y += 8
    for (const { label, value } of block.facts) {
      room(20)
      const top = doc.y
      say('P', label, { size: 9, colour: quiet, width: 120 })
      const after = doc.y
      doc.y = top
      say('P', value, { size: 9, x: 128, width: width - 128 })
      doc.y = Math.max(doc.y, after) + 1
    }
  }
  const blockOf = (block: PackBlock) => {
    switch (block.kind) {
      case 'text':
        room(40)
        say('H3', block.title, { font: 'strong', size: 10.5, above: 9 })
        say('P', block.text, { above: block.title ? 1 : 6, gap: 2.5 })
        break
      case 'list':
        list(block)
        break
      case 'table':
        table(block)
        break
      case 'facts':
        facts(block)
    }
  }
  const chartWidth = width * 0.52
  const figure = (f: PackFigure) => {
    const left = width - chartWidth - 24
    room(Math.max(128, tall(f.name, 11, 'strong', left) + 96))
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
    const said = [
      f.target ? `${d.labels['target']!}: ${f.target}` : '',
      `${d.labels['baseline']!}: ${f.baseline ?? d.labels['noBaseline']!}`,
    ].filter(Boolean)
    say('P', said.join('\n'), { size: 8.5, colour: quiet, above: 2, width: left })
    const textEnd = doc.y
    drawChart(f, margin + left + 24, top + 4, chartWidth, 86)
    doc.y = Math.max(textEnd, top + 116)
  }
  const drawChart = (f: PackFigure, x0: number, y0: number, w: number, h: number) => {
    const axis = 34
    const frame = { width: w - axis, height: h }
    const drawing = drawingOf(f, d.events, frame)
    if (!drawing) return
    const at = (x: number, y: number) => [x0 + axis + x, y0 + y] as const
    const number = new Intl.NumberFormat(dress.locale, { maximumFractionDigits: 1 })
    root.add(
      doc.struct('Figure', { alt: `${f.name}. ${f.sentence}` } as never, () => {
        for (const tick of drawing.ticks) {
          const [x, y] = at(0, tick.y)
          doc
            .moveTo(x, y)
            .lineTo(x + frame.width, y)
            .lineWidth(0.4)
            .strokeColor(hair)
            .stroke()
          doc
            .font('plain')
            .fontSize(7)
            .fillColor(quiet)
            .text(sayTick(number, f.unit, tick.value), x0, y - 5, { width: axis - 5, align: 'right', lineBreak: false })
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
        const flat = (y: number | null, dash: number, colour: string) => {
          if (y === null) return
          const [x, yy] = at(0, y)
          doc
            .moveTo(x, yy)
            .lineTo(x + frame.width, yy)
            .lineWidth(0.9)
            .dash(dash, { space: 3 })
            .strokeColor(colour)
            .stroke()
            .undash()
        }
        flat(drawing.baselineY, 1.5, '#74747c')
        flat(drawing.targetY, 5, ink)
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
        label(drawing.targetY, d.labels['target']!, drawing.baselineY)
        label(drawing.baselineY, d.labels['baseline']!, drawing.targetY)
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

  for (const section of d.sections) {
    if (section.id === 'summary') continue
    heading(section.title)
    if (section.comment) {
      const top = doc.y + 6
      say('P', d.labels['notes']!, { size: 8.5, colour: quiet, x: 12, above: 6 })
      say('P', section.comment, { size: 10, x: 12, width: width - 12, gap: 2.5 })
      const end = doc.y
      if (end > top) art(() => doc.rect(margin, top, 2, end - top).fill(accent.fill))
    }
    if (section.id === 'standing')
      d.figures.forEach((f, i) => {
        if (i > 0 && doc.y + 128 <= bottom()) rule(doc.y + 5)
        figure(f)
      })
    for (const block of section.blocks) blockOf(block)
  }
  if (d.figures.length > 0) {
    heading(d.labels['definition']!)
    for (const f of d.figures) {
      room(40)
      say('H3', f.name, { font: 'strong', size: 9.5, above: 6 })
      say('P', f.definition.said, { size: 8.5, colour: quiet, gap: 1.5 })
    }
    heading(numbers)
    for (const f of d.figures) {
      if (f.points.length === 0) continue
      table({
        kind: 'table',
        title: f.name,
        head: [d.labels['date']!, d.labels['value']!, d.labels['of']!],
        rows: thinned(f.points).map((p) => [p.onSaid, p.said, p.of]),
        note: '',
      })
    }
  }
  if (lacking) say('P', d.labels['missing']!, { colour: quiet, size: 8.5, above: 10 })
  root.end()
  feet(doc, d, width)
  doc.end()
  return done
}

/** On an axis a share has its sign, and the rest is in the sentence beside it. */
export const sayTick = (number: Intl.NumberFormat, unit: PackFigure['unit'], value: number): string =>
  unit === 'percent' ? `${number.format(value)}\u2009%` : number.format(value)

/** On paper the last of each month is enough; the page has all. */
export function thinned<T extends { on: string }>(points: readonly T[]): T[] {
  return points.filter((p, i) => i === points.length - 1 || p.on.slice(0, 7) !== points[i + 1]!.on.slice(0, 7))
}

function feet(doc: Doc, d: Document, width: number): void {
  const { start, count } = doc.bufferedPageRange()
  for (let n = 0; n < count; n++) {
    doc.switchToPage(start + n)
    const keep = doc.page.margins.bottom
    // Below the margin, or each foot would begin a page of its own.
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination' } as never)
    const y = doc.page.height - margin
    const style = { lineBreak: false, ellipsis: true } as const
    doc.font('plain').fontSize(8).fillColor(quiet)
    doc.text(d.source, margin, y - 8, { ellipsis: true, width: width - 100, height: 27, lineGap: 1 })
    doc.text(fill(d.labels['page']!, { n: n + 1, of: count }), margin + width - 76, y, {
      ...style,
      width: 76,
      align: 'right',
    })
    doc.endMarkedContent()
    doc.page.margins.bottom = keep
  }
}
