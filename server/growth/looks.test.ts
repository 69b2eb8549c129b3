/** Looking together, and the attempts to look earlier than that. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import * as draft from './draft.ts'
import { saveView, shareView, unshareView } from './looks.ts'
import { get, team } from './read.ts'
import { waitsFor } from './growth.ts'
import { changeManager } from './moving.ts'

const mine = 'Numbat of the person'
const theirs = 'Quokka of the manager'
let base: TestBase
let w: World
let self: Context
let manager: Context
let competencyId: string
let levels: string[]

const view = (levelId: string | null, example: string) => ({
  personId: w.people.self,
  answers: [{ competencyId, levelId, example }],
})
const me = { personId: '' }

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'looks')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { growth: { on: true } },
  })
  ;[self, manager] = [await w.as('self'), await w.as('manager')]
  me.personId = w.people.self
})

it('waits for competencies to be published', async () => {
  expect(await get(self, me)).toMatchObject({ expectation: null, open: [], looks: [], plan: null })
  await expect(saveView(self, { ...me, answers: [] })).rejects.toMatchObject({ code: 'growth_not_published' })
  const lead = await w.as('lead')
  const { revision, framework } = await draft.takeStarter(lead, { revision: 0 })
  await draft.publish(lead, { revision, note: '' })
  competencyId = framework.competencies[0]!.id
  levels = framework.levels.map((l) => l.id)
})

describe('a look', () => {
  it('begins with one’s own words, which nobody else reads', async () => {
    const saved = await saveView(self, view(levels[1]!, mine))
    expect(saved).toMatchObject({
      state: 'open',
      manager: { id: w.people.manager },
      mine: [{ competencyId, levelId: levels[1], example: mine }],
      mineSharedAt: null,
      theirs: null,
      theirsShared: false,
    })
    // Saying nothing of it any more takes it out.
    expect((await saveView(self, { ...me, answers: [] })).mine).toEqual([])
    await saveView(self, view(levels[1]!, mine))
    for (const part of parts.filter((p) => p !== 'self')) {
      const seen = await get(await w.as(part), me).catch((e: unknown) => e)
      expect(JSON.stringify(seen), part).not.toContain(mine)
    }
  })

  it('refuses what was never published, and a pair that is none', async () => {
    const stranger = crypto.randomUUID()
    await expect(
      saveView(self, { ...me, answers: [{ competencyId: stranger, levelId: null, example: 'x' }] }),
    ).rejects.toMatchObject({ code: 'growth_unknown' })
    await expect(
      saveView(self, { ...me, answers: [{ competencyId, levelId: stranger, example: '' }] }),
    ).rejects.toMatchObject({ code: 'growth_unknown' })
    await expect(saveView(self, { ...view(null, 'x'), managerId: w.people.peer })).rejects.toMatchObject({
      code: 'growth_pair',
    })
    for (const part of ['peer', 'leader', 'hr_in', 'report', 'admin'] as const)
      await expect(saveView(await w.as(part), view(null, 'x')), part).rejects.toMatchObject({ code: 'forbidden' })
    // A manager writes for themself whatever they name.
    await saveView(manager, { ...view(levels[2]!, theirs), managerId: w.people.second_manager })
    expect((await get(manager, me)).open).toMatchObject([
      { manager: { id: w.people.manager }, mine: [{ example: theirs }] },
    ])
  })

  it('tells the other one that it is shared, and not a word of it', async () => {
    const shared = await shareView(self, me)
    expect(shared.mineSharedAt).not.toBeNull()
    await expect(saveView(self, view(levels[3]!, 'Later'))).rejects.toMatchObject({ code: 'growth_shared' })
    const seen = await get(manager, me)
    expect(seen.open).toMatchObject([{ theirsShared: true, theirs: null, mine: [{ example: theirs }] }])
    expect(JSON.stringify(seen)).not.toContain(mine)
    expect((await team(manager)).people.find((p) => p.person.id === w.people.self)).toMatchObject({
      look: { mineShared: false, theirsShared: true },
      comparedAt: null,
    })
    expect((await waitsFor(manager, '2026-03-02')).looks).toEqual([
      { personId: w.people.self, side: 'manager', other: expect.objectContaining({ id: w.people.self }) },
    ])
    const inbox = async () =>
      (
        await sql<{
          kind: string
          params: object
        }>`select kind, params from inbox_item where organization_id = ${w.organizationId} and person_id = ${w.people.manager} and kind like 'growth%'`.execute(
          self.db,
        )
      ).rows
    expect(await inbox()).toEqual([
      { kind: 'growth_view_shared', params: expect.objectContaining({ personId: w.people.self }) },
    ])
    // Taken back before the other one shared: nothing was seen, and the notice is gone.
    await unshareView(self, me)
    expect(await inbox()).toEqual([])
    expect((await waitsFor(manager, '2026-03-02')).looks).toEqual([])
    await shareView(self, me)
  })

  it('is behind a wall that a statement does not pass', async () => {
    const words = (person: string | null, day: string | null = '2026-03-02') =>
      self.db.transaction().execute(async (tx) => {
        if (person) await sql`select set_config('belay.person', ${person}, true)`.execute(tx)
        if (day) await sql`select set_config('belay.day', ${day}, true)`.execute(tx)
        const { rows } = await sql<{ example: string }>`select example from growth_view`.execute(tx)
        return rows.map((r) => r.example)
      })
    expect(await words(null)).toEqual([])
    expect(await words(w.people.self)).toEqual([mine])
    expect(await words(w.people.manager)).toEqual([theirs])
    for (const part of parts.filter((p) => p !== 'self' && p !== 'manager'))
      expect(await words(w.people[part]), part).toEqual([])
    const forged = self.db.transaction().execute(async (tx) => {
      await sql`select set_config('belay.person', ${w.people.peer}, true)`.execute(tx)
      await sql`insert into growth_view (organization_id, look_id, author_id, competency_id, example, saved_at)
        select organization_id, id, ${w.people.self}, ${crypto.randomUUID()}, 'Forged', ${base.clock.now()} from growth_look limit 1`.execute(
        tx,
      )
    })
    await expect(forged).rejects.toThrow(/row-level security/)
  })

  it('shows both sides to both once both have shared, and stays as it is', async () => {
    const done = await shareView(manager, me)
    expect(done).toMatchObject({ state: 'compared', theirs: [{ example: mine }], mine: [{ example: theirs }] })
    const seen = await get(self, me)
    expect(seen.open).toEqual([])
    expect(seen.looks).toMatchObject([
      {
        state: 'compared',
        mine: [{ levelId: levels[1], example: mine }],
        theirs: [{ levelId: levels[2], example: theirs }],
        role: { name: 'Managers' },
      },
    ])
    for (const c of [self, manager]) await expect(unshareView(c, me)).rejects.toMatchObject({ code: 'growth_compared' })
    for (const part of parts.filter((p) => p !== 'self' && p !== 'manager')) {
      const other = await get(await w.as(part), me).catch((e: unknown) => e)
      expect(JSON.stringify(other), part).not.toMatch(/Numbat|Quokka/)
    }
    // The second manager has a look of their own.
    expect(await get(await w.as('second_manager'), me)).toMatchObject({ open: [], looks: [] })
  })

  it('keeps what was expected then, whatever is published later', async () => {
    base.clock.forward({ days: 20 })
    const lead = await w.as('lead')
    const { revision, framework } = await draft.getDraft(lead)
    const next = await draft.save(lead, {
      revision,
      framework: {
        ...framework,
        roles: framework.roles.map((r) => ({ ...r, expects: { ...r.expects, [competencyId]: levels[3]! } })),
      },
    })
    await draft.publish(lead, { revision: next.revision, note: '' })
    const seen = await get(self, me)
    expect(seen.looks[0]).toMatchObject({ version: 1 })
    expect(seen.looks[0]!.competencies.find((k) => k.id === competencyId)!.expectedLevelId).toBe(levels[2])
    expect(seen.expectation!.competencies.find((k) => k.id === competencyId)!.expectedLevelId).toBe(levels[3])
    expect(seen.change).toMatchObject({
      roleBefore: { name: 'Managers' },
      roleNow: { name: 'Managers' },
      differs: [{ competency: 'Getting things done', before: 'Guides others', now: 'Shapes the company' }],
    })
  })

  it('leaves events without a word of it', async () => {
    const { rows } = await sql<{ type: string; data: object }>`select type, data from event
      where organization_id = ${w.organizationId} and type like 'growth.%' order by id`.execute(self.db)
    expect(rows.map((r) => r.type)).toEqual([
      'growth.view_shared',
      'growth.view_taken_back',
      'growth.view_shared',
      'growth.view_shared',
    ])
    expect(JSON.stringify(rows)).not.toMatch(/Numbat|Quokka/)
  })
})

describe('another manager', () => {
  it('ends what both had not shared; neither sees the other’s words, the person keeps theirs to go on with', async () => {
    base.clock.forward({ days: 100 })
    await saveView(self, view(levels[2]!, 'Bilby of the person'))
    await shareView(self, me)
    await saveView(manager, view(levels[1]!, 'Wombat of the manager'))
    await changeManager(w, w.people.self, w.people.peer, base.clock.today('Europe/Berlin'))
    const peer = await w.as('peer')
    await expect(get(manager, me)).rejects.toMatchObject({ code: 'forbidden' })
    await expect(shareView(manager, me)).rejects.toMatchObject({ code: 'forbidden' })
    const now = await get(peer, me)
    expect(now).toMatchObject({ side: 'manager', open: [], looks: [] })
    expect(JSON.stringify(now)).not.toMatch(/Bilby|Wombat|Numbat|Quokka/)
    // The person begins anew with the new one, from what they wrote.
    expect((await get(self, me)).open).toEqual([])
    await saveView(peer, view(levels[0]!, 'From the new one'))
    const seen = await get(self, me)
    expect(seen.carried).toMatchObject([{ example: 'Bilby of the person' }])
    expect(JSON.stringify(seen)).not.toMatch(/Wombat|From the new one/)
    await saveView(self, { ...me, answers: seen.carried })
    await shareView(self, me)
    expect(await shareView(peer, me)).toMatchObject({ state: 'compared', theirs: [{ example: 'Bilby of the person' }] })
    // Their history keeps the look with the earlier manager.
    const looks = (await get(self, me)).looks
    expect(looks.map((l) => l.manager.id)).toEqual([w.people.peer, w.people.manager])
    expect(JSON.stringify(looks)).not.toContain('Wombat')
    // Nothing opens again for the earlier one, not by a statement either.
    await manager.db.transaction().execute(async (tx) => {
      await sql`select set_config('belay.person', ${w.people.manager}, true)`.execute(tx)
      expect((await sql`select 1 from growth_view`.execute(tx)).rows).toEqual([])
    })
  })
})

describe('another role', () => {
  it('is told as a change of what is expected, with the look of the old one as it was', async () => {
    expect((await get(self, me)).change).toBeNull()
    await changeManager(w, w.people.report, w.people.top, base.clock.today('Europe/Berlin'))
    const seen = await get(self, me)
    expect(seen.change).toMatchObject({ roleBefore: { name: 'Managers' }, roleNow: { name: 'Team members' } })
    expect(seen.change!.differs.find((d) => d.competency === 'Developing people')).toMatchObject({ now: null })
    expect(seen.looks[0]!.role).toMatchObject({ name: 'Managers' })
    expect(seen.next).toMatchObject({ role: { name: 'Managers' } })
  })
})
