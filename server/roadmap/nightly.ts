/** Every night: owners hear once that a day has passed, and on Mondays what the week asks. */
import { sql } from 'kysely'
import { addDays } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { countCompany } from './facts.ts'
import { readPicture } from './picture.ts'
import { dueIn } from './reading.ts'
import { lockMap } from './rows.ts'
import { tell } from './telling.ts'

/** One program that cannot be told keeps no other from being told; what failed is tried again. */
export async function nightly(c: Context): Promise<void> {
  const { rows } = await sql<{ program_id: string }>`select program_id from roadmap
    where organization_id = ${c.organizationId} order by program_id`.execute(c.db)
  const failed: unknown[] = []
  // Who has a program is going to look at its roadmap, made or not.
  const { rows: programs } = await sql`select from program where organization_id = ${c.organizationId} limit 1`.execute(
    c.db,
  )
  if (programs.length > 0) await c.db.transaction().execute((tx) => countCompany(tx, c))
  for (const { program_id: programId } of rows) await tellOwners(c, programId).catch((error) => failed.push(error))
  if (failed.length > 0) throw new AggregateError(failed, `${failed.length} of ${rows.length} roadmaps failed`)
}

async function tellOwners(c: Context, programId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    await lockMap(tx, c, programId)
    const picture = (await readPicture(tx, c, programId))!
    const { today } = picture.facts
    const told = new Set(picture.rows.filter((row) => row.told_late).map((row) => row.id))
    const here = new Set(picture.rows.filter((row) => row.owner_here).map((row) => row.id))
    const late = dueIn(picture, addDays(today, -1)).filter((one) => here.has(one.taskId) && !told.has(one.taskId))
    for (const [ownerId, theirs] of Map.groupBy(late, (one) => one.ownerId!)) {
      const ids = theirs.map((one) => one.taskId)
      await sql`update roadmap_task set told_late_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = any(${ids}::uuid[])`.execute(
        tx,
      )
      await tell(tx, c, 'roadmap_late', ownerId, programId, ids)
      await record(tx, c, {
        type: 'roadmap.told_late',
        subject: { kind: 'program', id: programId },
        data: { ownerId, tasks: ids.length },
      })
    }
    if (new Date(`${today}T00:00:00Z`).getUTCDay() !== 1) return
    const due = dueIn(picture, addDays(today, 6)).filter((one) => here.has(one.taskId) && one.dueOn >= today)
    for (const [ownerId, theirs] of Map.groupBy(due, (one) => one.ownerId!)) {
      await tell(
        tx,
        c,
        'roadmap_due',
        ownerId,
        programId,
        theirs.map((one) => one.taskId),
        `${programId} due ${today}`,
      )
      await record(tx, c, {
        type: 'roadmap.told_due',
        subject: { kind: 'program', id: programId },
        data: { ownerId, tasks: theirs.length },
      })
    }
  })
}
