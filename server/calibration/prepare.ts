/** Preparing a session: for whom, about which questions, with whom. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { calibration, CalibrationSession } from '../../contract/calibration.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInboxes, takeFromInboxes } from '../attention/attention.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded, record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { type CycleRow, ratingQuestions, runningCycle } from '../reviews/reviews.ts'
import { demandFacilitators, demandParticipants, demandReach, demandStage, take } from './choosing.ts'
import { sessionOf } from './read.ts'
import { ledRoom, type SessionRow, sessionRows, stateOf } from './room.ts'

type Asked = { xQuestion: string; yQuestion: string | null; guide: number[] | null }
function demandQuestions(y: CycleRow, { xQuestion, yQuestion, guide }: Asked): void {
  const offered = ratingQuestions(y.plan.form)
  const x = offered.find((q) => q.id === xQuestion)
  if (!x || xQuestion === yQuestion || (yQuestion !== null && !offered.some((q) => q.id === yQuestion)))
    throw problem('calibration_questions')
  if (guide && (guide.length !== x.steps.length || guide.reduce((sum, n) => sum + n, 0) !== 100))
    throw problem('calibration_guide')
}

export async function prepare(c: Context, input: Input<typeof calibration.prepare>): Promise<CalibrationSession> {
  const id = input.id ?? randomUUID()
  return c.db.transaction().execute(async (tx) => {
    const y = demandStage(await runningCycle(tx, c, input.cycleId))
    await demandReach(tx, c, y)
    demandQuestions(y, input)
    const made =
      await sql`insert into calibration_session (organization_id, id, cycle_id, name, scope, held_on, agenda, x_question, y_question, guide, prepared_by, prepared_at)
      values (${c.organizationId}, ${id}, ${y.id}, ${input.name}, ${JSON.stringify(input.scope)}::jsonb, ${input.heldOn}, ${input.agenda}, ${input.xQuestion},
        ${input.yQuestion}, ${input.guide}, ${c.viewer.personId}, ${c.clock.now()}) on conflict do nothing returning 1`.execute(
        tx,
      )
    if (made.rows.length === 0) {
      countRecorded(c, 1) // the same request a second time
      return sessionOf(tx, c, id)
    }
    await take(tx, c, y, id, input.scope)
    const facilitators = [...new Set([c.viewer.personId, ...input.facilitatorIds])]
    await seatThem(tx, c, { id, name: input.name }, facilitators, input.participantIds)
    await record(tx, c, { type: 'calibration.prepared', subject: { kind: 'calibration', id }, data: { cycleId: y.id } })
    return sessionOf(tx, c, id)
  })
}

async function seatThem(
  tx: Tx,
  c: Context,
  s: { id: string; name: string },
  facilitatorIds: readonly string[],
  /** Null: whoever is invited stays so. */
  participantIds: readonly string[] | null,
): Promise<{ facilitators: number; participants: number }> {
  const facilitators = [...new Set(facilitatorIds)]
  const invited = participantIds ?? (await invitedTo(tx, c, s.id))
  const participants = [...new Set(invited)].filter((p) => !facilitators.includes(p))
  await demandFacilitators(tx, c, s.id, facilitators)
  if (participantIds) await demandParticipants(tx, c, s.id, participants)
  const now = c.clock.now()
  const all = [...facilitators, ...participants]
  const gone = await sql<{
    person_id: string
  }>`delete from calibration_seat where organization_id = ${c.organizationId} and session_id = ${s.id} and person_id <> all(${all}::uuid[]) returning person_id`.execute(
    tx,
  )
  // What somebody noted who is not in it any more goes with them.
  await sql`delete from calibration_point where organization_id = ${c.organizationId} and session_id = ${s.id} and author_id = any(${gone.rows.map((r) => r.person_id)}::uuid[])`.execute(
    tx,
  )
  await sql`insert into calibration_seat (organization_id, session_id, person_id, facilitates, invited_by, invited_at)
    select ${c.organizationId}, ${s.id}, x.id, x.id = any(${facilitators}::uuid[]), ${c.viewer.personId}, ${now} from unnest(${all}::uuid[]) as x (id)
    on conflict (organization_id, session_id, person_id) do update set facilitates = excluded.facilitates where calibration_seat.facilitates <> excluded.facilitates`.execute(
    tx,
  )
  await putInInboxes(
    tx,
    c,
    sql`select e.person_id, ${now}::timestamptz as appears_at from calibration_seat e
      where e.organization_id = ${c.organizationId} and e.session_id = ${s.id} and e.person_id <> ${c.viewer.personId} and e.invited_at = ${now}`,
    {
      kind: 'calibration_invited',
      subject: { kind: 'calibration', id: s.id },
      params: { name: s.name },
    },
  )
  return { facilitators: facilitators.length, participants: participants.length }
}

