/** Numbers about the launch, counted by hand: what the sponsor did, what training did, what was tried out. */
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import type { MetricId } from '../../contract/metrics.ts'
import { addDays } from '../platform/clock.ts'
import { minutesOf } from './answers.ts'
import { atOf, recount } from './release.ts'
import { seven, talks, type World, world } from './testing-company.ts'

/** Numerator, denominator and the value beside them, as known at the end of the day. */
const told = async (w: World, id: MetricId, asOf: string, knownAt = `${asOf}T23:00:00Z`) => {
  const cells = await w.c.db
    .transaction()
    .execute((tx) => recount(tx, atOf(w.c, asOf, knownAt), ['organization'], new Map(), new Map([[id, 1]])))
  const [cell] = cells.filter((k) => k.metric === id)
  return cell ? [cell.numerator, cell.denominator, cell.value] : null
}
const programOf = async (w: World) => {
  const { rows } = await sql<{
    id: string
  }>`select id from program where organization_id = ${w.c.organizationId}`.execute(w.c.db)
  return rows[0]!.id
}
const session = async (w: World, starts: string) => {
  const id = randomUUID()
  await sql`insert into training_session (organization_id, id, program_id, who, title, language, time_zone, starts_at, ends_at, seats, planned_by, planned_at, evaluation_closes_on)
    values (${w.c.organizationId}, ${id}, ${await programOf(w)}, 'everyone', 'Goals', 'en', 'Europe/Berlin', ${starts + 'T09:00:00Z'}, ${starts + 'T10:00:00Z'}, 20,
      ${w.ids.get('Ada')!}, '2026-01-10', ${addDays(starts, 7)})`.execute(w.c.db)
  return id
}

test('L8: of the sponsor’s planned acts those that were done; a check-in is told to nobody', async () => {
  const w = await world('sponsored', seven)
  const { db, organizationId: org } = w.c
  const program = await programOf(w)
  await sql`update program_version set design = design || ${JSON.stringify({ sponsorId: w.ids.get('Ada') })}::jsonb where organization_id = ${org}`.execute(
    db,
  )
  const plans = async (kind: string, on: string, said = '2026-02-01') => {
    const actId = randomUUID()
    await sql`insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
      values (${org}, ${said + 'T12:00:00Z'}, ${said}, 'sponsor_act.planned', ${w.ids.get('Ben')!}, 'session', 'program', ${program}, ${JSON.stringify({ actId, kind, on })}::jsonb)`.execute(
      db,
    )
    return actId
  }
  const leads = async (on: string) =>
    sql`insert into training_session_leader (organization_id, session_id, person_id) values (${org}, ${await session(w, on)}, ${w.ids.get('Ada')!})`.execute(
      db,
    )
  await plans('session', '2026-02-10')
  await plans('session', '2026-03-10')
  const third = await plans('message', '2026-03-10')
  await plans('checkin', '2026-02-10')
  await leads('2026-02-20')
  // Two weeks have to pass: before, nobody is late.
  expect(await told(w, 'L8', '2026-02-23')).toBeNull()
  expect(await told(w, 'L8', '2026-02-24')).toEqual([1, 1, null])
  expect(await told(w, 'L8', '2026-03-24')).toEqual([1, 3, null])
  // One session is one act, however many were planned around it.
  await leads('2026-03-20')
  expect(await told(w, 'L8', '2026-03-24')).toEqual([2, 3, null])
  await sql`insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
    values (${org}, '2026-04-01T12:00:00Z', '2026-04-01', 'sponsor_act.removed', ${w.ids.get('Ben')!}, 'session', 'program', ${program}, ${JSON.stringify({ actId: third })}::jsonb)`.execute(
    db,
  )
  expect(await told(w, 'L8', '2026-04-01')).toEqual([2, 2, null])
  expect(await told(w, 'L8', '2026-04-01', '2026-04-01T10:00:00Z')).toEqual([2, 3, null])
  // A talk changes nothing that anybody can see.
  await talks(w, 'Ada', 'Ben', '2026-02-11')
  expect(await told(w, 'L8', '2026-03-24', '2026-04-02T10:00:00Z')).toEqual([2, 3, null])
  expect(await told(w, 'L8', '2026-06-30')).toBeNull()
})

