/** What a message is given has to be there, in this company. */
import { sql } from 'kysely'
import { templates } from '../library/library.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'

type Given = {
  template?: string | undefined
  waveId?: string | undefined
  audienceId?: string | null | undefined
  senderId?: string | null | undefined
}

/** Throws `not_found` for a text, wave, audience or person that is not there, or is somebody else's. */
export async function demandKnown(
  tx: Tx,
  c: Context,
  { template, waveId, audienceId, senderId }: Given,
): Promise<void> {
  if (template !== undefined && !templates().some((one) => one.id === template && one.kind === 'communication'))
    throw problem('not_found')
  const there = (table: string, id: string | null | undefined) =>
    id == null
      ? sql<boolean>`true`
      : sql<boolean>`exists (select from ${sql.table(table)} x where x.organization_id = ${c.organizationId} and x.id = ${id})`
  const { rows } = await sql<{ known: boolean }>`
    select ${there('wave', waveId)} and ${there('audience', audienceId)} and ${there('person', senderId)} as known`.execute(
    tx,
  )
  if (!rows[0]!.known) throw problem('not_found')
}
