import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { curriculumOf } from '../../contract/certificates.ts'
import type { TrainingRole } from '../../contract/design.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { courses } from '../library/library.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { wordsInPdf } from '../reviews/testing-pdf.ts'
import { assign } from './assign.ts'
import { paper } from './certificate-paper.ts'
import { dropRule, list, look, mine, revoke, setRule, stateOf } from './certificates.ts'
import { expire, expiryLetters } from './expiry.ts'
import { completeBySession, finishLesson, mine as learning, takeBackCompletion } from './learn.ts'
import { dueFor, managersTrained } from './progress.ts'

let base: TestBase
let w: World
let job: Context
let waveId: string
const courseId = 'first-goals'

beforeAll(async () => {
  base = await testBase()
})
beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `certificates-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
  const made = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    people: parts.filter((p) => p !== 'admin').map((p) => w.people[p]),
    training: { courses: [{ id: courseId, required: ['employees', 'managers', 'leaders'], offered: [], dueDays: 14 }] },
  })
  waveId = made.waveId
  await sql`update wave set prepared_at = ${base.clock.now()} where organization_id = ${w.organizationId} and id = ${waveId}`.execute(
    job.db,
  )
  await assign(job)
})

const rule = async (strict = false, months: number | null = 12) =>
  setRule(await w.as('lead'), { courseId, title: 'Good goals', months, strict })
async function finish(who: Part): Promise<void> {
  const c = await w.as(who)
  for (const lesson of courses('en').find((one) => one.id === courseId)!.lessons) {
    const asked = lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []
    const answers = Object.fromEntries(asked.map((q) => [q.id, q.choices.find((one) => one.good)!.id]))
    await finishLesson(c, { courseId, lessonId: lesson.id, answers })
  }
}
const held = async (who: Part) => (await mine(await w.as(who))).certificates
const course = async (who: Part) => (await learning(await w.as(who))).courses.find((one) => one.courseId === courseId)!

describe('a certificate', () => {
  it('is given with a number on the day on which a course that gives one is finished, and once', async () => {
    await finish('peer')
    expect(await held('peer')).toEqual([])
    await rule()
    await finish('self')
    const [one] = await held('self')
    expect(one).toMatchObject({ title: 'Good goals', issuedOn: '2026-03-02', expiresOn: '2027-03-02', state: 'valid' })
    expect(one!.number).toMatch(/^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/)
    await finish('self')
    expect(await held('self')).toHaveLength(1)
    // Whoever was done before has none; and those that were given stay when the rule goes.
    expect(await held('peer')).toEqual([])
    await dropRule(await w.as('lead'), { courseId })
    expect(await held('self')).toHaveLength(1)
    await finish('report')
    expect(await held('report')).toEqual([])
  })

  it('is looked at by colleagues who know its number, and on paper is its holder’s alone', async () => {
    await rule()
    await finish('self')
    const [one] = await held('self')
    expect(await look(await w.as('stranger'), { number: one!.number })).toMatchObject({
      state: 'valid',
      title: 'Good goals',
    })
    await expect(look(await w.as('stranger'), { number: 'AAAA-AAAA-AAAA' })).rejects.toMatchObject({
      code: 'not_found',
    })
    const file = await paper(await w.as('self'), { certificateId: one!.id })
    expect(file.type).toBe('application/pdf')
    expect(wordsInPdf(file.body as Buffer)).toContain(one!.number)
    for (const who of ['manager', 'lead', 'stranger'] as const)
      await expect(paper(await w.as(who), { certificateId: one!.id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('is taken back with a reason that its holder reads, and only once', async () => {
    await rule()
    await finish('self')
    const [one] = await held('self')
    const lead = await w.as('lead')
    await revoke(lead, { certificateId: one!.id, reason: 'Given by mistake' })
    expect(await held('self')).toMatchObject([{ state: 'revoked', reason: 'Given by mistake' }])
    await expect(revoke(lead, { certificateId: one!.id, reason: 'Again' })).rejects.toMatchObject({
      code: 'certificate_revoked',
    })
    await expect(paper(await w.as('self'), { certificateId: one!.id })).rejects.toMatchObject({
      code: 'certificate_revoked',
    })
    expect(JSON.stringify(await look(await w.as('stranger'), { number: one!.number }))).not.toContain('mistake')
    const { rows } = await sql<{
      data: unknown
    }>`select data from event where organization_id = ${w.organizationId} and type like 'training.certificate%'`.execute(
      job.db,
    )
    expect(JSON.stringify(rows)).not.toContain('mistake')
    expect(await list(lead, { state: 'revoked', offset: 0, limit: 50 })).toMatchObject({ total: 1 })
    expect(await list(lead, { state: 'valid', offset: 0, limit: 50 })).toMatchObject({ total: 0 })
    // By the beginning of a name or of the number, and not by what only stands somewhere within.
    const totalOf = async (q: string) => (await list(lead, { q, offset: 0, limit: 50 })).total
    expect(await totalOf('SELF')).toBe(1)
    expect(await totalOf(one!.number.slice(0, 8).toLowerCase())).toBe(1)
    expect([await totalOf('elf'), await totalOf('9%')]).toEqual([0, 0])
  })

  it('goes with a session that somebody did not come to', async () => {
    await rule()
    const lead = await w.as('lead')
    await lead.db.transaction().execute((tx) => completeBySession(tx, lead, w.people.self, courseId))
    expect(await held('self')).toMatchObject([{ state: 'valid' }])
    await lead.db.transaction().execute((tx) => takeBackCompletion(tx, lead, w.people.self, courseId))
    expect(await held('self')).toMatchObject([{ state: 'revoked', reason: null }])
  })

  it('is asked to be renewed thirty days before its end, in one letter, and holds until then', async () => {
    await rule()
    await finish('self')
    base.clock.set('2027-01-30T09:00:00Z')
    await expire(job)
    expect((await course('self')).completed).not.toBeNull()
    base.clock.set('2027-02-01T09:00:00Z') // A Monday.
    await expire(job)
    expect(await course('self')).toMatchObject({ completed: null, done: 0, dueOn: '2027-03-02', need: 'required' })
    expect(await held('self')).toMatchObject([{ state: 'ending' }])
    const letters = async () =>
      (
        await sql<{ id: string; person_id: string }>`select id, person_id from outgoing_mail
          where organization_id = ${w.organizationId} and kind = 'certificate_expires'`.execute(job.db)
      ).rows
    expect((await letters()).map((one) => one.person_id)).toEqual([w.people.self])
    base.clock.forward({ days: 1 })
    await expire(job)
    expect(await letters()).toHaveLength(1)
    base.clock.set('2027-02-25T09:00:00Z')
    expect((await dueFor(await w.as('self'))).map((one) => one.courseId)).toEqual([courseId])
    await finish('self')
    expect(await held('self')).toMatchObject([{ state: 'valid', issuedOn: '2027-02-25', expiresOn: '2028-02-25' }])
    expect(await course('self')).toMatchObject({ completed: { on: '2027-02-25' } })
    expect(await dueFor(await w.as('self'))).toEqual([])
    // Whoever has renewed since gets no letter.
    const [letter] = await letters()
    const made = await expiryLetters(job, [
      { id: letter!.id, personId: w.people.self, subjectId: '', locale: 'en', timeZone: 'UTC' } as never,
    ])
    expect(made.get(letter!.id)).toEqual({ excluded: 'not_needed' })
  })

  it('that ends while somebody is away is written about on the first working day after their return, once', async () => {
    await rule()
    for (const who of ['self', 'peer'] as const) await finish(who)
    const away = async (from: string, to: string | null) => {
      const where = sql`organization_id = ${w.organizationId} and person_id = ${w.people.self}`
      await sql`update placement set superseded = ${base.clock.now()} where ${where} and superseded is null`.execute(
        job.db,
      )
      await sql`insert into placement (organization_id, person_id, holds, status, recorded)
        values (${w.organizationId}, ${w.people.self}, daterange(${from}, ${to}), 'leave', ${base.clock.now()})`.execute(
        job.db,
      )
      await sql`update roster set status = ${to === null ? 'leave' : 'active'} where ${where}`.execute(job.db)
    }
    const letters = async (who: Part) =>
      (
        await sql<{ id: string; due_at: string }>`select id, due_at from outgoing_mail
          where organization_id = ${w.organizationId} and kind = 'certificate_expires' and person_id = ${w.people[who]}`.execute(
          job.db,
        )
      ).rows
    base.clock.set('2027-01-20T09:00:00Z')
    await away('2027-01-15', null)
    for (const day of ['2027-02-01', '2027-03-01', '2027-03-10']) {
      base.clock.set(`${day}T02:00:00Z`)
      await expire(job)
    }
    expect([(await letters('self')).length, (await letters('peer')).length]).toEqual([0, 1])
    // Back on a Saturday, when the certificate has ended; the night runs, and the letter comes on Monday.
    base.clock.set('2027-03-13T02:00:00Z')
    await away('2027-01-15', '2027-03-13')
    await expire(job)
    const [letter] = await letters('self')
    expect(letter!.due_at.slice(0, 10)).toBe('2027-03-15')
    const made = await expiryLetters(job, [
      {
        ...letter!,
        personId: w.people.self,
        fullName: 'Self',
        givenName: 'Self',
        address: 'self@x.example',
        locale: 'en',
        timeZone: 'UTC',
      } as never,
    ])
    expect(made.get(letter!.id)).toMatchObject({ text: expect.stringContaining('was valid until') })
    for (const day of ['2027-03-14', '2027-03-16', '2027-04-20']) {
      base.clock.set(`${day}T02:00:00Z`)
      await expire(job)
    }
    expect([(await letters('self')).length, (await letters('peer')).length]).toEqual([1, 1])
  })

  it('that has ended counts as not trained where the lead says so, and else not', async () => {
    const trained = async () => (await managersTrained(job.db, job, waveId))!.trained
    for (const strict of [false, true]) {
      await rule(strict)
      base.clock.set('2026-03-02T09:00:00Z')
      if (!strict) await finish('manager')
      expect(await trained()).toBe(1)
      base.clock.set('2027-03-03T09:00:00Z')
      await expire(job)
      expect(await held('manager')).toMatchObject([{ state: 'expired' }])
      expect(await trained()).toBe(strict ? 0 : 1)
    }
    await finish('manager')
    expect(await trained()).toBe(1)
  })

  it('says how it stands by the day', () => {
    const of = (expires_on: string | null, revoked_at: string | null = null) =>
      stateOf({ expires_on, revoked_at }, '2026-06-01')
    expect([of(null), of('2026-07-02'), of('2026-07-01'), of('2026-06-01'), of('2026-05-31'), of(null, 'x')]).toEqual([
      'valid',
      'valid',
      'ending',
      'ending',
      'expired',
      'revoked',
    ])
  })
})

describe('a certificate for a whole curriculum', () => {
  /** What the wave of these tests requires of everybody in the line, of champions and of trainers. */
  const require = async (courses: Record<string, readonly string[]>) => {
    await sql`update program_version set design = jsonb_set(design, '{training,courses}', ${JSON.stringify(
      Object.entries(courses).map(([id, required]) => ({ id, required, offered: [], dueDays: 14 })),
    )}::jsonb) where organization_id = ${w.organizationId}`.execute(job.db)
    await assign(job)
  }
  const line = ['employees', 'managers', 'leaders']
  const whole = async (role: TrainingRole, months: number | null = 12) =>
    setRule(await w.as('lead'), { courseId: curriculumOf(role), title: `All of ${role}`, months, strict: true })
  const take = async (who: Part, id: string) => {
    const c = await w.as(who)
    for (const lesson of courses('en').find((one) => one.id === id)!.lessons) {
      const asked = lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []
      const answers = Object.fromEntries(asked.map((q) => [q.id, q.choices.find((one) => one.good)!.id]))
      await finishLesson(c, { courseId: id, lessonId: lesson.id, answers })
    }
  }

  it('is given with the last of its courses, once, and names them on paper', async () => {
    await require({ 'first-goals': line, feedback: line })
    await whole('employees')
    await take('peer', 'first-goals')
    expect(await held('peer')).toEqual([])
    await take('peer', 'feedback')
    const [one] = await held('peer')
    expect(one).toMatchObject({ title: 'All of employees', expiresOn: '2027-03-02', state: 'valid' })
    await expire(job)
    expect(await held('peer')).toHaveLength(1)
    const file = await paper(await w.as('peer'), { certificateId: one!.id })
    const words = wordsInPdf(file.body as Buffer)
    for (const id of ['first-goals', 'feedback'])
      expect(words).toContain(courses('en').find((course) => course.id === id)!.title)
    // Another role of the line gives another curriculum, and without a rule none.
    await take('manager', 'first-goals')
    await take('manager', 'feedback')
    expect(await held('manager')).toEqual([])
    // What a whole curriculum means for the launch is said by its courses.
    const { rules } = await whole('employees')
    expect(rules).toMatchObject([{ courseId: 'curriculum:employees', strict: false }])
    expect(await look(await w.as('stranger'), { number: one!.number })).toMatchObject({ state: 'valid' })
  })

  it('holds when a course is added, which counts at the next renewal; a newer version of a course changes nothing', async () => {
    await require({ 'first-goals': line })
    await whole('employees')
    await take('peer', 'first-goals')
    expect(await held('peer')).toMatchObject([{ state: 'valid' }])
    await require({ 'first-goals': line, feedback: line })
    await sql`update training_work set completed_version = 0 where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    await expire(job)
    expect(await held('peer')).toMatchObject([{ state: 'valid', issuedOn: '2026-03-02' }])
    base.clock.set('2027-02-01T09:00:00Z')
    await expire(job)
    const open = (await learning(await w.as('peer'))).courses
    expect(open).toHaveLength(2)
    expect(new Map(open.map((c) => [c.courseId, [c.completed, c.dueOn]]))).toEqual(
      new Map([
        ['feedback', [null, '2027-03-02']],
        ['first-goals', [null, '2027-03-02']],
      ]),
    )
    expect(await held('peer')).toMatchObject([{ state: 'ending' }])
    await take('peer', 'first-goals')
    expect(await held('peer')).toMatchObject([{ state: 'ending' }])
    await take('peer', 'feedback')
    expect(await held('peer')).toMatchObject([{ state: 'valid', issuedOn: '2027-02-01', expiresOn: '2028-02-01' }])
  })

  it('comes in the night where a course that was still open is required no more', async () => {
    await require({ 'first-goals': line, feedback: line })
    await whole('employees')
    await take('peer', 'first-goals')
    await require({ 'first-goals': line })
    expect(await held('peer')).toEqual([])
    await expire(job)
    expect(await held('peer')).toMatchObject([{ title: 'All of employees' }])
    // Taken back by the lead, the night does not give it again.
    const [one] = await held('peer')
    await revoke(await w.as('lead'), { certificateId: one!.id, reason: 'Given by mistake' })
    await expire(job)
    expect(await held('peer')).toMatchObject([{ state: 'revoked' }])
  })

  it('of champions and trainers goes with the role, whatever wave they are in', async () => {
    await require({ 'being-a-champion': ['champions'], 'leading-sessions': ['trainers'] })
    await whole('champions', null)
    expect((await learning(await w.as('champion'))).courses.map((c) => c.courseId)).toEqual(['being-a-champion'])
    expect((await learning(await w.as('trainer'))).courses.map((c) => c.courseId)).toEqual(['leading-sessions'])
    expect((await learning(await w.as('peer'))).courses).toEqual([])
    await take('champion', 'being-a-champion')
    expect(await held('champion')).toMatchObject([{ title: 'All of champions', expiresOn: null }])
    await sql`update role_grant set ended_at = ${base.clock.now()} where organization_id = ${w.organizationId}
      and person_id = ${w.people.trainer} and role = 'trainer'`.execute(job.db)
    await assign(job)
    expect((await learning(await w.as('trainer'))).courses).toEqual([])
    // Outside every wave that has begun they have it all the same.
    await sql`delete from wave_member where organization_id = ${w.organizationId} and person_id = ${w.people.champion}`.execute(
      job.db,
    )
    await assign(job)
    expect((await learning(await w.as('champion'))).courses.map((c) => c.courseId)).toEqual(['being-a-champion'])
  })

  it('goes with a session that finished its last course, when somebody did not come', async () => {
    await require({ 'first-goals': line })
    await whole('employees')
    const lead = await w.as('lead')
    await lead.db.transaction().execute((tx) => completeBySession(tx, lead, w.people.peer, 'first-goals'))
    expect(await held('peer')).toMatchObject([{ state: 'valid' }])
    await lead.db.transaction().execute((tx) => takeBackCompletion(tx, lead, w.people.peer, 'first-goals'))
    expect(await held('peer')).toMatchObject([{ state: 'revoked' }])
    await lead.db.transaction().execute((tx) => completeBySession(tx, lead, w.people.peer, 'first-goals'))
    expect((await held('peer')).filter((one) => one.state === 'valid')).toHaveLength(1)
  })
})
