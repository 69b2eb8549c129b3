/** Sessions as the viewer may see them. */
import { sql } from 'kysely'
import {
  type calibration,
  type CalibrationSession,
  fewestRatings,
  type SessionSummary,
} from '../../contract/calibration.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { problem } from '../platform/problem.ts'
import { ratingQuestions, say, speech } from '../reviews/reviews.ts'
import { people, type Room, roomOf, sessionRows, type SessionRow, shownTo, stateOf } from './room.ts'
import { type Member, membersOf, ratedRows, rowsOf } from './rows.ts'
import { severity as compare } from './severity.ts'

export const mayPrepare = (c: Context) => c.viewer.roles.includes('lead') || c.viewer.roles.includes('hr')

export async function list(
  c: Context,
  input: Input<typeof calibration.list>,
): Promise<Answer<typeof calibration.list>> {
  const found = await sessionRows(c.db, c, input.cycleId ? sql`s.cycle_id = ${input.cycleId}` : sql`true`)
  return {
    sessions: await Promise.all(
      found.map(async (s) => summaryOf(s, s.as === 'facilitator' ? await peopleIn(c, s) : null)),
    ),
    mayPrepare: mayPrepare(c),
  }
}

async function peopleIn(c: Context, s: SessionRow): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from ${people}
    where k.organization_id = ${c.organizationId} and k.session_id = ${s.id} and ${shownTo(c, s)}`.execute(c.db)
  return rows[0]!.n
}

function summaryOf(s: SessionRow, seen: number | null): SessionSummary {
  return {
    id: s.id,
    cycle: { id: s.cycle_id, name: s.cycle_name },
    name: s.name,
    heldOn: s.held_on,
    state: stateOf(s),
    as: s.as,
    people: seen,
    facilitators: s.facilitators,
  }
}

export async function get(c: Context, input: Input<typeof calibration.get>): Promise<CalibrationSession> {
  return sessionOf(c.db, c, input.sessionId)
}

export async function sessionOf(db: Db | Tx, c: Context, id: string): Promise<CalibrationSession> {
  const room = await roomOf(db, c, id)
  const { s, y } = room
  const leadsIt = s.as === 'facilitator'
  const { state } = stateOf(s)
  const order = speech(c)
  const members = await membersOf(db, c, room, null)
  const rows = await rowsOf(db, c, room, members)
  const form = ratingQuestions(y.plan.form)
  return {
    ...summaryOf(s, leadsIt ? rows.length : null),
    agenda: s.agenda,
    scope: { ...s.scope, name: await nameOfScope(db, c, s) },
    questions: (['x', 'y'] as const).flatMap((axis) => {
      const q = form.find((one) => one.id === (axis === 'x' ? s.x_question : s.y_question))
      if (!q) return []
      const steps = q.steps.map((one) => ({ label: say(one.label, order), anchor: say(one.anchor, order) }))
      return [{ axis, id: q.id, ask: say(q.ask, order), steps }]
    }),
    guide: s.guide,
    seats: await seatsOf(db, c, s, members),
    rows,
    onlyOwn: !leadsIt && state !== 'open',
    mayPrepare: leadsIt && (state === 'prepared' || state === 'open'),
    mayMove: leadsIt && state === 'open',
    mayWrite: state === 'prepared' || state === 'open',
  }
}

async function nameOfScope(db: Db | Tx, c: Context, { scope }: SessionRow): Promise<string> {
  if (scope.kind === 'department') return scope.value
  if (scope.kind === 'all') return ''
  const { rows } =
    scope.kind === 'leader'
      ? await sql<{
          name: string
        }>`select full_name as name from person where organization_id = ${c.organizationId} and id::text = ${scope.value}`.execute(
          db,
        )
      : await sql<{
          name: string
        }>`select name from audience where organization_id = ${c.organizationId} and id::text = ${scope.value}`.execute(
          db,
        )
  return rows[0]?.name ?? ''
}

/**
 * Who is in it, and for facilitators whose rows each of them is not shown, as far as the viewer
 * sees those. The same as `above`, said of few seats and few people at once: compared in memory.
 */
async function seatsOf(
  db: Db | Tx,
  c: Context,
  s: SessionRow,
  members: readonly Member[],
): Promise<CalibrationSession['seats']> {
  type Row = CalibrationSession['seats'][number]['person'] & {
    facilitates: boolean
    seq: number | null
    last_seq: number | null
    known: (string | null)[]
  }
  const { rows } = await sql<Row>`
    select e.person_id as id, p.full_name as name, coalesce(me.title, '') as title, e.facilitates, me.seq, me.last_seq,
      array[e.person_id, me.manager_id, me.second_manager_id, mv.manager_id, mv.second_manager_id] as known
    from calibration_seat e join person p on p.organization_id = e.organization_id and p.id = e.person_id
    left join roster me on me.organization_id = e.organization_id and me.person_id = e.person_id
    left join review mv on mv.organization_id = e.organization_id and mv.cycle_id = ${s.cycle_id} and mv.person_id = e.person_id
    where e.organization_id = ${c.organizationId} and e.session_id = ${s.id}
    order by e.facilitates desc, p.sort_name, e.person_id`.execute(db)
  const tells = s.as === 'facilitator'
  return rows.map(({ id, name, title, facilitates, seq, last_seq: lastSeq, known }) => {
    const leadsThem = (m: Member) =>
      m.manager_id === id || (seq !== null && lastSeq !== null && m.seq > seq && m.seq <= lastSeq)
    const isAbove = (m: Member) => known.includes(m.person_id) || (seq !== null && m.seq < seq && m.last_seq >= seq)
    return {
      person: { id, name, title },
      facilitates,
      notShown: tells
        ? members.filter((m) => m.shown && isAbove(m)).map((m) => ({ id: m.person_id, name: m.name }))
        : [],
      shut: tells && !facilitates && !members.some(leadsThem),
    }
  })
}

/** Over the rows that this facilitator sees, of what managers gave themselves; nothing of it is kept. */
export async function severity(
  c: Context,
  input: Input<typeof calibration.severity>,
): Promise<Answer<typeof calibration.severity>> {
  const room: Room = await roomOf(c.db, c, input.sessionId)
  if (room.s.as !== 'facilitator') throw problem('forbidden')
  const given = (await ratedRows(c.db, c, room, await membersOf(c.db, c, room, null))).flatMap((v) => {
    const value = input.axis === 'x' ? v.x_given : v.y_given
    return value === null || v.rater_id === null ? [] : [{ raterId: v.rater_id, name: v.rater_name ?? '', value }]
  })
  const { mean, raters } = compare(given, fewestRatings)
  const names = new Map(given.map((g) => [g.raterId, g.name]))
  return {
    axis: input.axis,
    fewest: fewestRatings,
    ratings: given.length,
    mean,
    // By name, not by number: it is no ranking.
    managers: raters
      .map((r) => ({
        person: { id: r.raterId, name: names.get(r.raterId)! },
        ratings: r.ratings,
        difference: r.difference,
      }))
      .toSorted((a, b) => a.person.name.localeCompare(b.person.name)),
  }
}