test('L10 and L10L: answers after sessions and courses, of half a year, once they were counted', async () => {
  const w = await world('taught', seven)
  const { db, organizationId: org } = w.c
  const answered = async (on: string, useful: number[], before: number[], after: number[]) =>
    sql`insert into training_evaluation (organization_id, session_id, people, useful, before, after, counted_on)
      values (${org}, ${await session(w, addDays(on, -8))}, ${useful.reduce((a, b) => a + b)}, ${useful}::integer[], ${before}::integer[], ${after}::integer[], ${on})`.execute(
      db,
    )
  await answered('2026-02-18', [0, 0, 1, 2, 2], [2, 2, 1, 0, 0], [0, 0, 1, 4, 0])
  // 3 + 4 + 4 + 5 + 5; before 1 1 2 2 3 = 9, after 3 4 4 4 4 = 19, of 25 that it could be.
  expect(await told(w, 'L10', '2026-02-18', '2026-02-18T20:00:00Z')).toBeNull() // counted that morning: known from the next whole day on
  expect(await told(w, 'L10', '2026-02-18', '2026-02-19T02:00:00Z')).toEqual([21, 5, 4.2])
  expect(await told(w, 'L10L', '2026-02-20')).toEqual([10, 5, 10 / 16])
  await sql`insert into training_confidence_shown (organization_id, course_id, number, shown_on, people, before_sum, after_sum)
    values (${org}, 'first-goals', 1, '2026-03-01', 5, 15, 16), (${org}, 'first-goals', 2, '2026-04-01', 10, 30, 40)`.execute(
    db,
  )
  expect(await told(w, 'L10L', '2026-03-10')).toEqual([11, 10, 11 / 26])
  // What a course shows grows: the newest stands for those before it.
  expect(await told(w, 'L10L', '2026-04-10')).toEqual([20, 15, 20 / 36])
  expect(await told(w, 'L10', '2026-08-17')).toBeNull()
})

test('L10B: trained managers who talk with their whole team, against those who are not trained yet', async () => {
  const bosses = ['Ann', 'Bob', 'Cid', 'Dot']
  const w = await world('behave', [
    ...bosses.map((name) => ({ name })),
    ...bosses.flatMap((boss) => [1, 2].map((i) => ({ name: `${boss} ${i}`, boss }))),
  ])
  const { db, organizationId: org } = w.c
  const course = async (name: string, done: string | null) => {
    await sql`insert into training_assignment (organization_id, program_id, wave_id, person_id, course_id, role, need, assigned_on)
      values (${org}, ${await programOf(w)}, ${w.wave}, ${w.ids.get(name)!}, 'checkin-managers', 'managers', 'required', '2026-01-12')`.execute(
      db,
    )
    if (done)
      await sql`insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
        values (${org}, ${done + 'T12:00:00Z'}, ${done}, 'training.completed', ${w.ids.get(name)!}, 'session', 'person', ${w.ids.get(name)!}, '{"courseId":"checkin-managers"}')`.execute(
        db,
      )
  }
  await course('Ann', '2026-01-20')
  await course('Bob', '2026-01-30')
  await course('Cid', null)
  await course('Dot', '2026-03-20') // in between: in neither group
  await talks(w, 'Ann', 'Ann 1', '2026-03-01')
  await talks(w, 'Ann', 'Ann 2', '2026-03-09')
  await talks(w, 'Bob', 'Bob 1', '2026-03-09')
  await talks(w, 'Cid', 'Cid 1', '2026-03-09')
  // Sixty days from 2 February; then the window runs from there.
  expect(await told(w, 'L10B', '2026-04-02')).toBeNull()
  expect(await told(w, 'L10B', '2026-04-03')).toEqual([1, 3, 50])
  await talks(w, 'Cid', 'Cid 2', '2026-04-04')
  expect(await told(w, 'L10B', '2026-04-04')).toEqual([2, 3, -50])
  // Ann's first talk is 60 days ago.
  expect(await told(w, 'L10B', '2026-04-30')).toEqual([1, 3, -100])
  expect(await told(w, 'L10B', '2026-04-04', '2026-04-03T23:00:00Z')).toEqual([1, 3, 50])
})

