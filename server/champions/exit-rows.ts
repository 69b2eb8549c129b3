/** What champions who have gone left behind, and who has it now. */
import { sql } from 'kysely'
import type { Area, Exit, ExitReason } from '../../contract/champions.ts'
import { dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { uncoveredIn } from './network.ts'

type ExitRow = {
  id: string
  person_id: string
  name: string
  at: Instant
  because: ExitReason
  areas: Area[]
  passed_to: string | null
  passed_name: string | null
  passed_at: Instant | null
  time_zone: string
}
async function exitRows(db: Db | Tx, c: Context, which: 'open' | { personId: string }): Promise<ExitRow[]> {
  const { rows } =
    await sql<ExitRow>`select x.id, x.person_id, p.full_name as name, x.at, x.because, x.areas, x.passed_to, s.full_name as passed_name, x.passed_at, o.time_zone
    from champion_exit x join person p on p.organization_id = x.organization_id and p.id = x.person_id
    join organization o on o.id = x.organization_id
    left join person s on s.organization_id = x.organization_id and s.id = x.passed_to
    where x.organization_id = ${c.organizationId} and ${which === 'open' ? sql`true` : sql`x.person_id = ${which.personId}`} and x.passed_at is null
    order by x.at desc, x.id limit 50`.execute(db)
  return rows
}

const exitOf = async (db: Db | Tx, c: Context, row: ExitRow): Promise<Exit> => ({
  id: row.id,
  person: { id: row.person_id, name: row.name },
  on: dayIn(row.at, row.time_zone),
  because: row.because,
  areas: row.areas,
  uncovered: row.areas.length === 0 ? 0 : await uncoveredIn(db, c, row.areas),
  passedTo: row.passed_to && row.passed_name ? { id: row.passed_to, name: row.passed_name } : null,
})

/** What waits to be handed over; of a network a handful. */
export async function openExits(db: Db | Tx, c: Context): Promise<Exit[]> {
  const exits: Exit[] = []
  for (const row of await exitRows(db, c, 'open')) exits.push(await exitOf(db, c, row))
  return exits
}

export async function openExitOf(db: Db | Tx, c: Context, personId: string): Promise<Exit | null> {
  const [row] = await exitRows(db, c, { personId })
  return row ? exitOf(db, c, row) : null
}

/** Who took over from whom; for the desk, which passes on what was held there. */
export async function handOverOf(
  db: Db | Tx,
  organizationId: string,
  exitId: string,
): Promise<{ from: string; to: string | null } | null> {
  const { rows } = await sql<{
    from: string
    to: string | null
  }>`select person_id as "from", passed_to as "to" from champion_exit
    where organization_id = ${organizationId} and id = ${exitId} and passed_at is not null`.execute(db)
  return rows[0] ?? null
}
