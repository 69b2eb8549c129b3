/** What people say of themselves: the language they want, and outside the people file their name. */
import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import { searchable, searchText } from './search.ts'

/** Holds at once, in the interface and in letters; a people file does not take it back. */
export async function speak(tx: Tx, organizationId: string, personId: string, language: string): Promise<void> {
  await sql`update person set language = ${language} where organization_id = ${organizationId} and id = ${personId}`.execute(
    tx,
  )
  await sql`update roster r set locale = spoken_locale(p.language, p.locale) from person p
    where r.organization_id = ${organizationId} and r.person_id = ${personId} and p.organization_id = r.organization_id and p.id = r.person_id`.execute(
    tx,
  )
}

/** Whether somebody stands in no people file, so that nobody but they can say what they are called. */
export async function isOutsider(
  tx: Pick<Tx, 'selectFrom'>,
  organizationId: string,
  personId: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom('person')
    .select(['in_file', 'employee_number'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', personId)
    .executeTakeFirst()
  return row !== undefined && !row.in_file && row.employee_number === null
}

export async function nameOutsider(tx: Tx, organizationId: string, personId: string, name: string): Promise<void> {
  const { rows } = await sql<{ email: string | null }>`
    update person set full_name = ${name}, given_name = '', family_name = '', sort_name = ${searchable(name)}
    where organization_id = ${organizationId} and id = ${personId} returning email`.execute(tx)
  const search = searchText([name, rows[0]!.email])
  await sql`update person set search = ${search} where organization_id = ${organizationId} and id = ${personId}`.execute(
    tx,
  )
  await sql`update roster set full_name = ${name}, given_name = '', family_name = '', sort_name = ${searchable(name)}, search = ${search}
    where organization_id = ${organizationId} and person_id = ${personId}`.execute(tx)
}
