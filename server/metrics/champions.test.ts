/** Champion coverage, counted by hand: roles, areas and places as they were on the day and known then. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { count, seven, world } from './testing-company.ts'

// Go-live on 2 February: on 4 March Ada, Ben, Cem and Dia are past their 30 days; Eve is on leave, Gus in no wave.
test('L12: people whose site or department has a champion at work on that day', async () => {
  const w = await world('nearby', seven)
  const { db, organizationId: org } = w.c
  const at = async (name: string, location: string, department: string) =>
    sql`update placement set location = ${location}, department = ${department} where organization_id = ${org} and person_id = ${w.ids.get(name)!}`.execute(
      db,
    )
  const role = async (name: string, from: string, to: string | null = null) =>
    sql`insert into role_grant (organization_id, person_id, role, granted_at, ended_at)
      values (${org}, ${w.ids.get(name)!}, 'champion', ${`${from}T12:00:00Z`}, ${to === null ? null : `${to}T12:00:00Z`})`.execute(
      db,
    )
  const covers = async (name: string, kind: string, key: string, from: string, to: string | null = null) =>
    sql`insert into champion_area (organization_id, person_id, kind, key, began_at, ended_at)
      values (${org}, ${w.ids.get(name)!}, ${kind}, ${key}, ${`${from}T12:00:00Z`}, ${to === null ? null : `${to}T12:00:00Z`})`.execute(
      db,
    )
  await at('Ada', 'Berlin', 'Head')
  await at('Ben', 'Berlin', 'Sales')
  await at('Cem', 'Porto', 'Sales')
  await at('Dia', 'Porto', 'Works')
  await at('Eve', 'Porto', 'Works')

  expect(await count(w, 'L12', '2026-03-03')).toBeNull()
  expect(await count(w, 'L12', '2026-03-04')).toEqual([0, 4])
  // Somebody on leave covers nobody.
  await role('Eve', '2026-03-01')
  expect(await count(w, 'L12', '2026-03-04')).toEqual([0, 4])
  // Without an area of their own: where they work.
  await role('Ben', '2026-03-05', '2026-03-20')
  expect(await count(w, 'L12', '2026-03-04')).toEqual([0, 4])
  expect(await count(w, 'L12', '2026-03-05')).toEqual([2, 4])
  // With one, that and nothing else, until it ends or the role does.
  await covers('Ben', 'department', 'Sales', '2026-03-08', '2026-03-12')
  expect(await count(w, 'L12', '2026-03-07')).toEqual([2, 4])
  expect(await count(w, 'L12', '2026-03-08')).toEqual([2, 4]) // Ben and Cem
  await covers('Ben', 'location', 'Porto', '2026-03-10', '2026-03-18')
  expect(await count(w, 'L12', '2026-03-10')).toEqual([3, 4]) // and Dia
  expect(await count(w, 'L12', '2026-03-12')).toEqual([2, 4]) // Cem and Dia
  expect(await count(w, 'L12', '2026-03-18')).toEqual([2, 4]) // Berlin again
  expect(await count(w, 'L12', '2026-03-20')).toEqual([0, 4])
  // What was known earlier is told as it was known: on the 9th nobody knew of an end.
  expect(await count(w, 'L12', '2026-03-10', '2026-03-10T11:00:00Z')).toEqual([2, 4])
  expect(await count(w, 'L12', '2026-03-20', '2026-03-19T12:00:00Z')).toEqual([2, 4])
})

test('L12R: people of waves that have been live for 30 days, for each champion at work', async () => {
  const w = await world('enough', seven)
  const becomes = async (name: string, from: string, to: string | null = null) =>
    sql`insert into role_grant (organization_id, person_id, role, granted_at, ended_at)
      values (${w.c.organizationId}, ${w.ids.get(name)!}, 'champion', ${`${from}T12:00:00Z`}, ${to === null ? null : `${to}T12:00:00Z`})`.execute(
      w.c.db,
    )
  expect(await count(w, 'L12R', '2026-03-04')).toBeNull()
  await becomes('Eve', '2026-03-01') // on leave
  expect(await count(w, 'L12R', '2026-03-04')).toBeNull()
  await becomes('Gus', '2026-03-01')
  expect(await count(w, 'L12R', '2026-03-03')).toBeNull() // 29 days
  // Ada, Ben, Cem, Dia and Fay, who came on the 20th; Gus is in no wave and helps all the same.
  expect(await count(w, 'L12R', '2026-03-04')).toEqual([5, 1, 5])
  await becomes('Ben', '2026-03-06', '2026-03-10')
  expect(await count(w, 'L12R', '2026-03-06')).toEqual([5, 2, 2.5])
  expect(await count(w, 'L12R', '2026-03-10')).toEqual([5, 1, 5])
  expect(await count(w, 'L12R', '2026-03-10', '2026-03-10T11:00:00Z')).toEqual([5, 2, 2.5])
})
