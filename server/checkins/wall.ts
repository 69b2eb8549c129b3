import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

/**
 * The only way to words of check-ins and to private notes: a transaction that tells the
 * database on whose behalf it reads. The policies of 0008 do the rest. Outside such a
 * transaction no statement of the app sees a word of them.
 */
export async function asPerson<T>(c: Context, work: (tx: Tx, inside: Context) => Promise<T>): Promise<T> {
  return c.db.transaction().execute(async (tx) => {
    await speakFor(tx, c.viewer.personId)
    return work(tx, { ...c, db: tx })
  })
}

/** Until the transaction ends, or somebody else is named. Used beyond oneself only to carry topics over. */
export async function speakFor(tx: Tx, personId: string): Promise<void> {
  await sql`select set_config('belay.person', ${personId}, true)`.execute(tx)
}
