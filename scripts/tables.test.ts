import pg from 'pg'
import { expect, test } from 'vitest'
import { testDatabase } from '../server/platform/testing.ts'
import { findFaults } from './tables.ts'

test('every table keeps companies apart', async () => {
  expect(await findFaults((await testDatabase()).url)).toEqual([])
})

const planted: [name: string, sql: string, fault: RegExp][] = [
  ['no organization', 'create table planted (id int primary key)', /planted: has no organization_id/],
  [
    'organization not first in the key',
    `create table planted (organization_id uuid not null, id int, primary key (id, organization_id)); call secure_table('planted')`,
    /begins with id/,
  ],
  ['no key', `create table planted (organization_id uuid not null); call secure_table('planted')`, /no primary key/],
  [
    'no row-level security',
    'create table planted (organization_id uuid not null, id int, primary key (organization_id, id))',
    /row-level security is off/,
  ],
  [
    'the app as owner',
    `create table planted (organization_id uuid not null, id int, primary key (organization_id, id)); call secure_table('planted'); grant create on schema public to belay_app; alter table planted owner to belay_app`,
    /belongs to belay_app/,
  ],
  [
    'a second policy',
    `create table planted (organization_id uuid not null, id int, primary key (organization_id, id)); call secure_table('planted'); create policy all_of_it on planted using (true)`,
    /policy that is not by organization/,
  ],
  [
    'unique across companies',
    `create table planted (organization_id uuid not null, id int, email text unique, primary key (organization_id, id)); call secure_table('planted')`,
    /unique index planted_email_key/,
  ],
  [
    'a reference across companies',
    `create table planted (organization_id uuid not null, id int unique, primary key (organization_id, id)); create table planted_too (organization_id uuid not null, id int, planted int references planted (id), primary key (organization_id, id)); call secure_table('planted_too')`,
    /planted_too: reference .* does not begin/,
  ],
  [
    'a reference that clears all',
    `create table planted (organization_id uuid, id int, primary key (organization_id, id)); create table planted_too (organization_id uuid not null, id int, planted int, primary key (organization_id, id), foreign key (organization_id, planted) references planted (organization_id, id) on delete set null)`,
    /name the columns/,
  ],
]

test.each(planted)('finds %s', async (_name, sql, fault) => {
  const { url } = await testDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql)
  await client.end()
  expect((await findFaults(url)).join('\n')).toMatch(fault)
})
