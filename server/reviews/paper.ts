/**
 * A review as a file: one A4 or Letter document in the company's colours, tagged for screen
 * readers. Draws what it is handed and decides nothing about who reads it.
 */
import PDFDocument from 'pdfkit'
import { accentFrom } from '../../contract/colour.ts'
import { paperFonts, paperSize } from '../platform/fonts.ts'

export type PaperAnswer = {
  from: string
  /** A rating, scale or choice: its step, where on the scale, and what it means. */
  chosen: { label: string; step: number | null; of: number; place: string; anchor: string } | null
  words: { title: string; text: string }[]
}
type PaperSection = { title: string; questions: { ask: string; answers: PaperAnswer[]; note: string }[] }
type PersonsAnswer = { title: string; said: string; words: string }
export type Paper = {
  locale: string
  language: string
  house: string
  brand: { name: string; accent: string; logo: Buffer | null }
  title: string
  subtitle: string
  facts: (readonly [label: string, value: string])[]
  sections: PaperSection[]
  notes: string[]
  answer: PersonsAnswer | null
  /** What was shared and answered before it was opened again. */
  before?: { title: string; shared: string; sections: PaperSection[]; answer: PersonsAnswer | null }[]
  footer: string
  page: (n: number, of: number) => string
  /** Said where a character has no shape in our fonts. */
  missing: string
  /** When what it says was settled, where the file has to be the same at any time. */
  made?: string
}

const ink = '#1b1b1f'
const quiet = '#5b5b63'
const hair = '#dddde2'
const margin = 56
const footerHeight = 40

type Doc = PDFKit.PDFDocument & {
  _font: { font: { hasGlyphForCodePoint(code: number): boolean } }
}

