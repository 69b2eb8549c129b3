/** Messages that champions send: each reader hears it from their own, where that one has lent their name. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { advanceClock } from '../platform/advance.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from './testing-company.ts'

const day = '2026-03-30'
let base: TestBase
let sink: SmtpSink
let lead: Actor
let office: Actor
let waveId: string
let ids: Map<string, string>
let organizationId: string
let north: Actor
let south: Actor

const until = (instant: string) => advanceClock(base, base.clock, work, instant)
/** Number of readers at each site; nobody covers the west. */
const sites = { North: 12, South: 8, West: 5 }

const mailing = (to: SmtpSink) => ({ smtpUrl: to.url, publicUrl: 'https://belay.test' })
const begin = beginning(async (open) => {
  const base = await open({ at: '2026-03-26T09:00:00Z', config: mailing(await smtpSink({ password: 'right' })) })
  const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = { ...staff.find((p) => p.number === cast.lead)!, language: 'en', timeZone: 'UTC', manager: cast.lead }
  for (const [site, many] of Object.entries(sites))
    for (let n = 0; n < many; n++)
      staff.push({
        ...model,
        number: `${site}-${n}`,
        given: `${site}${n}`,
        family: 'Reader',
        email: `${site}${n}@lumenwerk.example`.toLowerCase(),
        department: 'Reading',
        location: site,
      })
  // People of a team are near each other whatever their site: these champions lead to nobody's manager.
  for (const [site, given] of [
    ['North', 'Nora'],
    ['South', 'Sören'],
  ] as const)
    staff.push({
      ...model,
      number: given,
      given,
      family: 'Near',
      email: `${given === 'Nora' ? 'nora' : 'soeren'}@lumenwerk.example`,
      department: 'Elsewhere',
      location: site,
      manager: cast.sponsor,
    })
  const made = await staffed(base, staff, { asOf: '2026-03-26', locale: 'en' })
  const { lead, ids, office } = made
  for (const given of ['Nora', 'Sören'])
    await office.call('access.grantRole', { personId: ids.get(given)!, role: 'champion' })
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await publishDesign(lead, programId, quietDesign(ids, '2026-03-26'))
  const { waveId } = await waveFor(lead, programId, {
    name: 'Readers',
    rule: { field: 'department', in: ['Reading'] },
    preparesOn: '2026-03-27',
  })
  await drain(base, work)
  return { staff: made.staff, waveId }
})

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  const begun = await begin(mailing(sink))
  base = begun.base
  waveId = begun.made.waveId
  const made = staffOn(base, begun.made.staff)
  ;({ lead, ids, office } = made)
  organizationId = made.c.organizationId
  north = actor(base, organizationId, ids.get('Nora')!)
  south = actor(base, organizationId, ids.get('Sören')!)
})

async function asked(): Promise<string> {
  const { id: campaignId } = await lead.call('campaigns.create', {
    template: 'what-you-get',
    waveId,
    senderId: lead.personId,
    voice: 'champion',
    sendsOn: day,
  })
  await lead.call('campaigns.ask', { campaignId })
  await drain(base, work)
  return campaignId
}
const approve = async (who: Actor, campaignId: string) =>
  who.call('campaigns.approve', { campaignId, revision: (await who.call('campaigns.get', { campaignId })).revision })
async function sent(campaignId: string): Promise<Map<string, { from: string; reply: string; text: string }>> {
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  sink.received.length = 0
  await until(`${day}T12:00:00Z`)
  const got = new Map<string, { from: string; reply: string; text: string }>()
  for (const mail of sink.received) {
    const { from, to, replyTo, text } = await mail.parsed()
    const address = /\b(?:north|south|west)\d+@/.exec([to].flat()[0]!.text)?.[0]
    if (address) got.set(address, { from: from!.text, reply: replyTo?.text ?? '', text: text ?? '' })
  }
  return got
}
const reader = (number: string) => actor(base, organizationId, ids.get(number)!)
const champions = async (campaignId: string) => (await lead.call('campaigns.audience', { campaignId })).champions!

