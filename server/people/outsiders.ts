/** People outside the people file: a first administrator, a consultant. Counted nowhere, never leavers. */
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { searchable, searchText } from './search.ts'

/** Makes a person outside the file, with their row in the roster. Null when the address signs in somebody else. */
export async function addOutsider(
  tx: Tx,
  organizationId: string,
  who: { name: string; email: string },
  now: Instant,
): Promise<string | null> {
  const name = who.name.trim()
  const email = who.email.trim()
  const search = searchText([name, email])
  const { rows } = await sql<{ id: string }>`
    insert into person (organization_id, full_name, sort_name, search, email, email_key, created_at)
    values (${organizationId}, ${name}, ${searchable(name)}, ${search}, ${email}, ${email.toLowerCase()}, ${now})
    on conflict (organization_id, email_key) do nothing returning id`.execute(tx)
  const id = rows[0]?.id
  if (!id) return null
  await sql`
    insert into roster (organization_id, person_id, employed, full_name, given_name, family_name, sort_name, search, email, locale, time_zone, seq, last_seq, depth)
    values (${organizationId}, ${id}, false, ${name}, '', '', ${searchable(name)}, ${search}, ${email}, '', '', 0, 0, 0)`.execute(
    tx,
  )
  return id
}
