/** Change requests: what the program's team wants changed, and what the committee answers. */
import { sql } from 'kysely'
import type { ChangeRequest } from '../../contract/governance-shapes.ts'
import type { governance } from '../../contract/governance.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { holdersOf } from '../access/access.ts'
import { putInInbox } from '../attention/attention.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { today as todayOf } from '../program/program.ts'
import { putOn, settleRequest } from './agenda.ts'
import { charterOf, demandRun, lockCommittee, mayRun } from './committee.ts'
import { tellAsker } from './decisions.ts'
import { openRequest, requestRows, type RequestRow, stateOfRequest } from './request-rows.ts'

const subject = (id: string) => ({ kind: 'change_request', id })
const readsAll = (c: Context) => c.viewer.roles.some((role) => ['lead', 'sponsor', 'committee'].includes(role))

function requestOf(c: Context, q: RequestRow, today: Day): ChangeRequest {
  return {
    id: q.id,
    title: q.title,
    words: q.words,
    why: q.why,
    priority: q.priority,
    askedBy: { id: q.asked_by, name: q.asker },
    askedAt: q.asked_at,
    state: stateOfRequest(q, today),
    meeting: q.meeting_id && q.meets_at ? { id: q.meeting_id, startsAt: q.meets_at } : null,
    reason: q.reason,
    until: q.until,
    answeredBy: q.answered_by && q.answerer ? { id: q.answered_by, name: q.answerer } : null,
    answeredAt: q.answered_at,
    decision: q.decision_id && q.decision_number !== null ? { id: q.decision_id, number: q.decision_number } : null,
    version: q.version_number,
    mine: q.asked_by === c.viewer.personId,
  }
}

async function one(db: Db | Tx, c: Context, id: string): Promise<ChangeRequest> {
  const row = (await requestRows(db, c, sql`q.id = ${id}`))[0]
  if (!row) throw problem('not_found')
  return requestOf(c, row, await todayOf(db, c))
}

export async function list(c: Context): Promise<Answer<typeof governance.requests>> {
  const today = await todayOf(c.db, c)
  const all = readsAll(c)
  const rows = await requestRows(c.db, c, all ? sql`true` : sql`q.asked_by = ${c.viewer.personId}`)
  const charter = all ? await charterOf(c.db, c) : null
  const versions = charter
    ? await sql<{ number: number }>`select number from program_version where organization_id = ${c.organizationId}
        and program_id = ${charter.program_id} order by number desc limit 50`.execute(c.db)
    : { rows: [] }
  return {
    today,
    requests: rows.map((q) => requestOf(c, q, today)),
    all,
    may: { run: charter !== null && (await mayRun(c.db, c)) },
    versions: versions.rows.map((v) => v.number),
  }
}

export const ask = (c: Context, input: Input<typeof governance.ask>): Promise<ChangeRequest> =>
  c.db.transaction().execute((tx) => askIn(tx, c, input))

async function askIn(tx: Tx, c: Context, input: Input<typeof governance.ask>): Promise<ChangeRequest> {
  const { rows } = await sql<{
    id: string
  }>`insert into change_request (organization_id, title, words, why, priority, asked_by, asked_at)
      values (${c.organizationId}, ${input.title}, ${input.words}, ${input.why}, ${input.priority}, ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(
    tx,
  )
  const { id } = rows[0]!
  await record(tx, c, { type: 'governance.change_asked', subject: subject(id), data: { priority: input.priority } })
  for (const leadId of await holdersOf(tx, c.organizationId, 'lead'))
    if (leadId !== c.viewer.personId)
      await putInInbox(tx, c, leadId, { kind: 'change_asked', subject: subject(id), params: { name: input.title } })
  return one(tx, c, id)
}

/** Asked for and put onto the next agenda at once, by whoever runs the meetings. */
export async function askOnAgenda(tx: Tx, c: Context, input: Input<typeof governance.ask>): Promise<string> {
  await lockCommittee(tx, c)
  await demandRun(tx, c)
  const { id } = await askIn(tx, c, input)
  await putOn(tx, c, { requestId: id })
  await record(tx, c, { type: 'governance.change_listed', subject: subject(id) })
  return id
}

/** Where requests stand, by id; nothing of those that are not there. */
export async function requestStates(
  db: Db | Tx,
  c: Context,
  ids: readonly string[],
): Promise<Map<string, { state: ChangeRequest['state']; decisionId: string | null }>> {
  const rows = ids.length === 0 ? [] : await requestRows(db, c, sql`q.id = any(${ids as string[]}::uuid[])`)
  const today = await todayOf(db, c)
  return new Map(rows.map((q) => [q.id, { state: stateOfRequest(q, today), decisionId: q.decision_id }]))
}

export async function takeBack(c: Context, input: Input<typeof governance.takeBack>): Promise<ChangeRequest> {
  return c.db.transaction().execute(async (tx) => {
    const mine = (await requestRows(tx, c, sql`q.id = ${input.requestId}`))[0]
    if (!mine || mine.asked_by !== c.viewer.personId) throw problem('not_found')
    await openRequest(tx, c, input.requestId)
    await sql`update change_request set taken_back_at = ${c.clock.now()} where organization_id = ${c.organizationId} and id = ${input.requestId}`.execute(
      tx,
    )
    await settleRequest(tx, c, input.requestId)
    await record(tx, c, { type: 'governance.change_taken_back', subject: subject(input.requestId) })
    return one(tx, c, input.requestId)
  })
}

export async function putOnAgenda(c: Context, input: Input<typeof governance.putOnAgenda>): Promise<ChangeRequest> {
  return c.db.transaction().execute(async (tx) => {
    await lockCommittee(tx, c)
    await demandRun(tx, c)
    await openRequest(tx, c, input.requestId)
    if (input.on) await putOn(tx, c, { requestId: input.requestId })
    else
      await sql`delete from committee_item where organization_id = ${c.organizationId} and request_id = ${input.requestId} and settled_at is null`.execute(
        tx,
      )
    await record(tx, c, {
      type: input.on ? 'governance.change_listed' : 'governance.change_unlisted',
      subject: subject(input.requestId),
    })
    return one(tx, c, input.requestId)
  })
}

export async function answer(c: Context, input: Input<typeof governance.answer>): Promise<ChangeRequest> {
  return c.db.transaction().execute(async (tx) => {
    const charter = await lockCommittee(tx, c)
    await demandRun(tx, c)
    await openRequest(tx, c, input.requestId)
    const today = await todayOf(tx, c)
    const { outcome } = input
    const until = outcome === 'later' ? input.until : null
    const version = outcome === 'accepted' ? input.version : null
    if (outcome === 'later' && (!until || until <= today)) throw problem('request_until')
    if (outcome === 'declined' && input.reason === '') throw problem('request_until')
    if (outcome === 'accepted') {
      const { rows } = await sql`select 1 from program_version where organization_id = ${c.organizationId}
        and program_id = ${charter.program_id} and number = ${version}`.execute(tx)
      if (rows.length === 0) throw problem('request_until')
    }
    await sql`update change_request set outcome = ${outcome}, reason = ${input.reason}, until = ${until}, answered_at = ${c.clock.now()},
      answered_by = ${c.viewer.personId}, program_id = ${version === null ? null : charter.program_id}, version_number = ${version}
      where organization_id = ${c.organizationId} and id = ${input.requestId}`.execute(tx)
    await settleRequest(tx, c, input.requestId)
    await record(tx, c, { type: 'governance.change_answered', subject: subject(input.requestId), data: { outcome } })
    await tellAsker(tx, c, input.requestId)
    return one(tx, c, input.requestId)
  })
}
