/** Keys that work on every page. Single keys can be switched off (WCAG 2.1.4). */
import { useEffect, useRef } from 'react'
import { useGo } from '../ui/link.tsx'
import { keepEarly, waitsForField } from './early-keys.ts'
import { places, type PlaceId } from './places.ts'
import type { Opened } from './shell.tsx'

const offKey = 'belay.keys.off'
export const singleKeysOn = (): boolean => localStorage.getItem(offKey) === null
export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(offKey)
  else localStorage.setItem(offKey, '1')
}

/** `g` and then the letter. */
export const goKeys: Partial<Record<PlaceId, string>> = {
  week: 'w',
  goals: 'g',
  checkins: 'c',
  reviews: 'r',
  feedback: 'f',
  growth: 'h',
  recognition: 'k',
  learning: 'l',
  people: 'p',
  team: 't',
  program: 'o',
  'program.metrics': 'm',
  settings: 's',
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform)
export const modKey = isMac ? '⌘' : 'Ctrl'

export function typing(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
  )
}

export function useShellKeys({
  open,
  toggleRail,
  places: seen,
}: {
  open: (what: Opened) => void
  toggleRail: () => void
  places: readonly PlaceId[]
}) {
  const go = useGo()
  const latest = useRef({ open, toggleRail, seen, go })
  latest.current = { open, toggleRail, seen, go }
  useEffect(() => {
    let waiting: ReturnType<typeof setTimeout> | null = null
    // Before any field of the page: these letters are for the search that is on its way.
    const onEarly = (event: KeyboardEvent) => {
      const what = keepEarly(event)
      if (what === 'not') return
      event.preventDefault()
      event.stopPropagation()
      if (what === 'leave') latest.current.open(null)
    }
    const onKey = (event: KeyboardEvent) => {
      const now = latest.current
      if ((event.metaKey || event.ctrlKey) && !event.altKey && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        if (waiting) clearTimeout(waiting)
        waiting = null
        now.open('palette')
        return
      }
      if (
        waitsForField() ||
        event.metaKey ||
        event.ctrlKey ||
        event.altKey ||
        typing(event.target) ||
        event.defaultPrevented ||
        !singleKeysOn()
      )
        return
      if (document.querySelector('[aria-modal="true"]')) return
      if (waiting) {
        clearTimeout(waiting)
        waiting = null
        const place = now.seen.find((id) => goKeys[id] === event.key)
        if (place) {
          event.preventDefault()
          void now.go(places[place].to)
        }
        return
      }
      if (event.key === 'g') waiting = setTimeout(() => (waiting = null), 1200)
      else if (event.key === '?') now.open('help')
      else if (event.key === '/') {
        event.preventDefault()
        const search = document.querySelector<HTMLInputElement>('main [data-search]')
        if (search) search.focus()
        else now.open('palette')
      } else if (event.key === '[') now.toggleRail()
    }
    addEventListener('keydown', onEarly, { capture: true })
    addEventListener('keydown', onKey)
    return () => {
      removeEventListener('keydown', onEarly, { capture: true })
      removeEventListener('keydown', onKey)
    }
  }, [])
}
