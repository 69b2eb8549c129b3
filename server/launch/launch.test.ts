import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { sql } from 'kysely'
import { emptyDesign } from '../../contract/design.ts'
import { addDays } from '../platform/clock.ts'
import { work } from '../work.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { list } from '../attention/inbox.ts'
import type { Waiting } from '../attention/letters.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { createProgram, saveDraft } from '../program/draft.ts'
import { elementOf } from '../program/program.ts'
import { createWave, getWave, updateWave } from '../program/waves.ts'
import { blocking, type Facts, judge } from './judge.ts'
import { letters } from './letters.ts'
import { holdLaunch, launchWave, readChecks, waiveGate } from './launch.ts'
import { readyWave } from './permission.cases.ts'
import { endWaiver } from './waivers.ts'

const design = {
  ...emptyDesign(),
  why: 'To talk.',
  whyNow: 'We grew.',
  objectives: [{ id: '00000001-0000-4000-8000-000000000000', text: 'Clear goals.' }],
  metrics: [{ id: 'L1' as const, baseline: 10, baselineSource: '', target: 90, by: '2027-01-01' }],
  policies: [
    {
      id: '00000004-0000-4000-8000-000000000000',
      from: null,
      audience: 'everyone' as const,
      version: 1,
      acknowledge: true,
      withinDays: 14,
      texts: { en: { title: 'T', body: 'B' } },
    },
  ],
  training: {
    ...emptyDesign().training,
    courses: [{ id: 'checkin-managers', required: ['managers' as const], offered: [], dueDays: -3 }],
  },
  leadId: '00000002-0000-4000-8000-000000000000',
  sponsorId: '00000003-0000-4000-8000-000000000000',
}
const person = { name: 'Ada', present: true, holdsRole: true }
const understood = (numerator: number, denominator: number): Facts['understanding']['now'] => ({
  state: 'shown',
  version: 1,
  point: { numerator, denominator, asOf: '2026-03-01' } as never,
})
const good: Facts = {
  today: '2026-03-02',
  when: 'now',
  version: { number: 1, design },
  missing: [],
  unpublished: [],
  lead: person,
  sponsor: person,
  committee: 4,
  wave: { audience: 'Sales', preparesOn: '2026-02-20', goesLiveOn: '2026-03-02', prepared: true, live: false },
  people: { all: 40, managers: 5, withoutManager: 1, unreachable: 0, elsewhere: 0, upTo: false },
  messages: { ready: 1, fromSponsor: 1, spokeOn: null, waiting: 0, draft: null },
  letters: { sent: 40, failed: 2 },
  understanding: { now: understood(30, 40), target: 70 },
  mail: { configured: true, trouble: null },
  policies: [{ asked: 40, acknowledged: 33, nearlyAll: false }],
  training: { asked: 20, trained: 19, floor: 5 },
  tested: { scripts: 14, passed: 14, blockers: 0, untested: 0, signed: ['Ada'], unsigned: 0 },
  champions: { people: 40, covered: 40, champions: 2, aim: 30 },
}
const failing = (facts: Partial<Facts>) =>
  judge({ ...good, ...facts })
    .filter((c) => c.result !== 'pass')
    .map((c) => `${c.id}.${c.reason}`)

