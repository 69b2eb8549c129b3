/** What people say to a goal and who reads it by name: the statements. */
import { sql } from 'kysely'
import type { GoalDetail } from '../../contract/goal.ts'
import type { Viewer } from '../../contract/permissions.ts'
import type { Instant } from '../platform/clock.ts'
import type { Db, Tx } from '../platform/db.ts'
import { goalVisibleTo } from './queries.ts'

type Named = { id: string; name: string }

/** The newest hundred, oldest first; only for whoever may see the goal. */
export async function commentsOf(db: Db | Tx, viewer: Viewer, goalId: string): Promise<GoalDetail['comments']> {
  const { rows } = await sql<{
    id: string
    author_id: string
    author_name: string
    words: string
    mentions: Named[]
    created_at: Instant
  }>`
    select m.id, m.author_id, a.full_name as author_name, m.words, m.created_at,
      coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'name', n.full_name)) from person n
        where n.organization_id = m.organization_id and n.id = any(m.mentions)), '[]') as mentions
    from goal_comment m join person a on a.organization_id = m.organization_id and a.id = m.author_id
    where m.organization_id = ${viewer.organizationId} and m.goal_id = ${goalId} and m.taken_back_at is null
    order by m.created_at desc, m.id desc limit 100`.execute(db)
  return rows.reverse().map((m) => ({
    id: m.id,
    author: { id: m.author_id, name: m.author_name },
    words: m.words,
    mentions: m.mentions,
    at: m.created_at,
    mayTakeBack: m.author_id === viewer.personId,
  }))
}

export async function cheersOf(db: Db | Tx, viewer: Viewer, goalId: string): Promise<GoalDetail['cheers']> {
  const { rows } = await sql<Named>`select p.id, p.full_name as name
    from goal_cheer h join person p on p.organization_id = h.organization_id and p.id = h.person_id
    where h.organization_id = ${viewer.organizationId} and h.goal_id = ${goalId} order by h.at desc, p.id limit 500`.execute(
    db,
  )
  return { people: rows, mine: rows.some((r) => r.id === viewer.personId) }
}

/** To whom the owner of a private goal shows it by name. */
export async function chosenReaders(db: Db | Tx, organizationId: string, goalId: string): Promise<Named[]> {
  const { rows } = await sql<Named>`select p.id, p.full_name as name
    from goal_reader x join person p on p.organization_id = x.organization_id and p.id = x.person_id
    where x.organization_id = ${organizationId} and x.goal_id = ${goalId} order by p.sort_name, p.id`.execute(db)
  return rows
}

/** Who was asked what becomes of a goal whose owner has left. */
export async function askedOf(db: Db | Tx, organizationId: string, goalId: string): Promise<Named | null> {
  const { rows } = await sql<Named>`select p.id, p.full_name as name
    from goal_handover h join person p on p.organization_id = h.organization_id and p.id = h.asked_id
    where h.organization_id = ${organizationId} and h.goal_id = ${goalId} and h.ended_at is null`.execute(db)
  return rows[0] ?? null
}

/** The goal that another one carries on, where the viewer may see it. */
export async function sourceOf(
  db: Db | Tx,
  viewer: Viewer,
  goalId: string,
): Promise<{ id: string; title: string } | null> {
  const { rows } = await sql<{ id: string; title: string }>`
    select g.id, g.title from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where g.organization_id = ${viewer.organizationId} and g.id = ${goalId} and g.removed_at is null and ${goalVisibleTo(viewer)}`.execute(
    db,
  )
  return rows[0] ?? null
}

/** Whether somebody else may see a goal: asked before a comment mentions them. */
export async function seesGoal(
  db: Db | Tx,
  organizationId: string,
  goalId: string,
  personId: string,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from goal g left join roster r on r.organization_id = g.organization_id and r.person_id = g.owner_id
    where g.organization_id = ${organizationId} and g.id = ${goalId} and g.removed_at is null and ${goalVisibleTo({ personId })}`.execute(
    db,
  )
  return rows.length > 0
}
