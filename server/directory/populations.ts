/** Keeps each HR partner's population what its audience selects today. */
import { type RawBuilder } from 'kysely'
import { refreshPopulations } from '../access/access.ts'
import type { Context } from '../platform/context.ts'
import { Problem } from '../platform/problem.ts'
import { organizationDay, ruleOf } from './audiences.ts'
import { audienceCondition } from './rule.ts'

export async function followAudiences(c: Context): Promise<void> {
  const today = await organizationDay(c)
  await refreshPopulations(c, async (audienceId): Promise<RawBuilder<boolean> | null> => {
    try {
      return audienceCondition(await ruleOf(c.db, c.organizationId, audienceId), today)
    } catch (error) {
      if (error instanceof Problem && error.code === 'not_found') return null
      throw error
    }
  })
}
