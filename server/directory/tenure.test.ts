import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { type AudienceRule, tenureBands } from '../../contract/audiences.ts'
import { permissionWorld } from '../access/permission-world.ts'
import type { World } from '../access/permission-cases.ts'
import { contextFor, type Context } from '../platform/context.ts'
import { addDays, type Day } from '../platform/clock.ts'
import { testBase } from '../platform/testing.ts'
import { audienceCondition } from './rule.ts'
import { groupFloor, quarterBefore, widest } from './tenure.ts'

let w: World
let c: Context
let everybody: string[]

beforeAll(async () => {
  w = await permissionWorld(await testBase(), 'ours')
  for (let i = 0; i < 12; i++) await w.newPerson()
  c = contextFor(w.base, w.organizationId, 'operator')
  everybody = (
    await sql<{ id: string }>`select person_id as id from roster where employed order by 1`.execute(c.db)
  ).rows.map((r) => r.id)
})

/** Gives everybody a hire date or none, by their place in `everybody`. */
async function hire(dates: readonly (Day | null)[]): Promise<void> {
  await sql`update roster r set hired_on = d.day from unnest(${everybody}::uuid[], ${dates as Day[]}::date[]) d (id, day)
    where r.person_id = d.id`.execute(c.db)
}

async function selected(rule: AudienceRule, today: Day): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select r.person_id as id from roster r where r.organization_id = ${w.organizationId} and ${audienceCondition(rule, today)} order by 1`.execute(
    c.db,
  )
  return rows.map((r) => r.id)
}

const quarterOf = (day: Day) => `${day.slice(0, 4)} ${Math.floor((Number(day.slice(5, 7)) - 1) / 3)}`
const day = fc.integer({ min: 0, max: 365 * 14 }).map((n) => addDays('2012-03-01', n))

describe('bands of tenure', () => {
  test('every band is empty or holds five people, everybody is in exactly one, and a quarter is never cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(day, { freq: 12 }), { minLength: everybody.length, maxLength: everybody.length }),
        fc.integer({ min: 0, max: 800 }).map((n) => addDays('2026-03-02', n)),
        async (dates, today) => {
          await hire(dates)
          const dated = everybody.filter((_, i) => dates[i] !== null)
          const inBand = new Map<string, string>()
          for (const band of tenureBands) {
            const people = await selected({ tenure: [band] }, today)
            if (dated.length >= groupFloor) expect(people.length === 0 || people.length >= groupFloor).toBe(true)
            for (const id of people) {
              expect(inBand.has(id)).toBe(false)
              inBand.set(id, band)
            }
          }
          expect([...inBand.keys()].toSorted()).toEqual(dated)
          const bandOf = new Map<string, string>()
          everybody.forEach((id, i) => {
            const date = dates[i]
            if (!date) return
            const quarter = quarterOf(date)
            expect(bandOf.get(quarter) ?? inBand.get(id)).toBe(inBand.get(id))
            bandOf.set(quarter, inBand.get(id)!)
          })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('are what their names say, to the nearest quarter, where enough people stand in each', async () => {
    const today = '2026-03-02'
    expect([3, 12, 36, 120].map((months) => quarterBefore(today, months))).toEqual([
      '2026-01-01',
      '2025-04-01',
      '2023-04-01',
      '2016-04-01',
    ])
    const years = ['2026-02-01', '2025-08-01', '2024-05-05', '2020-01-01', '2014-12-31']
    await hire(everybody.map((_, i) => years[i % 5]!))
    for (const [i, band] of tenureBands.entries())
      expect(await selected({ tenure: [band] }, today)).toEqual(everybody.filter((_, n) => n % 5 === i))
    expect(await selected({ not: { tenure: ['under_3_months', '3_to_10_years'] } }, today)).toEqual(
      everybody.filter((_, n) => ![0, 3].includes(n % 5)),
    )
  })
})

test('terms of employment that few people have count as the most common ones', async () => {
  const terms = everybody.map((_, i) => (i < 6 ? 'part-time' : i < 8 ? 'intern' : 'regular'))
  await sql`update roster r set employment_type = d.term from unnest(${everybody}::uuid[], ${terms}::text[]) d (id, term) where r.person_id = d.id`.execute(
    c.db,
  )
  const on = (...values: string[]) => selected({ field: 'employmentType', in: values }, '2026-03-02')
  expect(await on('intern')).toEqual([])
  expect(await on('part-time')).toEqual(everybody.slice(0, 6))
  expect(await on('regular')).toEqual(everybody.slice(6))
  expect(await selected({ not: { field: 'employmentType', in: ['regular', 'part-time'] } }, '2026-03-02')).toEqual([])
})

test('the widest reading of a rule holds everybody whom the rule selects', async () => {
  await hire(everybody.map((_, i) => addDays('2010-01-01', i * 160)))
  const leaf = fc.oneof(
    fc.subarray([...tenureBands], { minLength: 1 }).map((tenure): AudienceRule => ({ tenure })),
    fc.subarray(everybody, { minLength: 1 }).map((people): AudienceRule => ({ people })),
    fc.constant<AudienceRule>({ field: 'employmentType', in: ['regular'] }),
    fc.constant<AudienceRule>({ managers: true }),
  )
  const { rule } = fc.letrec<{ rule: AudienceRule }>((tie) => ({
    rule: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
      fc.array(tie('rule'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
      tie('rule').map((not) => ({ not })),
    ),
  }))
  await fc.assert(
    fc.asyncProperty(rule, async (any) => {
      const [narrow, wide] = [await selected(any, '2026-03-02'), await selected(widest(any), '2026-03-02')]
      expect(narrow.filter((id) => !wide.includes(id))).toEqual([])
    }),
    { numRuns: 80 },
  )
})
