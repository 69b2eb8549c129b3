/** Somebody without a mouse: each stop of Tab is looked at on the way. */
import type { Page } from '@playwright/test'
import { expect } from './world.ts'

type Stop = {
  name: string
  /** What is wrong with this stop, for somebody who looks and has only keys. */
  faults: string[]
  /** In the coordinates of the page, where it stands in the main part. */
  box: { top: number; bottom: number; left: number; right: number } | null
  row: string
}

/** Where the focus is, once nothing moves any more. */
async function stopOf(page: Page): Promise<Stop> {
  return page.evaluate(async () => {
    await Promise.allSettled(document.getAnimations().map((one) => one.finished))
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
    const at = document.activeElement
    if (!(at instanceof HTMLElement) || at === document.body)
      return { name: '', faults: ['the focus is nowhere'], box: null, row: '' }
    const labels = [...((at as HTMLInputElement).labels ?? [])].map((l) => l.textContent)
    const words = at.getAttribute('aria-label') ?? (labels.join(' ') || at.textContent) ?? ''
    const name = words.trim().replace(/\s+/g, ' ') || (at as HTMLInputElement).placeholder || at.tagName
    const faults: string[] = []
    const rect = at.getClientRects()[0] ?? at.getBoundingClientRect()
    const [x, y] = [rect.left + rect.width / 2, rect.top + rect.height / 2]
    const top = document.elementFromPoint(x, y)
    if (y < 0 || y > innerHeight || x < 0 || x > innerWidth) faults.push('outside of what is seen')
    else if (top && !at.contains(top) && !top.contains(at) && !(top instanceof HTMLLabelElement))
      faults.push(`covered by ${top.tagName} ${top.className}`)
    const field = at.matches('textarea, select, input:not([type="checkbox"], [type="radio"])')
    // A box or a round button may show it on what is drawn for it, a picture of a switch beside it.
    const drawn = [at, at.nextElementSibling, at.parentElement].filter((one) => one !== null)
    const ringed = drawn.some((one) => {
      const style = getComputedStyle(one)
      return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none'
    })
    if (!field && !at.matches('[tabindex="-1"]') && !ringed) faults.push('not to be seen')
    return {
      name,
      faults,
      box: at.closest('main')
        ? { top: rect.top + scrollY, bottom: rect.bottom + scrollY, left: rect.left, right: rect.right }
        : null,
      row: at.closest('li, [role="row"]')?.textContent?.replace(/\s+/g, ' ') ?? '',
    }
  })
}

/** A walk by keys alone. What was wrong on the way is kept, and told at the end. */
export function keysOf(page: Page) {
  const faults: string[] = []
  let before: Stop | null = null
  const look = async (pressed: string): Promise<Stop> => {
    const stop = await stopOf(page)
    // After the last stop a browser goes to its own bar, and then begins anew.
    const told = pressed === 'then' || stop.name !== '' ? stop.faults : []
    faults.push(...told.map((fault) => `${pressed}: “${stop.name.slice(0, 60)}” ${fault}`))
    const [a, b] = [before?.box, stop.box]
    if (pressed === 'Tab' && a && b && b.bottom <= a.top)
      faults.push(`“${stop.name.slice(0, 60)}” stands above “${before!.name.slice(0, 60)}” and comes after it`)
    before = stop
    return stop
  }
  return {
    /** Tab until something of that name, in a row of those words, has the focus. */
    async to(name: RegExp, row = /(?:)/, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
      const seen: string[] = []
      for (let at = 0; at < 120; at++) {
        await page.keyboard.press(key)
        const stop = await look(key)
        if (name.test(stop.name) && row.test(stop.row)) return
        seen.push(stop.name.slice(0, 40))
      }
      throw new Error(`${key} never came to ${name}; it came to ${seen.join(' · ')}`)
    },
    async press(key: string): Promise<void> {
      await page.keyboard.press(key)
      before = null
    },
    /** After an act the focus is on something of that name, without a hand to bring it there. */
    async on(name: RegExp): Promise<void> {
      await expect.poll(async () => (await stopOf(page)).name).toMatch(name)
      await look('then')
    },
    /** What one stands on. */
    name: async () => (await stopOf(page)).name,
    fine: () => expect([...new Set(faults)]).toEqual([]),
  }
}
