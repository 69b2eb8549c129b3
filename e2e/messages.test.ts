/** A lead follows a message up without learning of anybody; an administrator brings days off. */
import { operations } from './installation.ts'
import { messages } from './screens/messages.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Listed = { campaigns: { id: string; state: string; follows: unknown }[] }
type FollowUps = { acts: { act: string; campaignId: string | null }[] }

test('a lead begins a follow-up; it says for whom it is, and no more than up to how many', async ({ as, house }) => {
  const page = await as('lead')
  const lead = await operations(page.request, house.origin)
  const { campaigns } = await lead<Listed>('campaigns.list')
  let chosen: { id: string; act: string } | null = null
  for (const { id } of campaigns.filter((one) => one.state === 'sent' && !one.follows)) {
    const { acts } = await lead<FollowUps>('campaigns.followUps', { campaignId: id })
    const open = acts.find((one) => one.campaignId === null)
    if (open) chosen = { id, act: open.act }
    if (chosen) break
  }
  expect(chosen).not.toBeNull()
  await page.goto(`/o/${house.slug}/program/communications/${chosen!.id}`)
  await settled(page)
  await messages.ask(page).click()
  await messages.begin(page).first().click()
  await expect(messages.follows(page)).toBeVisible()
  await expect(messages.upTo(page)).toBeVisible()
})

test('an administrator brings days off as a list, and a line that cannot be read is named', async ({ as, house }) => {
  const page = await as('admin')
  await page.goto(`/o/${house.slug}/settings/holidays/new`)
  await settled(page)
  await messages.calendarName(page).fill('Berlin')
  await messages.days(page).fill('2031-01-01 New Year\n1 May 2031')
  await messages.save(page).click()
  await expect(page.getByText('1 May 2031', { exact: false }).last()).toBeVisible()
  await messages.days(page).fill('2031-01-01 New Year\n2031-05-01 Labour Day')
  await messages.save(page).click()
  await page.goto(`/o/${house.slug}/settings/holidays`)
  await expect(page.getByRole('row', { name: /Berlin/ })).toContainText('2 days')
})
