/** A few try it before everybody gets it: on a telephone, with a bad network; the lead sees what they found. */
import type { Page } from '@playwright/test'
import { lumenwerkLogo } from '../fixtures/logo.ts'
import { barriers } from './barriers.ts'
import { operations } from './installation.ts'
import { settled, shell } from './screens/shell.ts'
import { tests } from './screens/tests.ts'
import { expect, test } from './world.ts'

type Mine = { plans: { wave: { id: string }; scripts: { scriptId: string; title: string; state: string }[] }[] }

const sizes = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return { scrollWidth, clientWidth }
  })

async function noBarriers(page: Page, where: string): Promise<void> {
  await settled(page)
  expect(await barriers(page), where).toEqual([])
  await page.setViewportSize({ width: 390, height: 844 })
  await settled(page)
  // A table that is drawn anew for the narrow page may take a moment.
  await expect
    .poll(async () => (await sizes(page)).scrollWidth - (await sizes(page)).clientWidth, `${where} on a phone`)
    .toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('a script is tried on a telephone, kept without a connection, handed in with a picture, and stops the start', async ({
  as,
  house,
}) => {
  const page = await as('employee', { phone: true })
  const me = await operations(page.request, house.origin)
  const { plans } = await me<Mine>('tests.mine', {})
  const waveId = plans[0]!.wave.id
  const script = plans[0]!.scripts.find((one) => one.state === 'to_do')!
  await page.goto(`/o/${house.slug}/tests`)
  await settled(page)
  expect(await barriers(page)).toEqual([])
  await tests.script(page, script.title).first().click()
  await expect(shell.title(page)).toHaveText(script.title)

  // In the cellar: nothing gets through, and nothing is lost.
  await page.context().setOffline(true)
  await tests.answer(page, 1, 'Did not work').click()
  await tests.words(page, 1).fill('The button stays grey on my telephone.')
  await tests.weight(page, 1, 'Blocker').click()
  await expect(tests.kept(page, 'No connection')).toBeVisible()
  await page.context().setOffline(false)
  await expect(tests.kept(page, 'Saved')).toBeVisible({ timeout: 30_000 })
  await page.reload()
  await expect(tests.words(page, 1)).toHaveValue('The button stays grey on my telephone.')

  let arrive = () => {}
  const way = new Promise<void>((resolve) => (arrive = resolve))
  await page.route(/\/pictures\?/, async (route) => {
    await way
    await route.continue()
  })
  await tests.file(page, 1).setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: lumenwerkLogo() })
  await expect(page.getByRole('img', { name: 'Picture on its way' })).toBeVisible()
  expect(await barriers(page)).toEqual([])
  // What is missing is named, and found.
  if ((await tests.rest(page).count()) > 0) {
    await tests.handIn(page).click()
    await expect(page.getByRole('alert').filter({ hasText: 'still need' })).toBeVisible()
    await tests.rest(page).click()
  }
  // A picture that is still on its way is waited for.
  await tests.handIn(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'has not arrived yet' })).toBeVisible()
  arrive()
  await expect(tests.picture(page, 1)).toBeVisible()
  // What would be handed in stays in sight, whatever is answered since.
  await tests.answer(page, 1, 'Worked').click()
  await expect(tests.words(page, 1)).toHaveValue('The button stays grey on my telephone.')
  await expect(tests.picture(page, 1)).toBeVisible()
  await tests.answer(page, 1, 'Did not work').click()
  await tests.handIn(page).click()
  await expect(tests.thanks(page)).toBeVisible()
  const { scrollWidth, clientWidth } = await sizes(page)
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)

  const lead = await as('lead')
  await lead.goto(`/o/${house.slug}/program/readiness?wave=${waveId}`)
  await expect(lead.getByText(/scripts passed, \d+ blockers? open/)).toBeVisible()
  await lead.goto(`/o/${house.slug}/program/tests/${waveId}?view=findings`)
  await lead.getByText('The button stays grey on my telephone.', { exact: false }).first().click()
  await expect(lead.getByRole('img', { name: 'Picture 1' })).toBeVisible()
  await noBarriers(lead, 'a finding')
})

test('whoever found something says whether it works now', async ({ as, house }) => {
  const page = await as('employee', { phone: true })
  await page.goto(`/o/${house.slug}/tests`)
  await settled(page)
  await expect(page.getByText('The letter took a quarter of an hour to arrive.')).toBeVisible()
  await page.getByRole('region', { name: 'Does it work now?' }).getByRole('link').first().click()
  await expect(shell.title(page)).toHaveText('Does it work now?')
  expect(await barriers(page)).toEqual([])
  await tests.works(page).click()
  await expect(tests.state(page, 'Works now')).toBeVisible()
})

test('the lead’s pages of a test plan are free of barriers and fit a telephone', async ({ as, house }) => {
  test.setTimeout(240_000)
  const page = await as('lead')
  await page.goto(`/o/${house.slug}/program/tests`)
  await noBarriers(page, 'waves')
  await tests.plan(page).click()
  await settled(page)
  const home = new URL(page.url()).pathname
  for (const view of [
    '',
    '?view=findings',
    '?view=scripts',
    '?view=testers',
    '/testers?view=testers',
    '/scripts/new?view=scripts',
  ]) {
    await page.goto(`${home}${view}`)
    await noBarriers(page, view)
  }
  await page.goto(`${home}?view=scripts`)
  await page.getByRole('link', { name: 'Come in on your own phone' }).click()
  await settled(page)
  await page.getByRole('dialog').getByRole('listitem').getByRole('link').first().click()
  await noBarriers(page, 'what was handed in')
})
