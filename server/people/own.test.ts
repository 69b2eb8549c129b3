import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { contextFor } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { readMapping } from './columns.ts'
import { sourceOf } from './encoding.ts'
import { importFile } from './import.ts'
import { addOutsider } from './outsiders.ts'
import { isOutsider, nameOutsider, speak } from './own.ts'
import { refreshRoster } from './roster.ts'

const base = await testBase({ at: '2026-03-02T09:00:00Z' })
const organizationId = randomUUID()
const c = contextFor(base, organizationId, 'operator')
await sql`insert into organization (id, slug, name, created_at) values (${organizationId}, 'own', 'Test', ${base.clock.now()})`.execute(
  c.db,
)
const take = (...rows: string[]) =>
  importFile(c, sourceOf('a.csv', Buffer.from(`Employee #,First Name,Last Name,Speaks\n${rows.join('\n')}\n`)), {
    dryRun: false,
    mapping: readMapping({ columns: { Speaks: 'locale' } }),
  })
const spoken = async () =>
  Object.fromEntries(
    (
      await sql<{ name: string; locale: string }>`
        select given_name as name, locale from roster where organization_id = ${organizationId} and employed`.execute(
        c.db,
      )
    ).rows.map((r) => [r.name, r.locale]),
  )
const idOf = async (name: string) =>
  (
    await sql<{
      id: string
    }>`select id from person where organization_id = ${organizationId} and given_name = ${name}`.execute(c.db)
  ).rows[0]!.id

test('a language that was chosen holds at once and outlives people files; whoever chose none keeps the file’s', async () => {
  await take('1,Ada,Lovelace,de-AT', '2,Bo,Ek,sv', '3,Cy,Fox,de-AT')
  const [ada, cy] = [await idOf('Ada'), await idOf('Cy')]
  await c.db.transaction().execute(async (tx) => {
    await speak(tx, organizationId, ada, 'fr')
    await speak(tx, organizationId, cy, 'de')
  })
  expect(await spoken()).toEqual({ Ada: 'fr', Bo: 'sv', Cy: 'de-AT' })
  // The file changes its mind about everybody.
  const { counts } = await take('1,Ada,Lovelace,es', '2,Bo,Ek,fr-CH', '3,Cy,Fox,de_CH')
  expect(counts.changed).toBe(3)
  expect(await spoken()).toMatchObject({ Ada: 'fr', Bo: 'fr-CH' })
  expect((await spoken())['Cy']!.slice(0, 2)).toBe('de')
  // A choice is nothing that differs from a file.
  expect((await take('1,Ada,Lovelace,es', '2,Bo,Ek,fr-CH', '3,Cy,Fox,de_CH')).counts.changed).toBe(0)
})

test('whoever stands in no people file says what they are called, and is found by it', async () => {
  const id = await c.db.transaction().execute(async (tx) => {
    const made = await addOutsider(tx, organizationId, { name: 'it', email: 'it@own.example' }, base.clock.now())
    await nameOutsider(tx, organizationId, made!, 'Zoë Ångström')
    await refreshRoster(tx, organizationId, '2026-03-02')
    return made!
  })
  const { rows } = await sql<{ name: string; search: string }>`
    select full_name as name, search from roster where organization_id = ${organizationId} and person_id = ${id}`.execute(
    c.db,
  )
  expect(rows[0]).toEqual({ name: 'Zoë Ångström', search: ' zoe angstrom it@own.example aangstroem' })
  expect(await isOutsider(c.db, organizationId, id)).toBe(true)
  expect(await isOutsider(c.db, organizationId, await idOf('Ada'))).toBe(false)
})
