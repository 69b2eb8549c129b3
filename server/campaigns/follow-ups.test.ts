/** Who has not acted is reminded, and nobody learns who that is. */
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '../../fixtures/actors.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import { advanceClock } from '../platform/advance.ts'
import type { Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { beginning, type TestBase } from '../platform/testing.ts'
import { goLive } from '../program/program.ts'
import { work } from '../work.ts'
import { publishDesign, quietDesign, staffed, staffOn, waveFor } from './testing-company.ts'

const day = '2026-03-30'
const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'] as const

let base: TestBase
let c: Context
let ids: Map<string, string>
let lead: Actor
let sponsor: Actor
let office: Actor
let waveId: string

const id = (who: string) => ids.get(`X-${who}`)!
const until = (instant: string) => advanceClock(base, base.clock, work, instant)
const readersOf = async (campaignId: string): Promise<string[]> => {
  const { rows } = await sql<{
    person_id: string
  }>`select person_id from inbox_item where organization_id = ${c.organizationId}
    and subject_id = ${campaignId} and kind = 'message'`.execute(c.db)
  return rows.map((row) => names.find((who) => id(who) === row.person_id)!).toSorted()
}
const writeGoals = async (many: readonly string[]) => {
  for (const who of many)
    await sql`insert into goal (organization_id, owner_id, title, starts_on, ends_on, created_by, created_at)
      values (${c.organizationId}, ${id(who)}, 'Something', '2026-04-01', '2026-06-30', ${id(who)}, ${base.clock.now()})`.execute(
      c.db,
    )
}

async function send(campaignId: string): Promise<void> {
  const { revision } = await lead.call('campaigns.get', { campaignId })
  await lead.call('campaigns.ask', { campaignId })
  const { sender } = await lead.call('campaigns.get', { campaignId })
  const writer = sender!.id === lead.personId ? lead : sponsor
  await writer.call('campaigns.approve', { campaignId, revision })
  await lead.call('campaigns.schedule', { campaignId })
  await drain(base, work)
}

/** The go-live letter, gone out, in a wave that is live. */
async function gone(change: { audienceId?: string } = {}): Promise<string> {
  await until(`${day}T00:30:00Z`)
  await c.db.transaction().execute((tx) => goLive(tx, c, waveId))
  await drain(base, work)
  const made = await lead.call('campaigns.create', {
    template: 'go-live-employees',
    waveId,
    readers: 'everyone',
    senderId: lead.personId,
    sendsOn: day,
    ...change,
  })
  await send(made.id)
  await until(`${day}T12:00:00Z`)
  return made.id
}

const begin = beginning(async (open) => {
  const base = await open({ at: '2026-03-27T09:00:00Z' })
  const staff = lumenwerk().filter((p) => p.number === cast.sponsor || p.number === cast.lead)
  const model = staff.find((p) => p.number === cast.lead)!
  for (const who of names)
    staff.push({
      ...model,
      number: `X-${who}`,
      given: who,
      family: 'Reader',
      email: `${who}@lumenwerk.example`,
      department: 'Reading',
      language: 'en',
      timeZone: 'Europe/Berlin',
      manager: cast.lead,
    })
  const made = await staffed(base, staff, { asOf: '2026-03-27', locale: 'en' })
  const { lead, ids } = made
  const { id: programId } = await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })
  await publishDesign(lead, programId, quietDesign(ids, '2026-03-27'))
  const { waveId } = await waveFor(lead, programId, {
    name: 'Readers',
    rule: { field: 'department', in: ['Reading'] },
    preparesOn: '2026-03-28',
  })
  await drain(base, work)
  return { staff: made.staff, waveId }
})

beforeEach(async () => {
  const begun = await begin()
  base = begun.base
  waveId = begun.made.waveId
  ;({ c, ids, lead, sponsor, office } = staffOn(base, begun.made.staff))
})