describe('the judge', () => {
  test('finds nothing where nothing is missing', () => {
    expect(failing({})).toEqual([])
    expect(blocking(judge(good))).toEqual([])
  })

  test('stops at each gate that is red, and not at one that nobody can answer yet', () => {
    const stops = (facts: Partial<Facts>) => blocking(judge({ ...good, ...facts }))
    expect(stops({ committee: 0 })).toEqual(['committee'])
    expect(stops({ messages: { ...good.messages, fromSponsor: 0 } })).toEqual(['message'])
    expect(stops({ training: { asked: 20, trained: 15, floor: 5 } })).toEqual(['trained'])
    expect(stops({ training: { asked: 3, trained: 0, floor: 5 } })).toEqual([])
    expect(stops({ wave: { ...good.wave, prepared: false } })).toEqual([])
    expect(stops({ version: { number: 1, design: { ...design, policies: [] } } })).toEqual(['policies'])
    expect(stops({ champions: { ...good.champions, covered: 30 } })).toEqual(['champions'])
    // A letter in twenty is lost every day; more says that something is wrong.
    expect(stops({ letters: { sent: 40, failed: 2 } })).toEqual([])
    expect(stops({ letters: { sent: 40, failed: 3 } })).toEqual(['delivered'])
    expect(stops({ letters: { sent: 0, failed: 0 } })).toEqual([])
    expect(stops({ understanding: { now: understood(27, 40), target: 70 } })).toEqual(['understood'])
    expect(stops({ understanding: { now: understood(28, 40), target: 70 } })).toEqual([])
    expect(stops({ understanding: { now: null, target: 70 } })).toEqual([])
    // Two of a hundred without a manager or an address are advice.
    const people = { ...good.people, all: 100 }
    expect(stops({ people: { ...people, withoutManager: 2, unreachable: 2 } })).toEqual([])
    expect(stops({ people: { ...people, withoutManager: 3 } })).toEqual(['managers'])
    expect(stops({ people: { ...people, unreachable: 3 } })).toEqual(['reachable'])
  })

  test('says whether the sponsor has spoken, or is going to', () => {
    const said = (spokeOn: string | null) =>
      judge({ ...good, messages: { ...good.messages, spokeOn } }).find((one) => one.id === 'message')!
    expect(said('2026-02-25')).toMatchObject({ result: 'pass', reason: 'spoke', evidence: { on: '2026-02-25' } })
    expect(said(null)).toMatchObject({ result: 'pass', reason: 'sponsor' })
  })

  test('asks for tests, and once there is a plan for a signature', () => {
    const tested = { scripts: 14, passed: 12, blockers: 1, untested: 2, signed: [], unsigned: 1 }
    const of = (facts: Partial<Facts>) => {
      const checks = judge({ ...good, ...facts })
      const { result, reason, evidence } = checks.find((one) => one.id === 'tested')!
      return { result, reason, evidence, stops: blocking(checks).includes('tested') }
    }
    expect(of({ tested: null })).toEqual({ result: 'fail', reason: 'none', evidence: {}, stops: true })
    expect(of({ tested })).toMatchObject({
      reason: 'blockers',
      evidence: { passed: 12, scripts: 14, blockers: 1 },
      stops: true,
    })
    expect(of({ tested: { ...tested, blockers: 0 } })).toMatchObject({ reason: 'untested', stops: true })
    expect(of({ tested: { ...tested, blockers: 0, untested: 0 } })).toMatchObject({ reason: 'unsigned', stops: true })
    // A blocker that came after the signature would have voided it; and if not, it still stops.
    expect(of({ tested: { ...tested, signed: ['Ada'], unsigned: 0 } })).toMatchObject({ stops: true })
    expect(of({ tested: { ...tested, blockers: 0, untested: 0, signed: ['Ada'], unsigned: 0 } })).toMatchObject({
      result: 'pass',
      stops: false,
    })
  })

  test('names each gap once, with the reason', () => {
    expect(failing({ understanding: { now: null, target: 70 } })).toEqual(['understood.not_asked'])
    expect(failing({ sponsor: null, version: { number: 1, design: { ...design, sponsorId: null } } })).toEqual([
      'sponsor.none',
    ])
    expect(failing({ lead: { ...person, present: false } })).toEqual(['lead.left'])
    expect(failing({ lead: { ...person, holdsRole: false } })).toEqual(['lead.no_access'])
    expect(failing({ people: { ...good.people, all: 0 } })).toEqual([
      'audience.empty',
      'managers.nobody',
      'reachable.nobody',
    ])
    expect(failing({ when: 'on_date', wave: { ...good.wave, goesLiveOn: '2026-03-01' } })).toEqual(['dates.past'])
    expect(failing({ mail: { configured: false, trouble: null } })).toEqual(['mail.not_set_up'])
    expect(failing({ wave: { ...good.wave, preparesOn: '2026-03-01' } })).toEqual(['preparation.short'])
    const read = (acknowledged: number | null, nearlyAll: boolean | null) => ({ asked: 40, acknowledged, nearlyAll })
    expect(failing({ policies: [read(31, false)] })).toEqual(['acknowledged.few'])
    // What is not told does not count into what is: the difference would tell it.
    expect(failing({ policies: [read(31, false), read(null, true)] })).toEqual(['acknowledged.few'])
    expect(failing({ policies: [read(null, true)] })).toEqual([])
    expect(failing({ policies: [read(null, true), read(null, false)] })).toEqual(['acknowledged.hardly_any'])
    expect(failing({ policies: [read(null, null)] })).toEqual(['acknowledged.small_group'])
    // Nor does what is told outweigh a text that hardly anyone has read; a small group's stays out of it.
    const most = { asked: 60, acknowledged: 50, nearlyAll: false }
    expect(failing({ policies: [most, read(null, false)] })).toEqual(['acknowledged.hardly_any'])
    expect(failing({ policies: [most, read(null, true), read(null, null)] })).toEqual([])
    expect(failing({ policies: [read(null, null), read(null, true)] })).toEqual([])
    expect(failing({ training: { asked: 20, trained: 15, floor: 5 } })).toEqual(['trained.open'])
    expect(failing({ training: { asked: 20, trained: 18, floor: 5 } })).toEqual(['trained.few_open'])
    const lenient = { ...design, training: { ...design.training, managersReady: 80 } }
    expect(
      failing({ version: { number: 1, design: lenient }, training: { asked: 20, trained: 16, floor: 5 } }),
    ).toEqual([])
    expect(
      failing({ version: { number: 1, design: lenient }, training: { asked: 20, trained: 15, floor: 5 } }),
    ).toEqual(['trained.open'])
    const champions = good.champions
    expect(failing({ champions: { ...champions, covered: 0, champions: 0 } })).toEqual(['champions.none'])
    expect(failing({ champions: { ...champions, covered: 37 } })).toEqual(['champions.gaps'])
    expect(failing({ champions: { ...champions, covered: 38 } })).toEqual([])
    expect(failing({ champions: { ...champions, champions: 1 } })).toEqual(['champions.thin'])
    expect(failing({ version: { number: 1, design: { ...design, training: emptyDesign().training } } })).toEqual([
      'trained.none_asked',
    ])
  })

  test('counts trained managers only where enough are on either side, and says nothing of a handful', () => {
    const floor = 5
    for (let asked = 1; asked <= 30; asked++)
      for (let trained = 0; trained <= asked; trained++) {
        const found = judge({ ...good, training: { asked, trained, floor } }).find((k) => k.id === 'trained')!
        if (asked < floor) expect(found).toMatchObject({ result: 'unknown', reason: 'small_group', evidence: {} })
        else {
          expect(found.result).toBe(trained * 100 >= asked * 95 ? 'pass' : 'fail')
          const told = trained >= floor && asked - trained >= floor
          expect(found.evidence).toEqual(told ? { trained, asked, bar: 95 } : {})
        }
      }
  })

  test('never lets a wave pass without version, lead, sponsor, people and date', () => {
    const maybe = <T>(value: T) => fc.constantFrom(value, null)
    const facts = fc.record({
      version: maybe(good.version),
      lead: maybe(person),
      sponsor: maybe(person),
      audience: maybe('Sales'),
      goesLiveOn: maybe('2026-03-02'),
      all: fc.constantFrom(0, 1, 40),
      when: fc.constantFrom('now' as const, 'on_date' as const),
    })
    fc.assert(
      fc.property(facts, (f) => {
        const checks = judge({
          ...good,
          version: f.version,
          lead: f.lead,
          sponsor: f.sponsor,
          when: f.when,
          wave: { ...good.wave, audience: f.audience, goesLiveOn: f.goesLiveOn },
          people: { ...good.people, all: f.all },
        })
        const whole = f.version && f.lead && f.sponsor && f.audience && f.goesLiveOn && f.all > 0
        expect(blocking(checks).length === 0).toBe(Boolean(whole))
        expect(new Set(checks.map((c) => c.id)).size).toBe(checks.length)
      }),
    )
  })
})

