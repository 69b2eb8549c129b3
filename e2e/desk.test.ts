/** A question is asked, answered, read and closed. */
import { desk } from './screens/desk.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

test('an employee asks the desk; the lead takes the question and answers; the employee closes it', async ({
  as,
  house,
}) => {
  const asked = 'May a goal end in the middle of a quarter?'
  const employee = await as('employee')
  await employee.goto(`/o/${house.slug}/ask?from=goals`)
  await settled(employee)
  await desk.question(employee).fill(asked)
  await desk.open(employee).click()
  await desk.more(employee).fill('Our move is on the tenth, and the rest can wait.')
  await desk.send(employee).click()
  await expect(employee).toHaveURL(/\/ask\/[0-9a-f-]{36}$/)
  await expect(shell.title(employee)).toHaveText(asked)
  const questionId = new URL(employee.url()).pathname.split('/').at(-1)!

  const lead = await as('lead')
  await lead.goto(`/o/${house.slug}/program/desk/${questionId}`)
  await expect(lead.getByText('Our move is on the tenth', { exact: false })).toBeVisible()
  await desk.take(lead).click()
  await expect(desk.yours(lead)).toBeVisible()
  await desk.answer(lead).fill('Yes. Choose the day that fits your work; the quarter is only where it is shown.')
  await desk.topic(lead).click()
  await lead.getByRole('option').first().click()
  await desk.sendAnswer(lead).click()
  // The answer is written before the other side looks.
  await expect(desk.answer(lead)).toHaveValue('')

  await employee.reload()
  await expect(employee.getByText('Choose the day that fits your work', { exact: false })).toBeVisible()
  await desk.settle(employee).click()
  await expect(desk.settled(employee)).toBeVisible()
})
