/** Somebody plans what to learn, their manager adds to it, and it is done beside their check-in. */
import { operations } from './installation.ts'
import { growth } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('an employee plans an action, their manager adds a hint, and it is closed beside their check-in', async ({
  as,
  house,
}) => {
  const again = test.info().retry
  const title = `Meetings that end with a decision, ${again}`
  const action = `Write the decision on the board before we leave, ${again}`
  const employee = await as('employee')
  await employee.goto(`/o/${house.slug}/growth?view=plan`)
  await settled(employee)
  // The first thing begins a plan; a later one is added to it.
  if (await growth.another(employee).isVisible()) await growth.another(employee).click()
  await growth.learn(employee).fill(title)
  await growth.addToPlan(employee).click()
  const mine = growth.focus(employee, title)
  await growth.firstAction(mine).click()
  await growth.action(mine).fill(action)
  await growth.addAction(mine).click()
  await expect(growth.tick(mine, action)).not.toBeChecked()
  await growth.sharing(employee).selectOption('whoever')
  await expect(growth.sharing(employee)).toHaveValue('whoever')

  const manager = await as('manager')
  await manager.goto(`/o/${house.slug}/growth/people/${house.people['employee']!.id}?view=plan`)
  const theirs = growth.focus(manager, title)
  await growth.addHint(theirs).click()
  await growth.hint(theirs).fill('Take my Tuesday meeting to try it.')
  await growth.save(theirs).click()
  await expect(theirs.getByText('Take my Tuesday meeting to try it.')).toBeVisible()

  const asEmployee = await operations(employee.request, house.origin)
  const talk = await asEmployee<{ id: string }>('checkins.create', { personId: house.people['manager']!.id })
  for (const page of [manager, employee]) {
    await page.goto(`/o/${house.slug}/check-ins/${talk.id}`)
    await settled(page)
    await expect(growth.beside(page).getByText(action)).toBeVisible()
  }
  await growth.tick(growth.beside(employee), action).click()
  await expect(employee.getByText(action)).toHaveCount(0)
  await employee.goto(`/o/${house.slug}/growth?view=plan`)
  await expect(growth.tick(growth.focus(employee, title), action)).toBeChecked()
})
