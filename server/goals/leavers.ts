/**
 * What becomes of the goals of people who leave: nothing is deleted, and their manager is asked
 * to hand each one over, take it over or close it. Whoever comes back finds theirs again.
 */
import { sql } from 'kysely'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { nameOf } from './queries.ts'
import { own } from './ownership.ts'

/** After a people file, and every night for last days that came. */
export async function followRoster(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const now = c.clock.now()
    const gone = (of: 'g' | 'h', column: string) =>
      sql`not exists (select from roster r where r.organization_id = ${c.organizationId} and r.person_id = ${sql.id(of, column)})`
    // Back again, or whoever was asked has left too: the question ends, and is asked anew below.
    await sql`update goal_handover h set ended_at = ${now} where h.organization_id = ${c.organizationId} and h.ended_at is null
      and (not ${gone('h', 'left_id')} or ${gone('h', 'asked_id')})`.execute(tx)
    const { rows } = await sql<{ owner_id: string; goals: { id: string; secret: boolean }[] }>`
      select g.owner_id, jsonb_agg(jsonb_build_object('id', g.id, 'secret', g.visibility = 'private')) as goals from goal g
      where g.organization_id = ${c.organizationId} and g.removed_at is null and g.closed_at is null and g.published_at is not null
        and ${gone('g', 'owner_id')}
        and not exists (select from goal_handover h where h.organization_id = g.organization_id and h.goal_id = g.id and h.ended_at is null)
      group by g.owner_id order by g.owner_id`.execute(tx)
    for (const { owner_id: left, goals } of rows) await ask(tx, c, left, goals)
    await returnKeyResults(tx, c)
  })
}

async function ask(tx: Tx, c: Context, left: string, goals: readonly { id: string; secret: boolean }[]): Promise<void> {
  const found = await managerThen(tx, c, left)
  if (!found) return
  // What was private was read by the manager, not by the line above: it stays unseen where that manager has left too.
  const asked = goals.filter((g) => found.direct || !g.secret)
  for (const goal of asked) {
    await sql`insert into goal_handover (organization_id, goal_id, left_id, asked_id, asked_at)
      values (${c.organizationId}, ${goal.id}, ${left}, ${found.id}, ${c.clock.now()})`.execute(tx)
    await record(tx, c, {
      type: 'goal.owner_left',
      subject: { kind: 'goal', id: goal.id },
      data: { ownerId: left, askedId: found.id },
    })
  }
  if (asked.length > 0)
    await putInInbox(tx, c, found.id, {
      kind: 'goal_left',
      subject: { kind: 'person', id: left },
      params: { by: (await nameOf(tx, c.organizationId, left)).name },
    })
}

/** The last manager of somebody who left; where that one has left too, theirs, and so on. */
async function managerThen(tx: Tx, c: Context, left: string): Promise<{ id: string; direct: boolean } | null> {
  let person = left
  for (let step = 0; step < 20; step++) {
    const { rows } = await sql<{ manager_id: string; here: boolean }>`
      select l.manager_id, exists (select from roster r where r.organization_id = l.organization_id and r.person_id = l.manager_id) as here
      from placement l where l.organization_id = ${c.organizationId} and l.person_id = ${person} and l.superseded is null and l.manager_id is not null
      order by upper(l.holds) desc nulls first, lower(l.holds) desc limit 1`.execute(tx)
    const last = rows[0]
    if (!last) return null
    if (last.here) return { id: last.manager_id, direct: step === 0 }
    person = last.manager_id
  }
  return null
}

/** A key result that somebody looked after who has left falls back to the owner of its goal. */
async function returnKeyResults(tx: Tx, c: Context): Promise<void> {
  const now = c.clock.now()
  const { rows } = await sql<{ goal_id: string; owner_id: string }>`
    update key_result k set owner_id = null from goal g
    where g.organization_id = k.organization_id and g.id = k.goal_id and k.organization_id = ${c.organizationId} and k.owner_id is not null
      and g.closed_at is null and g.removed_at is null
      and not exists (select from roster r where r.organization_id = k.organization_id and r.person_id = k.owner_id)
    returning k.goal_id, g.owner_id`.execute(tx)
  if (rows.length === 0) return
  await sql`update key_result_owner w set until = ${now} where w.organization_id = ${c.organizationId} and w.until is null
    and exists (select from key_result k where k.organization_id = w.organization_id and k.id = w.key_result_id and k.owner_id is null)`.execute(
    tx,
  )
  for (const [goalId, ownerId] of new Map(rows.map((r) => [r.goal_id, r.owner_id]))) {
    await own(tx, c, goalId)
    await record(tx, c, {
      type: 'goal.updated',
      subject: { kind: 'goal', id: goalId },
      data: { ownerId, changed: ['keyResults'] },
    })
  }
}
