/** The beginning of a term: the role, and what somebody covers from then on. */
import { sql } from 'kysely'
import { giveRole } from '../access/access.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { lockTerm, type TermRow, termRows } from './term-rows.ts'

/** Nobody else asks, ends or begins for the same person until the transaction ends. */
export async function lockChampion(tx: Tx, c: Context, personId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('champion ' || ${c.organizationId}::text || ${personId}::text, 0))`.execute(
    tx,
  )
}

export async function nameOf(db: Db | Tx, c: Context, personId: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`select full_name as name from person
    where organization_id = ${c.organizationId} and id = ${personId}`.execute(db)
  return rows[0]?.name ?? ''
}

/** The role, what they cover, and the term that runs now instead of one before. */
export async function begin(tx: Tx, c: Context, row: TermRow): Promise<void> {
  const now = c.clock.now()
  await giveRole(tx, c, { personId: row.person_id, role: 'champion', grantedBy: row.asked_by })
  await sql`update champion_term set ended_at = ${now} where organization_id = ${c.organizationId} and person_id = ${row.person_id}
    and begun_at is not null and ended_at is null and id <> ${row.id}`.execute(tx)
  await sql`update champion_term set begun_at = ${now} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(
    tx,
  )
  await writeAreas(tx, c, row.person_id, row.areas)
  await record(tx, c, {
    type: 'champions.began',
    subject: { kind: 'person', id: row.person_id },
    data: { termId: row.id },
  })
}

/** What somebody covers from now on; what stays the same keeps its beginning. */
export async function writeAreas(tx: Tx, c: Context, personId: string, areas: TermRow['areas']): Promise<void> {
  const now = c.clock.now()
  const wanted = sql`jsonb_to_recordset(${JSON.stringify(areas)}::jsonb) x(kind text, key text)`
  await sql`update champion_area a set ended_at = ${now} where a.organization_id = ${c.organizationId} and a.person_id = ${personId}
    and a.ended_at is null and not exists (select from ${wanted} where x.kind = a.kind and x.key = a.key)`.execute(tx)
  await sql`insert into champion_area (organization_id, person_id, kind, key, began_at)
    select ${c.organizationId}::uuid, ${personId}::uuid, x.kind, x.key, ${now}::timestamptz from ${wanted}
    where not exists (select from champion_area a where a.organization_id = ${c.organizationId} and a.person_id = ${personId}
      and a.ended_at is null and a.kind = x.kind and a.key = x.key)`.execute(tx)
}

/** Terms that begin today. */
export async function beginDue(c: Context, today: Day): Promise<void> {
  const due = await termRows(
    c.db,
    c,
    sql`t.accepted_at is not null and t.begun_at is null and t.ended_at is null and t.starts_on <= ${today}::date
      and exists (select from roster r where r.organization_id = t.organization_id and r.person_id = t.person_id and r.employed)`,
    true,
  )
  for (const one of due)
    await c.db.transaction().execute(async (tx) => {
      await lockChampion(tx, c, one.person_id)
      const row = await lockTerm(tx, c, one.id)
      if (row && row.accepted_at && !row.begun_at && !row.ended_at) await begin(tx, c, row)
    })
}
