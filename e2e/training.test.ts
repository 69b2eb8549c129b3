/** Somebody carries on with a course on the phone, chooses wrong, chooses again, and is through. */
import { operations } from './installation.ts'
import { settled, shell } from './screens/shell.ts'
import { training } from './screens/training.ts'
import { expect, test } from './world.ts'

type Mine = { courses: { courseId: string; completed: unknown }[] }

test('an employee ends a course on the phone, and a wrong choice stays on the page', async ({ as, house }) => {
  const page = await as('employee', { phone: true })
  const me = await operations(page.request, house.origin)
  const done = async () =>
    (await me<Mine>('training.mine')).courses.find((one) => one.courseId === 'feedback')?.completed ?? null
  await page.goto(`/o/${house.slug}/learning/feedback/three-parts`)
  await settled(page)
  await training.next(page).click()
  await expect(shell.title(page)).toHaveText('After the presentation')
  await expect(training.next(page)).toBeDisabled()
  // By keyboard: the first choice is kind and helps nobody.
  await page.keyboard.press('1')
  await expect(training.said(page, 'Not this one; try another')).toBeVisible()
  await expect(training.next(page)).toBeDisabled()
  await training.choice(page, /The cost page was convincing/).click()
  await expect(training.said(page, 'That helps')).toBeVisible()
  await training.next(page).click()
  // Two questions about what was learned.
  await expect(shell.title(page)).toHaveText('Which sentence helps')
  await expect(training.done(page)).toBeDisabled()
  await training.choice(page, /The report came on Thursday/).click()
  await expect(training.done(page)).toBeDisabled()
  expect(await done()).toBeNull()
  await training.choice(page, /Today, and with what exactly worked/).click()
  await training.done(page).click()
  await expect(shell.title(page)).toHaveText('Feedback that people can use')
  expect(await done()).not.toBeNull()
})
