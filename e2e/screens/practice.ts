import type { Locator, Page } from '@playwright/test'

/** Goals, check-ins and expectations, as their owners use them. */
export const practice = {
  haveRead: (page: Page): Locator => page.getByRole('button', { name: 'I have read this' }).first(),
  privateNote: (page: Page): Locator => page.getByPlaceholder('Only for you'),
  saved: (page: Page): Locator => page.getByText('Saved', { exact: true }).first(),
  newGoal: (page: Page): Locator => page.getByPlaceholder(/A goal in one line/),
  goal: (page: Page, title: string): Locator => page.getByText(title).first(),
  voice: (page: Page): Locator => page.getByRole('main').getByRole('textbox').first(),
  share: (page: Page): Locator => page.getByRole('button', { name: /^Share with/ }).first(),
  weTalked: (page: Page): Locator => page.getByRole('button', { name: 'We talked' }).first(),
}
export const messages = {
  approve: (page: Page): Locator => page.getByRole('main').getByRole('button', { name: /^Approve/ }),
}
export const feedback = {
  words: (page: Page): Locator => page.getByLabel(/^What would you like to tell/).last(),
  send: (page: Page): Locator => page.getByRole('button', { name: /^Send to/ }),
  row: (page: Page, name: string): Locator => page.getByRole('main').getByRole('link', { name }).first(),
  thank: (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name: 'Thank', exact: true }),
}
export const recognition = {
  words: (page: Page): Locator => page.getByLabel('What did they do, and what came of it?'),
  send: (page: Page): Locator => page.getByRole('button', { name: 'Recognise', exact: true }),
  card: (page: Page, words: string): Locator => page.getByRole('article').filter({ hasText: words }).first(),
  join: (card: Locator): Locator => card.getByRole('button', { name: 'Join in' }),
  reaction: (page: Page, name: string): Locator => page.getByRole('menuitem', { name }),
  joined: (card: Locator, name: string): Locator => card.getByRole('button', { name: new RegExp(`^${name}`) }),
}
