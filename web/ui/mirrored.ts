/** The pseudo-language: every letter accented, a third longer, read from the right. */
const accents: Record<string, string> = {
  a: 'á',
  b: 'ƀ',
  c: 'ç',
  d: 'đ',
  e: 'é',
  f: 'ƒ',
  g: 'ĝ',
  h: 'ĥ',
  i: 'í',
  j: 'ĵ',
  k: 'ķ',
  l: 'ļ',
  m: 'ɱ',
  n: 'ñ',
  o: 'ó',
  p: 'þ',
  q: 'ǫ',
  r: 'ŕ',
  s: 'š',
  t: 'ţ',
  u: 'ú',
  v: 'ṽ',
  w: 'ŵ',
  x: 'ẋ',
  y: 'ý',
  z: 'ž',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
}

/** Keeps {{names}}, $t() and <tags> as they are. */
export function mirrorText(text: string): string {
  const parts = text.split(/(\{\{.*?\}\}|\$t\(.*?\)|<\/?[^>]+>)/)
  const told = parts.map((p, i) => (i % 2 ? p : [...p].map((c) => accents[c] ?? c).join(''))).join('')
  const extra = Math.ceil(text.replace(/\{\{.*?\}\}/g, '').length * 0.35)
  // In words, as a longer language would be.
  const padding = '~'.repeat(extra).replace(/~{12}/g, '~~~~~~~~~~~ ')
  return `[${told}${padding}]`
}

export function mirror(words: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'string' ? mirrorText(value) : mirror(value as Record<string, unknown>),
    ]),
  )
}
