import type { Locator, Page } from '@playwright/test'

/** Asking for champions, being one, and what they hear. */
export const champions = {
  gap: (page: Page): Locator => page.locator('[data-index="0"][tabindex]').first(),
  proposal: (page: Page): Locator => page.getByRole('button', { name: /Choose$/ }).first(),
  words: (page: Page): Locator => page.getByRole('textbox', { name: 'Why you thought of them' }),
  send: (page: Page): Locator => page.getByRole('button', { name: 'Send invitation' }),
  asked: (page: Page): Locator => page.getByText('Asked, no answer yet'),
  takeBack: (page: Page): Locator => page.getByRole('button', { name: 'Take back' }),
  takenBack: (page: Page): Locator => page.getByText('The invitation is taken back.'),
  topic: (page: Page): Locator => page.getByRole('combobox', { name: 'What it is about' }),
  note: (page: Page): Locator => page.getByRole('textbox', { name: 'What people say' }),
  share: (page: Page): Locator => page.getByRole('button', { name: 'Share without a name' }),
  pointed: (page: Page): Locator => page.getByRole('alert').filter({ hasText: 'looks like a name' }),
  sealed: (page: Page): Locator => page.getByText('It is sealed.', { exact: false }),
  yours: (page: Page): Locator => page.getByRole('region', { name: /^Your champions?$/ }),
}
