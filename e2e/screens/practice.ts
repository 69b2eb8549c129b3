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
  answer: (page: Page): Locator => page.getByRole('main').getByRole('textbox').first(),
  sendAnswer: (page: Page): Locator => page.getByRole('button', { name: 'Send answer' }),
  answered: (page: Page): Locator => page.getByText('Thank you, your answer is there').first(),
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
/** Asking colleagues for feedback, and finding that one is asked. */
export const asking = {
  people: (page: Page): Locator => page.getByRole('textbox', { name: 'Whom do you ask?' }),
  person: (page: Page, name: string): Locator => page.getByRole('option', { name }).first(),
  question: (page: Page): Locator => page.getByRole('textbox', { name: 'Question 1' }),
  send: (page: Page): Locator => page.getByRole('button', { name: 'Ask', exact: true }),
  sent: (page: Page): Locator => page.getByText('1 person is asked').first(),
  request: (page: Page, name: string): Locator => page.getByRole('main').getByRole('link', { name }).first(),
}
export const reviewing = {
  launch: (page: Page): Locator => page.getByRole('main').getByRole('button', { name: 'Launch' }),
  launchNow: (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name: 'Launch' }),
  writeOwn: (page: Page): Locator => page.getByRole('link', { name: /^Write/ }).first(),
  writeAbout: (page: Page, name: string): Locator =>
    page.getByRole('link', { name: new RegExp(`^Write.*${name}`) }).first(),
  handIn: (page: Page): Locator => page.getByRole('button', { name: 'Hand in' }).first(),
  handedIn: (page: Page): Locator => page.getByText('Handed in. Thank you.').first(),
  newRating: (page: Page): Locator => page.getByRole('radiogroup').first().getByRole('radio').nth(2),
  reason: (page: Page): Locator => page.getByLabel(/^Why/),
  change: (page: Page): Locator => page.getByRole('button', { name: 'Change rating' }).first(),
  share: (page: Page, name: string): Locator => page.getByRole('button', { name: `Share with ${name}` }),
  shared: (page: Page): Locator => page.getByText('Shared.').first(),
  comment: (page: Page): Locator => page.getByLabel('Your answer'),
  haveRead: (page: Page): Locator => page.getByRole('button', { name: 'I have read it' }),
}
/** Development plans, by their owner and by a manager who sees them. */
export const growth = {
  another: (page: Page): Locator => page.getByRole('button', { name: 'Add something to learn' }),
  learn: (page: Page): Locator => page.getByLabel('What do you want to learn?'),
  addToPlan: (page: Page): Locator => page.getByRole('button', { name: 'Add to plan' }),
  sharing: (page: Page): Locator => page.getByLabel('Who sees this plan besides you'),
  focus: (page: Page, title: string): Locator => page.getByRole('article', { name: title }),
  firstAction: (focus: Locator): Locator => focus.getByRole('button', { name: 'Add a first action' }),
  action: (focus: Locator): Locator => focus.getByLabel('What will you do?'),
  addAction: (focus: Locator): Locator => focus.getByRole('button', { name: 'Add action' }),
  tick: (within: Locator, words: string): Locator => within.getByRole('checkbox', { name: words }),
  addHint: (focus: Locator): Locator => focus.getByRole('button', { name: 'Add a hint' }),
  hint: (focus: Locator): Locator => focus.getByLabel(/^A hint for/),
  save: (focus: Locator): Locator => focus.getByRole('button', { name: 'Save' }),
  /** In a check-in. */
  beside: (page: Page): Locator => page.getByRole('region', { name: 'Development plan' }),
}
export const calibration = {
  session: (page: Page, name: string): Locator => page.getByRole('main').getByRole('link', { name }),
  open: (within: Page | Locator): Locator => within.getByRole('button', { name: 'Open session' }),
  close: (within: Page | Locator): Locator => within.getByRole('button', { name: 'Close session' }),
  reason: (page: Page): Locator => page.getByRole('textbox', { name: /^Why/ }),
  change: (page: Page): Locator => page.getByRole('button', { name: 'Change rating' }),
}
