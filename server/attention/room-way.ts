/** How the weeks of people are read and laid out: of few by each one's key, of many in statements over all of them. */
import { type RawBuilder, sql } from 'kysely'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

/** Weeks that a letter waits at most. */
export const mostWeeks = 2

/** `people`: how many it asks. */
export type Entered = { kind: string; sourceId: string; people: number }

/** Both ways come to the same; `server/attention/room.test.ts` holds them against each other. */
export type Way = {
  /** Of `asked p`, the `person_id` of whoever has a week that is too full. */
  fullWeeks: RawBuilder<unknown>
  /** Usually there is nobody; whether that is looked at first. */
  looksFirst: boolean
  before(tx: Tx): Promise<void>
  after(tx: Tx): Promise<void>
  /** Once `room_person` is filled: what is asked of each of them, as `a`. */
  asksOf(tx: Tx): Promise<RawBuilder<unknown>>
  /** Once `room_asked` is filled: the waiting letter of each `x`, as `o`. */
  lettersOf(tx: Tx): Promise<RawBuilder<unknown>>
}

/** The week that it is now, wherever somebody lives, as SQL. */
export const thisWeek = (c: Context): RawBuilder<unknown> =>
  sql`date_trunc('week', ${addDays(c.clock.now().slice(0, 10), -1)}::date)::date`

export const asksFrom = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`t.organization_id = ${c.organizationId} and not t.dropped and t.day >= ${thisWeek(c)}`

/** A letter `o` that may still be moved, of the ask `x`. */
export const waitingLetter = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`o.organization_id = ${c.organizationId} and o.state = 'waiting' and o.attempts = 0
    and o.subject_id = x.source_id and o.person_id = x.person_id and o.kind = x.kind`

/** Until the transaction ends; whoever has it already does not wait. */
export const oneAtATime = (tx: Tx, c: Context): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtextextended(${`attention budget ${c.organizationId}`}, 0))`.execute(tx)