test('L14 and L14S: scripts that must pass and did, and blockers that nobody settled', async () => {
  const w = await world('tried', seven)
  const { db, organizationId: org } = w.c
  const wave = randomUUID()
  await sql`insert into wave (organization_id, id, program_id, name, prepares_on, goes_live_on, created_at)
    values (${org}, ${wave}, ${await programOf(w)}, 'Wave 2', '2026-03-01', '2026-05-04', '2026-02-10')`.execute(db)
  expect(await told(w, 'L14', '2026-03-01')).toBeNull()
  const [ada, ben] = [w.ids.get('Ada')!, w.ids.get('Ben')!]
  await sql`insert into test_plan (organization_id, wave_id, due_on, made_by, made_at) values (${org}, ${wave}, '2026-04-20', ${ada}, '2026-03-02T09:00:00Z')`.execute(
    db,
  )
  const script = async (must: boolean, place: number) => {
    const id = randomUUID()
    await sql`insert into test_script (organization_id, id, wave_id, role, place, version) values (${org}, ${id}, ${wave}, 'employee', ${place}, 1)`.execute(
      db,
    )
    await sql`insert into test_script_version (organization_id, script_id, number, must, minutes, texts, written_by, written_at)
      values (${org}, ${id}, 1, ${must}, 5, '{}', ${ada}, '2026-03-02T09:00:00Z')`.execute(db)
    return id
  }
  const [first, second] = [await script(true, 1), await script(true, 2)]
  await script(false, 3)
  const tries = async (scriptId: string, result: string, on: string, severity: string | null = null) => {
    const run = randomUUID()
    const answers = [{ result, words: severity ? 'It does not work.' : '', severity }]
    await sql`insert into test_run (organization_id, id, wave_id, script_id, version, person_id, language, device, answers, result, handed_in_at)
      values (${org}, ${run}, ${wave}, ${scriptId}, 1, ${ben}, 'en', 'phone', ${JSON.stringify(answers)}::jsonb, ${result}, ${on + 'T12:00:00Z'})`.execute(
      db,
    )
    if (!severity) return null
    const finding = randomUUID()
    await sql`insert into test_finding (organization_id, id, wave_id, number, run_id, step, severity, words, found_by, found_at)
      values (${org}, ${finding}, ${wave}, 1, ${run}, 0, ${severity}, 'It does not work.', ${ben}, ${on + 'T12:00:00Z'})`.execute(
      db,
    )
    return finding
  }
  await tries(first, 'passed', '2026-03-05')
  const finding = await tries(second, 'failed', '2026-03-06', 'blocker')
  expect(await told(w, 'L14', '2026-03-02')).toEqual([0, 2, null])
  expect(await told(w, 'L14', '2026-03-05')).toEqual([1, 2, null])
  expect(await told(w, 'L14S', '2026-03-05')).toEqual([0, 3, 0])
  expect(await told(w, 'L14', '2026-03-06')).toEqual([1, 2, null])
  expect(await told(w, 'L14S', '2026-03-06')).toEqual([1, 3, 1])
  const acts = async (act: string, number: number, on: string, severity: string | null = null) =>
    sql`insert into test_finding_act (organization_id, finding_id, number, act, severity, acted_by, acted_at)
      values (${org}, ${finding}, ${number}, ${act}, ${severity}, ${ada}, ${on + 'T12:00:00Z'})`.execute(db)
  await acts('fixed', 1, '2026-03-08')
  expect(await told(w, 'L14S', '2026-03-08')).toEqual([1, 3, 1]) // somebody has to try it again
  await acts('works', 2, '2026-03-09')
  expect(await told(w, 'L14S', '2026-03-09')).toEqual([0, 3, 0])
  expect(await told(w, 'L14', '2026-03-09')).toEqual([2, 2, null])
  // Earlier days say what was known then, also once it was graded anew.
  await acts('graded', 3, '2026-03-10', 'minor')
  await sql`update test_finding set severity = 'minor' where organization_id = ${org} and id = ${finding}`.execute(db)
  expect(await told(w, 'L14S', '2026-03-06')).toEqual([1, 3, 1])
  expect(await told(w, 'L14', '2026-03-06')).toEqual([1, 2, null])
})

test('V5: spans of time by their middle; a question with other spans says nothing', () => {
  // Two under half an hour, one of one to two hours, one of more than eight; one rather not said.
  expect(minutesOf([[2, 0, 1, 0, 0, 1, 1]])).toEqual({ numerator: 840, denominator: 4, value: 210 })
  expect(minutesOf([[2, 0, 1, 0, 0]])).toEqual({ numerator: 0, denominator: 0, value: null })
})
