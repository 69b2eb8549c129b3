/**
 * From a text with live fields to letters. A text is compiled once for a
 * language and a program into chunks: everything that is the same for all readers
 * is already written and escaped, and a reader's letter only fills the rest. So
 * 150,000 letters cost what their names cost.
 */
import type { FieldName, Language } from '../../contract/library.ts'
import { problem } from '../platform/problem.ts'
import { asHtml, asText, escapeHtml, type SomeFacts, type Speech, type Thing, type Value, valueOf } from './fields.ts'
import { frame, type Brand, type FrameWords } from './frame.ts'
import { lineParts, named, say, type Part } from './markdown.ts'

/** One message in one language as somebody wrote it, in the library or on a page. */
export type LetterText = {
  language: Language
  subject: string
  preview: string
  /** Markdown with live fields. */
  body: string
  actionLabel: string | null
  /** Why the reader gets it. */
  because: string
  /** Whether the reader can choose to get fewer of these. */
  canBeFewer: boolean
  /** A letter from a person carries name and picture; one from the house does not. */
  from: 'person' | 'house'
  /** Whether it addresses its reader as friends do; its frame then does so too. */
  informal?: boolean
  /** Why it cannot be fewer: the company's program lead decided so. */
  decided?: boolean
}

export type Compiled = {
  language: Language
  subject: readonly Part[]
  preview: readonly Part[]
  html: readonly Part[]
  text: readonly Part[]
  /** The fields that each reader still has to fill. */
  fields: readonly FieldName[]
  minutes: number
  speech: Speech
}

export type Letter = {
  language: Language
  subject: string
  preview: string
  html: string
  text: string
  minutes: number
}

/** Longer subjects are cut off on telephones. */
export const subjectLimit = 50

/**
 * `given` holds what is the same for every reader (program, wave, sender); what is
 * missing there is asked of `fill`. Throws field_unknown, field_empty, template_broken.
 */
export function compile(text: LetterText, given: SomeFacts, brand: Brand, speech: Speech, words: FrameWords): Compiled {
  const written = frame(text, brand, given, words)
  const values = new Map<FieldName, Value | null>()
  const settled = (field: FieldName): Value | null => {
    if (!values.has(field)) values.set(field, isPersonal(field, given) ? null : valueOf(field, given, speech))
    return values.get(field)!
  }
  const subject = fold(written.subject, settled)
  const preview = fold(written.preview, settled)
  const html = fold(written.html, settled)
  const plain = fold(written.text, settled)
  const fields = [
    ...new Set(
      [...subject, ...preview, ...html, ...plain].flatMap((p) =>
        typeof p === 'string' ? [] : ['field' in p ? p.field : p.each],
      ),
    ),
  ]
  return { language: text.language, subject, preview, html, text: plain, fields, minutes: written.minutes, speech }
}

/** Facts that come later may still be silent about a field that `given` does not touch. */
function isPersonal(field: FieldName, given: SomeFacts): boolean {
  return given[field.slice(0, field.indexOf('.')) as keyof SomeFacts] === undefined
}

/** One reader's letter. Throws field_empty with the field's name: nothing leaves with a broken field. */
export function fill(compiled: Compiled, facts: SomeFacts): Letter {
  const values = new Map<FieldName, Said>()
  for (const field of compiled.fields) {
    const value = valueOf(field, facts, compiled.speech)
    if (!value) throw problem('field_empty', { field })
    values.set(field, { value, html: null, text: null })
  }
  const read = (field: FieldName) => values.get(field)!
  return {
    language: compiled.language,
    subject: oneLine(write(compiled.subject, read)),
    preview: oneLine(write(compiled.preview, read)),
    html: write(compiled.html, read),
    text: write(compiled.text, read),
    minutes: compiled.minutes,
  }
}

/** Values are clean already; only a long one may still hold line breaks. */
const oneLine = (text: string) => text.replace(/\n+/g, ' ')

/** The fields that stay empty for this reader; [] when the letter can go. */
export function emptyFields(compiled: Compiled, facts: SomeFacts): FieldName[] {
  return compiled.fields.filter((field) => {
    try {
      return valueOf(field, facts, compiled.speech) === null
    } catch {
      return true
    }
  })
}

/** A value and its two written forms, made when first asked for. */
type Said = { value: Value; html: string | null; text: string | null }

