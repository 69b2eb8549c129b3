/** Meetings: planned, moved, called off, prepared, minuted and held. */
import { sql } from 'kysely'
import type { MeetingHead, QuestionId } from '../../contract/governance-shapes.ts'
import type { governance } from '../../contract/governance.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { type Day, instantAt, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { schedule } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { carry, type Item, itemOf, letWait, putOn, takeWaiting } from './agenda.ts'
import { demandRun, lockCommittee, membersOf } from './committee.ts'
import { type Evidence, gather } from './evidence.ts'
import { headOf, meetingRow, type MeetingRow, stateOf } from './queries.ts'
import { tell } from './telling.ts'

const subject = (id: string) => ({ kind: 'committee_meeting', id })

function timesOf(
  c: Context,
  { day, from, to, timeZone }: { day: Day; from: string; to: string; timeZone: string },
): { startsAt: Instant; endsAt: Instant } {
  const times = { startsAt: instantAt(day, from, timeZone), endsAt: instantAt(day, to, timeZone) }
  if (times.endsAt <= times.startsAt || times.startsAt <= c.clock.now()) throw problem('committee_time')
  return times
}

/** From its beginning on, the evidence stays as it was. */
const freezeAt = (tx: Tx, c: Context, meetingId: string, startsAt: Instant) =>
  schedule(tx, {
    organizationId: c.organizationId,
    kind: 'governance.freeze',
    subjectId: meetingId,
    dueAt: startsAt,
  })

const everybody = async (tx: Tx, c: Context) => (await membersOf(tx, c)).map((m) => m.person.id)

export async function plan(c: Context, input: Input<typeof governance.plan>): Promise<MeetingHead> {
  return c.db.transaction().execute(async (tx) => {
    const charter = await lockCommittee(tx, c)
    await demandRun(tx, c)
    const { startsAt, endsAt } = timesOf(c, input)
    const { rows: open } = await sql`select 1 from committee_meeting where organization_id = ${c.organizationId}
      and held_at is null and called_off_at is null and ends_at > ${c.clock.now()}`.execute(tx)
    if (open.length > 0) throw problem('committee_planned')
    const { rows } = await sql<{ id: string }>`
      insert into committee_meeting (organization_id, program_id, starts_at, ends_at, time_zone, place, link, planned_by, planned_at)
      values (${c.organizationId}, ${charter.program_id}, ${startsAt}, ${endsAt}, ${input.timeZone}, ${input.place}, ${input.link},
        ${c.viewer.personId}, ${c.clock.now()}) returning id`.execute(tx)
    const { id } = rows[0]!
    await record(tx, c, { type: 'governance.meeting_planned', subject: subject(id), data: { startsAt } })
    await takeWaiting(tx, c, id)
    await freezeAt(tx, c, id, startsAt)
    await tell(tx, c, id, 'planned', await everybody(tx, c))
    return headOf(await meetingRow(tx, c, id), c.clock.now())
  })
}

/** A meeting that the viewer may change, locked. */
async function openMeeting(tx: Tx, c: Context, id: string): Promise<MeetingRow> {
  await lockCommittee(tx, c)
  await demandRun(tx, c)
  const row = await meetingRow(tx, c, id)
  if (row.held_at || row.called_off_at) throw problem('committee_over')
  return row
}

export async function move(c: Context, input: Input<typeof governance.move>): Promise<MeetingHead> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openMeeting(tx, c, input.meetingId)
    if (stateOf(row, c.clock.now()) !== 'ahead') throw problem('committee_over')
    const { startsAt, endsAt } = timesOf(c, input)
    const moved = startsAt !== row.starts_at || endsAt !== row.ends_at
    const elsewhere = input.place !== row.place || input.link !== row.link
    await sql`update committee_meeting set starts_at = ${startsAt}, ends_at = ${endsAt}, time_zone = ${input.timeZone}, place = ${input.place},
      link = ${input.link} where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'governance.meeting_moved',
      subject: subject(row.id),
      data: { changed: [...(moved ? ['time'] : []), ...(elsewhere ? ['place'] : [])] },
    })
    if (moved) await freezeAt(tx, c, row.id, startsAt)
    if (moved || elsewhere) await tell(tx, c, row.id, 'moved', await everybody(tx, c), row.starts_at)
    return headOf(await meetingRow(tx, c, row.id), c.clock.now())
  })
}

export async function callOff(c: Context, input: Input<typeof governance.callOff>): Promise<MeetingHead> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openMeeting(tx, c, input.meetingId)
    await sql`update committee_meeting set called_off_at = ${c.clock.now()}, called_off_by = ${c.viewer.personId}, called_off_reason = ${input.reason}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: 'governance.meeting_called_off', subject: subject(row.id) })
    await letWait(tx, c, row.id)
    if (stateOf(row, c.clock.now()) === 'ahead') await tell(tx, c, row.id, 'called_off', await everybody(tx, c))
    return headOf(await meetingRow(tx, c, row.id), c.clock.now())
  })
}

