/**
 * Paper that can be read by everybody: A4 or Letter in the company's colours, tagged for screen readers, with a foot on
 * each page. Whoever draws on it says what things are (a heading, a paragraph, a figure with its text); what is drawn
 * beside them is marked as decoration. Nothing here knows what the paper is about.
 */
import PDFDocument from 'pdfkit'
import { accentFrom } from '../../contract/colour.ts'
import { paperFonts, paperSize } from './fonts.ts'

export const ink = '#1b1b1f'
export const quiet = '#5b5b63'
export const hair = '#dddde2'
const footerHeight = 36

type Doc = PDFKit.PDFDocument & { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } }

export type Sheet = {
  locale: string
  language: string
  house: string
  brand: { name: string; accent: string; logo: Buffer | null }
  title: string
  subject: string
  /** When what it says was settled: the file is then the same whenever it is asked for. */
  made: string
  margin: number
}

export type Style = {
  font?: 'plain' | 'strong'
  size?: number
  colour?: string
  above?: number
  /** From the left margin. */
  x?: number
  width?: number
  gap?: number
}

export type Writer = ReturnType<typeof openPaper>

export function openPaper(sheet: Sheet) {
  const { margin } = sheet
  const { plain, strong } = paperFonts()
  const accent = accentFrom(sheet.brand.accent).light
  const doc = new PDFDocument({
    size: paperSize(sheet.locale),
    margins: { top: margin, left: margin, right: margin, bottom: margin + footerHeight },
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: sheet.language,
    pdfVersion: '1.7',
    info: { Title: sheet.title, Author: sheet.house, Subject: sheet.subject, CreationDate: new Date(sheet.made) },
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
  /** Line breaks stay; what cannot be drawn becomes a box, and the end says so. */
  const shown = (text: string) => {
    const clean = text.replaceAll('\r\n', '\n').replaceAll('\t', '  ').normalize('NFC')
    for (const ch of clean) {
      const code = ch.codePointAt(0)!
      if (code > 32 && !glyphs.hasGlyphForCodePoint(code)) lacking = true
    }
    return clean
  }
  const say = (kind: string, text: string, style: Style = {}) => {
    if (text === '') return
    const words = shown(text)
    const x = style.x ?? 0
    root.add(
      doc.struct(kind, {}, () => {
        doc
          .font(style.font ?? 'plain')
          .fontSize(style.size ?? 10)
          .fillColor(style.colour ?? ink)
        if (style.above) doc.y += style.above
        doc.text(words, margin + x, doc.y, { width: style.width ?? width - x, lineGap: style.gap ?? 2 })
      }),
    )
  }
  /** Decoration: what a screen reader passes over. */
  const art = (draw: () => void, type: 'Layout' | 'Pagination' = 'Layout') => {
    doc.markContent('Artifact', { type } as never)
    draw()
    doc.endMarkedContent()
  }
  const rule = (y = doc.y) =>
    art(() =>
      doc
        .moveTo(margin, y)
        .lineTo(margin + width, y)
        .lineWidth(0.6)
        .strokeColor(hair)
        .stroke(),
    )
  const bottom = () => doc.page.height - doc.page.margins.bottom
  /** A title never stands alone at the foot of a page. */
  const room = (height: number) => {
    if (doc.y + height > bottom()) doc.addPage()
  }
  /** A band of the brand's colour, the logo or name, and whose house it is. */
  art(() => {
    doc.rect(0, 0, doc.page.width, 6).fill(accent.fill)
    let x = margin
    if (sheet.brand.logo) {
      try {
        doc.image(sheet.brand.logo, margin, 28, { fit: [96, 28], valign: 'center' })
        x += 108
      } catch {
        // A logo that cannot be drawn on paper is left away.
      }
    }
    doc
      .font('strong')
      .fontSize(9.5)
      .fillColor(quiet)
      .text([sheet.house, sheet.brand.name].filter(Boolean).join(' · '), x, 35, {
        width: width - (x - margin),
        lineBreak: false,
        ellipsis: true,
      })
  }, 'Pagination')
  doc.x = margin
  doc.y = 76

  return {
    doc,
    root,
    accent,
    width,
    margin,
    say,
    art,
    rule,
    room,
    bottom,
    /** How high a text will be. */
    tall: (text: string, size: number, font: 'plain' | 'strong', w: number) =>
      text === '' ? 0 : doc.font(font).fontSize(size).heightOfString(shown(text), { width: w, lineGap: 2 }),
    part(title: string, height = 80) {
      room(height)
      doc.y += 18
      rule()
      doc.y += 12
      say('H2', title, { font: 'strong', size: 13.5, colour: accent.text })
    },
    /** Columns as wide as their weights; a row is one thing for the eye, and its cells follow each other for the ear. */
    table(head: readonly string[], rows: readonly (readonly string[])[], weights: readonly number[]) {
      const gap = 10
      const sum = weights.reduce((a, b) => a + b, 0)
      const widths = weights.map((n) => ((width - gap * (weights.length - 1)) * n) / sum)
      const line = (cells: readonly string[], style: Style & { size: number }, kind: 'H4' | 'P') => {
        const heights = cells.map((cell, i) => this.tall(cell, style.size, style.font ?? 'plain', widths[i]!))
        const height = Math.max(...heights, 12)
        room(height + 10)
        const top = doc.y + 4
        let x = 0
        let low = top
        cells.forEach((cell, i) => {
          doc.y = top
          say(kind, cell, { ...style, x, width: widths[i]! })
          low = Math.max(low, doc.y)
          x += widths[i]! + gap
        })
        doc.y = Math.max(low, top + height) + 2
        rule()
      }
      line(head, { size: 8.5, colour: quiet }, 'H4')
      for (const row of rows) line(row, { size: 9 }, 'P')
    },
    /** Ends the paper. `missing`: said where a character has no shape in our fonts. */
    finish(foot: { text: string; page: (n: number, of: number) => string; missing: string }): Promise<Buffer> {
      // Drawing happens when a part of the structure ends; only then is known what could not be drawn.
      if (lacking) say('P', foot.missing, { colour: quiet, size: 8.5, above: 10 })
      root.end()
      const { start, count } = doc.bufferedPageRange()
      for (let n = 0; n < count; n++) {
        doc.switchToPage(start + n)
        const keep = doc.page.margins.bottom
        // Below the margin, or each foot would begin a page of its own.
        doc.page.margins.bottom = 0
        art(() => {
          const y = doc.page.height - margin
          doc.font('plain').fontSize(8).fillColor(quiet)
          doc.text(foot.text, margin, y - 8, { ellipsis: true, width: width - 100, height: 27, lineGap: 1 })
          doc.text(foot.page(n + 1, count), margin + width - 86, y, {
            lineBreak: false,
            ellipsis: true,
            width: 86,
            align: 'right',
          })
        }, 'Pagination')
        doc.page.margins.bottom = keep
      }
      doc.end()
      return done
    },
  }
}
