/** Half a year of a company of 150, by role: what people do with each other, from the first goal to the review that is read. */
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { letRedStand } from '../fixtures/gates.ts'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { addDays, instantAt } from '../server/platform/clock.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { type Company, enterByMail, enterQuietly, visitor } from './company.ts'
import { install, operations } from './installation.ts'
import { entering } from './screens/entering.ts'
import { asking, feedback, practice, reviewing } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { surveys } from './screens/surveys.ts'
import { expect, test } from './world.ts'

const slug = 'halfyear'
/** As the people file has them: one leads nine, of whom one leads nobody here. */
const cast = { sponsor: 'G000001', manager: 'G000002', lead: 'G000005', colleague: 'G000011', employee: 'G000019' }
type Part = keyof typeof cast
const mailOf = (part: Part) => `person.${Number(cast[part].slice(1)) - 1}@generated.example`

type Cycle = { id: string; revision: number; plan: Record<string, unknown> & { stages: Record<string, unknown>[] } }
type Row = {
  reviewId: string
  state: string
  person: { name: string }
  ratings: { axis: string; value: number }[]
}

test('goals, check-ins, feedback, a survey, a review cycle with calibration: half a year by role', async ({
  browser,
  databases,
  faults,
}, info) => {
  test.setTimeout(900_000)
  const folder = info.outputPath('installation')
  fs.mkdirSync(folder, { recursive: true })
  const sink = await openSink()
  const installation = await install({
    databaseUrl: databases.half[info.retry]!,
    folder,
    smtpUrl: sink.url,
  })
  const company: Company = { slug, installation, sink, browser, faults }
  const { belay, origin } = installation
  const place = (where: string) => `/o/${slug}/${where}`
  const go = async (page: Page, where: string) => {
    await page.goto(place(where))
    await settled(page)
  }
  try {
    const file = path.join(folder, 'people.csv')
    fs.writeFileSync(file, peopleFile(companyOf(150)))
    const made = await belay<{ signInLink: string }>(
      ...['org', 'create', '--name', 'Half a Year', '--slug', slug, '--admin', 'office@halfyear.example'],
      ...['--movable-clock', '--time-zone', 'Europe/Berlin'],
    )
    await belay('people', 'import', file, '--org', slug)
    const admin = await visitor(company)
    await admin.goto(made.signInLink)
    await entering.go(admin).click()
    await entering.newPassword(admin).fill('nine paper boats at noon')
    await entering.setPassword(admin).click()
    await settled(admin)
    const asAdmin = await operations(admin.request, origin)
    const { today } = await asAdmin<{ today: string }>('access.me')
    const day = (n: number) => addDays(today, n)
    const until = (n: number, time: string) =>
      belay('clock', 'advance', '--to', instantAt(day(n), time, 'Europe/Berlin'))
    type Found = { people: { id: string; name: string }[] }
    const find = async (part: Part) => {
      const { people } = await asAdmin<Found>('people.list', { search: mailOf(part), limit: 2 })
      return people[0]!
    }
    const people = Object.fromEntries(
      await Promise.all((Object.keys(cast) as Part[]).map(async (part) => [part, await find(part)])),
    ) as Record<Part, { id: string; name: string }>
    await asAdmin('access.grantRole', { personId: people.lead.id, role: 'lead' })
    await admin.close()

    // The program, with everything on, live for all from the first day.
    let lead = await enterByMail(company, mailOf('lead'))
    let asLead = await operations(lead.request, origin)
    const { id: programId } = await asLead<{ id: string }>('program.create', {
      name: 'Daylight',
      leadId: people.lead.id,
    })
    for (const [group, value] of Object.entries(design(people, day(170)))) {
      const { draft } = await asLead<{ draft: { groups: Record<string, number> } }>('program.get', { programId })
      await asLead('program.saveDraft', { programId, change: { group, value, revision: draft.groups[group] ?? 0 } })
    }
    const { draft } = await asLead<{ draft: { revision: number } }>('program.get', { programId })
    await asLead('program.publish', { programId, revision: draft.revision, note: '' })
    const audience = await asLead<{ id: string }>('audiences.create', { name: 'Everyone', rule: { everyone: true } })
    const wave = await asLead<{ id: string }>('waves.create', {
      programId,
      name: 'Everyone',
      audienceId: audience.id,
      preparesOn: day(0),
      goesLiveOn: day(0),
    })
    await letRedStand(asLead, wave.id, { until: day(30), reason: () => 'It follows in the first weeks.' })
    await asLead('waves.launch', { waveId: wave.id, when: 'now' })

    await test.step('a goal, and the first check-in by both voices', async () => {
      const me = await enterByMail(company, mailOf('employee'))
      await go(me, 'goals')
      await practice.newGoal(me).fill('Answer every ticket within a day')
      await practice.newGoal(me).press('Enter')
      await expect(practice.goal(me, 'Answer every ticket within a day')).toBeVisible()
      const asMe = await operations(me.request, origin)
      const { id: checkinId } = await asMe<{ id: string }>('checkins.create', { personId: people.manager.id })
      await go(me, `check-ins/${checkinId}`)
      await practice.voice(me).fill('The new desk works well.')
      await practice.share(me).click()
      const boss = await enterByMail(company, mailOf('manager'))
      await go(boss, `check-ins/${checkinId}`)
      await expect(boss.getByText('The new desk works well.')).toBeVisible()
      await practice.weTalked(boss).click()
      await expect
        .poll(async () => (await asMe<{ held: { on: string } | null }>('checkins.get', { checkinId })).held?.on)
        .toBe(day(0))
      for (const page of [me, boss]) await page.context().close()
    })

    await test.step('feedback is asked for, given and read', async () => {
      await until(40, '09:00')
      const me = await enterByMail(company, mailOf('employee'))
      await go(me, 'feedback/ask')
      await asking.people(me).fill(people.colleague.name)
      await asking.person(me, people.colleague.name).click()
      await asking.question(me).fill('What should I keep doing in our stand-up?')
      await asking.send(me).click()
      await expect(asking.sent(me)).toBeVisible()
      const colleague = await enterByMail(company, mailOf('colleague'))
      await go(colleague, 'feedback?box=answer')
      await asking.request(colleague, people.employee.name).click()
      await settled(colleague)
      await feedback.answer(colleague).fill('You ask what is in the way, and then you clear it the same day.')
      await feedback.sendAnswer(colleague).click()
      await expect(feedback.answered(colleague)).toBeVisible()
      await go(me, 'feedback')
      await feedback.row(me, people.colleague.name).click()
      await expect(me.getByText('You ask what is in the way', { exact: false }).first()).toBeVisible()
      for (const page of [me, colleague]) await page.context().close()
    })

    await test.step('a survey is answered, and read in groups only', async () => {
      await until(90, '09:00')
      lead = await enterByMail(company, mailOf('lead'))
      asLead = await operations(lead.request, origin)
      const survey = await asLead<Cycle>('pulse.create', { programId, from: 'enps', languages: ['en'] })
      const saved = await asLead<Cycle>('pulse.update', {
        surveyId: survey.id,
        revision: survey.revision,
        opensOn: day(91),
        openDays: 7,
      })
      await asLead('pulse.launch', { surveyId: survey.id, revision: saved.revision })
      await until(91, '12:00')
      const me = await enterByMail(company, mailOf('employee'))
      await go(me, 'pulse')
      await surveys.open(me).click()
      await settled(me)
      await expect(surveys.pledge(me)).toBeVisible()
      await me.keyboard.press('9')
      await surveys.send(me).click()
      await expect(surveys.thanks(me)).toBeVisible()
      await Promise.all(
        ['G000012', 'G000013', 'G000014', 'G000015', 'G000018', 'G000030', 'G000031'].map(async (number, n) => {
          const { act, end } = await enterQuietly(company, `person.${Number(number.slice(1)) - 1}@generated.example`)
          const [open] = (await act<{ open: { roundId: string }[] }>('pulse.mine')).open
          const { questions } = await act<{ questions: { id: string; kind: string }[] }>('pulse.form', {
            roundId: open!.roundId,
          })
          const rated = questions.filter((q) => q.kind !== 'comment')
          await act('pulse.answer', {
            roundId: open!.roundId,
            answers: rated.map((q) => ({ questionId: q.id, value: 6 + (n % 5) })),
          })
          await end()
        }),
      )
      await until(99, '09:00')
      await go(lead, 'program/pulse')
      await surveys.results(lead, /^Results: /).click()
      await settled(lead)
      await expect(surveys.questions(lead)).toBeVisible()
      await expect(lead.getByRole('main')).toContainText('8 answers')
      await me.context().close()
    })

    let reviewId = ''
    await test.step('a review cycle is launched and written', async () => {
      await until(120, '09:00')
      lead = await enterByMail(company, mailOf('lead'))
      asLead = await operations(lead.request, origin)
      const begun = await asLead<Cycle>('reviews.createCycle', { name: 'Half-year', formId: 'half-year' })
      const dates: Record<string, [number, number]> = {
        self: [121, 127],
        manager: [121, 132],
        calibration: [133, 136],
        share: [133, 145],
        acknowledge: [133, 150],
      }
      await asLead('reviews.savePlan', {
        cycleId: begun.id,
        revision: begun.revision,
        plan: {
          ...begun.plan,
          startsOn: day(0),
          endsOn: day(119),
          stages: begun.plan.stages.map((s) => {
            const days = dates[String(s['id'])]
            return {
              ...s,
              on: days !== undefined,
              opensOn: days ? day(days[0]) : null,
              dueOn: days ? day(days[1]) : null,
            }
          }),
        },
      })
      await go(lead, `program/reviews/${begun.id}/plan/check`)
      await reviewing.launch(lead).click()
      await reviewing.launchNow(lead).click()
      await expect
        .poll(
          async () => (await asLead<{ state: { state: string } }>('reviews.cycle', { cycleId: begun.id })).state.state,
          {
            timeout: 30_000,
          },
        )
        .toBe('running')
      await until(122, '09:00')
      const me = await enterByMail(company, mailOf('employee'))
      await go(me, 'reviews')
      await reviewing.writeOwn(me).click()
      await settled(me)
      await fillIn(me)
      await reviewing.handIn(me).click()
      await expect(reviewing.handedIn(me)).toBeVisible()
      const boss = await enterByMail(company, mailOf('manager'))
      await go(boss, 'reviews')
      for (const part of ['employee', 'colleague'] as const) {
        await reviewing.writeAbout(boss, people[part].name).click()
        await settled(boss)
        if (part === 'employee') await expect(boss.getByText('Answer every ticket within a day').first()).toBeVisible()
        await fillIn(boss)
        await reviewing.handIn(boss).click()
        await expect(reviewing.handedIn(boss)).toBeVisible()
        await go(boss, 'reviews')
      }
      for (const page of [me, boss]) await page.context().close()
    })

    await test.step('ratings are looked at side by side, and one is changed with a reason', async () => {
      await until(134, '09:00')
      lead = await enterByMail(company, mailOf('lead'))
      asLead = await operations(lead.request, origin)
      const { cycles } = await asLead<{ cycles: { id: string }[] }>('reviews.cycles')
      const cycleId = cycles[0]!.id
      const { questions } = await asLead<{ questions: { id: string }[] }>('calibration.options', { cycleId })
      const { id: sessionId } = await asLead<{ id: string }>('calibration.prepare', {
        cycleId,
        name: 'All managers',
        scope: { kind: 'all', value: '' },
        heldOn: day(134),
        xQuestion: questions[0]!.id,
        participantIds: [people.manager.id],
      })
      await asLead('calibration.open', { sessionId })
      const { rows } = await asLead<{ rows: Row[] }>('calibration.get', { sessionId })
      const mine = rows.find((row) => row.person.name === people.employee.name)!
      reviewId = mine.reviewId
      await go(lead, `reviews/calibration/${sessionId}/${reviewId}`)
      await reviewing.newRating(lead).click()
      await reviewing.reason(lead).fill('Two other teams saw the same result and called it more than agreed.')
      await reviewing.change(lead).click()
      await expect(lead.getByText('Two other teams saw the same result', { exact: false }).first()).toBeVisible()
      await asLead('calibration.close', { sessionId, changed: 1 })
    })

    await test.step('it is shared after the talk, read and answered', async () => {
      await until(137, '09:00')
      const boss = await enterByMail(company, mailOf('manager'))
      await go(boss, `reviews/${reviewId}`)
      await expect(boss.getByText('Two other teams saw the same result', { exact: false }).first()).toBeVisible()
      await reviewing.share(boss, people.employee.name).click()
      await expect(reviewing.shared(boss)).toBeVisible()
      const me = await enterByMail(company, mailOf('employee'))
      await go(me, `reviews/${reviewId}`)
      await expect(me.getByText('Two other teams saw', { exact: false })).toHaveCount(0)
      await reviewing.comment(me).fill('Thank you. I would like to take on the hand-over next.')
      await reviewing.haveRead(me).click()
      await expect
        .poll(async () => {
          const asMe = await operations(me.request, origin)
          return (await asMe<{ acknowledged: unknown }>('reviews.get', { reviewId })).acknowledged
        })
        .not.toBeNull()
      await boss.reload()
      await settled(boss)
      await expect(boss.getByText('I would like to take on the hand-over next', { exact: false }).first()).toBeVisible()
    })
  } finally {
    await installation.close()
    await sink.close()
  }
})

