/** A goal goes on in the next period: its key results begin where they ended. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { own } from './ownership.ts'
import { dayOf, demandElement } from './practice.ts'
import { addUpdate } from './queries.ts'
import { periodFor } from './rules.ts'
import { demandDates, writable } from './writable.ts'

type Into = { startsOn?: Day | undefined; endsOn?: Day | undefined; chosen?: ReadonlySet<string> | undefined }

export async function copyIn(tx: Tx, c: Context, goalId: string, into: Into): Promise<string> {
  const goal = await writable(tx, c, goalId)
  if (!goal.published_at) throw problem('goal_draft')
  const { settings } = await demandElement({ ...c, db: tx }, 'goals', goal.owner_id)
  const already =
    await sql`select 1 from goal where organization_id = ${c.organizationId} and copied_from = ${goal.id} and removed_at is null`.execute(
      tx,
    )
  if (already.rows.length > 0) throw problem('goal_copied')
  const today = await dayOf({ ...c, db: tx })
  const after = addDays(goal.ends_on, 1)
  const startsOn = into.startsOn ?? (after > today ? after : today)
  const endsOn = into.endsOn ?? periodFor(startsOn, settings.period).endsOn
  demandDates(startsOn, endsOn)
  const id = randomUUID()
  const now = c.clock.now()
  const me = c.viewer.personId
  // A parent that is closed or gone has no next period of its own yet: the copy serves none.
  await sql`
    insert into goal (organization_id, id, owner_id, parent_id, title, description, visibility, level, starts_on, ends_on, said_reached,
      created_by, created_at, published_by, published_at, copied_from)
    select g.organization_id, ${id}::uuid, g.owner_id, p.id, g.title, g.description, g.visibility, g.level, ${startsOn}::date, ${endsOn}::date, 0,
      ${me}::uuid, ${now}::timestamptz, ${me}::uuid, ${now}::timestamptz, g.id
    from goal g
    left join goal p on p.organization_id = g.organization_id and p.id = g.parent_id and p.removed_at is null and p.closed_at is null
    where g.organization_id = ${c.organizationId} and g.id = ${goal.id}`.execute(tx)
  for (const table of ['goal_contributor', 'goal_reader'] as const) {
    const added = table === 'goal_contributor' ? sql`added_by, ` : sql``
    await sql`insert into ${sql.table(table)} (organization_id, goal_id, person_id, ${added}added_at)
      select x.organization_id, ${id}::uuid, x.person_id, ${table === 'goal_contributor' ? sql`${me}::uuid, ` : sql``}${now}::timestamptz
      from ${sql.table(table)} x join roster r on r.organization_id = x.organization_id and r.person_id = x.person_id
      where x.organization_id = ${c.organizationId} and x.goal_id = ${goal.id}`.execute(tx)
  }
  let position = 0
  for (const k of goal.key_results) {
    if (into.chosen && !into.chosen.has(k.id)) continue
    const counted = k.kind === 'yes_no' || k.kind === 'milestones'
    const helps = goal.contributors.some((p) => p.id === k.owner?.id)
    const keyResultId = randomUUID()
    await sql`insert into key_result (organization_id, id, goal_id, position, title, kind, unit, start_value, target_value, current_value, weight, owner_id, steps)
      select ${c.organizationId}::uuid, ${keyResultId}::uuid, ${id}::uuid, ${position++}::integer, ${k.title}, ${k.kind}, ${k.unit}, ${counted ? k.start : k.current}::numeric,
        ${k.target}::numeric, ${k.current}::numeric, ${k.weight}::smallint, (select x.person_id from goal_contributor x
          where x.organization_id = ${c.organizationId} and x.goal_id = ${id} and x.person_id = ${helps ? k.owner!.id : null}), ${JSON.stringify(k.steps)}::jsonb`.execute(
      tx,
    )
    await sql`insert into key_result_owner (organization_id, key_result_id, person_id, since)
      select organization_id, id, owner_id, ${now}::timestamptz from key_result where organization_id = ${c.organizationId} and id = ${keyResultId} and owner_id is not null`.execute(
      tx,
    )
  }
  await addUpdate(tx, c, id, { id: randomUUID(), kind: 'published' })
  await own(tx, c, id)
  await record(tx, c, {
    type: 'goal.created',
    subject: { kind: 'goal', id },
    data: { ownerId: goal.owner_id, copiedFrom: goal.id },
  })
  return id
}
