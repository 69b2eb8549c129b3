/** Somebody asks, somebody answers, and a thank-you comes back; who reads it stands there first. */
import { feedback } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('an employee tells their manager something, who reads it and thanks', async ({ as, house }) => {
  const words = 'In Monday’s planning you asked us first, and we were done in ten minutes.'
  const employee = await as('employee', { phone: true })
  await employee.goto(`/o/${house.slug}/feedback/give?to=${house.people['manager']!.id}`)
  await settled(employee)
  await expect(employee.getByText('sees the words and who wrote them').first()).toBeVisible()
  await feedback.words(employee).fill(words)
  await feedback.send(employee).click()
  await expect(employee).toHaveURL(/box=given/)
  await expect(employee.getByText(words).first()).toBeVisible()

  const manager = await as('manager')
  await manager.goto(`/o/${house.slug}/feedback`)
  await settled(manager)
  await feedback.row(manager, house.people['employee']!.name).click()
  await expect(manager.getByRole('dialog').getByText(words)).toBeVisible()
  await feedback.thank(manager).click()
  await expect(manager.getByRole('dialog').getByRole('button', { name: 'Thanked' })).toBeVisible()

  await employee.reload()
  await settled(employee)
  await expect(employee.getByText('They thank you').first()).toBeVisible()
})
