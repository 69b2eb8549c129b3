/** Days on which a large part of the company moved. */
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { annotationsOf, keepLargeMoves } from './moments.ts'
import { world, type World } from './testing-company.ts'

const people = Array.from({ length: 30 }, (_, i) => ({ name: `P${String(i).padStart(2, '0')}` }))

async function move(w: World, names: readonly string[], on: string, department: string) {
  const { db, organizationId: org } = w.c
  for (const name of names) {
    const id = w.ids.get(name)!
    await sql`update placement set superseded = ${on + 'T01:00:00Z'} where organization_id = ${org} and person_id = ${id} and superseded is null`.execute(
      db,
    )
    for (const [from, until, part] of [
      ['2026-01-01', on, 'Sales'],
      [on, null, department],
    ] as const)
      await sql`insert into placement (organization_id, person_id, holds, department, country, status, recorded)
        values (${org}, ${id}, daterange(${from}, ${until}), ${part}, 'DE', 'active', ${on + 'T01:00:00Z'})`.execute(db)
  }
}
const moved = async (w: World) => {
  const { rows } = await sql<{
    id: string
  }>`select id from program where organization_id = ${w.c.organizationId}`.execute(w.c.db)
  const found = await annotationsOf(w.c, { programId: rows[0]!.id }, { kind: 'organization', key: '' })
  return found.filter((one) => one.kind === 'reorganised').map(({ on, label }) => [on, label])
}

test('a re-organisation is marked once, ten people and a tenth of everybody at least', async () => {
  const w = await world('moving', people)
  await keepLargeMoves(w.c, '2026-01-02')
  expect(await moved(w)).toEqual([]) // the first file moves nobody
  await move(
    w,
    people.slice(0, 9).map((p) => p.name),
    '2026-03-02',
    'Works',
  )
  await keepLargeMoves(w.c, '2026-03-02')
  expect(await moved(w)).toEqual([])
  await move(
    w,
    people.slice(10, 22).map((p) => p.name),
    '2026-04-01',
    'Market',
  )
  await keepLargeMoves(w.c, '2026-04-01')
  await keepLargeMoves(w.c, '2026-04-02')
  expect(await moved(w)).toEqual([['2026-04-01', '12']])
})
