/**
 * The pack on paper: A4 or Letter, the company's colours, charts drawn as lines. It says what the page says, and
 * is the same whenever it is asked for.
 */
import type { businessReviews, PackBlock } from '../../contract/business-review.ts'
import type { Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { logoFile } from '../program/program.ts'
import { fileOf } from '../reviews/reviews.ts'
import { fill } from '../governance/governance.ts'
import { openPaper, quiet } from '../platform/paper.ts'
import { columnsOf } from './columns.ts'
import { type Document, documentOf } from './document.ts'
import { drawFigure, drawNumbers, toneInk } from './figures.ts'
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

type Dress = { locale: string; logo: { bytes: Buffer } | null; made: string }

export function drawPack(d: Document, dress: Dress): Promise<Buffer> {
  const p = openPaper({
    locale: dress.locale,
    language: d.language,
    house: d.house,
    brand: { name: d.brand.name, accent: d.brand.accent, logo: dress.logo?.bytes ?? null },
    title: d.title,
    subject: d.subtitle,
    made: dress.made,
    margin: 52,
  })
  const { doc, say, art, room, tall, width, margin, accent } = p
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
    room(70)
    say('H3', block.title, { font: 'strong', size: 10.5, above: 9 })
    doc.y += 2
    p.table(block.head, block.rows, columnsOf(block))
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
  for (const section of d.sections) {
    if (section.id === 'summary') continue
    p.part(section.title)
    if (section.comment) {
      const top = doc.y + 6
      say('P', d.labels['notes']!, { size: 8.5, colour: quiet, x: 12, above: 6 })
      say('P', section.comment, { size: 10, x: 12, width: width - 12, gap: 2.5 })
      const end = doc.y
      if (end > top) art(() => doc.rect(margin, top, 2, end - top).fill(accent.fill))
    }
    if (section.id === 'standing')
      d.figures.forEach((f, i) => {
        if (i > 0 && doc.y + 128 <= p.bottom()) p.rule(doc.y + 5)
        drawFigure(p, f, { locale: dress.locale, labels: d.labels, events: d.events })
      })
    for (const block of section.blocks) blockOf(block)
  }
  if (d.figures.length > 0) {
    p.part(d.labels['definition']!)
    for (const f of d.figures) {
      room(40)
      say('H3', f.name, { font: 'strong', size: 9.5, above: 6 })
      say('P', f.definition.said, { size: 8.5, colour: quiet, gap: 1.5 })
    }
    p.part(numbers)
    drawNumbers(p, d.figures, d.labels)
  }
  return p.finish({
    text: d.source,
    page: (n, of) => fill(d.labels['page']!, { n, of }),
    missing: d.labels['missing']!,
  })
}
