/** Packages of several parts: by keyboard, on a phone, in the order that they ask for, over two sittings. */
import type { Page } from '@playwright/test'
import { operations } from './installation.ts'
import { packages } from './screens/packages.ts'
import { settled, shell } from './screens/shell.ts'
import { menuPackage, menuTitle, sequencedPackage, sequencedTitle } from './sequencing-content.ts'
import { expect, test } from './world.ts'

const opening = async (page: Page, place: string, title: string, file: Buffer) => {
  await page.goto(place)
  await settled(page)
  await packages.bring(page).click()
  await packages.file(page).setInputFiles({ name: 'parts.zip', mimeType: 'application/zip', buffer: file })
  await packages.take(page).click()
  await packages.tryIt(page, title).click()
  await settled(page)
  return page.url().split('/').at(-1)!
}
const part = (page: Page) => packages.inside(page).getByRole('heading')
const report = (page: Page, how: string) => packages.inside(page).getByRole('button', { name: how })
const contents = (page: Page, n: number) => page.getByRole('button', { name: `Part ${n} of 3` })
const item = (page: Page, name: string) => page.getByRole('menuitem', { name })

test('a package of SCORM 2004 leads through its parts by its own rules', async ({ as, house }) => {
  const page = await as('lead', { phone: true })
  const me = await operations(page.request, house.origin)
  const courseId = await opening(
    page,
    `/o/${house.slug}/program/training/packages`,
    sequencedTitle,
    await sequencedPackage(),
  )
  await expect(page.getByText('Opens after other parts')).toHaveCount(1)
  await packages.begin(page).click()
  await expect(part(page)).toHaveText('Part one')
  await expect(page.getByRole('button', { name: 'Previous' })).toBeDisabled()
  // The third part waits for the first, also where that was not passed.
  await report(page, 'Fail this part').click()
  await expect(packages.inside(page).getByRole('status')).toHaveText('reported failed')
  await contents(page, 1).click()
  await expect(item(page, '3. Three')).toBeDisabled()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Next' }).click()
  await expect(part(page)).toHaveText('Part two')
  await page.getByRole('button', { name: 'Previous' }).click()
  await expect(part(page)).toHaveText('Part one')
  await report(page, 'Pass this part').click()
  await expect(packages.inside(page).getByRole('status')).toHaveText('reported passed')
  await packages.leave(page).click()
  await expect(shell.title(page)).toHaveText(sequencedTitle)
  await expect(page.getByText('Opens after other parts')).toHaveCount(0)

  // Another sitting begins where the last one ended; the menu is walked by keyboard.
  await packages.begin(page).click()
  await expect(part(page)).toHaveText('Part one')
  await contents(page, 1).focus()
  await page.keyboard.press('Enter')
  await expect(item(page, '3. Three')).toBeEnabled()
  await item(page, '3. Three').focus()
  await page.keyboard.press('Enter')
  await expect(part(page)).toHaveText('Part three')
  await expect(page.getByRole('button', { name: 'Next' })).toBeDisabled()
  await page.getByRole('button', { name: 'Previous' }).click()
  await expect(part(page)).toHaveText('Part two')
  // A part that asks to go on by itself goes where the rules lead.
  await report(page, 'Pass and go on by itself').click()
  await expect(part(page)).toHaveText('Part three')
  await packages.leave(page).click()
  await expect(shell.title(page)).toHaveText(sequencedTitle)
  // What the rules do not open, the server does not open either.
  await expect(me('training.openPackage', { courseId, partId: 'gone' })).rejects.toThrow()
  await me('packages.takeAway', { courseId })
})

test('a package of SCORM 1.2 keeps its test behind what has to be read first', async ({ as, house }) => {
  const page = await as('lead')
  const me = await operations(page.request, house.origin)
  const courseId = await opening(page, `/o/${house.slug}/program/training/packages`, menuTitle, await menuPackage())
  await packages.begin(page).click()
  await expect(part(page)).toHaveText('Part read')
  await expect(me('training.openPackage', { courseId, partId: 'test' })).rejects.toThrow()
  await packages.leave(page).click()
  await expect(shell.title(page)).toHaveText(menuTitle)
  for (const one of ['read', 'more']) {
    await packages.begin(page).click()
    await expect(part(page)).toHaveText(`Part ${one}`)
    await report(page, 'Pass this part').click()
    await expect(packages.inside(page).getByRole('status')).toHaveText('reported passed')
    await packages.leave(page).click()
    await expect(shell.title(page)).toHaveText(menuTitle)
  }
  await packages.begin(page).click()
  await expect(part(page)).toHaveText('Part test')
  await packages.leave(page).click()
  await expect(shell.title(page)).toHaveText(menuTitle)
  await me('packages.takeAway', { courseId })
})
