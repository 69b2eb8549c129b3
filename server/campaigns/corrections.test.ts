/** A fact that changes after a message has gone out: nobody is told the old one any more, and whoever was told is told the new one. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Design } from '../../contract/design.ts'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { advanceClock } from '../platform/advance.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from './testing-company.ts'

const day = '2026-03-30'
const readers = { tokyo: 'Asia/Tokyo', berlin: 'Europe/Berlin' } as const
type Who = keyof typeof readers

let base: TestBase
let sink: SmtpSink
let c: Context
let ids: Map<string, string>
let lead: Actor
let sponsor: Actor
let programId: string
let waveId: string

const reader = (who: Who) => actor(base, c.organizationId, ids.get(`X-${who}`)!)
const until = (instant: string) => advanceClock(base, base.clock, work, instant)
const first = () => quietDesign(ids, '2026-03-27')
const publish = async (change: Partial<Design>) => {
  await publishDesign(lead, programId, { ...first(), ...change })
  await drain(base, work)
}
const move = async (goesLiveOn: string) => {
  await lead.call('waves.update', { waveId, goesLiveOn })
  await drain(base, work)
}
const mailTo = async (who: Who) =>
  Promise.all(sink.to(`${who}@lumenwerk.example`).map(async (mail) => (await mail.parsed()).text!.replace(/\s+/g, ' ')))
const inboxOf = async (who: Who) =>
  (await reader(who).call('inbox.list', {})).items.filter((item) => item.kind === 'message').map((i) => i.subject.id)

async function send(campaignId: string): Promise<void> {
  const { revision } = await lead.call('campaigns.get', { campaignId })
  await lead.call('campaigns.ask', { campaignId })
  await sponsor.call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
}

/** The announcement, which names the day of the start; `at` is when the story goes on. */
async function announced(at: string): Promise<string> {
  const { id } = await lead.call('campaigns.create', { template: 'sponsor-announcement', waveId, sendsOn: day })
  await send(id)
  await until(at)
  return id
}
const ledBy = async (campaignId: string) =>
  Object.fromEntries((await lead.call('campaigns.get', { campaignId })).led.map((one) => [one.reach, one]))

const mailing = (to: SmtpSink) => ({ smtpUrl: to.url, publicUrl: 'https://belay.test' })
const begin = beginning(async (open) => {
  base = await open({ at: '2026-03-27T09:00:00Z', config: mailing(await smtpSink({ password: 'right' })) })
  const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = staff.find((p) => p.number === cast.lead)!
  for (const [who, timeZone] of Object.entries(readers))
    staff.push({
      ...model,
      number: `X-${who}`,
      given: who,
      family: 'Reader',
      email: `${who}@lumenwerk.example`,
      department: 'Reading',
      language: 'en',
      timeZone,
      manager: cast.lead,
    })
  const made = await staffed(base, staff, { asOf: '2026-03-27', locale: 'de' })
  ;({ ids, lead } = made)
  programId = (await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })).id
  await publish({})
  waveId = (
    await waveFor(lead, programId, {
      name: 'Readers',
      rule: { field: 'department', in: ['Reading'] },
      preparesOn: '2026-03-28',
    })
  ).waveId
  await drain(base, work)
  return { staff: made.staff, programId, waveId }
})

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  const begun = await begin(mailing(sink))
  base = begun.base
  ;({ programId, waveId } = begun.made)
  ;({ c, ids, lead, sponsor } = staffOn(base, begun.made.staff))
})

