/** Making a roadmap from the design, bringing it up to date, its calendar, and the dates to compare with. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import { mostTasks, type OwnerRole, type roadmap, type RoadmapAnswer } from '../../contract/roadmap.ts'
import { holdersOf } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { countCompany, factsOf } from './facts.ts'
import { answerOf, demandPicture, emptyAnswer, readPicture, wantedNow } from './picture.ts'
import { demandPerson, lockMap, mapRow, type TaskRow, taskRows } from './rows.ts'
import { tellAssigned } from './telling.ts'
import { keyOf, type Wanted } from './wanted.ts'

const planned = async (db: Db | Tx, c: Context, programId: string) =>
  c.viewer.roles.includes('lead') ? wantedNow(db, c, programId, await factsOf(db, c, programId)) : null

/** The page of a program, made or not. */
export async function read(db: Db | Tx, c: Context, programId: string): Promise<RoadmapAnswer> {
  const picture = await readPicture(db, c, programId)
  if (!picture) return emptyAnswer(db, c, programId)
  return answerOf(c, picture, await planned(db, c, programId))
}

export const get = (c: Context, input: Input<typeof roadmap.get>): Promise<RoadmapAnswer> =>
  read(c.db, c, input.programId)

/** Adds what the design asks for and is not there. Pressed again it finds nothing to add. */
export async function make(c: Context, input: Input<typeof roadmap.make>): Promise<Answer<typeof roadmap.make>> {
  const { programId } = input
  const added = await c.db.transaction().execute(async (tx) => {
    await mapRow(tx, c, programId)
    const facts = await factsOf(tx, c, programId)
    const now = c.clock.now()
    const { rows: begun } = await sql`insert into roadmap (organization_id, program_id, starts_on, made_by, made_at)
      values (${c.organizationId}, ${programId}, ${input.startsOn ?? facts.today}, ${c.viewer.personId}, ${now}) on conflict do nothing returning 1`.execute(
      tx,
    )
    await lockMap(tx, c, programId)
    const rows = await taskRows(tx, c, programId)
    const there = new Map(rows.flatMap((row) => (row.template ? [[keyOf(row.template, row.wave_id), row.id]] : [])))
    const { fresh } = await wantedNow(tx, c, programId, facts, await countCompany(tx, c))
    const news = fresh.filter((one) => !there.has(one.key))
    if (rows.length + news.length > mostTasks) throw problem('roadmap_full', { most: mostTasks })
    const first = begun.length > 0
    if (news.length === 0 && !first) {
      countRecorded(c, 1) // pressed again
      return 0
    }
    const owners = await ownersOf(tx, c, programId)
    for (const one of news) {
      const { rows: made } = await sql<{ id: string }>`
        insert into roadmap_task (organization_id, program_id, wave_id, template, phase, watches, owner_role, owner_id, days, anchor, anchor_days, created_by, created_at)
        values (${c.organizationId}, ${programId}, ${one.waveId}, ${one.template}, ${one.phase}, ${one.watches}, ${one.ownerRole},
          ${one.ownerRole ? (owners.get(one.ownerRole) ?? null) : null}, ${one.days}, ${one.anchor}, ${one.anchorDays}, ${c.viewer.personId}, ${now})
        returning id`.execute(tx)
      there.set(one.key, made[0]!.id)
    }
    await link(tx, c, programId, rows, fresh, news, there)
    await record(tx, c, {
      type: first ? 'roadmap.made' : 'roadmap.brought_up_to_date',
      subject: { kind: 'program', id: programId },
      data: { tasks: news.length },
    })
    const theirs = new Map<string, string[]>()
    for (const one of news) {
      const owner = one.ownerRole ? owners.get(one.ownerRole) : undefined
      if (owner) theirs.set(owner, [...(theirs.get(owner) ?? []), there.get(one.key)!])
    }
    await tellAssigned(tx, c, programId, theirs)
    return news.length
  })
  const answer = await read(c.db, c, programId)
  return { ...answer, added, unneeded: answer.tasks.filter((one) => one.unneeded && !one.leftOut).length }
}

/**
 * What is new waits for what the template says, and what was there for what is new; by hand nothing is taken away.
 * Where somebody has ordered it the other way round, theirs holds: a circle could not be shown any more.
 */
async function link(
  tx: Tx,
  c: Context,
  programId: string,
  rows: readonly Pick<TaskRow, 'id' | 'after'>[],
  wanted: readonly Wanted[],
  news: readonly Wanted[],
  there: ReadonlyMap<string, string>,
): Promise<void> {
  const isNew = new Set(news.map((one) => one.key))
  const pairs = wanted.flatMap((one) =>
    one.after.flatMap((key) => {
      const [task, after] = [there.get(one.key), there.get(key)]
      return task && after && (isNew.has(one.key) || isNew.has(key)) ? [{ task, after }] : []
    }),
  )
  const before = new Map(rows.map((row) => [row.id, new Set(row.after)]))
  const kept = pairs.filter(({ task, after }) => {
    if (comesBefore(before, task, after)) return false
    before.set(task, (before.get(task) ?? new Set()).add(after))
    return true
  })
  await sql`insert into roadmap_after (organization_id, program_id, task_id, after_id)
    select ${c.organizationId}, ${programId}, x.task, x.after
    from unnest(${kept.map((one) => one.task)}::uuid[], ${kept.map((one) => one.after)}::uuid[]) as x (task, after) on conflict do nothing`.execute(
    tx,
  )
}

