/**
 * News of a running cycle: forms that were made after their stage had been told of, as for
 * somebody who joined or a manager who followed, and last days that moved. Only whoever had
 * heard an earlier date hears a new one; each person is told of the nearest thing, once.
 */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { StageId } from '../../contract/reviews.ts'
import type { Day, Instant } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { mornings, reach, toldStages, undone } from './notices.ts'
import { type CycleRow, cycleRow, type StageRow } from './queries.ts'
import { roleOfStage, sealedRolesOf } from './rules.ts'

export async function tellNews(c: Context, cycleId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    const row = await cycleRow(tx, c, cycleId, true)
    if (row.closed_at || !row.filled_at) return
    const heard = await heardOf(tx, c, row)
    const at = await mornings(tx, c, row.today)
    /** Selects of those who are told already in this round. */
    const told: RawBuilder<unknown>[] = []
    for (const news of [...newForms(c, row, heard), ...(await moved(tx, c, row, heard))].toSorted(byDay)) {
      const id = randomUUID()
      const others = told.map((before) => sql` except select b.person_id from (${before}) b`)
      const who = sql`select a.person_id from (${news.who}) a${sql.join(others, sql``)}`
      const people = await reach(tx, c, who, at, row, {
        ...{ id, stage: news.stage.stage, mail: true },
        // A new form is one's turn, as on a stage's first day.
        kind: news.kind === 'joined' ? 'review_opens' : 'review_moved',
      })
      told.push(news.who)
      if (people === 0) continue
      await sql`insert into review_notice (organization_id, id, cycle_id, stage, kind, on_day, sent_at, people)
        values (${c.organizationId}, ${id}, ${row.id}, ${news.stage.stage}, ${news.kind}, ${row.today}, ${c.clock.now()}, ${people})`.execute(
        tx,
      )
      await record(tx, c, {
        type: 'review_cycle.told',
        subject: { kind: 'review_cycle', id: row.id },
        data: { stage: news.stage.stage, kind: news.kind, people },
      })
    }
    await sql`update review_stage_move set told_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and cycle_id = ${row.id} and told_at is null`.execute(tx)
  })
}

type News = { kind: 'joined' | 'moved'; stage: StageRow; who: RawBuilder<unknown> }
const byDay = (a: News, b: News) => a.stage.due_on.localeCompare(b.stage.due_on)

/** When the people of a stage were first told of it, and last of new forms in it. */
type Heard = Map<StageId, { first: Instant; last: Instant }>

async function heardOf(tx: Tx, c: Context, row: CycleRow): Promise<Heard> {
  const { rows } = await sql<{
    stage: StageId
    first: Instant
    last: Instant
  }>`select stage, min(sent_at) filter (where kind = 'opens') as first, max(sent_at) as last from review_notice
    where organization_id = ${c.organizationId} and cycle_id = ${row.id} and kind in ('opens', 'joined') and sent_at is not null
    group by stage having count(*) filter (where kind = 'opens') > 0`.execute(tx)
  return new Map(rows.map(({ stage, first, last }) => [stage, { first, last }]))
}

/** Nobody can write any more. */
function over(row: CycleRow, stage: StageRow): boolean {
  const role = roleOfStage[stage.stage]
  return role !== undefined && stage.due_on < row.today && sealedRolesOf(row.plan).includes(role)
}

function newForms(c: Context, row: CycleRow, heard: Heard): News[] {
  return row.stages.flatMap((stage) => {
    const since = heard.get(stage.stage)
    if (!since || !roleOfStage[stage.stage] || over(row, stage)) return []
    // Whoever writes for somebody else was asked by them.
    const made = () => sql<boolean>`(t.created_at > ${since.last} and t.for_id is null)`
    return [{ kind: 'joined' as const, stage, who: undone(c, row, stage.stage, made) }]
  })
}

async function moved(tx: Tx, c: Context, row: CycleRow, heard: Heard): Promise<News[]> {
  const { rows } = await sql<{ stage: StageId; opens_on: Day; due_on: Day; at: Instant }>`
    select distinct on (stage) stage, opens_before as opens_on, due_before as due_on, moved_at as at from review_stage_move
    where organization_id = ${c.organizationId} and cycle_id = ${row.id} and told_at is null order by stage, moved_at`.execute(
    tx,
  )
  return rows.flatMap((before) => {
    const stage = row.stages.find((s) => s.stage === before.stage)
    const since = heard.get(before.stage)
    // Moved and moved back is no news.
    if (!stage || (stage.opens_on === before.opens_on && stage.due_on === before.due_on)) return []
    if (!since || since.first > before.at || !toldStages.includes(stage.stage) || over(row, stage)) return []
    return [{ kind: 'moved' as const, stage, who: undone(c, row, stage.stage) }]
  })
}
