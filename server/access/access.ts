/**
 * The door of access: who a request comes from, what they may do, and which
 * people they may see. Every read of people goes through `visibleTo`; every
 * act on somebody's behalf through `demand`.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Permission, Role, Viewer } from '../../contract/permissions.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { relationsTo } from './relations.ts'
import { ruleOf } from './rules.ts'

export { addOutsider, createOrganization, organizationBySlug, type NewOrganization } from './organizations.ts'
export { clientOf } from './clients.ts'
export { linkLife, mintLink } from './keys.ts'
export { populationsInUse, refreshPopulations } from './populations.ts'
export { endGrants, giveRole } from './roles.ts'
export { ruleOf } from './rules.ts'
export { viewerFor, viewerOfSession, viewerOfToken } from './viewer.ts'
export { relationsTo } from './relations.ts'

/** Whether a viewer could hold a permission: by role now, or by a relation that the verb then demands. */
export function mayCall(viewer: Viewer, permission: Permission): boolean {
  const rule = ruleOf(permission)
  if (rule.interactive && viewer.via === 'token') return false
  return (
    rule.anyone || rule.signedIn || rule.relations.length > 0 || rule.roles.some((role) => viewer.roles.includes(role))
  )
}

/** Whether the viewer holds a permission about one person, through a role or a relation. */
export async function may(c: Context, permission: Permission, personId: string): Promise<boolean> {
  const rule = ruleOf(permission)
  if (rule.anyone || rule.signedIn || rule.roles.some((role) => c.viewer.roles.includes(role))) return true
  if (rule.relations.length === 0) return false
  const found = await relationsTo(c, personId)
  return rule.relations.some((relation) => found.includes(relation))
}

/** Refuses unless the viewer holds a permission about one person. */
export async function demand(c: Context, permission: Permission, personId: string): Promise<void> {
  if (!(await may(c, permission, personId))) throw problem('forbidden')
}

/** How much of the company a read is about. */
export type Scope =
  /** The directory: every present colleague. */
  | 'directory'
  /** Oneself and everyone below in the reporting line. */
  | 'line'
  /** The people that an HR partner looks after, with the own line; everyone for a program lead. */
  | 'care'

/**
 * The condition under which a viewer sees a row of `roster r`. The one place
 * that decides it; every statement that reads people carries it.
 */
export function visibleTo(viewer: Viewer, scope: Scope = 'directory'): RawBuilder<boolean> {
  const here = sql<boolean>`r.organization_id = ${viewer.organizationId}`
  if (scope === 'directory') return here
  const line = sql<boolean>`(r.person_id = ${viewer.personId} or (r.seq > ${viewer.seq ?? 0} and r.seq <= ${viewer.lastSeq ?? 0}))`
  if (scope === 'line') return sql<boolean>`${here} and ${line}`
  if (viewer.roles.includes('lead') || viewer.roles.includes('sponsor') || viewer.roles.includes('committee'))
    return here
  if (viewer.populations.length === 0) return sql<boolean>`${here} and ${line}`
  return sql<boolean>`${here} and (${line} or exists (
    select 1 from population_member pm where pm.organization_id = r.organization_id and pm.person_id = r.person_id
      and pm.population_id = any(${viewer.populations as string[]}::uuid[])))`
}

/** The ids of people who hold a role now. */
export async function holdersOf(db: Db, organizationId: string, role: Role): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select person_id from role_grant
    where organization_id = ${organizationId} and role = ${role} and ended_at is null`.execute(db)
  return rows.map((r) => r.person_id)
}
