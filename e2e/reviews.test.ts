/** A review cycle from its plan to the dry run. */
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
