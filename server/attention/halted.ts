/** What waits for people whose wave is paused or was taken back: letters at the post office, and what asks in the app. */
import { type RawBuilder, sql } from 'kysely'
import { heldKinds, heldNotices } from '../../contract/notice-kinds.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { haltedPeople } from '../program/program.ts'
import { callPostman } from './outgoing.ts'

const of = (kind: RawBuilder<string>, held: Record<'pause' | 'rollback', readonly string[]>) =>
  sql`${kind} = any(case q.kind when 'pause' then ${held.pause as string[]}::text[] else ${held.rollback as string[]}::text[] end)`

/** Whether a letter `outgoing_mail m` waits, although it is due. It leaves when the wave goes on, if it is of use then. */
export const heldBack = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${haltedPeople(c)} q where q.person_id = m.person_id and ${of(sql`m.kind`, heldKinds)})`

/** Whether something in the inbox `inbox_item i` that asks does not appear yet; what was there before stays. */
export const heldNotice = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${haltedPeople(c)} q where q.person_id = i.person_id and i.appears_at >= q.began_at
    and ${of(sql`i.kind`, heldNotices)})`

/** What waited may leave: both counters look at their lists. */
export async function goOn(tx: Tx | Db, c: Context): Promise<void> {
  for (const counter of ['single', 'bulk'] as const) await callPostman(tx, c, c.clock.now(), counter)
}
