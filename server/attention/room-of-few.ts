import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { asksFrom, thisWeek, waitingLetter, type Way } from './room-way.ts'

/** Each by the key of their own; the planner is kept from reading all that was ever asked. */
export const ofFew = (c: Context): Way => ({
  fullWeeks: sql`select p.person_id from asked p
    cross join lateral (select count(*) as asks, sum(a.minutes) as minutes from time_asked a where a.organization_id = ${c.organizationId}
      and a.person_id = p.person_id and not a.dropped and a.day >= greatest(p.week, ${thisWeek(c)}) and a.day < p.week + 7) w
    where w.asks > p.asks or w.minutes > p.minutes`,
  looksFirst: true,
  async before() {},
  async after() {},
  asksOf: async () =>
    sql`cross join lateral (select * from time_asked t where ${asksFrom(c)} and t.person_id = p.person_id offset 0) a`,
  lettersOf: async () =>
    sql`cross join lateral (select o.id from outgoing_mail o where ${waitingLetter(c)} offset 0) o`,
})
