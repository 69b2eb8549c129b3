/** What every journey has: the house, people to be, and a browser that is them. */
import fs from 'node:fs'
import path from 'node:path'
import { test as plain, type BrowserContext, type Page } from '@playwright/test'

const root = path.dirname(import.meta.dirname)
/** Where the databases of installations of a journey's own are; there at once. */
export const databasesFile = path.join(root, 'dist/test/databases.json')
/** Where the house is, once it is open, or why it is not. */
export const houseFile = path.join(root, 'dist/test/house.json')
/** Which pages were looked at for barriers in this run. */
export const lookedAt = path.join(root, 'dist/test/looked-at')
const own = path.join(root, 'node_modules/.bin/node')
/** The Node that runs the product. */
export const node = fs.existsSync(own) ? own : process.execPath

export type Visitor = { role: string; email: string; password: string; name: string; id: string; cookie: string }
export type House = {
  origin: string
  slug: string
  people: Record<string, Visitor>
  folder: string
}
/** Empty databases for installations of a journey's own, one a try. */
export type Databases = Record<'first' | 'real' | 'half' | 'mail' | 'sent' | 'whole' | 'trainers', string[]>

/** In English unless told; by themselves pages speak the language of the people file. */
type Options = { language?: string; phone?: boolean }
type World = {
  databases: Databases
  /** A page of somebody who is signed in at the demo company. */
  as(role: string, options?: Options): Promise<Page>
}

/** What a page may not do, whatever it shows: throw, be refused by its own policy, ask for what is not there. */
export function watch(page: Page, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`))
  page.on('console', (message) => {
    // Refusals are answers, and are told elsewhere; letters are shown in a frame without scripts, which stops the browser driver's own too.
    if (
      message.type() === 'error' &&
      !/Failed to load resource|Blocked script execution in 'about:srcdoc'/.test(message.text())
    )
      faults.push(`${page.url()}: ${message.text()}`)
  })
  page.on('response', (answer) => {
    if (answer.status() >= 500) faults.push(`${answer.request().method()} ${answer.url()} answered ${answer.status()}`)
  })
}

/** The company of the house lives through its weeks while journeys on installations of their own are on their way already. */
async function openHouse(): Promise<House> {
  for (;;) {
    if (fs.existsSync(houseFile)) {
      const said = JSON.parse(fs.readFileSync(houseFile, 'utf8')) as House | { failed: string }
      if ('failed' in said) throw new Error(said.failed)
      return said
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

export const test = plain.extend<World & { faults: string[] }, { house: House }>({
  house: [async ({}, use) => use(await openHouse()), { scope: 'worker', timeout: 900_000 }],
  databases: async ({}, use) => use(JSON.parse(fs.readFileSync(databasesFile, 'utf8')) as Databases),
  faults: [
    async ({}, use, info) => {
      const faults: string[] = []
      await use(faults)
      if (info.status === 'passed' && faults.length > 0)
        throw new Error(`Pages went wrong on the way:\n${[...new Set(faults)].join('\n')}`)
    },
    { auto: true },
  ],
  as: async ({ browser, house, faults }, use) => {
    const opened: BrowserContext[] = []
    await use(async (role, { language = 'en', phone } = {}) => {
      const visitor = house.people[role]
      if (!visitor) throw new Error(`Nobody in the demo company plays ${role}.`)
      const context = await browser.newContext({
        baseURL: house.origin,
        locale: 'en-GB',
        timezoneId: 'Europe/Berlin',
        reducedMotion: 'reduce',
        viewport: phone ? { width: 390, height: 844 } : { width: 1280, height: 900 },
        storageState: {
          cookies: [
            {
              name: 'belay_session',
              value: visitor.cookie,
              domain: 'localhost',
              path: '/',
              expires: -1,
              httpOnly: true,
              secure: false,
              sameSite: 'Lax',
            },
          ],
          origins: [{ origin: house.origin, localStorage: [{ name: 'belay.language', value: language }] }],
        },
      })
      opened.push(context)
      const page = await context.newPage()
      watch(page, faults)
      return page
    })
    for (const context of opened) await context.close()
  },
})
export { expect } from '@playwright/test'
