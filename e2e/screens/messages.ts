import type { Locator, Page } from '@playwright/test'

/** One message on its page: before it goes out, and what comes of it afterwards. */
export const message = {
  voice: (page: Page): Locator => page.getByRole('combobox', { name: 'Who speaks?' }),
  trySecond: (page: Page): Locator => page.getByRole('button', { name: 'Try a second subject' }),
  second: (page: Page, language: string): Locator => page.getByLabel(`Second subject, ${language}`),
  save: (page: Page): Locator => page.getByRole('button', { name: 'Save', exact: true }),
  ask: (page: Page): Locator => page.getByRole('button', { name: 'Ask for approval' }),
  schedule: (page: Page): Locator => page.getByRole('button', { name: 'Schedule', exact: true }),
  stale: (page: Page): Locator => page.getByText('Something it said does not hold any more'),
  /** Titles are in the language of whoever is signed in, whichever the page speaks. */
  led: (page: Page): Locator => page.getByRole('region', { name: 'What came of it' }).getByRole('link').first(),
  whoHasNot: (page: Page): Locator => page.getByRole('button', { name: 'Who has not acted yet?' }),
  writeTo: (page: Page, act: string): Locator => page.getByRole('button', { name: `Write to them: ${act}` }),
  state: (page: Page, name: string): Locator => page.getByText(name, { exact: true }).first(),
}
