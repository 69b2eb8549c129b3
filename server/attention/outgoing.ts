/** Writing letters into the outgoing list. They leave through the post office. */
import { sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { enqueue, schedule } from '../platform/jobs.ts'

export type NewLetter = {
  personId: string
  /** Names the renderer: see `letters` of the modules. */
  kind: string
  subject?: { kind: string; id: string }
  /** Ids and names that the renderer needs. No secrets, no private words. */
  params?: Record<string, unknown>
  dueAt?: Instant
}

/**
 * One letter to one person, in the transaction of its occasion. Somebody without an address is
 * on the list as excluded, with the reason. The same occasion twice is one letter.
 */
export async function sendMail(tx: Tx, c: Context, letter: NewLetter): Promise<void> {
  const now = c.clock.now()
  const dueAt = letter.dueAt ?? now
  await sql`
    insert into outgoing_mail (organization_id, person_id, address, kind, subject_kind, subject_id, params, state, reason, created_at, due_at, settled_at)
    select p.organization_id, p.id, coalesce(p.email, ''), ${letter.kind}, ${letter.subject?.kind ?? ''}, ${letter.subject?.id ?? null},
      ${JSON.stringify(letter.params ?? {})}::jsonb, case when p.email is null then 'excluded' else 'waiting' end,
      case when p.email is null then 'no_address' end, ${now}, ${dueAt}, case when p.email is null then ${now}::timestamptz end
    from person p where p.organization_id = ${c.organizationId} and p.id = ${letter.personId}
    on conflict do nothing`.execute(tx)
  await callPostman(tx, c, dueAt)
}

/** Sees to it that the post office looks at the list at that time. */
export async function callPostman(tx: Tx, c: Context, dueAt: Instant): Promise<void> {
  const { organizationId } = c
  if (dueAt <= c.clock.now()) await enqueue(tx, 'attention.deliver', { organizationId, subjectId: organizationId }, { key: `deliver:${organizationId}` })
  else await schedule(tx, { organizationId, kind: 'attention.deliver', subjectId: organizationId, dueAt })
}
