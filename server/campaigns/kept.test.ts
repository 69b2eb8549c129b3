/** What was approved is what is sent, and what is read for ever. */
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Design } from '../../contract/design.ts'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import type { FilePerson } from '../../fixtures/people-file.ts'
import { chooseLanguage, fieldWords } from '../library/library.ts'
import { advanceClock } from '../platform/advance.ts'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { startCampaign } from './sending.ts'
import { publishDesign, quietDesign, staffed, staffOn, takePeople, waveFor } from './testing-company.ts'

const day = '2026-03-30'
const readers = { tokyo: 'Asia/Tokyo', berlin: 'Europe/Berlin' } as const

let base: TestBase
let sink: SmtpSink
let c: Context
let people: FilePerson[]
let ids: Map<string, string>
let office: Actor
let lead: Actor
let sponsor: Actor
let programId: string
let waveId: string

const address = (who: string) => `${who}@lumenwerk.example`
const reader = (who: string) => actor(base, c.organizationId, ids.get(`X-${who}`)!)
const first = () => quietDesign(ids, '2026-03-27')
const until = (instant: string) => advanceClock(base, base.clock, work, instant)

const take = async (people: readonly FilePerson[], asOf: string) => {
  ids = await takePeople(base, c, people, asOf)
}

/** Publishes the design with a change; the jobs that follow are the caller's. */
const publish = (change: Partial<Design>) => publishDesign(lead, programId, { ...first(), ...change })

const drafted = (template = 'sponsor-announcement') => lead.call('campaigns.create', { template, waveId, sendsOn: day })

async function scheduled(): Promise<{ campaignId: string; revision: number }> {
  const { id: campaignId, revision } = await drafted()
  await lead.call('campaigns.ask', { campaignId })
  await sponsor.call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  sink.received.length = 0
  return { campaignId, revision }
}

const noticesOf = async (who: Actor, campaignId: string) =>
  (await who.call('inbox.list', {})).items.filter((item) => item.subject.id === campaignId)
const lettersOf = async (campaignId: string): Promise<number> =>
  (
    await sql<{ n: number }>`select count(*) as n from outgoing_mail where organization_id = ${c.organizationId}
    and subject_id = ${campaignId} and kind = 'campaign'`.execute(c.db)
  ).rows[0]!.n
const mailTo = async (who: string) => (await sink.to(address(who))[0]?.parsed())?.text?.replace(/\s+/g, ' ')

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
      email: address(who),
      department: 'Reading',
      language: 'en',
      timeZone,
      manager: cast.lead,
    })
  const made = await staffed(base, staff, { asOf: '2026-03-27', locale: 'de' })
  ;({ ids, lead } = made)
  programId = (await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })).id
  await publish({})
  const readersOnly = {
    name: 'Readers',
    rule: { field: 'department' as const, in: ['Reading'] },
    preparesOn: '2026-03-28',
  }
  waveId = (await waveFor(lead, programId, readersOnly)).waveId
  await drain(base, work)
  return { people: staff, staff: made.staff, programId, waveId }
})

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  const begun = await begin(mailing(sink))
  base = begun.base
  ;({ people, programId, waveId } = begun.made)
  ;({ c, ids, office, lead, sponsor } = staffOn(base, begun.made.staff))
})

