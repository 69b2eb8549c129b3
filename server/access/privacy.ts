/**
 * Who sees what about you: computed from the same table that lets requests
 * through, and from who holds each relation and role today. Nothing here repeats a rule.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Answer } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import {
  type DataKind,
  dataKinds,
  opens,
  type Permission,
  permissions,
  type Relation,
  type Role,
  roles,
} from '../../contract/permissions.ts'
import type { Context } from '../platform/context.ts'
import { ruleOf } from './rules.ts'

type Answered = Answer<typeof access.privacy>
type SeenBy = Answered['kinds'][number]['seenBy'][number]
type Ground = SeenBy['ground']

/** Names shown for one ground; the rest is a number. */
const shown = 12

export async function privacy(c: Context): Promise<Answered> {
  const grounds = new Map<string, Promise<SeenBy>>()
  const about = (ground: Ground) => {
    const key = JSON.stringify(ground)
    let found = grounds.get(key)
    if (!found) grounds.set(key, (found = holders(c, ground)))
    return found
  }
  const kinds = await Promise.all(
    dataKinds.map(async (kind) => {
      const seenBy = await Promise.all(groundsOf(kind).map(about))
      return { kind, seenBy: seenBy.filter((s) => s.total > 0 || s.ground.by === 'relation') }
    }),
  )
  return { kinds, employed: c.viewer.seq !== null }
}

/** Through what somebody sees a kind of data: all relations and roles of all permissions that open it. */
export function groundsOf(kind: DataKind): Ground[] {
  const rules = (Object.keys(permissions) as Permission[]).filter((p) => opens[p] === kind).map(ruleOf)
  const byRole = roles.filter((role) => rules.some((rule) => rule.roles.includes(role)))
  const byRelation = new Set(rules.flatMap((rule) => rule.relations))
  // What everyone employed may see is not listed role by role.
  if (rules.some((rule) => rule.signedIn) || byRole.includes('employee')) return [{ by: 'colleagues' }]
  return [
    ...[...byRelation].filter((r) => r !== 'self').map((relation): Ground => ({ by: 'relation', relation })),
    ...byRole.map((role): Ground => ({ by: 'role', role })),
  ]
}

async function holders(c: Context, ground: Ground): Promise<SeenBy> {
  const { rows } = await sql<{ id: string; name: string; title: string; department: string; total: number }>`
    select r.person_id as id, r.full_name as name, r.title, r.department, count(*) over ()::int as total
    from roster r
    left join roster me on me.organization_id = r.organization_id and me.person_id = ${c.viewer.personId}
    where r.organization_id = ${c.organizationId} and r.person_id <> ${c.viewer.personId} and ${conditionFor(c, ground)}
    order by ${ground.by === 'relation' && ground.relation === 'leader' ? sql`r.depth desc` : sql`r.sort_name`}, r.person_id
    limit ${shown}`.execute(c.db)
  return {
    ground,
    people:
      ground.by === 'colleagues'
        ? []
        : rows.map(({ id, name, title, department }) => ({ id, name, title, department })),
    total: rows[0]?.total ?? 0,
  }
}

/** Which rows of the roster stand on a ground to the viewer; the mirror of `relationsTo`. */
function conditionFor(c: Context, ground: Ground): RawBuilder<boolean> {
  if (ground.by === 'colleagues') return sql<boolean>`true`
  if (ground.by === 'relation') return relationConditions[ground.relation]
  return roleCondition(c, ground.role)
}

const relationConditions: Record<Relation, RawBuilder<boolean>> = {
  self: sql<boolean>`false`,
  manager: sql<boolean>`(r.person_id = me.manager_id or r.person_id = me.second_manager_id)`,
  leader: sql<boolean>`(r.seq < me.seq and me.seq <= r.last_seq and r.person_id is distinct from me.manager_id)`,
  hr: sql<boolean>`exists (select 1 from role_grant g join population_member pm on pm.organization_id = g.organization_id and pm.population_id = g.population_id
    where g.organization_id = r.organization_id and g.person_id = r.person_id and g.role = 'hr' and g.ended_at is null and pm.person_id = me.person_id)`,
  peer: sql<boolean>`(r.manager_id = me.manager_id)`,
  report: sql<boolean>`(r.manager_id = me.person_id)`,
  stranger: sql<boolean>`true`,
}

function roleCondition(c: Context, role: Role): RawBuilder<boolean> {
  if (role === 'employee') return sql<boolean>`r.employed`
  if (role === 'manager') return sql<boolean>`(r.all_reports > 0)`
  return sql<boolean>`exists (select 1 from role_grant g where g.organization_id = ${c.organizationId} and g.person_id = r.person_id and g.role = ${role} and g.ended_at is null)`
}
