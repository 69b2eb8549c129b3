import type { Locator, Page } from '@playwright/test'

/** The guided design of a program, its waves and its first message, as a lead goes through them. */
export const designing = {
  name: (page: Page): Locator => page.getByLabel('What is it called?'),
  begin: (page: Page): Locator => page.getByRole('button', { name: 'Begin the design' }),
  idea: (page: Page, words: string | RegExp): Locator =>
    page.getByRole('group', { name: 'Ideas:' }).getByRole('button', { name: words }).first(),
  /** To a step, by the list of steps beside it. */
  step: (page: Page, name: string): Locator =>
    page.getByRole('navigation', { name: 'Steps of the design' }).getByRole('link', { name: new RegExp(`^${name}`) }),
  why: (page: Page): Locator => page.getByRole('textbox', { name: 'Why', exact: true }),
  whyNow: (page: Page): Locator => page.getByRole('textbox', { name: 'Why now' }),
  text: (page: Page, title: string): Locator => page.getByRole('button', { name: `Add “${title}”` }),
  metric: (page: Page, name: string): Locator => page.getByRole('checkbox', { name }),
  today: (page: Page): Locator => page.getByLabel('Where you are today').first(),
  sponsor: (page: Page): Locator => page.getByRole('textbox', { name: 'Executive sponsor' }),
  found: (page: Page): Locator => page.getByRole('option').first(),
  saved: (page: Page): Locator =>
    page
      .getByRole('main')
      .getByRole('status')
      .filter({ hasText: /^Saved$/ }),
  publish: (page: Page): Locator => page.getByRole('button', { name: 'Publish version 1' }),
}

export const planning = {
  newAudience: (page: Page): Locator => page.getByRole('dialog', { name: 'New audience' }),
  audienceName: (page: Page): Locator => planning.newAudience(page).getByLabel('Name'),
  about: (page: Page): Locator => page.getByRole('combobox', { name: 'Condition about' }),
  option: (page: Page, name: string | RegExp): Locator => page.getByRole('option', { name }),
  saveAudience: (page: Page): Locator => page.getByRole('button', { name: 'Save audience' }),
  audience: (page: Page): Locator => page.getByRole('combobox', { name: 'Audience' }),
  plan: (page: Page): Locator => page.getByRole('button', { name: 'Plan this wave' }),
  message: (page: Page, title: string): Locator => page.getByRole('button', { name: new RegExp(`^${title}`) }).first(),
  beginMessage: (page: Page): Locator => page.getByRole('button', { name: 'Begin with this' }),
  ask: (page: Page): Locator => page.getByRole('button', { name: 'Ask for approval' }),
  schedule: (page: Page): Locator => page.getByRole('button', { name: /^Schedule/ }),
  launch: (page: Page): Locator => page.getByRole('main').getByRole('button', { name: /^Launch on/ }),
  confirmLaunch: (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name: 'Set the launch' }),
}