export function drawPaper(paper: Paper): Promise<Buffer> {
  const { plain, strong } = paperFonts()
  const accent = accentFrom(paper.brand.accent).light
  const doc = new PDFDocument({
    size: paperSize(paper.locale),
    margins: { top: margin, left: margin, right: margin, bottom: margin + footerHeight },
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: paper.language,
    pdfVersion: '1.7',
    info: {
      Title: paper.title,
      Author: paper.house,
      Subject: paper.subtitle,
      ...(paper.made ? { CreationDate: new Date(paper.made) } : {}),
    },
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
  let lacking = false
  doc.font('plain')
  const glyphs = doc._font.font
  /** Line breaks stay; what cannot be drawn becomes a box, and the end says so. */
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
    indent?: number
    gap?: number
  }
  const say = (kind: string, text: string, style: Style = {}) => {
    if (text === '') return
    const words = shown(text)
    const indent = style.indent ?? 0
    root.add(
      doc.struct(kind, {}, () => {
        doc
          .font(style.font ?? 'plain')
          .fontSize(style.size ?? 10)
          .fillColor(style.colour ?? ink)
        if (style.above) doc.y += style.above
        doc.text(words, margin + indent, doc.y, { width: width - indent, lineGap: style.gap ?? 2 })
      }),
    )
  }
  /** A title never stands alone at the foot of a page. */
  const room = (height: number) => {
    if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage()
  }
  const line = () => {
    doc.markContent('Artifact', { type: 'Layout' } as never)
    doc
      .moveTo(margin, doc.y)
      .lineTo(margin + width, doc.y)
      .lineWidth(0.6)
      .strokeColor(hair)
      .stroke()
    doc.endMarkedContent()
  }

  head(doc, paper, accent.fill, width)
  say('H1', paper.title, { font: 'strong', size: 20, gap: 0 })
  say('P', paper.subtitle, { colour: quiet, size: 10.5, above: 2 })
  doc.y += 12
  for (const [label, value] of paper.facts) {
    const top = doc.y
    say('P', label, { colour: quiet, size: 9.5 })
    doc.y = top
    say('P', value, { size: 9.5, indent: 110 })
  }
  const part = (title: string, height: number) => {
    room(height)
    doc.y += 18
    line()
    doc.y += 12
    say('H2', title, { font: 'strong', size: 13, colour: accent.text })
  }
  const answer = (said: PersonsAnswer | null) => {
    if (!said) return
    part(said.title, 70)
    say('P', said.said, { colour: quiet, size: 9.5, above: 2 })
    say('P', said.words, { above: 4, gap: 2.5 })
  }
  const body = (section: PaperSection) => {
    part(section.title, 90)
    for (const question of section.questions) {
      room(60)
      say('H3', question.ask, { font: 'strong', size: 10.5, above: 9 })
      for (const voice of question.answers) {
        room(34)
        say('P', voice.from, { colour: quiet, size: 9, above: 5 })
        if (voice.chosen) {
          const { label, step, of, place, anchor } = voice.chosen
          const top = doc.y + 1
          if (step !== null) dots(doc, margin, top + 5, step, of, accent.fill)
          doc.y = top
          say('P', [label, place].filter(Boolean).join(' · '), { size: 10, indent: step === null ? 0 : of * 11 + 6 })
          say('P', anchor, { colour: quiet, size: 9 })
        }
        for (const part of voice.words) {
          say('P', part.title, { font: 'strong', size: 9.5, above: 3 })
          say('P', part.text, { gap: 2.5 })
        }
      }
      say('P', question.note, { colour: quiet, size: 9, above: 4 })
    }
  }
  for (const section of paper.sections) body(section)
  answer(paper.answer)
  for (const note of paper.notes) say('P', note, { colour: quiet, size: 9, above: 10 })
  for (const earlier of paper.before ?? []) {
    part(earlier.title, 90)
    say('P', earlier.shared, { colour: quiet, size: 9.5, above: 2 })
    for (const section of earlier.sections) body(section)
    answer(earlier.answer)
  }
  // Drawing happens when a part of the structure ends; only then is known what could not be drawn.
  if (lacking) say('P', paper.missing, { colour: quiet, size: 9, above: 10 })
  root.end()
  feet(doc, paper, width)
  doc.end()
  return done
}

/** A band of the brand's colour, the logo or name, and whose house it is. */
function head(doc: Doc, paper: Paper, fill: string, width: number): void {
  doc.markContent('Artifact', { type: 'Pagination' } as never)
  doc.rect(0, 0, doc.page.width, 6).fill(fill)
  let x = margin
  if (paper.brand.logo) {
    try {
      doc.image(paper.brand.logo, margin, 28, { fit: [96, 28], valign: 'center' })
      x += 108
    } catch {
      // A logo that cannot be drawn on paper is left away.
    }
  }
  const name = [paper.house, paper.brand.name].filter(Boolean).join(' · ')
  doc
    .font('strong')
    .fontSize(9.5)
    .fillColor(quiet)
    .text(name, x, 35, { width: width - (x - margin), lineBreak: false, ellipsis: true })
  doc.endMarkedContent()
  doc.x = margin
  doc.y = 76
}

function dots(doc: Doc, x: number, y: number, step: number, of: number, fill: string): void {
  doc.markContent('Artifact', { type: 'Layout' } as never)
  for (let n = 1; n <= of; n++) {
    doc.circle(x + 4 + (n - 1) * 11, y + 2, 3.4).lineWidth(0.9)
    if (n <= step) doc.fillAndStroke(fill, fill)
    else doc.strokeColor('#9a9aa3').stroke()
  }
  doc.endMarkedContent()
}

function feet(doc: Doc, paper: Paper, width: number): void {
  const { start, count } = doc.bufferedPageRange()
  for (let n = 0; n < count; n++) {
    doc.switchToPage(start + n)
    const bottom = doc.page.margins.bottom
    // Below the margin, or each foot would begin a page of its own.
    doc.page.margins.bottom = 0
    doc.markContent('Artifact', { type: 'Pagination' } as never)
    const y = doc.page.height - margin
    const style = { lineBreak: false, ellipsis: true } as const
    doc.font('plain').fontSize(8).fillColor(quiet)
    doc.text(paper.footer, margin, y, { ...style, width: width - 90, height: 12 })
    doc.text(paper.page(n + 1, count), margin + width - 86, y, { ...style, width: 86, align: 'right' })
    doc.endMarkedContent()
    doc.page.margins.bottom = bottom
  }
}
