import type { FrameLocator, Locator, Page } from '@playwright/test'

/** Courses of other makers: bringing one, and taking one. */
export const packages = {
  bring: (page: Page): Locator => page.getByRole('button', { name: 'Bring a package' }).first(),
  file: (page: Page): Locator => page.locator('input[type="file"]'),
  take: (page: Page): Locator => page.getByRole('button', { name: 'Check and keep' }),
  newVersion: (page: Page, title: string): Locator => page.getByRole('button', { name: `New version of ${title}` }),
  row: (page: Page, title: string): Locator => page.getByRole('main').getByRole('listitem').filter({ hasText: title }),
  tryIt: (page: Page, title: string): Locator => page.getByRole('link', { name: `Try it: ${title}` }),
  begin: (page: Page): Locator => page.getByRole('link', { name: /^(Begin|Go on|Carry on|Continue)/ }).first(),
  leave: (page: Page): Locator => page.getByRole('button', { name: 'Save and leave' }),
  finished: (page: Page): Locator => page.getByText('You have finished this course.'),
  tooMuch: (page: Page): Locator => page.getByText(/wants to remember more than Belay keeps/),
  inside: (page: Page): FrameLocator => page.frameLocator('main iframe, iframe').frameLocator('iframe'),
}
