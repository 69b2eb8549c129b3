/** What happens between asking for a message and sending it: starts that move, readers who are gone, senders who say no. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import type { FilePerson } from '../../fixtures/people-file.ts'
import { createOrganization } from '../access/access.ts'
import { advanceClock } from '../platform/advance.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, takePeople, waveFor } from './testing-company.ts'

let base: TestBase
let sink: SmtpSink
let c: Context
let staff: FilePerson[]
let lead: Actor
let office: Actor
let sponsor: Actor
let programId: string
let waveId: string

const goLive = '2026-04-01'
const until = (instant: string) => advanceClock(base, base.clock, work, instant)
const mailed = () => sink.to('reader@lumenwerk.example').length
const noticesOf = async (who: Actor) =>
  (await who.call('inbox.list', {})).items.filter((item) => item.kind !== 'message').map((item) => item.kind)
const stateOf = async (campaignId: string) => (await lead.call('campaigns.get', { campaignId })).state

async function approved(given: { template: string; sendsOn: string }): Promise<string> {
  const { id: campaignId } = await lead.call('campaigns.create', { waveId, senderId: sponsor.personId, ...given })
  const { revision } = await lead.call('campaigns.ask', { campaignId })
  await sponsor.call('campaigns.approve', { campaignId, revision })
  return campaignId
}
async function scheduled(given: { template: string; sendsOn: string }): Promise<string> {
  const campaignId = await approved(given)
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  return campaignId
}
async function moved(goesLiveOn: string): Promise<void> {
  await lead.call('waves.update', { waveId, goesLiveOn })
  await drain(base, work)
}

beforeEach(async () => {
  sink = await smtpSink()
  base = await testBase({ at: '2026-03-27T09:00:00Z', config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
  staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = staff.find((p) => p.number === cast.lead)!
  staff.push({
    ...model,
    number: 'X-reader',
    given: 'Reader',
    family: 'Reader',
    email: 'reader@lumenwerk.example',
    department: 'Reading',
    language: 'en',
    timeZone: 'UTC',
    manager: cast.lead,
  })
  const made = await staffed(base, staff, { asOf: '2026-03-27', locale: 'en' })
  ;({ c, lead, office, sponsor } = made)
  programId = (await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })).id
  await publishDesign(lead, programId, quietDesign(made.ids, '2026-03-27'))
  waveId = (
    await waveFor(lead, programId, {
      name: 'Readers',
      rule: { field: 'department', in: ['Reading'] },
      preparesOn: '2026-03-28',
    })
  ).waveId
  await lead.call('waves.update', { waveId, goesLiveOn: goLive })
  await drain(base, work)
  sink.received.length = 0
})

describe('a start that moves', () => {
  it('takes “it starts today” off its day although its words name none; the approval stays, and the lead is told', async () => {
    const campaignId = await scheduled({ template: 'it-begins', sendsOn: goLive })
    await moved('2026-04-07')
    expect(await stateOf(campaignId)).toBe('approved')
    expect(await noticesOf(lead)).toContain('campaign_start_moved')
    await until('2026-04-02T12:00:00Z')
    expect(mailed()).toBe(0)
    // Whoever sets it to go out again knows the new day.
    const { revision } = await lead.call('campaigns.get', { campaignId })
    await lead.call('campaigns.update', { campaignId, revision, sendsOn: '2026-04-07' })
    const asked = await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision: asked.revision })
    await lead.call('campaigns.schedule', { campaignId })
    await until('2026-04-07T12:00:00Z')
    expect(mailed()).toBe(1)
  })

  it('is noticed in the moment of sending as well, where the job is late', async () => {
    const campaignId = await scheduled({ template: 'it-begins', sendsOn: goLive })
    await lead.call('waves.update', { waveId, goesLiveOn: '2026-04-07' })
    await until('2026-04-01T12:00:00Z')
    expect(mailed()).toBe(0)
    expect(await stateOf(campaignId)).toBe('approved')
  })

  it('by a day leaves what is said weeks later where it is, and what hangs on no start as well', async () => {
    const after = await scheduled({ template: 'thanks-two-weeks', sendsOn: '2026-04-15' })
    const any = await scheduled({ template: 'busy-weeks', sendsOn: '2026-04-16' })
    await moved('2026-04-02')
    expect([await stateOf(after), await stateOf(any)]).toEqual(['scheduled', 'scheduled'])
    // But not where it would come before it.
    await moved('2026-04-20')
    expect([await stateOf(after), await stateOf(any)]).toEqual(['approved', 'scheduled'])
  })

  it('is the lead’s to overrule: set again as it is, it goes out on its day', async () => {
    const campaignId = await scheduled({ template: 'it-begins', sendsOn: goLive })
    await moved('2026-04-03')
    expect(await stateOf(campaignId)).toBe('approved')
    await lead.call('campaigns.schedule', { campaignId })
    await until('2026-04-01T12:00:00Z')
    expect(mailed()).toBe(1)
  })
})

describe('a message', () => {
  it('that nobody would get any more is held back, and the lead is told', async () => {
    const campaignId = await scheduled({ template: 'busy-weeks', sendsOn: '2026-03-31' })
    await takePeople(
      base,
      c,
      staff.map((p) => (p.department === 'Reading' ? { ...p, department: 'Writing' } : p)),
      '2026-03-28',
    )
    await until('2026-03-31T12:00:00Z')
    expect(await stateOf(campaignId)).toBe('approved')
    expect(await noticesOf(lead)).toContain('campaign_no_readers')
    expect((await lead.call('campaigns.audience', { campaignId })).people).toBe(0)
  })

  it('that names a manager is not for whoever has none: not by letter, not in the app, and the lead knows before', async () => {
    staff.push({
      ...staff.find((p) => p.number === 'X-reader')!,
      number: 'X-alone',
      email: 'alone@lumenwerk.example',
      manager: '',
    })
    const ids = await takePeople(base, c, staff, '2026-03-27')
    const { id: campaignId, revision } = await lead.call('campaigns.create', {
      template: 'busy-weeks',
      waveId,
      senderId: sponsor.personId,
      sendsOn: '2026-03-31',
    })
    const en = {
      subject: 'Ask {{manager.name}}',
      preview: '',
      body: 'Ask {{manager.name}} on Monday.',
      actionLabel: null,
    }
    await lead.call('campaigns.update', { campaignId, revision, texts: { en } })
    const { people, excluded } = await lead.call('campaigns.audience', { campaignId })
    expect([people, excluded]).toEqual([2, [{ reason: 'no_manager', people: 1 }]])
    const asked = await lead.call('campaigns.ask', { campaignId })
    await sponsor.call('campaigns.approve', { campaignId, revision: asked.revision })
    await lead.call('campaigns.schedule', { campaignId })
    await until('2026-03-31T12:00:00Z')
    expect((await lead.call('campaigns.report', { campaignId })).reasons).toEqual([
      { state: 'excluded', reason: 'no_manager', people: 1 },
    ])
    const inboxOf = async (number: string) =>
      (await actor(base, c.organizationId, ids.get(number)!).call('inbox.list', {})).items.filter(
        (i) => i.kind === 'message',
      )
    expect([(await inboxOf('X-reader')).length, (await inboxOf('X-alone')).length]).toEqual([1, 0])
    // Whoever has none by the time they look reads it on.
    await takePeople(
      base,
      c,
      staff.map((p) => (p.number === 'X-reader' ? { ...p, manager: '' } : p)),
      '2026-03-31',
    )
    const reader = actor(base, c.organizationId, ids.get('X-reader')!)
    expect((await reader.call('messages.get', { campaignId })).body).toContain('on Monday')
  })

  it('goes with its wave, and its sender is not asked for it any more', async () => {
    const { id } = await lead.call('waves.create', {
      programId,
      name: 'Wave 2',
      audienceId: null,
      preparesOn: '2026-05-04',
      goesLiveOn: '2026-06-01',
    })
    const { id: audienceId } = await lead.call('audiences.create', { name: 'All', rule: { everyone: true } })
    await lead.call('waves.update', { waveId: id, audienceId })
    const { id: campaignId } = await lead.call('campaigns.create', {
      template: 'busy-weeks',
      waveId: id,
      senderId: sponsor.personId,
      sendsOn: '2026-05-20',
    })
    await lead.call('campaigns.ask', { campaignId })
    expect(await noticesOf(sponsor)).toContain('campaign_approval')
    await lead.call('waves.remove', { waveId: id })
    await drain(base, work)
    expect(await noticesOf(sponsor)).not.toContain('campaign_approval')
  })

  it('is begun with what is there: a sender, wave or audience of nobody’s, or of another company, is not found', async () => {
    const other = await createOrganization(base, {
      name: 'Other',
      slug: 'other',
      admin: 'office@other.example',
      timeZone: 'UTC',
      locale: 'en',
    })
    const given = { template: 'busy-weeks', waveId }
    for (const wrong of [
      { senderId: other.adminId! },
      { senderId: randomUUID() },
      { audienceId: randomUUID() },
      { waveId: randomUUID() },
      { template: 'sign-in-link' },
      { template: 'no-such-text' },
    ])
      await expect(lead.call('campaigns.create', { ...given, ...wrong }), JSON.stringify(wrong)).rejects.toMatchObject({
        code: 'not_found',
      })
    const { id: campaignId, revision } = await lead.call('campaigns.create', given)
    for (const wrong of [
      { senderId: other.adminId! },
      { waveId: randomUUID() },
      { audienceId: randomUUID() },
      { template: 'sign-in-link' },
    ])
      await expect(
        lead.call('campaigns.update', { campaignId, revision, ...wrong }),
        JSON.stringify(wrong),
      ).rejects.toMatchObject({ code: 'not_found' })
    expect((await lead.call('campaigns.get', { campaignId })).revision).toBe(revision)
  })
})

describe('a sender', () => {
  it('who says no says why, to the program team alone; asked again, they begin with nothing said', async () => {
    const campaignId = await approved({ template: 'busy-weeks', sendsOn: '2026-04-14' })
    const because = 'The second paragraph promises too much.\n<b>Please</b> soften it.'
    const said = await sponsor.call('campaigns.decline', { campaignId, because })
    expect(said).toMatchObject({ state: 'draft', approval: { declinedBecause: because } })
    expect((await lead.call('campaigns.get', { campaignId })).approval.declinedBecause).toBe(because)
    expect((await lead.call('campaigns.list', {})).campaigns[0]!.approval.declinedBecause).toBe(because)
    expect(await noticesOf(lead)).toContain('campaign_declined')
    const { events } = await office.call('audit.list', {})
    expect(JSON.stringify(events)).not.toContain('promises too much')
    const asked = await lead.call('campaigns.ask', { campaignId })
    expect(asked).toMatchObject({ state: 'asked', approval: { declinedAt: null, declinedBecause: null } })
    // A second press, and a page that was open since before: nothing breaks.
    await sponsor.call('campaigns.approve', { campaignId, revision: asked.revision })
    expect((await sponsor.call('campaigns.approve', { campaignId, revision: asked.revision })).state).toBe('approved')
  })

  it('is not asked in the app any more for what was changed since, by a second subject neither', async () => {
    const { id: campaignId, revision } = await lead.call('campaigns.create', {
      template: 'busy-weeks',
      waveId,
      senderId: sponsor.personId,
      sendsOn: '2026-04-14',
    })
    await lead.call('campaigns.ask', { campaignId })
    expect(await noticesOf(sponsor)).toContain('campaign_approval')
    await lead.call('campaigns.setTrial', {
      campaignId,
      revision,
      subjects: { en: 'Another subject' },
      share: 10,
      hours: 24,
    })
    expect(await noticesOf(sponsor)).not.toContain('campaign_approval')
  })

  it('keeps their approval where a trial is dropped that never was', async () => {
    const campaignId = await approved({ template: 'busy-weeks', sendsOn: '2026-04-14' })
    await lead.call('campaigns.dropTrial', { campaignId })
    expect(await stateOf(campaignId)).toBe('approved')
  })

  it('reads their message as an example, and not as any colleague would get it: that would tell addresses', async () => {
    const { rows } = await sql<{ id: string }>`select id from person
      where organization_id = ${c.organizationId} and email = 'reader@lumenwerk.example'`.execute(c.db)
    const reader = actor(base, c.organizationId, rows[0]!.id)
    const { id: campaignId } = await lead.call('campaigns.create', {
      template: 'busy-weeks',
      waveId,
      senderId: reader.personId,
      sendsOn: '2026-04-14',
    })
    // Not before they are asked.
    await expect(reader.call('campaigns.preview', { campaignId })).rejects.toMatchObject({ code: 'not_found' })
    await lead.call('campaigns.ask', { campaignId })
    expect((await reader.call('campaigns.preview', { campaignId })).to).toBe('')
    expect((await reader.call('campaigns.preview', { campaignId, personId: reader.personId })).to).toContain('reader@')
    await expect(reader.call('campaigns.preview', { campaignId, personId: lead.personId })).rejects.toMatchObject({
      code: 'forbidden',
    })
    expect((await lead.call('campaigns.preview', { campaignId, personId: reader.personId })).to).toContain('reader@')
    // Nobody approves in their place, and nobody else reads it.
    for (const who of [lead, office, sponsor])
      await expect(who.call('campaigns.approve', { campaignId, revision: 1 })).rejects.toMatchObject({
        code: 'forbidden',
      })
  })

  it('whom no letter reaches is asked in the app, and the lead knows', async () => {
    const { id: campaignId } = await lead.call('campaigns.create', {
      template: 'busy-weeks',
      waveId,
      senderId: sponsor.personId,
      sendsOn: '2026-04-14',
    })
    expect((await lead.call('campaigns.get', { campaignId })).senderUnmailed).toBe(false)
    await takePeople(
      base,
      c,
      staff.map((p) => (p.number === cast.sponsor ? { ...p, email: '' } : p)),
      '2026-03-28',
    )
    expect((await lead.call('campaigns.get', { campaignId })).senderUnmailed).toBe(true)
    await lead.call('campaigns.ask', { campaignId })
    expect((await sponsor.call('campaigns.toApprove', {})).campaigns.map((one) => one.id)).toEqual([campaignId])
    expect(await noticesOf(sponsor)).toContain('campaign_approval')
  })
})
