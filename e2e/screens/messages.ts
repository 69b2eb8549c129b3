import type { Locator, Page } from '@playwright/test'

/** A message that went out, and the calendars of days off. */
export const messages = {
  ask: (page: Page): Locator => page.getByRole('button', { name: 'Who has not acted yet?' }),
  begin: (page: Page): Locator => page.getByRole('button', { name: /^Write to them/ }),
  follows: (page: Page): Locator => page.getByText(/^To readers (who|with)/),
  upTo: (page: Page): Locator => page.getByText(/up to \d+/).first(),
  calendarName: (page: Page): Locator => page.getByLabel('Name', { exact: true }),
  days: (page: Page): Locator => page.getByLabel('The days'),
  save: (page: Page): Locator => page.getByRole('button', { name: 'Save', exact: true }),
}
