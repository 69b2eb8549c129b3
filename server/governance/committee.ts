/**
 * The committee: its charter, and who is on it. The role `committee` is the seat: whoever holds the
 * role is on the committee, whoever is named gets the role, in one step. So the two cannot disagree.
 */
import { sql } from 'kysely'
import type { MeetingHead, Part } from '../../contract/governance-shapes.ts'
import type { governance } from '../../contract/governance.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { endGrants, giveRole } from '../access/access.ts'
import { companyDaysOff } from '../directory/directory.ts'
import { addDays, addMs, type Day, dayIn, type Instant, instantAt, workingDay } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { listPrograms, today as todayOf } from '../program/program.ts'
import { itemsFor } from './agenda.ts'
import { headOf, meetingRows } from './queries.ts'
import { tell } from './telling.ts'

type Overview = Answer<typeof governance.get>
export type CharterRow = {
  program_id: string
  purpose: string
  decides: string
  decides_not: string
  cadence_weeks: number
  starts: string
  minutes: number
  time_zone: string
  place: string
  link: string
  set_up_at: Instant
}

export async function charterOf(db: Db | Tx, c: Pick<Context, 'organizationId'>): Promise<CharterRow | null> {
  const { rows } =
    await sql<CharterRow>`select program_id, purpose, decides, decides_not, cadence_weeks, to_char(starts, 'HH24:MI') as starts, minutes,
      time_zone, place, link, set_up_at from committee where organization_id = ${c.organizationId}`.execute(db)
  return rows[0] ?? null
}

/** The charter, locked: nobody else changes the committee, its meetings or its agenda until the transaction ends. */
export async function lockCommittee(tx: Tx, c: Context): Promise<CharterRow> {
  await sql`select 1 from committee where organization_id = ${c.organizationId} for update`.execute(tx)
  const charter = await charterOf(tx, c)
  if (!charter) throw problem('committee_missing')
  return charter
}

export type Member = { person: { id: string; name: string; title: string }; part: Part; since: Instant }

/** Whoever holds the role and is here, the chair first. */
export async function membersOf(db: Db | Tx, c: Pick<Context, 'organizationId'>): Promise<Member[]> {
  const { rows } = await sql<{ id: string; name: string; title: string; part: Part; since: Instant }>`
    select r.person_id as id, r.full_name as name, r.title, coalesce(k.part, 'member') as part, g.granted_at as since
    from role_grant g
    join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    left join committee_part k on k.organization_id = g.organization_id and k.grant_id = g.id
    where g.organization_id = ${c.organizationId} and g.role = 'committee' and g.ended_at is null
    order by array_position(array['chair', 'member', 'guest'], coalesce(k.part, 'member')), r.sort_name, r.person_id limit 100`.execute(
    db,
  )
  return rows.map(({ id, name, title, part, since }) => ({ person: { id, name, title }, part, since }))
}

/** The program lead runs the meetings, and so does the committee, but for its guests. */
export async function demandRun(db: Db | Tx, c: Context): Promise<void> {
  if (c.viewer.roles.includes('lead')) return
  if ((await ownPart(db, c)) === 'guest') throw problem('committee_guest')
}

async function ownPart(db: Db | Tx, c: Context): Promise<Part | null> {
  if (!c.viewer.roles.includes('committee')) return null
  return (await membersOf(db, c)).find((m) => m.person.id === c.viewer.personId)?.part ?? null
}

export async function mayRun(db: Db | Tx, c: Context): Promise<boolean> {
  if (c.viewer.roles.includes('lead')) return true
  const part = await ownPart(db, c)
  return part !== null && part !== 'guest'
}

/** The day on which it should meet next: so many weeks after the last time, or two after it was set up. */
export function dueOn(charter: Pick<CharterRow, 'cadence_weeks'>, since: Day, last: Day | null): Day {
  return last ? addDays(last, charter.cadence_weeks * 7) : addDays(since, 14)
}

