/** How hard a text is to read, by LIX (Björnsson, 1968): words in a sentence, and how many of a hundred are long. It was made to hold for several languages. */
import type { ReadingLevel } from '../../contract/library.ts'

/** From which value on a text is of the level. */
const bounds: readonly (readonly [ReadingLevel, number])[] = [
  ['hard', 50],
  ['medium', 40],
  ['easy', 30],
]
const longer = 6

export function readabilityOf(markdown: string): number {
  const text = markdown
    .replace(/\{\{.*?\}\}/g, 'Name')
    .replace(/^#+ .*$/gm, '')
    .replace(/[*_`>]/g, '')
  // A point of a list is a sentence, and so is what a colon leads up to.
  const sentences = text.split(/[.!?:]+["”»“]?(?=\s|$)|\n\s*\n|\n- |\n\d+\. /).filter((one) => /\p{L}/u.test(one))
  const words = text.match(/[\p{L}\p{N}’'-]+/gu) ?? []
  if (words.length === 0) return 0
  const long = words.filter((word) => word.length > longer)
  return words.length / sentences.length + (100 * long.length) / words.length
}

export function levelOf(markdown: string): ReadingLevel {
  const value = readabilityOf(markdown)
  return bounds.find(([, from]) => value >= from)?.[0] ?? 'very_easy'
}