function design(people: Record<Part, { id: string }>, by: string): Record<string, unknown> {
  return {
    brand: { name: 'Daylight', tagline: 'Say it while it helps.', accent: '#2f6f4f', logoFileId: null },
    reasons: { why: 'Nobody should have to guess how they are doing.', whyNow: 'We grew by a fifth.' },
    objectives: [{ id: crypto.randomUUID(), text: 'Everyone knows where they stand' }],
    elements: {
      goals: { on: true, period: 'half_year', firstWithinDays: 28 },
      checkins: { on: true, cadence: 'monthly', template: 'quick' },
      feedback: { on: true },
      recognition: { on: true },
      growth: { on: true },
      reviews: { on: true },
      pulse: { on: true, most: 2, weeks: 8 },
    },
    metrics: [{ id: 'L1', baseline: 0, baselineSource: 'New', target: 90, by }],
    people: { sponsorId: people.sponsor.id, leadId: people.lead.id },
  }
}

/** Answers every question of a form: some words, and of each scale the middle. */
async function fillIn(page: Page): Promise<void> {
  // The page before it is settled, too, until this one is there.
  await expect(reviewing.handIn(page)).toBeVisible()
  for (const group of await page.getByRole('main').getByRole('radiogroup').all())
    await group.getByRole('radio').nth(1).check()
  for (const box of await page.getByRole('main').getByRole('textbox').all()) {
    if ((await box.isEditable()) && (await box.inputValue()) === '')
      await box.fill('The hand-over ran on a Friday, and nobody had to ask twice.')
  }
}
