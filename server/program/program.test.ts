import { sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import type { AudienceRule } from '../../contract/audiences.ts'
import { emptyDesign, type GroupChange, type Policy } from '../../contract/design.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { createProgram, getProgram, listPrograms, saveDraft, setLogo } from './draft.ts'
import { goLive, refreshMembers } from './membership.ts'
import { dot } from './permission.cases.ts'
import { acknowledge, acknowledgementsIn, myPolicies, myProgram, policyStatus } from './policies.ts'
import { brandFor, designFor, elementOf, elementOfEach, elementsOf, waveOf } from './program.ts'
import { getDifference, listVersions, publish } from './publish.ts'
import { previewWave, waveMembers } from './wave-people.ts'
import { createWave, getWave, listWaves, moveWave, readWave, removeWave, updateWave } from './waves.ts'

let base: TestBase
let w: World
let lead: Context
let system: Context

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'ours')
  lead = await w.as('lead')
  system = contextFor(base, w.organizationId)
})

const talk: Policy = {
  id: '00000001-0000-4000-8000-000000000000',
  from: null,
  audience: 'everyone',
  version: 1,
  acknowledge: true,
  withinDays: 14,
  texts: {
    en: {
      title: 'How we talk',
      body: 'In {{program.name}} we talk **{{checkin.cadence}}**.\n\n- Come [prepared](javascript:alert(1)).',
    },
    de: { title: 'Wie wir reden', body: 'Kurz.' },
  },
}
const managersOnly: Policy = {
  ...talk,
  id: '00000002-0000-4000-8000-000000000000',
  audience: 'managers',
  texts: { en: { title: 'For managers', body: 'Make time.' } },
}

/** A program called Upward; `changes` on top of name, lead and sponsor. Not published. */
async function draft(...changes: Omit<GroupChange, 'revision'>[]): Promise<string> {
  const { id: programId } = await createProgram(lead, { name: 'Upward', leadId: w.people.lead })
  await save(programId, { group: 'people', value: { leadId: w.people.lead, sponsorId: w.people.sponsor } }, ...changes)
  return programId
}
async function save(programId: string, ...changes: Omit<GroupChange, 'revision'>[]): Promise<void> {
  for (const change of changes) {
    const { draft: now } = await getProgram(lead, { programId })
    await saveDraft(lead, { programId, change: { ...change, revision: now.groups[change.group] } as GroupChange })
  }
}
async function publishNow(programId: string, note = '') {
  const { draft: now } = await getProgram(lead, { programId })
  return publish(lead, { programId, revision: now.revision, note })
}
async function wave(
  programId: string,
  name: string,
  rule: AudienceRule,
  dates: { preparesOn?: string; goesLiveOn?: string } = {},
) {
  const audience = await createAudience(lead, { name: w.unique('Audience'), rule })
  return createWave(lead, {
    programId,
    name,
    audienceId: audience.id,
    preparesOn: dates.preparesOn ?? null,
    goesLiveOn: dates.goesLiveOn ?? null,
  })
}
const launch = (waveId: string) => system.db.transaction().execute((tx) => goLive(tx, system, waveId))
const at = (instant: string) => base.clock.set(instant)
async function events(type: string) {
  const { rows } = await sql<{
    data: Record<string, unknown>
  }>`select data from event where organization_id = ${w.organizationId} and type = ${type} order by id`.execute(lead.db)
  return rows.map((r) => r.data)
}

test('a change of a wave that is just going live waits, and is then refused', async () => {
  const programId = await draft()
  await publishNow(programId)
  const one = await wave(programId, 'First', { everyone: true }, { preparesOn: '2026-03-02', goesLiveOn: '2026-03-20' })
  let change: Promise<unknown> | undefined
  await system.db.transaction().execute(async (tx) => {
    await goLive(tx, system, one.id)
    change = updateWave(lead, { waveId: one.id, goesLiveOn: '2026-04-20' })
    change.catch(() => {})
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    await expect.poll(async () => (await base.database.owner.query(waiting)).rows[0].n).toBe(1)
  })
  await expect(change).rejects.toMatchObject({ code: 'wave_live' })
  expect((await getWave(lead, { waveId: one.id })).goesLiveOn).toBe('2026-03-02')
})

