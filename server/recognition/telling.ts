/** Notices of recognition, in the app's inbox: that there is something, and from whom; never its words. */
import { sql } from 'kysely'
import { putInInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import type { Person } from './queries.ts'

export type NoticeKind =
  | 'recognition_received'
  | 'recognition_team'
  | 'recognition_mentioned'
  | 'recognition_commented'
  | 'recognition_reported'
  | 'recognition_hidden'
  | 'recognition_comment_hidden'
  | 'recognition_shown'

/** The same people hear of the same thing once. */
export async function tell(
  tx: Tx,
  c: Context,
  readers: readonly string[],
  kind: NoticeKind,
  id: string,
  params: Record<string, unknown> = {},
): Promise<void> {
  if (readers.length === 0) return
  await putInInboxes(
    tx,
    c,
    sql`select p as person_id, ${c.clock.now()}::timestamptz as appears_at from unnest(${readers as string[]}::uuid[]) p`,
    { kind, subject: { kind: 'recognition', id }, params },
  )
}

/** Those recognised; whoever they report to, once each; then those mentioned who have not heard of it yet. */
export async function tellGiven(
  tx: Tx,
  c: Context,
  given: { id: string; by: string; people: readonly Person[]; mentioned: readonly string[] },
): Promise<void> {
  const heard = new Set([c.viewer.personId, ...given.people.map((p) => p.id)])
  await tell(
    tx,
    c,
    given.people.map((p) => p.id),
    'recognition_received',
    given.id,
    { name: given.by },
  )
  for (const person of given.people) {
    if (person.manager_id === null || heard.has(person.manager_id)) continue
    heard.add(person.manager_id)
    await tell(tx, c, [person.manager_id], 'recognition_team', given.id, { name: person.name })
  }
  await tell(
    tx,
    c,
    given.mentioned.filter((id) => !heard.has(id)),
    'recognition_mentioned',
    given.id,
    { name: given.by },
  )
}
