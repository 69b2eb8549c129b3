import type { Locator, Page } from '@playwright/test'

/** Surveys, as those who are asked and those who ask see them. */
export const surveys = {
  open: (page: Page): Locator => page.getByRole('link', { name: /^Answer/ }).first(),
  pledge: (page: Page): Locator => page.getByRole('region', { name: 'Before you answer: who sees what' }),
  send: (page: Page): Locator => page.getByRole('button', { name: 'Send answers' }),
  thanks: (page: Page): Locator => page.getByText('Your answers have arrived', { exact: false }).first(),
  results: (page: Page, title: RegExp): Locator => page.getByRole('link', { name: title }).first(),
  questions: (page: Page): Locator => page.getByRole('list', { name: 'Questions' }),
}