describe('a message that champions send', () => {
  it('asks each who is near its readers, and goes out in the name of those who approve it and else in the sender’s', async () => {
    const campaignId = await asked()
    const letters = (await Promise.all(sink.received.map((mail) => mail.parsed()))).filter((mail) =>
      mail.text?.includes(`/approve/${campaignId}`),
    )
    expect(
      letters
        .map((mail) => [mail.to].flat()[0]!.text)
        .toSorted()
        .map((to) => /[\w.]+@/.exec(to)![0]),
    ).toEqual(expect.arrayContaining(['nora@', 'soeren@']))
    expect(await champions(campaignId)).toMatchObject({
      approved: 0,
      waiting: 2,
      inTheirName: 0,
      notYet: sites.North + sites.South,
      without: sites.West,
    })
    // Each reads it in their own name, and how many get it so.
    expect((await north.call('campaigns.toApprove', {})).campaigns.map((k) => k.id)).toEqual([campaignId])
    expect((await north.call('campaigns.preview', { campaignId })).from).toBe('Nora Near')
    const { champions: seen } = await north.call('campaigns.audience', { campaignId })
    expect([seen!.yours, seen!.people]).toEqual([sites.North, []])

    await approve(north, campaignId)
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('asked')
    await approve(lead, campaignId)
    const got = await sent(campaignId)
    expect(got.size).toBe(sites.North + sites.South + sites.West)
    for (const [address, { from, reply, text }] of got) {
      const theirs = address.startsWith('north') ? 'Nora Near' : 'Mateo'
      expect([address, from.includes(theirs), text.includes(theirs)]).toEqual([address, true, true])
      expect(reply.includes(theirs)).toBe(true)
    }
    // In the app it stands in the same name as in the letter.
    for (const [number, name] of [
      ['North-0', 'Nora Near'],
      ['South-0', 'Mateo'],
      ['West-0', 'Mateo'],
    ] as const) {
      const one = reader(number)
      const item = (await one.call('inbox.list', {})).items.find((i) => i.subject.id === campaignId)!
      expect(String(item.params['sender'])).toContain(name)
      expect((await one.call('messages.get', { campaignId })).sender.name).toContain(name)
    }
    expect((await lead.call('campaigns.report', { campaignId })).voices).toEqual({
      champions: 1,
      inTheirName: sites.North,
      inSendersName: sites.South + sites.West,
    })
  })

  it('does not go out in the name of one who says no, nor of one who takes it back', async () => {
    const campaignId = await asked()
    await south.call('campaigns.decline', { campaignId })
    await approve(north, campaignId)
    await approve(lead, campaignId)
    await north.call('campaigns.decline', { campaignId })
    // A champion's no is about their name; the message is still approved.
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('approved')
    expect(await champions(campaignId)).toMatchObject({ approved: 0, declined: 2, inTheirName: 0 })
    const got = await sent(campaignId)
    expect(got.size).toBe(sites.North + sites.South + sites.West)
    for (const { from } of got.values()) expect(from).toContain('Mateo')
  })

  it('is asked for anew when a word changes: what was approved before lends no name', async () => {
    const campaignId = await asked()
    await approve(north, campaignId)
    const { revision } = await lead.call('campaigns.get', { campaignId })
    await lead.call('campaigns.update', {
      campaignId,
      revision,
      texts: { en: { subject: 'Another', preview: '', body: 'Something else entirely.', actionLabel: null } },
    })
    await expect(north.call('campaigns.get', { campaignId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(north.call('campaigns.approve', { campaignId, revision: revision + 1 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await lead.call('campaigns.ask', { campaignId })
    await approve(lead, campaignId)
    expect(await champions(campaignId)).toMatchObject({ approved: 0, waiting: 2 })
    const got = await sent(campaignId)
    for (const { from } of got.values()) expect(from).toContain('Mateo')
  })

  it('lets nobody else read or approve it, and asks a champion who came later without touching its schedule', async () => {
    const campaignId = await asked()
    await expect(reader('North-1').call('campaigns.get', { campaignId })).rejects.toMatchObject({ code: 'not_found' })
    await expect(reader('North-1').call('campaigns.approve', { campaignId, revision: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await approve(lead, campaignId)
    await lead.call('campaigns.schedule', { campaignId })
    const west = reader('West-0')
    await office.call('access.grantRole', { personId: west.personId, role: 'champion' })
    expect((await champions(campaignId)).unasked).toBe(1)
    await lead.call('campaigns.ask', { campaignId })
    expect(await champions(campaignId)).toMatchObject({ unasked: 0, waiting: 3 })
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('scheduled')
    await approve(west, campaignId)
    await drain(base, work)
    sink.received.length = 0
    await until(`${day}T12:00:00Z`)
    expect((await reader('West-1').call('messages.get', { campaignId })).sender.name).toContain('West0')
    // Nobody writes to themself.
    expect((await west.call('messages.get', { campaignId })).sender.name).toContain('Mateo')
  })
})
