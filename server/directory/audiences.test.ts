import { beforeAll, expect, test } from 'vitest'
import type { AudienceRule } from '../../contract/audiences.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { testBase } from '../platform/testing.ts'
import { create, preview } from './audiences.ts'

let w: World

beforeAll(async () => {
  w = await permissionWorld(await testBase(), 'ours')
})

test('an HR partner looks at saved rules, and asks no questions about a single person', async () => {
  const [hr, lead] = [await w.as('hr_out'), await w.as('lead')]
  const question: AudienceRule = { all: [{ people: [w.people.stranger] }, { managers: true }] }
  await expect(preview(hr, { rule: question })).rejects.toMatchObject({ code: 'forbidden' })
  await create(lead, { name: 'Managers', rule: { managers: true } })
  expect(await preview(hr, { rule: { managers: true } })).toEqual(await preview(lead, { rule: { managers: true } }))
})
