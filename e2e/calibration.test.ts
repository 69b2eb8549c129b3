/** A session of calibration: opened, one rating changed with its reason, closed; the manager reads what came of it. */
import { operations } from './installation.ts'
import { calibration } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

type Named = { id: string; name: string }
type Session = Named & { cycle: Named; as: string | null; state: { state: string } }
type Whole = {
  questions: { axis: string; ask: string; steps: { label: string }[] }[]
  rows: { reviewId: string; state: string; ratings: { axis: string; value: number }[] }[]
}
type Mine = {
  team: {
    id: string
    cycle: Named
    second: boolean
    sharedAt: string | null
    task: { id: string; state: string } | null
  }[]
}
type Sheet = { sections: { questions: { id: string; kind: string; required: boolean }[] }[] }

test('whoever leads a session changes a rating with a reason, and the manager sees both before sharing', async ({
  as,
  house,
}) => {
  const lead = await as('lead')
  const manager = await as('manager')
  const asLead = await operations(lead.request, house.origin)
  const asManager = await operations(manager.request, house.origin)
  const { sessions } = await asLead<{ sessions: Session[] }>('calibration.list')
  const session = sessions.find((s) => s.as === 'facilitator' && ['prepared', 'open'].includes(s.state.state))!
  expect(session, 'the lead has prepared a session').toBeDefined()
  const inIt = new Set((await asLead<Whole>('calibration.get', { sessionId: session.id })).rows.map((r) => r.reviewId))

  // Some are written in the life that the company led; one at least has to be.
  const { team } = await asManager<Mine>('reviews.mine')
  const review = team.find((v) => inIt.has(v.id) && !v.second && !v.sharedAt && v.task)!
  expect(review, 'the manager writes about somebody in it').toBeDefined()
  if (review.task!.state !== 'done') {
    const sheet = await asManager<Sheet>('reviews.sheet', { taskId: review.task!.id })
    const needed = sheet.sections.flatMap((s) => s.questions).filter((q) => q.required)
    await asManager('reviews.submit', {
      taskId: review.task!.id,
      answers: Object.fromEntries(
        needed.map((q) => [q.id, q.kind === 'text' ? { words: 'Calm when the line stood still' } : { value: 2 }]),
      ),
    })
  }
  const { questions, rows } = await asLead<Whole>('calibration.get', { sessionId: session.id })
  const [x] = questions
  const given = rows.find((r) => r.reviewId === review.id)!.ratings.find((r) => r.axis === 'x')!.value
  const step = (value: number) => x!.steps[value - 1]!.label
  const [from, to] = [step(given), step(given === 3 ? 2 : 3)]
  const reason = 'Compared with the other teams, the same result was called so there.'

  await lead.goto(`/o/${house.slug}/reviews`)
  await calibration.session(lead, session.name).click()
  await settled(lead)
  if (session.state.state === 'prepared') {
    await calibration.open(lead).click()
    await calibration.open(lead.getByRole('dialog')).click()
    await expect(calibration.close(lead)).toBeVisible()
  }
  await lead.goto(`/o/${house.slug}/reviews/calibration/${session.id}/${review.id}?view=table`)
  await lead.getByRole('radiogroup', { name: x!.ask }).getByText(to, { exact: true }).click()
  await calibration.reason(lead).fill(reason)
  await calibration.change(lead).click()
  await expect(lead.getByText(`From “${from}” to “${to}”`)).toBeVisible()

  await lead.goto(`/o/${house.slug}/reviews/calibration/${session.id}`)
  await calibration.close(lead).click()
  await calibration.close(lead.getByRole('dialog')).click()
  await expect(lead.getByText(/closed this session/)).toBeVisible()

  await manager.goto(`/o/${house.slug}/reviews/${review.id}`)
  await expect(manager.getByText(/ changed this from “/)).toBeVisible()
  await expect(manager.getByText(reason)).toBeVisible()
})
