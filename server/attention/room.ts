/**
 * Room in a week. Where what is asked of somebody in a week is more than the company's cap for their role, the less
 * important waits: a week or two, in its own letter; without room until then it stands in the app only. What was not
 * sent yet is always laid out anew as a whole, the most important first, so the outcome hangs on what is asked and
 * not on the order in which it was planned.
 */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { ofFew } from './room-of-few.ts'
import { ofAll, ofMany } from './room-of-many.ts'
import { type Entered, mostWeeks, oneAtATime, thisWeek, type Way } from './room-way.ts'

/** From here on a mailing is laid out as a whole, not person by person. */
const severalPeople = 500

type Moved = { dueAt: Instant; bulk: boolean }

/**
 * After something entered the ledger: makes room in the weeks of everybody whom it asks. Answers when what was moved
 * leaves now, for whoever calls the postman. Each step is one statement over all people; there are as many as the
 * longest list of unsent letters of one of them in weeks that touch each other.
 */
export async function makeRoom(tx: Tx, c: Context, entered: Entered | 'all'): Promise<readonly Moved[]> {
  if (entered !== 'all' && !(await limited(tx, c))) return []
  const way = entered === 'all' ? ofAll(c) : entered.people > severalPeople ? ofMany(c) : ofFew(c)
  await way.before(tx)
  const moved = !way.looksFirst || (await anybody(tx, c, entered, way)) ? await layOutPeople(tx, c, entered, way) : []
  await way.after(tx)
  return moved
}

async function limited(tx: Tx, c: Context): Promise<boolean> {
  const { rows } = await sql`select 1 from attention_cap where organization_id = ${c.organizationId} limit 1`.execute(
    tx,
  )
  return rows.length > 0
}

const isEntered = (entered: Entered | 'all', a: 't' | 'a') =>
  entered === 'all'
    ? sql<boolean>`false`
    : sql<boolean>`(${sql.ref(`${a}.kind`)} = ${entered.kind} and ${sql.ref(`${a}.source_id`)} = ${entered.sourceId})`

/** No limit, as a number that no week comes to. */
const unlimited = 32_767

/**
 * For a `with`: `concerned`, whose weeks are laid out anew, with their limits. When limits have changed that is also
 * whoever has a letter that waits: it may have room now, or no limit any more to wait for. Where something has entered
 * nothing can be too full but the week in which it did: all others were settled before.
 */
function whose(c: Context, entered: Entered | 'all', way: Way): RawBuilder<unknown> {
  const [org, now] = [c.organizationId, c.clock.now()]
  const all = entered === 'all'
  return sql`
    asked as materialized (
      -- Who has become a manager between two asks has both roles for a while: the wider limit holds.
      select t.person_id, max(coalesce(k.asks, ${unlimited})) as asks, max(coalesce(k.minutes, ${unlimited})) as minutes,
        bool_or(t.waits > 0 and not t.dropped) as waiting, date_trunc('week', min(t.day))::date as week
      from time_asked t
      ${all ? sql`left join` : sql`join`} attention_cap k on k.organization_id = t.organization_id and k.role = t.role
      where t.organization_id = ${org} and ${all ? sql`t.due_at > ${now}` : isEntered(entered, 't')}
      group by 1
    ),
    full_weeks as materialized (
      ${way.fullWeeks}
    ),
    concerned as materialized (
      select p.* from asked p where p.person_id in (select person_id from full_weeks)${all ? sql` or p.waiting` : sql``}
    )`
}

/** Usually there is nobody, and nothing more is done. */
async function anybody(tx: Tx, c: Context, entered: Entered | 'all', way: Way): Promise<boolean> {
  const { rows } = await sql`with ${whose(c, entered, way)} select 1 from concerned limit 1`.execute(tx)
  return rows.length > 0
}

