/** What single cells mean: cleaned text, status, country, time zone, language. Whatever is changed is noted. */
import type { FindingCode } from '../../contract/people.ts'
import { type Status, statusKey } from './columns.ts'

/** Notes one finding about the cell at hand. */
export type Note = (code: FindingCode, params?: Record<string, string | number>) => void

const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/
const control = /[^\P{Cc}\t\n\r]/gu
const invisible = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
/** Joiners belong to emoji and to Persian and Indic names, never to a key. */
const joiners = /[\u200c\u200d]/g
const edges = /^[\p{Zs}]+|[\p{Zs}]+$/gu
const keyEdges = /^\s+|\s+$/g
const nothing = new Set([
  'null',
  '(null)',
  '<null>',
  'n/a',
  '#n/a',
  '#n/v',
  'na',
  'n.a.',
  'nan',
  'none',
  'nil',
  '-',
  '--',
  '–',
  '—',
  '\\n',
  '#ref!',
  '#value!',
  '#null!',
  '#name?',
  'undefined',
  '(blank)',
  '(empty)',
])
/** UTF-8 that was read as Windows-1252 and written again: "MÃ¼ller". */
const garbled =
  /Ã[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]|Â[\u0080-\u00bf]|â€[\u0080-\u203a\u0153\u2122]/

export type Kind = 'key' | 'text' | 'name' | 'code'

/** What the file says about the whole column, noted once instead of on every row. */
export type Told = { padded: boolean; composed: boolean }

/**
 * A cell as it will be stored. Keys (numbers, addresses) and codes lose all
 * space around them; text loses spaces but keeps tabs and line breaks, which
 * somebody may have meant; names keep words such as "Null".
 */
export function clean(cell: string, kind: Kind, note: Note, told: Told = { padded: false, composed: false }): string {
  if (cell === '') return ''
  let value = cell
  if (!plain.test(cell)) {
    if (control.test(value)) {
      value = value.replace(control, '')
      note('control_characters', { value })
    }
    let seen = value.replace(invisible, '')
    if (kind === 'key' || kind === 'code') seen = seen.replace(joiners, '')
    if (seen !== value) {
      value = seen
      note('invisible_characters', { value })
    }
    const trimmed = value.replace(kind === 'key' || kind === 'code' ? keyEdges : edges, '')
    if (trimmed !== value) {
      value = trimmed
      if (!told.padded) note('spaces_trimmed', { value })
    }
    const composed = value.normalize('NFC')
    if (composed !== value) {
      value = composed
      if (!told.composed) note('characters_composed', { value })
    }
    if (value.includes('\ufffd')) note('characters_lost', { value })
    else if (garbled.test(value)) note('encoding_suspicious', { value })
  }
  if (kind === 'name') {
    if (value.includes('?')) note('characters_lost', { value })
    return value
  }
  // NA is Namibia.
  if (value.length <= 9 && nothing.has(value.toLowerCase()) && !(kind === 'code' && value === 'NA')) {
    note('null_literal', { value })
    return ''
  }
  return value
}

/** Whether spaces stand at an end of the cell. */
export function isPadded(cell: string): boolean {
  const first = cell.charCodeAt(0)
  const last = cell.charCodeAt(cell.length - 1)
  return first === 32 || first === 160 || last === 32 || last === 160
}

export function isDecomposed(cell: string): boolean {
  return /[\u0300-\u036f]/.test(cell)
}

/** Spellings that mean the same: case and runs of white space make no difference. */
export function spellingKey(value: string): string {
  return value
    .replace(/[\s\u00a0]+/g, ' ')
    .trim()
    .toLowerCase()
}

