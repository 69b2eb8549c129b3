/** Somebody is recognised, reads it, and joins in. */
import { recognition } from './screens/practice.ts'
import { shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('an employee recognises their manager, who finds it and joins in', async ({ as, house }) => {
  const employee = await as('employee')
  const words = 'You took the second call yourself. They kept the order.'
  await employee.goto(`/o/${house.slug}/recognition/give?to=${house.people['manager']!.id}`)
  await recognition.words(employee).fill(words)
  await recognition.send(employee).click()
  await expect(shell.title(employee)).toHaveText('Who helped lately?')

  const manager = await as('manager')
  await manager.goto(`/o/${house.slug}/recognition?scope=received`)
  const card = recognition.card(manager, words)
  await recognition.join(card).click()
  await recognition.reaction(manager, 'Well done').click()
  await expect(recognition.joined(card, 'Well done')).toHaveAttribute('aria-pressed', 'true')
})
