/** A small company made by the product's own verbs: healthy, nothing is found; then one mistake after the other is made in it. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Actor, actor } from '../../fixtures/actors.ts'
import { letRedStand } from '../../fixtures/gates.ts'
import { firstDesign } from '../../fixtures/life.ts'
import { cast, lumenwerk } from '../../fixtures/lumenwerk.ts'
import type { Design } from '../../contract/design.ts'
import { mistakeIds } from '../../contract/launch.ts'
import type { AuditCheckId } from '../../contract/mistakes.ts'
import { publishDesign, publishDraft, staffed } from '../campaigns/testing-company.ts'
import { createOrganization } from '../access/access.ts'
import { publish } from '../metrics/metrics.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { nightly, operatorFindings } from './mistakes.ts'

let base: TestBase
let c: Context
let ids: Map<string, string>
let office: Actor
let lead: Actor
let sponsor: Actor
let programId: string
let whole: Design
const start = '2026-03-02'
const people = lumenwerk().slice(0, 15)
const who = (number: string) => actor(base, c.organizationId, ids.get(number)!)
const set = async (day: string, time = '10:00') => {
  base.clock.set(`${day}T${time}:00Z`)
  await drain(base, work)
}
const look = () => lead.call('mistakes.check', { programId })
async function found(id: AuditCheckId) {
  const check = (await look()).mistakes.flatMap((one) => one.checks).find((one) => one.id === id)!
  return { result: check.result, reason: check.reason, evidence: check.evidence, since: check.since }
}
async function failing() {
  return (await look()).mistakes
    .flatMap((one) => one.checks)
    .filter((one) => one.result === 'fail')
    .map((one) => one.id)
}

async function message(template: string, sender: Actor, on: string, waveId: string): Promise<void> {
  const made = await lead.call('campaigns.create', {
    template,
    waveId,
    readers: 'everyone',
    senderId: sender.personId,
    sendsOn: on,
    audienceId: null,
  })
  await lead.call('campaigns.ask', { campaignId: made.id })
  await sender.call('campaigns.approve', { campaignId: made.id, revision: made.revision })
  await lead.call('campaigns.schedule', { campaignId: made.id })
}
async function begin(by: Actor, number: string): Promise<string> {
  const personId = ids.get(number)!
  await by.call('checkins.create', { personId })
  const { rows } = await sql<{ id: string }>`select id from checkin
    where manager_id = ${by.personId} and report_id = ${personId} and held_on is null`.execute(c.db)
  return rows[0]!.id
}
/** Changes one part of the draft and publishes it; live waves stay on the version they run on. */
async function change(group: 'reasons' | 'metrics' | 'policies' | 'training', value: unknown): Promise<void> {
  const { draft } = await lead.call('program.get', { programId })
  await lead.call('program.saveDraft', {
    programId,
    change: { group, revision: draft.groups[group] ?? 0, value } as never,
  })
  await publishDraft(lead, programId)
}

beforeAll(async () => {
  base = await testBase({ at: `${start}T09:00:00Z` })
  ;({ c, ids, office, lead, sponsor } = await staffed(base, people, { asOf: start, locale: 'en' }))
  programId = (await lead.call('program.create', { name: 'Daylight', leadId: lead.personId })).id
  whole = firstDesign(ids, (n) => addDays(start, n + 60))
  await publishDesign(lead, programId, whole)
  const { id: audienceId } = await lead.call('audiences.create', { name: 'Everyone', rule: { everyone: true } })
  const { id: waveId } = await lead.call('waves.create', {
    programId,
    name: 'Wave 1',
    audienceId,
    preparesOn: '2026-03-09',
    goesLiveOn: '2026-03-30',
  })
  await set('2026-03-09')
  // Somebody nearby to ask at each place.
  for (const p of people.filter((one, i) => people.findIndex((other) => other.location === one.location) === i))
    await office.call('access.grantRole', { personId: ids.get(p.number)!, role: 'champion' })
  await message('sponsor-announcement', sponsor, '2026-03-16', waveId)
  await message('go-live-employees', lead, '2026-03-30', waveId)
  await set('2026-03-16', '20:00')
  await letRedStand(lead.call, waveId, { until: '2026-03-30', reason: () => 'It comes with the second wave.' })
  await lead.call('waves.launch', { waveId, when: 'on_date' })
  await set('2026-03-30', '00:30')
  await set('2026-03-30', '20:00')
  for (const p of people) {
    const me = who(p.number)
    for (const policy of (await me.call('policies.mine', {})).policies)
      await me.call('policies.acknowledge', { policyId: policy.policyId, version: policy.version })
  }
  await set('2026-04-08')
  await lead.call('audiences.create', { name: 'Managers', rule: { managers: true } })
  await set('2026-04-14')
}, 60_000)

