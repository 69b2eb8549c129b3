import type { Locator, Page } from '@playwright/test'

/** The roadmap, as its lead and the owners of tasks see it. */
export const roadmap = {
  title: (page: Page): Locator => page.getByRole('textbox', { name: 'What has to be done' }),
  add: (page: Page): Locator => page.getByRole('button', { name: 'Add', exact: true }),
  days: (page: Page): Locator => page.getByRole('textbox', { name: 'Working days' }),
  effect: (page: Page): Locator => page.getByText('This moves nothing else.'),
  save: (page: Page): Locator => page.getByRole('button', { name: 'Save', exact: true }).first(),
  note: (page: Page): Locator => page.getByRole('textbox', { name: 'A word for the next person' }),
  done: (page: Page): Locator => page.getByRole('button', { name: 'Mark as done' }),
  ticked: (page: Page): Locator => page.getByText(/^Done on .+, by /),
  bar: (page: Page, id: string): Locator => page.locator(`#bar-${id}`),
}