describe('a date that moves while a message goes out', () => {
  it('stops what has not left; the one is corrected, the other gets it right, and nobody gets both', async () => {
    const campaignId = await announced(`${day}T01:00:00Z`)
    expect(await mailTo('tokyo')).toHaveLength(1)
    await move('2026-05-04')
    await until(`${day}T12:00:00Z`)
    expect(await mailTo('berlin')).toEqual([])
    const report = await lead.call('campaigns.report', { campaignId })
    expect(report.reasons).toEqual([{ state: 'excluded', reason: 'out_of_date', people: 1 }])
    const { stale } = await lead.call('campaigns.get', { campaignId })
    expect(stale.map((one) => one.before).join()).toMatch(/20\. April 2026|20 April 2026|20 de abril|20 avril/)
    const { seen, unseen } = await ledBy(campaignId)
    expect([seen?.state, unseen?.state]).toEqual(['draft', 'draft'])
    const [notice] = (await lead.call('inbox.list', {})).items.filter((item) => item.kind === 'campaign_stale')
    expect(notice).toMatchObject({
      subject: { id: campaignId },
      params: { what: { en: expect.stringContaining('Start') as string } },
    })
    for (const one of [seen!, unseen!]) {
      expect((await lead.call('campaigns.audience', { campaignId: one.id })).people).toBe(1)
      await send(one.id)
    }
    await until('2026-04-01T12:00:00Z')
    const [old, correction, ...more] = await mailTo('tokyo')
    expect(old).toContain('20 April 2026')
    expect(correction).toMatch(/Start: .*4 May 2026 \(we had said: .*20 April 2026\)/)
    expect(more).toEqual([])
    const right = await mailTo('berlin')
    expect(right).toHaveLength(1)
    expect(right[0]).toContain('4 May 2026')
    expect(right[0]).not.toContain('20 April 2026')
    expect(await inboxOf('tokyo')).toEqual([seen!.id, campaignId])
    expect(await inboxOf('berlin')).toEqual([unseen!.id])
    expect((await lead.call('campaigns.get', { campaignId })).stale).toEqual([])
    expect((await reader('tokyo').call('messages.get', { campaignId: seen!.id })).body).toContain('we had said')
  })

  it('that moves again is corrected once more, from what was said last', async () => {
    const campaignId = await announced(`${day}T12:00:00Z`)
    await move('2026-05-04')
    const { seen } = await ledBy(campaignId)
    await send(seen!.id)
    await until('2026-04-01T12:00:00Z')
    sink.received.length = 0
    await move('2026-05-11')
    const again = (await lead.call('campaigns.get', { campaignId })).led.find((one) => one.id !== seen!.id)
    expect(again).toMatchObject({ reach: 'seen', state: 'draft' })
    await send(again!.id)
    await until('2026-04-03T12:00:00Z')
    expect((await mailTo('tokyo'))[0]).toMatch(/11 May 2026 \(we had said: .*4 May 2026\)/)
  })

  it('that moves between the approval of its correction and its hour is approved anew', async () => {
    const campaignId = await announced(`${day}T12:00:00Z`)
    await move('2026-05-04')
    const { seen } = await ledBy(campaignId)
    await send(seen!.id)
    await move('2026-05-11')
    expect(await lead.call('campaigns.get', { campaignId: seen!.id })).toMatchObject({ state: 'asked' })
    await until('2026-04-01T12:00:00Z')
    expect(await inboxOf('tokyo')).toEqual([campaignId])
  })

  it('back to what was said leaves nothing to correct: the correction cannot be asked for', async () => {
    const campaignId = await announced(`${day}T12:00:00Z`)
    await move('2026-05-04')
    const { seen } = await ledBy(campaignId)
    await move('2026-04-20')
    expect((await lead.call('campaigns.get', { campaignId: seen!.id })).missing.map((m) => m.code)).toContain(
      'corrected',
    )
    await expect(lead.call('campaigns.ask', { campaignId: seen!.id })).rejects.toMatchObject({
      code: 'campaign_incomplete',
    })
  })
})

describe('what needs no correction', () => {
  // A hundred nights are lived.
  it(
    'is what a message did not say, a reason that is worded anew, and days that have passed',
    { timeout: 180_000 },
    async () => {
      const campaignId = await announced(`${day}T12:00:00Z`)
      await publish({ why: 'Because the weather has changed.', brand: { ...first().brand, tagline: 'Another line.' } })
      expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({ stale: [], led: [] })
      await until('2026-07-20T12:00:00Z')
      await publish({
        elements: { ...first().elements, checkins: { ...first().elements.checkins, cadence: 'monthly' } },
      })
      expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({ stale: [], led: [] })
    },
  )

  it('is what the lead lets stand, until it is otherwise again', async () => {
    const campaignId = await announced(`${day}T12:00:00Z`)
    await move('2026-05-04')
    expect(await lead.call('campaigns.letStand', { campaignId })).toMatchObject({ stale: [], led: [] })
    await until(`${addDays(day, 2)}T12:00:00Z`)
    expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({ stale: [], led: [] })
    await expect(lead.call('campaigns.letStand', { campaignId })).rejects.toMatchObject({ code: 'nothing_to_correct' })
    await move('2026-05-11')
    const { seen } = await ledBy(campaignId)
    expect(seen?.state).toBe('draft')
    // Taking the correction away says the same.
    await lead.call('campaigns.remove', { campaignId: seen!.id })
    await until(`${addDays(day, 4)}T12:00:00Z`)
    expect((await lead.call('campaigns.get', { campaignId })).led).toEqual([])
  })

  it('leaves what people have in the app where it is', async () => {
    const campaignId = await announced(`${day}T12:00:00Z`)
    await move('2026-05-04')
    expect(await inboxOf('berlin')).toEqual([campaignId])
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from outgoing_mail where organization_id = ${c.organizationId}
      and subject_id = ${campaignId} and state = 'submitted'`.execute(c.db)
    expect(rows[0]!.n).toBe(2)
  })
})
