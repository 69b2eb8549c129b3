import type { Locator, Page } from '@playwright/test'

/** What became of messages, as the program's team sees it. */
export const funnel = {
  step: (page: Page, name: string): Locator => page.getByRole('listitem').filter({ hasText: name }).first(),
  by: (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true }),
  row: (page: Page, name: string): Locator => page.getByRole('row').filter({ hasText: name }),
}