describe('a healthy company', () => {
  test('passes: nothing is found, and what is not known says why', async () => {
    const state = await look()
    expect(await failing()).toEqual([])
    expect(state.mistakes.map((one) => one.id)).toEqual([...mistakeIds])
    expect(state.mistakes.filter((one) => one.state === 'fail')).toEqual([])
    const passing = state.mistakes.flatMap((one) => one.checks).filter((one) => one.result === 'pass')
    expect(passing.map((one) => one.id)).toEqual(
      expect.arrayContaining([
        'sponsor',
        'sponsor_acts',
        'reasons',
        'success',
        'expectations',
        'confirmed',
        'communications',
        'lead',
        'lead_acts',
        'aims_over',
      ]),
    )
    expect(await found('sponsor_acts')).toMatchObject({ reason: 'acts', evidence: { acts: 1, on: '2026-03-16' } })
    expect(await found('communications')).toMatchObject({ evidence: { wave: 'Wave 1', messages: 2, senders: 2 } })
  })

  test('keeps what was found each day once, and tells it to whoever reads the program', async () => {
    await nightly(c)
    const { rows } = await sql<{
      n: number
      days: number
    }>`select count(*) as n, count(distinct day) as days from mistake_finding
      where organization_id = ${c.organizationId}`.execute(c.db)
    expect(rows[0]).toEqual({ n: 22, days: 1 })
    const seen = await who(cast.sponsor).call('mistakes.get', { programId })
    expect(seen).toMatchObject({ looked: 1, mayCheck: true, checkedAt: '2026-04-14T10:00:00.000Z' })
    const { rows: events } = await sql<{
      data: object
    }>`select data from event where type = 'mistakes.checked' order by recorded_at, id`.execute(c.db)
    expect(events.at(-1)!.data).toEqual({ failing: [] })
  })

  test('the command line prints the same, with five keys and whole sentences', async () => {
    const printed = (await operatorFindings(c, null))!
    expect(printed).toHaveLength(22)
    for (const one of printed) {
      expect(Object.keys(one)).toEqual(['mistake', 'check', 'result', 'evidence', 'next'])
      expect(one.evidence).not.toMatch(/[{}?]/)
      if (one.result === 'pass') expect(one.next).toBeNull()
    }
    expect(printed.find((one) => one.check === 'a named executive sponsor')).toEqual({
      mistake: 'P1',
      check: 'a named executive sponsor',
      result: 'pass',
      evidence: 'Ingrid Halvorsen',
      next: null,
    })
    expect(await operatorFindings(c, crypto.randomUUID())).toBeNull()
  })

  test('a company without a program is told what is missing first', async () => {
    const { id } = await createOrganization(base, { name: 'Empty', slug: 'empty', timeZone: 'Europe/Berlin' })
    const printed = (await operatorFindings(contextFor(base, id, 'operator'), null))!
    expect(printed.filter((one) => one.result === 'fail').map((one) => one.check)).toEqual([
      'a named executive sponsor',
      'a named program lead',
    ])
    expect(new Set(printed.map((one) => one.mistake))).toEqual(new Set(mistakeIds))
  })
})

