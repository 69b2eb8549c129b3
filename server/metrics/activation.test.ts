/** L1 counted by hand: whoever signed in during preparation and stayed signed in has been inside too. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { emptyDesign } from '../../contract/design.ts'
import { createOrganization, viewerOfSession } from '../access/access.ts'
import { contextAs, startSession } from '../access/sessions.ts'
import { tidy } from '../access/tidy.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { atOf, recount } from './release.ts'

let base: TestBase
let c: Context
const names = ['Ada', 'Ben', 'Cem', 'Dia', 'Eve', 'Fay'] as const
type Name = (typeof names)[number]
const ids = new Map<Name, string>(names.map((name) => [name, randomUUID()]))
const secrets = new Map<Name, string>()
const goLive = '2026-02-02'

beforeAll(async () => {
  base = await testBase({ at: '2026-01-01T09:00:00Z' })
  const made = await createOrganization(base, { name: 'Test', slug: 'test', timeZone: 'Europe/Berlin' })
  c = contextFor(base, made.id)
  const org = made.id
  const [program, wave] = [randomUUID(), randomUUID()]
  await sql`insert into program (organization_id, id, draft, drafted_at, created_at) values (${org}, ${program}, '{}', '2026-01-01', '2026-01-01')`.execute(
    c.db,
  )
  await sql`insert into program_version (organization_id, program_id, number, design, published_at)
    values (${org}, ${program}, 1, ${JSON.stringify(emptyDesign())}::jsonb, '2026-01-10')`.execute(c.db)
  await sql`insert into wave (organization_id, id, program_id, name, prepares_on, goes_live_on, launched_at, launched_people, created_at)
    values (${org}, ${wave}, ${program}, 'Wave 1', '2026-01-12', ${goLive}, ${goLive + 'T08:00:00Z'}, 0, '2026-01-10')`.execute(
    c.db,
  )
  await sql`insert into wave_version (organization_id, wave_id, program_id, number, holds, recorded) values (${org}, ${wave}, ${program}, 1, daterange(${goLive}, null), ${goLive})`.execute(
    c.db,
  )
  for (const [n, name] of names.entries()) {
    const id = ids.get(name)!
    await sql`insert into person (organization_id, id, employee_number, full_name, hired_on, created_at) values (${org}, ${id}, ${name}, ${name}, '2020-01-01', '2026-01-01')`.execute(
      c.db,
    )
    await sql`insert into spell (organization_id, person_id, holds, recorded) values (${org}, ${id}, daterange('2026-01-01', null), '2026-01-01')`.execute(
      c.db,
    )
    await sql`insert into placement (organization_id, person_id, holds, department, country, status, recorded) values (${org}, ${id}, daterange('2026-01-01', null), 'Sales', 'DE', 'active', '2026-01-01')`.execute(
      c.db,
    )
    await sql`insert into wave_member (organization_id, program_id, wave_id, person_id, holds, frozen, recorded) values (${org}, ${program}, ${wave}, ${id}, daterange('2026-01-12', null), true, '2026-01-12')`.execute(
      c.db,
    )
    await sql`insert into roster (organization_id, person_id, employed, employee_number, full_name, given_name, family_name, sort_name, search, locale, time_zone, seq, last_seq, depth)
      values (${org}, ${id}, true, ${name}, ${name}, ${name}, '', ${name}, '', '', '', ${n}, ${n}, 0)`.execute(c.db)
  }
  await signsIn('Ada', '2026-01-24T09:00:00Z') // during preparation
  await uses('Ada', '2026-02-03T09:00:00Z') // and stays signed in
  await signsIn('Ben', '2026-01-20T09:00:00Z')
  await uses('Ben', '2026-02-01T22:30:00Z') // half past eleven in the evening before go-live
  await signsIn('Cem', '2026-02-10T09:00:00Z') // as ever
  await signsIn('Dia', '2026-01-22T09:00:00Z')
  await uses('Dia', '2026-02-01T23:30:00Z') // half past midnight on the day of go-live
  await signsIn('Eve', '2026-02-22T09:00:00Z')
  // Fay never comes.
})

async function signsIn(name: Name, at: string): Promise<void> {
  base.clock.set(at)
  const as = (await contextAs(base, c.db, c.organizationId, ids.get(name)!))!
  const session = await as.db.transaction().execute((tx) => startSession(tx, as, { method: 'link', shared: false }))
  secrets.set(name, session!.cookie.slice(session!.cookie.indexOf('.') + 1))
}
async function uses(name: Name, at: string): Promise<void> {
  base.clock.set(at)
  expect(await viewerOfSession(c.db, c.organizationId, secrets.get(name)!, at)).not.toBeNull()
}
async function activation(asOf: string, version?: number): Promise<[number | null, number | null]> {
  const versions = new Map(version ? [['L1' as const, version]] : [])
  const cells = await c.db
    .transaction()
    .execute((tx) => recount(tx, atOf(c, asOf, `${asOf}T23:00:00Z`), ['organization'], versions))
  const found = cells.find((k) => k.metric === 'L1' && k.roster === 'live')!
  return [found.numerator, found.denominator]
}

test('Ada, Cem, Dia and Eve have been inside since go-live; by the first definition Cem and Eve alone', async () => {
  expect(await activation('2026-03-12')).toEqual([4, 6])
  expect(await activation('2026-03-12', 1)).toEqual([2, 6])
})

test('what is kept of use is the day, once, and of long ago the newest alone', async () => {
  const kept = async () =>
    (
      await sql<{
        day: string
      }>`select * from use_day where organization_id = ${c.organizationId} and person_id = ${ids.get('Ada')!} order by day`.execute(
        c.db,
      )
    ).rows
  await uses('Ada', '2026-02-03T16:00:00Z')
  await uses('Ada', '2026-02-12T09:00:00Z')
  const row = (day: string) => ({ organization_id: c.organizationId, person_id: ids.get('Ada')!, day })
  expect(await kept()).toEqual([row('2026-02-03'), row('2026-02-12')])
  base.clock.set('2026-08-01T01:40:00Z')
  await tidy(c)
  expect(await kept()).toEqual([row('2026-02-12')])
  expect(await activation('2026-07-31')).toEqual([4, 6])
})
