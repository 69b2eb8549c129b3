/** What waits for the viewer in running cycles, for This week. */
import { type RawBuilder, sql } from 'kysely'
import type { ReviewRole } from '../../contract/review-form.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { dayHere } from '../program/program.ts'
import { type Holding, holding } from './hold.ts'
import { dueOf, sealedRole, stageOf, type StageRow, viewerIs, waitingNow } from './queries.ts'
import { type Part, shareable } from './read.ts'

export type ReviewToDo = {
  kind: 'write' | 'read' | 'colleagues' | 'share' | 'clear'
  /** Of the task; of the review where there is something to read, to share, to look at or somebody to choose. */
  id: string
  role: ReviewRole | null
  personId: string | null
  person: string | null
  cycle: string
  cycleId: string
  dueOn: Day | null
}
/** A review that the manager may be able to share comes with what decides it. */
export type ReviewWaits = ReviewToDo & {
  facts: ({ today: Day; stages: StageRow[]; tasks: Part[]; cleared_at: Instant | null } & Holding) | null
}

/** So many reviews that wait for an HR partner are counted; more are told as more. */
export const mostToClear = 100

/** What of it can be done today: a review is shared once all that stands before it has been. */
export function doableNow(waits: readonly ReviewWaits[]): ReviewToDo[] {
  return waits
    .filter(({ facts }) => !facts || shareable({ ...facts, closed_at: null }, facts.tasks, facts).ready)
    .map(({ facts: _, ...one }) => one)
}

/** Rows as one JSON list of `ReviewWaits`, so that This week stays one statement. */
export function reviewsToDo(c: Context): RawBuilder<ReviewWaits[]> {
  const org = c.organizationId
  const me = c.viewer.personId
  const today = dayHere(c)
  const running = sql`y.filled_at is not null and y.closed_at is null`
  return sql<ReviewWaits[]>`coalesce((
    select jsonb_agg(jsonb_build_object('kind', x.kind, 'id', x.id, 'role', x.role, 'personId', x.person_id, 'person', x.person, 'cycle', x.cycle,
        'cycleId', x.cycle_id, 'dueOn', x.due_on, 'facts', x.facts)
      order by x.due_on, x.person, x.id)
    from (
      select 'write' as kind, t.id, t.role, t.subject_id as person_id, p.full_name as person, y.plan ->> 'name' as cycle, y.id as cycle_id, ${dueOf(c)} as due_on, null::jsonb as facts
      from review_task t
      join review v on v.organization_id = t.organization_id and v.id = t.review_id and v.left_out_at is null and v.shared_at is null
      join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id and ${running}
      join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stageOf('t.role')} and s.opens_on <= ${today}
      join person p on p.organization_id = t.organization_id and p.id = t.subject_id
      where t.organization_id = ${org} and t.writer_id = ${me} and t.submitted_at is null and t.declined_at is null and t.ended_at is null
        and (s.due_on >= ${today} or not ${sealedRole('t.role')}) and (s.due_on < ${today} or not ${waitingNow(c)})
      union all
      select 'read', v.id, null, v.manager_id, p.full_name, y.plan ->> 'name', y.id, s.due_on, null
      from review v join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and ${running}
      join review_stage s on s.organization_id = v.organization_id and s.cycle_id = v.cycle_id and s.stage = 'acknowledge'
      left join person p on p.organization_id = v.organization_id and p.id = v.manager_id
      where v.organization_id = ${org} and v.person_id = ${me} and v.left_out_at is null and v.shared_at is not null and v.acknowledged_at is null
      union all
      select 'colleagues', v.id, null, null, null, y.plan ->> 'name', y.id, s.due_on, null
      from review v join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and ${running}
      join review_stage s on s.organization_id = v.organization_id and s.cycle_id = v.cycle_id and s.stage = 'nominate' and ${today} between s.opens_on and s.due_on
      where v.organization_id = ${org} and v.person_id = ${me} and v.left_out_at is null and v.shared_at is null
        and (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id and n.approved is not false)
          < (y.plan -> 'peers' ->> 'least')::integer
      union all
      select 'share', v.id, null, v.person_id, p.full_name, y.plan ->> 'name', y.id, s.due_on, jsonb_build_object('today', ${today}, 'cleared_at', v.cleared_at,
        'stages', (select jsonb_agg(jsonb_build_object('stage', a.stage, 'opens_on', a.opens_on, 'due_on', a.due_on, 'waits', a.waits))
          from review_stage a where a.organization_id = y.organization_id and a.cycle_id = y.id),
        'tasks', (select jsonb_agg(jsonb_build_object('role', a.role, 'submitted_at', a.submitted_at, 'ended_at', a.ended_at))
          from review_task a where a.organization_id = v.organization_id and a.review_id = v.id and a.role in ('manager', 'second'))) || to_jsonb(h)
      from review v join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and ${running}
      join review_stage s on s.organization_id = v.organization_id and s.cycle_id = v.cycle_id and s.stage = 'share' and s.opens_on <= ${today}
      join person p on p.organization_id = v.organization_id and p.id = v.person_id
      cross join lateral (select ${holding}) h
      where v.organization_id = ${org} and v.manager_id = ${me} and v.left_out_at is null and v.shared_at is null and ${managerWrote}
      ${toClear(c, running)}
    ) x), '[]')`
}

/** The manager's voice is in `review v`. */
const managerWrote = sql`exists (select from review_task w where w.organization_id = v.organization_id and w.review_id = v.id and w.role = 'manager'
  and w.submitted_at is not null and w.ended_at is null)`

/** Whether `review v` of cycle `y` waits for the look that HR takes before it is shared, and the viewer may take it. */
export const waitsForHr = (c: Context): RawBuilder<boolean> =>
  sql<boolean>`(v.left_out_at is null and v.shared_at is null and v.cleared_at is null and ${managerWrote}
    and exists (select from review_stage hs where hs.organization_id = v.organization_id and hs.cycle_id = v.cycle_id and hs.stage = 'hr'
      and hs.opens_on <= ${dayHere(c)}) and ${viewerIs(c)} = 'hr')`

/** Asked of HR partners alone, and of their own population. */
function toClear(c: Context, running: RawBuilder<unknown>): RawBuilder<unknown> {
  const { roles, populations } = c.viewer
  if (!roles.includes('hr') || populations.length === 0) return sql``
  return sql`union all select * from (
    select 'clear', v.id, null, v.person_id, p.full_name, y.plan ->> 'name', y.id, s.due_on, null::jsonb
    from review_cycle y
    join review_stage s on s.organization_id = y.organization_id and s.cycle_id = y.id and s.stage = 'hr'
    join review v on v.organization_id = y.organization_id and v.cycle_id = y.id
    join person p on p.organization_id = v.organization_id and p.id = v.person_id
    where y.organization_id = ${c.organizationId} and ${running} and ${waitsForHr(c)} limit ${mostToClear + 1}) hr`
}
