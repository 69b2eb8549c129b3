/** What became of messages: counted honestly, added up without telling what single numbers hide. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from '../campaigns/testing-company.ts'
import { publish } from '../metrics/metrics.ts'
import { advanceClock } from '../platform/advance.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, smtpSink, type SmtpSink, type TestBase } from '../platform/testing.ts'
import { goLive } from '../program/program.ts'
import { work } from '../work.ts'

const day = '2026-03-30'
const readers = Array.from({ length: 14 }, (_, n) => `r${n}`)

let base: TestBase
let sink: SmtpSink
let c: Context
let ids: Map<string, string>
let lead: Actor
let sponsor: Actor
let programId: string
let waveId: string

const id = (who: string) => ids.get(`X-${who}`)!
const until = (instant: string) => advanceClock(base, base.clock, work, instant)
const funnel = (by: 'message' | 'sender' | 'audience' | 'wave' | 'purpose') =>
  lead.call('funnel.get', { programId, by, language: 'en' })

async function sent(change: Record<string, unknown> = {}): Promise<string> {
  const { id: campaignId, revision } = await lead.call('campaigns.create', {
    template: 'go-live-employees',
    readers: 'everyone',
    waveId,
    senderId: lead.personId,
    sendsOn: day,
    ...change,
  })
  await lead.call('campaigns.ask', { campaignId })
  await (change['senderId'] ? sponsor : lead).call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
  return campaignId
}

async function open(campaignId: string, who: readonly string[]): Promise<void> {
  for (const one of who)
    await sql`update inbox_item set read_at = ${base.clock.now()} where organization_id = ${c.organizationId}
      and subject_id = ${campaignId} and person_id = ${id(one)} and kind = 'message'`.execute(c.db)
}

async function writeGoals(who: readonly string[]): Promise<void> {
  for (const one of who) await actor(base, c.organizationId, id(one)).call('goals.create', { title: 'Something' })
}

const begin = beginning(async (open) => {
  const base = await open({ at: '2026-03-27T09:00:00Z' })
  const people = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = people.find((p) => p.number === cast.lead)!
  for (const who of readers)
    people.push({
      ...model,
      number: `X-${who}`,
      given: who,
      family: 'Reader',
      // One has no address, and finds it in the app.
      email: who === 'r13' ? '' : `${who}@lumenwerk.example`,
      department: 'Reading',
      language: 'en',
      timeZone: 'Europe/Berlin',
      manager: cast.lead,
    })
  const made = await staffed(base, people, { asOf: '2026-03-27', locale: 'en' })
  const { id: programId } = await made.lead.call('program.create', { name: 'Daylight', leadId: made.lead.personId })
  await publishDesign(made.lead, programId, quietDesign(made.ids, '2026-03-27'))
  const { waveId } = await waveFor(made.lead, programId, {
    name: 'Readers',
    rule: { field: 'department', in: ['Reading'] },
    preparesOn: '2026-03-28',
  })
  await drain(base, work)
  await advanceClock(base, base.clock, work, `${day}T00:30:00Z`)
  await made.c.db.transaction().execute((tx) => goLive(tx, made.c, waveId))
  await drain(base, work)
  return { staff: made.staff, programId, waveId }
})

beforeEach(async () => {
  sink = await smtpSink({ password: 'right' })
  const begun = await begin({ smtpUrl: sink.url, publicUrl: 'https://belay.test' })
  base = begun.base
  ;({ programId, waveId } = begun.made)
  ;({ c, ids, lead, sponsor } = staffOn(base, begun.made.staff))
})

describe('the funnel', () => {
  it('says of each message how many it was for, got it, opened it and have begun', async () => {
    const campaignId = await sent()
    await until(`${day}T07:30:00Z`)
    // It is counted from the first hour on, and before that it is said that it is not.
    expect(await funnel('message')).toMatchObject({ rows: [], uncounted: 1, countedFrom: null })
    await until(`${day}T12:00:00Z`)
    await open(campaignId, readers.slice(0, 8))
    await until('2026-03-31T12:00:00Z')
    const { rows, all, total, uncounted, countedUntil } = await funnel('message')
    expect({ total, uncounted, countedUntil }).toMatchObject({ total: 1, uncounted: 0 })
    expect(countedUntil! > '2026-03-31T00:00:00Z').toBe(true)
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({
      message: { id: campaignId, wave: 'Wave 1', sender: expect.stringContaining(' '), cancelled: false },
      addressed: 14,
      delivered: 13,
      leftOut: 1,
      pending: 0,
      undelivered: 0,
      read: { met: 8, of: 14, messages: 1, hidden: 0 },
      understood: null,
      trained: { met: 0, of: 14, about: 'waves', waves: 1, without: 0 },
      // Nobody is past thirty days.
      acted: null,
    })
    expect(all).toMatchObject({ messages: 1, addressed: 14, read: { met: 8, of: 14 } })
  })

  it('adds up by sender, audience, wave and purpose what single messages tell, and no more', async () => {
    const one = await sent()
    const two = await sent({ template: 'sponsor-announcement', senderId: sponsor.personId })
    await until(`${day}T12:00:00Z`)
    await open(one, readers.slice(0, 8))
    // Of the second one four have opened: that is not told, not even as a difference of sums.
    await open(two, readers.slice(0, 4))
    await until('2026-03-31T12:00:00Z')
    const { rows: bySender, all } = await funnel('sender')
    const of = (who: string) => bySender.find((row) => typeof row.sender === 'object' && row.sender?.id === who)
    expect(of(lead.personId)).toMatchObject({ messages: 1, addressed: 14, read: { met: 8, of: 14 } })
    expect(of(sponsor.personId)).toMatchObject({ addressed: 14, read: { met: 0, of: 0, messages: 0, hidden: 1 } })
    expect(all).toMatchObject({ messages: 2, addressed: 28, read: { met: 8, of: 14, messages: 1, hidden: 1 } })
    for (const by of ['audience', 'wave'] as const) {
      const { rows } = await funnel(by)
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ messages: 2, read: { met: 8, of: 14, messages: 1, hidden: 1 } })
    }
    const { rows: byPurpose } = await funnel('purpose')
    expect(new Set(byPurpose.map((row) => row.purpose))).toEqual(new Set(['what-to-do-now', 'why']))
  })

  it('leaves out reminders to those who have not acted, and says how many there were', async () => {
    const campaignId = await sent()
    await until(`${day}T12:00:00Z`)
    await writeGoals(readers.slice(0, 6))
    const { id: reminder, revision } = await lead.call('campaigns.followUp', { campaignId, act: 'first_goal' })
    await lead.call('campaigns.ask', { campaignId: reminder })
    await lead.call('campaigns.approve', { campaignId: reminder, revision })
    await lead.call('campaigns.schedule', { campaignId: reminder })
    await drain(base, work)
    await until('2026-04-08T12:00:00Z')
    for (const by of ['message', 'sender'] as const)
      expect(await funnel(by)).toMatchObject({ total: 1, reminders: 1, all: { messages: 1, addressed: 14 } })
    const { rows } = await sql`select 1 from campaign_count where campaign_id = ${reminder}`.execute(c.db)
    expect(rows).toEqual([])
  })

  it('shows beside them what metrics have given out of the people there, and of no narrower group', async () => {
    await sent()
    const { id: audienceId } = await lead.call('audiences.create', {
      name: 'All but one',
      rule: { people: readers.slice(1).map(id) },
    })
    await sent({ audienceId, template: 'sponsor-announcement' })
    await until(`${day}T12:00:00Z`)
    await writeGoals(readers.slice(0, 7))
    await work.jobs['campaigns.countAll']!(c, { organizationId: c.organizationId, subjectId: c.organizationId })
    base.clock.set('2026-05-05T03:00:00Z')
    await publish(c, '2026-05-04')
    const of7 = { met: 7, of: 14, asOf: '2026-05-04' }
    const { rows, all } = await funnel('message')
    const about = (narrowed: boolean) => rows.find((row) => (row.addressed === 13) === narrowed)!
    expect(about(false).acted).toEqual({ ...of7, about: 'waves', waves: 1, without: 0 })
    expect(about(true)).toMatchObject({ addressed: 13, understood: null, trained: null, acted: null })
    expect(all.acted).toMatchObject(of7)
    const { rows: byAudience } = await funnel('audience')
    expect(byAudience.find((row) => row.audience!.narrowed === null)!.acted).toMatchObject({ ...of7, about: 'company' })
    expect(byAudience.find((row) => row.audience!.narrowed === 'All but one')!.acted).toBeNull()
  })

  it('tells how many opened it only where enough have and enough have not, whatever the number is', async () => {
    const campaignId = await sent()
    await until(`${day}T12:00:00Z`)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 14 }), async (opened) => {
        await sql`update inbox_item set read_at = null where organization_id = ${c.organizationId}`.execute(c.db)
        await open(campaignId, readers.slice(0, opened))
        await work.jobs['campaigns.countAll']!(c, { organizationId: c.organizationId, subjectId: c.organizationId })
        for (const by of ['message', 'sender', 'wave'] as const)
          expect((await funnel(by)).rows[0]!.read).toEqual(
            opened >= 5 && opened <= 9
              ? { met: opened, of: 14, messages: 1, hidden: 0 }
              : { met: 0, of: 0, messages: 0, hidden: 1 },
          )
      }),
      { numRuns: 15 },
    )
  })

  it('pages through messages, the newest first, and knows only programs that are there', async () => {
    await sent()
    await sent({ template: 'sponsor-announcement', senderId: sponsor.personId, sendsOn: '2026-03-31' })
    await until('2026-04-01T12:00:00Z')
    const { rows: first, total } = await lead.call('funnel.get', { programId, by: 'message', language: 'de', limit: 1 })
    const { rows: second } = await lead.call('funnel.get', {
      programId,
      by: 'message',
      language: 'de',
      limit: 1,
      offset: 1,
    })
    expect(total).toBe(2)
    expect(first).toHaveLength(1)
    expect(first[0]!.message!.startedAt > second[0]!.message!.startedAt).toBe(true)
    await expect(lead.call('funnel.get', { programId: waveId, by: 'message', language: 'en' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })
})
