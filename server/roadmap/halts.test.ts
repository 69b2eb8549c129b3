/** A wave that is paused asks nobody and loses nothing; one that is taken back is before its go-live again, and what was written comes back with the next. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { feedback } from '../../contract/feedback.ts'
import { goals } from '../../contract/goals.ts'
import { heldKinds, noticeKindIds, noticeKinds } from '../../contract/notice-kinds.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { deliver, type Letters, putInInbox, sendMail } from '../attention/attention.ts'
import { heldBack, heldBackNow } from '../attention/halted.ts'
import { list as inbox } from '../attention/inbox.ts'
import { checkins } from '../../contract/checkins.ts'
import { create as startCheckin } from '../checkins/write.ts'
import { give } from '../feedback/write.ts'
import { list as listGoals } from '../goals/read.ts'
import { create as createGoal } from '../goals/write.ts'
import { makeWave } from '../goals/live-wave.ts'
import { get as hypercareOf } from '../hypercare/first-weeks.ts'
import { modules } from '../modules.ts'
import { openPicture } from '../metrics/picture.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type SmtpSink, smtpSink, type TestBase, testBase } from '../platform/testing.ts'
import { elementOf, goLive, pausedIn, readWave } from '../program/program.ts'
import { get as week } from '../week/week.ts'
import { get, pause, resume, rollBack } from './halts.ts'

let base: TestBase
let sink: SmtpSink
let w: World
let job: Context
let waveId: string
let read = 0
const reason = 'The move takes all the time there is.'
const letter = 'We go on in May, when the move is over.'
const members = parts.filter((p) => p !== 'admin')
const letters = Object.assign({}, ...modules.map((m) => m.letters ?? {}))

beforeEach(async () => {
  read = 0
  sink = await smtpSink()
  // A Monday, ten in the morning in Berlin.
  base = await testBase({ at: '2026-03-02T09:00:00Z', config: { smtpUrl: sink.url } })
  w = await permissionWorld(base, `halt-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  ;({ waveId } = await makeWave(job.db, {
    organizationId: w.organizationId,
    day: '2026-02-02',
    at: '2026-02-02T08:00:00Z',
    people: members.map((p) => w.people[p]),
    named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
    elements: { goals: { on: true }, checkins: { on: true }, feedback: { on: true } },
  }))
})

const lead = () => w.as('lead')
const pauses = async (given: { letter?: string | null } = {}) =>
  pause(await lead(), { waveId, reason, letter: null, ...given })
const resumes = async (given: { letter?: string | null } = {}) =>
  resume(await lead(), { waveId, letter: null, ...given })
const takesBack = async (given: { letter?: string | null; goesLiveOn?: string | null } = {}) =>
  rollBack(await lead(), { waveId, reason, letter: null, goesLiveOn: null, ...given })

/** Delivers what is due: to whom it went since the last time. */
async function arrived(): Promise<{ to: string; subject: string; text: string }[]> {
  await deliver(job, letters)
  await deliver(job, letters, 'bulk')
  const fresh = sink.received.slice(read)
  read = sink.received.length
  return Promise.all(
    fresh.map(async (m) => {
      const mail = await m.parsed()
      return { to: m.to[0]!, subject: mail.subject ?? '', text: mail.text ?? '' }
    }),
  )
}
const addressOf = async (p: Part) =>
  (
    await sql<{
      email: string
    }>`select email from person where organization_id = ${w.organizationId} and id = ${w.people[p]}`.execute(job.db)
  ).rows[0]!.email

const goalOf = async (p: Part, title: string) =>
  createGoal(await w.as(p), goals.create.body!.parse({ title, startsOn: '2026-03-01', endsOn: '2026-06-30' }))
const goalsOf = async (p: Part) =>
  (await listGoals(await w.as(p), goals.list.query!.parse({ scope: 'person', ownerId: w.people[p] }))).goals.map(
    (g) => g.title,
  )

