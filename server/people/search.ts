/**
 * How names are folded for search: `roster.search` holds the folded names, e-mail and
 * number with a blank before each word; a query is folded the same way. So “angstrom”
 * finds Ångström however a Mac or a PC wrote it, and every script stays itself.
 */
const letters: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ħ: 'h',
  ŋ: 'n',
}

const ascii = /^[\x20-\x7e]*$/

export function searchable(text: string): string {
  // Most names by far need no folding, and an import asks for each.
  if (ascii.test(text))
    return text
      .toLowerCase()
      .replace(/[\s,;"'-]+/g, ' ')
      .trim()
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøłđðþæœıħŋ]/g, (letter) => letters[letter]!)
    .normalize('NFC')
    .replace(/[\s,;"'’‑-]+/gu, ' ')
    .trim()
}

/** How these are written where a keyboard or an older system lacks them. */
const writtenOut: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' }

/**
 * The same name as others write it: “Mueller” for Müller, and “Muller”, as a search for Müller is folded, for
 * Mueller. It makes Samuel be found as “Samul” too, which hurts nobody. Addresses are written in one way.
 */
function otherwise(text: string): string {
  const words = text.normalize('NFC').toLowerCase().split(/\s+/)
  const out: string[] = []
  for (const word of words) {
    if (word.includes('@')) continue
    if (/[äöüøå]/.test(word)) out.push(word.replace(/[äöüøå]/g, (letter) => writtenOut[letter]!))
    else if (/[aou]e/.test(word)) out.push(word.replace(/([aou])e/g, '$1'))
  }
  return searchable(out.join(' '))
}

/** What `roster.search` holds for one person. */
export function searchText(parts: readonly (string | null | undefined)[]): string {
  const text = parts.filter(Boolean).join(' ')
  const words = new Set(`${searchable(text)} ${otherwise(text)}`.split(' ').filter(Boolean))
  return ` ${[...words].join(' ')}`
}
