import { sql } from 'kysely'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { reviews } from '../../contract/reviews.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { contextFor } from '../platform/context.ts'
import { type TestBase, testBase, textOf } from '../platform/testing.ts'
import { moveStage } from './cycles.ts'
import { exportCycle } from './export.ts'
import { letters } from './letters.ts'
import { release, tell } from './notices.ts'
import { nominate, nominations } from './peers.ts'
import { followPeople } from './people.ts'
import { late, people, progress } from './progress.ts'
import { get, mine } from './read.ts'
import { participantsOf } from './reviews.ts'
import { toldOf } from './rules.ts'
import { decline, reopen, submit } from './sheets.ts'
import { filled, makeCycle, type Made } from './testing-cycle.ts'
import { trace } from './trace.ts'

let base: TestBase
let w: World
let made: Made
let reviewId: string
const job = () => contextFor(base, w.organizationId)
const asked = ['peer', 'stranger', 'champion', 'trainer'] as const
type Part = (typeof asked)[number]

beforeEach(async () => {
  base = await testBase({ at: '2026-03-02T09:00:00Z' })
  w = await permissionWorld(base, 'unnamed')
  await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-01',
    at: base.clock.now(),
    elements: { reviews: { on: true } },
  })
  made = await makeCycle(
    w,
    (plan) => ({
      peers: { least: 1, most: 5, approved: true, mode: 'anonymous' },
      // The manager waits for what stands before.
      stages: plan.stages.map((s) => (s.id === 'manager' ? { ...s, waits: true } : s)),
    }),
    { off: ['second'], on: ['upward'] },
  )
  reviewId = await made.reviewOf(w.people.self)
  await nominate(await w.as('manager'), { reviewId, personIds: asked.map((p) => w.people[p]) })
})

const write = async (part: Part) =>
  submit(await w.as(part), {
    taskId: await made.taskOf(w.people[part], 'peer', w.people.self),
    answers: { keep: { words: `word of ${part}` } },
  })

/** All that those who look after it, the manager and the person read, without the time of reading. */
async function allReads(): Promise<string> {
  const of = <O extends { query?: { parse: (value: unknown) => unknown } | undefined }>(o: O) =>
    ({ cycleId: made.cycleId, ...(o.query!.parse({}) as object) }) as never
  const seen: unknown[] = []
  for (const part of ['lead', 'hr_in'] as const) {
    const c = await w.as(part)
    seen.push({ ...(await progress(c, { cycleId: made.cycleId })), asOf: null })
    seen.push(await late(c, of(reviews.late)), await people(c, of(reviews.people)))
    seen.push(await trace(c, { reviewId }))
  }
  const lead = await w.as('lead')
  seen.push(await participantsOf(lead.db, lead, made.cycleId))
  seen.push(await textOf(await exportCycle(await w.as('hr_in'), { cycleId: made.cycleId })))
  for (const part of ['manager', 'hr_in', 'self'] as const) seen.push(await get(await w.as(part), { reviewId }))
  for (const part of ['manager', 'self'] as const) {
    seen.push(await mine(await w.as(part)), await nominations(await w.as(part), { reviewId }))
  }
  // What somebody is told, and what the log says, which holds times.
  const told = await base.database.owner.query(
    `select kind, person_id, params from inbox_item where person_id = any($1) order by kind, person_id`,
    [['lead', 'hr_in', 'manager', 'self'].map((p) => w.people[p as 'lead'])],
  )
  const log = await base.database.owner.query(
    `select type, actor_id, subject_kind, subject_id, data from event where type like 'review%' order by id`,
  )
  return JSON.stringify([...seen, told.rows, log.rows])
}

const noticeOf = async (stage: string, kind: string) =>
  (
    await sql<{ id: string }>`select id from review_notice where cycle_id = ${made.cycleId} and stage = ${stage}
    and kind = ${kind}`.execute((await w.as('lead')).db)
  ).rows[0]!.id

