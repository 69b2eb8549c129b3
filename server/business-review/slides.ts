/**
 * The pack as slides: real charts that whoever presents can edit, the program's colours and logo, and in the speaker
 * notes where each number comes from.
 */
import pptxgen from 'pptxgenjs'
import { accentFrom } from '../../contract/colour.ts'
import type { businessReviews, PackBlock, PackFigure, PackSection } from '../../contract/business-review.ts'
import type { Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import type { FileAnswer } from '../platform/http.ts'
import { scaleFor } from './chart.ts'
import { columnsOf } from './columns.ts'
import { pictureOf } from '../program/program.ts'
import { fill as filled } from '../governance/governance.ts'
import { type Document, documentOf } from './document.ts'
import { packRow, saidFor, writtenFor } from './packs.ts'
import { toneInk } from './figures.ts'
import { paperLogo } from './pdf.ts'

/** Its types are written for the other kind of module, where the class is one step further away than it is here. */
const Deck = pptxgen as unknown as typeof pptxgen.default

const type = 'application/vnd.openxmlformats-officedocument.presentationml.presentation'

export async function slides(c: Context, input: Input<typeof businessReviews.slides>): Promise<FileAnswer> {
  const row = await packRow(c.db, c, input.packId)
  const said = await saidFor(c, row, input.language)
  const document = documentOf(said, row.facts, await writtenFor(c.db, c, row), c.viewer.locale)
  const body = await drawSlides(document, { logo: await paperLogo(c, document), locale: said.s.locale })
  const name = `${document.title} ${row.as_of}`.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').slice(0, 120)
  return { type, body, fileName: `${name}.pptx` }
}

const ink = '1B1B1F'
const quiet = '5B5B63'
const hair = 'DDDDE2'
const face = 'Arial'
/** Inches of a wide slide. */
const page = { w: 13.33, h: 7.5, x: 0.6, top: 1.35, bottom: 6.85 }
const inside = page.w - 2 * page.x
const bare = (hex: string) => hex.replace('#', '').toUpperCase()
const tone = (one: keyof typeof toneInk) => bare(toneInk[one])
/** More does not fit beside a chart, and nobody reads it from the back of a room. */
const figuresASlide = 2
const rowsASlide = 10
const linesASlide = 7
const chartSlides = 3
const glancesASlide = 14
/** The editor's own chart window takes whatever is in it; a line of dates has room for so many. */
const labelsShown = 6

type Slide = pptxgen.default.Slide

/** What no XML may hold: a mark from another program, pasted with the words, and the whole file would not open. */
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

function writable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(unwritable, ' ').toWellFormed() as T
  if (Array.isArray(value)) return value.map((one: unknown) => writable(one)) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, writable(one)])) as T
}

