/**
 * Live fields: the closed list of what a text may name, where each value comes
 * from and how it is said in a language. A value is text, never markup: it is
 * cleaned and escaped here, whatever it holds.
 */
import type { Cadence } from '../../contract/design.ts'
import {
  fieldNames,
  type elements,
  type endReasons,
  type FieldName,
  type mailLeftOut,
  type mailRefusals,
} from '../../contract/library.ts'
import type { Role } from '../../contract/permissions.ts'
import { problem } from '../platform/problem.ts'

/** What is known when a letter is made. Dates 'YYYY-MM-DD', instants ISO. */
export type Facts = {
  person: { name: string; givenName?: string | null }
  organization: { name: string }
  program: {
    name: string
    tagline?: string | null
    why?: string | null
    whyNow?: string | null
    objectives?: readonly string[]
    elements?: readonly (typeof elements)[number][]
  }
  wave: { name: string; goLive: string }
  sender: { name: string; title?: string | null }
  lead: { name: string; email?: string | null }
  sponsor: { name: string; title?: string | null }
  manager: { name: string }
  /** `place`: null where none is named yet; `changedBy`: null where the reporting line did it. */
  checkin: {
    cadence: Cadence
    with: string
    starts: string
    minutes: number
    place: string | null
    changedBy: string | null
  }
  goals: { firstBy: string }
  policy: { title: string; due?: string | null }
  action: { url: string }
  preferences: { url: string }
  /** Minutes. */
  link: { validFor: number }
  /** `grantedBy` and `createdBy`: null where no person did it but the server's operator. */
  role: { name: Role; grantedBy?: string | null }
  token: { name: string; expires: string; createdBy?: string | null }
  /** `list`: several messages, each with its day. `changed`: what one says differently than before. `corrected`: what holds instead of what one said. `words`: somebody's own. */
  message: {
    subject: string
    goesOut: string
    people: number
    list: readonly string[]
    changed: readonly string[]
    corrected: readonly string[]
    words: string
  }
  codes: { validUntil: string; address: string }
  /** A mail that came in: what of it is not kept, and why it is not taken. */
  mail: { leftOut: readonly (typeof mailLeftOut)[number][]; why: (typeof mailRefusals)[number] }
  session: { device: string; endedAt: string; reason: (typeof endReasons)[number] }
  account: { address: string }
  help: { name: string; email?: string | null }
  /** People recognised, by name. */
  recognition: { people: readonly string[] }
  /** `floor`: people whose answers are shown together at least. */
  survey: { title: string; closes: string; minutes: number; floor: number }
  review: { cycle: string; until: string }
  /** The last day of a champion's term. */
  champion: { until: string }
  /** Courses that are due, by title, and the first day of them. */
  training: { courses: readonly string[]; due: string }
  /** A session in which people learn together. `place`: null where none is named yet. */
  live: { title: string; starts: string; minutes: number; place: string | null; reason: string }
  /** A meeting of the committee. */
  meeting: { starts: string; minutes: number; place: string | null; reason: string }
  /** Tasks of the roadmap, by name. */
  roadmap: { tasks: readonly string[] }
  /** Numbers that left their course, by name. */
  numbers: { list: readonly string[] }
  /** What a letter of the day leads to, in order: a line each. */
  daily: { things: readonly Thing[]; count: number }
}
/** One line of the letter of the day: what it is, where it opens, and a word about it. */
export type Thing = { title: string; url: string; about: string }
export type SomeFacts = { [G in keyof Facts]?: Partial<Facts[G]> }

/** The small words a formatter needs: names of elements, cadences, roles. */
export type Vocabulary = {
  operator: string
  /** Where no place is named. */
  noPlace: string
  /** Who changed it, where nobody in particular did. */
  nobody: string
  elements: Record<string, string>
  cadences: Record<string, string>
  roles: Record<string, string>
  endReasons: Record<string, string>
  mailLeftOut: Record<string, string>
  mailRefusals: Record<string, string>
}
/** `informal`: the text addresses its reader as friends do. */
export type Speech = { locale: string; timeZone: string; vocabulary: Vocabulary; informal?: boolean }

type Kind =
  | 'line'
  | 'lines'
  | 'actor'
  | 'place'
  | 'changer'
  | 'date'
  | 'instant'
  | 'minutes'
  | 'count'
  | 'list'
  | 'things'
  | 'url'
  | Exclude<keyof Vocabulary, 'operator' | 'noPlace' | 'nobody'>