async function layOutPeople(tx: Tx, c: Context, entered: Entered | 'all', way: Way): Promise<readonly Moved[]> {
  const org = c.organizationId
  const now = c.clock.now()
  const since = thisWeek(c)
  const fresh = (a: 't' | 'a') => isEntered(entered, a)

  // Two at once would each find room that the other takes. Only where somebody has too much does one wait for the
  // other; what that has planned is then seen.
  await oneAtATime(tx, c)
  await sql`create temporary table if not exists room_person (person_id uuid, asks smallint, minutes smallint, zone text, week date) on commit delete rows`.execute(
    tx,
  )
  await sql`create temporary table if not exists room_asked (person_id uuid, kind text, source_id uuid, rank smallint, minutes real, wanted_at timestamptz, day date,
    last_day date, waits smallint, movable boolean, fresh boolean) on commit delete rows`.execute(tx)
  await sql`create temporary table if not exists room_item (person_id uuid, island integer, n integer, kind text, source_id uuid, mail_id uuid, minutes real, wanted_at timestamptz,
    week date, day date, last_day date, waits smallint, fresh boolean, k smallint) on commit delete rows`.execute(tx)
  await sql`create temporary table if not exists room_load (person_id uuid, week date, asks integer, minutes real, primary key (person_id, week)) on commit delete rows`.execute(
    tx,
  )
  await sql`truncate room_person, room_asked, room_item, room_load`.execute(tx)

  const { numAffectedRows: over } = await sql`
    insert into room_person (person_id, asks, minutes, zone, week)
    with ${whose(c, entered, way)},
    people as materialized (
      select p.person_id, p.asks, p.minutes, p.week, coalesce(nullif(r.time_zone, ''), nullif(q.time_zone, ''), o.time_zone) as zone, o.time_zone as own
      from concerned p
      join person q on q.organization_id = ${org} and q.id = p.person_id
      join organization o on o.id = q.organization_id
      left join roster r on r.organization_id = q.organization_id and r.person_id = q.id
    ),
    zones as materialized (select z.zone, known_zone(z.zone, z.own) as known from (select distinct zone, own from people) z)
    select p.person_id, p.asks, p.minutes, z.known, p.week from people p join zones z on z.zone = p.zone`.execute(tx)
  if (!over) return []

  // All that is asked of them, read once.
  const asks = await way.asksOf(tx)
  await sql`
    insert into room_asked (person_id, kind, source_id, rank, minutes, wanted_at, day, last_day, waits, movable, fresh)
    select a.person_id, a.kind, a.source_id, a.rank, a.minutes, a.wanted_at, a.day, a.last_day, a.waits,
      a.letter and a.rank > 0 and (a.due_at > ${now} or ${fresh('a')}), ${fresh('a')}
    from room_person p ${asks}`.execute(tx)
  const letters = await way.lettersOf(tx)

  // Their letters that may still be moved, the most important first. Weeks too far apart for a letter of the one to
  // wait into the other are islands: what happens on one is nothing to the next, and only the one in whose weeks
  // something has entered is looked at.
  await sql`
    insert into room_item (person_id, island, n, kind, source_id, mail_id, minutes, wanted_at, week, day, last_day, waits, fresh)
    with lying as materialized (
      select x.*, min(x.week) over of_island as first, max(x.week) over of_island as last from (
        select y.*, count(*) filter (where y.apart) over (partition by y.person_id order by y.week)::integer as island from (
        select a.person_id, p.week as entered, a.rank, a.kind, a.source_id, a.minutes, a.wanted_at, d.day, d.week, a.last_day, a.waits, a.fresh,
          d.week - lag(d.week) over (partition by a.person_id order by d.week) > ${7 * mostWeeks}::integer as apart
        from room_person p join room_asked a on a.person_id = p.person_id and a.movable
        cross join lateral (select (a.wanted_at at time zone p.zone)::date as day, date_trunc('week', (a.wanted_at at time zone p.zone)::date)::date as week) d
        ) y
      ) x
      window of_island as (partition by x.person_id, x.island)
    )
    select x.person_id, x.island, row_number() over (partition by x.person_id, x.island order by x.rank, x.wanted_at, x.kind, x.source_id),
      x.kind, x.source_id, o.id, x.minutes, x.wanted_at, x.week, x.day, x.last_day, x.waits, x.fresh
    from lying x
    ${letters}
    where ${entered === 'all'} or x.entered between x.first and x.last + ${7 * mostWeeks}::integer`.execute(tx)
  // Where no week is too full and nothing waits, everything stays as it is.
  await sql`
    with island as materialized (
      select person_id, island, min(week) as first, max(week) + ${7 * mostWeeks}::integer as last, bool_or(waits > 0) as waiting from room_item group by 1, 2
    ), full_week as materialized (
      select p.person_id, a.week from room_person p
      join (select person_id, min(first) as first, max(last) + 6 as last from island group by 1) s on s.person_id = p.person_id
      join (select person_id, day, date_trunc('week', day)::date as week, minutes from room_asked) a on a.person_id = p.person_id and a.day between s.first and s.last
      group by 1, 2 having count(*) > min(p.asks) or sum(a.minutes) > min(p.minutes)
    )
    delete from room_item i using island s where s.person_id = i.person_id and s.island = i.island and not s.waiting
      and not exists (select from full_week f where f.person_id = s.person_id and f.week between s.first and s.last)`.execute(
    tx,
  )
  const { rows: rounds } = await sql<{ n: number | null }>`select max(n) as n from room_item`.execute(tx)
  await sql`analyze room_item`.execute(tx)

  // What is taken by all else: what has left, what always comes, what stands in the app.
  await sql`
    insert into room_load (person_id, week, asks, minutes)
    select a.person_id, date_trunc('week', a.day)::date, count(*), sum(a.minutes)
    from (select person_id, min(week) as first, max(week) + ${7 * mostWeeks + 6}::integer as last from room_item group by 1) p
    join room_asked a on a.person_id = p.person_id and a.day between p.first and p.last
    where not exists (select from room_item i where i.person_id = a.person_id and i.kind = a.kind and i.source_id = a.source_id)
    group by 1, 2`.execute(tx)
  for (let n = 1; n <= (rounds[0]?.n ?? 0); n++)
    await sql`
      with spot as (
        select i.person_id, i.island, min(w.k) as k from room_item i
        join room_person p on p.person_id = i.person_id
        cross join lateral generate_series(0, ${mostWeeks}::integer) as w (k)
        left join room_load l on l.person_id = i.person_id and l.week = i.week + 7 * w.k
        where i.n = ${n}::integer
          -- Never back into a day that has passed, nor behind the last one on which it is of use.
          and ((i.fresh and w.k = 0) or i.wanted_at + w.k * interval '7 days' > ${now})
          and (w.k = 0 or i.last_day is null or i.day + 7 * w.k <= i.last_day)
          -- An empty week holds anything: what is longer than a cap would else never come.
          and (coalesce(l.asks, 0) = 0 or (l.asks + 1 <= p.asks and l.minutes + i.minutes <= p.minutes))
        group by 1, 2
      ), placed as (
        update room_item i set k = s.k from spot s where i.n = ${n}::integer and i.person_id = s.person_id and i.island = s.island
        returning i.person_id, i.week + 7 * s.k as week, i.minutes
      )
      insert into room_load (person_id, week, asks, minutes) select person_id, week, 1, minutes from placed
      on conflict (person_id, week) do update set asks = room_load.asks + 1, minutes = room_load.minutes + excluded.minutes`.execute(
      tx,
    )

  // Each by its key: there are few of them beside all that was ever sent.
  await sql`analyze room_item`.execute(tx)
  await sql`select set_config('enable_nestloop', 'on', true)`.execute(tx)
  const { rows } = await sql<{ due_at: Instant; bulk: boolean }>`
    with settled as materialized (
      select i.*, ((i.wanted_at at time zone p.zone) + make_interval(days => 7 * i.k)) at time zone p.zone as leaves
      from room_item i join room_person p on p.person_id = i.person_id where i.k is distinct from i.waits
    ), mail as (
      update outgoing_mail m set due_at = coalesce(s.leaves, m.due_at), state = case when s.k is null then 'excluded' else 'waiting' end,
        reason = case when s.k is null then 'no_room' end, settled_at = case when s.k is null then ${now}::timestamptz end
      from settled s where m.organization_id = ${org} and m.id = s.mail_id and m.state = 'waiting'
      returning m.due_at, m.bulk, m.state, s.person_id, s.kind, s.source_id, s.k, s.day, s.leaves
    ), entry as (
      update time_asked a set waits = coalesce(s.k, a.waits), dropped = s.k is null, due_at = coalesce(s.leaves, a.due_at),
        day = s.day + 7 * coalesce(s.k, 0)
      from mail s where a.organization_id = ${org} and a.person_id = s.person_id and a.kind = s.kind and a.source_id = s.source_id and a.day >= ${since}
    )
    select distinct due_at, bulk from mail where state = 'waiting' order by due_at`.execute(tx)
  return rows.map((row) => ({ dueAt: row.due_at, bulk: row.bulk }))
}
