/**
 * A session of several hundred, and how much of the database its page reads: rows are counted, not
 * seconds. Plans are made without knowing the values, as they are after a few calls, and without statistics,
 * as they are right after a session was prepared: then a join that is led wrongly reads everybody for each person.
 */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { permissionWorld } from '../access/permission-world.ts'
import { makeWave } from '../goals/live-wave.ts'
import { testBase } from '../platform/testing.ts'
import { sessionOf } from './read.ts'
import { ratedCycle, session } from './testing-session.ts'

const many = 240

it('reads each of its people a few times, however many there are', async () => {
  const base = await testBase({ at: '2026-03-02T09:00:00Z' })
  const w = await permissionWorld(base, 'large')
  const org = w.organizationId
  const db = base.database.for(org)
  const now = base.clock.now()
  await makeWave(db, { organizationId: org, day: '2026-03-01', at: now, elements: { reviews: { on: true } } })
  const made = await ratedCycle(w, { self: [2, 4], peer: [3, 3] })
  await sql`insert into person (organization_id, employee_number, full_name, given_name, created_at)
    select ${org}::uuid, 'L' || n, 'Large ' || n, 'Large', ${now}::timestamptz from generate_series(1, ${many}::integer) n`.execute(
    db,
  )
  await sql`insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, locale, time_zone,
      manager_id, seq, last_seq, depth)
    select organization_id, id, true, employee_number, full_name, given_name, '', full_name, full_name, 'en', 'UTC', ${w.people.manager}::uuid,
      10000 + row_number() over (), 10000 + row_number() over (), 3 from person where organization_id = ${org} and employee_number like 'L%'`.execute(
    db,
  )
  await sql`insert into review (organization_id, cycle_id, person_id, manager_id, department, title, joined_at)
    select organization_id, ${made.cycleId}::uuid, person_id, manager_id, 'Works', 'Maker', ${now}::timestamptz from roster
    where organization_id = ${org} and employee_number like 'L%'`.execute(db)
  await sql`insert into review_task (organization_id, cycle_id, review_id, subject_id, role, writer_id, created_at, submitted_at)
    select v.organization_id, v.cycle_id, v.id, v.person_id, 'manager', v.manager_id, ${now}::timestamptz, ${now}::timestamptz from review v
    where v.organization_id = ${org} and v.title = 'Maker'`.execute(db)
  await sql`insert into review_rating (organization_id, review_id, question_id, value, rated_by, rated_at)
    select v.organization_id, v.id, q, 1 + v.number % 4, v.manager_id, ${now}::timestamptz
    from (select *, (row_number() over ())::integer as number from review where title = 'Maker') v cross join unnest(array['results', 'how']) q
    where v.organization_id = ${org}`.execute(db)
  const { id } = await session(w, made)

  const lead = await w.as('lead')
  const { rows, read } = await lead.db.transaction().execute(async (tx) => {
    await sql`set local plan_cache_mode = force_generic_plan`.execute(tx)
    const found = await sessionOf(tx, lead, id)
    const counted = await sql<{ name: string; n: number }>`
      select relname as name, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) as n from pg_stat_xact_user_tables
      where schemaname = 'public' and seq_scan + idx_scan > 0`.execute(tx)
    return { rows: found.rows, read: new Map(counted.rows.map((r) => [r.name, r.n])) }
  })
  expect(rows.filter((v) => v.state === 'rated').length).toBe(many + 2)
  expect(rows.every((v) => v.ratings.length === 2)).toBe(true)
  for (const table of ['calibration_person', 'review', 'roster', 'review_task', 'review_rating'])
    expect(read.get(table), table).toBeGreaterThan(many)
  for (const [table, n] of read) expect([table, n < 6 * (many + 60)]).toEqual([table, true])
})
