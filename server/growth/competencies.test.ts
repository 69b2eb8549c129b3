import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Framework } from '../../contract/competencies.ts'
import type { World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import type { Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import * as draft from './draft.ts'
import { expectationOf, expectationsOf, spokenVersion } from './growth.ts'

let base: TestBase
let w: World
let lead: Context
let self: Context

beforeAll(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'competencies-test')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { growth: { on: true } },
  })
  lead = await w.as('lead')
  self = await w.as('self')
})

const edit = async (change: (f: Framework) => Framework) => {
  const { revision, framework } = await draft.getDraft(lead)
  return draft.save(lead, { revision, framework: change(framework) })
}

describe('the competencies of a company', () => {
  it('begin empty, and then with what the library brings', async () => {
    expect(await draft.getDraft(lead)).toMatchObject({ revision: 0, version: null, framework: { competencies: [] } })
    expect(await draft.get(self)).toMatchObject({ version: null, framework: null })
    const taken = await draft.takeStarter(lead, { revision: 0 })
    expect(taken.framework.competencies).toHaveLength(8)
    expect(taken).toMatchObject({ revision: 1, missing: [], mayWrite: true, languages: ['en'] })
    // What the second press finds is there already.
    expect(await draft.takeStarter(lead, { revision: 1 })).toMatchObject({ revision: 1 })
  })

  it('are read by HR and written by the lead', async () => {
    expect(await draft.getDraft(await w.as('hr_in'))).toMatchObject({ mayWrite: false })
  })

  it('refuse to be saved over somebody’s change, and to be published with gaps', async () => {
    const { revision, framework } = await draft.getDraft(lead)
    await expect(draft.save(lead, { revision: revision - 1, framework })).rejects.toMatchObject({ code: 'conflict' })
    await edit((f) => ({ ...f, roles: f.roles.map((r) => ({ ...r, texts: {} })) }))
    const gaps = await draft.getDraft(lead)
    expect(gaps.missing.map((m) => m.id)).toEqual(['role_name', 'role_name'])
    await expect(draft.publish(lead, { revision: gaps.revision, note: '' })).rejects.toMatchObject({
      code: 'framework_incomplete',
    })
    await draft.save(lead, { revision: gaps.revision, framework })
  })

  it('count whom a role means: everybody once, by the first role that fits', async () => {
    const { framework } = await draft.getDraft(lead)
    const reach = await draft.reach(lead)
    const [members, managers] = framework.roles
    const { rows } = await sql<{ managers: number; all: number }>`
      select count(*) filter (where direct_reports > 0)::integer as managers, count(*)::integer as "all" from roster
      where organization_id = ${w.organizationId} and employed`.execute(lead.db)
    expect(reach.of).toBe(rows[0]!.all)
    expect(reach.roles).toEqual([
      { id: members!.id, people: rows[0]!.all - rows[0]!.managers },
      { id: managers!.id, people: rows[0]!.managers },
    ])
    expect(reach.without).toBe(0)
    expect(reach.values.title).toEqual([['Specialist', rows[0]!.all]])
  })

  it('hold from the day they are published, and say then what was expected then', async () => {
    const first = await draft.getDraft(lead)
    expect(await expectationOf(self, w.people.peer, '2026-03-02')).toBeNull()
    expect(await draft.publish(lead, { revision: first.revision, note: 'To begin with' })).toEqual({ number: 1 })
    await expect(draft.publish(lead, { revision: first.revision, note: '' })).rejects.toMatchObject({
      code: 'nothing_to_publish',
    })
    base.clock.forward({ days: 30 })
    const top = first.framework.levels.at(-1)!.id
    const [outcomes] = first.framework.competencies
    const second = await edit((f) => ({
      ...f,
      roles: f.roles.map((r, i) => (i === 0 ? { ...r, expects: { ...r.expects, [outcomes!.id]: top } } : r)),
    }))
    expect(second.changes).toBe(1)
    expect(await draft.difference(lead, {})).toMatchObject({
      from: 1,
      to: null,
      differences: [{ area: 'roles', field: 'expects', before: 'Independent', after: 'Shapes the company' }],
    })
    await draft.publish(lead, { revision: second.revision, note: 'Higher' })
    const level = async (day: string) => {
      const found = await expectationOf(self, w.people.peer, day)
      return found && [found.version, found.competencies.find((k) => k.id === outcomes!.id)!.expectedLevelId]
    }
    expect(await level('2026-03-01')).toBeNull()
    expect(await level('2026-03-02')).toEqual([1, first.framework.levels[1]!.id])
    expect(await level('2026-03-31')).toEqual([1, first.framework.levels[1]!.id])
    expect(await level('2026-04-01')).toEqual([2, top])
    expect((await draft.versions(lead)).versions.map((v) => [v.number, v.note, v.publishedBy?.id])).toEqual([
      [2, 'Higher', w.people.lead],
      [1, 'To begin with', w.people.lead],
    ])
    expect((await spokenVersion(self, 1)).roles[0]!.expects[outcomes!.id]).toBe(first.framework.levels[1]!.id)
    expect((await draft.difference(lead, { to: 2 })).differences).toHaveLength(1)
    expect((await draft.difference(lead, { to: 1 })).differences.every((d) => d.kind === 'added')).toBe(true)
  })

  it('ask of everybody what their work was on the day', async () => {
    const asked = await expectationsOf(self, [w.people.self, w.people.peer, w.people.admin], '2026-04-01')
    expect(asked.get(w.people.self)!.role!.name).toBe('Managers')
    expect(asked.get(w.people.self)!.competencies).toHaveLength(8)
    expect(asked.get(w.people.peer)!.role!.name).toBe('Team members')
    expect(asked.get(w.people.peer)!.competencies).toHaveLength(6)
    // Nobody of the people file: nothing is expected.
    expect(asked.has(w.people.admin)).toBe(false)
    // The one who reports to them begins to do so in the middle of April.
    await sql`update placement set manager_id = ${w.people.top}, holds = '[2020-01-01,2026-04-15)'
      where organization_id = ${w.organizationId} and person_id = ${w.people.report}`.execute(lead.db)
    await sql`insert into placement (organization_id, person_id, holds, title, department, manager_id, recorded)
      values (${w.organizationId}, ${w.people.report}, '[2026-04-15,)', 'Specialist', 'Works', ${w.people.self}, ${base.clock.now()})`.execute(
      lead.db,
    )
    const role = async (day: string) => (await expectationOf(self, w.people.self, day))!.role!.name
    expect(await role('2026-04-14')).toBe('Team members')
    expect(await role('2026-04-15')).toBe('Managers')
  })

  it('count and deal out roles alike, whatever the rules say', async () => {
    const { framework } = await draft.getDraft(lead)
    const rules: Partial<Framework['roles'][number]['rule']>[] = [
      { department: ['Works'], managers: true },
      { title: ['Specialist'], department: ['Elsewhere'] },
      { level: ['', 'L9'], managers: false },
      {},
    ]
    await edit((f) => ({
      ...f,
      roles: rules.map((rule) => ({
        ...framework.roles[0]!,
        id: crypto.randomUUID(),
        from: null,
        rule: { department: [], division: [], title: [], level: [], managers: null, ...rule },
        nextId: null,
      })),
    }))
    const saved = await draft.getDraft(lead)
    const reach = await draft.reach(lead)
    await draft.publish(lead, { revision: saved.revision, note: '' })
    const { rows } = await sql<{ id: string }>`select person_id as id from roster
      where organization_id = ${w.organizationId} and employed`.execute(lead.db)
    // Placements and today's roster agree again.
    const asked = await expectationsOf(
      self,
      rows.map((r) => r.id),
      '2026-04-20',
    )
    const dealt = saved.framework.roles.map((r) => [...asked.values()].filter((e) => e.role?.id === r.id).length)
    expect(reach.roles.map((r) => r.people)).toEqual(dealt)
    expect(reach.without).toBe(0)
    await draft.save(lead, { revision: saved.revision, framework })
  })

  it('are closed to somebody whose wave has not begun', async () => {
    const stranger = await w.newPerson()
    await expect(draft.get(await w.as(stranger))).rejects.toMatchObject({ code: 'element_off' })
  })
})