/** A letter of every kind that may be held, waiting for somebody. */
async function waiting(p: Part, kinds: readonly string[]): Promise<void> {
  for (const kind of kinds)
    await job.db
      .transaction()
      .execute((tx) => sendMail(tx, job, { personId: w.people[p], kind, subject: { kind: 'test', id: randomUUID() } }))
}
/** One whose words could not be made was not held: it was tried. */
const states = async (p: Part) =>
  (
    await sql<{ kind: string; state: string }>`
      select kind, case when attempts > 0 and state = 'waiting' then 'tried' else state end as state
      from outgoing_mail where organization_id = ${w.organizationId} and person_id = ${w.people[p]} order by kind`.execute(
      job.db,
    )
  ).rows

describe('a pause', () => {
  it('needs somebody who may, a wave that is live, and a reason; and is on record', async () => {
    for (const p of ['self', 'sponsor', 'hr_in', 'committee'] as const)
      expect((await get(await w.as(p), { waveId })).mayHalt).toBe(false)
    const state = await pauses()
    expect(state.halts).toMatchObject([
      {
        kind: 'pause',
        reason,
        people: members.length,
        begun: { on: '2026-03-02', by: { id: w.people.lead } },
        ended: null,
      },
    ])
    expect(state.wave).toMatchObject({ state: { phase: 'live' }, halt: { kind: 'pause', on: '2026-03-02', reason } })
    await expect(pauses()).rejects.toMatchObject({ code: 'wave_paused' })
    const { rows } = await sql<{
      data: Record<string, unknown>
    }>`select data from event where organization_id = ${w.organizationId}
      and type = 'wave.paused' and subject_id = ${waveId}`.execute(job.db)
    expect(rows.map((row) => row.data)).toEqual([{ people: members.length, told: false }])
    // Words that somebody wrote stand in no event.
    expect(JSON.stringify(rows)).not.toContain('move')
    await resumes()
    await expect(resumes()).rejects.toMatchObject({ code: 'wave_not_paused' })
    const other = await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-03-02',
      at: base.clock.now(),
      people: [],
      launched: false,
    })
    for (const act of [
      async () => pause(await lead(), { waveId: other.waveId, reason, letter: null }),
      async () => resume(await lead(), { waveId: other.waveId, letter: null }),
      async () => rollBack(await lead(), { waveId: other.waveId, reason, letter: null, goesLiveOn: null }),
    ])
      await expect(act()).rejects.toMatchObject({ code: 'halt_not_live' })
  })

  it('holds every letter that asks something of its people, and lets through what runs the program', async () => {
    await pauses()
    await waiting('self', noticeKindIds)
    // Past the hour of the letter of the day.
    base.clock.set('2026-03-04T15:00:00Z')
    await arrived()
    const left = (await states('self')).filter((row) => row.state !== 'waiting').map((row) => row.kind)
    const stay = (await states('self')).filter((row) => row.state === 'waiting').map((row) => row.kind)
    expect(stay.toSorted()).toEqual(heldKinds.pause.filter((kind) => stay.includes(kind)).toSorted())
    // Each kind of the practice is among them, and each of the account is not.
    for (const id of noticeKindIds) {
      if (['goals', 'feedback', 'recognition', 'growth', 'reviews', 'pulse'].includes(noticeKinds[id].part))
        expect([id, left.includes(id)]).toEqual([id, false])
      if (noticeKinds[id].part === 'account') expect([id, stay.includes(id)]).toEqual([id, false])
    }
    // Of somebody in no wave nothing is held.
    const outside = await w.newPerson()
    await job.db
      .transaction()
      .execute((tx) =>
        sendMail(tx, job, { personId: outside, kind: 'feedback_asked', subject: { kind: 'test', id: randomUUID() } }),
      )
    await arrived()
    const { rows } = await sql<{
      state: string
    }>`select state from outgoing_mail where organization_id = ${w.organizationId} and person_id = ${outside}
      and kind = 'feedback_asked'`.execute(job.db)
    expect(rows.map((row) => row.state)).not.toContain('waiting')
  })

  it.each([
    ['single', 'bulk'],
    ['bulk', 'single'],
  ] as const)('stops what was made ready before it at the counter %s, and loses none of it', async (...counters) => {
    // In no wave.
    const outside = w.people.admin
    for (const personId of [w.people.self, w.people.peer, outside])
      // One in a letter of its own, two in a letter of the day.
      for (const kind of ['feedback_asked', 'feedback_reminder', 'recognition_weekly'])
        await job.db
          .transaction()
          .execute((tx) => sendMail(tx, job, { personId, kind, subject: { kind: 'test', id: randomUUID() } }))
    // Past the hour of the letter of the day, and within working hours.
    base.clock.set('2026-03-04T15:00:00Z')
    let pressed = false
    const note: Letters[string] = async (_c, batch) => {
      // The lead presses while words are made.
      if (!pressed) await pauses()
      pressed = true
      return new Map(
        batch.map(({ id, kind }) => [
          id,
          { subject: kind, html: '<p>Hello</p>', text: 'Hello', language: 'en', fromName: 'Lumen' },
        ]),
      )
    }
    const made: Letters = Object.fromEntries(noticeKindIds.map((kind) => [kind, note]))
    const sentTo = async () => {
      for (const counter of counters) await deliver(job, made, counter)
      const { rows } = await sql<{ person_id: string; kind: string; attempts: number }>`
        select person_id, kind, attempts from outgoing_mail where organization_id = ${w.organizationId} and state = 'submitted'
          and subject_kind = 'test' order by person_id, kind`.execute(job.db)
      return rows
    }
    const first = await sentTo()
    expect(first.map((row) => row.person_id)).toEqual([outside, outside, outside])
    await resumes()
    const all = await sentTo()
    expect(all).toHaveLength(9)
    expect(all.map((row) => row.attempts)).toEqual(Array.from({ length: 9 }, () => 1))
    expect(await sentTo()).toEqual(all)
    expect(new Set(sink.received.map((m) => /^message-id:.*$/im.exec(m.raw)![0])).size).toBe(sink.received.length)
  })

  it('of very many people is looked up once for a list of letters or people, not for each of them', async () => {
    await pauses()
    const plan = async (statement: ReturnType<typeof sql>) =>
      (await sql<Record<string, string>>`explain ${statement}`.execute(job.db)).rows
        .map((row) => Object.values(row)[0])
        .join('\n')
    for (const found of [
      await plan(sql`select m.id from outgoing_mail m where m.organization_id = ${w.organizationId} and m.state = 'waiting'
        and not ${heldBack(job)} order by m.due_at limit 400`),
      await plan(sql`select r.person_id from roster r where r.organization_id = ${w.organizationId}
        and not ${pausedIn(job, sql`r.person_id`)}`),
    ]) {
      expect(found).toContain('hashed SubPlan')
      expect(found).not.toContain('Anti Join')
    }
    // Of the few that are about to leave, each by itself.
    const few =
      await plan(sql`select m.id from outgoing_mail m where m.organization_id = ${w.organizationId} and m.state = 'waiting'
      and m.id = any(${[waveId]}::uuid[]) and not ${heldBackNow(job)} for update of m`)
    expect(few).toContain('SubPlan')
    expect(few).not.toContain('hashed SubPlan')
    expect(few).not.toContain('Anti Join')
  })

  it('sends what waited once it is over, and nothing of it twice', async () => {
    await goalOf('self', 'A calm move')
    const about = feedback.give.body!.parse({
      aboutId: w.people.self,
      answers: [{ ask: 'What helped?', words: 'You kept us calm in the hall.' }],
    })
    await arrived()
    await pauses()
    await give(await w.as('peer'), about)
    expect(await arrived()).toEqual([])
    base.clock.set('2026-03-10T09:00:00Z')
    expect(await arrived()).toEqual([])
    await resumes()
    const after = await arrived()
    expect(after.map((m) => m.to)).toEqual([await addressOf('self')])
    expect(await arrived()).toEqual([])
  })

  it('wakes nobody when it is over: what waited leaves in each one’s own working hours', async () => {
    await sql`update roster set time_zone = 'America/Denver' where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    await goalOf('self', 'A calm move')
    await goalOf('peer', 'Another one')
    await arrived()
    await pauses()
    const given = (p: Part) =>
      feedback.give.body!.parse({ aboutId: w.people[p], answers: [{ ask: 'What helped?', words: 'Your calm.' }] })
    await give(await w.as('manager'), given('peer'))
    await give(await w.as('manager'), given('self'))
    // Both were due long ago; it is ten in the morning in Berlin, and three in the night in Denver.
    base.clock.set('2026-03-10T09:00:00Z')
    await resumes()
    expect((await arrived()).map((m) => m.to)).toEqual([await addressOf('self')])
    base.clock.set('2026-03-10T14:59:00Z')
    expect(await arrived()).toEqual([])
    base.clock.set('2026-03-10T15:00:00Z')
    expect((await arrived()).map((m) => m.to)).toEqual([await addressOf('peer')])
  })

  it('writes to its people in the words of whoever decided it, in their language, also to those without an address', async () => {
    await sql`update person set locale = 'de-DE' where organization_id = ${w.organizationId} and id = ${w.people.self}`.execute(
      job.db,
    )
    await sql`update roster set locale = 'de-DE' where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      job.db,
    )
    await pauses({ letter })
    const mails = await arrived()
    expect(mails).toHaveLength(members.length)
    for (const mail of mails) expect(mail.text).toContain(letter)
    expect(mails.find((m) => m.text.includes('ruht für Sie'))).toBeDefined()
    expect((await inbox(await w.as('peer'), { limit: 9 })).items.map((i) => i.kind)).toContain('wave_paused')
    expect((await week(await w.as('peer'))).halt).toMatchObject({ kind: 'pause', words: letter })
    await resumes({ letter: 'The move is done.' })
    const again = await arrived()
    expect(again).toHaveLength(members.length)
    expect(again[0]!.text).toContain('The move is done.')
    expect((await week(await w.as('peer'))).halt).toBeNull()
  })

  it('asks nothing on the page of the week, of them and of those who lead them; what they wrote they read and write on', async () => {
    await goalOf('self', 'A calm move')
    const before = await week(await w.as('peer'))
    expect(before.todo.map((task) => task.kind)).toContain('first_goal')
    const manager = await week(await w.as('manager'))
    await pauses()
    const [peer, boss] = [await week(await w.as('peer')), await week(await w.as('manager'))]
    const asking = (kinds: readonly { kind: string }[]) => kinds.map((one) => one.kind)
    for (const page of [peer, boss])
      expect(
        asking([...page.todo, ...page.later]).filter(
          (kind) => !['message', 'committee', 'decision', 'desk', 'handover', 'roadmap'].includes(kind),
        ),
      ).toEqual([])
    expect(peer.goals).toEqual({ state: 'open' })
    // Nothing is locked: it is theirs.
    expect(await goalsOf('self')).toEqual(['A calm move'])
    await goalOf('self', 'A second one')
    expect(await goalsOf('self')).toHaveLength(2)
    await resumes()
    expect(asking((await week(await w.as('peer'))).todo)).toEqual(asking(before.todo))
    expect(asking((await week(await w.as('manager'))).todo)).toEqual(asking(manager.todo))
  })

  it('of a report is no task of a manager whose own wave goes on', async () => {
    await sql`delete from wave_member where organization_id = ${w.organizationId} and person_id = ${w.people.manager}`.execute(
      job.db,
    )
    await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-02-02',
      at: '2026-02-02T08:00:00Z',
      people: [w.people.manager],
    })
    const about = async () =>
      (({ todo, later }) => [...todo, ...later])(await week(await w.as('manager'))).flatMap((task) =>
        task.kind === 'checkin' && task.side === 'manager' ? [task.person.id] : [],
      )
    base.clock.set('2026-03-20T09:00:00Z')
    expect(await about()).toContain(w.people.self)
    await pauses()
    expect(await about()).not.toContain(w.people.self)
    expect((await week(await w.as('manager'))).halt).toBeNull()
  })

  it('keeps reminders of the app back, and leaves what was there', async () => {
    const item = (kind: string) => ({ kind, subject: { kind: 'test', id: randomUUID() } })
    const put = (kind: string) => job.db.transaction().execute((tx) => putInInbox(tx, job, w.people.self, item(kind)))
    await put('review_reminded')
    base.clock.set('2026-03-03T09:00:00Z')
    await pauses()
    base.clock.set('2026-03-04T09:00:00Z')
    await put('review_reminded')
    await put('recognition_received')
    const kinds = async () => (await inbox(await w.as('self'), { limit: 9 })).items.map((i) => i.kind)
    expect(await kinds()).toEqual(['recognition_received', 'review_reminded'])
    await resumes()
    expect(await kinds()).toEqual(
      expect.arrayContaining(['recognition_received', 'review_reminded', 'review_reminded']),
    )
    expect(await kinds()).toHaveLength(3)
  })

  it('takes no day from the first weeks', async () => {
    expect(await hypercareOf(await lead(), { waveId })).toMatchObject({ day: 29, overOn: '2026-04-03' })
    await pauses()
    base.clock.set('2026-03-12T09:00:00Z')
    expect(await hypercareOf(await lead(), { waveId })).toMatchObject({ day: 29, overOn: '2026-04-13' })
    await resumes()
    base.clock.set('2026-03-22T09:00:00Z')
    expect(await hypercareOf(await lead(), { waveId })).toMatchObject({ day: 39, overOn: '2026-04-13' })
  })
})

