/** Answering a request under its mode, or declining it. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { feedback } from '../../contract/feedback.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { asPerson } from '../checkins/checkins.ts'
import { dayOf } from '../goals/goals.ts'
import type { Context } from '../platform/context.ts'
import type { Day } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { insertWords, lockRequest, namesOf, peopleOf, type RequestRow, requestOf, type Said } from './queries.ts'
import { modeFor, poolOf } from './rules.ts'
import { seal, unseal } from './sealing.ts'
import { tell } from './telling.ts'
import { event } from './write.ts'

/** A request that waits for the viewer, locked. */
async function waiting(tx: Tx, c: Context, id: string): Promise<RequestRow> {
  await lockRequest(tx, c, id)
  const q = await requestOf(tx, c, id)
  if (!q || q.my_category === null || q.opened_at === null) throw problem('not_found')
  if (q.closed_at) throw problem('feedback_closed')
  if (q.my_part_on || q.my_declined_on) throw problem('feedback_answered')
  return q
}

export async function answer(
  c: Context,
  input: Input<typeof feedback.answer>,
): Promise<Answer<typeof feedback.answer>> {
  return asPerson(c, async (tx, inside) => {
    const q = await waiting(tx, c, input.requestId)
    const said = input.answers.map((a): Said & { questionId: string } => {
      const asked = q.questions.find((one) => one.id === a.questionId)
      if (!asked) throw problem('feedback_question')
      return { questionId: asked.id, ask: asked.ask, words: a.words }
    })
    const mode = modeFor(q.kind, q.mode, q.my_category!)
    const today = await dayOf(inside)
    if (mode === 'anonymous') {
      await putInBox(tx, c, q, said)
      await markPart(tx, c, q.id, today)
      countRecorded(c, 1) // that they took part is recorded in the night, by day, without the request
    } else await answerByName(tx, c, q, mode, said, today)
    return { answered: true }
  })
}

/** The box is opened, mixed and closed anew, so that all in it were written by this transaction. */
async function putInBox(tx: Tx, c: Context, q: RequestRow, said: readonly (Said & { questionId: string })[]) {
  const of = { organizationId: c.organizationId, requestId: q.id }
  const { rows } = await sql<{
    sealed: Buffer
  }>`select sealed from feedback_sealed where organization_id = ${c.organizationId} and request_id = ${q.id} for update`.execute(
    tx,
  )
  const before = rows[0] ? unseal(c.config, of, rows[0].sealed) : []
  const box = seal(c.config, of, [
    ...before,
    { pool: poolOf(q.my_category!), answers: said.map(({ questionId, words }) => ({ questionId, words })) },
  ])
  await sql`insert into feedback_sealed (organization_id, request_id, sealed) values (${c.organizationId}, ${q.id}, ${box})
    on conflict (organization_id, request_id) do update set sealed = excluded.sealed`.execute(tx)
}

/** Every row of the request is written anew, so that none stands out as the one that changed with the box. */
async function markPart(tx: Tx, c: Context, requestId: string, today: Day): Promise<void> {
  await sql`update feedback_rater set took_part_on = case when person_id = ${c.viewer.personId} then ${today}::date else took_part_on end
    where organization_id = ${c.organizationId} and request_id = ${requestId}`.execute(tx)
}

async function answerByName(
  tx: Tx,
  c: Context,
  q: RequestRow,
  mode: 'attributed' | 'confidential',
  said: readonly Said[],
  today: Day,
): Promise<void> {
  const id = randomUUID()
  const now = mode === 'attributed' ? c.clock.now() : null
  const namesTo = mode === 'confidential' ? q.names_to : null
  // A 360 is read as a whole, once it is closed; confidential words arrive in the night.
  await sql`insert into feedback_item (organization_id, id, about_id, request_id, category, mode, names_to, saved_on, sent_on, sent_at, arrived_at)
    values (${c.organizationId}, ${id}, ${q.about_id}, ${q.id}, ${q.my_category}, ${mode}, ${namesTo}, ${today}, ${today}, ${now}, ${q.kind === 'round' ? null : now})`.execute(
    tx,
  )
  await sql`insert into feedback_author (organization_id, item_id, author_id) values (${c.organizationId}, ${id}, ${c.viewer.personId})`.execute(
    tx,
  )
  await insertWords(tx, c, id, said)
  await sql`update feedback_rater set took_part_on = ${today}, counted_on = ${today}
    where organization_id = ${c.organizationId} and request_id = ${q.id} and person_id = ${c.viewer.personId}`.execute(
    tx,
  )
  if (mode === 'confidential') {
    countRecorded(c, 1) // recorded in the night, together with others', without a time
    return
  }
  await record(tx, c, event('given', id, { aboutId: q.about_id }))
  if (q.kind === 'round') return
  const readerId = q.kind === 'about' ? q.asked_by : q.about_id
  const [reader] = await peopleOf(tx, c, [readerId])
  const name = (await namesOf(tx, c, [q.about_id])).get(q.about_id) ?? ''
  if (reader)
    await tell(
      tx,
      c,
      reader,
      q.kind === 'about'
        ? { kind: 'feedback_answer', requestId: q.id, name }
        : { kind: 'feedback_received', itemId: id, from: c.viewer.personId, letter: true },
    )
}

export async function decline(
  c: Context,
  input: Input<typeof feedback.decline>,
): Promise<Answer<typeof feedback.decline>> {
  return asPerson(c, async (tx, inside) => {
    const q = await waiting(tx, c, input.requestId)
    await sql`update feedback_rater set declined_on = case when person_id = ${c.viewer.personId} then ${await dayOf(inside)}::date else declined_on end
      where organization_id = ${c.organizationId} and request_id = ${q.id}`.execute(tx)
    const hidden = modeFor(q.kind, q.mode, q.my_category!) === 'anonymous'
    await record(tx, c, { ...event('declined', q.id), anonymous: hidden })
    return { declined: true }
  })
}
