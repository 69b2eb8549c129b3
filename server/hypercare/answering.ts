/** The desk's side: what waits, who takes it, and the answer. */
import { sql } from 'kysely'
import type { desk, DeskRole, OpenedQuestion } from '../../contract/desk.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, sendMail } from '../attention/attention.ts'
import { handOverOf } from '../champions/champions.ts'
import type { Context } from '../platform/context.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { byMailKind } from './by-mail.ts'
import { setFree, waitNoMore } from './asking.ts'
import {
  deskCounts,
  deskRows,
  lastMessage,
  openedOf,
  type QuestionRow,
  questionRow,
  readBy,
  rowOf,
  waitingCounts,
  writeMessage,
} from './desk-queries.ts'

export async function questions(
  c: Context,
  input: Input<typeof desk.questions>,
): Promise<Answer<typeof desk.questions>> {
  const [rows, counts] = [await deskRows(c.db, c, input), await deskCounts(c.db, c)]
  return { questions: rows.map((q) => rowOf(c, q)), total: counts[input.show], counts }
}

export const question = (c: Context, input: Input<typeof desk.question>): Promise<OpenedQuestion> =>
  openedOf(c.db, c, input.questionId)

/** As what the viewer answers: the nearest to whoever asked of what they are. */
function roleFor(c: Context, q: Pick<QuestionRow, 'in_care' | 'private'>): DeskRole {
  if (q.in_care) return 'hr'
  return c.viewer.roles.includes('lead') ? 'lead' : 'champion'
}

export async function take(c: Context, input: Input<typeof desk.take>): Promise<OpenedQuestion> {
  return c.db.transaction().execute(async (tx) => {
    const q = await questionRow(tx, c, input.questionId, 'desk', true)
    if (q.waiting_since === null) throw problem('desk_settled')
    // Only what one holds oneself is given back.
    if (!input.taken && q.taken_by !== c.viewer.personId) return openedOf(tx, c, q.id)
    if (input.taken && q.taken_by !== null && q.taken_by !== c.viewer.personId && q.taken_by !== input.holder)
      throw problem('conflict')
    const by = input.taken ? c.viewer.personId : null
    await sql`update desk_question set taken_by = ${by}, taken_at = ${by === null ? null : c.clock.now()}::timestamptz
      where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
    await record(tx, c, {
      type: input.taken ? 'desk.taken' : 'desk.given_back',
      subject: { kind: 'desk_question', id: q.id },
    })
    return openedOf(tx, c, q.id)
  })
}

export async function reply(c: Context, input: Input<typeof desk.reply>): Promise<OpenedQuestion> {
  return c.db.transaction().execute(async (tx) => {
    const q = await questionRow(tx, c, input.questionId, 'desk', true)
    if (input.seen !== undefined && input.seen !== (await lastMessage(tx, c, q.id))) throw problem('conflict')
    const as = roleFor(c, q)
    const messageId = await writeMessage(tx, c, q.id, input.words, as)
    await waitNoMore(tx, c, q.id)
    const now = c.clock.now()
    // Whoever answers has taken it; what follows comes to them.
    await sql`update desk_question set topic = ${input.topic}, taken_by = ${c.viewer.personId}, taken_at = ${now},
        answered_by = coalesce(answered_by, ${c.viewer.personId}), answered_at = coalesce(answered_at, ${now})
      where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
    await record(tx, c, {
      type: q.answered_by === null ? 'desk.answered' : 'desk.replied',
      subject: { kind: 'desk_question', id: q.id },
      data: { askerId: q.asked_by, as },
    })
    const { rows } = await sql<{
      full_name: string
    }>`select full_name from person where organization_id = ${c.organizationId}
      and id = ${c.viewer.personId}`.execute(tx)
    const subject = { kind: 'desk_message', id: messageId }
    await putInInbox(tx, c, q.asked_by, {
      kind: 'desk_answered',
      subject,
      params: { questionId: q.id, by: rows[0]!.full_name },
    })
    // Whoever asked by mail reads the answer there; else, and in private, the letter only says that there is one.
    const kind = q.by_mail && !q.private ? byMailKind : 'desk_answered'
    await sendMail(tx, c, { personId: q.asked_by, kind, subject })
    return openedOf(tx, c, q.id)
  })
}

