/** The rows of a roadmap, and the locks under which they change. */
import { sql } from 'kysely'
import type { Anchor, OwnerRole, RoadmapPhase, WatchedFact } from '../../contract/roadmap.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'

export type MapRow = {
  program_id: string
  program: string
  starts_on: Day
  work_days: number[]
  made_at: Instant
  made_by: string | null
  made_name: string | null
  kept_on: Day | null
  kept_by: string | null
  kept_name: string | null
}

export type TaskRow = {
  id: string
  program_id: string
  wave_id: string | null
  template: string | null
  phase: RoadmapPhase
  watches: WatchedFact | null
  title: string | null
  about: string | null
  owner_role: OwnerRole | null
  owner_id: string | null
  owner_name: string | null
  owner_here: boolean
  days: number
  anchor: Anchor | null
  anchor_days: number
  not_before: Day | null
  held_on: Day | null
  kept_starts_on: Day | null
  kept_due_on: Day | null
  done_on: Day | null
  done_by: string | null
  done_name: string | null
  done_note: string
  left_out: boolean
  told_late: boolean
  revision: number
  after: string[]
}

/** Null: it was not made yet. Throws `not_found` where there is no such program. */
export async function mapRow(
  db: Db | Tx,
  c: Context,
  programId: string,
): Promise<{ program: { id: string; name: string }; row: MapRow | null }> {
  const { rows } = await sql<{ id: string; program: string } & { [K in keyof MapRow]: MapRow[K] | null }>`
    select p.id, coalesce(nullif((select v.brand ->> 'name' from program_version v where v.organization_id = p.organization_id and v.program_id = p.id
        order by v.number desc limit 1), ''), p.draft -> 'brand' ->> 'name', '') as program,
      m.program_id, m.starts_on, m.work_days, m.made_at, m.made_by, a.full_name as made_name, m.kept_on, m.kept_by, k.full_name as kept_name
    from program p
    left join roadmap m on m.organization_id = p.organization_id and m.program_id = p.id
    left join person a on a.organization_id = m.organization_id and a.id = m.made_by
    left join person k on k.organization_id = m.organization_id and k.id = m.kept_by
    where p.organization_id = ${c.organizationId} and p.id = ${programId}`.execute(db)
  const found = rows[0]
  if (!found) throw problem('not_found')
  const { id, ...row } = found
  return {
    program: { id, name: found.program ?? '' },
    row: row.program_id === null ? null : ({ ...row, program: found.program ?? '' } as MapRow),
  }
}

/** Holds a roadmap still: dates hang together, so that one at a time changes them. */
export async function lockMap(tx: Tx, c: Context, programId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from roadmap where organization_id = ${c.organizationId} and program_id = ${programId} for update`.execute(
      tx,
    )
  if (rows.length === 0) throw problem('roadmap_none')
}

/** In the order in which they were made. */
export async function taskRows(db: Db | Tx, c: Context, programId: string): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select t.id, t.program_id, t.wave_id, t.template, t.phase, t.watches, t.title, t.about, t.owner_role, t.owner_id, p.full_name as owner_name,
      r.person_id is not null as owner_here, t.days, t.anchor, t.anchor_days, t.not_before, t.held_on, t.kept_starts_on, t.kept_due_on,
      t.done_on, t.done_by, d.full_name as done_name, t.done_note, t.left_out_at is not null as left_out, t.told_late_at is not null as told_late,
      t.revision, coalesce(a.after, '{}') as after
    from roadmap_task t
    left join person p on p.organization_id = t.organization_id and p.id = t.owner_id
    left join roster r on r.organization_id = t.organization_id and r.person_id = t.owner_id and r.employed
    left join person d on d.organization_id = t.organization_id and d.id = t.done_by
    left join (select task_id, array_agg(after_id order by after_id) as after from roadmap_after
      where organization_id = ${c.organizationId} and program_id = ${programId} group by task_id) a on a.task_id = t.id
    where t.organization_id = ${c.organizationId} and t.program_id = ${programId}
    order by t.created_at, t.id`.execute(db)
  return rows
}

/** The program that a task is of; throws `not_found`. */
export async function programOfTask(db: Db | Tx, c: Context, taskId: string): Promise<string> {
  const { rows } = await sql<{ program_id: string }>`select program_id from roadmap_task
    where organization_id = ${c.organizationId} and id = ${taskId}`.execute(db)
  if (!rows[0]) throw problem('not_found')
  return rows[0].program_id
}

/** Everybody whom a roadmap may name is in the people file today. */
export async function demandPerson(db: Db | Tx, c: Context, personId: string): Promise<void> {
  const { rows } =
    await sql`select 1 from roster where organization_id = ${c.organizationId} and person_id = ${personId} and employed`.execute(
      db,
    )
  if (rows.length === 0) throw problem('person_unknown')
}
