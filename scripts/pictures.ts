/**
 * The pictures of the README, taken from a running demo: `node scripts/pictures.ts [DATA_DIR]`.
 * Real pages, a real browser, the people whose parts one can play.
 */
import fs from 'node:fs'
import path from 'node:path'
import { chromium } from '@playwright/test'
import { browserArguments, findBrowser } from './browser.ts'

const folder = process.argv[2] ?? './data/demo'
const demo = JSON.parse(fs.readFileSync(path.join(folder, 'demo.json'), 'utf8')) as {
  url: string
  signIns: { role: string; email: string; password: string }[]
}
const target = path.join(path.dirname(import.meta.dirname), 'docs/pictures')
const origin = new URL(demo.url).origin

/** `first`: a link on the page, whose page is shown instead. */
type Picture = { name: string; role: string; path: string; width?: number; dark?: boolean; first?: string }
const pictures: Picture[] = [
  { name: 'metrics', role: 'lead', path: '/program/metrics' },
  { name: 'program', role: 'lead', path: '/program' },
  { name: 'design', role: 'lead', path: '/program/design' },
  { name: 'communications', role: 'lead', path: '/program/communications' },
  { name: 'roadmap', role: 'lead', path: '/program/roadmap?view=chart' },
  { name: 'champions', role: 'lead', path: '/program/champions' },
  {
    name: 'business-review',
    role: 'sponsor',
    path: '/program/business-review',
    first: 'main a[href*="/program/business-review/"]',
  },
  { name: 'team', role: 'manager', path: '/team' },
  { name: 'goals', role: 'employee', path: '/goals' },
  { name: 'people', role: 'lead', path: '/people' },
  { name: 'who-sees-what', role: 'employee', path: '/about-me' },
  { name: 'week-phone', role: 'employee', path: '/', width: 390 },
  { name: 'week-dark', role: 'manager', path: '/', dark: true },
]

fs.mkdirSync(target, { recursive: true })
const browser = await chromium.launch({ executablePath: findBrowser(), args: browserArguments })
try {
  for (const picture of pictures) {
    const context = await browser.newContext({
      viewport: { width: picture.width ?? 1280, height: picture.width ? 780 : 800 },
      colorScheme: picture.dark ? 'dark' : 'light',
      locale: 'en-GB',
      reducedMotion: 'reduce',
    })
    const who = demo.signIns.find((one) => one.role === picture.role)!
    const answer = await context.request.post(`${origin}/api/sign-in`, {
      headers: { origin },
      data: { organization: 'lumenwerk', name: who.email, password: who.password },
    })
    if (!answer.ok()) throw new Error(`${who.email} cannot sign in: ${await answer.text()}`)
    const page = await context.newPage()
    await page.goto(demo.url.replace(/\/$/, '') + picture.path)
    await page.waitForLoadState('networkidle')
    if (picture.first) {
      const link = page.locator(picture.first).first()
      await page.goto(origin + (await link.getAttribute('href')))
      await page.waitForLoadState('networkidle')
    }
    await page.screenshot({ path: path.join(target, `${picture.name}.png`) })
    process.stderr.write(`${picture.name}\n`)
    await context.close()
  }
} finally {
  await browser.close()
}
