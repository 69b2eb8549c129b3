/** A review cycle from its plan to the dry run. */
import type { Cycle } from '../contract/reviews.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('the lead plans a cycle, sees what each role will be asked, and checks it before anybody is told', async ({
  as,
  house,
}) => {
  const page = await as('lead')
  const plans = `/o/${house.slug}/program/reviews`
  await page.goto(plans)
  await page.getByRole('button', { name: 'New cycle' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Look back on the spring')
  await page.getByRole('button', { name: 'Begin the plan' }).click()
  await expect(page).toHaveURL(/\/plan\/people$/)
  await settled(page)
  const plan = page.url().replace(/\/people$/, '')
  await page.goto(`${plan}/form?view=preview`)
  await page.getByRole('radiogroup', { name: 'Preview as' }).getByText('Manager', { exact: true }).click()
  await expect(page.getByLabel(/What worked well/)).toBeVisible()
  await page.goto(`${plan}/check`)
  await expect(page.getByText(/reviews would be written/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Launch' })).toBeEnabled()
  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page).toHaveURL(new RegExp(`${plans}$`))
  await expect(page.getByText('Look back on the spring')).toHaveCount(0)
})

test('a form that began as an earlier version of the library’s says what is different, to take or to leave', async ({
  as,
  house,
}) => {
  const page = await as('lead')
  await page.goto(`/o/${house.slug}/program/reviews`)
  await page.getByRole('button', { name: 'New cycle' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Look back on an old form')
  await page.getByRole('radio', { name: /Annual, in full/ }).check()
  await page.getByRole('button', { name: 'Begin the plan' }).click()
  await expect(page).toHaveURL(/\/plan\/people$/)
  await settled(page)
  const plan = page.url().replace(/\/people$/, '')
  const cycleId = /reviews\/([0-9a-f-]+)\/plan/.exec(plan)![1]!
  // As if it had been begun with a release before: the form of its first version, which asked something else.
  const api = `/api/review-cycles/${cycleId}`
  const older = (await (await page.request.get(api)).json()) as Cycle
  const [question] = older.plan.form.sections[0]!.questions
  const now = question!.ask.en!
  question!.ask.en = 'What went well this year?'
  const saved = await page.request.put(`${api}/plan`, {
    headers: { origin: house.origin },
    data: { revision: older.revision, plan: { ...older.plan, formFrom: { id: 'annual', version: 1 } } },
  })
  expect(saved.ok()).toBe(true)
  await page.goto(`${plan}/form`)
  await page.getByRole('button', { name: 'See the difference' }).click()
  await expect(page.getByText(/newer than the one yours began as \(version 2, yours began as 1\)/)).toBeVisible()
  await expect(page.locator('ins')).toContainText(now)
  await page.getByRole('button', { name: 'Take the library’s text in all languages' }).click()
  await expect(page.getByRole('button', { name: `${now} Text` })).toBeVisible()
  await expect(page.getByRole('button', { name: 'See the difference' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'See the difference' }).click()
  await page.getByRole('button', { name: 'Keep mine' }).click()
  await expect(page.getByText('Keep mine')).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'What went well this year? Text' })).toBeVisible()
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  const kept = (await (await page.request.get(api)).json()) as Cycle
  expect(kept.plan.formFrom).toEqual({ id: 'annual', version: 2 })
  await page.getByRole('button', { name: 'Remove' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(page.getByText('Look back on an old form')).toHaveCount(0)
})
