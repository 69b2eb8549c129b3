/**
 * Printed codes as a file: ten slips a page, to cut out and hand over, each in the language of
 * its person. Drawn page by page, so that the server goes on serving while a plant of twenty
 * thousand is printed.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import PDFDocument from 'pdfkit'
import { type Language, languages } from '../../contract/library.ts'
import { paperFonts, paperSize } from '../platform/fonts.ts'

export type Slip = { name: string; number: string; place: string; code: string; locale: string }
export type House = { name: string; locale: string; address: string; expiresOn: string }

type Words = { open: string; choose: string; type: string; until: string; keep: string; number: string }
const words: Record<Language, Words> = {
  en: {
    open: '1. Open {address}',
    choose: '2. Choose “Printed code”.',
    type: '3. Enter your employee number {number} and this code.',
    until: 'Works once, until {day}.',
    keep: 'Give it to nobody else.',
    number: 'Employee number {number}',
  },
  de: {
    open: '1. Öffnen Sie {address}',
    choose: '2. Wählen Sie „Gedruckter Code“.',
    type: '3. Geben Sie Ihre Personalnummer {number} und diesen Code ein.',
    until: 'Gilt einmal, bis {day}.',
    keep: 'Geben Sie ihn nicht weiter.',
    number: 'Personalnummer {number}',
  },
  es: {
    open: '1. Abra {address}',
    choose: '2. Elija «Código impreso».',
    type: '3. Escriba su número de personal {number} y este código.',
    until: 'Sirve una vez, hasta el {day}.',
    keep: 'No se lo dé a nadie más.',
    number: 'Número de personal {number}',
  },
  fr: {
    open: '1. Ouvrez {address}',
    choose: '2. Choisissez « Code imprimé ».',
    type: '3. Saisissez votre matricule {number} et ce code.',
    until: 'Sert une fois, jusqu’au {day}.',
    keep: 'Ne le donnez à personne d’autre.',
    number: 'Matricule {number}',
  },
}

/** The person's own language, the company's, English. */
export function slipLanguage(locale: string, houseLocale: string): Language {
  for (const wanted of [locale, houseLocale]) {
    const found = languages.find((l) => l === wanted.slice(0, 2).toLowerCase())
    if (found) return found
  }
  return 'en'
}

const margin = 28
const [across, down] = [2, 5]
const [ink, quiet, hair] = ['#1b1b1f', '#5b5b63', '#b9b9c0']

type Doc = PDFKit.PDFDocument & { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } }

export async function drawSlips(slips: readonly Slip[], house: House): Promise<Buffer> {
  const doc = new PDFDocument({
    size: paperSize(house.locale),
    margin: 0,
    autoFirstPage: false,
    pdfVersion: '1.7',
    info: { Title: house.name, Author: house.name },
  }) as Doc
  const { plain, strong } = paperFonts()
  doc.registerFont('plain', plain).registerFont('strong', strong)
  const pieces: Buffer[] = []
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('data', (piece: Buffer) => pieces.push(piece))
    doc.on('end', () => resolve(Buffer.concat(pieces)))
    doc.on('error', reject)
  })
  const days = new Map<Language, string>()
  const dayIn = (language: Language) => {
    const said =
      days.get(language) ??
      new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(
        new Date(`${house.expiresOn}T12:00:00Z`),
      )
    days.set(language, said)
    return said
  }
  for (const [i, slip] of slips.entries()) {
    const place = i % (across * down)
    if (place === 0) {
      await breathe()
      doc.addPage()
    }
    const width = (doc.page.width - 2 * margin) / across
    const height = (doc.page.height - 2 * margin) / down
    const language = slipLanguage(slip.locale, house.locale)
    drawSlip(doc, slip, house, words[language], dayIn(language), {
      x: margin + (place % across) * width,
      y: margin + Math.floor(place / across) * height,
      width,
      height,
    })
  }
  doc.end()
  return done
}

type Box = { x: number; y: number; width: number; height: number }

function drawSlip(doc: Doc, slip: Slip, house: House, w: Words, day: string, box: Box): void {
  doc.rect(box.x, box.y, box.width, box.height).lineWidth(0.5).dash(3, { space: 3 }).strokeColor(hair).stroke().undash()
  const x = box.x + 14
  const width = box.width - 28
  const line = (text: string, y: number, font: 'plain' | 'strong', size: number, colour: string) =>
    doc
      .font(font)
      .fontSize(size)
      .fillColor(colour)
      .text(text, x, box.y + y, { width, height: size * 1.5, lineBreak: false, ellipsis: true })
  // In a script that our fonts do not have, the number says whose slip it is.
  const own = drawable(doc, slip.name) ? slip.name : w.number.replace('{number}', slip.number)
  line(own, 10, 'strong', 11, ink)
  line(drawable(doc, slip.place) ? slip.place : '', 27, 'plain', 8, quiet)
  doc
    .font('strong')
    .fontSize(18)
    .fillColor(ink)
    .text(slip.code, x, box.y + 42, { width, lineBreak: false, characterSpacing: 1.5 })
  doc.font('plain').fontSize(8).fillColor(ink)
  const steps = [
    w.open.replace('{address}', house.address),
    w.choose,
    w.type.replace('{number}', slip.number),
    `${w.until.replace('{day}', day)} ${w.keep}`,
  ]
  doc.text(steps.join('\n'), x, box.y + 72, { width, height: box.height - 78, lineGap: 1.5, ellipsis: true })
}

function drawable(doc: Doc, text: string): boolean {
  doc.font('plain')
  const { font } = doc._font
  return [...text.normalize('NFC')].every((ch) => ch === ' ' || font.hasGlyphForCodePoint(ch.codePointAt(0)!))
}
