/** Every page that somebody can reach, found by following what stands on the pages. */
import type { Page } from '@playwright/test'
import { settled } from './screens/shell.ts'
import type { House } from './world.ts'

/** Addresses that no page links to, or only in some states. */
const always = [
  '',
  'inbox',
  'account',
  'account/notifications',
  'about-me',
  'policies',
  'program/about',
  'people',
  'tests',
  'champion',
  'champion/asked',
  'program/my-tasks',
]
const leaves = /\/(sign-in|link|first-password|letters-off)(\?|$)|\/api\//

/** One address stands for all that differ only in whom or what they are about. */
export function kindOf(address: string): string {
  return (
    new URL(address).pathname
      .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ':id')
      .replace(/\/communications\/letters\/[^/]+$/, '/communications/letters/:letter')
      .replace(/\/program\/answers\/shipped\/[^/]+$/, '/program/answers/shipped/:faq')
      .replace(/^(\/o\/[^/]+\/learning)\/(?!sessions\/)[^/]+(?=\/|$)/, '$1/:course')
      .replace(/(\/learning\/:course)\/(?!open$)[^/]+$/, '$1/:lesson')
      .replace(/\/training\/courses\/own-[^/]+/, '/training/courses/:own')
      .replace(/\/certificates\/[A-Z0-9-]{14}$/, '/certificates/:number')
      .replace(/\/$/, '')
      .replace(/^\/o\/[^/]+/, '') || '/'
  )
}

/** Goes to an address as a link does, without loading everything anew. */
async function follow(page: Page, address: string): Promise<void> {
  await page.evaluate(
    (href) =>
      (
        globalThis as unknown as { __TSR_ROUTER__: { navigate(to: { href: string }): Promise<void> } }
      ).__TSR_ROUTER__.navigate({ href }),
    address.slice(new URL(address).origin.length),
  )
}

/**
 * Calls `visit` on one page of each kind. `by`: 'loading' opens each page anew, as a bookmark does;
 * 'links' stays in the app, which is quicker. `limit` keeps a fault from walking for ever.
 */
export async function walk(
  page: Page,
  house: House,
  by: 'loading' | 'links',
  visit: (kind: string) => Promise<void>,
  limit = 100,
): Promise<string[]> {
  const home = `${house.origin}/o/${house.slug}`
  const queue = always.map((path) => `${home}/${path}`)
  const seen = new Set<string>()
  while (queue.length > 0 && seen.size < limit) {
    const address = queue.shift()!
    const kind = kindOf(address)
    if (seen.has(kind)) continue
    seen.add(kind)
    if (by === 'loading' || seen.size === 1) await page.goto(address)
    else await follow(page, address)
    await settled(page)
    await visit(kind)
    const links = await page
      .locator(`a[href^="/o/${house.slug}"]`)
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
    queue.push(...links.filter((link) => !leaves.test(link)))
    queue.push(...(await behindRows(page)))
  }
  return [...seen]
}

/** Rows open by Enter, and are not links: the first of each table is tried. */
async function behindRows(page: Page): Promise<string[]> {
  const found: string[] = []
  const here = page.url()
  const row = page.locator('main [data-index="0"][tabindex]').first()
  if ((await row.count()) === 0) return found
  await row.focus()
  await page.keyboard.press('Enter')
  if (page.url() !== here) found.push(page.url())
  return found
}
