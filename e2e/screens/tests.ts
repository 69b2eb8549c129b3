import type { Locator, Page } from '@playwright/test'

/** Test plans, as the lead sees them and as whoever tries a script does. */
export const tests = {
  plan: (page: Page): Locator => page.getByRole('link', { name: /^Wave 3/ }),
  view: (page: Page, name: string): Locator =>
    page.getByRole('group', { name: 'Parts of the test plan' }).getByRole('button', { name: new RegExp(`^${name}`) }),
  script: (page: Page, title: string): Locator => page.getByRole('link', { name: new RegExp(title) }),
  step: (page: Page, n: number): Locator => page.getByRole('listitem', { name: `Step ${n}`, exact: true }),
  answer: (page: Page, n: number, name: 'Worked' | 'Did not work' | 'Could not do it'): Locator =>
    tests.step(page, n).getByRole('button', { name, exact: true }),
  words: (page: Page, n: number): Locator => tests.step(page, n).getByRole('textbox'),
  weight: (page: Page, n: number, name: string): Locator =>
    tests.step(page, n).getByRole('radio', { name: new RegExp(`^${name}`) }),
  rest: (page: Page): Locator => page.getByRole('button', { name: /could not be done because of that/ }),
  kept: (page: Page, word: string): Locator => page.getByRole('status').filter({ hasText: word }),
  file: (page: Page, n: number): Locator => tests.step(page, n).locator('input[type=file]'),
  picture: (page: Page, n: number): Locator => tests.step(page, n).getByRole('img', { name: /^Picture 1/ }),
  handIn: (page: Page): Locator => page.getByRole('button', { name: 'Hand in' }),
  thanks: (page: Page): Locator => page.getByText('Handed in. Thank you.').first(),
  works: (page: Page): Locator => page.getByRole('button', { name: 'It works', exact: true }),
  state: (page: Page, word: string): Locator => page.getByText(word, { exact: true }).first(),
}
