/**
 * Passwords: argon2id, and a refusal of the usual ones by how they are built
 * instead of by a list of millions.
 */
import { availableParallelism } from 'node:os'
import { hash, verify } from '@node-rs/argon2'
import { problem } from '../platform/problem.ts'

export const passwordLength = 10

/** OWASP's second choice for argon2id: 19 MiB, two passes. About 30 ms of one core. */
const strength = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Hashing takes a core for a while; so many at once leave the rest of the server its own. */
const lanes = Math.max(1, Math.min(4, availableParallelism() - 1))
const waitingRoom = 400
let busy = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= lanes) {
    if (waiting.length >= waitingRoom) throw problem('unavailable')
    await new Promise<void>((go) => waiting.push(go))
  } else busy++
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }
}

/** The same password typed on another keyboard may have other code points. */
const asTyped = (password: string) => password.normalize('NFKC')

export async function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(asTyped(password), strength))
}

/** A hash that no password opens, so that an unknown name costs the same time as a known one. */
let nobodysHash: Promise<string> | undefined
function hashOfNobody(): Promise<string> {
  nobodysHash ??= hash(crypto.randomUUID(), strength)
  return nobodysHash
}

/** Whether a password belongs to a hash. Takes the same time where there is none. */
export async function passwordOpens(kept: string | null, password: string): Promise<boolean> {
  const against = kept ?? (await hashOfNobody())
  return (await inTurn(() => verify(against, asTyped(password)).catch(() => false))) && kept !== null
}

/**
 * Words that people build passwords from, in our four languages. Each counts as one
 * character when the rest is measured, however it is spelled or decorated.
 */
const usual = [
  'password',
  'passwort',
  'kennwort',
  'passwd',
  'contrasena',
  'clave',
  'motdepasse',
  'mdp',
  'passe',
  'geheim',
  'secreto',
  'secret',
  'welcome',
  'willkommen',
  'bienvenido',
  'bienvenue',
  'hello',
  'hallo',
  'hola',
  'bonjour',
  'salut',
  'changeme',
  'letmein',
  'login',
  'admin',
  'administrator',
  'user',
  'guest',
  'test',
  'testing',
  'demo',
  'default',
  'master',
  'root',
  'system',
  'access',
  'belay',
  'company',
  'firma',
  'empresa',
  'qwerty',
  'qwertz',
  'azerty',
  'asdfgh',
  'asdf',
  'yxcvbn',
  'zxcvbn',
  'qazwsx',
  'iloveyou',
  'ichliebedich',
  'teamo',
  'tequiero',
  'jetaime',
  'amor',
  'amour',
  'liebe',
  'love',
  'sunshine',
  'princess',
  'princesa',
  'dragon',
  'monkey',
  'football',
  'futbol',
  'fussball',
  'baseball',
  'soccer',
  'superman',
  'batman',
  'starwars',
  'pokemon',
  'shadow',
  'trustno',
  'summer',
  'sommer',
  'verano',
  'winter',
  'invierno',
  'hiver',
  'spring',
  'autumn',
  'herbst',
  'fruehling',
  'primavera',
  'otono',
  'printemps',
  'automne',
  'january',
  'february',
  'march',
  'april',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
  'januar',
  'februar',
  'maerz',
  'juni',
  'juli',
  'oktober',
  'dezember',
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
  'janvier',
  'fevrier',
  'avril',
  'juin',
  'juillet',
  'aout',
  'octobre',
  'decembre',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
  'montag',
  'dienstag',
  'mittwoch',
  'donnerstag',
  'freitag',
  'lunes',
  'martes',
  'viernes',
  'lundi',
  'mardi',
  'vendredi',
  'berlin',
  'hamburg',
  'muenchen',
  'paris',
  'madrid',
  'barcelona',
  'london',
  'newyork',
  'america',
  'deutschland',
  'france',
  'espana',
  'michael',
  'thomas',
  'andreas',
  'stefan',
  'daniel',
  'jessica',
  'ashley',
  'charlie',
  'jordan',
  'maria',
  'jose',
  'carlos',
  'nicolas',
  'marie',
  'pierre',
  'schatz',
  'chocolat',
  'computer',
  'internet',
  'google',
  'samsung',
].sort((a, b) => b.length - a.length)

const swapped: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '!': 'i',
  '|': 'l',
  '3': 'e',
  '4': 'a',
  '@': 'a',
  '5': 's',
  $: 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '€': 'e',
}
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'yxcvbnm',
  '1qaz2wsx3edc4rfv5tgb',
  '1q2w3e4r5t6z7u8i9o0p',
  '1q2w3e4r5t6y7u8i9o0p',
]
const runs = [...rows, ...rows.map((row) => [...row].reverse().join(''))]

function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
}

/** How many characters somebody who knows the usual habits still has to guess. */
export function guesswork(password: string, known: readonly string[] = []): number {
  const own = known.flatMap((word) => folded(word).split(/[^a-z0-9]+/)).filter((word) => word.length >= 3)
  let rest = folded(password)
  const words = [...own, ...usual].sort((a, b) => b.length - a.length)
  // Twice: as typed, and with figures read as the letters that they stand for.
  for (const word of words) rest = rest.replaceAll(word, '\u0001')
  const unswapped = [...rest].map((c) => swapped[c] ?? c).join('')
  for (const word of words) {
    for (let at = unswapped.indexOf(word); at >= 0; at = unswapped.indexOf(word, at + 1)) {
      rest = rest.slice(0, at) + '\u0001' + '\u0002'.repeat(word.length - 1) + rest.slice(at + word.length)
    }
  }
  rest = rest.replaceAll('\u0002', '')
  rest = withoutRuns(rest)
  // A year at the end, a date, one sign for the rules' sake: what everybody adds.
  rest = rest
    .replace(/(19|20)\d\d/g, '\u0001')
    .replace(/(.{2,6}?)\1+/g, '$1')
    .replace(/(.)\1+/gu, '$1')
  const signs = [...rest]
  return Math.min(signs.length, new Set(signs).size + 2)
}

/** Every run of neighbours on the keyboard or in the alphabet becomes one character. */
function withoutRuns(text: string): string {
  let out = ''
  for (let at = 0; at < text.length;) {
    let length = 1
    for (const run of runs) {
      let here = 0
      for (let start = run.indexOf(text[at]!); start >= 0 && here < 20; start = run.indexOf(text[at]!, start + 1)) {
        here = 1
        while (at + here < text.length && start + here < run.length && text[at + here] === run[start + here]) here++
        if (here >= 3) length = Math.max(length, here)
      }
    }
    out += text[at]
    at += length
  }
  return out
}

/** Refuses what is short or usual. `known` are words anyone would try for this person: names, address, company. */
export function checkPassword(password: string, known: readonly string[]): void {
  if ([...password].length < passwordLength || guesswork(password, known) < 6)
    throw problem('password_weak', { length: passwordLength })
}