/** For the one place where the library writes a text as it is. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

export async function drawSlides(
  document: Document,
  { logo, locale }: { logo: { type: string; bytes: Buffer } | null; locale: string },
): Promise<Buffer> {
  const d = writable(document)
  const accent = accentFrom(d.brand.accent).light
  const fill = bare(accent.fill)
  const deck = new Deck()
  deck.layout = 'LAYOUT_WIDE'
  deck.title = d.title
  deck.subject = d.subtitle
  deck.company = escaped(d.house)
  deck.author = d.house
  deck.theme = { headFontFace: face, bodyFontFace: face }
  const logoBox = { w: 1.3, h: 0.5 }
  const size = logo ? pictureOf(logo.bytes) : null
  const picture = logo && size ? `${logo.type};base64,${logo.bytes.toString('base64')}` : null
  // As large as it fits, and not stretched.
  const scale = size ? Math.min(logoBox.w / size.width, logoBox.h / size.height) : 1
  const drawn = { w: (size?.width ?? 1) * scale, h: (size?.height ?? 1) * scale }
  deck.defineSlideMaster({
    title: 'PACK',
    background: { color: 'FFFFFF' },
    objects: [
      { rect: { x: 0, y: 0, w: page.w, h: 0.12, fill: { color: fill } } },
      ...(picture
        ? [
            {
              image: {
                data: picture,
                x: page.w - page.x - drawn.w,
                y: 0.35 + (logoBox.h - drawn.h) / 2,
                ...drawn,
              },
            },
          ]
        : []),
      {
        text: {
          text: d.source,
          options: { x: page.x, y: 7.02, w: inside - 1, h: 0.3, fontSize: 10, color: quiet, fontFace: face, margin: 0 },
        },
      },
    ],
    slideNumber: { x: page.w - page.x - 0.5, y: 7.02, w: 0.5, h: 0.3, fontSize: 10, color: quiet, align: 'right' },
  })
  const slide = (title: string): Slide => {
    const one = deck.addSlide({ masterName: 'PACK' })
    one.addText(title, {
      x: page.x,
      y: 0.35,
      w: inside - 1.6,
      h: 0.7,
      fontSize: 26,
      bold: true,
      color: ink,
      fontFace: face,
      margin: 0,
      valign: 'middle',
      fit: 'shrink',
    })
    return one
  }
  const say = (
    on: Slide,
    text: string,
    box: { x?: number; y: number; w?: number; h: number },
    more: pptxgen.default.TextPropsOptions = {},
  ) => {
    if (text)
      on.addText(text, {
        x: page.x,
        w: inside,
        fontSize: 16,
        color: ink,
        fontFace: face,
        margin: 0,
        valign: 'top',
        fit: 'shrink',
        ...more,
        ...box,
      })
  }
  const of = (id: PackSection) => d.sections.find((section) => section.id === id)!
  const { labels, verdict } = d
  /** What did not fit is said to be missing. */
  const more = (n: number) => filled(labels['more']!, { n: new Intl.NumberFormat(locale).format(n) })

  // 1. The answer.
  const first = deck.addSlide({ masterName: 'PACK' })
  say(first, d.title, { y: 0.75, h: 0.9, w: inside - 1.6 }, { fontSize: 34, bold: true, valign: 'middle' })
  say(first, d.subtitle, { y: 1.65, h: 0.4 }, { fontSize: 16, color: quiet })
  first.addShape('rect', { x: page.x, y: 2.35, w: inside, h: 2.15, fill: { color: bare(accent.soft) } })
  first.addShape('rect', { x: page.x, y: 2.35, w: 0.08, h: 2.15, fill: { color: fill } })
  say(first, verdict.question, { x: page.x + 0.35, y: 2.5, w: 4.4, h: 0.35 }, { fontSize: 16, color: quiet })
  say(
    first,
    verdict.word,
    { x: page.x + 0.35, y: 2.85, w: 4.4, h: 0.75 },
    { fontSize: 36, bold: true, color: tone(verdict.tone), valign: 'middle' },
  )
  say(first, verdict.sentence, { x: page.x + 0.35, y: 3.62, w: 5.6, h: 0.8 }, { fontSize: 14 })
  first.addText(
    verdict.layers.flatMap((l) => [
      { text: `${l.name}  `, options: { color: quiet, fontSize: 14 } },
      { text: l.said, options: { color: ink, bold: true, fontSize: 14, breakLine: true } },
    ]),
    {
      x: page.x + 6.4,
      y: 2.5,
      w: inside - 6.7,
      h: 1.85,
      fontFace: face,
      margin: 0,
      valign: 'middle',
      paraSpaceAfter: 6,
      fit: 'shrink',
    },
  )
  say(first, of('summary').comment, { y: 4.75, h: 2.05 }, { fontSize: 17 })
  first.addNotes(`${labels['rule']}\n${verdict.rule}\n\n${d.source}`)

  // 2. What was promised.
  const promised = slide(of('promised').title)
  const promise = of('promised').blocks
  const lists = promise.filter((b) => b.kind === 'list')
  const [tableOf] = promise.filter((b) => b.kind === 'table')
  const texts = promise.filter((b) => b.kind === 'text')
  const beside = lists.length + texts.length > 0
  if (beside)
    promised.addText(
      [
        ...lists.flatMap((b) => [
          { text: b.title, options: { bold: true, fontSize: 14, color: bare(accent.text), breakLine: true } },
          ...b.items.map((item) => ({
            text: item.text,
            options: { bullet: { indent: 14 }, fontSize: 14, color: ink, breakLine: true },
          })),
        ]),
        ...texts.flatMap((b) => [
          { text: b.title, options: { bold: true, fontSize: 14, color: bare(accent.text), breakLine: true } },
          { text: short(b.text, 260), options: { fontSize: 13, color: ink, breakLine: true } },
        ]),
      ],
      {
        x: page.x,
        y: page.top,
        w: 4.6,
        h: 5.4,
        fontFace: face,
        margin: 0,
        valign: 'top',
        paraSpaceAfter: 5,
        fit: 'shrink',
      },
    )
  if (tableOf)
    table(
      promised,
      shortened(tableOf, glancesASlide, more),
      { x: page.x + (beside ? 5 : 0), y: page.top, w: inside - (beside ? 5 : 0) },
      fill,
    )
  promised.addNotes([of('promised').comment, ...texts.map((b) => `${b.title}\n${b.text}`)].filter(Boolean).join('\n\n'))

  // 3. Where it stands, at a glance; then the numbers with their charts.
  const glance = slide(of('standing').title)
  table(
    glance,
    {
      kind: 'table',
      title: '',
      head: [labels['number']!, labels['value']!, labels['of']!, labels['target']!, ''],
      rows: cut(
        d.figures.map((f) => [f.name, f.value ?? '–', f.of, f.target ?? labels['noTarget']!, f.courseSaid]),
        glancesASlide,
        (rest) => [more(rest), '', '', '', ''],
      ),
      note: '',
    },
    { x: page.x, y: page.top, w: inside },
    fill,
    d.figures.map((f) => tone(f.tone)),
  )
  glance.addNotes([of('standing').comment, ...d.figures.map(noteOf)].filter(Boolean).join('\n\n'))
  const charted = d.figures.filter((f) => f.points.length > 0)
  const room = figuresASlide * chartSlides
  for (let i = 0; i < charted.length && i < room; i += figuresASlide) {
    const some = charted.slice(i, i + figuresASlide)
    const one = slide(of('standing').title)
    const wide = some.length === 1 ? inside : (inside - 0.5) / 2
    some.forEach((f, n) => {
      const x = page.x + n * (wide + 0.5)
      say(one, f.name, { x, y: page.top, w: wide, h: 0.4 }, { fontSize: 18, bold: true })
      one.addText(
        [
          { text: f.value ?? '–', options: { fontSize: 26, bold: true, color: ink } },
          { text: `   ${f.courseSaid}`, options: { fontSize: 15, bold: true, color: tone(f.tone), breakLine: true } },
          { text: f.of, options: { fontSize: 12, color: quiet } },
        ],
        { x, y: page.top + 0.42, w: wide, h: 0.95, fontFace: face, margin: 0, valign: 'top', fit: 'shrink' },
      )
      chart(one, d, f, { x, y: page.top + 1.45, w: wide, h: 3.35 }, bare(accent.line), locale)
      const aims = [
        f.sentence,
        f.target ? `${labels['target']}: ${f.target}` : '',
        `${labels['baseline']}: ${f.baseline ?? labels['noBaseline']}`,
      ]
      say(
        one,
        aims.filter(Boolean).join('\n'),
        { x, y: page.top + 4.85, w: wide, h: 0.65 },
        { fontSize: 11, color: quiet },
      )
    })
    if (i + figuresASlide >= room && charted.length > room)
      say(one, more(charted.length - room), { y: page.bottom, h: 0.2 }, { fontSize: 11, color: quiet })
    one.addNotes(some.map(noteOf).join('\n\n'))
  }

  for (const id of ['waves', 'learned', 'risks', 'asked'] as const) {
    const section = of(id)
    const shown = blocksFor(section.blocks, more)
    for (const [n, some] of shown.entries()) {
      const one = slide(section.title)
      let y = page.top
      if (n === 0 && section.comment) {
        say(one, short(section.comment, 320), { y, h: 0.85 }, { fontSize: 15 })
        y += 1
      }
      const wide = (inside - 0.5 * (some.length - 1)) / some.length
      some.forEach((block, k) => {
        const x = page.x + k * (wide + 0.5)
        if (block.kind !== 'facts' && block.title)
          say(one, block.title, { x, y, w: wide, h: 0.35 }, { fontSize: 15, bold: true, color: bare(accent.text) })
        const below = block.kind !== 'facts' && block.title ? y + 0.45 : y
        if (block.kind === 'table') table(one, block, { x, y: below, w: wide }, fill)
        else if (block.kind === 'list')
          one.addText(
            block.items.map((item) => ({
              text: short(item.text, 420),
              options: {
                bullet: { indent: 14 },
                fontSize: 14,
                color: tone(item.tone === 'good' ? 'plain' : item.tone) === quiet ? ink : tone(item.tone),
                breakLine: true,
              },
            })),
            {
              x,
              y: below,
              w: wide,
              h: page.bottom - below,
              fontFace: face,
              margin: 0,
              valign: 'top',
              paraSpaceAfter: 6,
              fit: 'shrink',
            },
          )
        else if (block.kind === 'text')
          say(one, block.text, { x, y: below, w: wide, h: page.bottom - below }, { fontSize: 15 })
      })
      one.addNotes([section.comment, d.source].filter(Boolean).join('\n\n'))
    }
  }
  return (await deck.write({ outputType: 'nodebuffer' })) as Buffer
}

