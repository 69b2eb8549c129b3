import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Training, TrainingRole } from '../../contract/design.ts'
import type { Lesson } from '../../contract/training.ts'
import { type Part, parts, type World } from '../access/permission-cases.ts'
import { permissionWorld } from '../access/permission-world.ts'
import { grantRole } from '../access/roles.ts'
import { set } from '../attention/own-choices.ts'
import { create as createAudience } from '../directory/audiences.ts'
import { type LiveWave, makeWave } from '../goals/live-wave.ts'
import { courses } from '../library/library.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { drain } from '../platform/jobs.ts'
import { type TestBase, testBase } from '../platform/testing.ts'
import { work } from '../work.ts'
import { assign } from './assign.ts'
import { confidence, course, finishLesson, keepPlace, mine, openIn } from './learn.ts'
import { dueFor, managersTrained, progress, team } from './progress.ts'
import { addUpConfidence, dueLetters, remind } from './remind.ts'

let base: TestBase
let w: World
let job: Context
const employed = parts.filter((p) => p !== 'admin')

beforeAll(async () => {
  base = await testBase()
})
beforeEach(async () => {
  base.clock.set('2026-03-02T09:00:00Z')
  w = await permissionWorld(base, `training-${randomUUID().slice(0, 8)}`)
  job = contextFor(base, w.organizationId)
})

const chosen = (
  id: string,
  required: TrainingRole[],
  offered: TrainingRole[] = [],
  dueDays = 14,
): Training['courses'][number] => ({ id, required, offered, dueDays })
const curriculum = [
  chosen('first-goals', ['employees', 'managers', 'leaders'], [], 14),
  chosen('checkin-managers', ['managers', 'leaders'], ['employees'], -3),
  chosen('leading-the-start', ['leaders'], [], -7),
  chosen('hr-sees', ['hr'], [], 0),
]
/** A wave that goes live on the 12th of March, or is live since today, the 2nd. */
async function wave(
  made: { launched?: boolean; people?: readonly Part[]; training?: Training['courses'] } = {},
): Promise<LiveWave> {
  return makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    people: (made.people ?? employed).map((p) => w.people[p]),
    training: { courses: made.training ?? curriculum },
    ...(made.launched === undefined ? {} : { launched: made.launched }),
  })
}
/** It begins: what the preparation date does. */
async function begin(one: LiveWave): Promise<void> {
  await sql`update wave set prepared_at = ${base.clock.now()} where organization_id = ${w.organizationId} and id = ${one.waveId}`.execute(
    job.db,
  )
  await assign(job)
}
const of = async (person: Part) => (await mine(await w.as(person))).courses
const ids = async (person: Part) => (await of(person)).map((one) => one.courseId)
const dueOf = async (person: Part, courseId: string) => (await of(person)).find((c) => c.courseId === courseId)?.dueOn

async function finish(person: Part | Context, courseId: string): Promise<void> {
  const c = typeof person === 'string' ? await w.as(person) : person
  for (const lesson of courses('en').find((one) => one.id === courseId)!.lessons)
    await finishLesson(c, { courseId, lessonId: lesson.id, answers: goodAnswers(lesson) })
}
const goodAnswers = (lesson: Lesson): Record<string, string> =>
  Object.fromEntries(
    (lesson.kind === 'quiz' ? lesson.questions : lesson.kind === 'scenario' ? [lesson] : []).map((q) => [
      q.id,
      q.choices.find((one) => one.good)!.id,
    ]),
  )

