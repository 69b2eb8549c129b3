/** A lead moves a planned message by keyboard, opens it, and finds it in its new week. */
import { addDays } from '../server/platform/clock.ts'
import { operations } from './installation.ts'
import { plan } from './screens/plan.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Plan = { messages: { id: string; title: string; state: string; on: string | null }[] }

test('a lead moves a planned message by keyboard', async ({ as, house }) => {
  const page = await as('lead')
  const lead = await operations(page.request, house.origin)
  const { programs } = await lead<{ programs: { id: string }[] }>('program.list')
  const messages = async () => (await lead<Plan>('plan.get', { programId: programs[0]!.id })).messages
  const planned = (await messages()).find((m) => m.state === 'planned' && m.on !== null)!
  await page.goto(`/o/${house.slug}/program/communications`)
  await settled(page)
  await plan.message(page, planned.id).focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect.poll(async () => (await messages()).find((m) => m.id === planned.id)!.on).toBe(addDays(planned.on!, 7))
  await plan.message(page, planned.id).press('Enter')
  await expect(plan.panel(page, planned.title)).toBeVisible()
})
