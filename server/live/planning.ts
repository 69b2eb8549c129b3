/** Planning sessions: what with, when and where, and who is told when that changes. */
import { sql } from 'kysely'
import { evaluationDays, type live } from '../../contract/live.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { putInInbox, putInInboxes, takeFromInboxes, withdrawLetters } from '../attention/attention.ts'
import { workshops } from '../library/library.ts'
import { allCourses } from '../packages/packages.ts'
import { addDays, dayIn, instantAt, type Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { listPrograms, today as todayOf } from '../program/program.ts'
import { newSeal } from '../pulse/pulse.ts'
import { readerOf } from '../training/training.ts'
import { nobodyCame } from './attending.ts'
import { moveUp } from './booking.ts'
import { followSeats } from './hours.ts'
import { invite } from './inviting.ts'
import { arrangeIn, takeBack } from './delivering.ts'
import { mayLead, sitesHere } from './leading.ts'
import { ledRow, ledRows, lockSession, sessionOf, sessionRow, stateOf } from './queries.ts'
import { roomOf } from './room.ts'
import { tell } from './telling.ts'
import { observersFor } from './trainer-reading.ts'
import { lockTrainer, newestSignOff, openDelivery, trainerRule } from './trainer-rows.ts'
import { headOf } from './workshops.ts'

type Room = Answer<typeof live.room>
type About = Omit<Input<typeof live.change>, 'sessionId'>

export async function list(c: Context): Promise<Answer<typeof live.list>> {
  const { language } = await readerOf(c)
  const rows = await ledRows(c.db, c)
  return { sessions: await Promise.all(rows.map((row) => sessionOf(c.db, row, c, language))) }
}

/** Trainers and program leads, who are here. */
const leaders = (c: Context) => sql<{ id: string; name: string }>`
  select distinct r.person_id as id, r.full_name as name, r.sort_name from role_grant g
  join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
  where g.organization_id = ${c.organizationId} and g.role in ('lead', 'trainer') and g.ended_at is null`

export async function options(c: Context): Promise<Answer<typeof live.options>> {
  const { language } = await readerOf(c)
  const day = await todayOf(c.db, c)
  const [{ programs }, waves, people] = [
    await listPrograms(c),
    await sql<{ program_id: string; id: string; name: string; people: number; managers: number }>`
      with leads as materialized (select r.person_id from roster r where r.organization_id = ${c.organizationId} and r.employed and r.direct_reports > 0)
      select w.program_id, w.id, w.name,
        (select count(*) from wave_member m where m.organization_id = w.organization_id and m.wave_id = w.id and m.superseded is null and m.holds @> ${day}::date) as people,
        (select count(*) from leads l join wave_member m on m.organization_id = w.organization_id and m.person_id = l.person_id and m.program_id = w.program_id
          where m.wave_id = w.id and m.superseded is null and m.holds @> ${day}::date) as managers
      from wave w where w.organization_id = ${c.organizationId} and (w.prepared_at is not null or w.launched_at is not null)
      order by w.goes_live_on, w.name`.execute(c.db),
    await sql<{ id: string; name: string; readyUntil: string | null; ready: boolean; candidate: boolean }>`
      select x.id, x.name, d.id is not null and (d.ready_until is null or d.ready_until >= ${day}::date) as ready, d.ready_until as "readyUntil",
        t.id is not null as candidate
      from (${leaders(c)}) x
      left join trainer t on t.organization_id = ${c.organizationId} and t.person_id = x.id and t.accepted_at is not null and t.ended_at is null
      left join ${newestSignOff} d on true
      order by x.sort_name, x.id limit 200`.execute(c.db),
  ]
  return {
    today: day,
    timeZone: c.viewer.timeZone,
    programs: programs.flatMap(({ id, name }) => {
      const begun = waves.rows.filter((w) => w.program_id === id).map(({ program_id: _p, ...wave }) => wave)
      return begun.length > 0 ? [{ id, name, waves: begun }] : []
    }),
    leaders: people.rows,
    courses: (await allCourses(c.db, c, language)).map(({ id, title }) => ({ id, title })),
    workshops: workshops(language).map(headOf),
    asking: (await trainerRule(c.db, c)).workshops,
    observers: await observersFor(c.db, c),
    sites: await sitesHere(c.db, c),
  }
}

type Times = { startsAt: Instant; endsAt: Instant }
function timesOf({ day, from, to, timeZone }: About): Times {
  const times = { startsAt: instantAt(day, from, timeZone), endsAt: instantAt(day, to, timeZone) }
  if (times.endsAt <= times.startsAt) throw problem('live_time')
  return times
}

/** What of the library is named has to be there. */
async function check(tx: Tx, c: Context, input: About): Promise<void> {
  if (input.courseId && !(await allCourses(tx, c, 'en')).some((one) => one.id === input.courseId))
    throw problem('not_found')
  if (input.workshopId && !workshops('en').some((one) => one.id === input.workshopId)) throw problem('not_found')
}

/** Candidates of this session who are not signed off deliver it under observation; whoever does not lead it any more does not. */
async function setDeliveries(
  tx: Tx,
  c: Context,
  sessionId: string,
  observed: readonly string[],
  { leaderIds, observerId }: Pick<About, 'leaderIds' | 'observerId'>,
): Promise<void> {
  const { rows } = await sql<{ id: string; person_id: string }>`select t.id, t.person_id from trainer t
    join trainer_delivery d on d.organization_id = t.organization_id and d.trainer_id = t.id and d.session_id = ${sessionId} and ${openDelivery}
    where t.organization_id = ${c.organizationId} and t.person_id <> all(${leaderIds}::uuid[]) order by t.person_id`.execute(
    tx,
  )
  for (const { id, person_id } of rows) {
    await lockTrainer(tx, c, person_id)
    await takeBack(tx, c, id, sessionId)
  }
  const session = await sessionRow(tx, c, sessionId)
  for (const personId of observed.toSorted()) {
    await lockTrainer(tx, c, personId)
    await arrangeIn(tx, c, session, personId, observerId!)
  }
}

async function setLeaders(tx: Tx, c: Context, sessionId: string, title: string, ids: readonly string[]): Promise<void> {
  await sql`delete from training_session_leader where organization_id = ${c.organizationId} and session_id = ${sessionId}
    and person_id <> all(${ids as string[]}::uuid[])`.execute(tx)
  const { rows } = await sql<{
    person_id: string
  }>`insert into training_session_leader (organization_id, session_id, person_id)
    select distinct ${c.organizationId}::uuid, ${sessionId}::uuid, x from unnest(${ids as string[]}::uuid[]) as x on conflict do nothing returning person_id`.execute(
    tx,
  )
  for (const { person_id } of rows)
    if (person_id !== c.viewer.personId)
      await putInInbox(tx, c, person_id, {
        kind: 'live_leads',
        subject: { kind: 'training_session', id: sessionId },
        params: { name: title },
      })
}

export async function plan(c: Context, input: Input<typeof live.plan>): Promise<Room> {
  return c.db.transaction().execute(async (tx) => {
    const times = timesOf(input)
    if (times.startsAt <= c.clock.now()) throw problem('live_time')
    await check(tx, c, input)
    const observed = await mayLead(tx, c, input, null, input.observerId)
    const { rows } = await sql<{ id: string }>`
      insert into training_session (organization_id, program_id, wave_id, who, title, about, language, course_id, workshop_id, completes, place, site, link, materials,
        time_zone, starts_at, ends_at, seats, planned_by, planned_at, evaluation_closes_on, evaluation_seal)
      select p.organization_id, p.id, w.id, ${input.who}, ${input.title}, ${input.about}, ${input.language}, ${input.courseId}, ${input.workshopId},
        ${input.completes && input.courseId !== null}::boolean, ${input.place}, ${input.site}, ${input.link}, ${input.materials}, ${input.timeZone}, ${times.startsAt}::timestamptz, ${times.endsAt}::timestamptz, ${input.seats}::integer,
        ${c.viewer.personId}::uuid, ${c.clock.now()}::timestamptz, ${addDays(input.day, evaluationDays)}::date, ${newSeal()}::bytea
      from program p
      left join wave w on w.organization_id = p.organization_id and w.program_id = p.id and w.id = ${input.waveId}::uuid
      where p.organization_id = ${c.organizationId} and p.id = ${input.programId} and (${input.waveId}::uuid is null or w.id is not null)
      returning id`.execute(tx)
    const id = rows[0]?.id
    if (!id) throw problem('not_found')
    await record(tx, c, {
      type: 'training.session_planned',
      subject: { kind: 'training_session', id },
      data: { programId: input.programId, courseId: input.courseId, workshopId: input.workshopId },
    })
    await setLeaders(tx, c, id, input.title, input.leaderIds)
    await setDeliveries(tx, c, id, observed, input)
    if (input.invite) await invite(tx, c, { id, title: input.title, day: dayIn(times.startsAt, input.timeZone) })
    return roomOf(tx, c, id)
  })
}

export async function change(c: Context, input: Input<typeof live.change>): Promise<Room> {
  return c.db.transaction().execute(async (tx) => {
    await lockSession(tx, c, input.sessionId)
    const row = await ledRow(tx, c, input.sessionId)
    if (stateOf(row, c.clock.now()) !== 'ahead') throw problem('live_over')
    const times = timesOf(input)
    const moved = times.startsAt !== row.starts_at || times.endsAt !== row.ends_at
    if (moved && times.startsAt <= c.clock.now()) throw problem('live_time')
    if (input.seats < row.taken) throw problem('live_seats', { count: row.taken })
    await check(tx, c, input)
    const observed = await mayLead(tx, c, input, row.id, input.observerId)
    const elsewhere = input.place !== row.place || input.link !== row.link
    await sql`update training_session set title = ${input.title}, about = ${input.about}, language = ${input.language}, course_id = ${input.courseId}, workshop_id = ${input.workshopId},
      completes = ${input.completes && input.courseId !== null}, place = ${input.place}, site = ${input.site}, link = ${input.link}, materials = ${input.materials}, time_zone = ${input.timeZone},
      starts_at = ${times.startsAt}, ends_at = ${times.endsAt}, seats = ${input.seats}, evaluation_closes_on = ${addDays(input.day, evaluationDays)}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: moved ? 'training.session_moved' : 'training.session_changed',
      subject: { kind: 'training_session', id: row.id },
      data: { changed: changedIn(row, input, moved) },
    })
    await setLeaders(tx, c, row.id, input.title, input.leaderIds)
    await setDeliveries(tx, c, row.id, observed, input)
    if (moved) await nobodyCame(tx, c, row)
    if (moved || elsewhere) {
      await tell(tx, c, row.id, 'moved', await bookedIn(tx, c, row.id), row.starts_at)
      await tellLeaders(tx, c, row.id, input.title, 'live_moved')
    }
    await moveUp(tx, c, row.id)
    return roomOf(tx, c, row.id)
  })
}

function changedIn(row: Awaited<ReturnType<typeof ledRow>>, input: About, moved: boolean): string[] {
  const pairs: [string, unknown, unknown][] = [
    ['title', row.title, input.title],
    ['about', row.about, input.about],
    ['language', row.language, input.language],
    ['course', row.course_id, input.courseId],
    ['workshop', row.workshop_id, input.workshopId],
    ['place', row.place, input.place],
    ['site', row.site, input.site],
    ['link', row.link, input.link],
    ['materials', row.materials, input.materials],
    ['seats', row.seats, input.seats],
    ['time', moved, false],
  ]
  return pairs.filter(([, was, is]) => was !== is).map(([name]) => name)
}

/** Whoever else leads or observes it, in the app; the newest alone. */
async function tellLeaders(
  tx: Tx,
  c: Context,
  sessionId: string,
  title: string,
  kind: 'live_moved' | 'live_called_off',
): Promise<void> {
  const subject = { kind: 'training_session_leader', id: sessionId }
  await takeFromInboxes(tx, c, subject)
  await putInInboxes(
    tx,
    c,
    sql`select x.person_id, ${c.clock.now()}::timestamptz as appears_at from (
        select l.person_id from training_session_leader l where l.organization_id = ${c.organizationId} and l.session_id = ${sessionId}
        union select d.observer_id from trainer_delivery d where d.organization_id = ${c.organizationId} and d.session_id = ${sessionId}
          and d.withdrawn_at is null and d.observed_at is null) x
      where x.person_id <> ${c.viewer.personId}`,
    { kind, subject, params: { sessionId, name: title, leads: true } },
  )
}

async function bookedIn(tx: Tx, c: Context, sessionId: string): Promise<string[]> {
  const { rows } = await sql<{
    person_id: string
  }>`select person_id from training_booking where organization_id = ${c.organizationId}
    and session_id = ${sessionId} and given_back_at is null order by turn`.execute(tx)
  return rows.map((row) => row.person_id)
}

export async function callOff(c: Context, input: Input<typeof live.callOff>): Promise<Room> {
  return c.db.transaction().execute(async (tx) => {
    await lockSession(tx, c, input.sessionId)
    const row = await ledRow(tx, c, input.sessionId)
    if (stateOf(row, c.clock.now()) !== 'ahead') throw problem('live_over')
    await sql`update training_session set called_off_at = ${c.clock.now()}, called_off_by = ${c.viewer.personId}, called_off_reason = ${input.reason},
      evaluation_seal = null where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, { type: 'training.session_called_off', subject: { kind: 'training_session', id: row.id } })
    await nobodyCame(tx, c, row)
    // Whoever has not heard of it yet need not hear that it is off.
    await withdrawLetters(tx, c, row.id, 'not_needed')
    await takeFromInboxes(tx, c, { kind: 'training_session', id: row.id }, 'unseen')
    await followSeats(tx, c, row.id)
    await tell(tx, c, row.id, 'called_off', await bookedIn(tx, c, row.id))
    await tellLeaders(tx, c, row.id, row.title, 'live_called_off')
    return roomOf(tx, c, row.id)
  })
}
