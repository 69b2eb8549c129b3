/**
 * The writing aid: points at wording that is vague, absolute, about the person or their group instead of what they
 * did, that guesses at reasons, hurts or leaves people out. It runs in the reader's own browser on short lists, in the
 * language somebody writes in; nothing is sent, kept or counted.
 */
import { english } from './aid-english.ts'
import { french } from './aid-french.ts'
import { german } from './aid-german.ts'
import { spanish } from './aid-spanish.ts'
import type { AidWords } from './aid-words.ts'

export const aidLanguages = ['en', 'de', 'es', 'fr'] as const
export type AidLanguage = (typeof aidLanguages)[number]
/** In the order of what matters most to whoever reads it. */
const kinds = ['hurts', 'group', 'loaded', 'person', 'motive', 'absolute', 'vague'] as const
export type RemarkKind = (typeof kinds)[number]
export type Remark = { from: number; to: number; words: string; kind: RemarkKind; instead?: string }
/** So many at once can be taken in. */
const most = 3

export const aidWords: Record<AidLanguage, AidWords> = { en: english, de: german, es: spanish, fr: french }

const escaped = (phrase: string) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+')

/** Whole words in any script; longer phrases first. */
function pattern(list: readonly string[], endings: string): RegExp | null {
  if (list.length === 0) return null
  const either = list
    .toSorted((a, b) => b.length - a.length)
    .map((phrase) => (phrase.endsWith('~') ? escaped(phrase.slice(0, -1)) + endings : escaped(phrase)))
  return new RegExp(`(?<![\\p{L}\\p{M}\\p{N}])(?:${either.join('|')})(?![\\p{L}\\p{M}\\p{N}])`, 'giu')
}

type Patterns = { fine: RegExp | null; common: RegExp; of: Record<RemarkKind, RegExp | null> }
const made = new Map<AidLanguage, Patterns>()
function patternsOf(language: AidLanguage): Patterns {
  const known = made.get(language)
  if (known) return known
  const words = aidWords[language]
  const of = (kind: RemarkKind) => pattern(kind === 'loaded' ? Object.keys(words.loaded) : words[kind], words.endings)
  const patterns: Patterns = {
    fine: pattern(words.fine, words.endings),
    common: pattern(words.common, '')!,
    of: Object.fromEntries(kinds.map((kind) => [kind, of(kind)])) as Patterns['of'],
  }
  made.set(language, patterns)
  return patterns
}

/** In which of the languages this is written, by its commonest words; where that does not show, the reader's own. */
export function languageOf(text: string, own: AidLanguage): AidLanguage {
  const hits = (language: AidLanguage) => [...text.matchAll(patternsOf(language).common)].length
  const counted = aidLanguages.map((language) => ({ language, n: hits(language) }))
  const best = counted.toSorted((a, b) => b.n - a.n)[0]!
  const mine = counted.find((x) => x.language === own)!
  return best.n >= 3 && best.n > mine.n ? best.language : own
}

/** At most three, the first of each kind, in the order in which they stand; `more` comes from elsewhere. */
export function remarksOn(text: string, language: AidLanguage, more: readonly Remark[] = []): Remark[] {
  const { fine, of } = patternsOf(language)
  const left = fine ? [...text.matchAll(fine)].map((m) => [m.index, m.index + m[0].length] as const) : []
  const found: Remark[] = []
  for (const kind of kinds) {
    const [first] = [...(of[kind] ? text.matchAll(of[kind]) : [])]
      .map((m): Remark => ({ from: m.index, to: m.index + m[0].length, words: m[0], kind }))
      .concat(more.filter((r) => r.kind === kind))
      .filter((r) => !left.some(([from, to]) => r.from >= from && r.to <= to))
      // A word that was pointed at once is not pointed at twice.
      .filter((r) => !found.some((other) => r.from < other.to && r.to > other.from))
      .toSorted((a, b) => a.from - b.from)
    if (!first) continue
    const instead = first.instead ?? (kind === 'loaded' ? insteadOf(first.words, language) : undefined)
    found.push(instead === undefined ? first : { ...first, instead })
    if (found.length === most) break
  }
  return found.toSorted((a, b) => a.from - b.from)
}

const insteadOf = (words: string, language: AidLanguage) =>
  aidWords[language].loaded[words.toLowerCase().replace(/\s+/g, ' ')]

/** Pronouns and words that only look loaded are left alone: feedback speaks of a person. */
const leftAlone = new Set(['he-she', 'her-him', 'herself-himself', 'hers-his', 'man-woman', 'men-women', 'just'])

type Found = {
  ruleId?: string | undefined
  actual?: string | undefined
  expected?: readonly string[] | undefined
  place?: unknown
}

/** English only: words that leave people out or hurt, from retext-equality. Loaded when first needed. */
export async function loadedWords(text: string): Promise<Remark[]> {
  const [{ retext }, { default: english }, { default: equality }] = await Promise.all([
    import('retext'),
    import('retext-english'),
    import('retext-equality'),
  ])
  const file = await retext().use(english).use(equality).process(text)
  return (file.messages as readonly Found[])
    .flatMap((m): Remark[] => {
      const at = m.place as { start?: { offset?: number }; end?: { offset?: number } } | undefined
      const [from, to] = [at?.start?.offset, at?.end?.offset]
      if (!m.actual || !m.expected?.length || from === undefined || to === undefined || leftAlone.has(m.ruleId ?? ''))
        return []
      return [{ from, to, words: text.slice(from, to), kind: 'loaded', instead: m.expected[0]! }]
    })
    .slice(0, 2)
}
