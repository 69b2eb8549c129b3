/** The only way to words of growth: on behalf of the viewer, on the organization's day; the policies of 0028 do the rest. */
import { sql } from 'kysely'
import { asPerson } from '../checkins/checkins.ts'
import { dayHere } from '../program/program.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

export async function behindWall<T>(c: Context, work: (tx: Tx, inside: Context) => Promise<T>): Promise<T> {
  return asPerson(c, async (tx, inside) => {
    await sql`select set_config('belay.day', ${dayHere(c)}::text, true)`.execute(tx)
    return work(tx, inside)
  })
}
