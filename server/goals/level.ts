/** Whom a goal is for. A permission, because a company goal stands at the top of everybody's tree. */
import { sql } from 'kysely'
import { type GoalLevel, goalLevels } from '../../contract/goal.ts'
import type { Viewer } from '../../contract/permissions.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'

/** The program's lead and sponsor look after the goals of the company. */
export const setsCompanyGoals = (viewer: Viewer): boolean =>
  viewer.roles.includes('lead') || viewer.roles.includes('sponsor')

/**
 * The levels that the viewer may give to a goal of somebody: all of them for the program's lead,
 * its sponsor and whoever has nobody above; `team` for the goals of somebody who leads people,
 * by themself or their manager.
 */
export async function levelsFor(c: Context, db: Db | Tx, ownerId: string): Promise<GoalLevel[]> {
  const { rows } = await sql<{ top: boolean; leads: boolean; mine: boolean }>`
    select exists (select from roster v where v.organization_id = ${c.organizationId} and v.person_id = ${c.viewer.personId}
        and v.employed and v.manager_id is null and v.direct_reports > 0) as top,
      coalesce(o.direct_reports > 0, false) as leads,
      coalesce(${c.viewer.personId} in (o.person_id, o.manager_id, o.second_manager_id), false) as mine
    from (select 1) one left join roster o on o.organization_id = ${c.organizationId} and o.person_id = ${ownerId}`.execute(
    db,
  )
  const { top, leads, mine } = rows[0]!
  if (top || setsCompanyGoals(c.viewer)) return [...goalLevels]
  if (!mine) return []
  return leads ? ['team', 'person'] : ['person']
}

export async function demandLevel(c: Context, level: GoalLevel, ownerId: string): Promise<void> {
  if (!(await levelsFor(c, c.db, ownerId)).includes(level)) throw problem('goal_level')
}

/** What stands over the goals of others can be read by everyone. */
export function demandPublicLevel(level: GoalLevel, visibility: 'public' | 'private'): void {
  if (level !== 'person' && visibility === 'private') throw problem('goal_level_private')
}
