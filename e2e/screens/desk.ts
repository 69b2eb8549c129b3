import type { Locator, Page } from '@playwright/test'

/** The desk, as those who ask and those who answer see it. */
export const desk = {
  question: (page: Page): Locator => page.getByRole('textbox', { name: 'Your question' }),
  open: (page: Page): Locator => page.getByRole('button', { name: 'Ask the desk' }),
  more: (page: Page): Locator => page.getByRole('textbox', { name: 'What else should we know?' }),
  send: (page: Page): Locator => page.getByRole('button', { name: 'Send question' }),
  take: (page: Page): Locator => page.getByRole('button', { name: 'Take it' }),
  yours: (page: Page): Locator => page.getByText('You have taken it'),
  answer: (page: Page): Locator => page.getByRole('textbox', { name: 'Your answer' }),
  topic: (page: Page): Locator => page.getByRole('combobox', { name: 'What is it about?' }),
  sendAnswer: (page: Page): Locator => page.getByRole('button', { name: 'Send answer' }),
  settle: (page: Page): Locator => page.getByRole('button', { name: 'That settles it' }),
  settled: (page: Page): Locator => page.getByText('The question is closed.', { exact: false }),
  search: (page: Page): Locator => page.getByRole('textbox', { name: 'Search questions and answers' }),
  known: (page: Page, question: string): Locator => page.locator('summary', { hasText: question }),
  helped: (page: Page): Locator => page.getByRole('button', { name: 'Yes', exact: true }),
  leaveOut: (page: Page): Locator => page.getByRole('button', { name: 'Leave out' }),
  bringBack: (page: Page): Locator => page.getByRole('button', { name: 'Bring back' }),
}
