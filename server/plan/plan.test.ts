import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { peopleFile } from '../../fixtures/people-file.ts'
import { sourceOf } from '../people/encoding.ts'
import { importFile } from '../people/import.ts'
import { advanceClock } from '../platform/advance.ts'
import { addDays, instantAt } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from '../campaigns/testing-company.ts'

const goLive = '2026-04-20'
let base: TestBase
let sink: SmtpSink
let c: Context
let lead: Actor
let sponsor: Actor
let office: Actor
let programId: string
let waveId: string
let staff: ReturnType<typeof lumenwerk>
let ids: Map<string, string>

const plan = () => lead.call('plan.get', { programId, language: 'en' })
const generate = () => lead.call('plan.generate', { programId })
const messageOf = async (template: string) => (await plan()).messages.find((m) => m.template === template)!
const until = (instant: string) => advanceClock(base, base.clock, work, instant)

const mailing = (to: SmtpSink) => ({ smtpUrl: to.url, publicUrl: 'https://belay.test' })
const begin = beginning(async (open) => {
  const base = await open({ at: '2026-03-23T09:00:00Z', config: mailing(await smtpSink()) })
  const made = await staffed(base, lumenwerk(), { asOf: '2026-03-23', locale: 'en' })
  const { ids, office, lead } = made
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await publishDesign(lead, programId, quietDesign(ids, '2026-03-23'))
  const everyone = { name: 'Everyone', rule: { everyone: true } as const, preparesOn: '2026-03-24' }
  const wave = await waveFor(lead, programId, everyone)
  await office.call('access.grantRole', {
    personId: ids.get(cast.hr)!,
    role: 'hr',
    populationId: wave.audienceId,
  })
  await drain(base, work)
  return { staff: made.staff, programId, waveId: wave.waveId }
})

beforeEach(async () => {
  sink = await smtpSink()
  const begun = await begin(mailing(sink))
  base = begun.base
  staff = lumenwerk()
  ;({ programId, waveId } = begun.made)
  ;({ c, ids, office, lead, sponsor } = staffOn(base, begun.made.staff))
})

