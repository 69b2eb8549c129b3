/** What each role sees in the demo company, and what it does not. */
import { operations } from './installation.ts'
import { practice } from './screens/practice.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

const practised = [
  'This week',
  'Goals',
  'Check-ins',
  'Feedback',
  'Recognition',
  'Growth',
  'Reviews',
  'Learning',
  'Questions',
  'People',
]
/** First rank of the rail, in its order. */
const places: Record<string, readonly string[]> = {
  employee: practised,
  manager: [...practised, 'Team'],
  lead: [...practised, 'Team', 'Program', 'Settings'],
  sponsor: [...practised, 'Team', 'Program'],
  hr: [...practised, 'Program'],
  admin: [...practised, 'Team', 'Program', 'Settings'],
}

for (const [role, expected] of Object.entries(places)) {
  test(`${role} sees these places and no others`, async ({ as, house }) => {
    const page = await as(role)
    await page.goto(`/o/${house.slug}`)
    await settled(page)
    for (const name of expected) await expect(shell.place(page, new RegExp(`^${name}`)).first(), name).toBeVisible()
    for (const name of ['Team', 'Program', 'Settings']) {
      if (!expected.includes(name)) await expect(shell.place(page, new RegExp(`^${name}$`)), name).toHaveCount(0)
    }
  })
}

test('what one may not see is refused behind the page as well, and said kindly on it', async ({ as, house }) => {
  const page = await as('employee')
  const me = await operations(page.request, house.origin)
  for (const operation of ['access.roles', 'audit.list', 'mail.list', 'campaigns.list']) {
    await expect(me(operation), operation).rejects.toThrow(/403/)
  }
  await page.goto(`/o/${house.slug}/settings/access`)
  await expect(page.locator('h1').first()).toBeVisible()
  await expect(page.getByText('Administrator', { exact: true })).toHaveCount(0)
})

test('a private note is read by nobody else, whatever they open', async ({ as, house }) => {
  test.setTimeout(300_000)
  // Other words when it is tried again: what is written already is not saved anew.
  const words = `a kestrel over the harbour, ${test.info().retry}`
  const author = await as('manager')
  const asManager = await operations(author.request, house.origin)
  const { id: checkinId } = await asManager<{ id: string }>('checkins.create', {
    personId: house.people['employee']!.id,
  })
  await author.goto(`/o/${house.slug}/check-ins/${checkinId}`)
  await settled(author)
  await practice.privateNote(author).fill(words)
  await expect(practice.saved(author)).toBeVisible()
  await author.reload()
  await settled(author)
  await expect(practice.privateNote(author)).toHaveValue(words)

  for (const role of ['employee', 'lead', 'sponsor', 'hr', 'admin']) {
    const page = await as(role)
    const told: string[] = []
    page.on('response', (answer) => {
      if (answer.url().includes('/api/'))
        void answer.text().then(
          (text) => told.push(`${answer.url()} ${text}`),
          () => {},
        )
    })
    for (const path of [
      `check-ins/${checkinId}`,
      'check-ins',
      '',
      `people/${house.people['manager']!.id}`,
      `people/${house.people['employee']!.id}`,
    ]) {
      await page.goto(`/o/${house.slug}/${path}`)
      await settled(page)
      await expect(page.getByText(words), `${role} on ${path}`).toHaveCount(0)
    }
    const them = await operations(page.request, house.origin)
    for (const operation of ['checkins.get', 'notes.list'])
      told.push(JSON.stringify(await them(operation, { checkinId }).catch(() => null)))
    told.push(JSON.stringify(await them('audit.list').catch(() => null)))
    expect(
      told.filter((one) => one.includes(words)),
      role,
    ).toEqual([])
  }
})
