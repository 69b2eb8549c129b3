/** Who holds which role, and who can see what about whom. */
import { beforeAll, describe, expect, test } from 'vitest'
import { contextFor } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { type GrantableRole, grantableRoles, permissions } from '../../contract/permissions.ts'
import { createOrganization } from './organizations.ts'
import { parts, story } from './permission-cases.ts'
import { permissionWorld } from './permission-world.ts'
import { privacy } from './privacy.ts'
import { relationsTo } from './relations.ts'
import { endRole, grantRole, listRoles } from './roles.ts'
import { contextAs } from './sessions.ts'

let base: Awaited<ReturnType<typeof testBase>>
let ours: Awaited<ReturnType<typeof permissionWorld>>

beforeAll(async () => {
  base = await testBase()
  ours = await permissionWorld(base, 'ours')
})

describe('roles', () => {
  test('that open nothing but the directory yet are not offered', async () => {
    const { offered } = await listRoles(await ours.as('admin'))
    const opening = (role: GrantableRole) =>
      Object.entries(permissions).filter(
        ([, rule]) => 'roles' in rule && (rule.roles as readonly string[]).includes(role),
      )
    for (const role of grantableRoles) expect([role, offered.includes(role)]).toEqual([role, opening(role).length > 1])
    expect(offered).toContain('trainer')
    expect(offered).toContain('committee')
  })

  test('are granted and ended with a trace; HR needs an audience', async () => {
    const admin = await ours.as('admin')
    const who = await ours.newPerson()
    await expect(grantRole(admin, { personId: who, role: 'hr' })).rejects.toMatchObject({ code: 'population_needed' })
    await expect(grantRole(admin, { personId: who, role: 'hr', populationId: who })).rejects.toMatchObject({
      code: 'not_found',
    })
    const grant = await grantRole(admin, { personId: who, role: 'lead' })
    expect(grant.grantedBy?.id).toBe(ours.people.admin)
    await expect(grantRole(admin, { personId: who, role: 'lead' })).rejects.toMatchObject({ code: 'role_held' })
    await endRole(admin, { grantId: grant.id })
    expect((await listRoles(admin)).ended[0]).toMatchObject({ id: grant.id, endedBy: { id: ours.people.admin } })
    await grantRole(admin, { personId: who, role: 'lead' })
  })

  test('the last administrator stays, also when two end each other at the same moment', async () => {
    const made = await createOrganization(base, { name: 'Two', slug: 'two', admin: 'a@two.example' })
    const c = contextFor(base, made.id, 'operator')
    const a = (await contextAs(base, c.db, made.id, made.adminId!))!
    const grantOfA = (await listRoles(a)).grants[0]!.id
    await expect(endRole(a, { grantId: grantOfA })).rejects.toMatchObject({ code: 'last_admin' })
    const { createOutsider } = await import('./people-access.ts')
    const other = await createOutsider(a, { name: 'B', email: 'b@two.example' })
    const b = (await contextAs(base, c.db, made.id, other.id))!
    const grantOfB = (await grantRole(a, { personId: other.id, role: 'admin' })).id
    const outcomes = await Promise.allSettled([endRole(a, { grantId: grantOfB }), endRole(b, { grantId: grantOfA })])
    expect(outcomes.filter((o) => o.status === 'fulfilled')).toHaveLength(1)
    expect((await listRoles(a)).grants).toHaveLength(1)
  })
})

describe('who sees what about you', () => {
  test('names exactly the people whom the permission code lets through, for everybody in the story', async () => {
    const labels = parts.filter((p) => p !== 'admin')
    for (const me of labels) {
      const answer = await privacy(await ours.as(me))
      const named = new Map<string, Set<string>>()
      for (const { seenBy } of answer.kinds) {
        for (const { ground, people, total } of seenBy) {
          if (ground.by !== 'relation') continue
          expect(total).toBe(people.length)
          named.set(ground.relation, new Set(people.map((p) => p.id)))
        }
      }
      for (const viewer of labels.filter((p) => p !== me)) {
        const relations = await relationsTo(await ours.as(viewer), ours.people[me])
        for (const relation of ['manager', 'leader', 'hr'] as const) {
          expect(named.get(relation)!.has(ours.people[viewer]), `${viewer} is ${relation} of ${me}`).toBe(
            relations.includes(relation),
          )
        }
      }
    }
  })

  test('relations come out as the story tells them', async () => {
    for (const part of parts)
      expect(await relationsTo(await ours.as(part), ours.people.self), part).toContain(story[part].relation)
  })

  test('private notes are seen by nobody else, and administrators see no practice', async () => {
    const { kinds } = await privacy(await ours.as('self'))
    const of = (kind: string) => kinds.find((k) => k.kind === kind)!.seenBy
    expect(of('notes')).toEqual([])
    for (const kind of ['private_goals', 'cadence', 'checkins', 'notes', 'inbox']) {
      expect(
        of(kind).some((s) => s.ground.by === 'role' && s.ground.role === 'admin'),
        kind,
      ).toBe(false)
    }
  })
})
