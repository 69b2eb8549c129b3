/** What somebody types stays: whatever is read, refused or drawn anew in the meantime. */
import type { Locator, Page, Route } from '@playwright/test'
import { operations } from './installation.ts'
import { feedback, practice } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Talk = { id: string; shared: boolean; questions: { id: string; ask: string; words: string }[] }

/** Answers as they stood when they were asked for, given only once the gate is open. */
function gate() {
  let open = () => {}
  let closed: Promise<void> | null = null
  let held = 0
  return {
    close() {
      held = 0
      closed = new Promise((resolve) => (open = resolve))
    },
    open() {
      closed = null
      open()
    },
    held: () => held,
    async pass(route: Route) {
      const response = await route.fetch()
      if (closed) {
        held++
        await closed
      }
      // Nobody may wait for it any more.
      await route.fulfill({ response }).catch(() => {})
    },
  }
}

/** As when it is chosen in another tab. The mirrored language turns the page around, which draws all of it anew. */
const speak = (page: Page, language: string) =>
  page.evaluate((newValue) => {
    localStorage.setItem('belay.language', newValue)
    dispatchEvent(new StorageEvent('storage', { key: 'belay.language', newValue }))
  }, language)
const turned = (page: Page, dir: 'ltr' | 'rtl') => expect(page.locator('html')).toHaveAttribute('dir', dir)

/** Fills a field and leaves it; over once the server has taken it. */
async function write(page: Page, field: Locator, words: string): Promise<void> {
  const taken = page.waitForResponse((answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/voice'))
  await field.fill(words)
  await field.blur()
  await taken
}

test('what is typed into a check-in stays through old answers, a page drawn anew and a lost connection, and is what is shared', async ({
  as,
  house,
}) => {
  const page = await as('manager')
  const call = await operations(page.request, house.origin)
  const { people } = await call<{
    people: { person: { id: string; name: string }; checkin: object | null; onLeave: boolean }[]
  }>('week.team')
  // Not whom other journeys talk with, and somebody else each time it is tried.
  const person = people
    .filter((one) => one.checkin && !one.onLeave && one.person.id !== house.people['employee']!.id)
    .toSorted((a, b) => (a.person.name < b.person.name ? 1 : -1))[test.info().retry]!.person
  const begin = () => call<Talk>('checkins.create', { personId: person.id })
  const there = await begin()
  // One that is prepared already is over before this one begins.
  if (there.shared || there.questions.some((one) => one.words)) await call('checkins.hold', { checkinId: there.id })
  const { id: checkinId, questions } = await begin()
  const [first, second] = questions.map((one) => page.getByRole('main').getByLabel(one.ask, { exact: true }))
  const read = gate()
  await page.route((url) => url.pathname === `/api/checkins/${checkinId}`, read.pass)
  await page.goto(`/o/${house.slug}/check-ins/${checkinId}`)
  await settled(page)

  // An answer that was asked for before the last key stroke, and comes after it.
  await call('checkins.prepare', { checkinId, answers: [{ questionId: questions[0]!.id, words: 'From the phone.' }] })
  await call('checkins.addItem', { checkinId, words: 'A topic from the phone' })
  read.close()
  await page.getByLabel('Add a topic').fill('A topic from here')
  await page.getByLabel('Add a topic').press('Enter')
  await expect.poll(read.held).toBeGreaterThan(0)
  await write(page, first!, 'From here, and later.')
  read.open()
  await expect(page.getByText('A topic from the phone')).toBeVisible()
  await expect(first!).toHaveValue('From here, and later.')

  // The page is drawn anew while the last answer still says that nothing was written.
  read.close()
  await write(page, second!, 'Nobody answers after noon.')
  await speak(page, 'mirrored')
  await turned(page, 'rtl')
  await expect(second!).toHaveValue('Nobody answers after noon.')
  await expect(first!).toHaveValue('From here, and later.')
  await speak(page, 'en')
  await turned(page, 'ltr')
  await expect(second!).toHaveValue('Nobody answers after noon.')
  read.open()

  // Share is pressed while nothing can be saved: what stands in the field goes along with it.
  await page.route(
    (url) => url.pathname === `/api/checkins/${checkinId}/voice`,
    (route) =>
      (route.request().postDataJSON() as { share?: boolean }).share
        ? route.continue()
        : route.abort('connectionfailed'),
  )
  await first!.fill('What stands here when it is shared.')
  await practice.share(page).click()
  await expect
    .poll(async () => {
      const { shared, questions: now } = await call<Talk>('checkins.get', { checkinId })
      return { shared, words: now.slice(0, 2).map((one) => one.words) }
    })
    .toEqual({ shared: true, words: ['What stands here when it is shared.', 'Nobody answers after noon.'] })
  await expect(first!).toHaveValue('What stands here when it is shared.')
  await expect(practice.share(page)).toHaveCount(0)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})

test('what is typed is there when the page is drawn anew in the same moment', async ({ as, house }) => {
  const words = 'You asked the desk first, and the answer was there within the hour.'
  const page = await as('employee')
  await page.goto(`/o/${house.slug}/feedback/give?to=${house.people['manager']!.id}`)
  await settled(page)
  await expect(feedback.words(page)).toBeVisible()
  // Once there and back, so that the words of both languages are at hand and nothing waits for them.
  await speak(page, 'mirrored')
  await turned(page, 'rtl')
  await speak(page, 'en')
  await turned(page, 'ltr')
  await feedback.words(page).evaluate((field: HTMLTextAreaElement, typed) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value')!.set!.call(field, typed)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    localStorage.setItem('belay.language', 'mirrored')
    dispatchEvent(new StorageEvent('storage', { key: 'belay.language', newValue: 'mirrored' }))
  }, words)
  await turned(page, 'rtl')
  await expect(page.getByRole('main').locator('textarea').filter({ visible: true }).last()).toHaveValue(words)
})

test('what is typed on while a comment is on its way stays in the field', async ({ as, house }) => {
  const page = await as('employee')
  const call = await operations(page.request, house.origin)
  const { goals } = await call<{ goals: { id: string }[] }>('goals.list', { scope: 'mine', limit: '1' })
  const sent = `Half of it is done, ${test.info().retry}.`
  const answer = gate()
  await page.route((url) => /\/comments(\/|$)/.test(url.pathname), answer.pass)
  await page.goto(`/o/${house.slug}/goals/${goals[0]!.id}`)
  await settled(page)
  const field = page.getByRole('textbox', { name: 'Say something' })
  answer.close()
  await field.fill(sent)
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(answer.held).toBe(1)
  await field.fill(`${sent} The rest by Friday.`)
  answer.open()
  await expect(page.getByRole('dialog').getByRole('listitem').filter({ hasText: sent })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send', exact: true })).not.toHaveAttribute('data-loading')
  await expect(field).toHaveValue(`${sent} The rest by Friday.`)
  await page.unrouteAll({ behavior: 'ignoreErrors' })
})