export const numberDamaged = /^(\d+([.,]\d+)?e[+-]?\d+|#+|\d+[.,]0+)$/i

const address = /^[^\s@"(),:;<>[\]\\?]+@[^\s@.,;:<>()?]+(\.[^\s@.,;:<>()?]+)+$/
export function isEmail(value: string): boolean {
  return value.length <= 254 && address.test(value) && !value.includes('..')
}

// --- status

const words: Record<Status, string> = {
  active: `active|a|active employee|employed|current|working|regular|full time|part time|aktiv|beschäftigt|activo|activa|en activo|alta|actif|active assignment|en poste|présent`,
  leave: `leave|on leave|l|loa|leave of absence|paid leave|unpaid leave|leave with pay|leave without pay|paid leave of absence|unpaid leave of absence|parental leave|maternity leave|paternity leave|medical leave|sick leave|military leave|family leave|sabbatical|furlough|furloughed|suspended|garden leave|beurlaubt|elternzeit|mutterschutz|ruhend|freigestellt|langzeitkrank|de permiso|permiso|excedencia|baja por enfermedad|baja médica|en congé|congé|congé parental|congé maternité|suspendu|en arrêt`,
  ended: `terminated|t|term|inactive|left|leaver|former|former employee|ex employee|resigned|retired|deceased|dismissed|separated|withdrawn|deactivated|offboarded|ausgetreten|ausgeschieden|inaktiv|gekündigt|ehemalig|rente|cesado|cesada|inactivo|inactiva|baja definitiva|despedido|jubilado|terminado|sorti|sortie|parti|partie|inactif|démissionné|licencié|retraité`,
  prehire: `prehire|pre hire|pre start|prestart|future hire|future start|hired not started|not started|onboarding|pending|pending start|offer accepted|incoming|künftig|zukünftig|noch nicht gestartet|futuro|por ingresar|à venir|futur`,
}
const meanings = new Map<string, Status>()
for (const status of Object.keys(words) as Status[])
  for (const word of words[status].split('|')) meanings.set(word, status)

export function statusOf(value: string, mapped: ReadonlyMap<string, Status>): Status | undefined {
  const key = statusKey(value)
  return mapped.get(key) ?? meanings.get(key)
}

// --- country, time zone, language

const languages = ['en', 'de', 'es', 'fr']
let countries: Map<string, string> | undefined
let tongues: Map<string, string> | undefined

const threeLetters =
  'ARE:AE ARG:AR AUS:AU AUT:AT BEL:BE BGR:BG BRA:BR CAN:CA CHE:CH CHL:CL CHN:CN COL:CO CRI:CR CZE:CZ DEU:DE DNK:DK EGY:EG ESP:ES EST:EE FIN:FI FRA:FR GBR:GB GRC:GR HKG:HK HRV:HR HUN:HU IDN:ID IND:IN IRL:IE ISL:IS ISR:IL ITA:IT JPN:JP KEN:KE KOR:KR LTU:LT LUX:LU LVA:LV MAR:MA MEX:MX MYS:MY NGA:NG NLD:NL NOR:NO NZL:NZ PAK:PK PAN:PA PER:PE PHL:PH POL:PL PRT:PT ROU:RO RUS:RU SAU:SA SGP:SG SRB:RS SVK:SK SVN:SI SWE:SE THA:TH TUN:TN TUR:TR TWN:TW UKR:UA URY:UY USA:US VEN:VE VNM:VN ZAF:ZA UK:GB'

function countryNames(): Map<string, string> {
  if (countries) return countries
  countries = new Map(
    threeLetters
      .split(' ')
      .map((pair) => pair.toLowerCase().split(':') as [string, string])
      .map(([three, two]) => [three, two.toUpperCase()]),
  )
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  for (const language of languages) {
    const display = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
    for (const a of letters) {
      for (const b of letters) {
        const name = display.of(a + b)
        if (!name) continue
        if (language === 'en') countries.set((a + b).toLowerCase(), a + b)
        const key = spellingKey(name)
        if (!countries.has(key)) countries.set(key, a + b)
      }
    }
  }
  for (const [name, code] of [
    ['united states of america', 'US'],
    ['great britain', 'GB'],
    ['england', 'GB'],
    ['the netherlands', 'NL'],
    ['holland', 'NL'],
    ['south korea', 'KR'],
    ['republic of korea', 'KR'],
    ['russian federation', 'RU'],
    ['czech republic', 'CZ'],
    ['turkey', 'TR'],
    ['viet nam', 'VN'],
  ] as const)
    countries.set(name, code)
  return countries
}

/** The two-letter code of a country given by code or by name, or undefined. */
export function countryOf(value: string): string | undefined {
  return countryNames().get(spellingKey(value))
}

const zones = new Map<string, string | undefined>()
export function timeZoneOf(value: string): string | undefined {
  if (zones.has(value)) return zones.get(value)
  let zone: string | undefined
  try {
    // A bare offset is accepted by the engine and is not a place.
    if (/^[A-Za-z]/.test(value)) {
      new Intl.DateTimeFormat('en', { timeZone: value })
      zone = value
    }
  } catch {
    // Not a zone.
  }
  if (zones.size < 5000) zones.set(value, zone)
  return zone
}

const locales = new Map<string, string | undefined>()
export function localeOf(value: string): string | undefined {
  if (locales.has(value)) return locales.get(value)
  const code = value.replaceAll('_', '-').replace(/\.utf-?8$/i, '')
  let locale: string | undefined
  if (/^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/.test(code)) {
    try {
      locale = Intl.getCanonicalLocales(code)[0]
    } catch {
      // Not a language tag.
    }
  }
  locale ??= languageNames().get(spellingKey(value))
  if (locales.size < 5000) locales.set(value, locale)
  return locale
}

function languageNames(): Map<string, string> {
  if (tongues) return tongues
  tongues = new Map()
  const codes =
    'en de es fr it pt nl pl cs sk hu ro bg hr sl sr sv no da fi et lv lt el tr ru uk he ar hi th vi id ms zh ja ko ca'.split(
      ' ',
    )
  for (const language of [...languages, ...codes]) {
    for (const code of codes) {
      if (!languages.includes(language) && language !== code) continue
      const name = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' }).of(code)
      if (name && !tongues.has(spellingKey(name))) tongues.set(spellingKey(name), code)
    }
  }
  return tongues
}

/** A name as people write it themselves: family name first where their language does. */
export function fullNameOf(given: string, family: string, preferred: string, locale: string): string {
  const first = preferred || given
  if (!first || !family) return first || family
  const language = locale.slice(0, 2)
  if (language === 'hu') return `${family} ${first}`
  if (/^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(family)) {
    if (language === 'ja') return `${family} ${first}`
    if (language === 'zh' || language === 'ko') return family + first
  }
  return `${first} ${family}`
}
