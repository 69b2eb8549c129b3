/** This week, Team and Goals with keys alone, on a wide screen and on a phone: what waits is done where it stands. */
import { addDays } from '../server/platform/clock.ts'
import { operations } from './installation.ts'
import { keysOf } from './keys.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Member = {
  person: { id: string; name: string }
  checkin: object | null
  feedback: boolean
  onLeave: boolean
  steps: { checkinId: string; actionId: string }[]
}
type Task = { kind: string; checkinId: string; actionId: string; person?: { id: string } }
type Week = { today: string; todo: Task[]; later: Task[] }
/** Not whom other journeys talk with; somebody else for each journey here, and for each time it is tried. */
const oneOf = (people: readonly Member[], not: string, which: number) => {
  const others = people
    .filter((m) => m.checkin && m.feedback && !m.onLeave && m.person.id !== not)
    .toSorted((a, b) => (a.person.name < b.person.name ? -1 : 1))
  return others[(which + 4 * test.info().retry) % others.length]!.person
}
const words = (text: string) => new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))

for (const phone of [false, true]) {
  const where = phone ? 'a phone' : 'a wide screen'

  test(`a manager prepares a check-in, gives feedback and closes a step from Team, by keys on ${where}`, async ({
    as,
    house,
  }) => {
    const page = await as('manager', { phone })
    const call = await operations(page.request, house.origin)
    const { people } = await call<{ people: Member[] }>('week.team')
    const person = oneOf(people, house.people['employee']!.id, phone ? 1 : 0)
    type Talk = { id: string; shared: boolean }
    const begin = () => call<Talk>('checkins.create', { personId: person.id })
    const there = await begin()
    // One that is prepared already is over before this one begins.
    if (there.shared) await call('checkins.hold', { checkinId: there.id })
    const { id: checkinId } = there.shared ? await begin() : there
    const stepsOf = async () =>
      (await call<{ people: Member[] }>('week.team')).people.find((m) => m.person.id === person.id)!.steps
    for (const { checkinId: of, actionId } of await stepsOf())
      await call('checkins.updateAction', { checkinId: of, actionId, done: true })
    const { today } = await call<Week>('week.get')
    const [first, second] = ['Send the plan', 'Ask for the room'].map(
      (text) => `${text}, ${where} ${test.info().retry}`,
    )
    for (const text of [first!, second!])
      await call('checkins.addAction', { checkinId, words: text, ownerId: person.id, dueOn: today })

    await page.goto(`/o/${house.slug}/team`)
    await settled(page)
    const keys = keysOf(page)
    await keys.to(/open step|is late|are late/, words(person.name))
    await keys.press('Enter')
    await keys.to(words(first!))
    await keys.press('Space')
    await expect(page.getByText(first!)).toHaveCount(0)
    await keys.on(words(second!))
    await keys.press('Space')
    await expect(page.getByText(second!)).toHaveCount(0)
    await keys.on(/./)
    await expect.poll(stepsOf).toEqual([])

    await page.reload()
    await settled(page)
    await keys.press('Tab')
    await keys.to(/^Feedback: /, words(person.name))
    await keys.press('Enter')
    await keys.on(words(person.name))
    await keys.to(/^What would you like to tell/)
    await page.keyboard.type('You asked the desk first, and the answer was there within the hour.')
    await keys.to(/^Send to/)
    await keys.press('Enter')
    await expect(page.getByRole('dialog')).toHaveCount(0)
    await keys.on(/^Feedback: /)

    await keys.to(/^(Prepare|Check-in): /, words(person.name))
    await keys.press('Enter')
    await expect(page.getByRole('main').getByRole('textbox').first()).toBeFocused()
    await page.keyboard.type('The plan for spring, and who takes what.')
    await keys.to(/^Share, talk later$/)
    await keys.press('Enter')
    // What one shared is prepared, and the row says so at once.
    await keys.on(words(`Check-in: Check-in with ${person.name}`))
    expect(
      (await call<{ shared: boolean }>('checkins.get', { checkinId })).shared,
      'what was written by keys is there for the other one',
    ).toBe(true)
    keys.fine()
  })

  test(`This week is worked through by keys on ${where}`, async ({ as, house }) => {
    const page = await as('manager', { phone })
    const call = await operations(page.request, house.origin)
    // What waits from earlier is done, so that what is looked for here is among what is shown.
    let week = await call<Week>('week.get')
    for (let round = 0; round < 20; round++) {
      const steps = [...week.todo, ...week.later].filter((task) => task.kind === 'step')
      if (steps.length === 0) break
      for (const { checkinId, actionId } of steps)
        await call('checkins.updateAction', { checkinId, actionId, done: true })
      week = await call<Week>('week.get')
    }
    const { people } = await call<{ people: Member[] }>('week.team')
    const person = oneOf(people, house.people['employee']!.id, phone ? 3 : 2)
    const { id: checkinId } = await call<{ id: string }>('checkins.create', { personId: person.id })
    // Tomorrow: a meeting that is set moves along, and its hour is still to come.
    await call('checkins.plan', { checkinId, plannedFor: addDays(week.today, 1) })
    const step = `Bring the figures, ${where} ${test.info().retry}`
    await call('checkins.addAction', {
      checkinId,
      words: step,
      ownerId: house.people['manager']!.id,
      dueOn: week.today,
    })

    const keys = keysOf(page)
    /** Opens the page anew and tabs to the button of a task, opening what can wait where it stands there. */
    const toTask = async (button: RegExp, row: string, is: (task: Task) => boolean) => {
      const { todo } = await call<Week>('week.get')
      await page.goto(`/o/${house.slug}`)
      await settled(page)
      if (!todo.some(is)) {
        await keys.to(/^Show$/)
        await keys.press('Enter')
        await keys.on(/^Show less$/)
      }
      await keys.to(button, words(row))
    }
    await toTask(/^Done$/, step, (task) => task.kind === 'step' && task.checkinId === checkinId)
    await keys.press('Enter')
    await expect(page.getByRole('main').getByText(step)).toHaveCount(0)
    await keys.on(/./)

    await toTask(/^Prepare$/, person.name, (task) => task.kind === 'checkin' && task.person?.id === person.id)
    await keys.press('Enter')
    await expect(page.getByRole('main').getByRole('textbox').first()).toBeFocused()
    await page.keyboard.type('The plan for spring, and who takes what.')
    await keys.to(/^We talked$/)
    await keys.press('Enter')
    await expect
      .poll(async () => (await call<{ held: { on: string } | null }>('checkins.get', { checkinId })).held?.on)
      .toBe(week.today)
    await expect(page.getByRole('button', { name: 'We talked' })).toHaveCount(0)
    await keys.on(/./)
    keys.fine()
  })
}

