import type { Locator, Page } from '@playwright/test'
import { shell } from './shell.ts'

const main = (page: Page) => page.getByRole('main')
const button = (within: Page | Locator, name: string | RegExp) => within.getByRole('button', { name })

/** Whether a wave can start, and what stands against it. */
export const readiness = {
  gate: (page: Page, name: string): Locator => main(page).getByRole('listitem').filter({ hasText: name }),
  mend: (gate: Locator): Locator => gate.getByRole('link'),
  launch: (page: Page): Locator => button(main(page), /^Launch on/),
  takeBack: (page: Page): Locator => button(main(page), 'Take back the launch'),
  waive: (gate: Locator): Locator => gate.getByRole('button', { name: 'Waive', exact: true }),
  why: (page: Page): Locator => shell.dialog(page).getByLabel('Why', { exact: true }),
  also: (page: Page): Locator => shell.dialog(page).getByRole('checkbox'),
  letStand: (page: Page): Locator => button(shell.dialog(page), 'Let it stand'),
}
/** A test plan, as the lead makes and signs it. */
export const testing = {
  make: (page: Page, wave: string): Locator => button(page, `Make a test plan : ${wave}`),
  choose: (page: Page): Locator => main(page).getByRole('link', { name: 'Choose testers' }).first(),
  propose: (page: Page): Locator => button(shell.dialog(page), 'Propose testers'),
  take: (page: Page): Locator => button(shell.dialog(page), /^Save \d+ testers?$/),
  invite: (page: Page): Locator => button(page, /^Invite \d+ people/),
  sign: (page: Page): Locator => button(main(page), 'Sign').first(),
  confirm: (page: Page): Locator => button(shell.dialog(page), 'Sign in my name'),
  signed: (page: Page): Locator => page.getByText('Signed by everybody who needs to sign'),
}
/** Answers that are kept, and found by the next who asks. */
export const answers = {
  keep: (page: Page): Locator => page.getByRole('link', { name: 'Make it an entry of the library' }),
  put: (page: Page): Locator => button(page, 'Put into the library'),
  kept: (page: Page): Locator => page.getByText('It is in the library now'),
  found: (page: Page): Locator => page.getByRole('region', { name: 'This may be it' }),
  helped: (page: Page): Locator => button(page.getByRole('group', { name: 'Did this help?' }), 'Yes'),
}
/** The committee, its meeting and what it decides. */
export const committee = {
  begin: (page: Page): Locator => main(page).getByRole('link', { name: 'Set up the committee' }),
  saveCharter: (page: Page): Locator => button(main(page), /charter$/),
  addMe: (page: Page): Locator => button(page, 'Add me'),
  person: (page: Page): Locator => page.getByRole('textbox', { name: 'Add somebody' }),
  question: (page: Page, name: string): Locator => page.getByRole('region', { name }),
  said: (question: Locator): Locator => question.getByRole('textbox', { name: 'What was said' }),
  saveSaid: (question: Locator): Locator => button(question, 'Save the minutes'),
  decide: (page: Page): Locator => main(page).getByRole('link', { name: 'Record a decision' }),
  field: (page: Page, name: string | RegExp): Locator => page.getByRole('textbox', { name }),
  metric: (page: Page): Locator => page.getByRole('combobox', { name: 'Number' }),
  where: (page: Page): Locator => page.getByRole('combobox', { name: 'For whom' }),
  option: (page: Page, name: string | RegExp): Locator => page.getByRole('option', { name }),
  record: (page: Page): Locator => button(page, 'Record the decision'),
  close: (page: Page): Locator => button(main(page), 'Note who came'),
  closeNow: (page: Page): Locator => button(shell.dialog(page), 'Close the minutes'),
  done: (page: Page): Locator => button(main(page), 'It is done'),
  nowDone: (page: Page): Locator => page.getByText('Noted as done'),
  minutes: (page: Page): Locator => page.getByRole('link', { name: 'Minutes as PDF' }),
}
/** The first weeks of a wave and its hand-over. */
export const handingOver = {
  criterion: (page: Page, name: string): Locator => main(page).getByRole('listitem').filter({ hasText: name }),
  except: (criterion: Locator): Locator => button(criterion, 'Make an exception'),
  reason: (page: Page): Locator => shell.dialog(page).getByRole('textbox', { name: 'Why may it stay open?' }),
  until: (page: Page): Locator => shell.dialog(page).getByRole('textbox', { name: 'Until when?' }),
  confirmException: (page: Page): Locator => button(shell.dialog(page), 'Make the exception'),
  questions: (page: Page): Locator => page.getByRole('link', { name: 'Answer the questions' }),
  choice: (page: Page, words: string): Locator => page.getByRole('radio', { name: words, exact: true }),
  check: (page: Page): Locator => button(page, 'Check my answers'),
  passed: (page: Page): Locator => page.getByText('All answered'),
  risk: (page: Page): Locator => page.getByRole('textbox', { name: 'An open risk' }),
  nameRisk: (page: Page): Locator => button(page, 'Name it'),
  accept: (page: Page): Locator => button(page, 'Accept in my name'),
  accepted: (page: Page, name: string): Locator => page.getByText(`Accepted by ${name}`, { exact: false }),
  sign: (page: Page): Locator => button(main(page), 'Sign'),
  confirm: (page: Page): Locator => button(shell.dialog(page), 'Sign in my name'),
  record: (page: Page): Locator => page.getByRole('link', { name: 'Download as PDF' }),
  fall: (page: Page, part: string): Locator =>
    page.getByRole('region', { name: 'Where a habit falls back' }).getByRole('listitem').filter({ hasText: part }),
}
/** What the lead turns to first, and how the sponsor reads the numbers. */
export const steering = {
  line: (page: Page, title: string): Locator =>
    page.getByRole('region', { name: 'What to do now' }).getByRole('link').filter({ hasText: title }),
  course: (page: Page, metric: string): Locator =>
    page.getByRole('region', { name: 'Is it working?' }).getByRole('listitem').filter({ hasText: metric }),
}
/** A next version of the program, and the waves that run on it. */
export const evolving = {
  cadence: (page: Page, name: string): Locator => page.getByText(name, { exact: true }),
  version: (page: Page, number: number): Locator =>
    main(page)
      .getByRole('listitem')
      .filter({ has: page.getByText(`Version ${number}`, { exact: true }) }),
  note: (page: Page): Locator => page.getByRole('textbox', { name: 'Note (optional)' }),
  publish: (page: Page, number: number): Locator => button(page, `Publish version ${number}`),
  move: (page: Page, number: number): Locator => button(page, `Move to version ${number}`),
  back: (page: Page, number: number): Locator => button(page, `Back to version ${number}`),
  bill: (page: Page): Locator => page.getByRole('region', { name: 'What it asks of people' }),
  moved: (page: Page, number: number): Locator => page.getByText(`The wave runs on version ${number} from today.`),
}
