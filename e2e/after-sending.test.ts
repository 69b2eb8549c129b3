/** What comes of a message: a correction to exactly those who read it, two subjects tried, and a follow-up to those who have not acted. */
import fs from 'node:fs'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { letRedStand } from '../fixtures/gates.ts'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { addDays, instantAt } from '../server/platform/clock.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { type Company, enterAs, enterQuietly } from './company.ts'
import { install } from './installation.ts'
import { design, type Person, startAfter } from './program-company.ts'
import { funnel } from './screens/funnel.ts'
import { message } from './screens/messages.ts'
import { messages as approving } from './screens/practice.ts'
import { settled } from './screens/shell.ts'
import { expect, test } from './world.ts'

const slug = 'sentco'
const zone = 'Europe/Berlin'
type Made = { id: string }
type Campaign = { state: string; led: { id: string; reach: string }[]; trial: { why: string | null } | null }

test('what was sent is corrected, tried and followed up', async ({ browser, databases, faults }, info) => {
  test.setTimeout(600_000)
  const folder = info.outputPath('installation')
  fs.mkdirSync(folder, { recursive: true })
  const sink = await openSink()
  const installation = await install({ databaseUrl: databases.sent[info.retry]!, folder, smtpUrl: sink.url })
  const company: Company = { slug, installation, sink, browser, faults }
  const { belay } = installation
  const go = async (page: Page, where: string) => {
    await page.goto(`/o/${slug}/${where}`)
    await settled(page)
  }
  try {
    const made = await belay<{ expiresAt: string }>(
      ...['org', 'create', '--name', 'Sent Company', '--slug', slug, '--admin', 'office@sentco.example'],
      ...['--movable-clock', '--time-zone', zone],
    )
    const start = startAfter(made.expiresAt.slice(0, 10))
    const day = (n: number) => addDays(start, n)
    const until = (n: number, time: string) => belay('clock', 'advance', '--to', instantAt(day(n), time, zone))
    await until(-14, '09:00')
    const file = path.join(folder, 'people.csv')
    fs.writeFileSync(file, peopleFile(companyOf(260)))
    await belay('people', 'import', file, '--org', slug)
    const { act: admin } = await enterQuietly(company, 'office@sentco.example')
    const people: Person[] = []
    for (let offset = 0; ; offset += 200) {
      const page = await admin<{ people: Person[] }>('people.list', { limit: 200, offset })
      people.push(...page.people)
      if (page.people.length < 200) break
    }
    // Read while the office is signed in: its session does not last through the weeks that follow.
    const emails = new Map<string, string>()
    for (const { id } of people) {
      const { email } = await admin<{ email: string | null }>('people.get', { personId: id })
      if (email) emails.set(id, email)
    }
    const sponsor = people.find((one) => one.managerId === null)!
    const lead = people.find((one) => one.id !== sponsor.id && one.directReports === 0 && emails.has(one.id))!
    await admin('access.grantRole', { personId: lead.id, role: 'lead' })
    const email = emails.get(lead.id)!
    let { page, act } = await enterAs(company, email)
    const { id: programId } = await act<Made>('program.create', { name: 'Upward', leadId: lead.id })
    for (const [group, value] of Object.entries(design(sponsor, lead, day(120)))) {
      const { draft } = await act<{ draft: { groups: Record<string, number> } }>('program.get', { programId })
      await act('program.saveDraft', { programId, change: { group, value, revision: draft.groups[group] ?? 0 } })
    }
    const { draft } = await act<{ draft: { revision: number } }>('program.get', { programId })
    await act('program.publish', { programId, revision: draft.revision, note: '' })
    const { id: audienceId } = await act<Made>('audiences.create', { name: 'All', rule: { everyone: true } })
    const { id: waveId } = await act<Made>('waves.create', {
      programId,
      name: 'Everybody',
      audienceId,
      preparesOn: day(-14),
      goesLiveOn: day(0),
    })
    const begin = async (template: string, n: number, readers = 'everyone') =>
      (await act<Made>('campaigns.create', { template, waveId, readers, senderId: lead.id, sendsOn: day(n) })).id
    const get = (campaignId: string) => act<Campaign>('campaigns.get', { campaignId })
    const reached = (state: string, campaignId: string) =>
      expect.poll(async () => (await get(campaignId)).state).toBe(state)
    /** Asked, approved as its sender and scheduled, all on its pages. */
    const send = async (campaignId: string) => {
      await go(page, `program/communications/${campaignId}`)
      await message.ask(page).click()
      await reached('asked', campaignId)
      await go(page, `approve/${campaignId}`)
      await approving.approve(page).click()
      await reached('approved', campaignId)
      await go(page, `program/communications/${campaignId}`)
      await message.schedule(page).click()
      await reached('scheduled', campaignId)
    }
    /** Who got a letter with such a subject; the lead gets others besides, about approving. */
    const got = async (subject: RegExp): Promise<Set<string>> => {
      const addresses = new Set<string>()
      for (const mail of sink.received) {
        const { subject: said = '', to } = await mail.parsed()
        const address = [to].flat()[0]!.text
        if (subject.test(said) && !address.includes(email)) addresses.add(address)
      }
      return addresses
    }

    await test.step('a date that changes is corrected for exactly those who read the old one', async () => {
      const campaignId = await begin('managers-whats-coming', -12, 'managers')
      await send(campaignId)
      sink.received.length = 0
      await until(-11, '20:00')
      const first = await got(/./)
      expect(first.size).toBeGreaterThan(10)
      await act('waves.update', { waveId, goesLiveOn: day(7) })
      await expect.poll(async () => (await get(campaignId)).led.length).toBe(1)
      await go(page, `program/communications/${campaignId}`)
      await expect(message.stale(page)).toBeVisible()
      const { led } = await get(campaignId)
      expect(led[0]!.reach).toBe('seen')
      await message.led(page).click()
      await expect(page).toHaveURL(new RegExp(led[0]!.id))
      await send(led[0]!.id)
      sink.received.length = 0
      await until(-7, '20:00')
      expect([...(await got(/has changed|hat sich geändert|ha cambiado|a changé/))].toSorted()).toEqual(
        [...first].toSorted(),
      )
      await go(page, `program/communications/${campaignId}`)
      await expect(message.stale(page)).toBeHidden()
    })

    await test.step('two subjects go to two samples first, and one of them to everybody else', async () => {
      const campaignId = await begin('what-you-get', -6)
      await go(page, `program/communications/${campaignId}`)
      await message.trySecond(page).click()
      for (const language of ['English', 'German', 'Spanish', 'French'])
        await message.second(page, language).fill('Quite another subject')
      await message.save(page).click()
      await expect.poll(async () => (await get(campaignId)).trial).not.toBeNull()
      // A quarter for each: with a tenth of so few people nothing could be told apart.
      await act('campaigns.setTrial', {
        campaignId,
        revision: (await act<{ revision: number }>('campaigns.get', { campaignId })).revision,
        subjects: Object.fromEntries(['en', 'de', 'es', 'fr'].map((one) => [one, 'Quite another subject'])),
        share: 25,
        hours: 24,
      })
      await send(campaignId)
      sink.received.length = 0
      await until(-5, '02:00')
      const second = await got(/Quite another subject/)
      expect(second.size).toBeGreaterThanOrEqual(50)
      await go(page, `program/communications/${campaignId}`)
      await expect(page.getByText('Two subjects are being tried')).toBeVisible()
      await until(-2, '20:00')
      await expect.poll(async () => (await get(campaignId)).trial?.why).toBe('no_difference')
      await go(page, `program/communications/${campaignId}`)
      await expect(page.getByText('There was no clear difference, so the first went to everybody else')).toBeVisible()
      // The first went to the others, and nobody got both.
      expect((await got(/Quite another subject/)).size).toBe(second.size)
    })

    await test.step('those who have not acted are written to, and nobody who has', async () => {
      const campaignId = await begin('go-live-employees', 7)
      await send(campaignId)
      await until(7, '08:00')
      await letRedStand(act as never, waveId, {
        until: day(60),
        reason: () => 'What is sent is looked at here, not readiness.',
      })
      await act('waves.launch', { waveId, when: 'now' })
      await until(8, '12:00')
      const done: string[] = []
      for (const one of people.filter((p) => p.id !== lead.id && p.id !== sponsor.id)) {
        const address = emails.get(one.id)
        if (!address) continue
        const { act: theirs, end } = await enterQuietly(company, address)
        await theirs('goals.create', { title: 'Answer every ticket within a day' })
        await end()
        if (done.push(address) === 12) break
      }
      ;({ page, act } = await enterAs(company, email))
      await go(page, `program/communications/${campaignId}`)
      await message.whoHasNot(page).click()
      await message.writeTo(page, 'Write a first goal').click()
      await expect(page).not.toHaveURL(new RegExp(campaignId))
      const followUpId = new URL(page.url()).pathname.split('/').at(-1)!
      await expect(page.getByText('To readers without a goal').first()).toBeVisible()
      await send(followUpId)
      sink.received.length = 0
      await until(20, '20:00')
      await reached('sent', followUpId)
      const reminded = await got(/first goal|erstes Ziel|primer objetivo|premier objectif/i)
      expect(reminded.size).toBeGreaterThan(100)
      expect([...reminded].filter((to) => done.some((address) => to.includes(address)))).toEqual([])
    })

    await test.step('the funnel says what became of all of it', async () => {
      await go(page, 'program/communications/funnel')
      await expect(funnel.step(page, 'Delivered')).toContainText('%')
      await expect(page.getByText('1 follow-up to those who had not acted is not in these numbers')).toBeVisible()
      await funnel.by(page, 'Senders').click()
      await expect(funnel.row(page, lead.name)).toContainText('%')
      await funnel.by(page, 'Waves').click()
      await expect(funnel.row(page, 'Everybody')).toContainText('%')
      await funnel.by(page, 'Messages').click()
      await funnel.row(page, 'Everybody').first().click()
      await expect(page).toHaveURL(/communications\/[0-9a-f-]{36}$/)
      // A server that closes answers what is still asked of it with a refusal.
      await settled(page)
    })
  } finally {
    await installation.close()
    await sink.close()
  }
})