describe('an approval', () => {
  it('is void when something that the words use is published otherwise: all are told what, and she is asked anew', async () => {
    const { campaignId, revision } = await scheduled()
    await publish({ why: 'Because the weather has changed.' })
    await drain(base, work)
    const now = await lead.call('campaigns.get', { campaignId })
    expect(now).toMatchObject({ state: 'asked', revision: revision + 1, scheduledAt: null })
    expect(now.changed).toEqual(['Why there is a program, from the design'])
    const [notice] = await noticesOf(lead, campaignId)
    expect(notice).toMatchObject({
      kind: 'campaign_changed',
      params: { what: { en: 'Why there is a program, from the design' } },
    })
    expect((await sink.received[0]!.parsed()).text).toContain(await sayingWhy())
    expect((await sponsor.call('campaigns.toApprove', {})).campaigns[0]).toMatchObject({ id: campaignId })
    await until(`${addDays(day, 1)}T12:00:00Z`)
    expect(await lettersOf(campaignId)).toBe(0)
    await expect(sponsor.call('campaigns.approve', { campaignId, revision })).rejects.toMatchObject({
      code: 'conflict',
    })
    const read = await sponsor.call('campaigns.preview', { campaignId, language: 'en' })
    expect(read.text).toContain('Because the weather has changed.')
    const again = await sponsor.call('campaigns.approve', { campaignId, revision: revision + 1 })
    expect(again).toMatchObject({ state: 'approved', changed: [] })
  })

  it('stands when what is published is not in its words', async () => {
    const { campaignId, revision } = await scheduled()
    await publish({ brand: { ...first().brand, tagline: 'Another line.', accent: '#7a1f5c' } })
    await drain(base, work)
    expect(await lead.call('campaigns.get', { campaignId })).toMatchObject({
      state: 'scheduled',
      revision,
      changed: [],
    })
    await until(`${day}T12:00:00Z`)
    expect(await mailTo('berlin')).toContain('Ingrid Halvorsen')
  })

  it('is void when the wave moves', async () => {
    const { campaignId } = await scheduled()
    await lead.call('waves.update', { waveId, goesLiveOn: '2026-05-04' })
    await drain(base, work)
    const { state, changed } = await lead.call('campaigns.get', { campaignId })
    expect({ state, changed }).toEqual({
      state: 'asked',
      changed: expect.arrayContaining(['The day the reader’s wave starts']) as string[],
    })
  })

  it('is neither given nor used in the moment between a change and the job that follows it', async () => {
    const { campaignId } = await scheduled()
    const other = await drafted()
    await lead.call('campaigns.ask', { campaignId: other.id })
    await publish({ why: 'Because the weather has changed.' })
    // The hour comes, and she presses the button, before anything has followed.
    await startCampaign(c, campaignId)
    expect(await lettersOf(campaignId)).toBe(0)
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('asked')
    await expect(
      sponsor.call('campaigns.approve', { campaignId: other.id, revision: other.revision }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  it('shows what was asked for, and asks again for what has changed by then', async () => {
    const { id: campaignId, revision } = await drafted()
    await lead.call('campaigns.ask', { campaignId })
    await publish({ why: 'Because the weather has changed.' })
    expect((await sponsor.call('campaigns.preview', { campaignId, language: 'en' })).text).toContain(
      first().why.slice(0, 40),
    )
    await lead.call('campaigns.ask', { campaignId })
    expect((await lead.call('campaigns.get', { campaignId })).revision).toBe(revision + 1)
    await expect(sponsor.call('campaigns.approve', { campaignId, revision })).rejects.toMatchObject({
      code: 'conflict',
    })
  })
})

/** How a letter to the sponsor names the reason. */
async function sayingWhy(): Promise<string> {
  const { rows } = await sql<{ locale: string }>`select locale from roster where organization_id = ${c.organizationId}
    and person_id = ${sponsor.personId}`.execute(c.db)
  return fieldWords(chooseLanguage(['en', 'de', 'es', 'fr'], rows[0]!.locale, 'de').language)['program.why']!
}

describe('the words of a message that went out', () => {
  it('stay through a restart in the middle, and are read unchanged a year later', async () => {
    const { campaignId } = await scheduled()
    await until(`${day}T01:00:00Z`)
    const tokyo = await mailTo('tokyo')
    expect(tokyo).toContain(first().why.slice(0, 40))
    expect(sink.to(address('berlin'))).toEqual([])
    await publish({ why: 'Because the weather has changed.' })
    // Another process takes over.
    vi.resetModules()
    const { work: fresh } = await import('../work.ts')
    await advanceClock(base, base.clock, fresh, `${day}T12:00:00Z`)
    expect((await mailTo('berlin'))?.replaceAll('berlin', 'tokyo')).toBe(tokyo)
    const before = await reader('tokyo').call('messages.get', { campaignId })
    base.clock.set('2027-03-30T12:00:00Z')
    await publish({
      why: 'A third reason.',
      sponsorId: lead.personId,
      brand: { ...first().brand, name: 'Noon' },
      elements: { ...first().elements, checkins: { ...first().elements.checkins, cadence: 'monthly' } },
    })
    const later = await reader('tokyo').call('messages.get', { campaignId })
    expect(later).toEqual(before)
    expect(later.body).toContain('every two weeks')
    expect((await lead.call('campaigns.preview', { campaignId, language: 'en' })).text).not.toContain('third')
  })

  it('of the time before words were kept are those of the version of then', async () => {
    const { campaignId } = await scheduled()
    await until(`${day}T12:00:00Z`)
    const before = await reader('berlin').call('messages.get', { campaignId })
    await publish({ why: 'Because the weather has changed.' })
    await sql`delete from campaign_words where organization_id = ${c.organizationId}`.execute(c.db)
    expect(await reader('berlin').call('messages.get', { campaignId })).not.toEqual(before)
    const migration = readFileSync(new URL('../db/migrations/0053_kept_words.sql', import.meta.url), 'utf8')
    await sql.raw(migration.slice(migration.indexOf('insert into campaign_words'))).execute(c.db)
    expect(await reader('berlin').call('messages.get', { campaignId })).toEqual(before)
  })
})

describe('asking', () => {
  it('names every empty field of every language, and where it is filled in', async () => {
    await publish({ brand: { ...first().brand, tagline: '', taglineIn: {} } })
    const { id: campaignId, revision } = await drafted()
    const words = (body: string) => ({ subject: 'Hello', preview: '', body, actionLabel: null })
    await lead.call('campaigns.update', {
      campaignId,
      revision,
      texts: { fr: words('{{program.tagline}}'), es: words('{{policy.title}}') },
    })
    const { missing } = await lead.call('campaigns.get', { campaignId })
    expect(missing.filter((m) => m.code === 'field').map((m) => [m.params['field'], m.params['place']])).toEqual([
      ['policy.title', 'words'],
      ['program.tagline', 'design'],
    ])
    await expect(lead.call('campaigns.ask', { campaignId })).rejects.toMatchObject({
      code: 'campaign_incomplete',
      params: { missing: expect.stringContaining('program.tagline (filled in: design)') as string },
    })
  })

  it('refuses a text about something that the wave does not have', async () => {
    await publish({ elements: { ...first().elements, checkins: { ...first().elements.checkins, on: false } } })
    const { id: campaignId, missing } = await drafted()
    expect(missing.filter((m) => m.code !== 'approval')).toEqual([
      { code: 'element', params: { element: 'checkins', wave: 'Wave 1' } },
    ])
    await expect(lead.call('campaigns.ask', { campaignId })).rejects.toMatchObject({ code: 'campaign_incomplete' })
  })

  it('shows the subject as its readers get it, and names what differs between them', async () => {
    const { id: campaignId, revision } = await drafted()
    const own = { preview: '', body: 'Good morning.', actionLabel: null }
    const subject = 'Hello {{person.givenName}} of {{organization.name}}: {{wave.name}}'
    await lead.call('campaigns.update', {
      campaignId,
      revision,
      texts: Object.fromEntries(['en', 'de', 'es', 'fr'].map((language) => [language, { ...own, subject }])),
    })
    sink.received.length = 0
    await lead.call('campaigns.ask', { campaignId })
    await drain(base, work)
    const text = (await sink.received[0]!.parsed()).text!
    expect(text).toMatch(/Hello \[[^\]{}]+\] of Lumenwerk: Wave 1/)
    expect(text).not.toContain('{{')
  })
})

describe('a sender who leaves', () => {
  it('stops what has not gone out: no approval, the lead told, and another sender one press away', async () => {
    const { campaignId, revision } = await scheduled()
    await until('2026-03-28T09:00:00Z')
    await take(
      people
        .filter((p) => p.number !== cast.sponsor)
        .map((p) => (p.manager === cast.sponsor ? { ...p, manager: '' } : p)),
      '2026-03-28',
    )
    const now = await lead.call('campaigns.get', { campaignId })
    expect(now).toMatchObject({
      state: 'draft',
      senderLeft: true,
      revision: revision + 1,
      instead: { id: lead.personId },
    })
    expect(now.missing).toContainEqual({ code: 'sender_left', params: { name: 'Ingrid Halvorsen' } })
    expect((await noticesOf(lead, campaignId)).map((n) => n.kind)).toEqual(['campaign_sender_left'])
    await until(`${day}T12:00:00Z`)
    expect(await lettersOf(campaignId)).toBe(0)
    const taken = await lead.call('campaigns.update', {
      campaignId,
      revision: now.revision,
      senderId: now.instead!.id,
    })
    expect(taken).toMatchObject({ senderLeft: false, instead: null })
    expect(taken.missing.map((m) => m.code)).not.toContain('sender_left')
  })

  it('is not somebody who never stood in the people file: an outsider approves and sends', async () => {
    const { id: campaignId, revision } = await drafted()
    const given = await lead.call('campaigns.update', { campaignId, revision, senderId: office.personId })
    expect(given.senderLeft).toBe(false)
    await lead.call('campaigns.ask', { campaignId })
    await office.call('campaigns.approve', { campaignId, revision: given.revision })
    const planned = await lead.call('campaigns.schedule', { campaignId })
    expect(planned).toMatchObject({ state: 'scheduled', senderLeft: false })
    await expect(lead.call('campaigns.ask', { campaignId })).rejects.toMatchObject({ code: 'conflict' })
  })
})