describe('taking a wave back', () => {
  it('hides the practice, keeps everything that was written, and brings it back with the next go-live', async () => {
    await goalOf('self', 'A calm move')
    const before = await goalsOf('self')
    await startCheckin(
      await w.as('manager'),
      checkins.create.body!.parse({ personId: w.people.self, plannedFor: '2026-03-04' }),
    )
    const counted = async () =>
      Number(
        (
          await sql<{
            n: number
          }>`select (select count(*) from goal where organization_id = ${w.organizationId}) + (select count(*) from checkin where organization_id = ${w.organizationId}) as n`.execute(
            job.db,
          )
        ).rows[0]!.n,
      )
    const rows = await counted()
    base.clock.set('2026-03-04T09:00:00Z')
    const state = await takesBack({ goesLiveOn: '2026-05-04', letter })
    expect(state.wave).toMatchObject({
      state: { phase: 'preparing', scheduled: false },
      goesLiveOn: '2026-05-04',
      halt: { kind: 'rollback' },
    })
    expect(state.now.people).toBe(members.length)
    expect(await elementOf(await w.as('self'), w.people.self, 'goals')).toBeNull()
    await expect(goalsOf('self')).rejects.toMatchObject({ code: 'element_off' })
    await expect(goalOf('self', 'Another')).rejects.toMatchObject({ code: 'element_off' })
    expect(await counted()).toBe(rows)
    const page = await week(await w.as('self'))
    expect(page.goals).toEqual({ state: 'soon', startsOn: '2026-05-04' })
    expect(page.halt).toMatchObject({ kind: 'rollback', words: letter })
    expect(
      [...page.todo, ...page.later].filter((task) => !['policy', 'training', 'message'].includes(task.kind)),
    ).toEqual([])
    expect((await arrived()).filter((m) => m.text.includes(letter))).toHaveLength(members.length)
    base.clock.set('2026-05-04T09:00:00Z')
    await job.db.transaction().execute((tx) => goLive(tx, job, waveId))
    expect(await goalsOf('self')).toEqual(before)
    expect(await counted()).toBe(rows)
    expect((await get(await lead(), { waveId })).halts).toMatchObject([
      { kind: 'rollback', ended: { on: '2026-05-04' } },
    ])
    expect((await week(await w.as('self'))).halt).toBeNull()
  })

  it('sends no letter of the practice until then', async () => {
    await waiting('self', heldKinds.rollback)
    await takesBack()
    base.clock.set('2026-03-04T15:00:00Z')
    await arrived()
    // What is held, and nothing else, still waits.
    const stay = (await states('self')).filter((row) => row.state === 'waiting').map((row) => row.kind)
    expect(stay.toSorted()).toEqual(heldKinds.rollback.filter((kind) => stay.includes(kind)).toSorted())
    expect(stay.length).toBeGreaterThan(5)
    base.clock.set('2026-05-04T09:00:00Z')
    await job.db.transaction().execute((tx) => goLive(tx, job, waveId))
    await arrived()
    expect((await states('self')).filter((row) => row.state === 'waiting')).toEqual([])
  })

  it('leaves past numbers as they were known, and counts its days for those who look back at them', async () => {
    const pictured = async (asOf: string, knownAt: string) =>
      job.db.transaction().execute(async (tx) => {
        await openPicture(tx, { organizationId: w.organizationId, asOf, knownAt, graceDays: 0 } as never)
        const { rows } = await sql<{
          live: number
          frozen: number
        }>`select count(wave_id) as live, count(frozen_wave_id) as frozen from metric_person_at`.execute(tx)
        return rows[0]!
      })
    const then = await pictured('2026-03-01', '2026-03-02T09:00:00Z')
    expect(then.live).toBe(members.length)
    base.clock.set('2026-03-10T09:00:00Z')
    await takesBack()
    expect(await pictured('2026-03-01', '2026-03-02T09:00:00Z')).toEqual(then)
    // As known now: on that day the wave was live; today it is not.
    expect((await pictured('2026-03-01', base.clock.now())).live).toBe(members.length)
    expect((await pictured('2026-03-10', base.clock.now())).live).toBe(0)
    base.clock.set('2026-05-04T09:00:00Z')
    await job.db.transaction().execute((tx) => goLive(tx, job, waveId))
    expect((await pictured('2026-04-10', base.clock.now())).live).toBe(0)
    expect(await pictured('2026-05-04', base.clock.now())).toEqual({ live: members.length, frozen: members.length })
    expect((await pictured('2026-03-01', base.clock.now())).live).toBe(members.length)
  })

  it('lets no floor fall, is refused once the wave was handed over, and takes half a hand-over back', async () => {
    await sql`insert into metric_floor (organization_id, people, set_at, set_by) values (${w.organizationId}, 8, ${base.clock.now()}, ${w.people.lead})`.execute(
      job.db,
    )
    await sql`insert into handover_signature (organization_id, wave_id, part, person_id, signed_at)
      values (${w.organizationId}, ${waveId}, 'sponsor', ${w.people.sponsor}, ${base.clock.now()})`.execute(job.db)
    await takesBack()
    expect(
      (await sql`select 1 from handover_signature where organization_id = ${w.organizationId}`.execute(job.db)).rows,
    ).toEqual([])
    // Nobody's week stumbles over a hand-over that is not there any more.
    await week(await lead())
    base.clock.set('2026-03-03T09:00:00Z')
    await expect(
      sql`insert into metric_floor (organization_id, people, set_at, set_by) values (${w.organizationId}, 5, ${base.clock.now()}, ${w.people.lead})`.execute(
        job.db,
      ),
    ).rejects.toThrow('only rises')
    await job.db.transaction().execute((tx) => goLive(tx, job, waveId))
    await sql`insert into handover (organization_id, wave_id, completed_at, record) values (${w.organizationId}, ${waveId}, ${base.clock.now()}, '{"criteria": []}'::jsonb)`.execute(
      job.db,
    )
    await expect(takesBack()).rejects.toMatchObject({ code: 'halt_handed_over' })
    // It may still be paused.
    await pauses()
  })

  it('waits for a hand-over that is being completed this moment, and is refused then', async () => {
    const waiting = `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    let back: Promise<unknown> = Promise.resolve()
    await job.db.transaction().execute(async (tx) => {
      await sql`select 1 from wave where organization_id = ${w.organizationId} and id = ${waveId} for update`.execute(
        tx,
      )
      await sql`insert into handover (organization_id, wave_id, completed_at, record) values (${w.organizationId}, ${waveId}, ${base.clock.now()}, '{"criteria": []}'::jsonb)`.execute(
        tx,
      )
      back = takesBack().catch((error: unknown) => error)
      await expect.poll(async () => (await base.database.owner.query(waiting)).rows[0].n).toBe(1)
    })
    expect(await back).toMatchObject({ code: 'halt_handed_over' })
    expect((await readWave(job.db, await lead(), waveId)).state.phase).toBe('live')
  })

  it('asks those who signed that it was tested enough to look again', async () => {
    await sql`insert into test_plan (organization_id, wave_id, due_on, made_by, made_at)
      values (${w.organizationId}, ${waveId}, '2026-02-01', ${w.people.lead}, '2026-01-10T09:00:00Z')`.execute(job.db)
    await sql`insert into test_signature (organization_id, wave_id, part, person_id, signed_at, known)
      values (${w.organizationId}, ${waveId}, 'hr', ${w.people.hr_in}, '2026-02-01T09:00:00Z', '{}'::jsonb)`.execute(
      job.db,
    )
    await pauses()
    const signed = async () =>
      (
        await sql<{
          reason: string | null
          words: string
        }>`select void_reason as reason, void_words as words from test_signature
          where organization_id = ${w.organizationId} and wave_id = ${waveId}`.execute(job.db)
      ).rows
    expect(await signed()).toEqual([{ reason: null, words: '' }])
    await takesBack()
    expect(await signed()).toEqual([{ reason: 'reopened', words: reason }])
    expect((await inbox(await w.as('hr_in'), { limit: 5, offset: 0 } as never)).items.map((one) => one.kind)).toContain(
      'test_void',
    )
  })

  it('asks for a date after today, and does not matter to whoever is in another wave', async () => {
    await expect(takesBack({ goesLiveOn: '2026-03-02' })).rejects.toMatchObject({ code: 'rollback_date' })
    expect((await readWave(job.db, await lead(), waveId)).state.phase).toBe('live')
    const outside = await w.newPerson()
    await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-02-02',
      at: '2026-02-02T08:00:00Z',
      people: [outside],
    })
    await takesBack()
    expect(await elementOf(job, outside, 'goals')).not.toBeNull()
  })

  it('holds nothing of whoever is in a live wave of another program, where the practice goes on', async () => {
    await makeWave(job.db, {
      organizationId: w.organizationId,
      day: '2026-02-02',
      at: '2026-02-02T08:00:00Z',
      people: [w.people.self],
      elements: { goals: { on: true } },
    })
    await takesBack({ letter })
    expect(await elementOf(job, w.people.self, 'goals')).not.toBeNull()
    for (const p of ['self', 'peer'] as const) await waiting(p, heldKinds.rollback)
    base.clock.set('2026-03-04T15:00:00Z')
    await arrived()
    const waits = async (p: Part) => (await states(p)).filter((row) => row.state === 'waiting').map((row) => row.kind)
    expect(await waits('self')).toEqual([])
    expect((await waits('peer')).length).toBeGreaterThan(5)
    expect((await week(await w.as('self'))).halt).toBeNull()
    expect((await week(await w.as('peer'))).halt).toMatchObject({ kind: 'rollback' })
  })

  it('ends a pause with it', async () => {
    await pauses()
    const { halts } = await takesBack()
    expect(halts.map((one) => [one.kind, one.ended !== null])).toEqual(
      expect.arrayContaining([
        ['rollback', false],
        ['pause', true],
      ]),
    )
  })
})
