import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { access } from '../../contract/access.ts'
import type { Context } from '../platform/context.ts'
import { testBase } from '../platform/testing.ts'
import { changeCompany, readCompany } from './company.ts'
import { permissionWorld } from './permission-world.ts'

let admin: Context

beforeAll(async () => {
  const base = await testBase()
  admin = await (await permissionWorld(base, 'ours')).as('admin')
})

const events = async () =>
  (
    await sql<{ data: { changed: string[] } }>`select data from event
      where organization_id = ${admin.organizationId} and type = 'organization.updated' order by id`.execute(admin.db)
  ).rows.map(({ data }) => data.changed)

test('what holds for a company is changed with a trace, and saving it as it was leaves none', async () => {
  const before = await readCompany(admin)
  const wanted = { ...before, timeZone: 'Europe/Madrid', leaverLimitPercent: 12.5 }
  expect(await changeCompany(admin, wanted)).toEqual(wanted)
  expect(await readCompany(admin)).toEqual(wanted)
  await changeCompany(admin, wanted)
  expect(await events()).toEqual([['timeZone', 'leaverLimitPercent']])
})

test.each([{ timeZone: 'Mars/Olympus' }, { leaverLimitPercent: 101 }, { leaverLimitPercent: -1 }, { name: '   ' }])(
  '%j is refused',
  async (wrong) => {
    const right = await readCompany(admin)
    expect(access.changeCompany.body!.safeParse(right).success).toBe(true)
    expect(access.changeCompany.body!.safeParse({ ...right, ...wrong }).success).toBe(false)
  },
)
