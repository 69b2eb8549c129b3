/** Every page that somebody can reach, found by following what stands on the pages. */
import { createHash } from 'node:crypto'
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
 * Which of those who walk begins with a kind of page: always the same, whoever else is on the way. What falls to others
 * is looked at later, and has mostly been looked at by them when its turn comes.
 */
export function fallsTo<Walker extends string>(walkers: readonly Walker[], kind: string): Walker {
  return walkers[createHash('sha256').update(kind).digest().readUInt32BE() % walkers.length]!
}

/** Far above what there is; whoever gets there walks in circles. */
const far = 500

/**
 * Calls `visit` on one page of each kind, first on those that are `own`. `by`: 'loading' opens each of these anew, as a
 * bookmark does; all else is reached by links within the app, which is quicker.
 */
export async function walk(
  page: Page,
  house: House,
  by: 'loading' | 'links',
  own: (kind: string) => boolean,
  visit: (kind: string) => Promise<void>,
): Promise<string[]> {
  const home = `${house.origin}/o/${house.slug}`
  /** One address of each kind, in the order in which they were found. */
  const found = new Map<string, string>()
  const waits = new Set<string>()
  const note = (addresses: readonly string[]) => {
    for (const address of addresses) {
      const kind = kindOf(address)
      if (found.has(kind)) continue
      found.set(kind, address)
      waits.add(kind)
    }
  }
  note(always.map((path) => `${home}/${path}`))
  let kind: string | undefined = kindOf(home)
  while (kind !== undefined) {
    waits.delete(kind)
    const address = found.get(kind)!
    if (waits.size === found.size - 1 || (by === 'loading' && own(kind))) await page.goto(address)
    else await follow(page, address)
    await settled(page)
    await visit(kind)
    const links = await page
      .locator(`a[href^="/o/${house.slug}"]`)
      .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).href))
    note(links.filter((link) => !leaves.test(link)))
    note(await behindRows(page))
    if (found.size > far) throw new Error(`There are more than ${far} kinds of pages:\n${[...found.keys()].join('\n')}`)
    const left: string[] = [...waits]
    kind = left.find(own) ?? left[0]
  }
  return [...found.keys()]
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
