import { sql } from 'kysely'
import type { Relation } from '../../contract/permissions.ts'
import type { Context } from '../platform/context.ts'

/** What the viewer is to a person, by today's roster. A stranger, when nothing else. */
export async function relationsTo(c: Context, personId: string): Promise<Relation[]> {
  if (personId === c.viewer.personId) return ['self']
  const { rows } = await sql<{ manager: boolean; leader: boolean; hr: boolean; peer: boolean; report: boolean }>`
    select
      coalesce(s.manager_id = ${c.viewer.personId} or s.second_manager_id = ${c.viewer.personId}, false) as manager,
      coalesce(s.seq > v.seq and s.seq <= v.last_seq and s.manager_id is distinct from v.person_id, false) as leader,
      exists (select 1 from population_member pm where pm.organization_id = s.organization_id and pm.person_id = s.person_id
        and pm.population_id = any(${c.viewer.populations as string[]}::uuid[])) as hr,
      coalesce(s.manager_id = v.manager_id, false) as peer,
      coalesce(v.manager_id = s.person_id, false) as report
    from roster s left join roster v on v.organization_id = s.organization_id and v.person_id = ${c.viewer.personId}
    where s.organization_id = ${c.organizationId} and s.person_id = ${personId}`.execute(c.db)
  const row = rows[0]
  if (!row) return ['stranger']
  const found = (['manager', 'leader', 'hr', 'peer', 'report'] as const).filter((relation) => row[relation])
  return found.length > 0 ? found : ['stranger']
}
