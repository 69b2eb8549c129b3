/** What waits for people whose wave is paused or was taken back: letters at the post office, and what asks in the app. */
import { type RawBuilder, sql } from 'kysely'
import { heldKinds, heldNotices } from '../../contract/notice-kinds.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { haltedPeople } from '../program/program.ts'
import { callPostman } from './outgoing.ts'

/**
 * Whether a letter `outgoing_mail m` waits, although it is due. It leaves when the wave goes on, if it is of use then.
 * Asked of a whole list: the people are looked up once and hashed. Joined, the planner takes a paused wave for a few
 * people and compares each letter with each of them.
 */
export const heldBack = (c: Context): RawBuilder<boolean> => {
  const held = (kind: 'pause' | 'rollback') =>
    sql<boolean>`(m.kind = any(${heldKinds[kind] as string[]}::text[])
      and m.person_id in (select q.person_id from ${haltedPeople(c, true)} q where q.kind = ${kind}))`
  return sql<boolean>`(${held('pause')} or ${held('rollback')})`
}

/** Whether something in the inbox `inbox_item i` that asks does not appear yet; what was there before stays. */
export const heldNotice = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`exists (select from ${haltedPeople(c)} q where q.person_id = i.person_id and i.appears_at >= q.began_at
    and i.kind = any(case q.kind when 'pause' then ${heldNotices.pause as string[]}::text[] else ${heldNotices.rollback as string[]}::text[] end))`

/** What waited may leave: both counters look at their lists. */
export async function goOn(tx: Tx | Db, c: Context): Promise<void> {
  for (const counter of ['single', 'bulk'] as const) await callPostman(tx, c, c.clock.now(), counter)
}
