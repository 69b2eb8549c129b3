import type { Locator, Page } from '@playwright/test'

/** A course, as whoever takes it sees it. */
export const training = {
  choice: (page: Page, words: RegExp): Locator => page.getByRole('button', { name: words }),
  said: (page: Page, words: string): Locator => page.getByRole('status').filter({ hasText: words }),
  done: (page: Page): Locator => page.getByRole('button', { name: 'Done', exact: true }),
  next: (page: Page): Locator => page.getByRole('button', { name: 'Done, next lesson' }),
}
