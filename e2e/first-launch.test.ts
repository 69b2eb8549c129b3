/** The whole main job in a new company: from an empty database to numbers that move. */
import fs from 'node:fs'
import path from 'node:path'
import type { Design } from '../contract/design.ts'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { addDays, instantAt } from '../server/platform/clock.ts'
import { readTestEnvironment } from '../server/platform/config.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { type Company, enterByMail, enterQuietly, letter, visitor } from './company.ts'
import { install, operations } from './installation.ts'
import { entering } from './screens/entering.ts'
import { messages, practice } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

const slug = 'newco'
const { peopleFiles } = readTestEnvironment()

function design(sponsorId: string, leadId: string, by: string): Record<string, unknown> {
  const policy: Design['policies'][number] = {
    id: crypto.randomUUID(),
    from: null,
    audience: 'everyone',
    version: 1,
    acknowledge: true,
    withinDays: 14,
    texts: {
      en: { title: 'What we expect of each other', body: 'Talk with each other. **Often** is better than long.' },
    },
  }
  return {
    brand: { name: 'Upward', tagline: 'Good work, talked about.', accent: '#7a3e9d', logoFileId: null },
    reasons: { why: 'Nobody should have to guess what matters.', whyNow: 'We grew by a fifth.' },
    objectives: [{ id: crypto.randomUUID(), text: 'Everyone knows what they work towards' }],
    elements: {
      goals: { on: true, period: 'quarter', firstWithinDays: 28 },
      checkins: { on: true, cadence: 'biweekly', template: 'quick' },
    },
    policies: [policy],
    metrics: [
      { id: 'L1', baseline: 0, baselineSource: 'New', target: 90, by },
      { id: 'G1', baseline: 10, baselineSource: 'Survey', target: 80, by },
    ],
    people: { sponsorId, leadId },
  }
}

type Listed = { people: { id: string; name: string }[] }
type Number = { numerator: number | null; denominator: number | null; suppressed: boolean; status: string }

for (const source of ['generated', ...(peopleFiles ? ['real'] : [])] as const) {
  test(`a first launch, from the ${source} people file to the dashboard`, async ({ browser, house, faults }, info) => {
    test.setTimeout(480_000)
    const folder = info.outputPath('installation')
    fs.mkdirSync(folder, { recursive: true })
    const sink = await openSink()
    const installation = await install({
      databaseUrl: house.databases[source === 'real' ? 'real' : 'first'][info.retry]!,
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
      const { today } = await asAdmin<{ today: string }>('access.me')
      const day = (n: number) => addDays(today, n)

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
        asAdmin<{ id: string; email: string | null; managerId: string | null; directReports: number }>('people.get', {
          personId: id,
        })
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
      await asAdmin('access.grantRole', { personId: lead.id, role: 'lead' })

      // The lead designs and publishes, plans a wave, writes a message.
      const leadPage = await enterByMail(company, lead.email!)
      const asLead = await operations(leadPage.request, installation.origin)
      const { id: programId } = await asLead<{ id: string }>('program.create', { name: 'Upward', leadId: lead.id })
      type Draft = { revision: number; groups: Record<string, number> }
      let { groups } = (await asLead<{ draft: Draft }>('program.get', { programId })).draft
      for (const [group, value] of Object.entries(design(sponsor.id, lead.id, day(120)))) {
        groups = (
          await asLead<Draft>('program.saveDraft', {
            programId,
            change: { group, value, revision: groups[group] ?? 0 },
          })
        ).groups
      }
      const { revision } = (await asLead<{ draft: Draft }>('program.get', { programId })).draft
      await asLead('program.publish', { programId, revision, note: '' })
      const audience = await asLead<{ id: string }>('audiences.create', { name: 'Everyone', rule: { everyone: true } })
      const wave = await asLead<{ id: string }>('waves.create', {
        programId,
        name: 'Wave 1',
        audienceId: audience.id,
        preparesOn: day(2),
        goesLiveOn: day(9),
      })
      const message = await asLead<{ id: string }>('campaigns.create', {
        waveId: wave.id,
        template: 'sponsor-announcement',
        sendsOn: day(3),
      })
      await asLead('campaigns.ask', { campaignId: message.id })

      // The sponsor approves from the mail. Opening the link does not; the button does.
      const approval = /http\S+\/approve\/\S+/.exec(await letter(company, sponsor.email!, /\/approve\//))![0]
      const sponsorPage = await enterByMail(company, sponsor.email!, approval)
      await settled(sponsorPage)
      expect((await asLead<{ state: string }>('campaigns.get', { campaignId: message.id })).state).toBe('asked')
      await messages.approve(sponsorPage).click()
      await expect
        .poll(async () => (await asLead<{ state: string }>('campaigns.get', { campaignId: message.id })).state)
        .toBe('approved')
      await asLead('campaigns.schedule', { campaignId: message.id })

      // Its day comes; it is in the mail and in the app. The wave goes live on its date.
      await belay('clock', 'advance', '--to', instantAt(day(4), '12:00', 'UTC'))
      expect(await letter(company, employee.email!, /Upward/)).toContain('Nobody should have to guess what matters.')
      await asLead('waves.launch', { waveId: wave.id, when: 'on_date' })
      const before = await belay<Number>('metrics', 'show', 'L1', '--org', slug, '--as-of', day(4))
      await belay('clock', 'advance', '--to', instantAt(day(9), '10:00', 'UTC'))

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
        .toBe(day(9))

      // Others come too, by links of their own; a month later the numbers have moved, and the dashboard says so.
      await Promise.all(
        people.people
          .filter(({ id }) => ![employee.id, manager.id, lead.id, sponsor.id].includes(id))
          .slice(0, 24)
          .map(async ({ id }) => {
            const { email } = await profile(id)
            if (email) await (await enterQuietly(company, email)).end()
          }),
      )
      await belay('clock', 'advance', '--to', instantAt(day(44), '06:00', 'UTC'))
      const after = await belay<Number>('metrics', 'show', 'L1', '--org', slug, '--as-of', day(43))
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
    } finally {
      await installation.close()
      await sink.close()
    }
  })
}
