/** What others asked before: found by everybody, and left out and brought back by the desk. */
import { desk } from './screens/desk.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

const question = 'The sign-in link does not come or does not work. What can I do?'

test('an employee finds an answer by a word in it; the lead leaves it out and brings it back', async ({
  as,
  house,
}) => {
  const employee = await as('employee')
  await employee.goto(`/o/${house.slug}/ask/answers`)
  await settled(employee)
  await desk.search(employee).fill('spam folder')
  await expect(desk.known(employee, question)).toBeVisible()
  await desk.known(employee, question).click()
  await expect(employee.getByText('Take the newest link', { exact: false })).toBeVisible()
  await desk.helped(employee).click()
  await expect(employee.getByText('Good. Nothing was sent.')).toBeVisible()

  const lead = await as('lead')
  await lead.goto(`/o/${house.slug}/program/answers/shipped/link-does-not-come`)
  await expect(lead.getByText('Everybody it applies to finds it', { exact: false })).toBeVisible()
  await desk.leaveOut(lead).click()
  await expect(desk.bringBack(lead)).toBeVisible()
  await employee.reload()
  await expect(employee.getByText('No answer fits')).toBeVisible()
  await desk.bringBack(lead).click()
  await expect(desk.leaveOut(lead)).toBeVisible()
  await employee.reload()
  await expect(desk.known(employee, question)).toBeVisible()
})
