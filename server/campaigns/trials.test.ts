/** Two subjects: drawn by a seed, decided once by a stated rule, and nobody gets it twice. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { advanceClock } from '../platform/advance.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'

import { goLive } from '../program/program.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from './testing-company.ts'
import { judge } from './trial-rule.ts'
import { chooseSubject } from './trials.ts'

describe('the rule', () => {
  it('agrees with the published interval of Newcombe for 56 of 70 and 48 of 80', () => {
    const { low, high, told } = judge({ people: 80, read: 48 }, { people: 70, read: 56 })
    expect([Number(low.toFixed(4)), Number(high.toFixed(4))]).toEqual([0.0524, 0.3339])
    expect(told).toBe('b')
  })

  it('sends the first subject unless the second is clearly read by more, and the same whichever is named first', () => {
    const arm = fc
      .integer({ min: 1, max: 5000 })
      .chain((people) => fc.record({ people: fc.constant(people), read: fc.integer({ min: 0, max: people }) }))
    fc.assert(
      fc.property(arm, arm, (a, b) => {
        const [one, other] = [judge(a, b), judge(b, a)]
        expect(one.chosen).toBe(one.told === 'b' ? 'b' : 'a')
        expect(one.low).toBeLessThanOrEqual(b.read / b.people - a.read / a.people + 1e-9)
        expect(one.high).toBeGreaterThanOrEqual(b.read / b.people - a.read / a.people - 1e-9)
        expect(one.low).toBeCloseTo(-other.high, 9)
        if (one.told === 'b') expect(other.told).toBe('a')
      }),
    )
    expect(judge({ people: 0, read: 0 }, { people: 50, read: 50 }).chosen).toBe('a')
  })
})

const day = '2026-03-30'
const people = 240
let base: TestBase
let sink: SmtpSink
let c: Context
let lead: Actor
let waveId: string

const until = (instant: string) => advanceClock(base, base.clock, work, instant)
type Reader = { id: string; part: 'a' | 'b' | 'rest' }
const readers = async (campaignId: string): Promise<Reader[]> =>
  (
    await sql<Reader>`select person_id as id, part from campaign_trial_reader where organization_id = ${c.organizationId}
      and campaign_id = ${campaignId} order by person_id`.execute(c.db)
  ).rows
const subjects = async () => {
  const got = new Map<string, string[]>()
  for (const mail of sink.received) {
    const { subject, to } = await mail.parsed()
    const address = /\br\d+@/.exec([to].flat()[0]!.text)?.[0]
    if (address) got.set(address, [...(got.get(address) ?? []), subject!])
  }
  return got
}

async function begun(share = 25): Promise<string> {
  const { id: campaignId, revision } = await lead.call('campaigns.create', {
    template: 'what-you-get',
    waveId,
    senderId: lead.personId,
    sendsOn: day,
  })
  const tried = await lead.call('campaigns.setTrial', {
    campaignId,
    revision,
    subjects: { en: 'The other one' },
    share,
    hours: 24,
  })
  await lead.call('campaigns.ask', { campaignId })
  await lead.call('campaigns.approve', { campaignId, revision: tried.revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  sink.received.length = 0
  await until(`${day}T12:00:00Z`)
  return campaignId
}
const live = async () => {
  await c.db.transaction().execute((tx) => goLive(tx, c, waveId))
  await drain(base, work)
}
const read = async (campaignId: string, part: 'a' | 'b', many: number) => {
  for (const one of (await readers(campaignId)).filter((r) => r.part === part).slice(0, many)) {
    const reader = actor(base, c.organizationId, one.id)
    const item = (await reader.call('inbox.list', {})).items.find((i) => i.subject.id === campaignId)!
    await reader.call('inbox.read', { itemId: item.id })
  }
}

const mailing = (to: SmtpSink) => ({ smtpUrl: to.url, publicUrl: 'https://belay.test' })
const begin = beginning(async (open) => {
  const base = await open({
    at: '2026-03-27T09:00:00Z',
    config: mailing(await smtpSink({ password: 'right' })),
  })
  const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = staff.find((p) => p.number === cast.lead)!
  for (let n = 0; n < people; n++)
    staff.push({
      ...model,
      number: `X-${n}`,
      given: `Reader${n}`,
      family: 'Reader',
      email: `r${n}@lumenwerk.example`,
      department: 'Reading',
      language: n % 12 === 0 ? 'de' : 'en',
      timeZone: 'UTC',
      manager: cast.lead,
    })
  const made = await staffed(base, staff, { asOf: '2026-03-27', locale: 'en' })
  const { lead } = made
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await publishDesign(lead, programId, quietDesign(made.ids, '2026-03-27'))
  const { waveId } = await waveFor(lead, programId, {
    name: 'Readers',
    rule: { field: 'department', in: ['Reading'] },
    preparesOn: '2026-03-28',
  })
  await drain(base, work)
  return { staff: made.staff, waveId }
})

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  const begun = await begin(mailing(sink))
  base = begun.base
  waveId = begun.made.waveId
  ;({ c, lead } = staffOn(base, begun.made.staff))
})

describe('a message with two subjects', () => {
  it('goes to two samples first, and once it is decided to everybody else, once', async () => {
    const campaignId = await begun()
    const drawn = await readers(campaignId)
    const of = (part: string) => drawn.filter((one) => one.part === part).length
    // A quarter of the 220 who read English, each.
    expect([drawn.length, of('a'), of('b'), of('rest')]).toEqual([240, 55, 55, 130])
    const first = [...(await subjects()).values()].flat()
    expect(first).toHaveLength(110)
    expect(first.filter((one) => one === 'The other one')).toHaveLength(55)
    expect((await lead.call('campaigns.get', { campaignId })).state).toBe('sending')
    await read(campaignId, 'a', 10)
    await read(campaignId, 'b', 40)
    await until('2026-04-02T12:00:00Z')
    const { trial, state } = await lead.call('campaigns.get', { campaignId })
    expect(trial).toMatchObject({ chosen: 'b', why: 'told', a: { people: 55, read: 10 }, b: { people: 55, read: 40 } })
    expect(trial!.interval!.low).toBeGreaterThan(0)
    expect(state).toBe('sent')
    const got = await subjects()
    expect(got.size).toBe(people)
    expect([...got.values()].filter((all) => all.length !== 1)).toEqual([])
    // Whoever has no second subject in their language got the first.
    expect([...got.values()].flat().filter((one) => one === 'The other one')).toHaveLength(55 + 110)
    const rest = drawn.find((one) => one.part === 'b')!
    expect((await actor(base, c.organizationId, rest.id).call('messages.get', { campaignId })).subject).toBe(
      'The other one',
    )
  })

  it('is decided once, however often and at once the job runs, and sends the first where no difference can be told', async () => {
    const campaignId = await begun()
    await read(campaignId, 'a', 20)
    await read(campaignId, 'b', 22)
    await until('2026-03-31T08:00:00Z')
    base.clock.set('2026-03-31T10:00:00Z')
    await Promise.all([chooseSubject(c, campaignId), chooseSubject(c, campaignId), chooseSubject(c, campaignId)])
    await until('2026-04-03T12:00:00Z')
    await chooseSubject(c, campaignId)
    await drain(base, work)
    expect((await lead.call('campaigns.get', { campaignId })).trial).toMatchObject({
      chosen: 'a',
      why: 'no_difference',
    })
    const got = await subjects()
    expect(got.size).toBe(people)
    expect([...got.values()].filter((all) => all.length !== 1)).toEqual([])
  })

  it('names no numbers that would tell of few', async () => {
    const campaignId = await begun()
    await read(campaignId, 'b', 3)
    await until('2026-04-02T12:00:00Z')
    expect((await lead.call('campaigns.get', { campaignId })).trial).toMatchObject({
      a: { people: 55, read: null },
      b: { people: 55, read: null },
      interval: null,
    })
  })

  it('is none where its samples would be small: everybody gets the first at once', async () => {
    const campaignId = await begun(5)
    expect((await lead.call('campaigns.get', { campaignId })).trial).toMatchObject({ chosen: 'a', why: 'too_few' })
    const got = [...(await subjects()).values()]
    expect(got).toHaveLength(people)
    expect(got.flat()).not.toContain('The other one')
  })

  it('that is stopped while it waits writes to nobody else, and accounts for them', async () => {
    const campaignId = await begun()
    await lead.call('campaigns.cancel', { campaignId })
    await until('2026-04-03T12:00:00Z')
    expect((await subjects()).size).toBe(110)
    const { states } = await lead.call('campaigns.report', { campaignId })
    expect([states.submitted, states.excluded]).toEqual([110, 130])
  })

  it('that says something outdated by then is corrected for those who read it, and right for the others', async () => {
    const campaignId = await begun()
    await lead.call('waves.update', { waveId, goesLiveOn: '2026-05-04' })
    await until('2026-04-03T12:00:00Z')
    const { led } = await lead.call('campaigns.get', { campaignId })
    const counts = await Promise.all(
      led.map(async (one) => [one.reach, (await lead.call('campaigns.audience', { campaignId: one.id })).people]),
    )
    expect(Object.fromEntries(counts)).toEqual({ seen: 110, unseen: 130 })
    expect((await subjects()).size).toBe(110)
  })

  it('of a wave that is taken back writes to nobody else: what had not left does not leave', async () => {
    await live()
    const campaignId = await begun()
    await lead.call('halts.rollBack', { waveId, reason: 'Too early', letter: null, goesLiveOn: null })
    await until('2026-04-03T12:00:00Z')
    const { states } = await lead.call('campaigns.report', { campaignId })
    expect([states.submitted, states.excluded]).toEqual([110, 130])
  })

  it('of a wave that is paused is not decided by what nobody could read: its samples get their hours afterwards', async () => {
    await live()
    const campaignId = await begun()
    await lead.call('halts.pause', { waveId, reason: 'A hard week', letter: null })
    await until('2026-04-03T12:00:00Z')
    expect((await lead.call('campaigns.get', { campaignId })).trial).toMatchObject({ chosen: null, decidedAt: null })
    await lead.call('halts.resume', { waveId, letter: null })
    await read(campaignId, 'b', 20)
    // Not before a day has passed since.
    await until('2026-04-04T11:59:00Z')
    expect((await lead.call('campaigns.get', { campaignId })).trial?.chosen).toBeNull()
    await until('2026-04-08T12:00:00Z')
    expect((await lead.call('campaigns.get', { campaignId })).trial).toMatchObject({ chosen: 'b', why: 'told' })
    const { recipients, states } = await lead.call('campaigns.report', { campaignId })
    expect([recipients, states.submitted]).toEqual([people, people])
  })

  it('refuses a second subject that names what the message does not', async () => {
    const { id: campaignId, revision } = await lead.call('campaigns.create', { template: 'what-you-get', waveId })
    await expect(
      lead.call('campaigns.setTrial', {
        campaignId,
        revision,
        subjects: { en: 'From {{wave.name}}' },
        share: 10,
        hours: 24,
      }),
    ).rejects.toMatchObject({ code: 'trial_field' })
  })
})