const kinds: Record<FieldName, Kind> = {
  'person.name': 'line',
  'person.givenName': 'line',
  'person.greeting': 'line',
  'organization.name': 'line',
  'program.name': 'line',
  'program.tagline': 'line',
  'program.why': 'lines',
  'program.whyNow': 'lines',
  'program.objectives': 'list',
  'program.elements': 'elements',
  'wave.name': 'line',
  'wave.goLive': 'date',
  'sender.name': 'line',
  'sender.title': 'line',
  'lead.name': 'line',
  'lead.email': 'line',
  'sponsor.name': 'line',
  'sponsor.title': 'line',
  'manager.name': 'line',
  'checkin.cadence': 'cadences',
  'checkin.with': 'line',
  'checkin.starts': 'instant',
  'checkin.minutes': 'minutes',
  'checkin.place': 'place',
  'checkin.changedBy': 'changer',
  'goals.firstBy': 'date',
  'policy.title': 'line',
  'policy.due': 'date',
  'action.url': 'url',
  'preferences.url': 'url',
  'link.validFor': 'minutes',
  'role.name': 'roles',
  'role.grantedBy': 'actor',
  'token.name': 'line',
  'token.expires': 'instant',
  'token.createdBy': 'actor',
  'message.subject': 'line',
  'message.goesOut': 'date',
  'message.people': 'count',
  'message.list': 'list',
  'message.changed': 'list',
  'message.corrected': 'list',
  'message.words': 'lines',
  'codes.validUntil': 'date',
  'codes.address': 'url',
  'mail.leftOut': 'mailLeftOut',
  'mail.why': 'mailRefusals',
  'session.device': 'line',
  'session.endedAt': 'instant',
  'session.reason': 'endReasons',
  'account.address': 'line',
  'help.name': 'line',
  'help.email': 'line',
  'recognition.people': 'list',
  'survey.title': 'line',
  'survey.closes': 'date',
  'survey.minutes': 'minutes',
  'survey.floor': 'count',
  'review.cycle': 'line',
  'review.until': 'date',
  'champion.until': 'date',
  'training.courses': 'list',
  'training.due': 'date',
  'live.title': 'line',
  'live.starts': 'instant',
  'live.minutes': 'minutes',
  'live.place': 'place',
  'live.reason': 'line',
  'meeting.starts': 'instant',
  'meeting.minutes': 'minutes',
  'meeting.place': 'place',
  'meeting.reason': 'line',
  'roadmap.tasks': 'list',
  'numbers.list': 'list',
  'daily.things': 'things',
  'daily.count': 'count',
}

const known = new Set<string>(fieldNames)
export const isField = (name: string): name is FieldName => known.has(name)
export const isList = (field: FieldName) => ['list', 'elements', 'mailLeftOut', 'things'].includes(kinds[field])
export const isUrl = (field: FieldName) => kinds[field] === 'url'

/** A value ready to be put anywhere; `items` where it was a list, `things` where each of them leads somewhere. */
export type Value = { text: string; items?: string[]; things?: readonly Thing[] }

/** What the facts say about a field; undefined where they are silent. */
function lookUp(field: FieldName, facts: SomeFacts, speech: Speech): unknown {
  if (field === 'person.greeting') {
    // With "Sie" one greets by the whole name; the other languages by the given one.
    const person = facts.person
    const given = cleanLine(person?.givenName ?? '')
    return (speech.locale.startsWith('de') && !speech.informal) || !given ? person?.name : given
  }
  if (field === 'person.givenName') return facts.person?.givenName || facts.person?.name
  const dot = field.indexOf('.')
  const group = facts[field.slice(0, dot) as keyof Facts] as Record<string, unknown> | undefined
  return group?.[field.slice(dot + 1)]
}

/** The field's value in words, or null where there is nothing to say. */
export function valueOf(field: FieldName, facts: SomeFacts, speech: Speech): Value | null {
  const raw = lookUp(field, facts, speech)
  const kind = kinds[field]
  if (raw === null && kind === 'actor') return { text: speech.vocabulary.operator }
  if (raw === null && kind === 'place') return { text: speech.vocabulary.noPlace }
  if (raw === null && kind === 'changer') return { text: speech.vocabulary.nobody }
  if (raw === undefined || raw === null || raw === '') return null
  switch (kind) {
    case 'actor':
    case 'place':
    case 'changer':
    case 'line':
      return whole(cleanLine(String(raw)))
    case 'lines':
      return whole(cleanLines(String(raw)))
    case 'date':
      return dated(field, String(raw), speech)
    case 'instant':
      return timed(field, String(raw), speech)
    case 'minutes':
      return whole(duration(Number(raw), speech.locale))
    case 'count':
      return whole(numberFormat(speech.locale).format(Number(raw)))
    case 'url':
      return { text: address(field, String(raw)) }
    case 'list':
      return listed((raw as readonly string[]).map(cleanLine), speech)
    case 'things':
      return leading(field, raw as readonly Thing[], speech)
    case 'elements':
    case 'mailLeftOut':
      return listed(
        (raw as readonly string[]).map((id) => word(speech.vocabulary[kind], id, field)),
        speech,
      )
    default:
      return whole(word(speech.vocabulary[kind], String(raw), field))
  }
}