describe('launching', () => {
  let base: TestBase
  let w: World
  let lead: Context

  beforeEach(async () => {
    base = await testBase({ at: '2026-03-02T09:00:00Z' })
    w = await permissionWorld(base, 'ours')
    lead = await w.as('lead')
  })
  const open = async () => Boolean(await elementOf(lead, w.people.stranger, 'goals'))
  const runUntil = async (instant: string) => {
    base.clock.set(instant)
    await drain(base, work)
  }

  test('is refused with everything that is missing, and the attempt stays on record', async () => {
    const { id: programId } = await createProgram(lead, { name: 'Upward', leadId: w.people.lead })
    const wave = await createWave(lead, {
      programId,
      name: 'Wave 1',
      audienceId: null,
      preparesOn: null,
      goesLiveOn: null,
    })
    await expect(launchWave(lead, { waveId: wave.id, when: 'now' })).rejects.toMatchObject({
      code: 'wave_not_ready',
      params: {
        failed: 'version, lead, sponsor, reasons, elements, metrics, audience, dates, message, tested',
      },
    })
    const state = await readChecks(lead, { waveId: wave.id })
    expect(state).toMatchObject({ ready: false, blocking: 10, attempts: [{ outcome: 'refused' }] })
    expect((await getWave(lead, { waveId: wave.id })).state.phase).toBe('planned')
    const { rows } = await sql<{ data: object }>`select data from event where type = 'wave.launch-refused'`.execute(
      lead.db,
    )
    expect(rows).toHaveLength(1)
  })

  test('now: the date becomes the day it happened', async () => {
    const waveId = await readyWave(w)
    const state = await launchWave(lead, { waveId, when: 'now' })
    expect(state.wave).toMatchObject({
      goesLiveOn: '2026-03-02',
      version: 1,
      state: { phase: 'live', launchedPeople: 1, launchedBy: { id: w.people.lead } },
    })
    expect(await open()).toBe(true)
    await expect(launchWave(lead, { waveId, when: 'now' })).rejects.toMatchObject({ code: 'wave_live' })
  })

  test('twice at once happens once', async () => {
    const waveId = await readyWave(w)
    const done = await Promise.allSettled([1, 2, 3].map(() => launchWave(lead, { waveId, when: 'now' })))
    expect(done.filter((d) => d.status === 'fulfilled')).toHaveLength(1)
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from wave_member where wave_id = ${waveId} and superseded is null`.execute(lead.db)
    expect(rows[0]!.n).toBe(1)
  })

  test('on its date: by itself, at midnight of the company’s zone, in the name of whoever told it', async () => {
    const waveId = await readyWave(w)
    expect((await launchWave(lead, { waveId, when: 'on_date' })).wave.state).toEqual({
      phase: 'planned',
      scheduled: true,
    })
    await runUntil('2026-03-09T08:00:00Z')
    expect((await getWave(lead, { waveId })).state).toEqual({ phase: 'preparing', scheduled: true })
    await runUntil('2026-03-22T22:59:00Z')
    expect(await open()).toBe(false)
    await runUntil('2026-03-22T23:00:00Z')
    expect(await open()).toBe(true)
    expect((await getWave(lead, { waveId })).state).toMatchObject({ phase: 'live', launchedBy: { id: w.people.lead } })
  })

  test('a moved date moves the launch; a held one does not happen', async () => {
    const waveId = await readyWave(w)
    await launchWave(lead, { waveId, when: 'on_date' })
    await updateWave(lead, { waveId, goesLiveOn: '2026-04-01' })
    await runUntil('2026-03-24T08:00:00Z')
    expect(await open()).toBe(false)
    await holdLaunch(lead, { waveId })
    await runUntil('2026-04-02T08:00:00Z')
    expect(await open()).toBe(false)
    await expect(holdLaunch(lead, { waveId })).rejects.toMatchObject({ code: 'wave_not_scheduled' })
    await expect(launchWave(lead, { waveId, when: 'on_date' })).rejects.toMatchObject({ code: 'wave_date_past' })
  })

  test('a scheduled launch whose sponsor has left stays where it is and says so', async () => {
    const waveId = await readyWave(w)
    await launchWave(lead, { waveId, when: 'on_date' })
    await sql`delete from roster where person_id = ${w.people.sponsor}`.execute(contextFor(base, w.organizationId).db)
    await runUntil('2026-03-23T08:00:00Z')
    const state = await readChecks(lead, { waveId })
    expect(state.wave.state).toEqual({ phase: 'preparing', scheduled: false })
    expect(state.attempts[0]).toMatchObject({ outcome: 'refused', failed: ['sponsor'] })

    // The lead hears of it once, by letter and in the inbox; the notice leads to what is missing.
    const told = async () =>
      (
        await sql<{ person_id: string; state: string }>`select person_id, state from outgoing_mail
          where organization_id = ${w.organizationId} and kind = 'launch_refused'`.execute(lead.db)
      ).rows
    expect(await told()).toEqual([{ person_id: w.people.lead, state: 'waiting' }])
    const { items } = await list(lead, { limit: 50 })
    expect(items.filter((item) => item.kind === 'launch_refused')).toMatchObject([{ params: { waveId } }])
    await runUntil('2026-03-25T08:00:00Z')
    expect(await told()).toHaveLength(1)
    const [letter] = (
      await sql<{
        id: string
        subjectId: string
      }>`select id, subject_id as "subjectId" from outgoing_mail where kind = 'launch_refused'`.execute(lead.db)
    ).rows
    for (const [locale, subject] of Object.entries({
      en: 'did not launch',
      de: 'nicht gestartet',
      es: 'no se puso',
      fr: 'non effectué',
    })) {
      const waiting = {
        ...letter!,
        personId: w.people.lead,
        fullName: 'Ada Ott',
        givenName: 'Ada',
        locale,
        timeZone: 'Europe/Berlin',
      }
      const written = (await letters['launch_refused']!(contextFor(base, w.organizationId), [waiting as Waiting])).get(
        letter!.id,
      )!
      if (!('subject' in written)) throw new Error('no letter')
      expect(written.subject).toContain(subject)
      expect(written.text).toContain(`/o/ours/program/readiness?wave=${waveId}`)
    }
  })
})

describe('a waiver', () => {
  const today = '2026-03-02'
  let base: TestBase
  let w: World
  let lead: Context
  let waveId: string

  /** A wave of which only one thing is wrong: its sponsor has left. */
  beforeEach(async () => {
    base = await testBase({ at: '2026-03-02T09:00:00Z' })
    w = await permissionWorld(base, 'ours')
    lead = await w.as('lead')
    waveId = await readyWave(w)
    await sql`delete from roster where person_id = ${w.people.sponsor}`.execute(contextFor(base, w.organizationId).db)
  })
  const waive = (until: string, check: 'sponsor' | 'lead' | 'reasons' = 'sponsor', c = lead) =>
    waiveGate(c, { waveId, check, reason: 'The new director signs on Monday.', until })
  const sponsorCheck = async () => (await readChecks(lead, { waveId })).checks.find((one) => one.id === 'sponsor')!

  test('lets a gate that fails stand, by name, with a reason and an end; the attempt keeps it', async () => {
    await expect(launchWave(lead, { waveId, when: 'now' })).rejects.toMatchObject({ code: 'wave_not_ready' })
    expect(await sponsorCheck()).toMatchObject({ result: 'fail', blocks: true, waivable: true, waiver: null })
    base.clock.forward({ minutes: 1 })
    const state = await waive('2026-04-01')
    expect(state).toMatchObject({ ready: true, blocking: 0 })
    expect(await sponsorCheck()).toMatchObject({
      result: 'fail',
      blocks: false,
      waiver: {
        by: { id: w.people.lead, name: 'lead ours' },
        reason: 'The new director signs on Monday.',
        givenOn: today,
        until: '2026-04-01',
      },
    })
    const { attempts } = await launchWave(lead, { waveId, when: 'now' })
    expect(attempts.map(({ outcome, failed, waived }) => ({ outcome, failed, waived }))).toEqual([
      { outcome: 'launched', failed: [], waived: expect.arrayContaining(['sponsor', 'message']) },
      { outcome: 'refused', failed: ['sponsor'], waived: expect.not.arrayContaining(['sponsor']) },
    ])
    // It stays there to be seen on the live wave.
    expect((await sponsorCheck()).waiver).not.toBeNull()
    const { rows } = await sql<{
      type: string
      data: object
    }>`select type, data from event where type like 'waiver.%' and data ->> 'check' = 'sponsor'`.execute(lead.db)
    expect(rows).toEqual([{ type: 'waiver.given', data: { check: 'sponsor', until: '2026-04-01' } }])
  })

  test('holds on its last day and not a day longer', async () => {
    // Go-live is on 23 March: a waiver until the day before does not reach it.
    await waive('2026-03-22')
    expect(await sponsorCheck()).toMatchObject({ blocks: true, waiver: { until: '2026-03-22' } })
    await expect(launchWave(lead, { waveId, when: 'on_date' })).rejects.toMatchObject({ code: 'wave_not_ready' })
    await waive('2026-03-23')
    expect((await launchWave(lead, { waveId, when: 'on_date' })).wave.state).toMatchObject({ scheduled: true })
    base.clock.set('2026-03-22T23:00:00Z')
    await drain(base, work)
    expect((await readChecks(lead, { waveId })).wave.state.phase).toBe('live')
    base.clock.set('2026-03-24T09:00:00Z')
    expect((await sponsorCheck()).waiver).toBeNull()
  })

  test('that was taken back blocks again, also on the day of the launch', async () => {
    await waive('2026-05-01')
    await launchWave(lead, { waveId, when: 'on_date' })
    await endWaiver(lead, { waiverId: (await sponsorCheck()).waiver!.id })
    base.clock.set('2026-03-23T08:00:00Z')
    await drain(base, work)
    const { wave, attempts } = await readChecks(lead, { waveId })
    expect(wave.state.phase).toBe('preparing')
    expect(attempts[0]).toMatchObject({ outcome: 'refused', failed: ['sponsor'] })
  })

  test('is for what fails, ends within 90 days, and is given by nobody about themself', async () => {
    await expect(waive('2026-04-01', 'reasons')).rejects.toMatchObject({ code: 'waiver_not_needed' })
    await expect(waive('2026-03-01')).rejects.toMatchObject({ code: 'waiver_until' })
    await expect(waive(addDays(today, 91))).rejects.toMatchObject({ code: 'waiver_until' })
    await waive(addDays(today, 90))
    await sql`update role_grant set ended_at = ${base.clock.now()} where person_id = ${w.people.lead} and role = 'lead'`.execute(
      contextFor(base, w.organizationId).db,
    )
    await expect(waive('2026-04-01', 'lead')).rejects.toMatchObject({ code: 'waiver_own' })
    const sponsor = { ...lead, viewer: { ...lead.viewer, personId: w.people.manager } }
    expect((await waive('2026-04-01', 'lead', sponsor)).checks.find((one) => one.id === 'lead')!.waiver).toMatchObject({
      by: { id: w.people.manager },
    })
    await expect(endWaiver(lead, { waiverId: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is given by nobody about themself in a draft, and ends when its giver is named', async () => {
    const { id: programId } = await createProgram(lead, { name: 'Drafted', leadId: w.people.lead })
    const dates = { audienceId: null, preparesOn: null, goesLiveOn: null }
    const { id } = await createWave(lead, { programId, name: 'First', ...dates })
    const give = (check: 'lead' | 'sponsor') =>
      waiveGate(lead, { waveId: id, check, reason: 'Signed on Monday.', until: addDays(today, 30) })
    const sponsorOf = (of: Awaited<ReturnType<typeof readChecks>>) => of.checks.find((one) => one.id === 'sponsor')!
    await expect(give('lead')).rejects.toMatchObject({ code: 'waiver_own' })
    expect(sponsorOf(await give('sponsor')).blocks).toBe(false)
    await saveDraft(lead, {
      programId,
      change: { group: 'people', revision: 0, value: { leadId: w.people.lead, sponsorId: w.people.lead } },
    })
    expect(sponsorOf(await readChecks(lead, { waveId: id }))).toMatchObject({ blocks: true, waivable: false })
  })
})
