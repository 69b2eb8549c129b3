import type { Locator, Page } from '@playwright/test'

/** Asking for trainers, becoming one, and observing one. */
export const trainers = {
  search: (page: Page): Locator => page.getByRole('textbox', { name: 'Search by name' }),
  proposal: (page: Page, name: string): Locator => page.getByRole('button', { name: new RegExp(name) }),
  ask: (page: Page): Locator => page.getByRole('button', { name: 'Ask', exact: true }),
  accept: (page: Page): Locator => page.getByRole('button', { name: 'Yes, I will' }),
  select: (page: Page, name: string): Locator => page.getByRole('combobox', { name }),
  option: (page: Page, name: string | RegExp): Locator => page.getByRole('option', { name }),
  arrange: (page: Page): Locator => page.getByRole('button', { name: 'Arrange', exact: true }),
  write: (page: Page): Locator => page.getByRole('link', { name: 'Write what you saw' }),
  points: (page: Page, step: 'Seen' | 'Partly'): Locator => page.getByRole('radio', { name: step, exact: true }),
  verdict: (page: Page, name: RegExp): Locator => page.getByRole('radio', { name }),
  workOn: (page: Page): Locator => page.getByRole('textbox', { name: 'What to work on' }),
  send: (page: Page): Locator => page.getByRole('button', { name: 'Send', exact: true }),
  sign: (page: Page): Locator => page.getByRole('button', { name: 'Sign off', exact: true }),
  /** In running text and in states. */
  says: (page: Page, words: string | RegExp): Locator => page.getByText(words).first(),
  guide: (page: Page): Locator => page.getByText('New here?'),
  leaders: (page: Page): Locator => page.getByRole('combobox', { name: 'Led by' }),
}
