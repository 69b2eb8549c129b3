/** Champions: whom they cover and where they are missing, how somebody is asked, serves and hands over. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { champions } from '../../contract/champions.ts'
import { desk } from '../../contract/desk.ts'
import type { Request } from '../../contract/operation.ts'
import type { Part, World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { listRoles } from '../access/roles.ts'
import { deliver } from '../attention/attention.ts'
import { list as inbox } from '../attention/inbox.ts'
import { makeWave } from '../goals/live-wave.ts'
import { letters as deskLetters } from '../hypercare/letters.ts'
import { held, passQuestions, question, take } from '../hypercare/answering.ts'
import { ask } from '../hypercare/asking.ts'
import { addDays, addMs } from '../platform/clock.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { briefing } from './briefing.ts'
import { championWaits } from './champions.ts'
import { coverage, overview, proposals, setAim } from './coverage.ts'
import { end, followRoles, handOver, nightly, stepDown } from './exits.ts'
import { byGap, stateOfCoverage } from './gaps.ts'
import { letters } from './letters.ts'
import { coverageOf } from './network.ts'
import { asked, get, list, mine, who } from './reading.ts'
import { monthsBetween, servedIn } from './term-rows.ts'
import { answer, fits, invite, setAreas, withdraw } from './terms.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context
const today = '2026-03-02'
const days = (n: number) => base.clock.set(addMs(base.clock.now(), n * 86_400_000))

beforeEach(async () => {
  sink = await smtpSink()
  base = await testBase({ at: `${today}T09:00:00Z`, config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `champions-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  // Two sites: the head and her branch in Berlin, everybody else in Porto. Nobody is a champion yet.
  await sql`delete from role_grant where organization_id = ${w.organizationId} and role = 'champion'`.execute(job.db)
  const porto = [w.people.self, w.people.peer, w.people.report, w.people.manager]
  for (const table of ['roster', 'placement'])
    await sql`update ${sql.table(table)} set location = 'Porto', country = 'PT' where organization_id = ${w.organizationId}
      and person_id = any(${porto}::uuid[])`.execute(job.db)
})

const asks = async (personId: string, given: Partial<Request<typeof champions.invite>> = {}, by: Part = 'lead') =>
  invite(
    await w.as(by),
    champions.invite.body!.parse({
      personId,
      startsOn: today,
      endsOn: '2026-09-01',
      hoursMonth: 3,
      areas: [{ kind: 'location', key: 'Porto' }],
      words: 'You know everybody there.',
      ...given,
    }) as never,
  )
const termOf = async (personId: string, is = 'invited') =>
  (await get(await w.as('lead'), { personId })).terms.find((t) => t.state.is === is)!.id
async function serves(personId: string, given: Partial<Request<typeof champions.invite>> = {}): Promise<void> {
  await asks(personId, given)
  await answer(await w.as(personId), { termId: await termOf(personId), accepts: true, words: '' })
}
const rowsOf = async (by: 'location' | 'department' | 'language' | 'wave') =>
  (await coverage(await w.as('lead'), { by, offset: 0, limit: 50 })).rows
const rowOf = async (by: 'location' | 'department' | 'language' | 'wave', key: string) =>
  (await rowsOf(by)).find((r) => r.key === key)!
const noticesOf = async (part: string) =>
  (await inbox(await w.as(part), { limit: 50 } as never)).items.map((i) => i.kind)

describe('coverage', () => {
  it('says who is covered, by site, department, language and wave, and how many are missing', async () => {
    await setAim(await w.as('lead'), { peopleEach: 5, termMonths: 6, hoursMonth: 2 })
    expect(await rowOf('location', 'Porto')).toMatchObject({
      people: 4,
      covered: 0,
      champions: 0,
      state: 'none',
      needed: 1,
    })
    await serves(w.people.peer)
    expect(await rowOf('location', 'Porto')).toMatchObject({
      people: 4,
      covered: 4,
      champions: 1,
      state: 'covered',
      needed: 0,
    })
    const berlin = await rowOf('location', 'Berlin')
    expect(berlin).toMatchObject({ covered: 0, champions: 0, state: 'none' })
    expect(berlin.needed).toBe(Math.ceil(berlin.people / 5))
    expect((await rowsOf('location'))[0]!.key).toBe('Berlin')
    // One champion of a department at two sites.
    await serves(w.people.stranger, { areas: [{ kind: 'department', key: 'Works' }] })
    expect(await rowOf('location', 'Berlin')).toMatchObject({ covered: berlin.people, champions: 0, state: 'thin' })
    expect(await rowOf('department', 'Works')).toMatchObject({ champions: 2 })

    const { waveId } = await makeWave(job.db, {
      organizationId: w.organizationId,
      day: today,
      at: `${today}T08:00:00Z`,
      people: [w.people.self, w.people.peer, w.people.report],
    })
    expect(await rowOf('wave', waveId)).toMatchObject({ people: 3, covered: 3, champions: 2 })
    const found = await overview(await w.as('sponsor'))
    expect(found).toMatchObject({ champions: 2, aimSet: true, may: { manage: false, hear: true } })
    expect(found.covered).toBe(found.people)
  })

  it('counts a language as covered where a champion of the same place speaks it', async () => {
    await sql`update roster set locale = 'pt-PT' where organization_id = ${w.organizationId} and person_id = any(${[w.people.self, w.people.report]}::uuid[])`.execute(
      job.db,
    )
    await serves(w.people.peer)
    expect(await rowOf('language', 'pt')).toMatchObject({ people: 2, covered: 0, champions: 0, state: 'none' })
    await serves(w.people.self)
    expect(await rowOf('language', 'pt')).toMatchObject({ people: 2, covered: 2, champions: 1 })
  })

  it('does not count a champion who is on leave, or has left', async () => {
    await serves(w.people.peer)
    await sql`update roster set status = 'leave' where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    expect(await rowOf('location', 'Porto')).toMatchObject({ people: 3, covered: 0, champions: 0 })
    expect((await list(await w.as('lead'), { offset: 0, limit: 10 })).rows[0]).toMatchObject({ onLeave: true })
  })

  it('takes somebody named on the page of roles for a champion of where they work', async () => {
    await sql`insert into role_grant (organization_id, person_id, role, granted_at) values (${w.organizationId}, ${w.people.report}, 'champion', ${base.clock.now()})`.execute(
      job.db,
    )
    expect(await rowOf('location', 'Porto')).toMatchObject({ covered: 4, champions: 1 })
    expect((await list(await w.as('lead'), { offset: 0, limit: 10 })).rows).toMatchObject([
      { is: 'champion', endsOn: null, areas: [{ kind: 'location', key: 'Porto' }], people: 4 },
    ])
  })

  it('is none where nobody is covered, never more than all, and asks for champions exactly where it gapes', () => {
    const row = fc
      .record({ people: fc.nat(3000), share: fc.double({ min: 0, max: 1, noNaN: true }), champions: fc.nat(200) })
      .map(({ people, share, champions: n }) => ({ people, covered: Math.floor(people * share), champions: n }))
    fc.assert(
      fc.property(row, fc.integer({ min: 5, max: 200 }), (r, each) => {
        const { state, needed } = stateOfCoverage(r, each)
        expect(needed > 0).toBe(state !== 'covered')
        if (r.people > 0) expect(state === 'none').toBe(r.covered === 0)
        if (state === 'thin') expect(r.people).toBeGreaterThan(each * r.champions)
        if (state === 'covered' && r.people > 0) expect(r.people).toBeLessThanOrEqual(each * r.champions)
      }),
    )
    fc.assert(
      fc.property(
        fc.array(
          row.map((r) => ({ ...r, key: String(r.people), label: String(r.people), ...stateOfCoverage(r, 30) })),
          { maxLength: 12 },
        ),
        (list) => {
          const sorted = list.toSorted(byGap)
          for (const [i, one] of sorted.entries())
            if (i > 0)
              expect(sorted[i - 1]!.people - sorted[i - 1]!.covered).toBeGreaterThanOrEqual(one.people - one.covered)
        },
      ),
    )
  })
})

describe('proposals', () => {
  it('come from the people file: who works there for a year, leads few, and was not asked', async () => {
    const names = async () =>
      (await proposals(await w.as('lead'), { by: 'location', key: 'Porto' })).proposals.map((p) => p.person.id)
    expect(new Set(await names())).toEqual(new Set([w.people.self, w.people.peer, w.people.report, w.people.manager]))
    await sql`update roster set direct_reports = 9 where organization_id = ${w.organizationId} and person_id = ${w.people.manager}`.execute(
      job.db,
    )
    await sql`update roster set present_since = '2025-06-01' where organization_id = ${w.organizationId} and person_id = ${w.people.report}`.execute(
      job.db,
    )
    await sql`update roster set status = 'leave' where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      job.db,
    )
    expect(await names()).toEqual([w.people.peer])
    const { proposals: found } = await proposals(await w.as('lead'), { by: 'location', key: 'Porto' })
    expect(found[0]).toMatchObject({ reasons: ['here', 'language', 'tenure', 'no_team'], years: 6, reports: 0 })
    await asks(w.people.peer)
    expect(await names()).toEqual([])
  })

  it('leave out for half a year who said no', async () => {
    const names = async () =>
      (await proposals(await w.as('lead'), { by: 'location', key: 'Porto' })).proposals.map((p) => p.person.id)
    await asks(w.people.peer)
    await answer(await w.as('peer'), { termId: await termOf(w.people.peer), accepts: false, words: 'Not this year.' })
    expect(await names()).not.toContain(w.people.peer)
    days(181)
    expect(await names()).toContain(w.people.peer)
  })

  it('stand in an order that is no ranking: the same each time, another at another place', async () => {
    const order = async (by: 'location' | 'department', key: string) =>
      (await proposals(await w.as('lead'), { by, key })).proposals.map((p) => p.person.id)
    expect(await order('location', 'Porto')).toEqual(await order('location', 'Porto'))
  })
})

describe('an invitation', () => {
  it('tells who is asked and their manager; accepted, it gives the role for the part of the company that was agreed', async () => {
    await asks(w.people.peer)
    expect(await noticesOf('peer')).toEqual(['champion_invited'])
    expect(await noticesOf('manager')).toEqual(['champion_manager'])
    const own = await mine(await w.as('peer'))
    expect(own).toMatchObject({ champion: false, invitation: { words: 'You know everybody there.', hoursMonth: 3 } })
    expect((await championWaits(await w.as('peer'))).invitation).toMatchObject({ until: '2026-04-01' })
    expect((await championWaits(await w.as('manager'))).fits).toHaveLength(1)
    expect((await asked(await w.as('manager'))).asked).toMatchObject([
      { person: { id: w.people.peer }, fits: null, words: '' },
    ])
    expect((await asked(await w.as('leader'))).asked).toEqual([])

    expect(await answer(await w.as('peer'), { termId: own.invitation!.id, accepts: true, words: '' })).toEqual({
      champion: true,
    })
    expect((await listRoles(await w.as('admin'))).grants.find((g) => g.role === 'champion')).toMatchObject({
      person: { id: w.people.peer },
      // Who asked has decided it, not who said yes.
      grantedBy: { id: w.people.lead },
    })
    expect((await mine(await w.as('peer'))).areas).toEqual([{ kind: 'location', key: 'Porto' }])
    expect(await noticesOf('lead')).toContain('champion_accepted')
    await expect(
      answer(await w.as('peer'), { termId: own.invitation!.id, accepts: false, words: '' }),
    ).rejects.toMatchObject({
      code: 'champion_answered',
    })
  })

  it('reaches by letter without what was written with it', async () => {
    await asks(w.people.peer)
    await deliver(job, { ...letters, ...deskLetters })
    const letter = JSON.stringify(sink.received)
    expect(sink.received).toHaveLength(2)
    expect(letter).toContain('asks you to be a champion')
    expect(letter).toContain('is asked to be a champion')
    expect(letter).not.toContain('You know everybody')
  })

  it('is nobody else’s to answer, is asked once, and lapses', async () => {
    await asks(w.people.peer)
    const termId = await termOf(w.people.peer)
    await expect(answer(await w.as('self'), { termId, accepts: true, words: '' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(asks(w.people.peer)).rejects.toMatchObject({ code: 'champion_asked' })
    expect((await championWaits(await w.as('manager'))).fits).toHaveLength(1)
    days(31)
    expect((await championWaits(await w.as('manager'))).fits).toEqual([])
    await expect(answer(await w.as('peer'), { termId, accepts: true, words: '' })).rejects.toMatchObject({
      code: 'champion_answered',
    })
    expect(await mine(await w.as('peer'))).toMatchObject({ invitation: null })
    await asks(w.people.peer, { startsOn: '2026-04-03' })
    await withdraw(await w.as('lead'), { termId: await termOf(w.people.peer) })
    expect(await noticesOf('peer')).not.toContain('champion_invited')
  })

  it('is refused with a sentence where it cannot be kept', async () => {
    await expect(asks(w.people.admin)).rejects.toMatchObject({ code: 'champion_person' })
    await expect(asks(w.people.peer, { startsOn: '2026-03-01' })).rejects.toMatchObject({ code: 'champion_days' })
    await expect(asks(w.people.peer, { endsOn: today })).rejects.toMatchObject({ code: 'champion_days' })
    await expect(asks(w.people.peer, { areas: [{ kind: 'location', key: 'Atlantis' }] })).rejects.toMatchObject({
      code: 'champion_area',
      params: { name: 'Atlantis' },
    })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from champion_term where organization_id = ${w.organizationId}`.execute(job.db)
    expect(rows[0]!.n).toBe(0)
  })

  it('lets the manager say that it does not fit; the lead hears of it, others read nothing', async () => {
    await asks(w.people.peer)
    const termId = await termOf(w.people.peer)
    await fits(await w.as('manager'), { personId: w.people.peer, termId, fits: false, words: 'We are two short.' })
    expect(await noticesOf('lead')).toContain('champion_not_fitting')
    expect((await overview(await w.as('lead'))).notFitting).toMatchObject([{ id: w.people.peer }])
    expect((await overview(await w.as('sponsor'))).notFitting).toEqual([])
    expect((await get(await w.as('lead'), { personId: w.people.peer })).terms[0]).toMatchObject({
      fits: false,
      fitsWords: 'We are two short.',
    })
    expect((await get(await w.as('sponsor'), { personId: w.people.peer })).terms[0]).toMatchObject({
      fits: null,
      fitsWords: '',
      words: '',
    })
    expect((await mine(await w.as('peer'))).invitation).toMatchObject({ fits: null, fitsWords: '' })
    await expect(
      fits(await w.as('leader'), { personId: w.people.peer, termId, fits: true, words: '' }),
    ).rejects.toMatchObject({ code: 'forbidden' })
    // The role is not the manager's to refuse.
    expect(await answer(await w.as('peer'), { termId, accepts: true, words: '' })).toEqual({ champion: true })
  })

  it('for later begins on its day, and a next term goes on without a gap', async () => {
    await asks(w.people.peer, { startsOn: '2026-03-10' })
    expect(await answer(await w.as('peer'), { termId: await termOf(w.people.peer), accepts: true, words: '' })).toEqual(
      { champion: false },
    )
    await nightly(job)
    expect(await rowOf('location', 'Porto')).toMatchObject({ covered: 0 })
    days(8)
    await nightly(job)
    expect(await rowOf('location', 'Porto')).toMatchObject({ covered: 4 })
    await asks(w.people.peer, {
      startsOn: '2026-09-02',
      endsOn: '2027-03-01',
      areas: [{ kind: 'location', key: 'Berlin' }],
    })
    await answer(await w.as('peer'), { termId: await termOf(w.people.peer), accepts: true, words: '' })
    base.clock.set('2026-09-02T04:00:00Z')
    await nightly(job)
    const found = await get(await w.as('lead'), { personId: w.people.peer })
    expect(found).toMatchObject({ is: 'champion', exit: null, areas: [{ kind: 'location', key: 'Berlin' }] })
    expect(found.terms.map((t) => t.state.is)).toEqual(['serving', 'over'])
  })
})

describe('a yes that is not to begin', () => {
  const later = { startsOn: '2026-03-10' }
  const begins = async () => {
    days(8)
    await nightly(job)
    return (await w.as('peer')).viewer.roles.includes('champion')
  }

  it('is taken back by who gave it, and who asked hears of it', async () => {
    await serves(w.people.peer, later)
    expect(await stepDown(await w.as('peer'))).toEqual({ champion: false })
    expect(await noticesOf('lead')).toContain('champion_declined')
    await expect(stepDown(await w.as('peer'))).rejects.toMatchObject({ code: 'not_found' })
    expect(await begins()).toBe(false)
    // They can be asked anew.
    await asks(w.people.peer, { startsOn: '2026-03-11' })
  })

  it('is taken back by the lead, as long as nothing has begun', async () => {
    await serves(w.people.peer, later)
    const termId = await termOf(w.people.peer, 'ahead')
    await withdraw(await w.as('lead'), { termId })
    // Both who count on it hear of it.
    expect(await noticesOf('peer')).toEqual(['champion_taken_back'])
    expect(await noticesOf('manager')).toContain('champion_taken_back_team')
    await expect(withdraw(await w.as('lead'), { termId })).rejects.toMatchObject({ code: 'champion_answered' })
    expect(await begins()).toBe(false)
    await serves(w.people.peer, { startsOn: '2026-03-10' })
    const running = await termOf(w.people.peer, 'serving')
    await expect(withdraw(await w.as('lead'), { termId: running })).rejects.toMatchObject({ code: 'champion_answered' })
  })

  it.each(['own', 'lead', 'role'] as const)(
    'goes with a role that is ended (%s): no next term brings it back',
    async (how) => {
      await serves(w.people.peer)
      await serves(w.people.peer, { startsOn: '2026-03-10', endsOn: '2027-03-01' })
      base.clock.forward({ minutes: 5 })
      if (how === 'own') await stepDown(await w.as('peer'))
      else if (how === 'lead') await end(await w.as('lead'), { personId: w.people.peer })
      else
        await sql`update role_grant set ended_at = ${base.clock.now()} where organization_id = ${w.organizationId} and person_id = ${w.people.peer} and role = 'champion'`.execute(
          job.db,
        )
      await followRoles(job)
      expect(await begins()).toBe(false)
    },
  )
})

describe('what is said in confidence', () => {
  it('with a no is read by whoever asked, and by nobody else', async () => {
    await asks(w.people.peer)
    await answer(await w.as('peer'), {
      termId: await termOf(w.people.peer),
      accepts: false,
      words: 'Ask me in spring.',
    })
    const read = async (part: string) =>
      (await get(await w.as(part), { personId: w.people.peer })).terms[0]!.declinedWords
    expect(await read('lead')).toBe('Ask me in spring.')
    expect(await read('sponsor')).toBe('')
  })

  it('by a manager is not read by the one who comes after', async () => {
    await asks(w.people.peer)
    const termId = await termOf(w.people.peer)
    await fits(await w.as('manager'), { personId: w.people.peer, termId, fits: false, words: 'We are two short.' })
    expect((await asked(await w.as('manager'))).asked[0]).toMatchObject({ fits: false, fitsWords: 'We are two short.' })
    await sql`update roster set manager_id = ${w.people.leader} where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    expect((await asked(await w.as('leader'))).asked[0]).toMatchObject({ fits: null, fitsWords: '' })
  })
})

describe('a large network', () => {
  it('ends on its day as a whole, however many terms are over', async () => {
    await serves(w.people.peer)
    await sql`insert into champion_term (organization_id, person_id, starts_on, ends_on, hours_month, areas, asked_by, asked_at, accepted_at, begun_at)
      select ${w.organizationId}::uuid, ${w.people.report}::uuid, '2026-03-02', '2026-03-20', 1, '[]', ${w.people.lead}::uuid, ${base.clock.now()}::timestamptz,
        ${base.clock.now()}::timestamptz, ${base.clock.now()}::timestamptz from generate_series(1, 230)`.execute(job.db)
    base.clock.set('2026-03-22T04:00:00Z')
    await nightly(job)
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from champion_term where organization_id = ${w.organizationId}
      and ended_at is null and ends_on = '2026-03-20'`.execute(job.db)
    expect(rows[0]!.n).toBe(0)
  })
})

describe('the end', () => {
  it('is told a month before; then the role goes, with thanks, and what they covered waits', async () => {
    await serves(w.people.peer)
    base.clock.set('2026-08-05T04:00:00Z')
    await nightly(job)
    await nightly(job)
    expect((await noticesOf('peer')).filter((k) => k === 'champion_ending')).toHaveLength(1)
    expect((await noticesOf('lead')).filter((k) => k === 'champion_ends')).toHaveLength(1)
    base.clock.set('2026-09-01T20:00:00Z')
    await nightly(job)
    expect((await w.as('peer')).viewer.roles).toContain('champion')
    base.clock.set('2026-09-02T04:00:00Z')
    await nightly(job)
    await nightly(job)
    expect((await w.as('peer')).viewer.roles).not.toContain('champion')
    expect((await noticesOf('peer')).filter((k) => k === 'champion_farewell')).toHaveLength(1)
    const { exits } = await overview(await w.as('lead'))
    expect(exits).toMatchObject([
      { because: 'term', person: { id: w.people.peer }, uncovered: 4, areas: [{ key: 'Porto' }] },
    ])
    expect(await mine(await w.as('peer'))).toMatchObject({ champion: false, served: { months: 6, hours: 18 } })
  })

  it('also comes with who leaves, and with a role that is ended elsewhere, once', async () => {
    await serves(w.people.peer)
    await serves(w.people.report)
    await sql`update role_grant set ended_at = ${base.clock.now()} where organization_id = ${w.organizationId} and role = 'champion'`.execute(
      job.db,
    )
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    await followRoles(job)
    await followRoles(job)
    const { exits } = await overview(await w.as('lead'))
    expect(new Set(exits.map((x) => `${x.person.id} ${x.because}`))).toEqual(
      new Set([`${w.people.peer} left`, `${w.people.report} role`]),
    )
    expect((await noticesOf('lead')).filter((k) => k === 'champion_left')).toHaveLength(2)
    expect((await championWaits(await w.as('lead'))).handOvers).toBe(2)
  })

  it('hands over areas, and the questions that were taken and not answered, to a champion only', async () => {
    await serves(w.people.peer)
    await serves(w.people.stranger, { areas: [{ kind: 'location', key: 'Berlin' }] })
    const q = await ask(await w.as('top'), desk.ask.body!.parse({ title: 'When does it begin?', words: '' }))
    await take(await w.as('peer'), { questionId: q.id, taken: true, holder: null })
    expect((await held(await w.as('lead'))).people).toEqual([{ personId: w.people.peer, waiting: 1 }])
    const secret = await ask(
      await w.as('top'),
      desk.ask.body!.parse({ title: 'Who reads this?', words: '', private: true }),
    )
    await take(await w.as('lead'), { questionId: secret.id, taken: true, holder: null })
    expect((await held(await w.as('lead'))).people).toEqual([{ personId: w.people.peer, waiting: 1 }])
    await stepDown(await w.as('peer'))
    await expect(stepDown(await w.as('peer'))).rejects.toMatchObject({ code: 'not_found' })
    const [exit] = (await overview(await w.as('lead'))).exits
    const to = (successorId: string | null) => ({ exitId: exit!.id, successorId, words: '' })
    await expect(handOver(await w.as('lead'), to(w.people.self))).rejects.toMatchObject({ code: 'champion_none' })
    await handOver(await w.as('lead'), to(w.people.stranger))
    await expect(handOver(await w.as('lead'), to(null))).rejects.toMatchObject({ code: 'champion_passed' })
    await passQuestions(job, exit!.id)
    expect((await get(await w.as('lead'), { personId: w.people.stranger })).areas.map((a) => a.key).toSorted()).toEqual(
      ['Berlin', 'Porto'],
    )
    expect((await question(await w.as('stranger'), { questionId: q.id })).state).toMatchObject({
      is: 'taken',
      by: { id: w.people.stranger },
    })
    expect(await noticesOf('stranger')).toContain('champion_handover')
    expect((await overview(await w.as('lead'))).exits).toEqual([])
  })

  it('gives a question back to all where the successor may not read it', async () => {
    await serves(w.people.peer)
    await serves(w.people.stranger)
    const q = await ask(await w.as('stranger'), desk.ask.body!.parse({ title: 'When does it begin?', words: '' }))
    await take(await w.as('peer'), { questionId: q.id, taken: true, holder: null })
    await end(await w.as('lead'), { personId: w.people.peer })
    const [exit] = (await overview(await w.as('lead'))).exits
    await handOver(await w.as('lead'), { exitId: exit!.id, successorId: w.people.stranger, words: '' })
    await passQuestions(job, exit!.id)
    expect((await question(await w.as('lead'), { questionId: q.id })).state).toMatchObject({ is: 'open' })
  })

  it('does not let two write areas over each other', async () => {
    await serves(w.people.peer)
    const { areasSeen: seen } = await get(await w.as('lead'), { personId: w.people.peer })
    await setAreas(await w.as('lead'), { personId: w.people.peer, areas: [{ kind: 'location', key: 'Berlin' }], seen })
    await expect(
      setAreas(await w.as('lead'), { personId: w.people.peer, areas: [{ kind: 'location', key: 'Porto' }], seen }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('one’s own champions', () => {
  it('are the nearest first, the own team before the site, and never oneself', async () => {
    await serves(w.people.peer)
    await serves(w.people.report)
    await serves(w.people.stranger, { areas: [{ kind: 'location', key: 'Porto' }] })
    const seen = async (part: Part) => (await who(await w.as(part))).champions.map((x) => [x.id, x.near])
    expect(await seen('self')).toEqual([
      [w.people.peer, 'team'],
      [w.people.report, 'location'],
      [w.people.stranger, 'department'],
    ])
    expect((await seen('peer')).map(([id]) => id)).not.toContain(w.people.peer)
    expect(await seen('admin')).toEqual([])
  })

  it('know what comes, without counts of a small group', async () => {
    await serves(w.people.peer)
    await makeWave(job.db, {
      organizationId: w.organizationId,
      day: today,
      at: `${today}T08:00:00Z`,
      people: [],
      launched: false,
    })
    const found = await briefing(await w.as('peer'), {})
    expect(found.areas).toEqual([{ kind: 'location', key: 'Porto', people: null, champions: 1 }])
    expect(found.starts).toMatchObject([{ program: 'Compass', what: 'goes_live', on: addDays(today, 10) }])
    expect(found.until).toBe('2026-03-16')
  })
})

describe('time given', () => {
  it('is counted in months that have begun, and never runs backwards', () => {
    expect(monthsBetween('2026-03-02', '2026-03-02')).toBe(1)
    expect(monthsBetween('2026-03-02', '2026-09-01')).toBe(6)
    expect(monthsBetween('2026-03-02', '2026-09-02')).toBe(7)
    const day = fc.integer({ min: 0, max: 2000 }).map((n) => addDays('2024-01-01', n))
    fc.assert(
      fc.property(day, day, day, (a, b, d) => {
        const [from, to, later] = [a, b, d].toSorted() as [string, string, string]
        expect(monthsBetween(from, to)).toBeGreaterThanOrEqual(1)
        expect(monthsBetween(from, later)).toBeGreaterThanOrEqual(monthsBetween(from, to))
        const row = {
          ends_on: later,
          starts_on: from,
          begun_at: `${from}T10:00:00Z`,
          ended_at: null,
          hours_month: 3,
          time_zone: 'Europe/Berlin',
        }
        expect(servedIn([row], later).hours).toBe(servedIn([row], later).months * 3)
      }),
    )
  })
})

it('counts the people of any part of the company at once', async () => {
  await serves(w.people.peer)
  const only = sql<boolean>`r.person_id = any(${[w.people.self, w.people.lead]}::uuid[])`
  expect(await coverageOf(job.db, job, only)).toEqual({ people: 2, covered: 1, champions: 1 })
  expect(await coverageOf(job.db, job, sql<boolean>`false`)).toEqual({ people: 0, covered: 0, champions: 0 })
})
