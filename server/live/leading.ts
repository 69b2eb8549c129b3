/** Who may lead a session: whoever holds a role for it; where the workshop asks for it, only signed-off trainers and candidates under observation. */
import { sql } from 'kysely'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { holds, openDelivery, readyOn, trainerRule } from './trainer-rows.ts'

type Wanted = { workshopId: string | null; day: Day; leaderIds: readonly string[] }

/** Refuses; answers the candidates among them whom nobody observes yet, if somebody will. */
export async function mayLead(
  tx: Tx,
  c: Context,
  { workshopId, day, leaderIds }: Wanted,
  sessionId: string | null,
  observerId: string | null = null,
): Promise<string[]> {
  const asks = workshopId !== null && (await trainerRule(tx, c)).workshops.includes(workshopId)
  const { rows } = await sql<{
    id: string
    name: string
    holds: boolean
    ready: boolean
    watched: boolean
    candidate: boolean
  }>`
    select p.id, p.full_name as name, ${holds(c, sql`p.id`, ['lead', 'trainer'])} as holds, ${readyOn(c, sql`p.id`, sql`${day}::date`)} as ready,
      exists (select from trainer t join trainer_delivery d on d.organization_id = t.organization_id and d.trainer_id = t.id
        where t.organization_id = p.organization_id and t.person_id = p.id and d.session_id = ${sessionId}::uuid and ${openDelivery}) as watched,
      exists (select from trainer t where t.organization_id = p.organization_id and t.person_id = p.id and t.accepted_at is not null and t.ended_at is null) as candidate
    from person p where p.organization_id = ${c.organizationId} and p.id = any(${leaderIds as string[]}::uuid[]) order by p.full_name, p.id`.execute(
    tx,
  )
  if (rows.length !== new Set(leaderIds).size || rows.some((one) => !one.holds)) throw problem('live_leader')
  const without = rows.filter((one) => !one.ready && !one.watched)
  if (asks && without.length > 0 && (observerId === null || without.some((one) => !one.candidate)))
    throw problem('live_trainer', { name: (without.find((one) => !one.candidate) ?? without[0]!).name })
  return observerId === null ? [] : without.filter((one) => one.candidate).map((one) => one.id)
}

/** The sites that the people file knows, by a walk along its index. */
export async function sitesHere(db: Db, c: Context): Promise<string[]> {
  const { rows } = await sql<{ site: string }>`
    with recursive walk as (
      (select r.location as site from roster r where r.organization_id = ${c.organizationId} and r.location > '' order by r.location limit 1)
      union all
      select (select r.location from roster r where r.organization_id = ${c.organizationId} and r.location > w.site order by r.location limit 1)
      from walk w where w.site is not null
    )
    select site from walk where site is not null limit 500`.execute(db)
  return rows.map((row) => row.site)
}
