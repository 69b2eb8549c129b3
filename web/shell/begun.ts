/**
 * From where somebody came to what they do: a letter, their calendar, This week, or by looking for it in
 * the app. Kept for the tab, told with each act; nothing else is made of it (the mistake audit counts it
 * for the whole company).
 */
import type { BegunPlace } from '../../contract/operation.ts'

const key = 'belay.begun'
const parameter = 'via'
/** Of letters whose subject is tried: which one somebody came by. */
const letter = 'message'
const letterKey = 'belay.letter'
let place: BegunPlace = 'app'
let at = ''

/** The first part of a page's address below the company: people stay within a matter. */
const matterOf = (path: string): string => path.split('/')[3] ?? ''
const doors: readonly string[] = ['sign-in', 'link', 'first-password']
const isHome = (path: string): boolean => matterOf(path) === ''

function keep(now: BegunPlace): void {
  place = now
  try {
    sessionStorage.setItem(key, now)
  } catch {
    // Without storage it holds until the page is loaded anew.
  }
}

/** Once, when the page is loaded: takes what a link says out of the address. */
export function arrive(): void {
  const url = new URL(location.href)
  const message = url.searchParams.get(letter)
  if (message) {
    url.searchParams.delete(letter)
    history.replaceState(history.state, '', url)
    try {
      sessionStorage.setItem(letterKey, message)
    } catch {
      // Without storage it is not counted.
    }
  }
  const said = url.searchParams.get(parameter)
  at = url.pathname
  if (said === 'letter' || said === 'calendar') {
    keep(said)
    url.searchParams.delete(parameter)
    history.replaceState(history.state, '', url)
    return
  }
  try {
    place = (sessionStorage.getItem(key) as BegunPlace | null) ?? 'app'
  } catch {
    place = 'app'
  }
}

/** With each change of the page. */
export function goes(to: string): void {
  const from = at
  at = to
  if (from === to) return
  // Whoever has to sign in on the way still comes from where they came.
  if (doors.includes(matterOf(from)) || doors.includes(matterOf(to))) return
  if (isHome(to) || isHome(from)) keep('home')
  else if (matterOf(from) !== matterOf(to)) keep('app')
}

/** The message by whose button somebody came, once. */
export function takeLetter(): string | null {
  try {
    const id = sessionStorage.getItem(letterKey)
    sessionStorage.removeItem(letterKey)
    return id
  } catch {
    return null
  }
}

export const begun = (): BegunPlace => (isHome(at) ? 'home' : place)
