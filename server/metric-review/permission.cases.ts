import type { metricReviews } from '../../contract/metric-review.ts'
import { sql } from 'kysely'
import type { CasesFor, World } from '../access/permission-cases.ts'
import { makeWave } from '../goals/live-wave.ts'
import { addDays } from '../platform/clock.ts'
import { contextFor } from '../platform/context.ts'
import { choose } from './reviews.ts'

const programs = new Map<string, string>()
let months = 100

/** A review of its own for each viewer, whose day has come. */
async function due(w: World): Promise<{ reviewId: string }> {
  const c = contextFor(w.base, w.organizationId)
  const today = w.base.clock.today('Europe/Berlin')
  let programId = programs.get(w.organizationId)
  if (!programId) {
    const day = addDays(today, -30)
    const made = await makeWave(c.db, {
      organizationId: w.organizationId,
      day,
      at: `${day}T08:00:00Z`,
      people: [],
      named: { leadId: w.people.lead, sponsorId: w.people.sponsor },
      metrics: [{ id: 'L1', baseline: 10, baselineSource: '', target: 80, by: addDays(today, 200) }],
    })
    programId = made.programId
    programs.set(w.organizationId, programId)
  }
  const { rows } = await sql<{ id: string }>`
    insert into metric_review (organization_id, program_id, months, due_on, due_at)
    values (${w.organizationId}, ${programId}, ${++months}, ${today}, ${w.base.clock.now()}) returning id`.execute(c.db)
  return { reviewId: rows[0]!.id }
}

const keep = { choice: 'keep', target: null, by: null, why: '', replacedBy: null } as const

export const cases: CasesFor<typeof metricReviews> = {
  'metricReviews.list': {},
  'metricReviews.get': { input: due },
  'metricReviews.choose': { input: async (w) => ({ ...(await due(w)), metric: 'L1', revision: 0, choice: 'keep' }) },
  'metricReviews.hold': {
    async input(w) {
      const review = await due(w)
      const { revision } = await choose(await w.as('lead'), { ...review, metric: 'L1', revision: 0, ...keep })
      return { ...review, revision }
    },
  },
}
