/** A lead copies a course, another writes a course of the company's own with a film and publishes it; somebody learns it by keyboard; the lead sees how many have. */
import { ownCaptions, ownFilm, ownTitle } from '../fixtures/own-course.ts'
import { operations } from './installation.ts'
import { courses } from './screens/courses.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Mine = { courses: { courseId: string; title: string; completed: unknown }[] }
type Course = {
  version: number
  completed: unknown
  done: string[]
  watched: Record<string, { seconds: number }>
  lessons: { id: string; title: string; kind: string }[]
}
type Draft = { words: Record<string, Record<string, string>>; revision: number; lessons: { id: string }[] }
type Progress = {
  courses: { courseId: string; roles: { role: string; count: { assigned: number; completed: number } | null }[] }[]
}

test('a course is written with a film, published, learned by keyboard, and counted', async ({ as, house }) => {
  test.slow()
  const lead = await as('lead')
  const place = (where: string) => `/o/${house.slug}/${where}`
  await lead.goto(place('program/training/courses'))
  await settled(lead)
  await courses.open(lead, ownTitle).click()
  await expect(shell.title(lead)).toHaveText(ownTitle)
  await expect(courses.publish(lead)).toBeDisabled()

  // A second film: what is no film says what to do, and nothing of it is kept.
  await courses.lesson(lead, 'One question').click()
  await courses.addLesson(lead).click()
  await courses.kind(lead, 'Film').click()
  await courses.field(lead, 'Title of the lesson').fill('And again')
  await expect(courses.checks(lead)).toContainText('And again: there is no film. Bring one.')
  await courses.film(lead).setInputFiles({ name: 'again.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no film') })
  await expect(lead.getByText(/no film that browsers play/)).toBeVisible()
  await courses.film(lead).setInputFiles({ name: 'again.webm', mimeType: 'video/webm', buffer: ownFilm() })
  await expect(courses.player(lead)).toBeVisible()
  await expect(courses.checks(lead)).toContainText('the captions in English are missing')
  await courses.captions(lead, 'English').setInputFiles({
    name: 'en.vtt',
    mimeType: 'text/vtt',
    buffer: Buffer.from('Hello'),
  })
  await expect(lead.getByText(/no captions that can be read/)).toBeVisible()
  for (const [language, name] of [
    ['en', 'English'],
    ['de', 'German'],
  ] as const)
    await courses.captions(lead, name).setInputFiles({
      name: `${language}.vtt`,
      mimeType: 'text/vtt',
      buffer: ownCaptions(language),
    })
  await expect(courses.checks(lead)).not.toContainText('captions')
  // The other language stands there with what the first one says.
  await courses.language(lead, 'German').click()
  await expect(lead.getByText('English: And again')).toBeVisible()
  await courses.field(lead, 'Title of the lesson').fill('Und noch einmal')
  await expect(courses.checks(lead)).toContainText('Nothing stands in the way.')
  // Up by keyboard, before the questions.
  await courses.language(lead, 'English').click()
  await courses.lesson(lead, 'And again').focus()
  await lead.keyboard.press('Alt+ArrowUp')
  await expect(courses.lessons(lead).nth(2)).toContainText('And again')
  await expect(courses.saved(lead)).toBeVisible()
  await courses.publish(lead).click()
  await courses.confirm(lead).click()
  await expect(lead.getByText('Version 2 is published')).toBeVisible()

  // On a phone, with nothing but keys.
  const page = await as('employee', { phone: true })
  const me = await operations(page.request, house.origin)
  const { courseId } = (await me<Mine>('training.mine')).courses.find((one) => one.title === ownTitle)!
  const state = () => me<Course>('training.course', { courseId })
  const { lessons, version } = await state()
  expect(version).toBe(2)
  expect(lessons.map((one) => one.kind)).toEqual(['text', 'video', 'video', 'quiz'])
  await page.goto(place(`learning/${courseId}/${lessons[0]!.id}`))
  await settled(page)
  await page.getByRole('button', { name: 'Done, next lesson' }).focus()
  await page.keyboard.press('Enter')
  await expect(shell.title(page)).toHaveText('In twelve seconds')
  const next = page.getByRole('button', { name: 'Done, next lesson' })
  const film = courses.player(page)
  await expect(next).toBeDisabled()
  // Nothing plays by itself, and skipping to the end counts for nothing.
  expect(await film.evaluate((v: HTMLVideoElement) => v.paused && !v.autoplay)).toBe(true)
  await film.focus()
  await page.keyboard.press('Space')
  await expect.poll(() => film.evaluate((v: HTMLVideoElement) => v.ended), { timeout: 60_000 }).toBe(true)
  await expect(next).toBeEnabled()
  await next.focus()
  await page.keyboard.press('Enter')
  await expect(shell.title(page)).toHaveText('And again')
  await film.evaluate((v: HTMLVideoElement) => {
    v.currentTime = 11
  })
  await expect(next).toBeDisabled()
  // What is said can be read instead.
  await page.getByText('Read what is said', { exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText(/At the end, one next step each/)).toBeVisible()
  await page.getByLabel('I have read what is said instead').focus()
  await page.keyboard.press('Space')
  await next.focus()
  await page.keyboard.press('Enter')
  await expect(shell.title(page)).toHaveText('One question')
  await page.keyboard.press('2')
  await page.getByRole('button', { name: 'Done', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(shell.title(page)).toHaveText(ownTitle)
  await expect.poll(async () => (await state()).completed).toMatchObject({ version: 2 })

  // How many, never who.
  const asLead = await operations(lead.request, house.origin)
  const { programs } = await asLead<{ programs: { id: string }[] }>('program.list')
  const progress = await asLead<Progress>('training.progress', { programId: programs[0]!.id })
  expect(progress.courses.find((one) => one.courseId === courseId)!.roles.some((one) => one.count !== null)).toBe(true)
  await lead.goto(place('program/training'))
  await settled(lead)
  await expect(lead.getByRole('heading', { name: ownTitle })).toBeVisible()
})

test('a copy is written by two at once, and nobody loses a word', async ({ as, house }) => {
  const lead = await as('lead')
  const place = (where: string) => `/o/${house.slug}/${where}`
  await lead.goto(place('program/training/courses'))
  await settled(lead)
  await courses.begin(lead).click()
  await courses.which(lead).click()
  await lead.getByRole('option', { name: 'Your first goals' }).click()
  await courses.beginNow(lead).click()
  await expect(shell.title(lead)).toHaveText('Your first goals')
  const courseId = new URL(lead.url()).pathname.split('/').at(-1)!
  const asLead = await operations(lead.request, house.origin)
  const draft = () => asLead<Draft>('courses.get', { courseId })
  await courses.field(lead, 'Title of the course').fill('Goals at our place')
  await expect.poll(async () => (await draft()).words['title']!['en']).toBe('Goals at our place')
  // A second page of somebody who saw the same, and is a moment faster.
  const use = (await draft()).words['use']!['en']!
  await lead.route('**/api/own-courses/*', (route) =>
    route.request().method() === 'GET' ? route.abort() : route.continue(),
  )
  await asLead('courses.save', {
    courseId,
    changes: [{ do: 'words', key: 'use', language: 'en', was: use, is: 'Theirs' }],
  })
  await courses.field(lead, 'What it is for, in one sentence').fill('Mine')
  await expect(courses.conflict(lead)).toContainText('Theirs')
  await lead.getByRole('button', { name: 'Keep mine' }).click()
  await expect.poll(async () => (await draft()).words['use']!['en']).toBe('Mine')
  // Looked at as somebody else, in another language.
  await lead.unroute('**/api/own-courses/*')
  await lead.goto(place(`program/training/courses/${courseId}/preview?language=fr&role=managers`))
  await settled(lead)
  await expect(lead.getByText('This role does not get it')).toBeVisible()
  await expect(lead.locator('[lang="fr"]')).toContainText('objectif')
})
