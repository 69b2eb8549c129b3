/**
 * What has the focus may go: a task is done, a form closes. A keyboard would then begin at the
 * top of the page again. The focus goes to what came next in the order of reading, else to what
 * stood before it, else to the title.
 */
import { type RefObject, useEffect } from 'react'

/** No field: some open a list as soon as they have the focus. */
const stops =
  'a[href], button:not([disabled]), summary, input:is([type="checkbox"], [type="radio"]):not([disabled]), [role="treeitem"][tabindex="0"]'

export function useKeptFocus(page: RefObject<HTMLElement | null>, title: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const within = page.current
    if (!within) return
    let last: Element | null = null
    let before: Element[] = []
    let after: Element[] = []
    const onFocus = (event: FocusEvent) => {
      const target = event.target as Element
      last = within.contains(target) ? target : null
      const around = last ? [...within.querySelectorAll(stops)].filter((one) => one !== last) : []
      const follows = (one: Element) => target.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING
      after = around.filter(follows)
      before = around.filter((one) => !follows(one)).toReversed()
    }
    // A hand that points or scrolls looks elsewhere; nothing is to move under it.
    const letGo = (event: Event) => {
      if (last && !last.contains(event.target as Node)) last = null
    }
    const keep = () => {
      if (!last || (document.activeElement && document.activeElement !== document.body)) return
      // Its row moved to another place of the list; moving takes the focus away.
      if (last.isConnected) return (last as HTMLElement).focus({ preventScroll: true })
      last = null
      const next = [...after, ...before].find((one) => one.isConnected && !(one as HTMLButtonElement).disabled)
      const to = (next as HTMLElement | undefined) ?? title.current
      to?.focus()
    }
    const watch = new MutationObserver(keep)
    watch.observe(within, { childList: true, subtree: true })
    const hands = ['pointerdown', 'wheel', 'touchmove'] as const
    document.addEventListener('focusin', onFocus)
    for (const hand of hands) document.addEventListener(hand, letGo, { passive: true })
    return () => {
      watch.disconnect()
      document.removeEventListener('focusin', onFocus)
      for (const hand of hands) document.removeEventListener(hand, letGo)
    }
  }, [page, title])
}
