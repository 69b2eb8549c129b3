/** Writing letters into the outgoing list. They leave through the post office. */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
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
  await callPostman(tx, c, dueAt, 'single')
}

/**
 * The post office has two counters that work side by side: letters to one person each, and
 * mailings to many. Who asked for a sign-in link does not stand behind 150,000 others.
 */
export const counters = { single: 'attention.deliver', bulk: 'attention.deliverBulk' } as const
export type Counter = keyof typeof counters

/** Sees to it that a counter looks at the list at that time. */
export async function callPostman(tx: Tx | Db, c: Context, dueAt: Instant, counter: Counter): Promise<void> {
  const { organizationId } = c
  const name = counters[counter]
  if (dueAt <= c.clock.now())
    await enqueue(tx, name, { organizationId, subjectId: organizationId }, { key: `${name}:${organizationId}` })
  else await schedule(tx, { organizationId, kind: name, subjectId: organizationId, dueAt })
}

/**
 * Many letters of one kind about one thing, set-wise. `people` is a select of
 * `person_id uuid, address text, due_at timestamptz, excluded text`; whoever has a reason in
 * `excluded` is on the list with it and gets none. Returns how many are on the list.
 */
export async function planLetters(
  tx: Tx,
  c: Context,
  people: RawBuilder<unknown>,
  letter: { kind: string; subject: { kind: string; id: string } },
): Promise<number> {
  const now = c.clock.now()
  const result = await sql`
    insert into outgoing_mail (organization_id, person_id, address, kind, bulk, subject_kind, subject_id, state, reason, created_at, due_at, settled_at)
    select ${c.organizationId}, x.person_id, x.address, ${letter.kind}, true, ${letter.subject.kind}, ${letter.subject.id},
      case when x.excluded is null then 'waiting' else 'excluded' end, x.excluded, ${now}, x.due_at,
      case when x.excluded is null then null else ${now}::timestamptz end
    from (${people}) x on conflict do nothing`.execute(tx)
  const { rows } = await sql<{ due_at: Instant }>`select distinct due_at from outgoing_mail
    where organization_id = ${c.organizationId} and subject_id = ${letter.subject.id} and state = 'waiting'`.execute(tx)
  for (const row of rows) await callPostman(tx, c, row.due_at, 'bulk')
  return Number(result.numAffectedRows ?? 0)
}

/** Letters about something that have not left and now will not, with the reason. */
export async function withdrawLetters(tx: Tx, c: Context, subjectId: string, reason: string): Promise<number> {
  const result =
    await sql`update outgoing_mail set state = 'excluded', reason = ${reason}, settled_at = ${c.clock.now()}
    where organization_id = ${c.organizationId} and subject_id = ${subjectId} and state = 'waiting'`.execute(tx)
  return Number(result.numAffectedRows ?? 0)
}