describe('a follow-up', () => {
  it('goes to those who have not acted when it is sent, and to nobody else', async () => {
    const campaignId = await gone()
    await writeGoals(['a', 'b', 'c', 'd', 'e'])
    const { acts, closed } = await lead.call('campaigns.followUps', { campaignId })
    expect(closed).toBeNull()
    expect(acts.find((one) => one.act === 'first_goal')).toEqual({
      act: 'first_goal',
      suggested: true,
      open: 5,
      campaignId: null,
    })
    const made = await lead.call('campaigns.followUp', { campaignId, act: 'first_goal' })
    expect(made).toMatchObject({
      template: 'first-goal-reminder',
      sender: { id: lead.personId },
      sendsOn: '2026-04-06',
      follows: { id: campaignId, reach: 'first_goal' },
    })
    await send(made.id)
    // Somebody acts between the approval and the hour at which it leaves.
    await writeGoals(['f'])
    await until('2026-04-06T12:00:00Z')
    expect(await readersOf(made.id)).toEqual(['g', 'h', 'i', 'j', 'k', 'l'])
    // Whoever acts or joins later changes nothing of it.
    await writeGoals(['g'])
    await until('2026-04-08T12:00:00Z')
    expect(await readersOf(made.id)).toEqual(['g', 'h', 'i', 'j', 'k', 'l'])
    expect((await lead.call('campaigns.get', { campaignId })).led).toMatchObject([{ id: made.id, reach: 'first_goal' }])
    await expect(lead.call('campaigns.followUp', { campaignId, act: 'first_goal' })).rejects.toMatchObject({
      code: 'follow_up_there',
    })
  })

  it('tells nowhere who or exactly how many have not acted', async () => {
    const campaignId = await gone()
    await writeGoals(['a', 'b', 'c', 'd', 'e'])
    const { id: followUp } = await lead.call('campaigns.followUp', { campaignId, act: 'first_goal' })
    // Before: all readers of the other message, at most.
    expect(await lead.call('campaigns.audience', { campaignId: followUp })).toMatchObject({ people: 12, upTo: true })
    await send(followUp)
    await until('2026-04-06T12:00:00Z')
    const report = await lead.call('campaigns.report', { campaignId: followUp })
    expect(report).toMatchObject({ recipients: 0, inInbox: 0, languages: [], reasons: [], followUp: { atLeast: 5 } })
    for (const subject of [followUp, undefined])
      for (const who of [lead, office]) {
        const list = await who
          .call('mail.list', { limit: 100, offset: 0, ...(subject ? { subject } : {}) })
          .catch(() => null)
        expect((list?.mail ?? []).filter((letter) => letter.kind === 'follow_up')).toEqual([])
        if (subject && list) expect(Object.values(list.states).filter((n) => n !== 0)).toEqual([])
      }
    const { rows } = await sql<{ data: unknown }>`select data from event where organization_id = ${c.organizationId}
      and subject_id = ${followUp}`.execute(c.db)
    expect(JSON.stringify(rows)).not.toMatch(/recipients|letters/)
  })

  it('names no number where fewer than the smallest group have acted, or have not', async () => {
    const campaignId = await gone()
    await writeGoals(['a', 'b', 'c', 'd'])
    const open = async () =>
      (await lead.call('campaigns.followUps', { campaignId })).acts.find((one) => one.act === 'first_goal')!.open
    expect(await open()).toBeNull()
    await writeGoals(['e'])
    expect(await open()).toBe(5)
    await writeGoals(['f', 'g', 'h'])
    expect(await open()).toBeNull()
  })

  it('cannot be aimed: not at an audience of one’s own, not at readers of a follow-up, nor changed to others', async () => {
    const { id: audienceId } = await lead.call('audiences.create', {
      name: 'One person',
      rule: { people: [id('a')] },
    })
    const narrowed = await gone({ audienceId })
    expect(await lead.call('campaigns.followUps', { campaignId: narrowed })).toMatchObject({
      closed: 'narrowed',
      acts: [],
      people: 0,
    })
    await expect(lead.call('campaigns.followUp', { campaignId: narrowed, act: 'first_goal' })).rejects.toMatchObject({
      code: 'follow_up_closed',
    })
  })

  it('keeps its readers: neither wave, part nor audience can be changed', async () => {
    const campaignId = await gone()
    const made = await lead.call('campaigns.followUp', { campaignId, act: 'first_goal' })
    for (const change of [{ readers: 'managers' as const }, { waveId }, { audienceId: waveId }])
      await expect(
        lead.call('campaigns.update', { campaignId: made.id, revision: made.revision, ...change }),
      ).rejects.toMatchObject({ code: 'campaign_readers_fixed' })
    expect(await lead.call('campaigns.followUps', { campaignId: made.id })).toMatchObject({ closed: 'not_sent' })
  })

  it('is for whoever has let courses, texts or a first talk lie, too', async () => {
    const campaignId = await gone()
    const { acts } = await lead.call('campaigns.followUps', { campaignId })
    expect(acts.map((one) => one.act)).toContain('first_checkin')
    expect(acts.map((one) => one.act)).not.toContain('session')
    const { id: talk } = await lead.call('campaigns.followUp', { campaignId, act: 'first_checkin' })
    await sql`insert into checkin (organization_id, manager_id, report_id, planned_for, template, created_by, created_at, held_on, held_by, held_recorded_at)
      values (${c.organizationId}, ${lead.personId}, ${id('a')}, ${day}, 'first', ${lead.personId}, ${base.clock.now()}, ${day}, ${lead.personId}, ${base.clock.now()})`.execute(
      c.db,
    )
    await send(talk)
    await until('2026-04-06T12:00:00Z')
    expect(await readersOf(talk)).toEqual(names.filter((who) => who !== 'a'))
  })
})