function write(parts: readonly Part[], read: (field: FieldName) => Said): string {
  let out = ''
  for (const part of parts)
    out += typeof part === 'string' ? part : writePart(part, read('field' in part ? part.field : part.each))
  return out
}

function writePart(part: Exclude<Part, string>, said: Said): string {
  if ('each' in part && said.value.things) {
    const form = part.into === 'html' ? thingAsHtml : thingAsText
    return said.value.things.map((thing) => part.before + form(thing, part.link) + part.after).join(part.between)
  }
  if ('each' in part) {
    const items = said.value.items ?? [said.value.text]
    const form = part.into === 'html' ? asHtml : asText
    return items.map((item) => part.before + form(item) + part.after).join(part.between)
  }
  if (part.into === 'html') return (said.html ??= asHtml(said.value.text))
  if (part.into === 'attribute') return escapeHtml(said.value.text)
  const text = (said.text ??= asText(said.value.text))
  return part.lead === undefined ? text : text.replaceAll('\n', `\n${part.lead}`)
}

const thingAsHtml = ({ title, url, about }: Thing, link: string) =>
  `<a class="link" href="${escapeHtml(url)}" style="color:${link};text-decoration:underline;text-underline-offset:3px">${asHtml(title)}</a>` +
  (about ? `<br>${asHtml(about)}` : '')
const thingAsText = ({ title, url, about }: Thing) =>
  [asText(title), ...(about ? [asText(about)] : []), url].join('\n  ')

/** Writes what is known now and joins neighbouring words into one chunk. */
function fold(parts: readonly Part[], settled: (field: FieldName) => Value | null): Part[] {
  const out: Part[] = []
  for (const part of parts) {
    const value = typeof part === 'string' ? null : settled('field' in part ? part.field : part.each)
    const done = typeof part === 'string' ? part : value ? writePart(part, { value, html: null, text: null }) : null
    if (done === null) out.push(part)
    else if (typeof out.at(-1) === 'string') out[out.length - 1] += done
    else out.push(done)
  }
  return out
}

export type Fault = {
  code: 'field_unknown' | 'template_broken' | 'subject_long' | 'empty'
  where: 'subject' | 'preview' | 'body' | 'action' | 'because'
  what: string
}

/** Everything that is wrong with a text somebody is writing, for the page to show; [] when it is fit to send. */
export function faults(text: LetterText): Fault[] {
  const found: Fault[] = []
  const attempt = (where: Fault['where'], work: () => void) => {
    try {
      work()
    } catch (error) {
      const p = error as { code?: Fault['code']; params?: Record<string, string> }
      if (p.code !== 'field_unknown' && p.code !== 'template_broken') throw error
      found.push({ code: p.code, where, what: p.params?.['field'] ?? p.params?.['fault'] ?? '' })
    }
  }
  for (const where of ['subject', 'preview', 'because'] as const) {
    if (!text[where].trim()) found.push({ code: 'empty', where, what: '' })
    attempt(where, () => lineParts(text[where], 'text'))
  }
  if (text.actionLabel !== null) attempt('action', () => lineParts(text.actionLabel ?? '', 'text'))
  if (!text.body.trim()) found.push({ code: 'empty', where: 'body', what: '' })
  attempt('body', () => say(text.body, { link: '#000000', line: '' }))
  if (text.subject.replace(/\{\{.*?\}\}/g, 'Compass').length >= subjectLimit)
    found.push({ code: 'subject_long', where: 'subject', what: String(subjectLimit) })
  return found
}

/** The first thing that is wrong with one piece of Markdown; null when it can be read. */
export function faultOf(
  markdown: string,
): (Pick<Fault, 'what'> & { code: 'field_unknown' | 'template_broken' }) | null {
  try {
    say(markdown, { link: '#000000', line: '' })
    return null
  } catch (error) {
    const p = error as { code?: string; params?: Record<string, string> }
    if (p.code !== 'field_unknown' && p.code !== 'template_broken') throw error
    return { code: p.code, what: p.params?.['field'] ?? p.params?.['fault'] ?? '' }
  }
}

/** Every field a text names, in the order met. */
export function fieldsOf(
  text: Pick<LetterText, 'subject' | 'preview' | 'body' | 'actionLabel' | 'because'>,
): FieldName[] {
  const all = [text.subject, text.preview, text.body, text.actionLabel ?? '', text.because].join('\n')
  return [...new Set([...all.matchAll(/\{\{([^{}]*)\}\}/g)].map((m) => named(m[1]!.trim())))]
}