/** What the outgoing mail of a notice comes to for those who were asked, in the order of their names. */
async function mailOf(noticeId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string; person_id: string }>`select id, person_id from outgoing_mail
    where subject_id = ${noticeId} and person_id = any(${asked.map((p) => w.people[p])}::uuid[])`.execute(
    (await w.as('lead')).db,
  )
  const batch = rows.map((r) => ({
    ...{ id: r.id, personId: r.person_id, address: 'x@x.example', kind: 'review_before', subjectId: noticeId },
    ...{ params: {}, fullName: 'Peer Person', givenName: 'Peer', locale: 'en', timeZone: 'Europe/Berlin' },
    ...{ attempts: 0, dueAt: base.clock.now() },
  }))
  const written = await letters['review_before']!(job(), batch)
  return asked.map((p) => {
    const letter = written.get(batch.find((b) => b.personId === w.people[p])?.id ?? '')
    return letter && 'subject' in letter ? letter.text : JSON.stringify(letter ?? 'none')
  })
}

describe('whoever writes without a name', () => {
  it('changes nothing that anybody reads while the stage runs, by writing, opening again, declining or leaving', async () => {
    // Of what stands before the manager's part only what is written without names is still open.
    await submit(await w.as('self'), { taskId: await made.taskOf(w.people.self, 'self'), answers: filled.self })
    const before = await allReads()
    expect(before).toContain('"role":"peer","sealed":true,"done":null,"of":4')
    expect(before).toContain('"state":"waiting"')
    await write('peer')
    expect(await allReads()).toBe(before)
    await write('stranger')
    await reopen(await w.as('stranger'), {
      taskId: await made.taskOf(w.people.stranger, 'peer', w.people.self),
      reason: '',
    })
    expect(await allReads()).toBe(before)
    await write('stranger')
    await write('champion')
    await decline(await w.as('trainer'), {
      taskId: await made.taskOf(w.people.trainer, 'peer', w.people.self),
      words: 'Too far away',
    })
    await submit(await w.as('report'), {
      taskId: await made.taskOf(w.people.report, 'upward', w.people.self),
      answers: filled.upward,
    })
    expect(await allReads()).toBe(before)
    // Nobody may ask through a refusal either.
    for (const part of ['lead', 'hr_in'] as const)
      for (const writer of ['peer', 'trainer'] as const)
        await expect(
          reopen(await w.as(part), {
            taskId: await made.taskOf(w.people[writer], 'peer', w.people.self),
            reason: 'Why',
          }),
        ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is counted once the stage is over, from the floor on, and nobody is ever late', async () => {
    for (const part of ['peer', 'stranger', 'champion'] as const) await write(part)
    base.clock.set('2026-03-16T21:00:00Z') // the last day, in the evening
    const roles = async () => {
      const list = await people(await w.as('hr_in'), {
        cycleId: made.cycleId,
        ...(reviews.people.query!.parse({}) as object),
      } as never)
      return list.people.find((p) => p.person.id === w.people.self)!.roles
    }
    expect((await roles()).find((r) => r.role === 'peer')).toMatchObject({ done: null, of: 4, late: 0 })
    base.clock.set('2026-03-17T09:00:00Z')
    expect((await roles()).find((r) => r.role === 'peer')).toMatchObject({ done: 3, of: 4, late: 0 })
    // One team member was asked: never told.
    expect((await roles()).find((r) => r.role === 'upward')).toMatchObject({ done: null, late: 0 })
    const stages = (await progress(await w.as('lead'), { cycleId: made.cycleId })).stages
    // The sum is of that one review alone, and tells nothing of the others.
    expect(stages.find((s) => s.stage === 'peers')).toEqual({ stage: 'peers', sealed: true, done: 3, of: 4, late: 0 })
    expect(stages.find((s) => s.stage === 'upward')).toMatchObject({ done: null, late: 0 })
    const named = await late(await w.as('lead'), {
      cycleId: made.cycleId,
      ...(reviews.late.query!.parse({ limit: '200' }) as object),
    } as never)
    expect(named.tasks.length).toBeGreaterThan(0)
    expect(named.tasks.filter((t) => t.role === 'peer' || t.role === 'upward')).toEqual([])
    // A number that is told cannot be compared with one of later writers.
    await expect(
      moveStage(await w.as('lead'), {
        cycleId: made.cycleId,
        stage: 'peers',
        opensOn: '2026-03-02',
        dueOn: '2026-04-01',
        reason: '',
      }),
    ).rejects.toMatchObject({ code: 'review_released' })
    // Nor with what is left when somebody goes who had not written.
    await release(job(), made.cycleId, 'peer')
    const before = await roles()
    await sql`delete from roster where person_id = ${w.people.trainer}`.execute(base.database.for(w.organizationId))
    await followPeople(job())
    expect(await roles()).toEqual(before)
    expect((await mine(await w.as('manager'))).team.find((v) => v.id === reviewId)?.voices).toEqual({ done: 3, of: 4 })
  })

  it('stays uncounted below the floor for ever', async () => {
    for (const part of ['peer', 'stranger'] as const) await write(part)
    base.clock.set('2026-03-17T09:00:00Z')
    const never = await allReads()
    await release(job(), made.cycleId, 'peer')
    base.clock.set('2026-04-17T09:00:00Z')
    expect(never).toContain('"role":"peer","sealed":true,"done":null,"of":4')
    expect((await mine(await w.as('manager'))).team.find((v) => v.id === reviewId)?.voices).toBeNull()
  })

  it('gets the same letters as everybody who was asked, also in the list of outgoing mail', async () => {
    await write('peer')
    base.clock.set('2026-03-13T15:00:00Z')
    const noticeId = await noticeOf('peers', 'before')
    await tell(job(), noticeId)
    const { rows } = await base.database.owner.query<{ person_id: string; state: string; excluded: string | null }>(
      `select person_id, state, due_at from outgoing_mail where subject_id = $1 and person_id = any($2)`,
      [noticeId, asked.map((p) => w.people[p])],
    )
    expect(rows.map((r) => r.person_id).toSorted()).toEqual(asked.map((p) => w.people[p]).toSorted())
    expect(new Set(rows.map((r) => r.state)).size).toBe(1)
    await write('stranger')
    await decline(await w.as('champion'), {
      taskId: await made.taskOf(w.people.champion, 'peer', w.people.self),
      words: '',
    })
    const mail = await mailOf(noticeId)
    expect(new Set(mail).size).toBe(1)
    expect(mail[0]).toContain('everybody who was asked')
  })

  it('leaves nothing in the log that leads to them, their form, the review or the time', async () => {
    const count = async () =>
      Number((await base.database.owner.query('select count(*) as n from event')).rows[0].n as string)
    const before = await count()
    for (const part of ['peer', 'stranger', 'champion'] as const) await write(part)
    await reopen(await w.as('peer'), { taskId: await made.taskOf(w.people.peer, 'peer', w.people.self), reason: '' })
    await write('peer')
    expect(await count()).toBe(before)
    base.clock.set('2026-03-16T23:30:00Z')
    await release(job(), made.cycleId, 'peer')
    const { rows } = await base.database.owner.query(
      `select type, actor_id, subject_id, data from event order by id desc limit 1`,
    )
    expect(rows[0]).toMatchObject({
      type: 'review_cycle.voices_released',
      actor_id: null,
      subject_id: made.cycleId,
      data: { role: 'peer', reviews: 1 },
    })
  })
})

it('tells a number of nameless writers only past their stage and from the floor on', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.integer({ min: 3, max: 10 }), fc.boolean(), (done, floor, over) => {
      const told = toldOf(done, floor, over)
      expect(told === null || (over && told >= floor && told === done)).toBe(true)
    }),
  )
})