async function invitedTo(tx: Tx, c: Context, sessionId: string): Promise<string[]> {
  const { rows } = await sql<{ person_id: string }>`select person_id from calibration_seat
    where organization_id = ${c.organizationId} and session_id = ${sessionId} and not facilitates`.execute(tx)
  return rows.map((r) => r.person_id)
}

const demandPrepared = (s: SessionRow) => {
  if (stateOf(s).state !== 'prepared') throw problem('calibration_state')
}

export async function update(c: Context, input: Input<typeof calibration.update>): Promise<CalibrationSession> {
  const { sessionId, ...change } = input
  return c.db.transaction().execute(async (tx) => {
    const { s } = await ledRoom(tx, c, sessionId)
    const { state } = stateOf(s)
    const about = change.scope ?? change.xQuestion ?? change.yQuestion
    if (state === 'closed' || state === 'ended' || (about !== undefined && state !== 'prepared'))
      throw problem('calibration_state')
    const y = demandStage(await runningCycle(tx, c, s.cycle_id))
    const next = {
      name: change.name ?? s.name,
      heldOn: change.heldOn ?? s.held_on,
      agenda: change.agenda ?? s.agenda,
      xQuestion: change.xQuestion ?? s.x_question,
      yQuestion: change.yQuestion === undefined ? s.y_question : change.yQuestion,
      guide: change.guide === undefined ? s.guide : change.guide,
      scope: change.scope ?? s.scope,
    }
    demandQuestions(y, next)
    if (change.scope) await take(tx, c, y, s.id, change.scope)
    await sql`update calibration_session set name = ${next.name}, held_on = ${next.heldOn}, agenda = ${next.agenda}, x_question = ${next.xQuestion},
        y_question = ${next.yQuestion}, guide = ${next.guide}, scope = ${JSON.stringify(next.scope)}::jsonb
      where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await record(tx, c, {
      type: 'calibration.updated',
      subject: { kind: 'calibration', id: s.id },
      data: { changed: Object.keys(change) },
    })
    return sessionOf(tx, c, s.id)
  })
}

/** By whoever leads it; and by the program lead, so that no session is left without anybody. */
export async function seat(
  c: Context,
  input: Input<typeof calibration.seat>,
): Promise<Answer<typeof calibration.seat>> {
  return c.db.transaction().execute(async (tx) => {
    const [s] = await sessionRows(tx, c, sql`s.id = ${input.sessionId}`, true)
    if (!s) throw problem('not_found')
    if (s.as !== 'facilitator' && !c.viewer.roles.includes('lead')) throw problem('forbidden')
    const { state } = stateOf(s)
    if (state === 'closed' || state === 'ended') throw problem('calibration_state')
    const seated = await seatThem(tx, c, s, input.facilitatorIds, input.participantIds ?? null)
    await record(tx, c, {
      type: 'calibration.seated',
      subject: { kind: 'calibration', id: s.id },
      data: {
        facilitatorIds: input.facilitatorIds,
        ...(input.participantIds ? { participantIds: input.participantIds } : {}),
      },
    })
    return seated
  })
}

export async function remove(c: Context, input: Input<typeof calibration.remove>): Promise<{ removed: true }> {
  await c.db.transaction().execute(async (tx) => {
    const { s } = await ledRoom(tx, c, input.sessionId)
    demandPrepared(s)
    await takeFromInboxes(tx, c, { kind: 'calibration', id: s.id })
    for (const table of ['calibration_point', 'calibration_person', 'calibration_seat'])
      await sql`delete from ${sql.table(table)} where organization_id = ${c.organizationId} and session_id = ${s.id}`.execute(
        tx,
      )
    await sql`delete from calibration_session where organization_id = ${c.organizationId} and id = ${s.id}`.execute(tx)
    await record(tx, c, { type: 'calibration.removed', subject: { kind: 'calibration', id: s.id } })
  })
  return { removed: true }
}
