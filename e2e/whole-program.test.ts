/** A whole program in a company of 1,155: from nothing to handed over, fallen back in one part, and evolved once. One story in one file, for each step lives on what came before. */
import fs from 'node:fs'
import type { Page } from '@playwright/test'
import { letRedStand } from '../fixtures/gates.ts'
import { handOverCheck } from '../server/library/library.ts'
import { addDays, type Day, instantAt } from '../server/platform/clock.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { type Company, enterAs, enterQuietly } from './company.ts'
import { install } from './installation.ts'
import { castOf, design, fileIn, type Person, startAfter, talk, tryEverything } from './program-company.ts'
import { designing } from './screens/designing.ts'
import { desk } from './screens/desk.ts'
import { settled } from './screens/shell.ts'
import { answers, committee, evolving, handingOver, readiness, steering, testing } from './screens/steering.ts'
import { expect, test } from './world.ts'

const slug = 'wholeco'
const zone = 'Europe/Berlin'
type Made = { id: string }
type Finding = { mistake: string; check: string; result: 'pass' | 'fail' | 'unknown' }

test('a program is built, launched in two waves, steered, handed over, watched and evolved', async ({
  browser,
  databases,
  faults,
}, info) => {
  test.setTimeout(900_000)
  const folder = info.outputPath('installation')
  fs.mkdirSync(folder, { recursive: true })
  const sink = await openSink()
  const installation = await install({ databaseUrl: databases.whole[info.retry]!, folder, smtpUrl: sink.url })
  const company: Company = { slug, installation, sink, browser, faults }
  const { belay } = installation
  const go = async (page: Page, where: string) => {
    await page.goto(`/o/${slug}/${where}`)
    await settled(page)
  }
  try {
    const made = await belay<{ expiresAt: string }>(
      ...['org', 'create', '--name', 'Whole Company', '--slug', slug, '--admin', 'office@wholeco.example'],
      ...['--movable-clock', '--time-zone', zone],
    )
    // A day of the installation's own clock, as it says when the first link ends.
    const start = startAfter(made.expiresAt.slice(0, 10))
    const day = (n: number) => addDays(start, n)
    const until = (n: number, time = '09:00') => belay('clock', 'advance', '--to', instantAt(day(n), time, zone))
    await until(-14)
    await belay('people', 'import', fileIn(folder), '--org', slug)
    const { act: admin } = await enterQuietly(company, 'office@wholeco.example')
    const cast = await castOf(admin)
    const [firstPeople, secondPeople] = [cast.inWave(cast.waves[0]), cast.inWave(cast.waves[1])]
    const enter = (person: Person) => enterAs(company, cast.emails.get(person.id)!)
    for (const [person, role] of [
      [cast.lead, 'lead'],
      [cast.champion, 'champion'],
    ] as const)
      await admin('access.grantRole', { personId: person.id, role })
    let { page: lead, act: asLead } = await enter(cast.lead)

    const { id: programId } = await asLead<Made>('program.create', { name: 'Upward', leadId: cast.lead.id })
    const save = async (group: string, value: unknown) => {
      const { draft } = await asLead<{ draft: { groups: Record<string, number> } }>('program.get', { programId })
      await asLead('program.saveDraft', { programId, change: { group, value, revision: draft.groups[group] ?? 0 } })
    }
    for (const [group, value] of Object.entries(design(cast.sponsor, cast.lead, day(120)))) await save(group, value)
    const revision = async () =>
      (await asLead<{ draft: { revision: number } }>('program.get', { programId })).draft.revision
    await asLead('program.publish', { programId, revision: await revision(), note: 'As agreed with the directors.' })
    const wave = async (name: string, rule: object, preparesOn: Day, goesLiveOn: Day) => {
      const audience = await asLead<Made>('audiences.create', { name, rule })
      const { id } = await asLead<Made>('waves.create', {
        programId,
        name,
        audienceId: audience.id,
        preparesOn,
        goesLiveOn,
      })
      return id
    }
    const first = await wave('Wave 1', cast.waves[0], day(-14), day(0))
    const second = await wave('Wave 2', cast.waves[1], day(7), day(42))
    /** What the command line finds, and that the page says the same. */
    const audited = async (page: Page, expected: Record<string, Finding['result']>) => {
      await asLead('mistakes.check', { programId })
      const found = await belay<Finding[]>('audit', '--org', slug)
      expect(Object.fromEntries(found.map((one) => [one.check, one.result]))).toMatchObject(expected)
      await go(page, 'program/mistakes')
      for (const id of ['P1', 'P2', 'P3', 'P4', 'I1', 'I2', 'I3']) {
        const mine = found.filter((one) => one.mistake === id)
        const state = mine.some((one) => one.result === 'fail')
          ? 'fail'
          : mine.every((one) => one.result === 'unknown')
            ? 'unknown'
            : 'pass'
        await expect(page.getByRole('listitem').filter({ has: page.locator(`#mistake-${id}`) })).toHaveAttribute(
          'data-state',
          state,
        )
      }
    }
    let { page: sponsor, act: asSponsor } = await enter(cast.sponsor)
    for (const [waveId, n] of [
      [first, -12],
      [second, 20],
    ] as const) {
      const letter = await asLead<Made & { revision: number }>('campaigns.create', {
        template: 'sponsor-announcement',
        waveId,
        senderId: cast.sponsor.id,
        sendsOn: day(n),
      })
      await asLead('campaigns.ask', { campaignId: letter.id })
      await asSponsor('campaigns.approve', { campaignId: letter.id, revision: letter.revision })
      await asLead('campaigns.schedule', { campaignId: letter.id })
    }
    await go(lead, 'program')
    await until(0, '08:00')
    await letRedStand(asLead, first, { until: day(30), reason: () => 'It follows in the first weeks.' })
    await asLead('waves.launch', { waveId: first, when: 'now' })

    await test.step('a question is answered by a champion, kept, and found by the next who asks', async () => {
      await until(10)
      const asked = 'May a goal end in the middle of a month?'
      const said = 'Yes. Choose the day that fits your work; the month is only where it is shown.'
      const { page: asker } = await enter(cast.asker)
      await go(asker, 'ask')
      await desk.question(asker).fill(asked)
      await desk.open(asker).click()
      await desk.send(asker).click()
      await expect(asker).toHaveURL(/\/ask\/[0-9a-f-]{36}$/)
      const questionId = new URL(asker.url()).pathname.split('/').at(-1)!
      const { page: champion } = await enter(cast.champion)
      await go(champion, 'program/desk')
      await champion.getByText(asked).click()
      await desk.take(champion).click()
      await expect(desk.yours(champion)).toBeVisible()
      await desk.answer(champion).fill(said)
      await desk.topic(champion).click()
      await champion.getByRole('option', { name: 'Goals' }).click()
      await desk.sendAnswer(champion).click()
      await answers.keep(champion).click()
      await answers.put(champion).click()
      await expect(answers.kept(champion)).toBeVisible()
      await go(asker, `ask/${questionId}`)
      await expect(asker.getByText(said)).toBeVisible()
      await desk.settle(asker).click()
      await expect(desk.settled(asker)).toBeVisible()
      const { page: next } = await enter(cast.next)
      await go(next, 'ask')
      await desk.question(next).fill('Can my goal end in the middle of the month?')
      await answers.found(next).getByText(asked).click()
      await expect(answers.found(next).getByText(said)).toBeVisible()
      await answers.helped(next).click()
      for (const page of [asker, champion, next]) await page.context().close()
    })

    await until(20)
    await talk(
      company,
      cast,
      firstPeople.filter((one, i) => i % 5 < 2 || cast.stops(one)),
    )

    await test.step('the second wave is blocked by tests that nobody signed; the page leads to them', async () => {
      await until(28)
      ;({ page: lead, act: asLead } = await enter(cast.lead))
      await go(lead, 'program/tests')
      await testing.make(lead, 'Wave 2').click()
      await expect(lead).toHaveURL(new RegExp(second))
      await go(lead, `program/readiness?wave=${second}`)
      await expect(readiness.launch(lead)).toBeDisabled()
      const gate = readiness.gate(lead, 'Tried before everybody gets it')
      await readiness.mend(gate.first()).click()
      await expect(lead).toHaveURL(new RegExp(`/program/tests/${second}`))
      await settled(lead)
      await testing.choose(lead).click()
      await settled(lead)
      await testing.propose(lead).click()
      await expect(testing.take(lead)).toBeEnabled()
      await testing.take(lead).click()
      await testing.invite(lead).click()
      const plan = await asLead<{ testers: { person: { id: string } }[] }>('testPlans.get', { waveId: second })
      const emails = plan.testers.map(async ({ person: { id: personId } }) => {
        const { email } = await asLead<{ email: string }>('people.get', { personId })
        return email
      })
      await tryEverything(company, second, await Promise.all(emails))
      await go(lead, `program/tests/${second}`)
      await testing.sign(lead).click()
      await testing.confirm(lead).click()
      await expect(testing.signed(lead)).toBeVisible()
      await go(lead, `program/readiness?wave=${second}`)
      // What else is red is let stand by name, with a reason and a last day.
      await expect(readiness.launch(lead)).toBeDisabled()
      await readiness.waive(readiness.gate(lead, 'Expectations in writing').first()).click()
      await readiness.why(lead).fill('It comes with the next version, in two weeks.')
      for (const box of await readiness.also(lead).all()) await box.check()
      await readiness.letStand(lead).click()
      await readiness.launch(lead).click()
      await expect(readiness.takeBack(lead)).toBeVisible()
    })

    let decision = ''
    await test.step('a committee meets, decides on evidence, and keeps its minutes', async () => {
      await audited(lead, {
        'a sponsor who acts': 'pass',
        'expectations in writing': 'fail',
        'a committee that meets': 'unknown',
      })
      await go(lead, 'program/governance')
      await committee.begin(lead).click()
      await settled(lead)
      await committee.saveCharter(lead).click()
      await expect(lead).toHaveURL(/governance\/committee/)
      await settled(lead)
      await committee.addMe(lead).click()
      await expect(committee.addMe(lead)).toHaveCount(0)
      for (const person of [cast.sponsor, cast.champion]) {
        await committee.person(lead).fill(person.name)
        await lead.getByRole('option', { name: person.name }).first().click()
        await expect(lead.getByRole('listitem').filter({ hasText: person.name })).toBeVisible()
      }
      const { id: meetingId } = await asLead<Made>('governance.plan', {
        ...{ day: day(36), from: '10:00', to: '11:00', timeZone: zone, place: 'Room 2', link: '' },
      })
      await until(36, '10:10')
      await go(lead, `program/governance/meetings/${meetingId}`)
      await expect(
        committee
          .question(lead, 'What is working?')
          .or(committee.question(lead, 'What must change?'))
          .getByText(/^Check-in cadence: \d+/),
      ).toBeVisible()
      await expect(committee.question(lead, 'How is it going?')).toContainText('Wave 2 goes live')
      const problems = committee.question(lead, 'What must change?')
      await committee.said(problems).fill('Fewer than half of the teams talk. Nobody has a fixed day for it.')
      await committee.saveSaid(problems).click()
      await committee.decide(lead).click()
      await settled(lead)
      await committee.field(lead, 'Question').fill('How do talks get a fixed day?')
      await committee.field(lead, 'What was considered').fill('A reminder more\nOne afternoon a month for talks')
      await committee.field(lead, 'What was decided').fill('One afternoon a month is kept free for talks.')
      await committee.field(lead, 'Why').fill('Reminders are many already.')
      await committee.field(lead, 'Until').fill(day(42))
      await committee.metric(lead).click()
      await committee.option(lead, 'Check-in cadence').click()
      await committee.where(lead).click()
      await committee.option(lead, 'Wave 1').click()
      await committee.field(lead, /^By how much/).fill('20')
      await committee.field(lead, 'Looked at on').fill(day(60))
      await lead.keyboard.press('Escape')
      await committee.record(lead).click()
      await expect(lead).toHaveURL(new RegExp(meetingId))
      await committee.close(lead).click()
      await committee.closeNow(lead).click()
      await expect(committee.minutes(lead)).toBeVisible()
      const paper = await lead.request.get((await committee.minutes(lead).getAttribute('href'))!)
      expect(paper.headers()['content-type']).toContain('application/pdf')
      const { decisions } = await asLead<{ decisions: Made[] }>('governance.decisions')
      decision = decisions[0]!.id
      await go(lead, `program/governance/decisions/${decision}`)
      await committee.done(lead).click()
      await expect(committee.nowDone(lead)).toBeVisible()
      await audited(lead, { 'a committee that meets': 'pass', 'decisions in time': 'pass' })
    })

    await until(45)
    await talk(company, cast, firstPeople)

    await test.step('after the review date the product says what the number did', async () => {
      await until(63, '08:00')
      ;({ page: sponsor, act: asSponsor } = await enter(cast.sponsor))
      await go(sponsor, `program/governance/decisions/${decision}`)
      await expect(sponsor.getByText('Moved as expected')).toBeVisible()
      await expect(sponsor.getByText('What moved it, the numbers do not say.', { exact: false })).toBeVisible()
      await go(sponsor, 'program/sponsor')
      await expect(steering.course(sponsor, 'Check-in cadence')).toContainText('Reached')
    })

    await test.step('the first wave is handed over: criteria, knowledge, a risk, signatures, a paper', async () => {
      ;({ page: lead, act: asLead } = await enter(cast.lead))
      await go(lead, 'program')
      await steering.line(lead, 'The hand-over of Wave 1 is due').click()
      await expect(lead).toHaveURL(new RegExp(`/hypercare/${first}/hand-over`))
      await go(lead, `program/hypercare/${first}`)
      await go(lead, `program/hypercare/${first}/hand-over`)
      for (const open = handingOver.except(lead.getByRole('main')); (await open.count()) > 0;) {
        const left = await open.count()
        await open.first().click()
        await handingOver.reason(lead).fill('The shops are open on Sundays; it is seen to by spring.')
        await handingOver.until(lead).fill(day(120))
        await lead.keyboard.press('Tab')
        await handingOver.confirmException(lead).click()
        await expect(open).toHaveCount(left - 1)
      }
      await handingOver.questions(lead).click()
      await settled(lead)
      for (const question of handOverCheck('en').questions)
        await handingOver.choice(lead, question.choices.find((one) => one.good)!.words).check()
      await handingOver.check(lead).click()
      await expect(handingOver.passed(lead)).toBeVisible()
      await go(lead, `program/hypercare/${first}/hand-over`)
      await handingOver.risk(lead).fill('Night shifts have no computer nearby')
      await handingOver.nameRisk(lead).click()
      await expect(lead.getByText('Night shifts have no computer nearby')).toBeVisible()
      await go(sponsor, `program/hypercare/${first}/hand-over`)
      await handingOver.accept(sponsor).click()
      await expect(handingOver.accepted(sponsor, cast.sponsor.name)).toBeVisible()
      for (const page of [sponsor, lead]) {
        await page.reload()
        await settled(page)
        await handingOver.sign(page).click()
        await handingOver.confirm(page).click()
        await expect(handingOver.confirm(page)).toHaveCount(0)
      }
      await expect(handingOver.record(lead)).toBeVisible()
      const paper = await lead.request.get((await handingOver.record(lead).getAttribute('href'))!)
      expect(paper.headers()['content-type']).toContain('application/pdf')
    })

    await test.step('talks stop in one part; the watch finds it and begins anew there', async () => {
      await until(80)
      await talk(
        company,
        cast,
        [...firstPeople, ...secondPeople].filter((one) => !cast.stops(one)),
      )
      // The numbers of departments come out when the month ends.
      const monthEnds = [...Array(15).keys()].map((n) => n + 81).find((n) => day(n).endsWith('-01'))!
      await until(monthEnds)
      ;({ page: lead, act: asLead } = await enter(cast.lead))
      await go(lead, 'program')
      await expect(steering.line(lead, 'A habit falls back')).toContainText(cast.part)
      await steering.line(lead, 'A habit falls back').click()
      await settled(lead)
      await expect(handingOver.fall(lead, cast.part)).toContainText('Started again')
      const { falls } = await asLead<{ falls: { kind: string; label: string; metric: string }[] }>('hypercare.list')
      expect(falls).toMatchObject([{ kind: 'department', label: cast.part, metric: 'C1' }])
    })

    await test.step('the program evolves: a next version, its bill, one wave first, then back', async () => {
      await go(lead, 'program/design/elements')
      await evolving.cadence(lead, 'Every quarter').click()
      await expect(designing.saved(lead)).toBeVisible()
      const { draft } = await asLead<{ draft: { design: { training: object } } }>('program.get', {
        programId,
      })
      await save('training', {
        ...draft.design.training,
        courses: [
          { id: 'checkin-managers', required: ['managers'], offered: [], dueDays: 14 },
          { id: 'checkin-employees', required: ['employees'], offered: [], dueDays: 14 },
        ],
      })
      await go(lead, 'program/design/publish')
      await expect(evolving.bill(lead)).toContainText(/People without a team.*Wave 2.*\d min in all/)
      await expect(lead.getByRole('main')).toContainText('Every quarter')
      await evolving.note(lead).fill('Those who lead shops meet every day; once a quarter is enough for a longer talk.')
      await evolving.publish(lead, 2).click()
      await expect(lead).toHaveURL(/\/program$/)
      await go(lead, `program/waves/${second}`)
      await evolving.move(lead, 2).click()
      await expect(evolving.moved(lead, 2)).toBeVisible()
      await go(lead, 'program/versions')
      await expect(evolving.version(lead, 2)).toContainText('Wave 2 runs on it')
      await expect(evolving.version(lead, 2)).toContainText('once a quarter is enough')
      await expect(evolving.version(lead, 1)).toContainText('Wave 1 runs on it')
      await go(lead, `program/waves/${second}`)
      await evolving.back(lead, 1).click()
      await expect(evolving.moved(lead, 1)).toBeVisible()
      await go(lead, 'program/versions')
      await expect(evolving.version(lead, 2)).toContainText('No live wave runs on it')
      await audited(lead, {
        'a sponsor who acts': 'fail',
        'a committee that meets': 'fail',
        'a lead who acts': 'pass',
        'check-ins are short': 'pass',
      })
    })
  } finally {
    await installation.close()
    await sink.close()
  }
})
