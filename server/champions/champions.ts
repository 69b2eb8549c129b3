/** The door of champions: coverage, what waits for somebody, what is heard, and who took over from whom. */
import { sql } from 'kysely'
import { answerDays } from '../../contract/champions.ts'
import { type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { today as todayOf } from '../program/program.ts'
import { stateOfTerm, termRows } from './term-rows.ts'

export { aimOf } from './coverage.ts'
export { handOverOf } from './exit-rows.ts'
export { broughtSince, topicsSince } from './heard.ts'
export { coverageOf, type Coverage } from './network.ts'
export { wanted } from './gaps.ts'

export type ChampionWaits = {
  /** An invitation of the viewer's own. */
  invitation: { termId: string; by: string; until: Day } | null
  /** People who report to the viewer, whose hours they have said nothing about. */
  fits: readonly { termId: string; id: string; name: string }[]
  /** For the lead: what champions who have gone left, and nobody has taken over. */
  handOvers: number
}

export async function championWaits(c: Context): Promise<ChampionWaits> {
  const me = c.viewer.personId
  const rows = await termRows(
    c.db,
    c,
    sql`t.accepted_at is null and t.declined_at is null and t.withdrawn_at is null and t.person_id = ${me}`,
  )
  const today = rows.length > 0 ? await todayOf(c.db, c) : null
  const invited = rows
    .map((row) => ({ row, state: stateOfTerm(row, today!) }))
    .find(({ state }) => state.is === 'invited')
  const { rows: fits } = await sql<{ termId: string; id: string; name: string }>`
    select t.id as "termId", r.person_id as id, r.full_name as name from champion_term t join organization o on o.id = t.organization_id
    join roster r on r.organization_id = t.organization_id and r.person_id = t.person_id and (r.manager_id = ${me} or r.second_manager_id = ${me})
    where t.organization_id = ${c.organizationId} and t.manager_id = ${me} and t.fits is null and t.declined_at is null and t.withdrawn_at is null and t.ended_at is null
      -- What lapsed without an answer is asked of nobody any more.
      and (t.accepted_at is not null or (t.asked_at at time zone o.time_zone)::date >= (${c.clock.now()}::timestamptz at time zone o.time_zone)::date - ${answerDays}::integer)
    order by t.asked_at, t.id limit 5`.execute(c.db)
  const open = c.viewer.roles.includes('lead')
    ? await sql<{
        n: number
      }>`select count(*) as n from champion_exit where organization_id = ${c.organizationId} and passed_at is null`.execute(
        c.db,
      )
    : null
  return {
    invitation:
      invited && invited.state.is === 'invited'
        ? { termId: invited.row.id, by: invited.row.asker, until: invited.state.until }
        : null,
    fits,
    handOvers: open?.rows[0]?.n ?? 0,
  }
}
