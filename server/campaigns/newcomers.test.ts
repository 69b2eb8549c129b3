/** Whoever joins a wave later gets what is for newcomers, once, and not what was said before they came. */
import { beforeEach, describe, expect, it } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import type { FilePerson } from '../../fixtures/people-file.ts'
import { advanceClock } from '../platform/advance.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { smtpSink, testBase, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { goLive } from '../program/program.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, takePeople, waveFor } from './testing-company.ts'

let base: TestBase
let sink: SmtpSink
let c: Context
let ids: Map<string, string>
let staff: FilePerson[]
let lead: Actor
let sponsor: Actor
let waveId: string

const until = (instant: string) => advanceClock(base, base.clock, work, instant)
const person = (who: string): FilePerson => ({
  ...staff.find((p) => p.number === cast.lead)!,
  number: `X-${who}`,
  given: who,
  family: 'Reader',
  email: `${who}@lumenwerk.example`,
  department: 'Reading',
  language: 'en',
  timeZone: 'UTC',
  manager: cast.lead,
})
const joins = async (who: string, asOf: string) => {
  staff.push(person(who))
  ids = await takePeople(base, c, staff, asOf)
}
const subjectsTo = async (who: string) =>
  Promise.all(sink.to(`${who}@lumenwerk.example`).map(async (mail) => (await mail.parsed()).subject))
const inboxOf = async (who: string) =>
  (await actor(base, c.organizationId, ids.get(`X-${who}`)!).call('inbox.list', {})).items.filter(
    (item) => item.kind === 'message',
  )

async function sent(template: string, sendsOn: string): Promise<string> {
  const { id: campaignId, readers } = await lead.call('campaigns.create', {
    template,
    waveId,
    senderId: sponsor.personId,
    sendsOn,
  })
  expect(readers).toBe(template === 'newcomers' ? 'newcomers' : 'everyone')
  const { revision } = await lead.call('campaigns.ask', { campaignId })
  await sponsor.call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  return campaignId
}

beforeEach(async () => {
  sink = await smtpSink()
  // A Tuesday.
  base = await testBase({ at: '2026-03-31T06:00:00Z', config: { smtpUrl: sink.url, publicUrl: 'https://belay.test' } })
  staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  staff.push(person('first'))
  ;({ c, ids, lead, sponsor } = await staffed(base, staff, { asOf: '2026-03-31', locale: 'en' }))
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await publishDesign(lead, programId, quietDesign(ids, '2026-03-31'))
  waveId = (
    await waveFor(lead, programId, {
      name: 'Readers',
      rule: { field: 'department', in: ['Reading'] },
      preparesOn: '2026-03-31',
    })
  ).waveId
  await drain(base, work)
  await c.db.transaction().execute((tx) => goLive(tx, c, waveId))
  await drain(base, work)
})

describe('a message for newcomers', () => {
  it('reaches each who joins after the go-live, once, on their next working morning; who was there does not get it', async () => {
    const history = await sent('busy-weeks', '2026-03-31')
    const welcome = await sent('newcomers', '2026-04-01')
    await until('2026-04-01T10:00:00Z')
    expect((await lead.call('campaigns.get', { campaignId: welcome })).state).toBe('sending')
    expect((await inboxOf('first')).map((item) => item.subject.id)).toEqual([history])
    await joins('second', '2026-04-01')
    await until('2026-04-02T08:59:00Z')
    expect(await inboxOf('second')).toEqual([])
    await until('2026-04-02T09:01:00Z')
    expect((await inboxOf('second')).map((item) => item.subject.id)).toEqual([welcome])
    // Who comes on a Friday is greeted on Monday.
    await joins('third', '2026-04-03')
    await until('2026-04-06T10:00:00Z')
    expect(await inboxOf('third')).toHaveLength(1)
    for (const [who, mails] of [
      ['first', 0],
      ['second', 1],
      ['third', 1],
    ] as const)
      expect((await subjectsTo(who)).filter((subject) => subject === 'How we talk about work here')).toHaveLength(mails)
    const report = await lead.call('campaigns.report', { campaignId: welcome })
    expect(report).toMatchObject({ recipients: 2, states: { submitted: 2 }, inInbox: 2 })
  })

  it('greets nobody any more once it is stopped, or once its sender has left; the lead is told', async () => {
    const stopped = await sent('newcomers', '2026-04-01')
    await until('2026-04-01T10:00:00Z')
    await lead.call('campaigns.cancel', { campaignId: stopped })
    const goesOn = await sent('newcomers', '2026-04-02')
    await until('2026-04-02T10:00:00Z')
    staff = staff
      .filter((p) => p.number !== cast.sponsor)
      .map((p) => (p.manager === cast.sponsor ? { ...p, manager: '' } : p))
    await joins('second', '2026-04-02')
    await until('2026-04-03T10:00:00Z')
    expect(await inboxOf('second')).toEqual([])
    expect((await lead.call('campaigns.get', { campaignId: goesOn })).state).toBe('cancelled')
    const notices = (await lead.call('inbox.list', {})).items
    expect(notices.map((item) => item.kind)).toContain('campaign_sender_left')
  })
})
