import type { Locator, Page } from '@playwright/test'

/** The pages before one is in. */
export const entering = {
  go: (page: Page): Locator => page.getByRole('button', { name: 'Sign in', exact: true }),
  way: (page: Page, name: 'Password' | 'Link by mail' | 'Printed code'): Locator =>
    page.getByRole('main').getByText(name, { exact: true }),
  email: (page: Page): Locator => page.getByLabel('E-mail address', { exact: true }),
  ask: (page: Page): Locator => page.getByRole('button', { name: 'Send me a link' }),
  asked: (page: Page): Locator => page.getByText('Look in your mail'),
  newPassword: (page: Page): Locator => page.getByLabel('New password'),
  setPassword: (page: Page): Locator => page.getByRole('button', { name: 'Set a password' }),
  later: (page: Page): Locator => page.getByRole('button', { name: 'Not now' }),
}
