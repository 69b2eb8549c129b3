/** Asking the desk: one's own questions and what was said in them. */
import { sql } from 'kysely'
import { answeredWithin, type desk, mostWaiting, type Thread } from '../../contract/desk.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { schedule, unschedule } from '../platform/jobs.ts'
import { mailboxAddress } from '../platform/mailbox-url.ts'
import { problem } from '../platform/problem.ts'
import { waveOf } from '../program/program.ts'
import { dueAfter } from './desk-hours.ts'
import { aboutOf, ownQuestions, questionRow, readBy, threadOf, writeMessage } from './desk-queries.ts'

export async function mine(c: Context): Promise<Answer<typeof desk.mine>> {
  const me = c.viewer.personId
  const { rows } = await sql<{ id: string; name: string; role: 'lead' | 'champion' | 'hr'; above: boolean }>`
    select distinct on (g.role, r.sort_name, r.person_id) r.person_id as id, r.full_name as name, g.role,
      coalesce((a.seq > r.seq and a.seq <= r.last_seq) or a.second_manager_id = r.person_id, false) as above
    from role_grant g join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    left join roster a on a.organization_id = g.organization_id and a.person_id = ${me}
    where g.organization_id = ${c.organizationId} and g.ended_at is null and g.person_id <> ${me}
      and (g.role in ('lead', 'champion') or (g.role = 'hr' and exists (select from population_member pm
        where pm.organization_id = g.organization_id and pm.population_id = g.population_id and pm.person_id = ${me})))
    order by g.role, r.sort_name, r.person_id`.execute(c.db)
  const readers = (some: typeof rows) => ({
    leads: some.filter((r) => r.role === 'lead').map(({ id, name }) => ({ id, name })),
    champions: some.some((r) => r.role === 'champion'),
    hr: some.some((r) => r.role === 'hr'),
  })
  return {
    questions: (await ownQuestions(c.db, c)).map(aboutOf),
    answered: readers(rows),
    privately: readers(rows.filter((r) => !r.above && r.role !== 'champion')),
    mailbox: mailboxAddress(c.config),
  }
}

export const thread = (c: Context, input: Input<typeof desk.thread>): Promise<Thread> =>
  threadOf(c.db, c, input.questionId)

const late = (c: Context, questionId: string) => ({
  organizationId: c.organizationId,
  kind: 'hypercare.questionLate',
  subjectId: questionId,
})

/** It waits for the desk from now on. */
async function wait(tx: Tx, c: Context, questionId: string): Promise<void> {
  const { rows } = await sql<{
    time_zone: string
  }>`select time_zone from organization where id = ${c.organizationId}`.execute(tx)
  const now = c.clock.now()
  const dueAt = dueAfter(now, answeredWithin, rows[0]!.time_zone)
  await sql`update desk_question set waiting_since = ${now}, due_at = ${dueAt}, closed_at = null, closed_by = null
    where organization_id = ${c.organizationId} and id = ${questionId}`.execute(tx)
  await unschedule(tx, late(c, questionId))
  await schedule(tx, { ...late(c, questionId), dueAt })
}

/** Nobody waits for an answer any more. */
export async function waitNoMore(tx: Tx, c: Context, questionId: string): Promise<void> {
  await sql`update desk_question set waiting_since = null, due_at = null
    where organization_id = ${c.organizationId} and id = ${questionId}`.execute(tx)
  await unschedule(tx, late(c, questionId))
}

export async function ask(c: Context, input: Input<typeof desk.ask>): Promise<Thread> {
  const wave = await waveOf(c, c.viewer.personId)
  return c.db.transaction().execute(async (tx) => {
    const id = await putQuestion(tx, c, { ...input, waveId: wave?.waveId ?? null, byMail: null })
    return threadOf(tx, c, id)
  })
}

type NewQuestion = Input<typeof desk.ask> & { waveId: string | null; byMail: string | null }

/** A question of the viewer, in the caller's transaction; `byMail`: the Message-ID with which it came. */
export async function putQuestion(tx: Tx, c: Context, asked: NewQuestion): Promise<string> {
  // Two questions at once count each other.
  await sql`select pg_advisory_xact_lock(hashtextextended('desk ' || ${c.viewer.personId}::text, 0))`.execute(tx)
  const { rows: open } = await sql<{ n: number }>`select count(*) as n from desk_question
    where organization_id = ${c.organizationId} and asked_by = ${c.viewer.personId} and waiting_since is not null`.execute(
    tx,
  )
  if (open[0]!.n >= mostWaiting) throw problem('desk_many')
  const { rows } = await sql<{
    id: string
  }>`insert into desk_question (organization_id, asked_by, asked_at, title, private, place, wave_id, by_mail)
    values (${c.organizationId}, ${c.viewer.personId}, ${c.clock.now()}, ${asked.title}, ${asked.private}, ${asked.place},
      ${asked.waveId}, ${asked.byMail}) returning id`.execute(tx)
  const { id } = rows[0]!
  if (asked.words) await writeMessage(tx, c, id, asked.words, null)
  await wait(tx, c, id)
  await record(tx, c, { type: 'desk.asked', subject: { kind: 'desk_question', id } })
  return id
}

export async function setFree(tx: Tx, c: Context, questionId: string): Promise<void> {
  await sql`update desk_question set taken_by = null, taken_at = null
    where organization_id = ${c.organizationId} and id = ${questionId}`.execute(tx)
}

export async function follow(c: Context, input: Input<typeof desk.follow>): Promise<Thread> {
  return c.db.transaction().execute(async (tx) => {
    await addWords(tx, c, { ...input, byMail: null })
    return threadOf(tx, c, input.questionId)
  })
}

/** A further word of the viewer in their own question, in the caller's transaction. Answers its message. */
export async function addWords(
  tx: Tx,
  c: Context,
  said: Input<typeof desk.follow> & { byMail: string | null },
): Promise<string> {
  const q = await questionRow(tx, c, said.questionId, 'own', true)
  const messageId = await writeMessage(tx, c, q.id, said.words, null)
  await sql`update desk_question set by_mail = ${said.byMail} where organization_id = ${c.organizationId} and id = ${q.id}`.execute(
    tx,
  )
  // Whoever adds a word while they wait does not begin to wait anew.
  if (q.waiting_since === null) await wait(tx, c, q.id)
  await record(tx, c, { type: 'desk.followed', subject: { kind: 'desk_question', id: q.id } })
  const { rows: reads } = await sql<{ yes: boolean }>`select ${readBy(sql`q.taken_by`)} as yes from desk_question q
    where q.organization_id = ${c.organizationId} and q.id = ${q.id}`.execute(tx)
  // Whoever had it may not read it any more: it waits for all who may.
  if (q.taken_by && !reads[0]!.yes) await setFree(tx, c, q.id)
  else if (q.taken_by)
    await putInInbox(tx, c, q.taken_by, {
      kind: 'desk_followed',
      subject: { kind: 'desk_message', id: messageId },
      params: { questionId: q.id, by: q.asker },
    })
  return messageId
}

export async function settle(c: Context, input: Input<typeof desk.settle>): Promise<Thread> {
  return c.db.transaction().execute(async (tx) => {
    const q = await questionRow(tx, c, input.questionId, 'own', true)
    await waitNoMore(tx, c, q.id)
    await sql`update desk_question set closed_at = coalesce(closed_at, ${c.clock.now()}), closed_by = coalesce(closed_by, ${c.viewer.personId})
      where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
    await record(tx, c, { type: 'desk.settled', subject: { kind: 'desk_question', id: q.id } })
    return threadOf(tx, c, q.id)
  })
}