/** Whether `id` waits, by whatever way, for `first`, or is it. */
function comesBefore(before: ReadonlyMap<string, ReadonlySet<string>>, first: string, id: string): boolean {
  const seen = new Set([id])
  for (const one of seen) for (const next of before.get(one) ?? []) seen.add(next)
  return seen.has(first)
}

/** Who a task falls to by itself: whoever the design names, or the one person who holds the role. Of several nobody is chosen. */
async function ownersOf(tx: Tx, c: Context, programId: string): Promise<Map<OwnerRole, string>> {
  const { draft, version } = await designState(tx, c, programId)
  const found = new Map<OwnerRole, string>()
  const design = version?.design ?? draft
  const db = tx as unknown as Db
  const put = async (role: OwnerRole, ids: readonly (string | null)[]) => {
    const named = ids.filter((id) => id !== null)
    if (named.length !== 1) return
    const { rows } =
      await sql`select 1 from roster where organization_id = ${c.organizationId} and person_id = ${named[0]!} and employed`.execute(
        tx,
      )
    if (rows.length > 0) found.set(role, named[0]!)
  }
  await put('lead', [design.leadId])
  await put('sponsor', [design.sponsorId])
  await put('hr', await holdersOf(db, c.organizationId, 'hr'))
  await put('trainer', await holdersOf(db, c.organizationId, 'trainer'))
  await put('champions', await holdersOf(db, c.organizationId, 'champion'))
  const { rows } = await sql<{ id: string }>`select g.person_id as id from role_grant g
    join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id and r.employed
    where g.organization_id = ${c.organizationId} and g.role = 'admin' and g.ended_at is null limit 2`.execute(tx)
  await put(
    'it',
    rows.map((row) => row.id),
  )
  return found
}

export async function settle(c: Context, input: Input<typeof roadmap.settle>): Promise<RoadmapAnswer> {
  const { programId } = input
  await c.db.transaction().execute(async (tx) => {
    await mapRow(tx, c, programId)
    await lockMap(tx, c, programId)
    const days = [...new Set(input.workDays)].toSorted((a, b) => a - b)
    await sql`update roadmap set work_days = ${days}::smallint[], starts_on = ${input.startsOn}
      where organization_id = ${c.organizationId} and program_id = ${programId}`.execute(tx)
    await record(tx, c, {
      type: 'roadmap.calendar_set',
      subject: { kind: 'program', id: programId },
      data: { workDays: days, startsOn: input.startsOn },
    })
  })
  return read(c.db, c, programId)
}

export async function keepDates(c: Context, input: Input<typeof roadmap.keepDates>): Promise<RoadmapAnswer> {
  const { programId } = input
  await c.db.transaction().execute(async (tx) => {
    await mapRow(tx, c, programId)
    await lockMap(tx, c, programId)
    const { placed, facts } = await demandPicture(tx, c, programId)
    const ids = [...placed.keys()]
    await sql`update roadmap_task t set kept_starts_on = x.starts, kept_due_on = x.due
      from unnest(${ids}::uuid[], ${ids.map((id) => placed.get(id)!.startsOn)}::date[], ${ids.map((id) => placed.get(id)!.expectedOn)}::date[]) as x (id, starts, due)
      where t.organization_id = ${c.organizationId} and t.program_id = ${programId} and t.id = x.id`.execute(tx)
    await sql`update roadmap set kept_on = ${facts.today}, kept_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and program_id = ${programId}`.execute(tx)
    await record(tx, c, { type: 'roadmap.dates_kept', subject: { kind: 'program', id: programId } })
  })
  return read(c.db, c, programId)
}

export async function add(c: Context, input: Input<typeof roadmap.add>): Promise<Answer<typeof roadmap.add>> {
  const { programId } = input
  return c.db.transaction().execute(async (tx) => {
    await mapRow(tx, c, programId)
    await lockMap(tx, c, programId)
    const rows = await taskRows(tx, c, programId)
    if (rows.length >= mostTasks) throw problem('roadmap_full', { most: mostTasks })
    if (input.after.some((id) => !rows.some((row) => row.id === id))) throw problem('roadmap_task')
    if (input.ownerId) await demandPerson(tx, c, input.ownerId)
    if (input.waveId) {
      const known =
        await sql`select 1 from wave where organization_id = ${c.organizationId} and program_id = ${programId} and id = ${input.waveId}`.execute(
          tx,
        )
      if (known.rows.length === 0) throw problem('roadmap_wave')
    }
    const { rows: made } = await sql<{ id: string }>`
      insert into roadmap_task (organization_id, program_id, wave_id, phase, title, about, owner_id, days, not_before, created_by, created_at)
      values (${c.organizationId}, ${programId}, ${input.waveId}, ${input.phase}, ${input.title}, ${input.about}, ${input.ownerId}, ${input.days},
        ${input.startsOn ?? (await todayOf(tx, c))}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(tx)
    const { id } = made[0]!
    await sql`insert into roadmap_after (organization_id, program_id, task_id, after_id)
      select ${c.organizationId}, ${programId}, ${id}, x from unnest(${[...new Set(input.after)]}::uuid[]) as x`.execute(
      tx,
    )
    await record(tx, c, { type: 'roadmap.task_added', subject: { kind: 'roadmap_task', id }, data: { programId } })
    if (input.ownerId) await tellAssigned(tx, c, programId, new Map([[input.ownerId, [id]]]))
    return { id }
  })
}
