/** What reaches people, what they have learned, who leaves and who moves: counted by hand. */
import { sql } from 'kysely'
import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { count, event, seven, world, type World } from './testing-company.ts'

/** A message of the program that appeared for somebody at noon of a day, and was perhaps opened. */
async function message(w: World, who: string, day: string, read?: string, campaign: string = randomUUID()) {
  await sql`insert into inbox_item (organization_id, person_id, kind, subject_kind, subject_id, appears_at, read_at)
    values (${w.c.organizationId}, ${w.ids.get(who)!}, 'message', 'campaign', ${campaign}, ${`${day}T11:00:00Z`}, ${read ? `${read}T11:00:00Z` : null})`.execute(
    w.c.db,
  )
}

// Seven people, go-live on 2 February; Eve is on leave, Gus in no wave, Fay joins on the 20th.
test('L5: of those who were sent a message in 28 days, who opened at least one', async () => {
  const w = await world('reach', seven)
  expect(await count(w, 'L5', '2026-02-10')).toBeNull()
  await message(w, 'Ben', '2026-02-02', '2026-02-04')
  await message(w, 'Ben', '2026-02-10')
  await message(w, 'Cem', '2026-02-02')
  await message(w, 'Eve', '2026-02-02', '2026-02-02')
  await message(w, 'Gus', '2026-02-02', '2026-02-02')
  expect(await count(w, 'L5', '2026-02-03')).toEqual([0, 2])
  expect(await count(w, 'L5', '2026-02-04')).toEqual([1, 2])
  // The first of March is the last day on which the second of February is among the 28.
  expect(await count(w, 'L5', '2026-03-01')).toEqual([1, 2])
  expect(await count(w, 'L5', '2026-03-02')).toEqual([0, 1])
  expect(await count(w, 'L5', '2026-03-10')).toBeNull()
})

test('L7: messages of a month for each person who has been in it for a month', async () => {
  const w = await world('load', seven)
  for (const day of ['2026-02-02', '2026-02-10', '2026-03-01']) await message(w, 'Ben', day)
  await message(w, 'Cem', '2026-02-20')
  await message(w, 'Gus', '2026-02-20')
  expect(await count(w, 'L7', '2026-03-03')).toBeNull()
  // Ada, Ben, Cem and Dia; from 3 February on: two for Ben, one for Cem.
  expect(await count(w, 'L7', '2026-03-04')).toEqual([3, 4, 0.75])
  expect(await count(w, 'L7', '2026-03-11')).toEqual([3, 4, 0.75])
  expect(await count(w, 'L7', '2026-03-12')).toEqual([2, 4, 0.5])
})

test('L7R: how long it takes to read them, by the length that was kept when each went out', async () => {
  const w = await world('reading', seven)
  const long = randomUUID()
  await event(w, 'campaign.started', 'Ada', '2026-02-10', { subject: long, data: { seconds: 210, recipients: 2 } })
  await message(w, 'Ben', '2026-02-10', undefined, long)
  await message(w, 'Cem', '2026-02-10', undefined, long)
  await message(w, 'Cem', '2026-02-20') // before lengths were kept: one minute
  await message(w, 'Gus', '2026-02-20', undefined, long)
  expect(await count(w, 'L7R', '2026-03-03')).toBeNull()
  expect(await count(w, 'L7R', '2026-03-04')).toEqual([480, 4, 2])
  expect(await count(w, 'L7R', '2026-03-12')).toEqual([60, 4, 0.25])
})

