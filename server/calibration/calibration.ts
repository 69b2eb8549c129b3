/** The door of calibration: sessions whose day is near, for This week. */
import { sql } from 'kysely'
import { addDays, type Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { sessionRows, stateOf } from './room.ts'

export type SessionAhead = {
  sessionId: string
  name: string
  cycle: string
  heldOn: Day
  as: 'facilitator' | 'participant'
  open: boolean
}

/** Days before a session on which its people hear of it, and after it as long as it is not closed. */
const ahead = 7
const after = 21

/** Sessions that the viewer leads or is invited to and that are near, or past and not closed; whoever is only invited has nothing to do with one that was never opened. */
export async function sessionsAhead(c: Context, today: Day, days = ahead): Promise<SessionAhead[]> {
  // Only managers, leads and HR partners can be in one: everybody else is spared the question.
  if (!c.viewer.roles.some((role) => role === 'manager' || role === 'lead' || role === 'hr')) return []
  const near = sql`s.closed_at is null and y.closed_at is null and s.held_on between ${addDays(today, -after)} and ${addDays(today, days)}
    and s.id in (select e.session_id from calibration_seat e where e.organization_id = ${c.organizationId} and e.person_id = ${c.viewer.personId})`
  const rows = await sessionRows(c.db, c, near)
  return rows.flatMap((s) => {
    const open = stateOf(s).state === 'open'
    if (s.as === null || (s.as === 'participant' && s.held_on < today && !open)) return []
    return [{ sessionId: s.id, name: s.name, cycle: s.cycle_name, heldOn: s.held_on, as: s.as, open }]
  })
}