export async function close(c: Context, input: Input<typeof desk.close>): Promise<OpenedQuestion> {
  return c.db.transaction().execute(async (tx) => {
    const q = await questionRow(tx, c, input.questionId, 'desk', true)
    if (q.waiting_since !== null) throw problem('desk_unanswered')
    await sql`update desk_question set closed_at = coalesce(closed_at, ${c.clock.now()}), closed_by = coalesce(closed_by, ${c.viewer.personId})
      where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
    await record(tx, c, { type: 'desk.closed', subject: { kind: 'desk_question', id: q.id } })
    return openedOf(tx, c, q.id)
  })
}

/** The time is over and nobody answered: whoever took it hears of it, and the program leads. */
export async function tellOfLate(c: Context, questionId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ taken_by: string | null; reads: boolean; said: string | null }>`
      select q.taken_by, ${readBy(sql`q.taken_by`)} as reads,
        (select m.id from desk_message m where m.organization_id = q.organization_id and m.question_id = q.id and m.role is null
          order by m.written_at desc, m.id desc limit 1) as said
      from desk_question q where q.organization_id = ${c.organizationId} and q.id = ${questionId}
        and q.waiting_since is not null and q.due_at <= ${c.clock.now()} for update of q`.execute(tx)
    const q = rows[0]
    if (!q) return
    if (q.taken_by && !q.reads) await setFree(tx, c, questionId)
    const { rows: told } = await sql<{ id: string }>`
      select distinct g.person_id as id from role_grant g join desk_question q on q.organization_id = g.organization_id and q.id = ${questionId}
      where g.organization_id = ${c.organizationId} and g.ended_at is null and (g.role = 'lead' or g.person_id = q.taken_by) and ${readBy(sql`g.person_id`)}`.execute(
      tx,
    )
    // What was said last, so that a question that is asked again is told of again.
    const subject = q.said ? { kind: 'desk_message', id: q.said } : { kind: 'desk_question', id: questionId }
    for (const { id: personId } of told) {
      await putInInbox(tx, c, personId, { kind: 'desk_late', subject, params: { questionId } })
      await sendMail(tx, c, { personId, kind: 'desk_late', subject })
    }
  })
}

/** Whose questions wait: of everybody who has taken one. How many are asked in private is told to nobody. */
export async function held(c: Context): Promise<Answer<typeof desk.held>> {
  const { rows } = await sql<{ personId: string; waiting: number }>`
    select taken_by as "personId", count(*)::integer as waiting from desk_question
    where organization_id = ${c.organizationId} and waiting_since is not null and taken_by is not null and not private group by taken_by order by 2 desc, 1 limit 500`.execute(
    c.db,
  )
  return { people: rows }
}

/** A champion has handed over: what they had taken and not answered goes to whoever took over, or back to all who may read it. */
export async function passQuestions(c: Context, exitId: string): Promise<void> {
  const passed = await handOverOf(c.db, c.organizationId, exitId)
  if (!passed) return
  await c.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ id: string; reads: boolean }>`
      select q.id, ${passed.to === null ? sql`false` : readBy(sql`${passed.to}::uuid`)} as reads from desk_question q
      where q.organization_id = ${c.organizationId} and q.taken_by = ${passed.from} and q.waiting_since is not null for update of q`.execute(
      tx,
    )
    for (const q of rows) {
      if (q.reads)
        await sql`update desk_question set taken_by = ${passed.to}, taken_at = ${c.clock.now()}
          where organization_id = ${c.organizationId} and id = ${q.id}`.execute(tx)
      else await setFree(tx, c, q.id)
      await record(tx, c, {
        type: q.reads ? 'desk.passed_on' : 'desk.given_back',
        subject: { kind: 'desk_question', id: q.id },
      })
    }
  })
}

/**
 * What waits for the viewer at the desk: how many, and how many of them too long. Null for whoever is not at it.
 * Of a program: questions of its waves, and of people who are in none.
 */
export async function waitingAtDesk(
  c: Context,
  programId: string | null = null,
): Promise<{ waiting: number; late: number } | null> {
  if (!c.viewer.roles.some((role) => role === 'lead' || role === 'champion' || role === 'hr')) return null
  return waitingCounts(c.db, c, programId)
}
