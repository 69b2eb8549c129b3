/** Which packs there are, of which programs there can be one, and which years are to be decided. */
import type { businessReviews } from '../../contract/business-review.ts'
import type { Answer } from '../../contract/operation.ts'
import { givenDays, programMeasured } from '../metrics/metrics.ts'
import type { Context } from '../platform/context.ts'
import { designState, today as todayOf } from '../program/program.ts'
import { headOf, leads, packHeads } from './packs.ts'
import { yearsOf } from './year-end.ts'

export async function list(c: Context): Promise<Answer<typeof businessReviews.list>> {
  const rows = await packHeads(c.db, c)
  const programId = await programMeasured(c)
  const { newest } = await givenDays(c, c.clock.now())
  const name = programId ? (await designState(c.db, c, programId)).version?.design.brand.name : undefined
  return {
    today: await todayOf(c.db, c),
    packs: rows.map(headOf),
    programs: programId ? [{ id: programId, name: name ?? '', newest }] : [],
    years: await yearsOf(c),
    mayWrite: leads(c),
  }
}
