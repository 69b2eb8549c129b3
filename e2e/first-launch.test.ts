/** The whole main job in a new company: from an empty database to numbers that move. */
import fs from 'node:fs'
import path from 'node:path'
import { letRedStand } from '../fixtures/gates.ts'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { addDays, instantAt } from '../server/platform/clock.ts'
import { readTestEnvironment } from '../server/platform/config.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { type Company, enterByMail, enterQuietly, letter, visitor } from './company.ts'
import { install, operations } from './installation.ts'
import { entering } from './screens/entering.ts'
import { designing, planning } from './screens/designing.ts'
import { messages, practice } from './screens/practice.ts'
import { funnel } from './screens/funnel.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

const slug = 'newco'
const { peopleFiles } = readTestEnvironment()

type Listed = { people: { id: string; name: string }[] }
type Number = { numerator: number | null; denominator: number | null; suppressed: boolean; status: string }

for (const source of ['generated', ...(peopleFiles ? ['real'] : [])] as const) {
  test(`a first launch, from the ${source} people file to the dashboard`, async ({
    browser,
    databases,
    faults,
  }, info) => {
    test.setTimeout(480_000)
    const folder = info.outputPath('installation')
    fs.mkdirSync(folder, { recursive: true })
    const sink = await openSink()
    const installation = await install({
      databaseUrl: databases[source === 'real' ? 'real' : 'first'][info.retry]!,
      folder,
      smtpUrl: sink.url,
    })
    const company: Company = { slug, installation, sink, browser, faults }
    const { belay } = installation
    const file = source === 'real' ? path.join(peopleFiles!, 'people-1155.csv') : path.join(folder, 'people.csv')
    if (source === 'generated') fs.writeFileSync(file, peopleFile(companyOf(60)))

    try {
      const made = await belay<{ signInLink: string }>(
        'org',
        'create',
        '--name',
        'Newco',
        '--slug',
        slug,
        '--admin',
        'office@newco.example',
        '--movable-clock',
        '--time-zone',
        'Europe/Berlin',
      )

      // The link opens a page; its button signs in; a password for next time.
      const admin = await visitor(company)
      await admin.goto(made.signInLink)
      await entering.go(admin).click()
      await entering.newPassword(admin).fill('seven copper lanterns drift')
      await entering.setPassword(admin).click()
      await expect(admin).toHaveURL(new RegExp(`/o/${slug}/?$`))
      await settled(admin)
      const asAdmin = await operations(admin.request, installation.origin)

      // People: a dry run first, then for good; a second time changes nothing.
      type Import = { rows: number; added: number; changed: number; refused: unknown[] }
      const first = await belay<Import>('people', 'import', file, '--org', slug, '--dry-run')
      expect(first.added).toBe(source === 'real' ? first.rows : 60)
      await belay<Import>('people', 'import', file, '--org', slug)
      expect(await belay<Import>('people', 'import', file, '--org', slug)).toMatchObject({ added: 0, changed: 0 })
      const people = await asAdmin<Listed & { people: { managerId: string | null }[] }>('people.list', { limit: 200 })
      expect(people.people.length).toBeGreaterThan(50)

      // Who plays which part: somebody with a manager above and people below leads; the employee is one of the manager's own.
      const profile = async (id: string) =>
        asAdmin<{ id: string; name: string; email: string | null; managerId: string | null; directReports: number }>(
          'people.get',
          {
            personId: id,
          },
        )
      const employee = await somebody(
        async (one) =>
          one.email !== null &&
          one.managerId !== null &&
          one.directReports === 0 &&
          (await profile(one.managerId)).managerId !== null,
      )
      const manager = await profile(employee.managerId!)
      const sponsor = await profile(manager.managerId!)
      const lead = await somebody(
        async (one) => one.email !== null && ![employee.id, manager.id, sponsor.id].includes(one.id),
      )
      async function somebody(fits: (one: Awaited<ReturnType<typeof profile>>) => Promise<boolean> | boolean) {
        for (const { id } of people.people.toReversed()) {
          const one = await profile(id)
          if (await fits(one)) return one
        }
        throw new Error('Nobody in the file fits.')
      }
      const profiles = await Promise.all(
        people.people
          .filter(({ id }) => ![employee.id, manager.id, lead.id, sponsor.id].includes(id))
          .slice(0, 24)
          .map(({ id }) => profile(id)),
      )
      const others = profiles.flatMap(({ email }) => email ?? [])
      await asAdmin('access.grantRole', { personId: lead.id, role: 'lead' })

      // The lead designs the program on its pages, with what Belay suggests and words of their own, and publishes.
      const leadPage = await enterByMail(company, lead.email!)
      const asLead = await operations(leadPage.request, installation.origin)
      const go = async (where: string) => {
        await leadPage.goto(`/o/${slug}/${where}`)
        await settled(leadPage)
      }
      await go('program')
      await designing.name(leadPage).fill('Upward')
      await designing.begin(leadPage).click()
      await designing.idea(leadPage, 'Clear goals, honest talks').click()
      await designing.step(leadPage, 'Why, and why now').click()
      await designing.why(leadPage).fill('Nobody should have to guess what matters.')
      await designing.whyNow(leadPage).fill('We grew by a fifth.')
      await designing.step(leadPage, 'Objectives').click()
      await designing.idea(leadPage, 'Everyone knows what is expected of them').click()
      await designing.step(leadPage, 'Expectations').click()
      await designing.text(leadPage, 'What we expect of each other').click()
      await designing.step(leadPage, 'How you will know').click()
      await designing.metric(leadPage, 'Activation').click()
      await designing.today(leadPage).fill('0')
      await designing.metric(leadPage, 'Goal coverage').click()
      await designing.step(leadPage, 'Who stands behind it').click()
      await designing.sponsor(leadPage).fill(sponsor.name)
      await designing.found(leadPage).click()
      await designing.step(leadPage, 'Review and publish').click()
      await expect(designing.saved(leadPage)).toBeVisible()
      await designing.publish(leadPage).click()
      await expect(leadPage).toHaveURL(/\/program\/waves/)

      // Everybody starts on one day: an audience, a wave with the days that it comes with, the sponsor's letter.
      await go('program/audiences/new')
      await planning.audienceName(leadPage).fill('Everyone')
      await planning.about(leadPage).click()
      await planning.option(leadPage, 'Everyone').click()
      await planning.saveAudience(leadPage).click()
      await expect(leadPage).toHaveURL(/\/audiences\/[0-9a-f-]{36}/)
      await go('program/waves/new')
      await planning.audience(leadPage).click()
      await planning.option(leadPage, /^Everyone/).click()
      await planning.plan(leadPage).click()
      await expect(leadPage).toHaveURL(/\/waves\/[0-9a-f-]{36}/)
      await go('program/communications/new')
      await planning.message(leadPage, 'Why we are doing this, from the sponsor').click()
      await planning.beginMessage(leadPage).click()
      await expect(leadPage).toHaveURL(/\/communications\/[0-9a-f-]{36}/)
      const campaignId = leadPage.url().split('/').at(-1)!
      await planning.ask(leadPage).click()
      const message = () => asLead<{ state: string; sendsOn: string }>('campaigns.get', { campaignId })
      await expect.poll(async () => (await message()).state).toBe('asked')
      const { programs } = await asLead<{ programs: { id: string }[] }>('program.list')
      const { waves } = await asLead<{ waves: { id: string; preparesOn: string; goesLiveOn: string }[] }>(
        'waves.list',
        {
          programId: programs[0]!.id,
        },
      )
      const { goesLiveOn } = waves[0]!
      const dayAfter = addDays((await message()).sendsOn, 1)

      // The sponsor approves from the mail. Opening the link does not; the button does.
      const approval = /http\S+\/approve\/\S+/.exec(await letter(company, sponsor.email!, /\/approve\//))![0]
      const sponsorPage = await enterByMail(company, sponsor.email!, approval)
      await settled(sponsorPage)
      expect((await message()).state).toBe('asked')
      await messages.approve(sponsorPage).click()
      await expect.poll(async () => (await message()).state).toBe('approved')
      await go(`program/communications/${campaignId}`)
      await planning.schedule(leadPage).click()
      await expect.poll(async () => (await message()).state).toBe('scheduled')

      // Its day comes; it is in the mail and in the app. The wave goes live on its date.
      await belay('clock', 'advance', '--to', instantAt(dayAfter, '12:00', 'UTC'))
      expect(await letter(company, employee.email!, /Nobody should have to guess what matters\./)).toContain('Upward')
      // What is red stops the launch until the lead lets it stand, by name and until a day.
      await go('program/readiness')
      await expect(planning.launch(leadPage)).toBeDisabled()
      await letRedStand(asLead, waves[0]!.id, {
        until: addDays(goesLiveOn, 7),
        reason: () => 'A company of sixty starts with this.',
      })
      await go('program/readiness')
      await planning.launch(leadPage).click()
      await planning.confirmLaunch(leadPage).click()
      await expect
        .poll(
          async () =>
            (
              await asLead<{ waves: { state: { scheduled?: boolean } }[] }>('waves.list', {
                programId: programs[0]!.id,
              })
            ).waves[0]!.state.scheduled,
        )
        .toBe(true)
      const before = await belay<Number>('metrics', 'show', 'L1', '--org', slug, '--as-of', dayAfter)
      await belay('clock', 'advance', '--to', instantAt(goesLiveOn, '10:00', 'UTC'))

      // An employee: a link by mail, the expectations, a goal, their side of a check-in.
      const me = await enterByMail(company, employee.email!)
      await me.goto(`/o/${slug}/policies`)
      await practice.haveRead(me).click()
      await expect(me.getByRole('main').getByRole('status').first()).toBeVisible()
      await me.goto(`/o/${slug}/goals`)
      await settled(me)
      await practice.newGoal(me).fill('Answer every ticket within a day')
      await practice.newGoal(me).press('Enter')
      await expect(practice.goal(me, 'Answer every ticket within a day')).toBeVisible()
      const asMe = await operations(me.request, installation.origin)
      const { id: checkinId } = await asMe<{ id: string }>('checkins.create', { personId: manager.id })
      await me.goto(`/o/${slug}/check-ins/${checkinId}`)
      await settled(me)
      await practice.voice(me).fill('The new desk works well.')
      await practice.share(me).click()

      // Their manager reads it and says that they talked.
      const boss = await enterByMail(company, manager.email!)
      await boss.goto(`/o/${slug}/check-ins/${checkinId}`)
      await settled(boss)
      await expect(boss.getByText('The new desk works well.')).toBeVisible()
      await practice.weTalked(boss).click()
      await expect
        .poll(async () => (await asMe<{ held: { on: string } | null }>('checkins.get', { checkinId })).held?.on)
        .toBe(goesLiveOn)

      // Others come too, by links of their own; a month later the numbers have moved, and the dashboard says so.
      await Promise.all(others.map(async (email) => (await enterQuietly(company, email)).end()))
      await belay('clock', 'advance', '--to', instantAt(addDays(goesLiveOn, 35), '06:00', 'UTC'))
      const after = await belay<Number>('metrics', 'show', 'L1', '--org', slug, '--as-of', addDays(goesLiveOn, 34))
      expect(before.status).not.toBe('measured')
      expect(after).toMatchObject({ status: 'measured', suppressed: false })
      expect(after.numerator).toBeGreaterThanOrEqual(20)
      expect(after.denominator).toBeGreaterThan(50)
      // A month without use ended the lead's session.
      const dashboard = await enterByMail(company, lead.email!)
      await dashboard.goto(`/o/${slug}/program/metrics`)
      await settled(dashboard)
      await expect(dashboard.getByRole('main')).toContainText('Activation')
      await expect(dashboard.getByRole('main')).toContainText(
        `${after.numerator} of ${new Intl.NumberFormat('en-GB').format(after.denominator!)}`,
      )
      // And what became of the one message: everybody with an address of their own has it.
      const asLeadAgain = await operations(dashboard.request, installation.origin)
      const { states, recipients } = await asLeadAgain<{ states: { submitted: number }; recipients: number }>(
        'campaigns.report',
        { campaignId },
      )
      expect(states.submitted).toBeGreaterThan(50)
      await dashboard.goto(`/o/${slug}/program/communications/funnel`)
      await settled(dashboard)
      const n = (value: number) => new Intl.NumberFormat('en-GB').format(value)
      await expect(funnel.step(dashboard, 'Delivered')).toContainText(`${n(states.submitted)} of ${n(recipients)}`)
      await expect(funnel.row(dashboard, 'Why we are doing this, from the sponsor')).toContainText('not told')
    } finally {
      await installation.close()
      await sink.close()
    }
  })
}
