import type { Locator, Page } from '@playwright/test'

/** Courses of the company's own: writing one. */
export const courses = {
  begin: (page: Page): Locator => page.getByRole('button', { name: 'Begin a course' }).first(),
  which: (page: Page): Locator => page.getByRole('combobox', { name: 'Course to copy' }),
  beginNow: (page: Page): Locator => page.getByRole('button', { name: 'Begin', exact: true }),
  open: (page: Page, title: string): Locator => page.getByRole('main').getByRole('link', { name: title }),
  field: (page: Page, label: string): Locator => page.getByLabel(label, { exact: true }),
  lesson: (page: Page, title: string): Locator =>
    page.getByRole('navigation', { name: 'Lessons' }).getByRole('button', { name: new RegExp(`^\\d+\\. ${title}`) }),
  lessons: (page: Page): Locator => page.getByRole('navigation', { name: 'Lessons' }).locator('ol > li'),
  addLesson: (page: Page): Locator => page.getByRole('button', { name: 'Add a lesson' }),
  kind: (page: Page, kind: string): Locator => page.getByRole('menuitem', { name: kind, exact: true }),
  language: (page: Page, name: string): Locator =>
    page.getByRole('group', { name: 'Languages' }).getByRole('button', { name: new RegExp(`^${name}`) }),
  checks: (page: Page): Locator => page.getByRole('region', { name: 'Before publishing' }),
  film: (page: Page): Locator => page.locator('input[type="file"][accept*=".webm"]'),
  captions: (page: Page, language: string): Locator =>
    page.getByRole('listitem').filter({ hasText: language }).locator('input[type="file"]'),
  saved: (page: Page): Locator => page.getByRole('status').filter({ hasText: /Saved, last by/ }),
  publish: (page: Page): Locator => page.getByRole('main').getByRole('button', { name: 'Publish' }),
  confirm: (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name: 'Publish' }),
  conflict: (page: Page): Locator => page.getByRole('alert').filter({ hasText: 'Somebody else wrote this here' }),
  player: (page: Page): Locator => page.locator('video'),
}
