/** The door of governance: what others ask about the committee, and what waits for somebody there. */
import { sql } from 'kysely'
import { addDays, type Day, dayIn, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { charterOf, meetingDays, membersOf } from './committee.ts'
import { decisionRows, stateOfDecision } from './decision-rows.ts'

export { putOn } from './agenda.ts'
export { charterOf, lockCommittee, mayRun, membersOf } from './committee.ts'
export { decideIn } from './decisions.ts'
export { decisionRows, type DecisionRow } from './decision-rows.ts'
export { effectOf } from './effect.ts'
export { askOnAgenda, requestStates } from './requests.ts'
export { fill, sayChange, sayEffect, sayPoint, sayValue, type Speaker, speakerFor } from './saying.ts'

export type CommitteeFacts = {
  /** Whoever is on it and here, guests among them. */
  members: number
  /** The day of the last meeting that was held. */
  lastMeeting: Day | null
  nextMeeting: Day | null
  cadenceDays: number
  /** When it was set up. */
  since: Day
  /** Decisions past their day and neither done nor withdrawn. */
  overdueDecisions: number
}

/** How the committee does on a day; undefined where there is none. */
export async function committeeFacts(
  db: Db | Tx,
  organizationId: string,
  today: Day,
): Promise<CommitteeFacts | undefined> {
  const c = { organizationId }
  const charter = await charterOf(db, c)
  if (!charter) return undefined
  const { last, next } = await meetingDays(db, c, `${today}T00:00:00.000Z`)
  const decisions = await decisionRows(db, c)
  return {
    members: (await membersOf(db, c)).length,
    lastMeeting: last,
    nextMeeting: next?.on ?? null,
    cadenceDays: charter.cadence_weeks * 7,
    since: dayIn(charter.set_up_at, charter.time_zone),
    overdueDecisions: decisions.filter((d) => stateOfDecision(d, today) === 'late').length,
  }
}

export type CommitteeWaits = {
  meetings: readonly { meetingId: string; on: Day; what: 'prepare' | 'hold' }[]
  decisions: readonly { decisionId: string; question: string; dueOn: Day }[]
}

/** A meeting is prepared in its last days, a decision is near or late. */
const near = 7

/** What waits for the viewer: the next meeting to prepare, one to note down, decisions that they see to. */
export async function waitsFor(c: Context, today: Day): Promise<CommitteeWaits> {
  const me = c.viewer.personId
  const { rows: decisions } = await sql<{ id: string; question: string; due_on: Day }>`
    select id, question, due_on from committee_decision where organization_id = ${c.organizationId} and owner_id = ${me}
      and done_at is null and withdrawn_at is null and due_on <= ${addDays(today, near)}::date order by due_on, number limit 20`.execute(
    c.db,
  )
  const [onIt, leads] = [c.viewer.roles.includes('committee'), c.viewer.roles.includes('lead')]
  const meetings =
    onIt || leads
      ? await sql<{ id: string; starts_at: Instant; ahead: boolean; noted: boolean }>`
          select m.id, m.starts_at, m.starts_at > ${c.clock.now()} as ahead,
            exists (select from committee_note n where n.organization_id = m.organization_id and n.meeting_id = m.id and n.person_id = ${me}) as noted
          from committee_meeting m where m.organization_id = ${c.organizationId} and m.held_at is null and m.called_off_at is null
            and m.starts_at between ${addDays(today, -60)}::timestamptz and ${addDays(today, near + 1)}::timestamptz order by m.starts_at, m.id limit 5`.execute(
          c.db,
        )
      : { rows: [] }
  return {
    meetings: meetings.rows.flatMap((m) => {
      const what = m.ahead ? (onIt && !m.noted ? ('prepare' as const) : null) : leads ? ('hold' as const) : null
      return what ? [{ meetingId: m.id, on: dayIn(m.starts_at, c.viewer.timeZone), what }] : []
    }),
    decisions: decisions.map((d) => ({ decisionId: d.id, question: d.question, dueOn: d.due_on })),
  }
}