describe('the sponsor’s page', () => {
  const sees = (who_: Actor) => who_.call('home.sponsor', { programId })

  test('tells the sponsor what is needed of them; a planned act is done by what was done', async () => {
    await sponsor.call('home.planAct', { programId, kind: 'message', on: '2026-04-20', note: 'Thanks to all' })
    await expect(
      lead.call('home.planAct', { programId, kind: 'message', on: '2026-04-13', note: '' }),
    ).rejects.toMatchObject({ code: 'sponsor_act_date' })
    const page = await lead.call('home.planAct', { programId, kind: 'session', on: '2026-05-04', note: '' })
    expect(page).toMatchObject({ mine: false, mistake: 'pass', sponsor: { name: 'Ingrid Halvorsen' } })
    // The announcement of 16 March lies more than two weeks before.
    expect(page.acts.planned.map((one) => one.state)).toEqual(['ahead', 'ahead'])
    expect(page.acts).toMatchObject({ lately: 1, last: '2026-03-16' })
    expect(page.courses.map((one) => one.state)).toEqual(['not_yet', 'not_yet', 'not_yet', 'not_yet'])
    const left = await lead.call('home.removeAct', { programId, actId: page.acts.planned[1]!.id })
    expect(left.acts.planned).toHaveLength(1)
    await expect(lead.call('home.removeAct', { programId, actId: page.acts.planned[1]!.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    // What has passed stays, done or not.
    const [passed] = page.acts.planned
    await sql`update sponsor_act set planned_for = '2026-04-13' where id = ${passed!.id}`.execute(c.db)
    await expect(lead.call('home.removeAct', { programId, actId: passed!.id })).rejects.toMatchObject({
      code: 'sponsor_act_past',
    })
    await sql`update sponsor_act set planned_for = '2026-04-20' where id = ${passed!.id}`.execute(c.db)
  })

  test('shows their own example to them alone', async () => {
    expect((await sees(lead)).own).toBeNull()
    expect((await sees(sponsor)).own).toMatchObject({ goals: 0, talks: 0, lastTalk: null })
  })
})

describe('each mistake, made by the product’s verbs, is found', () => {
  test('P1: the sponsor does nothing for five weeks; one act ends it, a check-in among them', async () => {
    await set('2026-04-19')
    expect((await found('sponsor_acts')).result).toBe('pass')
    await set('2026-04-20')
    expect(await found('sponsor_acts')).toMatchObject({
      result: 'fail',
      reason: 'quiet',
      evidence: { on: '2026-03-16', days: 35 },
      since: '2026-04-20',
    })
    expect(await failing()).toEqual(['sponsor_acts'])
    expect((await lead.call('home.lead', { programId })).lines).toMatchObject([
      { urgency: 'now', kind: 'mistake', mistake: 'P1', check: 'sponsor_acts', reason: 'quiet' },
    ])
    const head = people.find((p) => p.manager === cast.sponsor && p.number !== cast.lead)!
    await sponsor.call('checkins.hold', { checkinId: await begin(sponsor, head.number) })
    // It counts, and nobody is told when and with whom.
    await lead.call('home.planAct', { programId, kind: 'checkin', on: '2026-04-20', note: '' })
    const planned = async (actor_: Actor) =>
      (await actor_.call('home.sponsor', { programId })).acts.planned.find((one) => one.kind === 'checkin')
    expect(await planned(lead)).toMatchObject({ state: 'due', doneOn: null })
    expect((await lead.call('home.sponsor', { programId })).acts.lately).toBe(0)
    expect((await sponsor.call('home.sponsor', { programId })).acts.lately).toBe(1)
    expect(await planned(sponsor)).toMatchObject({ state: 'done', doneOn: '2026-04-20' })
    expect(await found('sponsor_acts')).toMatchObject({
      result: 'pass',
      reason: 'own',
      evidence: { days: 35 },
    })
  })

  test('P3: check-ins take three quarters of an hour, and others are begun and left', async () => {
    const boss = people.filter((p) => people.filter((q) => q.manager === p.number).length >= 5).at(-1)!
    const team = people.filter((p) => p.manager === boss.number)
    const me = who(boss.number)
    for (let round = 0; round < 4; round++)
      for (const p of team.slice(0, 6)) {
        const checkinId = await begin(me, p.number)
        base.clock.forward({ minutes: 45 })
        await me.call('checkins.hold', { checkinId })
      }
    expect(await found('talk_length')).toMatchObject({
      result: 'fail',
      evidence: { median: 45, minutes: 30, talks: 24 },
    })
    expect((await found('talks_left')).reason).toBe('too_few')
    for (const p of people)
      if (p.manager && people.some((q) => q.number === p.manager) && p.manager !== cast.sponsor)
        await begin(who(p.manager), p.number)
    await set('2026-05-28')
    const { result, evidence } = await found('talks_left')
    expect(result).toBe('fail')
    expect(Number(evidence['left'])).toBeGreaterThan(Number(evidence['begun']) / 4)
  })

  test('P2: published without why now, and a metric without a baseline', async () => {
    await change('reasons', { why: whole.why, whyNow: '' })
    expect(await found('reasons')).toMatchObject({ result: 'fail', reason: 'why_now' })
    await change('metrics', [{ ...whole.metrics[0]!, baseline: null }, ...whole.metrics.slice(1)])
    expect(await found('success')).toMatchObject({
      result: 'fail',
      reason: 'no_baseline',
      evidence: { metric: 'L1', metrics: 1, of: 4 },
    })
  })

  test('P4: managers are told nothing of what is expected of them, and nobody confirms a new text', async () => {
    const everyone = whole.policies.find((p) => p.audience === 'everyone')!
    await change('policies', [{ ...everyone, audience: 'employees' }])
    expect(await found('expectations')).toMatchObject({ result: 'fail', reason: 'managers' })
  })

  test('I1: no course is required of managers; a wave is near and nothing is planned for it', async () => {
    await change('training', { ...whole.training, courses: [] })
    expect(await found('trained')).toMatchObject({ result: 'fail', reason: 'none_asked' })
    const { id: audienceId } = await lead.call('audiences.create', {
      name: 'Nobody yet',
      rule: { field: 'location', in: ['Nowhere'] },
    })
    await lead.call('waves.create', {
      programId,
      name: 'Wave 2',
      audienceId,
      preparesOn: null,
      goesLiveOn: '2026-06-15',
    })
    expect(await found('communications')).toMatchObject({ result: 'fail', evidence: { wave: 'Wave 2' } })
    expect(await found('preparation')).toMatchObject({ result: 'fail', reason: 'none' })
    expect(await found('sponsor_message')).toMatchObject({ result: 'fail', reason: 'none' })
  })

  test('I2: numbers far from their aims, and nothing is changed for half a year', async () => {
    await set('2026-06-01')
    expect(await publish(c, '2026-05-31')).not.toBeNull()
    // The last version is of last week.
    expect(await found('renewed')).toMatchObject({ result: 'pass', reason: 'changed' })
    await set('2026-12-01')
    await publish(c, '2026-11-30')
    expect(await found('renewed')).toMatchObject({ result: 'fail', reason: 'left_alone' })
    expect(await found('aims_over')).toMatchObject({ result: 'fail', reason: 'over' })
  })

  test('P4: what people do begins where they look for it, not where they are', async () => {
    const write = async (begun: 'app' | 'home', from: number, to: number) => {
      for (const p of people.slice(from, to))
        for (const n of [1, 2, 3, 4]) {
          base.clock.forward({ minutes: 1 })
          await actor(base, c.organizationId, ids.get(p.number)!, begun).call('goals.create', { title: `Goal ${n}` })
        }
    }
    await write('app', 0, 4)
    expect(await found('begun_where')).toMatchObject({ result: 'unknown', reason: 'too_few' })
    await write('app', 4, 8)
    // Whoever came from elsewhere are too few for a count.
    expect(await found('begun_where')).toMatchObject({ result: 'fail', reason: 'few_near' })
    await write('home', 8, 14)
    expect(await found('begun_where')).toMatchObject({
      result: 'fail',
      reason: 'far',
      evidence: { near: 24, acts: 56 },
    })
    await write('home', 8, 14)
    expect(await found('begun_where')).toMatchObject({ result: 'pass', evidence: { near: 48, acts: 80 } })
  })

  test('I3: the lead has done nothing for months, then has no access any more', async () => {
    expect(await found('lead_acts')).toMatchObject({ result: 'fail', reason: 'quiet' })
    const { grants } = await office.call('access.roles', {})
    const grantId = grants.find((one) => one.person.id === lead.personId && one.role === 'lead')!.id
    await office.call('access.endRole', { grantId })
    await nightly(c)
    const seen = await sponsor.call('mistakes.get', { programId })
    const last = seen.mistakes.find((one) => one.id === 'I3')!
    expect(last).toMatchObject({ state: 'fail', owner: { id: sponsor.personId } })
    expect(last.checks.find((one) => one.id === 'lead')).toMatchObject({
      result: 'fail',
      reason: 'no_access',
      evidence: { name: 'Mateo Álvarez' },
    })
    await office.call('access.grantRole', { personId: lead.personId, role: 'lead' })
    expect((await found('lead')).result).toBe('pass')
  })

  test('a check that fails is let stand by name until a day, by nobody about themself, and counts again after', async () => {
    const until = addDays('2026-12-01', 20)
    const reason = 'The board meets in two weeks.'
    const given = { programId, check: 'renewed' as const, reason, until }
    expect((await look()).mistakes.find((one) => one.id === 'I2')!.state).toBe('fail')
    await lead.call('mistakes.waive', given)
    await lead.call('mistakes.waive', { ...given, check: 'aims_over' })
    const mistake = async () =>
      (await sponsor.call('mistakes.get', { programId })).mistakes.find((one) => one.id === 'I2')!
    expect(await mistake()).toMatchObject({ state: 'waived', since: null, days: 0 })
    expect((await mistake()).checks[0]).toMatchObject({
      result: 'fail',
      waiver: { reason, until, by: { id: lead.personId } },
    })
    expect(
      (await operatorFindings(c, programId))!.find((one) => one.check === 'what is off course is changed')!.evidence,
    ).toContain(`waived by Mateo Álvarez until ${until}`)
    await lead.call('waivers.end', { waiverId: (await mistake()).checks[1]!.waiver!.id })
    expect((await mistake()).state).toBe('fail')
    await lead.call('mistakes.waive', { ...given, check: 'aims_over' })
    await expect(lead.call('mistakes.waive', { ...given, check: 'lead_acts' })).rejects.toMatchObject({
      code: 'waiver_own',
    })
    await expect(sponsor.call('mistakes.waive', { ...given, check: 'sponsor' })).rejects.toMatchObject({
      code: 'waiver_not_needed',
    })
    await expect(lead.call('mistakes.waive', { ...given, until: addDays('2026-12-01', 91) })).rejects.toMatchObject({
      code: 'waiver_until',
    })
    await set(addDays(until, 1))
    expect((await look()).mistakes.find((one) => one.id === 'I2')).toMatchObject({ state: 'fail', days: 2 })
    // The trail knows that, not why.
    const { rows } = await sql<{ data: unknown }>`select data from event where type like 'waiver.%'`.execute(c.db)
    expect(JSON.stringify(rows)).not.toContain('board')
  })
})
