/** Who owned an active goal, or a key result of one, and what it served, on which days, and when we believed it. */
import { sql } from 'kysely'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { type Belief, holders, ownedDays, shareOut, type Span, type Turn } from './rules.ts'

type Known = {
  owner_id: string
  starts_on: Day
  ends_on: Day
  removed: boolean
  turns: Turn[]
  handovers: { from: string; to: string; on: Day }[]
  parts: { personId: string; since: Day; until: Day | null }[]
}

/** Brings the dated ownership of a goal up to what its history and dates now say; a removed goal is owned by nobody. */
export async function own(tx: Tx, c: Context, goalId: string): Promise<void> {
  const known = await knownOf(tx, c.organizationId, goalId)
  if (!known) return
  const days = known.removed ? [] : ownedDays({ startsOn: known.starts_on, endsOn: known.ends_on }, known.turns)
  const parts = known.parts.map((p): Span => ({ part: 'key_result', ...p }))
  await believe(
    tx,
    c.organizationId,
    goalId,
    shareOut(days, [...holders(known.owner_id, known.handovers), ...parts]),
    c.clock.now(),
  )
  await place(tx, c, goalId)
  await measure(tx, c, goalId)
}

/** Whether it says how it will be measured: what was believed before stays, superseded. */
async function measure(tx: Tx, c: Context, goalId: string): Promise<void> {
  const now = c.clock.now()
  const { rows } = await sql<{ measured: boolean }>`
    with says as (
      select coalesce(bool_and(k.start_value <> k.target_value), false) as measured from key_result k
      where k.organization_id = ${c.organizationId} and k.goal_id = ${goalId} and k.removed_at is null
    ), over as (
      update goal_measure m set superseded = ${now} from says
      where m.organization_id = ${c.organizationId} and m.goal_id = ${goalId} and m.superseded is null and m.measured <> says.measured
    )
    select says.measured from says where not exists (select from goal_measure b
      where b.organization_id = ${c.organizationId} and b.goal_id = ${goalId} and b.superseded is null and b.measured = says.measured)`.execute(
    tx,
  )
  if (rows[0])
    await sql`insert into goal_measure (organization_id, goal_id, measured, recorded)
      values (${c.organizationId}, ${goalId}, ${rows[0].measured}, ${now})`.execute(tx)
}

/** From today on: what a published goal serves and whom it is for. What it was until yesterday stays. */
export async function place(tx: Tx, c: Context, goalId: string): Promise<void> {
  const now = c.clock.now()
  const { rows } = await sql<{ today: Day; open: string | null; since: Day | null; same: boolean; there: boolean }>`
    select (${now}::timestamptz at time zone o.time_zone)::date as today, b.id as open, lower(b.holds) as since,
      g.published_at is not null and g.removed_at is null as there,
      coalesce(b.level = g.level and b.parent_id is not distinct from g.parent_id, false) as same
    from goal g join organization o on o.id = g.organization_id
    left join goal_place b on b.organization_id = g.organization_id and b.goal_id = g.id and b.superseded is null and upper_inf(b.holds)
    where g.organization_id = ${c.organizationId} and g.id = ${goalId}`.execute(tx)
  const known = rows[0]
  if (!known || (known.there ? known.same : known.open === null)) return
  if (known.open) {
    await sql`update goal_place set superseded = ${now} where organization_id = ${c.organizationId} and id = ${known.open}`.execute(
      tx,
    )
    if (known.since! < known.today)
      await sql`insert into goal_place (organization_id, goal_id, parent_id, level, holds, recorded)
        select organization_id, goal_id, parent_id, level, daterange(lower(holds), ${known.today}::date), ${now}::timestamptz
        from goal_place where organization_id = ${c.organizationId} and id = ${known.open}`.execute(tx)
  }
  if (known.there)
    await sql`insert into goal_place (organization_id, goal_id, parent_id, level, holds, recorded)
      select organization_id, id, parent_id, level, daterange(${known.today}::date, null), ${now}::timestamptz
      from goal where organization_id = ${c.organizationId} and id = ${goalId}`.execute(tx)
}

/** All days are the organization's. */
async function knownOf(tx: Tx, organizationId: string, goalId: string): Promise<Known | undefined> {
  const { rows } = await sql<Known>`
    with u as (
      select u.*, (u.created_at at time zone o.time_zone)::date as day from goal_update u join organization o on o.id = u.organization_id
      where u.organization_id = ${organizationId} and u.goal_id = ${goalId} and u.taken_back_at is null
    )
    select g.owner_id, g.starts_on, g.ends_on, g.removed_at is not null as removed,
      coalesce((select jsonb_agg(jsonb_build_object('kind', case u.kind when 'imported' then 'published' else u.kind end, 'on', u.day) order by u.created_at, u.number)
        from u where u.kind in ('published', 'imported', 'closed', 'reopened')), '[]') as turns,
      coalesce((select jsonb_agg(jsonb_build_object('from', u.from_person_id, 'to', u.to_person_id, 'on', u.day) order by u.created_at, u.number)
        from u where u.kind = 'handed_over'), '[]') as handovers,
      coalesce((select jsonb_agg(jsonb_build_object('personId', w.person_id, 'since', (w.since at time zone o.time_zone)::date,
          'until', (least(w.until, k.removed_at) at time zone o.time_zone)::date) order by w.since)
        from key_result k join key_result_owner w on w.organization_id = k.organization_id and w.key_result_id = k.id
        where k.organization_id = g.organization_id and k.goal_id = g.id), '[]') as parts
    from goal g join organization o on o.id = g.organization_id where g.organization_id = ${organizationId} and g.id = ${goalId}`.execute(
    tx,
  )
  return rows[0]
}

/** Makes the believed periods these; what we believed until now stays, superseded. */
async function believe(
  tx: Tx,
  organizationId: string,
  goalId: string,
  beliefs: readonly Belief[],
  now: Instant,
): Promise<void> {
  const list = sql`unnest(${beliefs.map((b) => b.personId)}::uuid[], ${beliefs.map((b) => b.part)}::text[],
    ${beliefs.map((b) => b.from)}::date[], ${beliefs.map((b) => b.until)}::date[]) d (person, part, a, z)`
  await sql`
    update goal_ownership o set superseded = ${now}
    where o.organization_id = ${organizationId} and o.goal_id = ${goalId} and o.superseded is null
      and not exists (select from ${list} where daterange(d.a, d.z) = o.holds and o.person_id = d.person and o.part = d.part)`.execute(
    tx,
  )
  await sql`
    insert into goal_ownership (organization_id, goal_id, person_id, part, holds, recorded)
    select ${organizationId}::uuid, ${goalId}::uuid, d.person, d.part, daterange(d.a, d.z), ${now}::timestamptz
    from ${list}
    where not exists (select from goal_ownership o where o.organization_id = ${organizationId} and o.goal_id = ${goalId}
      and o.superseded is null and o.holds = daterange(d.a, d.z) and o.person_id = d.person and o.part = d.part)`.execute(
    tx,
  )
}