/** Keeps what the live data say now, once. */
async function freeze(db: Db | Tx, c: Context, row: MeetingRow): Promise<void> {
  const evidence: Evidence = await gather(db, c, row.program_id)
  await sql`update committee_meeting set evidence = ${JSON.stringify(evidence)}::jsonb where organization_id = ${c.organizationId}
    and id = ${row.id} and evidence is null`.execute(db)
}

/** The job at the beginning of a meeting; of one that was moved, the earlier time finds nothing to do. */
export async function freezeNow(c: Context, meetingId: string): Promise<void> {
  const row = await meetingRow(c.db, c, meetingId)
  if (row.called_off_at || row.evidence || row.starts_at > c.clock.now()) return
  await c.db.transaction().execute((tx) => freeze(tx, c, row))
}

export async function hold(c: Context, input: Input<typeof governance.hold>): Promise<MeetingHead> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openMeeting(tx, c, input.meetingId)
    if (stateOf(row, c.clock.now()) === 'ahead') throw problem('committee_not_yet')
    if (!row.evidence) await freeze(tx, c, row)
    const now = c.clock.now()
    await sql`update committee_meeting set held_at = ${now}, held_by = ${c.viewer.personId}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    for (const { person, part } of await membersOf(tx, c))
      await sql`insert into committee_attendance (organization_id, meeting_id, person_id, part, came)
        values (${c.organizationId}, ${row.id}, ${person.id}, ${part}, ${input.came.includes(person.id)})`.execute(tx)
    await carry(tx, c, row.id)
    await record(tx, c, { type: 'governance.meeting_held', subject: subject(row.id) })
    return headOf(await meetingRow(tx, c, row.id), now)
  })
}

/** What one wants to say; until the meeting is held. */
export async function note(c: Context, input: Input<typeof governance.note>): Promise<Answer<typeof governance.note>> {
  return c.db.transaction().execute(async (tx) => {
    const row = await meetingRow(tx, c, input.meetingId)
    if (row.held_at || row.called_off_at) throw problem('committee_over')
    if (input.words === '')
      await sql`delete from committee_note where organization_id = ${c.organizationId} and meeting_id = ${row.id}
        and question = ${input.question} and person_id = ${c.viewer.personId}`.execute(tx)
    else
      await sql`insert into committee_note (organization_id, meeting_id, question, person_id, words, written_at)
        values (${c.organizationId}, ${row.id}, ${input.question}, ${c.viewer.personId}, ${input.words}, ${c.clock.now()})
        on conflict (organization_id, meeting_id, question, person_id) do update set words = excluded.words, written_at = excluded.written_at`.execute(
        tx,
      )
    await record(tx, c, {
      type: 'governance.note_written',
      subject: subject(row.id),
      data: { question: input.question },
    })
    return { words: input.words }
  })
}

/** The minutes; the shared text of whoever writes them. */
export async function write(
  c: Context,
  input: Input<typeof governance.write>,
): Promise<Answer<typeof governance.write>> {
  return c.db.transaction().execute(async (tx) => {
    const row = await openMeeting(tx, c, input.meetingId)
    if (stateOf(row, c.clock.now()) === 'ahead') throw problem('committee_not_yet')
    const said = (await minutesOf(tx, c, row.id)).find((one) => one.question === input.question)?.words ?? ''
    if (input.seen !== undefined && input.seen !== said) throw problem('conflict')
    if (input.words === '')
      await sql`delete from committee_minutes where organization_id = ${c.organizationId} and meeting_id = ${row.id}
        and question = ${input.question}`.execute(tx)
    else
      await sql`insert into committee_minutes (organization_id, meeting_id, question, words, written_by, written_at)
        values (${c.organizationId}, ${row.id}, ${input.question}, ${input.words}, ${c.viewer.personId}, ${c.clock.now()})
        on conflict (organization_id, meeting_id, question) do update set words = excluded.words, written_by = excluded.written_by,
          written_at = excluded.written_at`.execute(tx)
    await record(tx, c, {
      type: 'governance.minutes_written',
      subject: subject(row.id),
      data: { question: input.question },
    })
    return { words: input.words }
  })
}

export async function addItem(c: Context, input: Input<typeof governance.addItem>): Promise<Item> {
  return c.db.transaction().execute(async (tx) => {
    if (input.meetingId) await openMeeting(tx, c, input.meetingId)
    else {
      await lockCommittee(tx, c)
      await demandRun(tx, c)
    }
    const id = await putOn(tx, c, { title: input.title, meetingId: input.meetingId })
    await record(tx, c, { type: 'governance.item_added', subject: { kind: 'committee_item', id } })
    return (await itemOf(tx, c, id))!
  })
}

/** Come to, or not; until the meeting is held. */
export async function settleItem(c: Context, input: Input<typeof governance.settleItem>): Promise<Item> {
  return c.db.transaction().execute(async (tx) => {
    await lockCommittee(tx, c)
    await demandRun(tx, c)
    const { rows } = await sql<{ held: boolean; settled: string | null; again: boolean; answered: boolean }>`
      select coalesce(m.held_at, m.called_off_at) is not null as held, i.settled,
        exists (select from committee_item o where o.organization_id = i.organization_id and o.id <> i.id and o.settled is null
          and (o.request_id = i.request_id or o.firing_id = i.firing_id)) as again,
        exists (select from change_request q where q.organization_id = i.organization_id and q.id = i.request_id
          and (q.taken_back_at is not null or q.outcome in ('accepted', 'declined'))) as answered from committee_item i
      left join committee_meeting m on m.organization_id = i.organization_id and m.id = i.meeting_id
      where i.organization_id = ${c.organizationId} and i.id = ${input.itemId}`.execute(tx)
    const row = rows[0]
    if (!row) throw problem('not_found')
    // What stands on a later agenda by now is open there; a request that is answered is not open again.
    if (row.held || row.settled === 'carried' || (!input.done && (row.again || row.answered)))
      throw problem('committee_over')
    await sql`update committee_item set settled = ${input.done ? 'done' : null}, settled_at = ${input.done ? c.clock.now() : null}
      where organization_id = ${c.organizationId} and id = ${input.itemId}`.execute(tx)
    await record(tx, c, {
      type: input.done ? 'governance.item_settled' : 'governance.item_reopened',
      subject: { kind: 'committee_item', id: input.itemId },
    })
    return (await itemOf(tx, c, input.itemId))!
  })
}

export type Notes = { question: QuestionId; person_id: string; name: string; words: string }
export async function notesOf(db: Db | Tx, c: Context, meetingId: string): Promise<Notes[]> {
  const { rows } = await sql<Notes>`select n.question, n.person_id, p.full_name as name, n.words from committee_note n
    join person p on p.organization_id = n.organization_id and p.id = n.person_id
    where n.organization_id = ${c.organizationId} and n.meeting_id = ${meetingId} order by n.written_at, n.person_id`.execute(
    db,
  )
  return rows
}

export type Minutes = { question: QuestionId; words: string; by_id: string; by: string; at: Instant }
export async function minutesOf(db: Db | Tx, c: Context, meetingId: string): Promise<Minutes[]> {
  const { rows } =
    await sql<Minutes>`select x.question, x.words, p.id as by_id, p.full_name as by, x.written_at as at from committee_minutes x
    join person p on p.organization_id = x.organization_id and p.id = x.written_by
    where x.organization_id = ${c.organizationId} and x.meeting_id = ${meetingId}`.execute(db)
  return rows
}
