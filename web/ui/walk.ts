/** Arrow keys walk the rows of a list; Enter opens the one in focus. The link of each row has `data-row`. */
import type { KeyboardEvent } from 'react'

export function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const here = links.indexOf(document.activeElement as HTMLElement)
  if (here < 0) return
  event.preventDefault()
  links[Math.max(0, Math.min(links.length - 1, here + (event.key === 'ArrowDown' ? 1 : -1)))]?.focus()
}