test('L9 and L9M: who has finished all that is required of them, as the log says it', async () => {
  const w = await world('courses', seven)
  const { rows } = await sql<{ program_id: string }>`select program_id from wave where id = ${w.wave}`.execute(w.c.db)
  const asks = (who: string, course: string, role = 'employees', need = 'required', ended: string | null = null) =>
    sql`insert into training_assignment (organization_id, program_id, course_id, person_id, wave_id, role, need, assigned_on, ended_on)
      values (${w.c.organizationId}, ${rows[0]!.program_id}, ${course}, ${w.ids.get(who)!}, ${w.wave}, ${role}, ${need}, '2026-01-12', ${ended})`.execute(
      w.c.db,
    )
  const finishes = async (who: string, course: string, day: string) =>
    event(w, 'training.completed', who, day, { subject: w.ids.get(who)!, data: { courseId: course } })
  await asks('Ada', 'goals')
  await asks('Ada', 'managers', 'managers')
  await asks('Ben', 'goals')
  await asks('Cem', 'goals')
  await asks('Cem', 'extra', 'employees', 'offered')
  await asks('Dia', 'goals', 'employees', 'required', '2026-02-20')
  await asks('Eve', 'goals')
  expect(await count(w, 'L9', '2026-02-05')).toEqual([0, 4])
  await finishes('Ben', 'goals', '2026-01-20') // before go-live
  await finishes('Ada', 'goals', '2026-02-06')
  await finishes('Cem', 'goals', '2026-02-07')
  expect(await count(w, 'L9', '2026-02-05')).toEqual([1, 4])
  expect(await count(w, 'L9', '2026-02-07')).toEqual([2, 4])
  expect(await count(w, 'L9M', '2026-02-07')).toEqual([0, 1])
  await finishes('Ada', 'managers', '2026-02-08')
  expect(await count(w, 'L9M', '2026-02-08')).toEqual([1, 1])
  // Nobody asks Dia any more.
  expect(await count(w, 'L9', '2026-02-20')).toEqual([3, 3])
  await event(w, 'training.completion_taken_back', 'Ada', '2026-02-21', {
    subject: w.ids.get('Cem')!,
    data: { courseId: 'goals' },
  })
  expect(await count(w, 'L9', '2026-02-20', '2026-02-20T23:00:00Z')).toEqual([3, 3])
  expect(await count(w, 'L9', '2026-02-21')).toEqual([2, 3])
})

test('X5: who left in a year against how many were there, and from a shorter history for a whole year', async () => {
  const w = await world('stays', [
    ...Array.from({ length: 8 }, (_, n) => ({ name: `Stays ${n}` })),
    { name: 'Goes', until: '2026-04-01' },
    { name: 'Goes later', until: '2026-08-01' },
  ])
  expect(await count(w, 'X5', '2026-03-31')).toBeNull() // 89 days of history
  // 90 days, one of ten gone on the last of them: four such quarters in a year.
  const [left, average, value] = (await count(w, 'X5', '2026-04-01')) as number[]
  expect([left, average]).toEqual([1, 10])
  expect(value).toBeCloseTo((1 / 9.75) * 100 * (365 / 90), 5) // ten on three of the four days, nine on the last
  const year = (await count(w, 'X5', '2027-01-01')) as number[]
  // The thirteen days from the first of January on: ten on three of them, nine on five, eight on five.
  expect(year.slice(0, 2)).toEqual([2, 9])
  expect(year[2]).toBeCloseTo((2 / ((3 * 10 + 5 * 9 + 5 * 8) / 13)) * 100, 1)
})

test('X6: moves to another department, division or level of those who have been there for a year', async () => {
  const w = await world('moves', seven)
  const moves = async (who: string, day: string, to: { department?: string; title?: string }) => {
    const id = w.ids.get(who)!
    await sql`with before as (
        update placement set holds = daterange(lower(holds), ${day}::date) where organization_id = ${w.c.organizationId} and person_id = ${id} and upper_inf(holds) returning *)
      insert into placement (organization_id, person_id, holds, department, title, manager_id, status, recorded)
      select organization_id, person_id, daterange(${day}::date, null), ${to.department ?? 'Sales'}, ${to.title ?? ''}, manager_id, status, ${day} from before`.execute(
      w.c.db,
    )
  }
  await moves('Ben', '2026-06-01', { department: 'Legal' })
  await moves('Ben', '2026-09-01', { department: 'Sales' })
  await moves('Cem', '2026-09-01', { title: 'Senior' })
  await moves('Fay', '2026-09-01', { department: 'Legal' })
  expect(await count(w, 'X6', '2026-12-31')).toBeNull()
  // Ada, Ben, Cem and Dia have been there for a year, and Eve is on leave; Ben moved twice, Cem has a new title alone.
  expect(await count(w, 'X6', '2027-01-01')).toEqual([2, 4])
  expect(await count(w, 'X6', '2027-06-01')).toEqual([2, 5]) // Fay came in February and moved; Ben’s first move is a year ago
})
