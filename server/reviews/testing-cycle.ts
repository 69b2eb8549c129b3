/** A launched cycle in the life of a test, made with the verbs. For tests only. */
import { sql } from 'kysely'
import { cyclePlan, type CyclePlan, reviews, type StageId } from '../../contract/reviews.ts'
import { create as createAudience } from '../directory/audiences.ts'
import type { World } from '../access/permission-cases.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { check } from './check.ts'
import { createCycle, savePlan } from './cycles.ts'
import { fill, launch } from './launch.ts'

export type Made = {
  cycleId: string
  reviewOf: (personId: string) => Promise<string>
  taskOf: (writerId: string, role: string, subjectId?: string) => Promise<string>
}

/** Everything open today for two weeks, sharing as well, unless told. */
export async function makeCycle(
  w: World,
  change: (plan: CyclePlan) => Partial<CyclePlan> = () => ({}),
  options: { off?: readonly StageId[]; on?: readonly StageId[]; people?: readonly string[] } = {},
): Promise<Made> {
  const lead = await w.as('lead')
  const made = await createCycle(lead, reviews.createCycle.body!.parse({ name: w.unique('Half-year') }))
  const today = w.base.clock.now().slice(0, 10)
  const plan: CyclePlan = {
    ...made.plan,
    startsOn: addDays(today, -180),
    endsOn: today,
    stages: made.plan.stages.map((s) => {
      const on = options.on?.includes(s.id) || (s.on && !options.off?.includes(s.id))
      return { ...s, on, opensOn: on ? today : null, dueOn: on ? addDays(today, 14) : null }
    }),
  }
  if (options.people) {
    const audience = await createAudience(lead, { name: w.unique('Reviewed'), rule: { people: [...options.people] } })
    plan.audienceId = audience.id
  }
  const saved = await savePlan(lead, {
    cycleId: made.id,
    revision: made.revision,
    plan: cyclePlan.parse({ ...plan, ...change(plan) }),
  })
  const { people } = await check(lead, { cycleId: made.id })
  await launch(lead, { cycleId: made.id, revision: saved.revision, people })
  await fill(contextFor(w.base, w.organizationId), made.id)
  const one = async (statement: ReturnType<typeof sql<{ id: string }>>) => {
    const { rows } = await statement.execute(lead.db)
    if (!rows[0]) throw new Error('The test’s cycle has no such row.')
    return rows[0].id
  }
  return {
    cycleId: made.id,
    reviewOf: (personId) =>
      one(sql<{ id: string }>`select id from review where cycle_id = ${made.id} and person_id = ${personId}`),
    taskOf: (writerId, role, subjectId) =>
      one(sql<{
        id: string
      }>`select id from review_task where cycle_id = ${made.id} and writer_id = ${writerId} and role = ${role}
        and (${subjectId ?? null}::uuid is null or subject_id = ${subjectId ?? null}) and ended_at is null order by created_at desc`),
  }
}

/** Answers that hand in what the half-year form asks. */
export const filled = {
  self: { worked: { words: 'The new intake' }, results: { value: 3 }, how: { value: 3 } },
  manager: { worked: { words: 'Calm in the storm' }, results: { value: 2 }, how: { value: 4 } },
  peer: { keep: { words: 'Answers at once' } },
  upward: { 'up-keep': { words: 'Listens' } },
  second: {},
} as const
