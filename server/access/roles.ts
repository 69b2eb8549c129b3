/** Roles: granted and ended by a named person, with a trace; the last administrator stays. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { access } from '../../contract/access.ts'
import { type GrantableRole, grantableRoles, permissions } from '../../contract/permissions.ts'
import type { Context } from '../platform/context.ts'
import type { Instant } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'

type Grant = Answer<typeof access.grantRole>
type Row = {
  id: string
  person_id: string
  name: string
  title: string
  department: string
  role: GrantableRole
  population_id: string | null
  population_size: number | null
  granted_at: Instant
  granted_by: string | null
  granter: string | null
  ended_at: Instant | null
  ended_by: string | null
  ender: string | null
}

/** Somebody's name beside their id; null for the operator and for the product itself. */
const named = (id: string | null, name: string | null) => (id && name ? { id, name } : null)

function grantOf(row: Row): Grant {
  return {
    id: row.id,
    person: { id: row.person_id, name: row.name, title: row.title, department: row.department },
    role: row.role,
    populationId: row.population_id,
    populationSize: row.population_size,
    grantedAt: row.granted_at,
    grantedBy: named(row.granted_by, row.granter),
    endedAt: row.ended_at,
    endedBy: named(row.ended_by, row.ender),
  }
}

async function read(db: Db | Tx, organizationId: string, which: 'open' | 'ended' | { id: string }): Promise<Grant[]> {
  const { rows } = await sql<Row>`
    select g.id, g.person_id, p.full_name as name, coalesce(r.title, '') as title, coalesce(r.department, '') as department, g.role, g.population_id,
      case when g.population_id is not null then
        (select count(*)::int from population_member m where m.organization_id = g.organization_id and m.population_id = g.population_id) end as population_size,
      g.granted_at, g.granted_by, gp.full_name as granter, g.ended_at, g.ended_by, ep.full_name as ender
    from role_grant g
    join person p on p.organization_id = g.organization_id and p.id = g.person_id
    left join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    left join person gp on gp.organization_id = g.organization_id and gp.id = g.granted_by
    left join person ep on ep.organization_id = g.organization_id and ep.id = g.ended_by
    where g.organization_id = ${organizationId}
      and ${which === 'open' ? sql`g.ended_at is null` : which === 'ended' ? sql`g.ended_at is not null` : sql`g.id = ${which.id}`}
    order by ${which === 'ended' ? sql`g.ended_at desc` : sql`g.role, p.full_name`}, g.id
    limit ${which === 'ended' ? 50 : 2000}`.execute(db)
  return rows.map(grantOf)
}

/** The directory is open to whoever holds a role; one that opens nothing else is not offered yet. */
export const offeredRoles = grantableRoles.filter((role) =>
  Object.entries(permissions).some(
    ([id, rule]) => id !== 'people.read' && 'roles' in rule && (rule.roles as readonly string[]).includes(role),
  ),
)

export async function listRoles(c: Context): Promise<Answer<typeof access.roles>> {
  const [grants, ended] = await Promise.all([
    read(c.db, c.organizationId, 'open'),
    read(c.db, c.organizationId, 'ended'),
  ])
  return {
    offered: offeredRoles,
    grants,
    ended,
  }
}

/**
 * Grants a role inside a transaction: also for other modules, which name a lead or
 * a sponsor. Answers the id of the grant, or null where the person holds it already.
 */
export async function giveRole(
  tx: Tx,
  c: Context,
  wanted: {
    personId: string
    role: GrantableRole
    populationId?: string | undefined
    /** Who decided it, where somebody else's act brings it about. */
    grantedBy?: string
  },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into role_grant (organization_id, person_id, role, population_id, granted_by, granted_at)
    select r.organization_id, r.person_id, ${wanted.role}, ${wanted.populationId ?? null}::uuid, ${wanted.grantedBy ?? c.viewer.personId}, ${c.clock.now()}
    from roster r where r.organization_id = ${c.organizationId} and r.person_id = ${wanted.personId}
    on conflict do nothing returning id`.execute(tx)
  const id = rows[0]?.id
  if (!id) return null
  // Also where a role comes with something else, such as naming a sponsor: a token hands out none.
  if (c.viewer.via === 'token') throw problem('forbidden')
  await record(tx, c, {
    type: 'role.granted',
    subject: { kind: 'person', id: wanted.personId },
    data: { grantId: id, role: wanted.role, ...(wanted.populationId ? { populationId: wanted.populationId } : {}) },
  })
  return id
}

export async function grantRole(c: Context, input: Input<typeof access.grantRole>): Promise<Grant> {
  if ((input.role === 'hr') !== (input.populationId !== undefined)) throw problem('population_needed')
  try {
    return await c.db.transaction().execute(async (tx) => {
      const { rows } = await sql<{
        full_name: string
      }>`select full_name from roster where organization_id = ${c.organizationId} and person_id = ${input.personId}`.execute(
        tx,
      )
      if (!rows[0]) throw problem('person_unknown')
      const id = await giveRole(tx, c, input)
      if (!id) throw problem('role_held', { name: rows[0].full_name })
      return (await read(tx, c.organizationId, { id }))[0]!
    })
  } catch (error) {
    // The audience table stands further down; its foreign key answers for it.
    if ((error as { code?: string }).code === '23503') throw problem('not_found', {}, error)
    throw error
  }
}

export async function endRole(c: Context, input: Input<typeof access.endRole>): Promise<Grant> {
  return c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ person_id: string; role: GrantableRole }>`
      select person_id, role from role_grant where organization_id = ${c.organizationId} and id = ${input.grantId} and ended_at is null`.execute(
      tx,
    )
    const found = rows[0]
    if (!found) throw problem('not_found')
    if (found.role === 'admin') await keepAnAdmin(tx, c, found.person_id)
    const ended = await endGrants(tx, c, { personId: found.person_id, id: input.grantId })
    if (ended === 0) throw problem('not_found')
    return (await read(tx, c.organizationId, { id: input.grantId }))[0]!
  })
}

/** Ends open grants of a person and records each. */
export async function endGrants(tx: Tx, c: Context, which: { personId: string; id?: string }): Promise<number> {
  const { rows } = await sql<{ id: string; role: string }>`
    update role_grant set ended_at = ${c.clock.now()}, ended_by = ${c.viewer.personId}
    where organization_id = ${c.organizationId} and person_id = ${which.personId} and ended_at is null
      and (${which.id ?? null}::uuid is null or id = ${which.id ?? null})
    returning id, role`.execute(tx)
  for (const row of rows) {
    await record(tx, c, {
      type: 'role.ended',
      subject: { kind: 'person', id: which.personId },
      data: { grantId: row.id, role: row.role },
    })
  }
  return rows.length
}

/**
 * Refuses when nobody but this person is left who is administrator and can sign in.
 * All administrators' grants are locked in one order, so that two who end each other
 * at the same moment do not both succeed.
 */
export async function keepAnAdmin(tx: Tx, c: Context, without: string): Promise<void> {
  const { rows } = await sql<{ person_id: string }>`
    select g.person_id from role_grant g
    where g.organization_id = ${c.organizationId} and g.role = 'admin' and g.ended_at is null
      and exists (select 1 from roster r where r.organization_id = g.organization_id and r.person_id = g.person_id)
      and not exists (select 1 from account a where a.organization_id = g.organization_id and a.person_id = g.person_id and a.closed_at is not null)
    order by g.id for update of g`.execute(tx)
  if (rows.some((row) => row.person_id === without) && rows.every((row) => row.person_id === without))
    throw problem('last_admin')
}
