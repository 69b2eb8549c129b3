/** A lead brings a course of another maker; somebody takes it, stops, goes on and ends it; the lead sees how many have. And one with other plans. */
import type { Request } from '@playwright/test'
import { learningPackage, packageTitle } from '../fixtures/learning-package.ts'
import { hostilePackage, tries } from './hostile-package.ts'
import { operations } from './installation.ts'
import { packages } from './screens/packages.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Mine = { courses: { courseId: string; title: string; completed: unknown }[] }
type Course = { package: { parts: { done: boolean; score: number | null }[] }; completed: unknown }
type Progress = {
  courses: { courseId: string; roles: { role: string; count: { assigned: number; completed: number } | null }[] }[]
}

test('a package is brought, taken by keyboard on a phone, and counted for the lead', async ({ as, house }) => {
  const lead = await as('lead')
  const place = (where: string) => `/o/${house.slug}/${where}`
  await lead.goto(place('program/training/packages'))
  await settled(lead)
  // What is no package says what to do, and nothing is kept.
  await packages.newVersion(lead, packageTitle).click()
  await packages.file(lead).setInputFiles({ name: 'course.zip', mimeType: 'application/zip', buffer: Buffer.from('x') })
  await packages.take(lead).click()
  await expect(lead.getByText(/no zip file that can be read/)).toBeVisible()
  await packages.file(lead).setInputFiles({
    name: 'course.zip',
    mimeType: 'application/zip',
    buffer: await learningPackage(),
  })
  await packages.take(lead).click()
  await expect(packages.row(lead, packageTitle)).toContainText('version 2')

  const page = await as('employee', { phone: true })
  const me = await operations(page.request, house.origin)
  const mine = (await me<Mine>('training.mine')).courses.find((one) => one.title === packageTitle)!
  const state = () => me<Course>('training.course', { courseId: mine.courseId })
  await page.goto(place(`learning/${mine.courseId}`))
  await settled(page)
  await packages.begin(page).click()
  const course = packages.inside(page)
  await expect(course.getByRole('heading', { name: packageTitle })).toBeVisible()
  await course.getByRole('button', { name: 'Next' }).focus()
  await page.keyboard.press('Enter')
  await expect(course.getByRole('heading', { name: 'Before you switch it on' })).toBeVisible()
  await packages.leave(page).click()
  await expect(shell.title(page)).toHaveText(packageTitle)
  expect((await state()).completed).toBeNull()

  // It goes on where it was left.
  await packages.begin(page).click()
  await expect(course.getByRole('heading', { name: 'Before you switch it on' })).toBeVisible()
  await course.getByRole('button', { name: 'Next' }).click()
  await course.getByLabel('I leave the laser off').check()
  await course.getByLabel('Whoever came in last').check()
  await course.getByRole('button', { name: 'See how it went' }).click()
  await expect(course.getByRole('status')).toContainText('Not yet')
  await course.getByLabel('Whoever switches the laser on').check()
  await course.getByRole('button', { name: 'See how it went' }).click()
  await expect(packages.finished(page)).toBeVisible()
  await packages.leave(page).click()
  await expect(page.getByText('Best result: 100%')).toBeVisible()
  expect((await state()).package.parts).toMatchObject([{ done: true, score: 1 }])

  // How many, never who, and no score.
  const asLead = await operations(lead.request, house.origin)
  const { programs } = await asLead<{ programs: { id: string }[] }>('program.list')
  const progress = await asLead<Progress>('training.progress', { programId: programs[0]!.id })
  const counted = progress.courses.find((one) => one.courseId === mine.courseId)!
  expect(counted.roles.some((one) => one.count !== null && one.count.completed >= 5)).toBe(true)
  await lead.goto(place('program/training'))
  await settled(lead)
  await expect(lead.getByRole('heading', { name: packageTitle })).toBeVisible()
})

test('a package with other plans reaches nothing', async ({ as, house, faults }) => {
  const lead = await as('lead')
  const asLead = await operations(lead.request, house.origin)
  const place = (where: string) => `/o/${house.slug}/${where}`
  const reached: string[] = []
  const saved: string[] = []
  const title = 'A course with other plans'
  await lead.goto(place('program/training/packages'))
  await settled(lead)
  await packages.bring(lead).click()
  await packages.file(lead).setInputFiles({
    name: 'plans.zip',
    mimeType: 'application/zip',
    buffer: await hostilePackage(house.origin),
  })
  await packages.take(lead).click()
  await packages.tryIt(lead, title).click()
  await settled(lead)
  const address = lead.url()
  // A browser also tells of what it refused to send; only what left counts.
  const fromInside = (request: Request) => {
    const { hostname } = new URL(request.url())
    return hostname === 'evil.example' || (hostname === 'localhost' && request.frame() !== lead.mainFrame())
  }
  lead.on('requestfinished', (request) => void (fromInside(request) && reached.push(request.url())))
  lead.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? ''
    if (fromInside(request) && !/csp|blocked/i.test(why)) reached.push(`${request.url()} ${why}`)
  })
  lead.on('request', (request) => {
    if (/\/opening\/[0-9a-f-]{36}$/.test(request.url())) saved.push(request.postData() ?? '')
  })
  await packages.begin(lead).click()
  const list = packages.inside(lead).getByRole('listitem')
  await expect(list.filter({ hasText: 'end: all tried' })).toBeVisible({ timeout: 20_000 })
  for (const one of tries) await expect(list.filter({ hasText: `${one}:` }), one).toHaveText(`${one}: held`)
  // It wanted to remember more than is kept, and whoever sits before it is told.
  await expect(packages.tooMuch(lead)).toBeVisible()
  // The page around it is where it was, and whoever opened it is still signed in.
  expect(lead.url()).toBe(`${address}/open`)
  expect(lead.context().pages()).toHaveLength(1)
  expect(reached).toEqual([])
  await packages.leave(lead).click()
  await expect(shell.title(lead)).toHaveText(title)
  const courseId = address.split('/').at(-1)!
  const { package: content } = await asLead<Course>('training.course', { courseId })
  expect(content.parts).toMatchObject([{ done: false, score: null }])
  // Thousands of messages are a handful of savings, each of this course and this opening.
  expect(saved.length).toBeLessThan(15)
  for (const one of saved) expect(one).not.toMatch(/first-goals|"opening":99|00000000-0000/)
  await asLead('packages.takeAway', { courseId })
  // What the browser refused, it says in its console; the app itself did nothing wrong.
  const refused =
    /Content Security Policy|sandboxed|navigat|permissions policy|404\) was received when fetching the script/i
  faults.splice(0, faults.length, ...faults.filter((one) => !refused.test(one)))
})
