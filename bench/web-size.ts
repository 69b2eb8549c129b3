/**
 * How much JavaScript a browser fetches to show the sign-in page and This week, compressed as
 * the server sends it: a real server, a real browser, and what travels is what is counted.
 */
import { type Browser, chromium } from '@playwright/test'
import { browserArguments, findBrowser } from '../scripts/browser.ts'
import { openPages, type Pages } from './pages.ts'
import { type Row, times } from './row.ts'

/** Compressed kilobytes per page. */
const limit = 200

export async function measure(): Promise<Row[]> {
  const pages = await openPages()
  try {
    const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments })
    try {
      return [
        times('JavaScript of the sign-in page', 'kB', await fetched(browser, pages, pages.signIn, false), limit, 1),
        times('JavaScript of This week', 'kB', await fetched(browser, pages, pages.week, true), limit, 1),
      ]
    } finally {
      await browser.close()
    }
  } finally {
    await pages.close()
  }
}

async function fetched(browser: Browser, pages: Pages, address: string, signedIn: boolean): Promise<number> {
  const context = await browser.newContext({ locale: 'en-GB' })
  if (signedIn) await context.addCookies([{ ...pages.cookie, url: pages.origin }])
  const page = await context.newPage()
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (new URL(response.url()).pathname.endsWith('.js'))
      sizes.push(
        response
          .request()
          .sizes()
          .then((s) => s.responseBodySize),
      )
  })
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.locator('h1').first().waitFor({ timeout: 30_000 })
  if (new URL(page.url()).pathname.replace(/\/$/, '') !== new URL(address).pathname)
    throw new Error(`${address} led to ${page.url()}`)
  const bytes = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0)
  await context.close()
  return bytes / 1000
}
