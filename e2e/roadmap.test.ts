/** A lead adds a task, sees what a change moves, and walks the chart by keyboard; its owner ticks it off. */
import { operations } from './installation.ts'
import { roadmap } from './screens/roadmap.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Map = { tasks: { id: string; title: string; state: string; done: { note: string } | null }[] }

test('a task of the roadmap is added, changed with a look at what it moves, given away and ticked off', async ({
  as,
  house,
}) => {
  const title = 'Agree on a room with the site in Lyon'
  const page = await as('lead')
  const lead = await operations(page.request, house.origin)
  const { programs } = await lead<{ programs: { id: string }[] }>('program.list')
  const map = () => lead<Map>('roadmap.get', { programId: programs[0]!.id })
  await page.goto(`/o/${house.slug}/program/roadmap/new`)
  await settled(page)
  await roadmap.title(page).fill(title)
  await roadmap.add(page).click()
  await expect(page).toHaveURL(/\/program\/roadmap\/[0-9a-f-]{36}/)
  const { id } = (await map()).tasks.find((one) => one.title === title)!
  await roadmap.days(page).fill('5')
  await expect(roadmap.effect(page)).toBeVisible()
  await roadmap.save(page).click()
  await expect(roadmap.effect(page)).toHaveCount(0)

  await page.goto(`/o/${house.slug}/program/roadmap?view=chart`)
  await settled(page)
  const bar = page.locator('[id^="bar-"][tabindex="0"]')
  const first = await bar.getAttribute('id')
  await bar.focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('[id^="bar-"]:focus')).not.toHaveAttribute('id', first!)
  await roadmap.bar(page, id).press('Enter')
  await expect(page).toHaveURL(new RegExp(`/program/roadmap/${id}`))

  await lead('roadmap.assign', { taskId: id, ownerId: house.people['employee']!.id })
  const employee = await as('employee')
  await employee.goto(`/o/${house.slug}/program/my-tasks/${id}`)
  await settled(employee)
  await expect(shell.title(employee)).toHaveText('Which tasks on the roadmap are yours?')
  await roadmap.note(employee).fill('Room 2, with daylight.')
  await roadmap.done(employee).click()
  await expect(roadmap.ticked(employee)).toBeVisible()
  expect((await map()).tasks.find((one) => one.id === id)).toMatchObject({
    state: 'done',
    done: { note: 'Room 2, with daylight.' },
  })
})