/** A working day by the cadence, and never before there is time to prepare. */
function proposalOf(
  charter: CharterRow,
  since: Day,
  last: Day | null,
  today: Day,
  off: ReadonlySet<Day>,
): Overview['proposal'] {
  const [due, earliest] = [dueOn(charter, since, last), addDays(today, 3)]
  const day = workingDay(due > earliest ? due : earliest, off)
  const from = instantAt(day, charter.starts, charter.time_zone)
  const to = new Intl.DateTimeFormat('en-GB', {
    timeZone: charter.time_zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(Date.parse(addMs(from, charter.minutes * 60_000)))
  return { day, from: charter.starts, to: to > charter.starts ? to : '23:59' }
}

/** When it last met, and when it meets next. */
export async function meetingDays(
  db: Db | Tx,
  c: Pick<Context, 'organizationId'>,
  now: Instant,
): Promise<{ last: Day | null; next: { id: string; on: Day } | null }> {
  const { rows } = await sql<{ last: Day | null; next: Day | null; id: string | null }>`
    select (select max((m.starts_at at time zone m.time_zone)::date) from committee_meeting m
        where m.organization_id = ${c.organizationId} and m.held_at is not null) as last,
      n.id, (n.starts_at at time zone n.time_zone)::date as next
    from (select 1) one left join lateral (select * from committee_meeting m where m.organization_id = ${c.organizationId} and m.held_at is null
      and m.called_off_at is null and m.ends_at > ${now}::timestamptz order by m.starts_at, m.id limit 1) n on true`.execute(
    db,
  )
  const { last, next, id } = rows[0]!
  return { last, next: id && next ? { id, on: next } : null }
}

async function overviewOf(db: Db | Tx, c: Context): Promise<Overview> {
  const today = await todayOf(db, c)
  const charter = await charterOf(db, c)
  const { programs } = await listPrograms({ ...c, db })
  const rows = charter ? await meetingRows(db, c) : []
  const heads = rows.map((row) => headOf(row, c.clock.now()))
  const upcoming = heads
    .filter((m) => m.state === 'ahead' || m.state === 'on' || m.state === 'over')
    .toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
  // One that nobody has noted as held stands first; it does not keep the next from being planned.
  const next = upcoming[0] ?? null
  const planned = upcoming.some((m) => m.state !== 'over')
  const lastHeld = heads.find((m) => m.state === 'held')
  const last = lastHeld ? dayIn(lastHeld.startsAt, lastHeld.timeZone) : null
  const since = charter ? dayIn(charter.set_up_at, charter.time_zone) : today
  const due = charter ? dueOn(charter, since, last) : null
  return {
    today,
    timeZone: c.viewer.timeZone,
    committee: charter
      ? {
          programId: charter.program_id,
          programName: programs.find((p) => p.id === charter.program_id)?.name ?? '',
          purpose: charter.purpose,
          decides: charter.decides,
          decidesNot: charter.decides_not,
          cadenceWeeks: charter.cadence_weeks,
          starts: charter.starts,
          minutes: charter.minutes,
          timeZone: charter.time_zone,
          place: charter.place,
          link: charter.link,
          setUpAt: charter.set_up_at,
          members: await membersOf(db, c),
        }
      : null,
    next,
    proposal: charter && !planned ? proposalOf(charter, since, last, today, await companyDaysOff(c.db, c)) : null,
    late: due && due < today && !planned ? { since: due, last } : null,
    past: heads.filter((m: MeetingHead) => m.state === 'held' || m.state === 'called_off').slice(0, 20),
    agenda: charter ? await itemsFor(db, c, upcoming.find((m) => m.state !== 'over')?.id ?? null) : [],
    programs: programs.map(({ id, name }) => ({ id, name })),
    part: await ownPart(db, c),
    may: { run: await mayRun(db, c), shape: c.viewer.roles.includes('lead') },
  }
}

export const get = (c: Context): Promise<Overview> => overviewOf(c.db, c)

export async function setCharter(c: Context, input: Input<typeof governance.setCharter>): Promise<Overview> {
  return c.db.transaction().execute(async (tx) => {
    const was = await charterOf(tx, c)
    const now = c.clock.now()
    const { rows } = await sql<{ program_id: string }>`
      insert into committee (organization_id, program_id, purpose, decides, decides_not, cadence_weeks, starts, minutes, time_zone, place, link,
        set_up_by, set_up_at, changed_at)
      select p.organization_id, p.id, ${input.purpose}, ${input.decides}, ${input.decidesNot}, ${input.cadenceWeeks}::integer, ${input.starts}::time, ${input.minutes}::integer,
        ${input.timeZone}, ${input.place}, ${input.link}, ${c.viewer.personId}::uuid, ${now}::timestamptz, ${now}::timestamptz
      from program p where p.organization_id = ${c.organizationId} and p.id = ${input.programId}
      on conflict (organization_id) do update set program_id = excluded.program_id, purpose = excluded.purpose, decides = excluded.decides,
        decides_not = excluded.decides_not, cadence_weeks = excluded.cadence_weeks, starts = excluded.starts, minutes = excluded.minutes,
        time_zone = excluded.time_zone, place = excluded.place, link = excluded.link, changed_at = excluded.changed_at
      returning program_id`.execute(tx)
    if (!rows[0]) throw problem('not_found')
    const pairs: [string, unknown, unknown][] = [
      ['program', was?.program_id, input.programId],
      ['purpose', was?.purpose, input.purpose],
      ['decides', was?.decides, input.decides],
      ['decidesNot', was?.decides_not, input.decidesNot],
      ['cadence', was?.cadence_weeks, input.cadenceWeeks],
      ['starts', was?.starts, input.starts],
      ['minutes', was?.minutes, input.minutes],
      ['timeZone', was?.time_zone, input.timeZone],
      ['place', was?.place, input.place],
      ['link', was?.link, input.link],
    ]
    await record(tx, c, {
      type: 'governance.chartered',
      subject: { kind: 'program', id: input.programId },
      data: { changed: pairs.filter(([, a, b]) => a !== b).map(([name]) => name) },
    })
    return overviewOf(tx, c)
  })
}

/** What is planned is for whoever is on the committee now: new ones are invited, those who left are told. Needs the committee's lock. */
async function followSeats(tx: Tx, c: Context): Promise<void> {
  const { next } = await meetingDays(tx, c, c.clock.now())
  if (!next) return
  const { rows } = await sql<{ person_id: string }>`
    select t.person_id from (select distinct on (t.person_id) t.person_id, t.what from committee_told t
      where t.organization_id = ${c.organizationId} and t.meeting_id = ${next.id} order by t.person_id, t.sequence desc) t
    where t.what in ('planned', 'moved')`.execute(tx)
  const expected = new Set(rows.map((row) => row.person_id))
  const members = (await membersOf(tx, c)).map((m) => m.person.id)
  await tell(
    tx,
    c,
    next.id,
    'planned',
    members.filter((id) => !expected.has(id)),
  )
  await tell(
    tx,
    c,
    next.id,
    'released',
    [...expected].filter((id) => !members.includes(id)),
  )
}

/** Roles are given and end on their own page too, and with whoever leaves the company. */
export async function followRoles(c: Context): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    await sql`select 1 from committee where organization_id = ${c.organizationId} for update`.execute(tx)
    await followSeats(tx, c)
  })
}

