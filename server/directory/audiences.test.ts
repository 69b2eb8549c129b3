import { beforeAll, expect, test } from 'vitest'
import type { AudienceRule } from '../../contract/audiences.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { testBase } from '../platform/testing.ts'
import { create, get, list, preview } from './audiences.ts'

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

test('the list counts each audience as its own page does, however many there are', async () => {
  const lead = await w.as('lead')
  const rules: AudienceRule[] = [
    { people: [w.people.stranger] },
    { not: { managers: true } },
    { tenure: ['under_3_months', '10_years_and_more'] },
    { all: [{ managers: true }, { tenure: ['1_to_3_years'] }] },
    { field: 'employmentType', in: ['Regular'] },
    { under: w.people.manager, withLeader: true },
  ]
  for (let i = 0; i < 104; i++) await create(lead, { name: w.unique('One of many'), rule: rules[i % rules.length]! })
  const { audiences, everyone } = await list(lead)
  expect(audiences.length).toBeGreaterThan(104)
  const each = await Promise.all(audiences.slice(-12).map(({ id }) => get(lead, { audienceId: id })))
  expect(audiences.slice(-12)).toEqual(each)
  expect(everyone).toBe((await preview(lead, { rule: { everyone: true } })).people)
  expect(new Set(audiences.map(({ people }) => people)).size).toBeGreaterThan(2)
})
