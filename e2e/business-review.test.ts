/** A business review from its draft to what the committee does with it. */
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('the lead makes a business review, the sponsor reads it, and what it asks for stands on the agenda', async ({
  as,
  house,
}) => {
  test.setTimeout(180_000)
  const page = await as('lead')
  await page.goto(`/o/${house.slug}/program/business-review`)
  await settled(page)
  // A try before this one may have left a draft.
  const draft = page.getByRole('link').filter({ hasText: 'Draft of' })
  if ((await draft.count()) > 0) {
    await draft.first().click()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Throw the draft away' }).click()
    await shell.dialog(page).getByRole('button', { name: 'Throw the draft away' }).click()
  }
  await page.getByRole('button', { name: 'Make a business review' }).click()
  await shell.dialog(page).getByRole('button', { name: 'Make the draft' }).click()
  await expect(page).toHaveURL(/business-review\/[0-9a-f-]{36}$/)
  await settled(page)
  const address = page.url()

  // Without the lead's own words it is not released.
  await page.getByRole('button', { name: 'Release', exact: true }).click()
  await shell.dialog(page).getByRole('button', { name: 'Release', exact: true }).click()
  await expect(shell.dialog(page)).toContainText('lacks your own words')
  await page.keyboard.press('Escape')

  // Nobody else reads a draft.
  const sponsor = await as('sponsor')
  expect((await sponsor.request.get(`/api/business-reviews/${address.split('/').at(-1)}`)).status()).toBe(404)

  await page.getByLabel('What matters most, in your words').fill('People have begun; halls without desks have not.')
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeVisible()
  await expect(async () => {
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Release', exact: true }).click()
    await expect(shell.dialog(page).getByText(/are not saved/)).toBeVisible({ timeout: 1000 })
  }).toPass()
  await shell.dialog(page).getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Ask for something' }).click()
  await shell.dialog(page).getByLabel('What do you ask for?').fill('Two shared tablets')
  await shell.dialog(page).getByLabel('Money or effort').fill('800 euros')
  await shell.dialog(page).getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Two shared tablets').first()).toBeVisible()
  await page.getByRole('button', { name: 'Release', exact: true }).click()
  await shell.dialog(page).getByRole('button', { name: 'Release', exact: true }).click()
  await expect(page.getByText('Released', { exact: true })).toBeVisible()

  await sponsor.goto(address)
  await settled(sponsor)
  await expect(sponsor.getByRole('heading', { level: 1 })).toContainText('Daylight')
  await expect(sponsor.getByText('People have begun; halls without desks have not.')).toBeVisible()
  await expect(sponsor.getByRole('button', { name: 'Release', exact: true })).toHaveCount(0)
  await sponsor.getByRole('button', { name: 'Compute again and compare' }).click()
  await expect(sponsor.getByText(/all are the same/)).toBeVisible()
  // In another language, with the same numbers.
  await sponsor.getByLabel('Language of the pack').selectOption('de')
  await expect(sponsor.getByRole('heading', { level: 1 })).toContainText('Programmbilanz')
  for (const [name, type] of [
    ['PDF', 'application/pdf'],
    ['Slides', 'presentationml'],
  ] as const) {
    const href = await sponsor.getByRole('link', { name, exact: true }).getAttribute('href')
    const file = await sponsor.request.get(href!)
    expect(file.status()).toBe(200)
    expect(file.headers()['content-type']).toContain(type)
  }

  // The numbers of the day, as a file to take along.
  await sponsor.goto(`/o/${house.slug}/program/metrics`)
  await settled(sponsor)
  const paper = await sponsor.getByRole('link', { name: 'Save as PDF' }).getAttribute('href')
  const saved = await sponsor.request.get(paper!)
  expect(saved.status()).toBe(200)
  expect((await saved.body()).subarray(0, 5).toString()).toBe('%PDF-')

  await page.getByRole('button', { name: /Bring before the committee/ }).click()
  await expect(page.getByText('On the agenda')).toBeVisible()
  await page.goto(`/o/${house.slug}/program/governance/requests`)
  await settled(page)
  await expect(page.getByText('Two shared tablets')).toBeVisible()
})