describe('who gets which course', () => {
  it('goes by role when the wave prepares, and shows nothing before and to nobody outside', async () => {
    const one = await wave({ launched: false, people: employed.filter((p) => p !== 'stranger') })
    await assign(job)
    expect(await ids('self')).toEqual([])
    await begin(one)
    // Leads nobody; leads people; leads somebody who leads people; looks after a population.
    expect(await ids('peer')).toEqual(['first-goals', 'checkin-managers'])
    expect(await ids('self')).toEqual(['first-goals', 'checkin-managers'])
    expect(await ids('manager')).toEqual(['first-goals', 'checkin-managers', 'leading-the-start'])
    expect(await ids('hr_in')).toContain('hr-sees')
    expect(await ids('stranger')).toEqual([])
    expect((await of('peer')).map((c) => c.need)).toEqual(['required', 'offered'])
    expect((await of('self')).map((c) => c.need)).toEqual(['required', 'required'])
    // Days count from go-live; nobody is given less than a week.
    expect(await dueOf('self', 'first-goals')).toBe('2026-03-26')
    expect(await dueOf('self', 'checkin-managers')).toBe('2026-03-09')
    expect(await dueOf('peer', 'checkin-managers')).toBeNull()
    await expect(course(await w.as('stranger'), { courseId: 'first-goals' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(
      finishLesson(await w.as('stranger'), { courseId: 'first-goals', lessonId: 'what-a-goal-says', answers: {} }),
    ).rejects.toMatchObject({ code: 'not_found' })
    // The lead looks at what nobody asks of them; nothing of that is kept.
    expect(await course(await w.as('lead'), { courseId: 'leading-the-start' })).toMatchObject({ preview: true })
    await expect(
      keepPlace(await w.as('lead'), { courseId: 'leading-the-start', lessonId: 'four-weeks' }),
    ).rejects.toMatchObject({ code: 'not_found' })
  })

  it('writes nothing where nothing changed, and one event where something did', async () => {
    const one = await wave()
    await begin(one)
    const events = async () =>
      (
        await sql<{
          n: number
        }>`select count(*) as n from event where organization_id = ${w.organizationId} and type = 'training.assigned'`.execute(
          job.db,
        )
      ).rows[0]!.n
    const before =
      await sql`select * from training_assignment where organization_id = ${w.organizationId} order by 1, 2, 3, 4`.execute(
        job.db,
      )
    expect(await events()).toBe(1)
    base.clock.forward({ days: 1 })
    await assign(job)
    expect(await events()).toBe(1)
    const after =
      await sql`select * from training_assignment where organization_id = ${w.organizationId} order by 1, 2, 3, 4`.execute(
        job.db,
      )
    expect(after.rows).toEqual(before.rows)
  })

  it('follows the go-live date while the wave prepares', async () => {
    const one = await wave({ launched: false })
    await begin(one)
    await sql`update wave set goes_live_on = '2026-04-11' where organization_id = ${w.organizationId} and id = ${one.waveId}`.execute(
      job.db,
    )
    await assign(job)
    expect(await dueOf('self', 'checkin-managers')).toBe('2026-04-08')
    expect(await dueOf('self', 'first-goals')).toBe('2026-04-25')
  })

  it('gives whoever comes later two weeks from then', async () => {
    const one = await wave({ people: employed.filter((p) => p !== 'stranger') })
    await begin(one)
    base.clock.set('2026-04-20T09:00:00Z')
    await sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, recorded)
      values (${w.organizationId}, ${one.programId}, ${one.waveId}, ${w.people.stranger}, daterange('2026-04-20', null), ${base.clock.now()})`.execute(
      job.db,
    )
    await assign(job)
    expect(await dueOf('stranger', 'first-goals')).toBe('2026-05-04')
    expect(await dueOf('peer', 'first-goals')).toBe('2026-03-16')
  })

  it('asks people who lead somebody for the first time, and lets go of what is not theirs any more', async () => {
    await begin(await wave())
    const lead = async (reports: number) =>
      sql`update roster set direct_reports = ${reports} where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
        job.db,
      )
    base.clock.set('2026-05-04T09:00:00Z')
    await lead(2)
    await assign(job)
    expect((await of('peer')).map((c) => [c.courseId, c.need, c.dueOn])).toEqual([
      ['first-goals', 'required', '2026-03-16'],
      ['checkin-managers', 'required', '2026-05-18'],
    ])
    await finish('peer', 'checkin-managers')
    base.clock.set('2026-06-01T09:00:00Z')
    await lead(0)
    await assign(job)
    // What is finished stays finished, also where it is only offered now.
    expect((await of('peer')).find((c) => c.courseId === 'checkin-managers')).toMatchObject({
      need: 'offered',
      completed: { on: '2026-05-04' },
    })
  })

  it('takes what is done and begun along into another wave, with that wave’s date', async () => {
    const one = await wave({ people: ['self', 'manager'] })
    await begin(one)
    await finish('self', 'checkin-managers')
    await keepPlace(await w.as('self'), { courseId: 'first-goals', lessonId: 'make-it-a-goal' })
    const second = randomUUID()
    await sql`insert into wave (organization_id, id, program_id, name, prepares_on, goes_live_on, prepared_at, created_at)
      values (${w.organizationId}, ${second}, ${one.programId}, 'Second', '2026-03-01', '2026-06-01', ${base.clock.now()}, ${base.clock.now()})`.execute(
      job.db,
    )
    await sql`update wave_member set wave_id = ${second} where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
      job.db,
    )
    await assign(job)
    expect((await of('self')).map((c) => [c.courseId, c.dueOn, c.started, c.completed !== null])).toEqual([
      ['first-goals', '2026-06-15', true, false],
      ['checkin-managers', '2026-05-29', true, true],
    ])
  })

  it('is gone the moment somebody is in no wave, and begins anew when they are back', async () => {
    const one = await wave()
    await begin(one)
    await finish('self', 'checkin-managers')
    const close = (until: string | null) =>
      sql`update wave_member set holds = daterange('2026-02-19', ${until}) where organization_id = ${w.organizationId} and person_id = ${w.people.self}`.execute(
        job.db,
      )
    base.clock.set('2026-03-10T09:00:00Z')
    await close('2026-03-10')
    // Before the night has run.
    expect(await ids('self')).toEqual([])
    expect(await dueFor(await w.as('self'))).toEqual([])
    expect((await team(await w.as('manager'))).people.map((p) => p.person.id)).not.toContain(w.people.self)
    await assign(job)
    base.clock.set('2026-05-01T09:00:00Z')
    await close(null)
    await assign(job)
    expect((await of('self')).map((c) => [c.courseId, c.dueOn, c.completed !== null])).toEqual([
      ['first-goals', '2026-05-15', false],
      ['checkin-managers', '2026-05-15', true],
    ])
  })
})

describe('who is told of it', () => {
  /** How often each has found it in their inbox so far. */
  const told = async (person: Part) =>
    (
      await sql<{
        n: number
      }>`select count(*) as n from inbox_item where organization_id = ${w.organizationId} and person_id = ${w.people[person]} and kind = 'training_assigned'`.execute(
        job.db,
      )
    ).rows[0]!.n
  const leave = async (person: Part, from: string, to: string | null) => {
    const where = sql`organization_id = ${w.organizationId} and person_id = ${w.people[person]}`
    await sql`update placement set superseded = ${base.clock.now()} where ${where} and superseded is null`.execute(
      job.db,
    )
    await sql`insert into placement (organization_id, person_id, holds, status, recorded)
      select organization_id, id, h.holds, h.status, ${base.clock.now()} from person, (values (daterange('2020-01-01', ${from}), 'active'), (daterange(${from}, ${to}), 'leave'),
        (daterange(${to}, null), 'active')) as h (holds, status)
      where organization_id = ${w.organizationId} and id = ${w.people[person]} and not (h.status = 'active' and lower_inf(h.holds))`.execute(
      job.db,
    )
    await sql`update roster set status = ${to === null ? 'leave' : 'active'} where ${where}`.execute(job.db)
  }

  it('is whoever is given something, and once more whoever is given more later', async () => {
    await begin(await wave())
    expect([await told('peer'), await told('self')]).toEqual([1, 1])
    await assign(job)
    base.clock.set('2026-03-03T09:00:00Z')
    await assign(job)
    expect(await told('peer')).toBe(1)
    // A specialist who leads somebody from now on has fourteen days, and should not hear of it in the second week.
    base.clock.set('2026-05-04T04:00:00Z')
    await sql`update roster set direct_reports = 2 where organization_id = ${w.organizationId} and person_id = ${w.people.peer}`.execute(
      job.db,
    )
    await assign(job)
    await assign(job)
    expect([await told('peer'), await told('self')]).toEqual([2, 1])
    base.clock.set('2026-05-05T04:00:00Z')
    await assign(job)
    expect(await told('peer')).toBe(2)
    // The bill is for what came, not for all that their role learns.
    const { rows } = await sql<{
      minutes: number
    }>`select minutes from time_asked where organization_id = ${w.organizationId}
      and person_id = ${w.people.peer} and kind = 'training_assigned' order by wanted_at desc limit 1`.execute(job.db)
    expect(rows[0]!.minutes).toBe(courses('en').find((one) => one.id === 'checkin-managers')!.minutes + 1)
  })

  it('is whoever is back from leave, with two weeks from then', async () => {
    await leave('peer', '2026-03-01', null)
    const one = await wave()
    await begin(one)
    // Away when it was given: asked of them, and not a word.
    expect([await told('peer'), await told('self')]).toEqual([0, 1])
    expect(await dueOf('peer', 'first-goals')).toBe('2026-03-16')
    await finish('self', 'first-goals')
    await leave('self', '2026-03-04', null)
    base.clock.set('2026-07-01T09:00:00Z')
    await assign(job)
    expect([await told('peer'), await told('self')]).toEqual([0, 1])
    // Both are back on the first; the file that says so is read on the third.
    base.clock.set('2026-07-03T09:00:00Z')
    await leave('peer', '2026-03-01', '2026-07-01')
    await leave('self', '2026-03-04', '2026-07-01')
    await assign(job)
    expect([await dueOf('peer', 'first-goals'), await dueOf('self', 'checkin-managers')]).toEqual([
      '2026-07-15',
      '2026-07-15',
    ])
    expect([await told('peer'), await told('self')]).toEqual([1, 2])
    for (const day of ['2026-07-04', '2026-07-07', '2026-07-20']) {
      base.clock.set(`${day}T09:00:00Z`)
      await assign(job)
    }
    expect([await told('peer'), await told('self')]).toEqual([1, 2])
    expect(await dueOf('peer', 'first-goals')).toBe('2026-07-15')
    // The letters about the day before they went do not stand for those about the new one.
    const { rows } = await sql<{
      reminders: number
    }>`select distinct reminders from training_assignment where organization_id = ${w.organizationId}
      and person_id = ${w.people.self} and need = 'required'`.execute(job.db)
    expect(rows).toEqual([{ reminders: 0 }])
  })
})

describe('whoever is given a role', () => {
  const seats = [
    ...curriculum,
    chosen('being-a-champion', ['champions'], [], 0),
    chosen('leading-sessions', ['trainers']),
  ]
  /** Since when each course is asked of somebody. */
  const rowsOf = async (person: Part): Promise<Record<string, string>> => {
    const { rows } = await sql<{
      course: string
      since: string
    }>`select course_id as course, assigned_on as since from training_assignment
      where organization_id = ${w.organizationId} and person_id = ${w.people[person]} and ended_on is null`.execute(
      job.db,
    )
    return Object.fromEntries(rows.map((row) => [row.course, row.since]))
  }

  const leads = (person: Part) =>
    sql`update roster set direct_reports = 2 where organization_id = ${w.organizationId} and person_id = ${w.people[person]}`.execute(
      job.db,
    )

  it('has its courses with the appointment, and nobody else is looked at before the night', async () => {
    await begin(await wave({ training: seats }))
    const before = { self: await rowsOf('self'), peer: await rowsOf('peer') }
    // Somebody leads people since today: that comes with the night.
    await leads('peer')
    const admin = await w.as('admin')
    const population = await createAudience(await w.as('lead'), { name: 'Everybody', rule: { everyone: true } })
    await grantRole(admin, { personId: w.people.self, role: 'hr', populationId: population.id })
    await grantRole(admin, { personId: w.people.self, role: 'champion' })
    await grantRole(admin, { personId: w.people.report, role: 'trainer' })
    await drain(base, work)
    expect(await ids('self')).toEqual(expect.arrayContaining(['hr-sees', 'being-a-champion']))
    expect(await rowsOf('self')).toEqual({ ...before.self, 'being-a-champion': '2026-03-02', 'hr-sees': '2026-03-02' })
    expect(await ids('report')).toContain('leading-sessions')
    expect(await dueOf('self', 'hr-sees')).toBe('2026-03-09')
    expect(await rowsOf('peer')).toEqual(before.peer)
    // The night finds nothing left to give to them.
    const given = [await rowsOf('self'), await rowsOf('report')]
    await assign(job)
    expect([await rowsOf('self'), await rowsOf('report')]).toEqual(given)
    expect((await of('peer')).find((one) => one.courseId === 'checkin-managers')?.need).toBe('required')
  })

  it('sets nothing off where no course is for the role', async () => {
    await begin(await wave({ training: seats }))
    const before = await rowsOf('peer')
    // What else is new about them comes with the night.
    await leads('peer')
    await grantRole(await w.as('admin'), { personId: w.people.peer, role: 'sponsor' })
    await drain(base, work)
    expect(await rowsOf('peer')).toEqual(before)
  })
})

describe('learning', () => {
  beforeEach(async () => begin(await wave()))

  it('keeps one’s place and ticks, ends lessons, and records the course with its version', async () => {
    const self = await w.as('self')
    const fresh = await course(self, { courseId: 'checkin-managers' })
    expect(fresh).toMatchObject({ preview: false, at: null, done: [], completed: null, need: 'required' })
    // Fields are filled in; a name that means something in Markdown stays a name.
    expect(fresh.intro).toContain('Compass')
    expect(JSON.stringify(fresh)).not.toContain('{{')
    expect(await keepPlace(self, { courseId: 'checkin-managers', lessonId: 'everything-is-fine' })).toMatchObject({
      at: 'everything-is-fine',
    })
    await expect(
      finishLesson(self, {
        courseId: 'checkin-managers',
        lessonId: 'everything-is-fine',
        answers: { 'everything-is-fine': 'late' },
      }),
    ).rejects.toMatchObject({ code: 'lesson_open' })
    await expect(
      finishLesson(self, { courseId: 'checkin-managers', lessonId: 'nowhere', answers: {} }),
    ).rejects.toMatchObject({ code: 'not_found' })
    await finish('self', 'checkin-managers')
    expect((await course(self, { courseId: 'checkin-managers' })).completed).toEqual({ on: '2026-03-02', version: 1 })
    // Again is no second completion.
    base.clock.forward({ days: 3 })
    await finish('self', 'checkin-managers')
    const { rows } = await sql<{
      type: string
      data: unknown
    }>`select type, data from event where organization_id = ${w.organizationId}
      and subject_id = ${w.people.self} and type = 'training.completed'`.execute(job.db)
    expect(rows).toEqual([{ type: 'training.completed', data: { courseId: 'checkin-managers', version: 1 } }])
    expect((await course(self, { courseId: 'checkin-managers' })).completed?.on).toBe('2026-03-02')
  })

  it('keeps ticks of a checklist that it has, and no others', async () => {
    const leader = await w.as('leader')
    const state = await keepPlace(leader, {
      courseId: 'leading-the-start',
      lessonId: 'your-start',
      ticked: ['why', 'invented'],
    })
    expect(state.ticked).toEqual({ 'your-start': ['why'] })
    expect(state.done).toEqual([])
  })

  it('is in the reader’s language', async () => {
    const self = await w.as('self')
    const german = { ...self, viewer: { ...self.viewer, locale: 'de' } }
    expect((await course(german, { courseId: 'first-goals' })).title).toBe('Ihre ersten Ziele')
  })

  it('turns up in This week a week before it is due', async () => {
    const peer = await w.as('peer')
    expect(await dueFor(peer)).toEqual([])
    base.clock.set('2026-03-09T09:00:00Z')
    expect(await dueFor(peer)).toMatchObject([{ courseId: 'first-goals', dueOn: '2026-03-16' }])
    await finish('peer', 'first-goals')
    expect(await dueFor(peer)).toEqual([])
  })

  it('ends a lesson exactly when a good choice was found for each question', () => {
    const lesson = fc
      .array(fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 2 }), { minLength: 1, maxLength: 4 })
      .map((questions): Lesson => ({
        id: 'q',
        kind: 'quiz',
        title: 'Q',
        minutes: 1,
        body: '',
        questions: questions.map((choices, i) => ({
          id: `q${i}`,
          ask: '?',
          choices: choices.map((id, n) => ({ id, words: id, feedback: id, good: n === 0 })),
        })),
      }))
    fc.assert(
      fc.property(
        lesson,
        fc.dictionary(fc.constantFrom('q0', 'q1', 'q2', 'q3'), fc.constantFrom('a', 'b', 'c', 'd')),
        (one, answers) => {
          if (one.kind !== 'quiz') return
          const open = openIn(one, answers)
          for (const q of one.questions) expect(open.includes(q.id)).toBe(answers[q.id] !== q.choices[0]!.id)
          expect(openIn(one, goodAnswers(one))).toEqual([])
        },
      ),
    )
  })
})

describe('what others see', () => {
  beforeEach(async () => begin(await wave()))

  it('tells a manager which required courses their own reports have not finished, and nothing else', async () => {
    await finish('peer', 'first-goals')
    await keepPlace(await w.as('self'), { courseId: 'first-goals', lessonId: 'make-it-a-goal' })
    await confidence(await w.as('self'), { courseId: 'first-goals', moment: 'before', score: 2 })
    const page = await team(await w.as('manager'))
    expect(page.people.map((p) => p.person.id).toSorted()).toEqual([w.people.self, w.people.peer].toSorted())
    const rowOf = (part: Part) => page.people.find((p) => p.person.id === w.people[part])!.courses
    expect(rowOf('peer')).toEqual([
      { courseId: 'first-goals', title: 'Your first goals', dueOn: '2026-03-16', done: true },
    ])
    expect(rowOf('self').map((c) => [c.courseId, c.done])).toEqual([
      ['first-goals', false],
      ['checkin-managers', false],
    ])
    expect((await team(await w.as('stranger'))).people).toEqual([])
  })

  it('counts for the lead only where enough people have finished and enough have not', async () => {
    const { programId } = (
      await sql<{
        programId: string
      }>`select id as "programId" from program where organization_id = ${w.organizationId}`.execute(job.db)
    ).rows[0]!
    const lead = await w.as('lead')
    const shown = async () => {
      const { courses: all, floor } = await progress(lead, { programId })
      const roles = all.find((one) => one.courseId === 'first-goals')!.roles
      return { floor, countOf: (role: TrainingRole) => roles.find((one) => one.role === role)!.count }
    }
    const { rows } = await sql<{ id: string }>`select person_id as id from training_assignment
      where organization_id = ${w.organizationId} and course_id = 'first-goals' and role = 'employees'`.execute(job.db)
    const people = employed.filter((part) => rows.some((row) => row.id === w.people[part]))
    const assigned = people.length
    const { floor } = await shown()
    expect(assigned).toBeGreaterThan(2 * floor)
    // Beside so few who lead, the many would tell of them: how many of all have finished stands elsewhere.
    for (const part of people.slice(0, floor)) await finish(part, 'first-goals')
    expect((await shown()).countOf('employees')).toBeNull()
    expect((await shown()).countOf('managers')).toBeNull()
    await sql`delete from training_lesson where organization_id = ${w.organizationId}`.execute(job.db)
    await sql`delete from training_work where organization_id = ${w.organizationId}`.execute(job.db)
    await sql`delete from training_assignment where organization_id = ${w.organizationId} and role <> 'employees'`.execute(
      job.db,
    )
    for (let completed = 0; completed <= assigned; completed++) {
      if (completed > 0) await finish(people[completed - 1]!, 'first-goals')
      const told = completed >= floor && assigned - completed >= floor
      expect((await shown()).countOf('employees')).toEqual(told ? { assigned, completed } : null)
    }
    // Whoever leaves takes nothing of the count along, until as many have gone as a group needs.
    const [gone, ...others] = people.slice(0, floor)
    await sql`update training_assignment set ended_on = '2026-03-02' where organization_id = ${w.organizationId} and person_id = ${w.people[gone!]}`.execute(
      job.db,
    )
    for (const table of ['training_lesson', 'training_work'] as const)
      await sql`delete from ${sql.table(table)} where organization_id = ${w.organizationId} and person_id = any(${people.slice(-floor).map((part) => w.people[part])}::uuid[])`.execute(
        job.db,
      )
    expect((await shown()).countOf('employees')).toEqual({ assigned, completed: assigned - floor })
    for (const part of others)
      await sql`update training_assignment set ended_on = '2026-03-02' where organization_id = ${w.organizationId} and person_id = ${w.people[part]}`.execute(
        job.db,
      )
    const left = { assigned: assigned - floor, completed: assigned - 2 * floor }
    expect((await shown()).countOf('employees')).toEqual(left.completed >= floor ? left : null)
  })

  it('shows how sure people felt only in steps of a whole group, and never in an event', async () => {
    const { programId } = (
      await sql<{
        programId: string
      }>`select id as "programId" from program where organization_id = ${w.organizationId}`.execute(job.db)
    ).rows[0]!
    const shown = async () => {
      await addUpConfidence(job)
      return (await progress(await w.as('lead'), { programId })).courses.find((one) => one.courseId === 'first-goals')!
        .confidence
    }
    const say = async (person: Part, before: number, after: number) => {
      const c = await w.as(person)
      await confidence(c, { courseId: 'first-goals', moment: 'before', score: before })
      await confidence(c, { courseId: 'first-goals', moment: 'after', score: after })
    }
    for (const person of employed.slice(0, 4)) await say(person, 2, 4)
    expect(await shown()).toBeNull()
    await say(employed[4]!, 2, 4)
    expect(await shown()).toMatchObject({ people: 5, before: 2, after: 4 })
    for (const person of employed.slice(5, 9)) {
      await say(person, 1, 5)
      // One more, and the number does not move: nobody can take one from the other.
      expect(await shown()).toMatchObject({ people: 5, before: 2, after: 4 })
    }
    await say(employed[9]!, 1, 5)
    expect(await shown()).toMatchObject({ people: 10, before: 1.5, after: 4.5 })
    // What was said first stays.
    await say(employed[9]!, 5, 1)
    const events = await sql<{
      data: unknown
    }>`select data from event where organization_id = ${w.organizationId} and type = 'training.confidence_said'`.execute(
      job.db,
    )
    expect(events.rows.length).toBeGreaterThan(10)
    for (const { data } of events.rows) expect(Object.keys(data as object).toSorted()).toEqual(['courseId', 'moment'])
  })

  it('says how many managers of the wave are trained', async () => {
    const { rows } = await sql<{ id: string }>`select id from wave where organization_id = ${w.organizationId}`.execute(
      job.db,
    )
    const count = () => managersTrained(job.db, job, rows[0]!.id)
    const asked = (await count())!.asked
    expect(await count()).toMatchObject({ trained: 0 })
    await finish('self', 'checkin-managers')
    expect(await count()).toMatchObject({ asked, trained: 0 })
    await finish('self', 'first-goals')
    expect(await count()).toMatchObject({ asked, trained: 1 })
    // What is asked of employees alone does not count.
    await finish('peer', 'first-goals')
    expect(await count()).toMatchObject({ asked, trained: 1 })
  })
})

describe('reminders', () => {
  type Planned = { id: string; person_id: string; locale: string; full_name: string; state: string }
  const planned = async (): Promise<Planned[]> =>
    (
      await sql<Planned>`select o.id, o.person_id, r.locale, r.full_name, o.state from outgoing_mail o
        join roster r on r.organization_id = o.organization_id and r.person_id = o.person_id
        where o.organization_id = ${w.organizationId} and o.kind = 'training_due' order by o.created_at, o.id`.execute(
        job.db,
      )
    ).rows
  const to = async (part: Part) => (await planned()).filter((p) => p.person_id === w.people[part])
  const night = async (at: string) => {
    base.clock.set(at)
    await remind(job)
  }
  const write = async (one: Planned) => {
    const letter = {
      id: one.id,
      personId: one.person_id,
      address: 'a@b.example',
      kind: 'training_due',
      subjectId: null,
      params: {},
      fullName: one.full_name,
      givenName: one.full_name,
      locale: 'en',
      timeZone: 'Europe/Berlin',
      attempts: 0,
      dueAt: base.clock.now(),
    }
    return (await dueLetters(job, [letter])).get(one.id)!
  }
  beforeEach(async () => begin(await wave()))

  it('come once before the day and once after it, on working days, in one letter about all of it', async () => {
    await night('2026-03-03T01:35:00Z')
    // Checkin-managers is due on the 9th: five days before is the 4th.
    expect(await planned()).toEqual([])
    await night('2026-03-04T01:35:00Z')
    expect(await to('self')).toHaveLength(1)
    expect(await to('peer')).toEqual([])
    const letter = await write((await to('self'))[0]!)
    if (!('text' in letter)) throw new Error('no letter')
    expect(letter.text).toContain('A check-in that helps your team')
    await night('2026-03-05T01:35:00Z')
    expect(await to('self')).toHaveLength(1)
    // The 7th and 8th are a weekend; the 12th is three days late.
    await night('2026-03-08T01:35:00Z')
    expect(await to('self')).toHaveLength(1)
    await night('2026-03-12T01:35:00Z')
    expect(await to('self')).toHaveLength(2)
    expect(await to('peer')).toHaveLength(1)
    await night('2026-04-20T01:35:00Z')
    await night('2026-04-21T01:35:00Z')
    expect((await to('peer')).length).toBe(2)
  })

  it('come anew where the day has moved away, and not where it has come nearer', async () => {
    await night('2026-03-04T01:35:00Z')
    expect(await to('self')).toHaveLength(1)
    const goLive = async (on: string) => {
      await sql`update wave set goes_live_on = ${on} where organization_id = ${w.organizationId}`.execute(job.db)
      await assign(job)
    }
    await goLive('2026-04-11')
    await night('2026-04-02T01:35:00Z')
    expect(await to('self')).toHaveLength(1)
    // Due on the 8th now.
    await night('2026-04-03T01:35:00Z')
    expect(await to('self')).toHaveLength(2)
    await goLive('2026-04-10')
    await night('2026-04-06T01:35:00Z')
    expect(await to('self')).toHaveLength(2)
  })

  it('are about the courses of programs that send letters, and count for no others', async () => {
    const silent = await makeWave(base.database.for(w.organizationId), {
      organizationId: w.organizationId,
      day: '2026-03-02',
      at: base.clock.now(),
      training: { courses: [chosen('leading-the-start', ['managers'])], letters: false },
    })
    await begin(silent)
    await sql`update training_assignment set due_on = '2026-03-09' where organization_id = ${w.organizationId} and wave_id = ${silent.waveId}`.execute(
      job.db,
    )
    await night('2026-03-04T01:35:00Z')
    const letter = await write((await to('self'))[0]!)
    if (!('text' in letter)) throw new Error('no letter')
    expect(letter.text).toContain('A check-in that helps your team')
    expect(letter.text).not.toContain(courses('en').find((one) => one.id === 'leading-the-start')!.title)
    const { rows } = await sql<{ reminders: number }>`select reminders from training_assignment
      where organization_id = ${w.organizationId} and wave_id = ${silent.waveId} and person_id = ${w.people.self}`.execute(
      job.db,
    )
    expect(rows).toEqual([{ reminders: 0 }])
    // All of theirs is done: what the silent program asks is no reason for the letter.
    await finish('self', 'checkin-managers')
    await finish('self', 'first-goals')
    expect(await write((await to('self'))[0]!)).toEqual({ excluded: 'not_needed' })
  })

  it('spare whoever has finished or would rather not have them', async () => {
    await set(await w.as('manager'), { kind: 'training_due', way: 'app' })
    await finish('self', 'checkin-managers')
    await night('2026-03-04T01:35:00Z')
    expect(await to('manager')).toEqual([])
    expect(await to('self')).toEqual([])
    expect((await to('leader')).length).toBe(1)
    // Finished between the night and nine o'clock.
    await finish('leader', 'checkin-managers')
    await finish('leader', 'leading-the-start')
    await finish('leader', 'first-goals')
    expect(await write((await to('leader'))[0]!)).toEqual({ excluded: 'not_needed' })
  })
})

it('sends no letters where the program sends none', async () => {
  const one = await makeWave(base.database.for(w.organizationId), {
    organizationId: w.organizationId,
    day: '2026-03-02',
    at: base.clock.now(),
    training: { courses: curriculum, letters: false },
  })
  await begin(one)
  base.clock.set('2026-03-10T01:35:00Z')
  await remind(job)
  const { rows } =
    await sql`select 1 from outgoing_mail where organization_id = ${w.organizationId} and kind = 'training_due'`.execute(
      job.db,
    )
  expect(rows).toEqual([])
})
