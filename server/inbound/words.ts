/**
 * What somebody newly wrote in a mail: without what they quote, their signature and what their telephone adds, in the
 * four languages of Belay. It rather keeps a line too many than loses one that somebody wrote. No library is used: those
 * there are know one language, or need a compiled regular-expression engine.
 */

/** Controls, zero bytes, halves of letters, and marks that turn the direction of what follows. */
// oxlint-disable-next-line no-control-regex -- they are what is taken out
const unwritten = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/g

/** Text that can be kept and shown. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(unwritten, '')
    .replace(/[ \t\u00a0]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Lines that stand between what is new and what it answers. */
const separators = [
  /^[-_*= ]{2,}\s*(original message|ursprüngliche nachricht|originalnachricht|mensaje original|message d['’]origine|message original|forwarded message|weitergeleitete nachricht|mensaje reenviado|message transféré)\s*[-_*= ]{2,}$/i,
  /^_{20,}$/,
]
const introductions = [
  /^on\b.{5,300}\bwrote:$/i,
  /^am\b.{5,300}\bschrieb\b.{0,160}:$/i,
  /^el\b.{5,300}\bescribi[óo]:$/i,
  /^le\b.{5,300}\ba écrit\s?:$/i,
]
/** Begins with a name, so it is known within one line only. */
const named = /^.{3,200}\bschrieb am\b.{3,160}:$/i
const heads = {
  first: /^[*> ]*(from|von|de|expéditeur)\s?:?\*?\s?:/i,
  others:
    /^[*> ]*(sent|date|gesendet|datum|enviado( el)?|fecha|envoyé( le)?|to|an|para|à|subject|betreff|asunto|objet)\s?:?\*?\s?:/i,
}
const closings =
  /^(best|kind|warm|many)?\s?(regards|wishes|thanks)\b.{0,20}$|^(cheers|sincerely|yours sincerely|thank you|thanks)[,.]?$|^(mit )?(freundlichen?|besten?|herzlichen?|lieben?|vielen?|schönen?|viele|beste|liebe|herzliche|schöne) (grüßen?|grüssen?|gruß|gruss|dank)\b.{0,20}$|^(mfg|lg|vg|danke)[,.]?$|^(un |muchos |cordiales |atentos |reciba un cordial )?(saludos?|abrazo|cordialmente|atentamente|gracias)\b.{0,20}$|^(bien )?(cordialement|sincèrement|respectueusement|merci)[,.]?$|^(meilleures |sincères )?salutations\b.{0,20}$|^bonne (journée|soirée)[,.]?$/i
const telephones =
  /^(sent from|get outlook|gesendet (von|mit)|von meinem .{1,40} gesendet|outlook für|holen sie sich outlook|enviado desde|obtener outlook|envoyé (de|depuis|à partir)|obtenez outlook|télécharger outlook)\b.{0,80}$/i

/** Where what is quoted begins; the number of lines where nothing is. */
function quotedFrom(lines: readonly string[]): number {
  for (const [n, line] of lines.entries()) {
    const said = line.trim()
    if (separators.some((one) => one.test(said))) return n
    if (introduces(lines, n)) return n
    if (
      heads.first.test(said) &&
      lines.slice(n + 1, n + 6).filter((next) => heads.others.test(next.trim())).length >= 2
    )
      return n
  }
  return lines.length
}

/** "On Monday Ada wrote:", also over three lines; it counts only where a quotation or an address belongs to it. */
function introduces(lines: readonly string[], n: number): boolean {
  for (let count = 1; count <= 3; count++) {
    const part = lines.slice(n, n + count).map((line) => line.trim())
    if (part.includes('')) return false
    if (!isIntroduction(part)) continue
    // A line before it that happens to begin the same way is somebody's own.
    if (part.some((_, skipped) => skipped > 0 && isIntroduction(part.slice(skipped)))) return false
    const next = lines.slice(n + count).find((line) => line.trim() !== '')
    return /\S@\S/.test(part.join(' ')) || next === undefined || next.trimStart().startsWith('>')
  }
  return false
}

const isIntroduction = (part: readonly string[]): boolean =>
  introductions.some((one) => one.test(part.join(' '))) || (part.length === 1 && named.test(part[0]!))

/** Where a signature begins. */
function signedFrom(lines: readonly string[]): number {
  const dashes = lines.findIndex((line) => /^--\s?$/.test(line))
  if (dashes >= 0) return dashes
  const last = lines.length
  for (let n = Math.max(1, last - 12); n < last; n++) {
    const said = lines[n]!.trim()
    const after = lines.slice(n + 1).filter((line) => line.trim() !== '')
    if (telephones.test(said) && after.length <= 3) return n
    // A line after the greeting that is long, or a postscript, is no signature.
    if (closings.test(said) && after.every((line) => line.length <= 80 && !/^p\.?\s?s\b/i.test(line.trim()))) return n
  }
  return last
}

/** What is new in the text of a mail. */
export function newWords(text: string): string {
  const lines = clean(text).split('\n')
  const above = lines.slice(0, quotedFrom(lines)).filter((line) => !line.trimStart().startsWith('>'))
  const body = clean(above.join('\n')).split('\n')
  return clean(body.slice(0, signedFrom(body)).join('\n'))
}

/** What a mail program puts before a subject that is answered or passed on. */
const prefixes = /^\s*((re|aw|antw|rv|tr|fwd?|wg|rif|sv|ref)\s?(\[\d+\])?\s?:\s*)+/i

/** A subject as the heading of a question, or null where it says nothing. */
export function headingOf(subject: string, words: string): string | null {
  const line = (text: string) => clean(text.replace(/\s+/g, ' ')).replace(prefixes, '').trim()
  const said = line(subject) || line(words.split('\n').find((one) => one.trim() !== '') ?? '')
  return said === '' ? null : shortened(said, 160)
}

/** At most so many letters, ending where a word does. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text
  const cut = text
    .slice(0, most - 1)
    .toWellFormed()
    .replace(/\ufffd$/, '')
  const blank = cut.lastIndexOf(' ')
  return `${(blank > most / 2 ? cut.slice(0, blank) : cut).trimEnd()}…`
}