async function openGrant(tx: Tx, c: Context, personId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from role_grant where organization_id = ${c.organizationId}
    and person_id = ${personId} and role = 'committee' and ended_at is null for update`.execute(tx)
  return rows[0]?.id ?? null
}

/** Puts somebody onto the committee, or gives them another part. There is one chair: who was it becomes a member. */
export async function name(c: Context, input: Input<typeof governance.name>): Promise<Overview> {
  return c.db.transaction().execute(async (tx) => {
    await lockCommittee(tx, c)
    const held = await openGrant(tx, c, input.personId)
    const grantId = held ?? (await giveRole(tx, c, { personId: input.personId, role: 'committee' }))
    if (!grantId) throw problem('person_unknown')
    const now = c.clock.now()
    if (input.part === 'chair')
      await sql`update committee_part set part = 'member', set_by = ${c.viewer.personId}, set_at = ${now}
        where organization_id = ${c.organizationId} and part = 'chair' and grant_id <> ${grantId}`.execute(tx)
    await sql`insert into committee_part (organization_id, grant_id, part, set_by, set_at)
      values (${c.organizationId}, ${grantId}, ${input.part}, ${c.viewer.personId}, ${now})
      on conflict (organization_id, grant_id) do update set part = excluded.part, set_by = excluded.set_by, set_at = excluded.set_at`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'governance.member_named',
      subject: { kind: 'person', id: input.personId },
      data: { part: input.part },
    })
    await followSeats(tx, c)
    return overviewOf(tx, c)
  })
}

export async function release(c: Context, input: Input<typeof governance.release>): Promise<Overview> {
  return c.db.transaction().execute(async (tx) => {
    await sql`select 1 from committee where organization_id = ${c.organizationId} for update`.execute(tx)
    const grantId = await openGrant(tx, c, input.personId)
    if (!grantId) throw problem('not_found')
    await endGrants(tx, c, { personId: input.personId, id: grantId })
    await record(tx, c, { type: 'governance.member_released', subject: { kind: 'person', id: input.personId } })
    await followSeats(tx, c)
    return overviewOf(tx, c)
  })
}
