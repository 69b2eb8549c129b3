import { type RawBuilder, sql } from 'kysely'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { asksFrom, mostWeeks, oneAtATime, thisWeek, waitingLetter, type Way } from './room-way.ts'

/** A large mailing. */
export const ofMany = (c: Context): Way => ({
  ...together(c),
  fullWeeks: sql`select p.person_id from asked p
    join time_asked a on a.organization_id = ${c.organizationId} and a.person_id = p.person_id and not a.dropped
      and a.day >= greatest(p.week, ${thisWeek(c)}) and a.day < p.week + 7
      and a.day >= (select min(week) from asked) and a.day < (select max(week) + 7 from asked)
    group by p.person_id having count(*) > min(p.asks) or sum(a.minutes) > min(p.minutes)`,
  async asksOf(tx) {
    const { first, last } = await stretch(tx, c)
    return asked(
      sql`${asksFrom(c)} and t.day between ${addDays(first, -7)}::date and ${addDays(last, 7 * mostWeeks + 6 + 7)}::date`,
    )
  },
})

/** Whoever has anything to come, when limits have changed: any of their weeks may be the one. */
export const ofAll = (c: Context): Way => ({
  ...together(c),
  fullWeeks: sql`select a.person_id from asked p
    join time_asked a on a.organization_id = ${c.organizationId} and a.person_id = p.person_id and not a.dropped and a.day >= ${thisWeek(c)}
    group by a.person_id, date_trunc('week', a.day) having count(*) > min(p.asks) or sum(a.minutes) > min(p.minutes)`,
  asksOf: async () => asked(asksFrom(c)),
})

const asked = (where: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`join (select * from time_asked t where ${where}) a on a.person_id = p.person_id`

function together(c: Context): Pick<Way, 'looksFirst' | 'before' | 'after' | 'lettersOf'> {
  // Rows of this transaction are in no statistics: taken for few, many would be compared each with each, one by one or
  // along an order that all of a message share.
  const plans = (tx: Tx, joins: 'off' | 'on', mode: 'force_custom_plan' | 'auto') =>
    sql`select set_config('enable_nestloop', ${joins}, true), set_config('enable_mergejoin', ${joins}, true), set_config('plan_cache_mode', ${mode}, true)`.execute(
      tx,
    )
  return {
    looksFirst: false,
    async before(tx) {
      // Two large mailings at once would each see a week that is just full: the later one waits for what the first has planned.
      await oneAtATime(tx, c)
      await plans(tx, 'off', 'force_custom_plan')
    },
    async after(tx) {
      await plans(tx, 'on', 'auto')
    },
    async lettersOf(tx) {
      await sql`analyze room_asked, room_person`.execute(tx)
      // Letters of a few messages are found by these; of very many, among all that wait.
      const { rows } = await sql<{
        id: string
      }>`select distinct source_id as id from room_asked where movable limit 101`.execute(tx)
      const theirs = rows.length <= 100 ? sql`and o.subject_id = any(${rows.map((one) => one.id)}::uuid[])` : sql``
      return sql`join outgoing_mail o on ${waitingLetter(c)} ${theirs}`
    },
  }
}

/**
 * The weeks around the one in which something has entered that hang together with it by any letter that may be moved: in
 * these is every island that is looked at. With a week to spare, for whoever has moved to another time zone.
 */
async function stretch(tx: Tx, c: Context): Promise<{ first: Day; last: Day }> {
  type Weeks = { first: Day | null; last: Day | null }
  const { rows: found } = await sql<Weeks>`select min(week) as first, max(week) as last from room_person`.execute(tx)
  let [first, last] = [found[0]!.first!, found[0]!.last!]
  const near = 7 * mostWeeks + 7
  for (;;) {
    const { rows } = await sql<Weeks>`
      select min(x.week) as first, max(x.week) as last from (select date_trunc('week', a.day - 7 * a.waits)::date as week from time_asked a
        where a.organization_id = ${c.organizationId} and a.letter and a.rank > 0 and not a.dropped and a.day >= ${thisWeek(c)}
        and a.day between ${addDays(first, -near)}::date and ${addDays(last, near + 6 + 7 * mostWeeks)}::date) x
      where x.week between ${addDays(first, -near)}::date and ${addDays(last, near)}::date`.execute(tx)
    const [before, after] = [rows[0]?.first ?? first, rows[0]?.last ?? last]
    if (before >= first && after <= last) return { first, last }
    if (before < first) first = before
    if (after > last) last = after
  }
}