const noteOf = (f: PackFigure): string => `${f.name}\n${f.definition.said}\n${f.definition.formula}`
const short = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`

/** So many and, in the last place, how many more there are. */
function cut<T>(all: readonly T[], most: number, rest: (n: number) => T): T[] {
  return all.length <= most ? [...all] : [...all.slice(0, most - 1), rest(all.length - most + 1)]
}

type TableBlock = Extract<PackBlock, { kind: 'table' }>
const shortened = (b: TableBlock, most: number, more: (n: number) => string): TableBlock => ({
  ...b,
  rows: cut(b.rows, most, (n) => b.head.map((_, i) => (i === 0 ? more(n) : ''))),
})

/** What fits on a slide: two parts side by side, long ones cut with a line that says so, the rest in the document. */
function blocksFor(blocks: readonly PackBlock[], more: (n: number) => string): PackBlock[][] {
  const fitting = blocks
    .filter((b) => b.kind !== 'facts')
    .map((b): PackBlock =>
      b.kind === 'table'
        ? shortened(b, rowsASlide, more)
        : b.kind === 'list'
          ? { ...b, items: cut(b.items, linesASlide, (n) => ({ tone: 'plain' as const, text: more(n) })) }
          : b,
    )
  const found: PackBlock[][] = []
  for (const block of fitting) {
    const last = found.at(-1)
    const wide = block.kind === 'table' && block.head.length > 3
    const lastWide = last?.some((b) => b.kind === 'table' && b.head.length > 3)
    if (last && last.length < 2 && !wide && !lastWide) last.push(block)
    else found.push([block])
  }
  return found.length > 0 ? found : [[]]
}

function table(
  on: Slide,
  block: Extract<PackBlock, { kind: 'table' }>,
  box: { x: number; y: number; w: number },
  fill: string,
  last: readonly string[] = [],
): void {
  const lengths = columnsOf(block)
  const sum = lengths.reduce((a, b) => a + b, 0)
  const size = box.w < 7 || block.rows.length > 9 ? 12 : 14
  const border = { type: 'solid' as const, pt: 0.75, color: hair }
  const none = { type: 'none' as const }
  on.addTable(
    [
      block.head.map((text) => ({
        text,
        options: {
          bold: true,
          color: quiet,
          fontSize: size - 1,
          border: [none, none, { type: 'solid', pt: 1.5, color: fill }, none],
        },
      })),
      ...block.rows.map((row, r) =>
        row.map((text, i) => ({
          text: short(text, 150),
          options: {
            bold: i === 0 || (last.length > 0 && i === row.length - 1),
            color: last.length > 0 && i === row.length - 1 ? (last[r] ?? ink) : ink,
            fontSize: size,
            border: [none, none, border, none],
          },
        })),
      ),
    ] as pptxgen.default.TableRow[],
    {
      ...box,
      colW: lengths.map((n) => (box.w * n) / sum),
      fontFace: face,
      margin: [0.04, 0.08, 0.04, 0.02],
      valign: 'top',
      autoPage: false,
    },
  )
}

/** A chart of the program that opens it: value, target and baseline as series of their own. */
function chart(
  on: Slide,
  d: Document,
  f: PackFigure,
  box: { x: number; y: number; w: number; h: number },
  colour: string,
  locale: string,
): void {
  const days = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' })
  const labels = f.points.map((p) => days.format(new Date(`${p.on}T12:00:00Z`)))
  const { low, high, ticks } = scaleFor(
    [...f.points.map((p) => p.value), ...[f.targetValue, f.baselineValue].filter((v) => v !== null)],
    f.unit,
  )
  const flat = (value: number) => f.points.map(() => value)
  const line = (name: string, values: number[], options: pptxgen.default.IChartOpts): pptxgen.default.IChartMulti => ({
    type: 'line' as pptxgen.default.CHART_NAME,
    data: [{ name, labels, values }],
    options,
  })
  const quietLine = { lineDataSymbol: 'none' as const, lineSize: 1.5 }
  on.addChart(
    [
      line(
        f.name,
        f.points.map((p) => p.value),
        {
          chartColors: [colour],
          lineSize: 2.75,
          lineDataSymbol: f.points.length > 24 ? 'none' : 'circle',
          lineDataSymbolSize: 5,
        },
      ),
      ...(f.targetValue === null
        ? []
        : [line(d.labels['target']!, flat(f.targetValue), { ...quietLine, chartColors: [ink], lineDash: 'dash' })]),
      ...(f.baselineValue === null
        ? []
        : [
            line(d.labels['baseline']!, flat(f.baselineValue), {
              ...quietLine,
              chartColors: ['8A8A93'],
              lineDash: 'sysDot',
            }),
          ]),
    ] as never,
    {
      ...box,
      altText: `${f.name}. ${f.sentence}`,
      valAxisMinVal: low,
      valAxisMaxVal: high,
      valAxisMajorUnit: ticks.length > 1 ? ticks[1]! - ticks[0]! : 1,
      valAxisLabelFontSize: 10,
      valAxisLabelColor: quiet,
      valAxisLabelFontFace: face,
      valGridLine: { color: hair, size: 0.5 },
      valAxisLineShow: false,
      catGridLine: { style: 'none' },
      catAxisLabelFontSize: 10,
      catAxisLabelColor: quiet,
      catAxisLabelFontFace: face,
      catAxisLabelRotate: 0,
      valAxisLabelFormatCode:
        f.unit === 'percent'
          ? '0"%"'
          : f.unit === 'index' || f.unit === 'of_five' || f.unit === 'number'
            ? '0.0#'
            : '0',
      catAxisLabelFrequency: String(Math.max(1, Math.ceil(labels.length / labelsShown))),
      showLegend: true,
      legendPos: 'b',
      legendFontSize: 10,
      legendColor: quiet,
      legendFontFace: face,
    } satisfies pptxgen.default.IChartOpts as never,
  )
}
