/** What review cycles ask of people in the weeks to come, for whoever adds it up. */
import { sql } from 'kysely'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { cycleRows } from './queries.ts'
import { minutesOf, roleOfStage } from './rules.ts'

/** `managers`: asked of whoever leads a team only. */
export type FormsAhead = { opensOn: Day; minutes: number; managers: boolean }

/**
 * Forms of cycles that are not closed, by the day on which their stage opens: one's own, as many as there are colleagues
 * to write about at least, and of a manager one for each report, as many as a team has on average.
 */
export async function formsAhead(c: Context): Promise<FormsAhead[]> {
  const cycles = (await cycleRows(c.db, c)).filter((row) => row.closed_at === null)
  if (cycles.length === 0) return []
  const { rows } = await sql<{ reports: number }>`select coalesce(avg(direct_reports), 0)::float as reports from roster
    where organization_id = ${c.organizationId} and employed and direct_reports > 0`.execute(c.db)
  const reports = Math.max(1, Math.round(rows[0]!.reports))
  return cycles.flatMap(({ plan, stages }) => {
    const dates =
      stages.length > 0
        ? stages.map((s) => ({ id: s.stage, opensOn: s.opens_on as Day | null }))
        : plan.stages.filter((s) => s.on).map(({ id, opensOn }) => ({ id, opensOn }))
    return dates.flatMap(({ id, opensOn }): FormsAhead[] => {
      const role = roleOfStage[id]
      if (!role || opensOn === null) return []
      const forms = role === 'manager' ? reports : role === 'peer' ? Math.max(1, plan.peers.least) : 1
      const minutes = forms * minutesOf(plan.form, role)
      return minutes === 0 || role === 'second' ? [] : [{ opensOn, minutes, managers: role === 'manager' }]
    })
  })
}
