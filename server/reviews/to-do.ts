/** What waits for the viewer in running cycles, for This week. */
import { type RawBuilder, sql } from 'kysely'
import type { ReviewRole } from '../../contract/review-form.ts'
import type { Day } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { dayHere } from '../program/program.ts'
import { dueOf, sealedRole, stageOf, waitingNow } from './queries.ts'

export type ReviewToDo = {
  kind: 'write' | 'read' | 'colleagues'
  /** Of the task; of the review where there is something to read or somebody to choose. */
  id: string
  role: ReviewRole | null
  personId: string | null
  person: string | null
  cycle: string
  dueOn: Day | null
}

/** Rows as one JSON list of `ReviewToDo`, so that This week stays one statement. */
export function reviewsToDo(c: Context): RawBuilder<ReviewToDo[]> {
  const org = c.organizationId
  const me = c.viewer.personId
  const today = dayHere(c)
  const running = sql`y.filled_at is not null and y.closed_at is null`
  return sql<ReviewToDo[]>`coalesce((
    select jsonb_agg(jsonb_build_object('kind', x.kind, 'id', x.id, 'role', x.role, 'personId', x.person_id, 'person', x.person, 'cycle', x.cycle, 'dueOn', x.due_on)
      order by x.due_on, x.person, x.id)
    from (
      select 'write' as kind, t.id, t.role, t.subject_id as person_id, p.full_name as person, y.plan ->> 'name' as cycle, ${dueOf(c)} as due_on
      from review_task t
      join review v on v.organization_id = t.organization_id and v.id = t.review_id and v.left_out_at is null and v.shared_at is null
      join review_cycle y on y.organization_id = t.organization_id and y.id = t.cycle_id and ${running}
      join review_stage s on s.organization_id = t.organization_id and s.cycle_id = t.cycle_id and s.stage = ${stageOf('t.role')} and s.opens_on <= ${today}
      join person p on p.organization_id = t.organization_id and p.id = t.subject_id
      where t.organization_id = ${org} and t.writer_id = ${me} and t.submitted_at is null and t.declined_at is null and t.ended_at is null
        and (s.due_on >= ${today} or not ${sealedRole('t.role')}) and (s.due_on < ${today} or not ${waitingNow(c)})
      union all
      select 'read', v.id, null, v.manager_id, p.full_name, y.plan ->> 'name', s.due_on
      from review v join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and ${running}
      join review_stage s on s.organization_id = v.organization_id and s.cycle_id = v.cycle_id and s.stage = 'acknowledge'
      left join person p on p.organization_id = v.organization_id and p.id = v.manager_id
      where v.organization_id = ${org} and v.person_id = ${me} and v.left_out_at is null and v.shared_at is not null and v.acknowledged_at is null
      union all
      select 'colleagues', v.id, null, null, null, y.plan ->> 'name', s.due_on
      from review v join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and ${running}
      join review_stage s on s.organization_id = v.organization_id and s.cycle_id = v.cycle_id and s.stage = 'nominate' and ${today} between s.opens_on and s.due_on
      where v.organization_id = ${org} and v.person_id = ${me} and v.left_out_at is null and v.shared_at is null
        and (select count(*) from review_nomination n where n.organization_id = v.organization_id and n.review_id = v.id and n.approved is not false)
          < (y.plan -> 'peers' ->> 'least')::integer
    ) x), '[]')`
}
