/** Changing a task: what it would move is shown first; then what waits for it moves along, or stays and the conflict is marked. */
import { sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { roadmap, RoadmapAnswer, RoadmapChange, RoadmapEffect } from '../../contract/roadmap.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { read } from './making.ts'
import { demandPicture, itemsOf, type Picture, placeAll } from './picture.ts'
import { demandPerson, lockMap, mapRow, programOfTask, type TaskRow } from './rows.ts'
import { circleIn, type Item, type Move, movesBetween, type Placed, startFor } from './schedule.ts'
import { tellAssigned } from './telling.ts'

/** The row as it would be. Refuses what cannot be: unknown tasks, a circle, what the product sees by itself. */
function changed(picture: Picture, row: TaskRow, change: RoadmapChange): TaskRow {
  const dates = change.days !== undefined || change.startsOn !== undefined || change.dueOn || change.held !== undefined
  if (row.watches !== null && dates) throw problem('roadmap_known')
  const after = change.after ? [...new Set(change.after)] : row.after
  const known = new Set(picture.rows.map((one) => one.id))
  if (after.some((id) => !known.has(id) || id === row.id)) throw problem('roadmap_task')
  const days = change.days ?? row.days
  const at = picture.placed.get(row.id)
  const { calendar } = picture
  let notBefore = change.startsOn === undefined ? row.not_before : change.startsOn
  // By the day on which it should be done: it begins so many working days earlier.
  if (change.dueOn) {
    const end = calendar.number(change.dueOn) + (days > 0 && calendar.works(change.dueOn) ? 1 : 0)
    notBefore = calendar.day(startFor({ days, off: picture.byId.get(row.id)?.off ?? new Set() }, end))
  }
  const held =
    change.held === undefined
      ? // Held on another day, once it is given one.
        row.held_on !== null && (change.startsOn || change.dueOn)
        ? notBefore
        : row.held_on
      : change.held
        ? (notBefore ?? at?.startsOn ?? picture.facts.today)
        : null
  return {
    ...row,
    title: change.title ?? row.title,
    about: change.about ?? row.about,
    phase: change.phase ?? row.phase,
    days,
    not_before: notBefore,
    held_on: held,
    after,
  }
}

type Outcome = { next: TaskRow; after: Map<string, Placed>; moves: Move[] }

function outcomeOf(picture: Picture, row: TaskRow, change: RoadmapChange): Outcome {
  const next = changed(picture, row, change)
  const { items, after } = placedAs(picture, next)
  return { next, after, moves: movesBetween(items, picture.placed, after) }
}

/** Where everything is with one row as it would be. Refuses a circle. */
function placedAs(picture: Picture, next: TaskRow): { items: Item[]; after: Map<string, Placed> } {
  const rows = picture.rows.map((one) => (one.id === next.id ? next : one))
  const items = itemsOf(picture.map, rows, picture.facts, picture.calendar, (one) => picture.titles.get(one.id)!.title)
  const names = circleIn(items)
  if (names) throw problem('roadmap_cycle', { names: [...names, names[0]!].join(' → ') })
  return { items, after: placeAll(items, picture.map, picture.facts, picture.calendar) }
}

function effectOf(picture: Picture, row: TaskRow, { after, moves }: Outcome): RoadmapEffect {
  const waves = new Map(picture.facts.waves.map((one) => [one.id, one]))
  const byId = new Map(picture.rows.map((one) => [one.id, one]))
  return {
    moves: moves
      .filter((move) => move.id !== row.id)
      .map((move) => ({
        ...move,
        title: picture.titles.get(move.id)!.title,
        wave: waves.get(byId.get(move.id)!.wave_id ?? '')?.name ?? null,
      })),
    goLives: picture.rows.flatMap((one) => {
      const wave = one.watches === 'live' ? waves.get(one.wave_id ?? '') : undefined
      const [was, is] = [picture.placed.get(one.id)?.conflict ?? 0, after.get(one.id)?.conflict ?? 0]
      return wave?.goesLiveOn && was !== is
        ? [{ wave: { id: wave.id, name: wave.name }, goesLiveOn: wave.goesLiveOn, before: was, after: is }]
        : []
    }),
  }
}

export async function preview(c: Context, input: Input<typeof roadmap.preview>): Promise<RoadmapEffect> {
  const programId = await programOfTask(c.db, c, input.taskId)
  const picture = await demandPicture(c.db, c, programId)
  const row = picture.rows.find((one) => one.id === input.taskId)!
  return effectOf(picture, row, outcomeOf(picture, row, input.change))
}

export async function change(c: Context, input: Input<typeof roadmap.change>): Promise<RoadmapAnswer> {
  const programId = await programOfTask(c.db, c, input.taskId)
  await c.db.transaction().execute(async (tx) => {
    await lockMap(tx, c, programId)
    const picture = await demandPicture(tx, c, programId)
    const row = picture.rows.find((one) => one.id === input.taskId)
    if (!row) throw problem('not_found')
    if (row.revision !== input.revision) throw problem('conflict')
    const outcome = outcomeOf(picture, row, input.change)
    const { next } = outcome
    await sql`update roadmap_task set title = ${next.title}, about = ${next.about}, phase = ${next.phase}, days = ${next.days},
        not_before = ${next.not_before}, held_on = ${next.held_on}, revision = revision + 1, told_late_at = null
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    if (input.change.after) {
      await sql`delete from roadmap_after where organization_id = ${c.organizationId} and task_id = ${row.id}`.execute(
        tx,
      )
      await sql`insert into roadmap_after (organization_id, program_id, task_id, after_id)
        select ${c.organizationId}, ${programId}, ${row.id}, x from unnest(${next.after}::uuid[]) as x`.execute(tx)
    }
    const stayed = input.others === 'stay' ? await holdOthers(tx, c, picture, row, outcome.moves) : 0
    await record(tx, c, {
      type: 'roadmap.task_changed',
      subject: { kind: 'roadmap_task', id: row.id },
      data: {
        programId,
        changed: Object.keys(input.change),
        moved: input.others === 'move' ? outcome.moves.filter((one) => one.id !== row.id).length : 0,
        stayed,
      },
    })
  })
  return read(c.db, c, programId)
}

/** What would move stays on its days instead: held there, so that the page shows where it does not fit. */
async function holdOthers(tx: Tx, c: Context, picture: Picture, row: TaskRow, moves: readonly Move[]): Promise<number> {
  const rows = new Map(picture.rows.map((one) => [one.id, one]))
  const ids = moves
    .map((move) => move.id)
    .filter((id) => id !== row.id && rows.get(id)!.watches === null && rows.get(id)!.done_on === null)
  await sql`update roadmap_task t set held_on = x.day, revision = t.revision + 1
    from unnest(${ids}::uuid[], ${ids.map((id) => picture.placed.get(id)!.startsOn)}::date[]) as x (id, day)
    where t.organization_id = ${c.organizationId} and t.id = x.id`.execute(tx)
  return ids.length
}

/** A task that the viewer may plan, with its roadmap held still. */
async function held(
  tx: Tx,
  c: Context,
  taskId: string,
  programId: string,
): Promise<{ row: TaskRow; picture: Picture }> {
  await lockMap(tx, c, programId)
  const picture = await demandPicture(tx, c, programId)
  const row = picture.rows.find((one) => one.id === taskId)
  if (!row) throw problem('not_found')
  return { row, picture }
}

export async function assign(c: Context, input: Input<typeof roadmap.assign>): Promise<RoadmapAnswer> {
  const programId = await programOfTask(c.db, c, input.taskId)
  await c.db.transaction().execute(async (tx) => {
    const { row } = await held(tx, c, input.taskId, programId)
    if (row.watches !== null) throw problem('roadmap_known')
    if (row.owner_id === input.ownerId) return countRecorded(c, 1)
    if (input.ownerId) await demandPerson(tx, c, input.ownerId)
    await sql`update roadmap_task set owner_id = ${input.ownerId}, told_late_at = null
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'roadmap.task_assigned',
      subject: { kind: 'roadmap_task', id: row.id },
      data: { programId, ownerId: input.ownerId, was: row.owner_id },
    })
    if (input.ownerId && row.done_on === null)
      await tellAssigned(tx, c, programId, new Map([[input.ownerId, [row.id]]]))
  })
  return read(c.db, c, programId)
}

