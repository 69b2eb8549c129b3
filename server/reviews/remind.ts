/**
 * A reminder that whoever leads a cycle sends: to those who have something to do in one stage
 * and have heard nothing of the cycle today. How many they are is told before; where people
 * write without a name it goes to everybody who was asked.
 */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { reviews, StageId } from '../../contract/reviews.ts'
import type { Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { problem } from '../platform/problem.ts'
import { runningCycle } from './cycles.ts'
import { mornings, reach, toldStages, undone } from './notices.ts'
import { type CycleRow, cycleRow, namesOf } from './queries.ts'
import { roleOfStage, sealedRolesOf } from './rules.ts'

type Reminder = Answer<typeof reviews.reminder>

export async function reminder(c: Context, input: Input<typeof reviews.reminder>): Promise<Reminder> {
  const row = await cycleRow(c.db, c, input.cycleId)
  if (!row.filled_at || row.closed_at) throw problem('review_not_running')
  return reminderOf(c.db, c, row, input.stage)
}

export async function remind(c: Context, input: Input<typeof reviews.remind>): Promise<Reminder> {
  return c.db.transaction().execute(async (tx) => {
    // Locked, so that two presses at one moment remind nobody twice.
    const row = await runningCycle(tx, c, input.cycleId)
    const now = await reminderOf(tx, c, row, input.stage)
    if (now.people !== input.people || now.people === 0) throw problem('review_remind_changed', { people: now.people })
    const id = randomUUID()
    const { zones } = await mornings(tx, c, row.today)
    const times = zones.map(() => c.clock.now())
    const people = await reach(tx, c, unheard(c, row, input.stage), { zones, times }, row, {
      ...{ id, stage: input.stage, kind: 'review_reminded', mail: true },
      by: (await namesOf(tx, c, [c.viewer.personId])).get(c.viewer.personId) ?? '',
    })
    await sql`insert into review_notice (organization_id, id, cycle_id, stage, kind, on_day, sent_at, people, made_by)
      values (${c.organizationId}, ${id}, ${row.id}, ${input.stage}, 'reminded', ${row.today}, ${c.clock.now()}, ${people}, ${c.viewer.personId})`.execute(
      tx,
    )
    await record(tx, c, {
      type: 'review_cycle.reminded',
      subject: { kind: 'review_cycle', id: row.id },
      data: { stage: input.stage, people },
    })
    return reminderOf(tx, c, row, input.stage)
  })
}

async function reminderOf(db: Db | Tx, c: Context, row: CycleRow, id: StageId): Promise<Reminder> {
  const stage = row.stages.find((s) => s.stage === id)
  const role = roleOfStage[id]
  const sealed = role !== undefined && sealedRolesOf(row.plan).includes(role)
  if (!stage || !toldStages.includes(id) || row.today < stage.opens_on || (sealed && stage.due_on < row.today))
    throw problem('not_found')
  const { rows } = await sql<{ waiting: number; people: number }>`
    select (select count(*) from (${atWork(c, undone(c, row, id))}) a)::integer as waiting,
      (select count(*) from (${unheard(c, row, id)}) b)::integer as people`.execute(db)
  const { waiting, people } = rows[0]!
  const { rows: sent } = await sql<{ at: Instant; people: number; by_id: string; by_name: string }>`
    select n.sent_at as at, n.people, p.id as by_id, p.full_name as by_name from review_notice n
    join person p on p.organization_id = n.organization_id and p.id = n.made_by
    where n.organization_id = ${c.organizationId} and n.cycle_id = ${row.id} and n.stage = ${id} and n.kind = 'reminded'
    order by n.sent_at desc, n.id limit 5`.execute(db)
  return {
    people,
    today: waiting - people,
    sealed,
    dueOn: stage.due_on,
    sent: sent.map((s) => ({ at: s.at, people: s.people, by: { id: s.by_id, name: s.by_name } })),
  }
}

const atWork = (c: Context, who: RawBuilder<unknown>) => sql`select x.person_id from (${who}) x
  join roster r on r.organization_id = ${c.organizationId} and r.person_id = x.person_id and r.employed and r.status <> 'leave'`

/** Of those, whoever has heard nothing of the cycle on this day, nor will in their own morning. */
const unheard = (c: Context, row: CycleRow, stage: StageId) => sql`${atWork(c, undone(c, row, stage))}
  where not exists (select from inbox_item i where i.organization_id = r.organization_id and i.person_id = r.person_id
    and i.subject_kind = 'review_notice' and i.params ->> 'cycleId' = ${row.id}
    and (i.appears_at at time zone (select o.time_zone from organization o where o.id = i.organization_id))::date >= ${row.today}::date)`
