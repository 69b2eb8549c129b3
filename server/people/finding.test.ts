import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { createOrganization } from '../access/access.ts'
import { companyOf, peopleFile } from '../../fixtures/people-file.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { testBase, type TestBase } from '../platform/testing.ts'
import { sourceOf } from './encoding.ts'
import { foundBy } from './finding.ts'
import { importFile } from './import.ts'

async function company(base: TestBase, slug: string, people: number): Promise<Context> {
  const made = await createOrganization(base, { name: slug, slug, admin: `office@${slug}.example` })
  const c = contextFor(base, made.id)
  await importFile(c, sourceOf('people.csv', Buffer.from(peopleFile(companyOf(people)))), { dryRun: false })
  return c
}

test('a search finds who has all its words at the beginning of one of theirs, many or few, in one company', async () => {
  const base = await testBase()
  const c = await company(base, 'ours', 1200)
  await company(base, 'others', 40)
  const { rows: all } = await sql<{
    id: string
    search: string
  }>`select person_id as id, search from roster where organization_id = ${c.organizationId}`.execute(c.db)
  const some = all.find((one) => one.search.split(' ').length > 3)!
  const [, first, second] = some.search.split(' ')
  const asked = [
    '',
    'g',
    first!,
    `${first} ${second}`,
    `${second!.slice(0, 2)} ${first!.slice(0, 1)}`,
    'no%body',
    '_',
    '\\',
  ]
  for (const search of asked) {
    const words = search.split(' ').filter(Boolean)
    const found = await foundBy(c.db, search)
    const { rows } = await sql<{ id: string }>`select r.person_id as id from roster r where ${found}`.execute(c.db)
    expect(rows.map((r) => r.id).toSorted(), search).toEqual(
      all
        .filter((one) => words.every((word) => one.search.includes(` ${word}`)))
        .map((one) => one.id)
        .toSorted(),
    )
  }
  // One of them is among more than are looked up by their ids.
  expect(all.filter((one) => one.search.includes(' g')).length).toBeGreaterThan(1000)
})
