/** Courses of cmi5: our own, one with somebody else's client, and one with other plans. */
import type { Page, Request } from '@playwright/test'
import { cmi5Title } from '../fixtures/cmi5-course.ts'
import { cmi5Tries, hostileCmi5, independentCourse, independentTitle } from './cmi5-content.ts'
import { operations } from './installation.ts'
import { packages } from './screens/packages.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Mine = { courses: { courseId: string; title: string; completed: unknown }[] }
type Course = {
  package: { parts: { done: boolean; passed: boolean | null; score: number | null }[] }
  completed: unknown
}

const bringing = async (page: Page, place: string, name: string, file: Buffer) => {
  await page.goto(place)
  await settled(page)
  await packages.bring(page).click()
  await packages.file(page).setInputFiles({ name, mimeType: 'application/zip', buffer: file })
  await packages.take(page).click()
}

test('a cmi5 course is read and its test passed on a phone, and the course is finished by itself', async ({
  as,
  house,
}) => {
  const page = await as('employee', { phone: true })
  const me = await operations(page.request, house.origin)
  const mine = (await me<Mine>('training.mine')).courses.find((one) => one.title === cmi5Title)!
  const state = () => me<Course>('training.course', { courseId: mine.courseId })
  await page.goto(`/o/${house.slug}/learning/${mine.courseId}`)
  await settled(page)
  await expect(page.getByRole('heading', { name: 'From the bench to the parcel' })).toBeVisible()
  await packages.begin(page).click()
  const course = packages.inside(page)
  await expect(course.getByRole('heading', { name: 'Before you pack' })).toBeVisible()
  await course.getByRole('button', { name: 'I have read it' }).focus()
  await page.keyboard.press('Enter')
  await expect(course.getByRole('status')).toContainText('Thank you')
  await packages.leave(page).click()
  await expect(shell.title(page)).toHaveText(cmi5Title)
  expect((await state()).package.parts.map((one) => one.done)).toEqual([true, false])

  // The test, not passed and then passed: each launch judges once.
  for (const right of [false, true]) {
    await packages.begin(page).click()
    await expect(course.getByRole('heading', { name: 'Two questions' })).toBeVisible()
    await course.getByLabel(right ? 'In a box of their own' : 'Beside the lamp').check()
    await course.getByLabel('A photo of the open box').check()
    await course.getByRole('button', { name: 'See how it went' }).click()
    await expect(course.getByRole('status')).toContainText(right ? 'Both are right' : '1 of 2')
    if (right) await expect(packages.finished(page)).toBeVisible({ timeout: 15_000 })
    await packages.leave(page).click()
    await expect(shell.title(page)).toHaveText(cmi5Title)
  }
  const ended = await state()
  expect(ended.completed).not.toBeNull()
  expect(ended.package.parts).toMatchObject([{ done: true }, { done: true, passed: true, score: 1 }])
})

test('a course that was written with another client speaks to the endpoint, goes on, and is left from within', async ({
  as,
  house,
}) => {
  const lead = await as('lead')
  const asLead = await operations(lead.request, house.origin)
  await bringing(lead, `/o/${house.slug}/program/training/packages`, 'independent.zip', await independentCourse())
  await packages.tryIt(lead, independentTitle).click()
  await settled(lead)
  const courseId = lead.url().split('/').at(-1)!
  const said = packages.inside(lead).getByRole('status')
  await packages.begin(lead).click()
  await expect(said).toHaveText('ready on page 1 in Browse, on')
  await packages.inside(lead).getByRole('button', { name: 'Turn the page' }).click()
  await expect(said).toHaveText('page 2 is kept')
  await packages.inside(lead).getByRole('button', { name: 'Leave from within' }).click()
  await expect(shell.title(lead)).toHaveText(independentTitle)
  await packages.begin(lead).click()
  await expect(said).toHaveText('ready on page 2 in Browse, on')
  await packages.leave(lead).click()
  await expect(shell.title(lead)).toHaveText(independentTitle)
  await asLead('packages.takeAway', { courseId })
})

test('a cmi5 course with other plans reaches nothing', async ({ as, house, faults }) => {
  const lead = await as('lead')
  const asLead = await operations(lead.request, house.origin)
  const title = 'A cmi5 course with other plans'
  await bringing(lead, `/o/${house.slug}/program/training/packages`, 'plans.zip', await hostileCmi5(house.origin))
  await packages.tryIt(lead, title).click()
  await settled(lead)
  const address = lead.url()
  const reached: string[] = []
  const fromInside = (request: Request) => {
    const { hostname } = new URL(request.url())
    return hostname === 'evil.example' || (hostname === 'localhost' && request.frame() !== lead.mainFrame())
  }
  lead.on('requestfinished', (request) => void (fromInside(request) && reached.push(request.url())))
  await packages.begin(lead).click()
  const list = packages.inside(lead).getByRole('listitem')
  await expect(list.filter({ hasText: 'end: all tried' })).toBeVisible({ timeout: 60_000 })
  for (const one of cmi5Tries) await expect(list.filter({ hasText: `${one}:` }), one).toHaveText(`${one}: held`)
  expect(lead.url()).toBe(`${address}/open`)
  expect(reached).toEqual([])
  await packages.leave(lead).click()
  await expect(shell.title(lead)).toHaveText(title)
  const courseId = address.split('/').at(-1)!
  const { package: content } = await asLead<Course>('training.course', { courseId })
  expect(content.parts).toMatchObject([{ done: false, passed: null, score: null }])
  await asLead('packages.takeAway', { courseId })
  // What was refused, the browser says in its console; the app itself did nothing wrong.
  const refused = /Content Security Policy|sandboxed|navigat|status of 4\d\d|ERR_/i
  faults.splice(0, faults.length, ...faults.filter((one) => !refused.test(one)))
})
