/** A company of a journey's own on its own installation: people who come in by their mail. */
import { request as playwright, type Browser, type Page } from '@playwright/test'
import type { SmtpSink } from '../server/platform/testing-mail.ts'
import { type Installation, type Operate, operations } from './installation.ts'
import { entering } from './screens/entering.ts'
import { expect, watch } from './world.ts'

export type Company = {
  slug: string
  installation: Installation
  sink: SmtpSink
  browser: Browser
  faults: string[]
}

export async function visitor({ browser, installation, faults }: Company): Promise<Page> {
  const context = await browser.newContext({
    baseURL: installation.origin,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    reducedMotion: 'reduce',
    storageState: {
      cookies: [],
      origins: [{ origin: installation.origin, localStorage: [{ name: 'belay.language', value: 'en' }] }],
    },
  })
  const page = await context.newPage()
  watch(page, faults)
  return page
}

/** The newest letter to an address whose words hold something, later than the first `after`. */
export async function letter({ sink }: Company, address: string, holds: RegExp, after = 0): Promise<string> {
  let text = ''
  await expect
    .poll(
      async () => {
        for (const one of sink.to(address).slice(after)) {
          const { text: said = '' } = await one.parsed()
          if (holds.test(said)) text = said
        }
        return text
      },
      { message: `a letter to ${address} with ${holds}`, timeout: 30_000 },
    )
    .not.toBe('')
  return text
}

/** Opens a page without being signed in, asks for a link, opens the mail, presses the button: nothing happens before that. Then the page is there. */
export async function enterByMail(company: Company, email: string, wanted = `/o/${company.slug}`): Promise<Page> {
  const page = await visitor(company)
  await page.goto(wanted)
  await entering.way(page, 'Link by mail').click()
  await entering.email(page).fill(email)
  const before = company.sink.to(email).length
  await entering.ask(page).click()
  await expect(entering.asked(page)).toBeVisible()
  const link = /http\S+\/link#\S+/.exec(await letter(company, email, /\/link#/, before))![0]
  await page.goto('about:blank')
  await page.goto(link)
  await expect(entering.go(page)).toBeVisible()
  expect((await page.context().cookies()).filter((cookie) => cookie.name === 'belay_session')).toEqual([])
  await entering.go(page).click()
  await entering.later(page).click()
  await expect(page).toHaveURL(new RegExp(`${new URL(wanted, company.installation.origin).pathname}/?$`))
  return page
}

/** The same without its pages, for those whose way in is not what the journey is about: the link is asked for, read in the mail and used. */
export async function enterAs(company: Company, email: string): Promise<{ page: Page; act: Operate }> {
  const page = await visitor(company)
  const act = await operations(page.request, company.installation.origin)
  await openLink(company, act, email)
  return { page, act }
}

async function openLink(company: Company, act: Operate, email: string): Promise<void> {
  const before = company.sink.to(email).length
  await act('access.requestLink', { organization: company.slug, email })
  const link = /\/link#(\S+)/.exec(await letter(company, email, /\/link#/, before))!
  await act('access.openLink', { organization: company.slug, secret: link[1]! })
}

/** The same without a browser: asks, reads the mail, sends the secret off. Then acts as they; `end` forgets them. */
export async function enterQuietly(company: Company, email: string): Promise<{ act: Operate; end(): Promise<void> }> {
  const request = await playwright.newContext()
  const act = await operations(request, company.installation.origin)
  await openLink(company, act, email)
  return { act, end: () => request.dispose() }
}
