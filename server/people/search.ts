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

/** What `roster.search` holds for one person. */
export function searchText(parts: readonly (string | null | undefined)[]): string {
  const words = new Set(searchable(parts.filter(Boolean).join(' ')).split(' ').filter(Boolean))
  return ` ${[...words].join(' ')}`
}
