/** What champions who have gone left behind, and who has it now. */
import { sql } from 'kysely'
import type { Area, Exit, ExitReason } from '../../contract/champions.ts'
import { dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { cellIn, cells, network } from './network.ts'

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
  /** People of those areas whom nobody covers now. */
  uncovered: number
}
async function exitRows(db: Db | Tx, c: Context, which: 'open' | { personId: string }): Promise<ExitRow[]> {
  const { rows } = await sql<ExitRow>`with ${network(c.organizationId)}, ${cells(c.organizationId)}
    select x.id, x.person_id, p.full_name as name, x.at, x.because, x.areas, x.passed_to, s.full_name as passed_name, x.passed_at, o.time_zone,
      coalesce((select sum(k.people) from cells k where not k.covered and ${cellIn(sql`x.areas`)}), 0)::integer as uncovered
    from champion_exit x join person p on p.organization_id = x.organization_id and p.id = x.person_id
    join organization o on o.id = x.organization_id
    left join person s on s.organization_id = x.organization_id and s.id = x.passed_to
    where x.organization_id = ${c.organizationId} and ${which === 'open' ? sql`true` : sql`x.person_id = ${which.personId}`} and x.passed_at is null
    order by x.at desc, x.id limit 50`.execute(db)
  return rows
}

const exitOf = (row: ExitRow): Exit => ({
  id: row.id,
  person: { id: row.person_id, name: row.name },
  on: dayIn(row.at, row.time_zone),
  because: row.because,
  areas: row.areas,
  uncovered: row.uncovered,
  passedTo: row.passed_to && row.passed_name ? { id: row.passed_to, name: row.passed_name } : null,
})

/** What waits to be handed over; of a network a handful. */
export const openExits = async (db: Db | Tx, c: Context): Promise<Exit[]> => (await exitRows(db, c, 'open')).map(exitOf)

export async function openExitOf(db: Db | Tx, c: Context, personId: string): Promise<Exit | null> {
  const [row] = await exitRows(db, c, { personId })
  return row ? exitOf(row) : null
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