describe('a plan', () => {
  it('comes from the design without a word written, passes its own checks, and says what it asks of people', async () => {
    expect((await plan()).messages).toEqual([])
    expect((await plan()).checks.map((one) => one.code)).toEqual(['unplanned'])
    const { added } = await generate()
    const made = await plan()
    expect(made.messages).toHaveLength(added)
    expect(made.checks).toEqual([])
    expect(made.coverage.every((cell) => cell.messages.length > 0)).toBe(true)
    expect(await messageOf('sponsor-announcement')).toMatchObject({
      state: 'planned',
      readers: 'everyone',
      sender: { id: sponsor.personId },
      on: '2026-03-30',
      tells: ['why', 'what'],
    })
    const bill = made.bill.find((b) => b.hearer === 'managers')!
    expect(bill.letters).toBe(bill.weeks.reduce((sum, week) => sum + week.letters, 0))
    expect(bill.weeks.every((week) => !week.over)).toBe(true)
  })

  it('is generated once: what was moved, given to another sender or left out stays so', async () => {
    await generate()
    const moved = await messageOf('success-story')
    const out = await messageOf('last-reminder')
    await lead.call('plan.change', { messageId: moved.id, day: 52, sender: 'sponsor' })
    await lead.call('plan.leaveOut', { messageId: out.id })
    expect(await generate()).toEqual({ added: 0 })
    expect(await messageOf('success-story')).toMatchObject({
      id: moved.id,
      day: 52,
      changed: true,
      sender: { id: sponsor.personId },
    })
    expect((await messageOf('last-reminder')).state).toBe('removed')
    await lead.call('plan.bringBack', { messageId: out.id })
    expect(await messageOf('last-reminder')).toMatchObject({ id: out.id, state: 'planned', day: out.day })
    // Two hands at once: still once.
    await Promise.all([generate(), generate()])
    const templates = (await plan()).messages.map((m) => m.template)
    expect(new Set(templates).size).toBe(templates.length)
  })

  it('proposes champions for what is said nearby, where there are any, with the lead for whoever has none', async () => {
    await generate()
    expect((await plan()).messages.some((m) => m.senderKind === 'champion' || m.template === 'kit-champions')).toBe(
      false,
    )
    const near = staff.find((p) => ![cast.lead, cast.sponsor, cast.hr].includes(p.number as never))!
    await office.call('access.grantRole', { personId: ids.get(near.number)!, role: 'champion' })
    await generate()
    // The tip finds no room in weeks that were planned before there was a champion.
    const asked = await messageOf('champion-questions')
    expect(asked).toMatchObject({ senderKind: 'champion', sender: { id: lead.personId }, readers: 'everyone' })
    expect(await messageOf('kit-champions')).toMatchObject({ kit: true, readers: 'champions' })
    expect((await plan()).checks).toEqual([])
    const { campaignId } = await lead.call('plan.begin', { messageId: asked.id })
    expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({
      voice: 'champion',
      sender: { id: lead.personId },
    })
    expect(await messageOf('champion-questions')).toMatchObject({ senderKind: 'champion', state: 'draft' })
    await lead.call('plan.change', { messageId: asked.id, sender: 'sponsor' })
    expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({
      voice: 'sender',
      sender: { id: sponsor.personId },
    })
  })

  it('moves with the go-live date; a message that has its date already is said to be behind, and follows', async () => {
    await generate()
    const { id: messageId } = await messageOf('sponsor-announcement')
    const { campaignId } = await lead.call('plan.begin', { messageId })
    await lead.call('waves.update', { waveId, goesLiveOn: addDays(goLive, 7) })
    expect(await messageOf('go-live-employees')).toMatchObject({ on: addDays(goLive, 7) })
    const { checks } = await plan()
    const behind = checks.find((one) => one.code === 'moved')!
    expect(behind).toMatchObject({ messageId, on: '2026-04-06', fix: { act: 'follow' } })
    await lead.call('plan.fix', { programId, key: behind.key })
    expect((await lead.call('campaigns.get', { campaignId })).sendsOn).toBe('2026-04-06')
    expect((await plan()).checks.filter((one) => one.code === 'moved')).toEqual([])
  })

  it('of a wave without a date keeps the place of what was begun, and every button of it works', async () => {
    const { id } = await lead.call('waves.create', {
      programId,
      name: 'Wave 2',
      audienceId: null,
      preparesOn: null,
      goesLiveOn: null,
    })
    const { added } = await lead.call('plan.generate', { programId, waveId: id })
    const ofIt = async () => (await plan()).messages.filter((m) => m.waveId === id)
    for (const m of await ofIt()) await lead.call('plan.begin', { messageId: m.id })
    // One that is begun outside the plan has no day at all.
    await lead.call('campaigns.create', { template: 'why-we-begin', waveId: id })
    const begun = await ofIt()
    expect(begun.filter((m) => m.planned)).toHaveLength(added)
    expect(begun.filter((m) => m.planned && m.day === null)).toEqual([])
    const codes = async () =>
      (await plan()).checks.filter((one) => one.waveId === id && one.fix.act !== 'go').map((one) => one.key)
    expect(await codes()).toEqual([])
    const moved = begun.find((m) => m.template === 'sponsor-announcement')!
    await lead.call('plan.change', { messageId: moved.id, day: -24 })
    expect((await ofIt()).find((m) => m.id === moved.id)).toMatchObject({ day: -24, on: null, state: 'draft' })
    await lead.call('plan.leaveOut', { messageId: moved.id })
    for (const key of await codes()) await lead.call('plan.fix', { programId, key })
    await lead.call('plan.fix', { programId })
    expect(await codes()).toEqual([])
  })

  it('never moves or leaves out a correction, however full a week is: that would let stand what does not hold', async () => {
    await generate()
    const { id: messageId } = await messageOf('sponsor-announcement')
    const { campaignId } = await lead.call('plan.begin', { messageId })
    const { revision } = await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision })
    await lead.call('campaigns.schedule', { campaignId })
    await until(instantAt('2026-03-31', '12:00', 'Europe/Berlin'))
    await lead.call('waves.update', { waveId, goesLiveOn: addDays(goLive, 14) })
    await drain(base, work)
    const corrections = async () =>
      (await plan()).messages.filter((m) => m.template === 'facts-corrected').map(({ id, on }) => ({ id, on }))
    const before = await corrections()
    expect(before).toHaveLength(1)
    const tight = { managers: { letters: 1, minutes: 1 }, others: { letters: 1, minutes: 1 } }
    await lead.call('plan.limits', { programId, caps: tight })
    await lead.call('plan.fix', { programId })
    for (const one of (await plan()).checks)
      if ('messageId' in one.fix) expect(before.map(({ id }) => id)).not.toContain(one.fix.messageId)
    expect(await corrections()).toEqual(before)
    expect((await lead.call('campaigns.get', { campaignId })).stale).not.toEqual([])
    // Past its day it is pointed at, and no button takes it away.
    await until('2026-04-06T12:00:00Z')
    const late = (await plan()).checks.find((one) => one.messageId === before[0]!.id)!
    expect(late).toMatchObject({ code: 'past', fix: { act: 'go', to: 'message' } })
  })

  it('leaves a date that somebody set by hand where it is', async () => {
    await generate()
    const { id: messageId } = await messageOf('sponsor-announcement')
    const { campaignId } = await lead.call('plan.begin', { messageId })
    await lead.call('waves.update', { waveId, goesLiveOn: addDays(goLive, 7) })
    expect((await plan()).checks).toContainEqual(expect.objectContaining({ code: 'moved', messageId }))
    const { revision } = await lead.call('campaigns.get', { campaignId })
    await lead.call('campaigns.update', { campaignId, revision, sendsOn: '2026-04-08' })
    expect((await plan()).checks.filter((one) => one.code === 'moved')).toEqual([])
    expect(await messageOf('sponsor-announcement')).toMatchObject({ on: '2026-04-08', campaignId })
    // Moved in the plan, it counts from go-live again.
    await lead.call('plan.change', { messageId, day: -18 })
    await lead.call('waves.update', { waveId, goesLiveOn: addDays(goLive, 14) })
    expect((await plan()).checks).toContainEqual(
      expect.objectContaining({ code: 'moved', messageId, on: addDays('2026-04-09', 7) }),
    )
  })

  it('opens as a campaign with everything filled in, and says where that stands', async () => {
    await generate()
    const kit = await messageOf('go-live-managers')
    const { campaignId } = await lead.call('plan.begin', { messageId: kit.id })
    expect(await lead.call('plan.begin', { messageId: kit.id })).toEqual({ campaignId })
    const campaign = await lead.call('campaigns.get', { campaignId })
    expect(campaign).toMatchObject({
      template: 'go-live-managers',
      readers: 'managers',
      sender: { id: lead.personId },
      sendsOn: goLive,
      state: 'draft',
      missing: [{ code: 'approval' }],
    })
    // Those who lead a team, and nobody else.
    const managers = new Set(staff.map((p) => p.manager).filter(Boolean))
    const led = staff.filter((p) => managers.has(p.number)).length
    expect((await lead.call('campaigns.audience', { campaignId })).people).toBe(led)
    expect(await messageOf('go-live-managers')).toMatchObject({ state: 'draft', campaignId })
    await lead.call('plan.change', { messageId: kit.id, readers: 'leaders' })
    expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({ readers: 'leaders' })
    expect((await lead.call('campaigns.audience', { campaignId })).people).toBeLessThan(led)
    await lead.call('plan.leaveOut', { messageId: kit.id })
    await expect(lead.call('campaigns.get', { campaignId })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('names a gap and a full week, and one button each mends them', async () => {
    await generate()
    await lead.call('plan.leaveOut', { messageId: (await messageOf('go-live-managers')).id })
    const crowd = await messageOf('first-goal-reminder')
    await lead.call('plan.change', { messageId: crowd.id, day: 1 })
    const { checks } = await plan()
    expect(checks.map((one) => one.code).toSorted()).toEqual(['gap', 'overload'])
    expect(checks[0]).toMatchObject({
      code: 'gap',
      hearer: 'managers',
      heard: 'what-to-do-now',
      fix: { act: 'bring_back' },
    })
    await lead.call('plan.fix', { programId, key: checks[0]!.key })
    expect((await messageOf('go-live-managers')).state).toBe('planned')
    await lead.call('plan.fix', { programId })
    expect((await plan()).checks).toEqual([])
    await expect(lead.call('plan.fix', { programId, key: checks[0]!.key })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('counts a message that was begun outside it, and one that a sender who left would sign', async () => {
    await lead.call('campaigns.create', {
      template: 'sponsor-announcement',
      waveId,
      senderId: ids.get(cast.employee)!,
      sendsOn: '2026-03-31',
    })
    const { added } = await generate()
    const made = await plan()
    expect(made.messages).toHaveLength(added + 1)
    expect(made.messages.filter((m) => m.template === 'sponsor-announcement')).toMatchObject([{ planned: false }])
    base.clock.set('2026-03-24T09:00:00Z')
    await importFile(
      c,
      sourceOf('later.csv', Buffer.from(peopleFile(staff.filter((p) => p.number !== cast.employee)))),
      { dryRun: false, asOf: '2026-03-24', acceptGoodRows: true },
    )
    await drain(base, work)
    const gone = (await plan()).checks.find((one) => one.code === 'sender_left')!
    expect(gone.fix.act).toBe('lead_signs')
    await lead.call('plan.fix', { programId, key: gone.key })
    expect((await messageOf('sponsor-announcement')).sender?.id).toBe(lead.personId)
  })

  it('is the lead’s to change and the team’s to read; another company finds nothing', async () => {
    await generate()
    const { id: messageId } = await messageOf('hand-over')
    const read = await plan()
    expect(read.waves[0]).toMatchObject({ id: waveId, people: staff.length })
    const employee = actor(base, c.organizationId, ids.get(cast.employee)!)
    await expect(employee.call('plan.get', { programId })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(office.call('plan.leaveOut', { messageId })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('goes with a wave that never began, and stays what it is when a campaign of it is removed', async () => {
    const { id } = await lead.call('waves.create', {
      programId,
      name: 'Wave 2',
      audienceId: null,
      preparesOn: '2026-05-04',
      goesLiveOn: '2026-06-01',
    })
    await lead.call('plan.generate', { programId, waveId: id })
    const [first, second] = (await plan()).messages
    const { campaignId } = await lead.call('plan.begin', { messageId: first!.id })
    await lead.call('plan.begin', { messageId: second!.id })
    await lead.call('campaigns.remove', { campaignId })
    expect((await plan()).messages.find((m) => m.id === first!.id)).toMatchObject({
      state: 'planned',
      campaignId: null,
      on: first!.on,
    })
    await lead.call('waves.remove', { waveId: id })
    expect((await plan()).messages).toEqual([])
  })

  it('lets a cap be set, and looks again at weeks that were let stand', async () => {
    await generate()
    const tight = { managers: { letters: 1, minutes: 15 }, others: { letters: 1, minutes: 8 } }
    await lead.call('plan.limits', { programId, caps: tight })
    const full = (await plan()).checks.filter((one) => one.code === 'overload')
    expect(full.length).toBeGreaterThan(3)
    await lead.call('plan.fix', { programId })
    for (const left of (await plan()).checks) expect(['accept', 'go']).toContain(left.fix.act)
  })
})

describe('approvals', () => {
  it('are asked of each sender once, read in one place, given together, and then everything is sent', async () => {
    await generate()
    const asked = await lead.call('plan.ask', { waveId })
    expect(asked.left).toEqual([])
    const sponsors = asked.senders.find((s) => s.id === sponsor.personId)!
    expect(sponsors.messages).toBeGreaterThan(2)
    await drain(base, work)
    const letters = sink.to(address(cast.sponsor))
    expect(letters).toHaveLength(1)
    const mail = await letters[0]!.parsed()
    expect(mail.text).toContain('https://belay.test/o/lumenwerk/approve')
    const { campaigns } = await sponsor.call('campaigns.toApprove', {})
    expect(campaigns).toHaveLength(sponsors.messages)
    // The link shows; nothing is approved by reading.
    expect((await plan()).messages.some((m) => m.state === 'approved')).toBe(false)
    // One that was changed meanwhile: none is approved unread.
    const [first, ...rest] = campaigns.map(({ id: campaignId, revision }) => ({ campaignId, revision }))
    await expect(
      sponsor.call('campaigns.approveAll', { messages: [{ ...first!, revision: 9 }, ...rest] }),
    ).rejects.toMatchObject({ code: 'conflict' })
    await expect(lead.call('campaigns.approveAll', { messages: [first!] })).rejects.toMatchObject({ code: 'forbidden' })
    expect((await sponsor.call('campaigns.toApprove', {})).campaigns).toHaveLength(campaigns.length)
    await sponsor.call('campaigns.approveAll', { messages: [first!, ...rest] })
    expect((await plan()).waves[0]).toMatchObject({ toAsk: 0, toSchedule: campaigns.length })
    // Nobody is asked twice for what they have before them.
    expect((await lead.call('plan.ask', { waveId })).senders).toEqual([])
    expect(await lead.call('plan.schedule', { waveId })).toEqual({ scheduled: campaigns.length, left: [] })
    await until(instantAt('2026-03-31', '12:00', 'Europe/Berlin'))
    expect((await messageOf('sponsor-announcement')).state).toBe('sent')
    const { campaignId } = await messageOf('sponsor-announcement')
    const report = await lead.call('campaigns.report', { campaignId: campaignId! })
    expect(report.recipients).toBe(staff.length)
    expect(report.states.submitted).toBeGreaterThan(0)
  })

  it('say what is missing of what cannot be asked for, and ask for the rest', async () => {
    await generate()
    await lead.call('waves.update', { waveId, audienceId: null })
    const { senders, left } = await lead.call('plan.ask', { waveId })
    expect(senders).toEqual([])
    expect(left.length).toBeGreaterThan(5)
    expect(left[0]!.missing).toContain('wave_audience')
  })
})

describe('talking points', () => {
  it('reach managers, who say that they told their teams: a number, never who', async () => {
    await generate()
    const kit = await messageOf('kit-before-start')
    expect(kit).toMatchObject({ kit: true, readers: 'managers', sender: { id: lead.personId } })
    const { campaignId } = await lead.call('plan.begin', { messageId: kit.id })
    const { revision, sendsOn } = await lead.call('campaigns.get', { campaignId })
    await lead.call('campaigns.ask', { campaignId })
    await lead.call('campaigns.approve', { campaignId, revision })
    await lead.call('campaigns.schedule', { campaignId })
    await until(instantAt(addDays(sendsOn!, 1), '12:00', 'Europe/Berlin'))
    const managers = [...new Set(staff.map((p) => p.manager).filter(Boolean))].map((n) => ids.get(n!)!)
    const told = () => lead.call('campaigns.report', { campaignId })
    for (const [i, id] of managers.entries()) {
      const one = actor(base, c.organizationId, id)
      expect((await one.call('messages.get', { campaignId })).told).toBe(false)
      if (i < 4) {
        await one.call('messages.told', { campaignId })
        await one.call('messages.told', { campaignId })
        expect((await one.call('messages.get', { campaignId })).told).toBe(true)
        expect(await told()).toMatchObject({ passedOn: true, told: null })
      }
    }
    for (const id of managers.slice(4, 6)) await actor(base, c.organizationId, id).call('messages.told', { campaignId })
    expect((await told()).told).toBe(managers.length - 6 >= 5 ? 6 : null)
    // Only whoever got it can say so.
    const employee = actor(base, c.organizationId, ids.get(cast.employee)!)
    await expect(employee.call('messages.told', { campaignId })).rejects.toMatchObject({ code: 'not_found' })
    const { rows } = await sql<{ data: unknown; actor_id: string | null }>`select data, actor_id from event
      where organization_id = ${c.organizationId} and type = 'campaign.passed_on'`.execute(c.db)
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.every(({ data, actor_id }) => JSON.stringify(data) === '{}' && actor_id === null)).toBe(true)
  })
})

const address = (number: string) => staff.find((p) => p.number === number)!.email
