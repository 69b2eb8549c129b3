/** From a gap to an invitation; a note without a name; and who is nearby to ask. */
import { barriers } from './barriers.ts'
import { champions } from './screens/champions.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('the lead asks somebody where it gapes, and takes the invitation back', async ({ as, house }) => {
  const lead = await as('lead')
  await lead.goto(`/o/${house.slug}/program/champions`)
  await settled(lead)
  await champions.gap(lead).click()
  await champions.proposal(lead).click()
  await champions.words(lead).fill('People come to you when something is unclear.')
  await champions.send(lead).click()
  await expect(champions.asked(lead)).toBeVisible()
  await champions.takeBack(lead).click()
  await expect(champions.takenBack(lead)).toBeVisible()
})

test('a champion says what they hear; a name of a colleague is pointed at before it is sent', async ({ as, house }) => {
  const page = await as('champion')
  await page.goto(`/o/${house.slug}/champion`)
  await settled(page)
  // The walk of pages knows this one without a term; here it is with everything.
  expect(await barriers(page)).toEqual([])
  await champions.topic(page).click()
  await page.getByRole('option', { name: 'The time it takes' }).click()
  await champions.note(page).fill(`${house.people['employee']!.name} says that a review takes an evening.`)
  await champions.share(page).click()
  await expect(champions.pointed(page)).toBeVisible()
  await champions.note(page).fill('Several say that a review takes an evening.')
  await champions.share(page).click()
  await expect(champions.sealed(page)).toBeVisible()
  await expect(champions.note(page)).toHaveValue('')
})

test('somebody who has a question finds the champion nearby', async ({ as, house }) => {
  const page = await as('employee')
  await page.goto(`/o/${house.slug}/ask`)
  await settled(page)
  await expect(champions.yours(page)).toBeVisible()
})
