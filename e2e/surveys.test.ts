/** Somebody is asked, reads who sees what, answers by keyboard; whoever asked sees groups and never a person. */
import { operations } from './installation.ts'
import { settled } from './screens/shell.ts'
import { surveys } from './screens/surveys.ts'
import { expect, test } from './world.ts'

type Mine = { open: { roundId: string; title: string }[] }

test('a survey is answered once by keyboard, and its results are those of groups', async ({ as, house }) => {
  test.setTimeout(120_000)
  // Some have answered already in the life that the company led.
  let found: { role: string; roundId: string } | undefined
  for (const role of ['employee', 'manager', 'sponsor', 'lead']) {
    const page = await as(role)
    const me = await operations(page.request, house.origin)
    const open = (await me<Mine>('pulse.mine')).open[0]
    if (open) found ??= { role, roundId: open.roundId }
  }
  expect(found, 'somebody is asked something').toBeDefined()
  const { role, roundId } = found!
  const page = await as(role, { phone: true })
  await page.goto(`/o/${house.slug}/pulse/${roundId}`)
  await settled(page)
  await expect(surveys.pledge(page)).toBeVisible()
  await expect(surveys.send(page)).toBeDisabled()
  await page.keyboard.press('9')
  await expect(page.getByRole('radio', { name: '9', exact: true })).toBeChecked()
  await surveys.send(page).click()
  await expect(surveys.thanks(page)).toBeVisible()
  const me = await operations(page.request, house.origin)
  await expect(
    me('pulse.answer', { roundId, answers: [{ questionId: 'enps-recommend', value: 1 }] }),
    'nobody answers twice',
  ).rejects.toThrow(/409/)

  const lead = await as('lead')
  await lead.goto(`/o/${house.slug}/program/pulse`)
  await settled(lead)
  await surveys.results(lead, /^Results: /).click()
  await settled(lead)
  await expect(surveys.questions(lead)).toBeVisible()
  const asLead = await operations(lead.request, house.origin)
  const open = await asLead<{ standing: { state: string }; questions: { score: unknown }[] }>('pulse.results', {
    roundId,
  })
  expect(open.standing.state).toBe('open')
  expect(open.questions.every((q) => q.score === null)).toBe(true)
})