test('goals are found in the tree and in the list, opened and left again, by keys', async ({ as, house }) => {
  const page = await as('employee')
  const call = await operations(page.request, house.origin)
  const { nodes } = await call<{ nodes: { id: string; title: string; serving: number }[] }>('goals.tree')
  const parent = nodes.find((node) => node.serving > 0)!
  const { nodes: children } = await call<{ nodes: { id: string; title: string }[] }>('goals.tree', {
    parentId: parent.id,
  })
  await page.goto(`/o/${house.slug}/goals?of=company`)
  await settled(page)
  const keys = keysOf(page)
  const item = (id: string) => page.locator(`[role="treeitem"][data-id="${id}"]`)
  await keys.to(words(nodes[0]!.title))
  await expect(item(nodes[0]!.id)).toBeFocused()
  for (const next of nodes.slice(1, nodes.indexOf(parent) + 1)) {
    await keys.press('ArrowDown')
    await expect(item(next.id)).toBeFocused()
  }
  await keys.press('ArrowRight')
  await expect(item(children[0]!.id)).toBeVisible()
  await keys.press('ArrowRight')
  await expect(item(children[0]!.id)).toBeFocused()
  await keys.press('ArrowLeft')
  await expect(item(parent.id)).toBeFocused()
  await keys.press('End')
  await expect(page.locator('[role="treeitem"]').last()).toBeFocused()
  await keys.press('Home')
  await expect(item(nodes[0]!.id)).toBeFocused()
  await keys.press('Enter')
  await expect(page.getByRole('dialog').getByRole('heading', { name: nodes[0]!.title })).toBeFocused()
  await keys.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expect(item(nodes[0]!.id)).toBeFocused()
  // Tab leaves the tree at once, and comes back to where one was.
  await keys.press('Tab')
  await expect(page.locator('[role="tree"] :focus')).toHaveCount(0)
  await keys.press('Shift+Tab')
  await expect(item(nodes[0]!.id)).toBeFocused()

  await page.goto(`/o/${house.slug}/goals?of=company&view=list`)
  await settled(page)
  const first = page.getByRole('list', { name: 'Goals' }).getByRole('listitem').first()
  const title = (await first.locator('[id^="goal-"]').textContent())!
  await keys.press('Tab')
  await keys.to(words(title))
  await keys.press('Enter')
  await expect(page.getByRole('dialog').getByRole('heading', { name: title })).toBeFocused()
  await keys.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await keys.on(words(title))
  await keys.press('ArrowDown')
  await expect(page.locator('[id^="goal-"]').nth(1)).toBeFocused()
  keys.fine()
})