const whole = (text: string): Value | null => (seen.test(text) ? { text } : null)

function listed(items: string[], speech: Speech): Value | null {
  const kept = items.filter((item) => seen.test(item))
  return kept.length === 0 ? null : { text: listFormat(speech.locale).format(kept), items: kept }
}

function leading(field: FieldName, raw: readonly Thing[], speech: Speech): Value | null {
  const things = raw
    .map((one) => ({ title: cleanLine(one.title), url: address(field, one.url), about: cleanLine(one.about) }))
    .filter((one) => seen.test(one.title))
  const value = listed(
    things.map((one) => one.title),
    speech,
  )
  return value && { ...value, things }
}

function word(words: Record<string, string>, id: string, field: FieldName): string {
  const found = Object.hasOwn(words, id) ? words[id] : undefined
  if (!found) throw problem('field_empty', { field })
  return found
}

function dated(field: FieldName, iso: string, speech: Speech): Value {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(at)) throw problem('field_empty', { field })
  return { text: dateFormat(speech.locale).format(at) }
}

function timed(field: FieldName, iso: string, speech: Speech): Value {
  const at = Date.parse(iso)
  if (Number.isNaN(at)) throw problem('field_empty', { field })
  return { text: instantFormat(speech.locale, speech.timeZone).format(at) }
}

/** Addresses in mail are ours: http or https, nothing that runs or jumps elsewhere. */
function address(field: FieldName, raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password)
    throw problem('field_empty', { field })
  return url.href
}

function duration(minutes: number, locale: string): string {
  const [unit, n] =
    minutes % 1440 === 0 ? ['day', minutes / 1440] : minutes % 60 === 0 ? ['hour', minutes / 60] : ['minute', minutes]
  return unitFormat(locale, unit as string).format(n as number)
}

/* Formatters cost a hundred times what they are used for: one of each kind and locale is kept. */
const kept = new Map<string, unknown>()
function keep<T>(key: string, make: () => T): T {
  const found = kept.get(key) as T | undefined
  if (found) return found
  const made = make()
  kept.set(key, made)
  return made
}
/** `en` alone reads as European English: "14 September 2026" is misread nowhere. */
const spoken = (locale: string) => (locale === 'en' ? 'en-GB' : locale)
const dateFormat = (locale: string) =>
  keep(
    `date ${locale}`,
    () =>
      new Intl.DateTimeFormat(spoken(locale), {
        weekday: 'long',
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }),
  )
const instantFormat = (locale: string, timeZone: string) =>
  keep(
    `instant ${locale} ${timeZone}`,
    () =>
      new Intl.DateTimeFormat(spoken(locale), {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        hour: 'numeric',
        minute: '2-digit',
        timeZoneName: 'short',
        timeZone,
      }),
  )
const listFormat = (locale: string) =>
  keep(`list ${locale}`, () => new Intl.ListFormat(spoken(locale), { type: 'conjunction', style: 'long' }))
const numberFormat = (locale: string) => keep(`number ${locale}`, () => new Intl.NumberFormat(spoken(locale)))
const unitFormat = (locale: string, unit: string) =>
  keep(
    `unit ${unit} ${locale}`,
    () => new Intl.NumberFormat(spoken(locale), { style: 'unit', unit, unitDisplay: 'long' }),
  )

/** Something a reader can see: not only spaces, control or zero-width characters. */
const seen = /[^\p{Z}\p{Cc}\p{Cf}]/u
// Control characters say nothing and break mail; direction overrides and isolates could turn the words around them.
// oxlint-disable-next-line no-control-regex
const unsaid = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]/g
// oxlint-disable-next-line no-control-regex
const anyUnsaid =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]/
const tidyLine = /^\S+(?: \S+)*$/

/** One line: no control characters, every run of white space one space. */
export function cleanLine(text: string): string {
  if (!anyUnsaid.test(text) && tidyLine.test(text) && !text.includes('\u0085')) return text
  return text
    .toWellFormed()
    .replace(unsaid, '')
    .replace(/[\s\u0085]+/g, ' ')
    .trim()
}

/** Several lines; paragraphs are kept apart by one empty line. */
export function cleanLines(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029\v\f]/g, '\n')
    .replace(unsaid, '')
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const special = /[&<>"'`]/
const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
}
export function escapeHtml(text: string): string {
  return special.test(text) ? text.replace(/[&<>"'`]/g, (c) => entities[c]!) : text
}

const rightToLeft = /[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** For HTML: escaped, line breaks kept, and a name that runs the other way kept from turning its sentence. */
export function asHtml(text: string): string {
  const escaped = escapeHtml(text)
  const broken = escaped.replaceAll('\n', '<br>')
  return rightToLeft.test(text) ? `<bdi>${broken}</bdi>` : broken
}

/** For plain text: the same with Unicode's own isolates. */
export function asText(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text
}
