/** Who is told what about their tasks: once that they are theirs, on Mondays what is due, once that a day has passed. */
import { createHash, randomUUID } from 'node:crypto'
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
  /** What makes it the same letter when it is written again, as by a job that is run a second time. */
  occasion: string | null = null,
): Promise<void> {
  // Else each time is an occasion of its own; which tasks it was about the letter looks up when it leaves.
  const subject = { kind: 'roadmap_notice', id: occasion === null ? randomUUID() : idOf(occasion) }
  await sendMail(tx, c, { personId, kind, subject, params: { programId, tasks } })
  if (kind !== 'roadmap_due')
    await putInInbox(tx, c, personId, { kind, subject, params: { taskId: tasks[0], count: tasks.length } })
}

/** The same id for the same words. */
function idOf(words: string): string {
  const hex = createHash('sha256').update(words).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
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