export async function handOver(c: Context, input: Input<typeof roadmap.handOver>): Promise<RoadmapAnswer> {
  const { programId } = input
  await c.db.transaction().execute(async (tx) => {
    await mapRow(tx, c, programId)
    await lockMap(tx, c, programId)
    await demandPerson(tx, c, input.toId)
    const { rows } = await sql<{ id: string }>`update roadmap_task set owner_id = ${input.toId}, told_late_at = null
      where organization_id = ${c.organizationId} and program_id = ${programId} and owner_id = ${input.fromId} and done_on is null
      returning id`.execute(tx)
    await record(tx, c, {
      type: 'roadmap.handed_over',
      subject: { kind: 'program', id: programId },
      data: { from: input.fromId, to: input.toId, tasks: rows.length },
    })
    if (rows.length > 0)
      await tellAssigned(tx, c, programId, new Map([[input.toId, rows.map((row) => row.id).toSorted()]]))
  })
  return read(c.db, c, programId)
}

export async function leaveOut(c: Context, input: Input<typeof roadmap.leaveOut>): Promise<RoadmapAnswer> {
  const programId = await programOfTask(c.db, c, input.taskId)
  await c.db.transaction().execute(async (tx) => {
    const { row, picture } = await held(tx, c, input.taskId, programId)
    if (row.left_out === input.out) return countRecorded(c, 1)
    // What was ordered while it was away may not fit with it.
    if (!input.out) placedAs(picture, { ...row, left_out: false })
    await sql`update roadmap_task set left_out_at = ${input.out ? c.clock.now() : null}, left_out_by = ${input.out ? c.viewer.personId : null},
        revision = revision + 1 where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: input.out ? 'roadmap.task_left_out' : 'roadmap.task_brought_back',
      subject: { kind: 'roadmap_task', id: row.id },
      data: { programId },
    })
  })
  return read(c.db, c, programId)
}

export async function tick(c: Context, input: Input<typeof roadmap.tick>): Promise<Answer<typeof roadmap.tick>> {
  const programId = await programOfTask(c.db, c, input.taskId)
  return c.db.transaction().execute(async (tx) => {
    await lockMap(tx, c, programId)
    const { rows, facts } = await demandPicture(tx, c, programId)
    const row = rows.find((one) => one.id === input.taskId)
    // Whoever neither plans nor owns it is told nothing of it.
    if (!row || (row.owner_id !== c.viewer.personId && !c.viewer.roles.includes('lead'))) throw problem('not_found')
    if (row.watches !== null) throw problem('roadmap_known')
    const on = input.on ?? facts.today
    if (on > facts.today) throw problem('roadmap_day')
    const done = input.done
    // The answer was lost on the way and the same comes again; what somebody else wrote meanwhile is not written over.
    const same = row.done_by === c.viewer.personId && row.done_on === on && row.done_note === input.note
    if (done ? row.done_on !== null && same : row.done_on === null) {
      countRecorded(c, 1)
      return { done }
    }
    if (done && row.done_on !== null) throw problem('conflict')
    await sql`update roadmap_task set done_on = ${done ? on : null}, done_by = ${done ? c.viewer.personId : null},
        done_at = ${done ? c.clock.now() : null}, done_note = ${done ? input.note : row.done_note}, revision = revision + 1
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: done ? 'roadmap.task_done' : 'roadmap.task_reopened',
      subject: { kind: 'roadmap_task', id: row.id },
      data: { programId },
    })
    return { done }
  })
}
