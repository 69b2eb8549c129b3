import type { Locator, Page } from '@playwright/test'

/** The frame around every page of somebody who is signed in. */
export const shell = {
  title: (page: Page): Locator => page.getByRole('heading', { level: 1 }),
  rail: (page: Page): Locator => page.getByRole('navigation').first(),
  place: (page: Page, name: string | RegExp): Locator => shell.rail(page).getByRole('link', { name }),
  palette: (page: Page): Locator => page.getByRole('dialog').filter({ has: page.getByRole('combobox') }),
  dialog: (page: Page): Locator => page.getByRole('dialog'),
  toast: (page: Page): Locator => page.getByRole('status'),
}

const timeout = 20_000

/** Until nothing is on its way any more: the title is there and no placeholder is left. */
export async function settled(page: Page): Promise<void> {
  await page
    .locator('h1')
    .first()
    .waitFor({ timeout })
    .catch(() => {
      throw new Error(`${page.url()} has no title after ${timeout / 1000} seconds.`)
    })
  try {
    await page.waitForFunction(
      () => document.querySelectorAll('.mantine-Skeleton-root, [data-loading], [aria-busy="true"]').length === 0,
      null,
      { timeout },
    )
  } catch {
    throw new Error(`${page.url()} still loads after ${timeout / 1000} seconds.`)
  }
  await page.evaluate(() => document.fonts.ready)
}
