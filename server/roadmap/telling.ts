/** Who is told what about their tasks: once that they are theirs, on Mondays what is due, once that a day has passed. */
import { randomUUID } from 'node:crypto'
import { putInInbox, sendMail } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'

type Kind = 'roadmap_assigned' | 'roadmap_due' | 'roadmap_late'

/** One letter about several tasks of one person, and a line in the app where the page of the week says nothing of it yet. */
export async function tell(
  tx: Tx,
  c: Context,
  kind: Kind,
  personId: string,
  programId: string,
  tasks: readonly string[],
): Promise<void> {
  // Each time is an occasion of its own; which tasks it was about the letter looks up when it leaves.
  const subject = { kind: 'roadmap_notice', id: randomUUID() }
  await sendMail(tx, c, { personId, kind, subject, params: { programId, tasks } })
  if (kind !== 'roadmap_due')
    await putInInbox(tx, c, personId, { kind, subject, params: { taskId: tasks[0], count: tasks.length } })
}

/** Whoever gets tasks hears of it, unless they gave them to themselves. */
export async function tellAssigned(
  tx: Tx,
  c: Context,
  programId: string,
  owners: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const [personId, tasks] of owners)
    if (personId !== c.viewer.personId) await tell(tx, c, 'roadmap_assigned', personId, programId, tasks)
}