describe('the draft', () => {
  test('two people edit different parts; the same part only one after the other', async () => {
    const programId = await draft()
    const before = (await getProgram(lead, { programId })).draft
    await saveDraft(lead, {
      programId,
      change: { group: 'reasons', revision: before.groups.reasons, value: { why: 'To talk.', whyNow: '' } },
    })
    const mine = await saveDraft(lead, {
      programId,
      change: { group: 'objectives', revision: before.groups.objectives, value: [] },
    })
    expect(mine.design.why).toBe('To talk.')
    await expect(
      saveDraft(lead, {
        programId,
        change: { group: 'reasons', revision: before.groups.reasons, value: { why: 'Mine.', whyNow: '' } },
      }),
    ).rejects.toMatchObject({ code: 'conflict' })
    expect((await getProgram(lead, { programId })).draft.design.why).toBe('To talk.')
  })

  test('leaves a trace of which fields changed, never of their words', async () => {
    await draft({ group: 'reasons', value: { why: 'A secret reason.', whyNow: '' } })
    expect(await events('program.drafted')).toContainEqual({ group: 'reasons', changed: ['why'] })
    const { rows } = await sql<{ n: number }>`select count(*) as n from event where data::text like '%secret%'`.execute(
      lead.db,
    )
    expect(rows[0]!.n).toBe(0)
  })

  test('names nobody who is not here', async () => {
    const programId = await draft()
    await expect(
      save(programId, { group: 'people', value: { leadId: w.people.lead, sponsorId: crypto.randomUUID() } }),
    ).rejects.toMatchObject({ code: 'person_unknown' })
    await expect(createProgram(lead, { name: '', leadId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'person_unknown',
    })
  })

  test('takes a logo that is a picture, and nothing else', async () => {
    const programId = await draft()
    expect((await setLogo(lead, { programId, name: 'x.png', file: dot })).design.brand.logoFileId).toMatch(
      /^[0-9a-f-]{36}$/,
    )
    await expect(
      setLogo(lead, { programId, name: 'x.png', file: Buffer.from('<svg onload="alert(1)">' + ' '.repeat(60)) }),
    ).rejects.toMatchObject({ code: 'logo_unreadable' })
    await expect(
      setLogo(lead, { programId, name: 'x.png', file: Buffer.concat([dot, Buffer.alloc(310_000)]) }),
    ).rejects.toMatchObject({ code: 'too_large' })
  })
})

describe('publishing', () => {
  test('makes a version, says what changed, and lets the named people in', async () => {
    await sql`update role_grant set ended_at = ${base.clock.now()} where role = 'sponsor'`.execute(lead.db)
    const programId = await draft({ group: 'reasons', value: { why: 'To talk.', whyNow: '' } })
    const first = await publishNow(programId, 'The beginning')
    expect(first).toMatchObject({ number: 1, granted: [{ role: 'sponsor', person: { id: w.people.sponsor } }] })
    await save(programId, {
      group: 'elements',
      value: {
        ...emptyDesign().elements,
        goals: { on: true, period: 'half_year', firstWithinDays: 28 },
        checkins: { ...emptyDesign().elements.checkins, on: false },
      },
    })
    expect((await publishNow(programId)).number).toBe(2)
    const { differences } = await getDifference(lead, { programId, from: 1, to: 2 })
    expect(differences.map((d) => [d.field, d.before, d.after])).toEqual([
      ['checkins.on', true, false],
      ['goals.period', 'quarter', 'half_year'],
    ])
    expect((await listVersions(lead, { programId })).versions.map((v) => [v.number, v.note])).toEqual([
      [2, ''],
      [1, 'The beginning'],
    ])
  })

  test('refuses what is not ready, what is the same, and what somebody changed meanwhile', async () => {
    const { id: programId } = await createProgram(lead, { name: '', leadId: w.people.lead })
    await expect(publishNow(programId)).rejects.toMatchObject({ code: 'design_incomplete' })
    await save(programId, {
      group: 'brand',
      value: { name: 'Upward', tagline: '', accent: '#3157c4', logoFileId: null },
    })
    const { draft: seen } = await getProgram(lead, { programId })
    await save(programId, { group: 'reasons', value: { why: 'Changed.', whyNow: '' } })
    await expect(publish(lead, { programId, revision: seen.revision, note: '' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await publishNow(programId)
    await expect(publishNow(programId)).rejects.toMatchObject({ code: 'nothing_to_publish' })
  })

  test('two at once make one version', async () => {
    const programId = await draft()
    const { draft: seen } = await getProgram(lead, { programId })
    const done = await Promise.allSettled(
      [1, 2].map(() => publish(lead, { programId, revision: seen.revision, note: '' })),
    )
    expect(done.map((d) => d.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect((await listVersions(lead, { programId })).versions).toHaveLength(1)
  })
})

describe('the door', () => {
  test('opens step by step: nothing, then brand and policies, then the practice', async () => {
    const programId = await draft({ group: 'policies', value: [talk] })
    const one = await wave(
      programId,
      'Wave 1',
      { people: [w.people.self, w.people.manager] },
      { preparesOn: '2026-03-09', goesLiveOn: '2026-03-23' },
    )
    const self = await w.as('self')
    expect([await brandFor(self), await waveOf(self, w.people.self), (await myPolicies(self)).policies]).toEqual([
      null,
      null,
      [],
    ])

    await publishNow(programId)
    expect(await brandFor(self)).toBeNull()
    expect((await brandFor(lead))?.name).toBe('Upward')

    at('2026-03-09T00:30:00Z')
    await refreshMembers(system)
    expect((await brandFor(self))?.name).toBe('Upward')
    expect(await waveOf(self, w.people.self)).toMatchObject({ waveId: one.id, live: false, versionNumber: 1 })
    expect((await myProgram(self)).program).toMatchObject({ wave: { live: false, goesLiveOn: '2026-03-23' } })
    expect(await elementsOf(self, w.people.self)).toMatchObject({ goals: null, checkins: null, feedback: null })
    expect((await events('wave.prepared'))[0]).toEqual({ people: 2 })

    at('2026-03-23T05:00:00Z')
    await launch(one.id)
    expect(await elementOf(self, w.people.self, 'checkins')).toMatchObject({
      programId,
      waveId: one.id,
      versionNumber: 1,
      since: '2026-03-23',
      settings: { on: true, cadence: 'biweekly' },
    })
    expect(await elementOf(self, w.people.peer, 'checkins')).toBeNull()
    expect(
      [...(await elementOfEach(self, [w.people.self, w.people.manager, w.people.peer], 'goals')).keys()].sort(),
    ).toEqual([w.people.self, w.people.manager].sort())
    // Whoever leads somebody in it takes part with them, also outside every wave.
    for (const part of ['leader', 'second_manager'] as const) {
      const mine = await myProgram(await w.as(part))
      expect([part, mine.program]).toEqual([part, null])
      expect([part, mine.leads]).toEqual([part, expect.arrayContaining(['goals', 'checkins'])])
    }
    expect(await myProgram(await w.as('peer'))).toEqual({ program: null, leads: [] })
  })

  test('a live wave stays on its version until it is moved, and the days before keep theirs', async () => {
    const programId = await draft()
    await publishNow(programId)
    const one = await wave(programId, 'Wave 1', { everyone: true })
    await launch(one.id)
    await save(programId, {
      group: 'elements',
      value: {
        ...emptyDesign().elements,
        goals: { on: false, period: 'quarter', firstWithinDays: 28 },
        checkins: { ...emptyDesign().elements.checkins, cadence: 'weekly' },
      },
    })
    await publishNow(programId)
    const self = await w.as('self')
    expect((await elementsOf(self, w.people.self)).goals).not.toBeNull()

    at('2026-03-10T09:00:00Z')
    expect(await moveWave(lead, { waveId: one.id, number: 2 })).toMatchObject({ version: 2 })
    expect(await elementsOf(self, w.people.self)).toMatchObject({
      goals: null,
      checkins: { versionNumber: 2, settings: { cadence: 'weekly' } },
    })
    expect((await designFor(self, w.people.self))?.elements.goals.on).toBe(false)
    expect((await getWave(lead, { waveId: one.id })).versions).toEqual([
      { number: 1, from: '2026-03-02', until: '2026-03-10' },
      { number: 2, from: '2026-03-10', until: null },
    ])
    await expect(moveWave(lead, { waveId: one.id, number: 2 })).rejects.toMatchObject({ code: 'version_same' })
    await expect(moveWave(lead, { waveId: one.id, number: 9 })).rejects.toMatchObject({ code: 'version_unknown' })
    expect(await events('wave.version-changed')).toEqual([{ from: 1, to: 2 }])
  })
})

describe('waves', () => {
  test('say no to dates that cannot be, names taken and audiences that are gone', async () => {
    const programId = await draft()
    const one = await wave(
      programId,
      'Wave 1',
      { everyone: true },
      { preparesOn: '2026-03-09', goesLiveOn: '2026-03-23' },
    )
    await expect(updateWave(lead, { waveId: one.id, preparesOn: '2026-03-24' })).rejects.toMatchObject({
      code: 'wave_dates',
    })
    await expect(
      updateWave(lead, { waveId: one.id, goesLiveOn: '2026-03-01', preparesOn: null }),
    ).rejects.toMatchObject({ code: 'wave_dates' })
    await expect(wave(programId, 'wave 1', { everyone: true })).rejects.toMatchObject({ code: 'wave_name_taken' })
    await expect(updateWave(lead, { waveId: one.id, audienceId: crypto.randomUUID() })).rejects.toMatchObject({
      code: 'audience_unknown',
    })
    expect(await removeWave(lead, { waveId: one.id })).toEqual({ removed: true })
    expect((await listWaves(lead, { programId })).waves).toEqual([])
  })

  test('once people have heard of it, it stays', async () => {
    const programId = await draft()
    await publishNow(programId)
    const one = await wave(
      programId,
      'Wave 1',
      { everyone: true },
      { preparesOn: '2026-03-02', goesLiveOn: '2026-03-23' },
    )
    await expect(removeWave(lead, { waveId: one.id })).rejects.toMatchObject({ code: 'wave_begun' })
    await launch(one.id)
    await expect(removeWave(lead, { waveId: one.id })).rejects.toMatchObject({ code: 'wave_live' })
    await expect(updateWave(lead, { waveId: one.id, goesLiveOn: '2026-04-01' })).rejects.toMatchObject({
      code: 'wave_live',
    })
    expect((await updateWave(lead, { waveId: one.id, name: 'Pioneers' })).name).toBe('Pioneers')
  })

  test('the preview counts who would join and who is elsewhere', async () => {
    const programId = await draft()
    await publishNow(programId)
    const one = await wave(programId, 'Wave 1', { people: [w.people.self, w.people.peer] })
    await launch(one.id)
    const all = await createAudience(lead, { name: 'All', rule: { everyone: true } })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from roster where organization_id = ${w.organizationId} and employed`.execute(lead.db)
    const everyone = rows[0]!.n
    expect(await previewWave(lead, { programId, audienceId: all.id })).toMatchObject({
      selected: everyone,
      joining: everyone - 2,
      overlaps: [{ name: 'Wave 1', people: 2, live: true }],
    })
    expect(await previewWave(lead, { programId, audienceId: all.id, waveId: one.id })).toMatchObject({
      joining: everyone,
      overlaps: [],
    })
  })
})

describe('who is in which wave', () => {
  const move = (personId: string, department: string) =>
    sql`update roster set department = ${department} where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
      lead.db,
    )
  const leave = async (personId: string, on: string) => {
    await sql`update spell set holds = daterange(lower(holds), ${on}::date) where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
      lead.db,
    )
    await sql`delete from roster where organization_id = ${w.organizationId} and person_id = ${personId}`.execute(
      lead.db,
    )
  }
  const where = async (personId: string) => (await waveOf(lead, personId))?.waveName ?? null

  test('a move takes nobody’s practice away, and changes the wave only between live ones', async () => {
    const programId = await draft()
    await publishNow(programId)
    await move(w.people.self, 'Sales')
    await move(w.people.peer, 'Sales')
    const sales = await wave(programId, 'Sales', { field: 'department', in: ['Sales'] })
    const works = await wave(
      programId,
      'Works',
      { field: 'department', in: ['Works'] },
      { preparesOn: '2026-03-02', goesLiveOn: '2026-06-01' },
    )
    await launch(sales.id)
    expect([await where(w.people.self), await where(w.people.manager)]).toEqual(['Sales', 'Works'])

    at('2026-03-10T01:30:00Z')
    await move(w.people.self, 'Works') // live → prepared: stays
    await move(w.people.manager, 'Sales') // prepared → live: goes live
    await move(w.people.report, 'Nowhere') // prepared → none
    await refreshMembers(system)
    expect([await where(w.people.self), await where(w.people.manager), await where(w.people.report)]).toEqual([
      'Sales',
      'Sales',
      null,
    ])
    expect(await elementOf(lead, w.people.manager, 'goals')).toMatchObject({ since: '2026-03-10' })

    at('2026-06-01T05:00:00Z')
    await launch(works.id)
    expect(await where(w.people.self)).toBe('Works') // live → live, and no longer selected by the old one
    expect(await elementOf(lead, w.people.self, 'goals')).toMatchObject({ waveId: works.id, since: '2026-06-01' })
    await move(w.people.peer, 'Nowhere') // live → none: stays
    await refreshMembers(system)
    expect(await where(w.people.peer)).toBe('Sales')
  })

  test('a leaver is a member until the last day of work, the frozen roster remembers them, and a joiner comes in', async () => {
    const programId = await draft()
    await publishNow(programId)
    const one = await wave(programId, 'Wave 1', { everyone: true })
    await launch(one.id)
    const people = (await getWave(lead, { waveId: one.id })).people
    at('2026-03-20T01:30:00Z')
    await leave(w.people.stranger, '2026-03-14')
    const joiner = await w.newPerson()
    await refreshMembers(system)
    const { rows } = await sql<{
      until: string
    }>`select upper(holds) as until from wave_member where person_id = ${w.people.stranger} and superseded is null`.execute(
      lead.db,
    )
    expect(rows).toEqual([{ until: '2026-03-14' }])
    expect(await where(joiner)).toBe('Wave 1')
    expect((await events('wave.members-changed')).at(-1)).toEqual({ joined: 1, left: 1, moved: 0 })
    const frozen = await waveMembers(lead, { waveId: one.id, roster: 'frozen', limit: 200, offset: 0 })
    expect(frozen.total).toBe(people)
    expect(frozen.people.find((p) => p.id === w.people.stranger)).toMatchObject({ here: false, atGoLive: true })
    expect(frozen.people.some((p) => p.id === joiner)).toBe(false)
    const live = await waveMembers(lead, { waveId: one.id, roster: 'live', limit: 200, offset: 0 })
    expect(live.total).toBe(people)
    expect(live.people.find((p) => p.id === joiner)).toMatchObject({ since: '2026-03-20', atGoLive: false })
  })

  test('what was known earlier is still known to have been known', async () => {
    const programId = await draft()
    await publishNow(programId)
    const one = await wave(programId, 'Wave 1', { everyone: true })
    await launch(one.id)
    at('2026-03-20T01:30:00Z')
    await leave(w.people.stranger, '2026-03-14')
    await refreshMembers(system)
    const known = async (instant: string) => {
      const { rows } = await sql<{
        n: number
      }>`select count(*) as n from wave_member where organization_id = ${w.organizationId} and person_id = ${w.people.stranger}
        and holds @> '2026-03-17'::date and recorded <= ${instant} and (superseded is null or superseded > ${instant})`.execute(
        lead.db,
      )
      return rows[0]!.n
    }
    expect([await known('2026-03-17T12:00:00Z'), await known('2026-03-21T12:00:00Z')]).toEqual([1, 0])
  })

  test('a second refresh changes nothing and says nothing', async () => {
    const programId = await draft()
    await publishNow(programId)
    await launch((await wave(programId, 'Wave 1', { everyone: true })).id)
    const rowsOf = async () => (await sql`select id, superseded from wave_member order by id`.execute(lead.db)).rows
    const before = [await rowsOf(), await events('wave.members-changed')]
    at('2026-03-03T01:30:00Z')
    await refreshMembers(system)
    expect([await rowsOf(), await events('wave.members-changed')]).toEqual(before)
  })

  test('leaving and moving on the day of go-live itself keeps the frozen roster whole', async () => {
    const programId = await draft()
    await publishNow(programId)
    await move(w.people.self, 'Sales')
    const sales = await wave(programId, 'Sales', { field: 'department', in: ['Sales'] })
    const works = await wave(programId, 'Works', { field: 'department', in: ['Works'] })
    await launch(sales.id)
    await move(w.people.self, 'Works')
    await launch(works.id)
    await refreshMembers(system)
    await leave(w.people.peer, '2026-03-02')
    await refreshMembers(system)
    await refreshMembers(system)
    expect((await waveMembers(lead, { waveId: sales.id, roster: 'frozen', limit: 9, offset: 0 })).total).toBe(1)
    at('2026-03-03T01:30:00Z')
    expect(await where(w.people.self)).toBe('Works')
    expect(await where(w.people.peer)).toBeNull()
  })
})

describe('policies', () => {
  test('are read in one’s own language with the program’s words, by those they are for', async () => {
    const programId = await draft({ group: 'policies', value: [talk, managersOnly] })
    await publishNow(programId)
    await wave(programId, 'Wave 1', { everyone: true }, { preparesOn: '2026-03-02', goesLiveOn: '2026-03-23' })
    const self = await w.as('self')
    const mine = (await myPolicies(self)).policies
    expect(mine.map((p) => [p.title, p.language, p.due])).toEqual([
      ['How we talk', 'en', '2026-03-16'],
      ['For managers', 'en', '2026-03-16'],
    ])
    expect(mine[0]!.body[0]).toEqual({
      kind: 'paragraph',
      runs: [{ text: 'In Upward we talk ' }, { text: 'every two weeks', strong: true }, { text: '.' }],
    })
    expect(mine[0]!.body[1]).toEqual({
      kind: 'list',
      ordered: false,
      items: [[{ text: 'Come [prepared](javascript:alert(1)).' }]],
    })
    expect((await myPolicies({ ...self, viewer: { ...self.viewer, locale: 'de-AT' } })).policies[0]).toMatchObject({
      title: 'Wie wir reden',
      language: 'de',
    })
    expect((await myPolicies(await w.as('peer'))).policies).toHaveLength(1)
  })

  test('are counted only where enough have read them and enough have not, whoever asks and when', async () => {
    const programId = await draft({ group: 'policies', value: [talk, managersOnly] })
    await publishNow(programId)
    const one = await wave(programId, 'Wave 1', { everyone: true })
    for (let i = 0; i < 6; i++) await w.newPerson()
    await launch(one.id)
    const { rows: all } = await sql<{ id: string }>`
      select person_id as id from wave_member where organization_id = ${w.organizationId} and wave_id = ${one.id} and superseded is null order by 1`.execute(
      lead.db,
    )
    const seen: (number | null)[] = []
    const look = async () => {
      const status = await policyStatus(lead, { programId })
      const counted = status.policies.find((p) => p.policyId === talk.id)!.waves[0]!
      expect(counted.asked).toBe(all.length)
      expect(status.policies.find((p) => p.policyId === managersOnly.id)!.waves[0]!.acknowledged).toBeNull()
      const [evidence] = (await acknowledgementsIn(
        lead.db,
        lead,
        await readWave(lead.db, lead, one.id),
        base.clock.today('UTC'),
      ))!
      expect(evidence!.acknowledged).toBe(counted.acknowledged)
      seen.push(counted.acknowledged)
    }
    await look()
    for (const { id } of all) {
      await acknowledge(await w.as(id), { policyId: talk.id, version: 1 })
      await look()
    }
    expect(seen).toEqual(seen.map((_, read) => (read >= 5 && all.length - read >= 5 ? read : null)))
    expect(seen.filter((told) => told !== null).length).toBeGreaterThan(0)
  })

  test('are acknowledged once, and again when their words change', async () => {
    const programId = await draft({ group: 'policies', value: [talk] })
    await publishNow(programId)
    const one = await wave(programId, 'Wave 1', { everyone: true })
    await launch(one.id)
    const self = await w.as('self')
    at('2026-03-04T09:00:00Z')
    expect(await acknowledge(self, { policyId: talk.id, version: 1 })).toEqual({ acknowledgedOn: '2026-03-04' })
    at('2026-03-05T09:00:00Z')
    expect(await acknowledge(self, { policyId: talk.id, version: 1 })).toEqual({ acknowledgedOn: '2026-03-04' })
    // One of so few: that would be somebody's own affair.
    expect((await policyStatus(lead, { programId })).policies[0]).toMatchObject({
      smallestGroup: 5,
      waves: [{ name: 'Wave 1', acknowledged: null }],
    })

    await save(programId, {
      group: 'policies',
      value: [{ ...talk, texts: { en: { title: 'How we talk', body: 'Shorter.' } } }],
    })
    await publishNow(programId)
    expect((await myPolicies(self)).policies[0]).toMatchObject({ version: 1, acknowledgedOn: '2026-03-04', due: null })
    at('2026-03-10T09:00:00Z')
    await moveWave(lead, { waveId: one.id, number: 2 })
    expect((await myPolicies(self)).policies[0]).toMatchObject({
      version: 2,
      acknowledgedOn: null,
      due: '2026-03-24',
      earlier: { version: 1, on: '2026-03-04' },
    })
    await expect(acknowledge(self, { policyId: talk.id, version: 1 })).rejects.toMatchObject({ code: 'policy_changed' })
    await acknowledge(self, { policyId: talk.id, version: 2 })
    expect((await events('policy.acknowledged')).at(-1)).toEqual({ programId, version: 2 })
  })

  test('ask nothing of people outside', async () => {
    const programId = await draft({ group: 'policies', value: [talk] })
    await publishNow(programId)
    const self = await w.as('self')
    expect((await myPolicies(self)).policies).toEqual([])
    await expect(acknowledge(self, { policyId: talk.id, version: 1 })).rejects.toMatchObject({ code: 'not_found' })
  })
})

test('the list says where a program stands and what comes next', async () => {
  const programId = await draft({ group: 'reasons', value: { why: 'To talk.', whyNow: '' } })
  const stage = async () => (await listPrograms(lead)).programs[0]!
  expect(await stage()).toMatchObject({ name: 'Upward', stage: 'draft', version: null, lead: { id: w.people.lead } })
  await publishNow(programId)
  const one = await wave(
    programId,
    'Wave 1',
    { everyone: true },
    { preparesOn: '2026-03-05', goesLiveOn: '2026-03-23' },
  )
  expect(await stage()).toMatchObject({
    stage: 'published',
    unpublished: [],
    next: [
      { kind: 'prepares', on: '2026-03-05' },
      { kind: 'goes_live', on: '2026-03-23' },
    ],
  })
  at('2026-03-05T01:30:00Z')
  await refreshMembers(system)
  expect(await stage()).toMatchObject({ stage: 'preparing', next: [{ kind: 'goes_live' }] })
  await launch(one.id)
  expect(await stage()).toMatchObject({ stage: 'live', liveWaves: 1, next: [] })
})
