/**
 * The launch: one decision of the lead with what the dry run showed, then a job that writes
 * everybody's review and tasks set-wise. It may be left, and begun again where it broke off.
 */
import { sql } from 'kysely'
import type { Input } from '../../contract/operation.ts'
import type { Cycle, CyclePlan, reviews } from '../../contract/reviews.ts'
import type { ReviewRole } from '../../contract/review-form.ts'
import { versionOn } from '../growth/growth.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/db.ts'
import { record } from '../platform/events.ts'
import { enqueue } from '../platform/jobs.ts'
import { problem } from '../platform/problem.ts'
import { cycleOf } from './cycles.ts'
import { planNews, planNotices } from './notices.ts'
import { type CycleRow, cycleRow, peopleOf, reviewsOn } from './queries.ts'
import { asksCompetencies, missingIn, rolesOn } from './rules.ts'

export async function launch(c: Context, input: Input<typeof reviews.launch>): Promise<Cycle> {
  return c.db.transaction().execute(async (tx) => {
    const row = await cycleRow(tx, c, input.cycleId, true)
    if (row.launched_at) throw problem('review_launched')
    if (row.revision !== input.revision) throw problem('conflict')
    const missing = missingIn(row.plan, row.today)
    if (missing.length > 0) throw problem('review_incomplete', { count: missing.length })
    const { rows } = await sql<{
      n: number
    }>`select count(*) as n from roster r where ${await peopleOf(tx, c, row.plan)}`.execute(tx)
    const people = rows[0]!.n
    if (people !== input.people) throw problem('review_people_changed', { people })
    // What is expected of a role may be published anew while the cycle runs; the form keeps this version.
    const asked = asksCompetencies(row.plan.form)
    const version = asked ? ((await versionOn(tx, c, row.today))?.number ?? null) : null
    const frozen: CyclePlan = { ...row.plan, competencyVersion: version }
    await sql`update review_cycle set plan = ${JSON.stringify(frozen)}::jsonb, launched_by = ${c.viewer.personId}, launched_at = ${c.clock.now()}
      where organization_id = ${c.organizationId} and id = ${row.id}`.execute(tx)
    await record(tx, c, {
      type: 'review_cycle.launched',
      subject: { kind: 'review_cycle', id: row.id },
      data: { people },
    })
    await enqueue(
      tx,
      'reviews.fill',
      { organizationId: c.organizationId, subjectId: row.id },
      { key: `reviews.fill:${row.id}` },
    )
    return cycleOf(tx, c, row.id)
  })
}

/** Writes a launched cycle: all of it or nothing, and once. */
export async function fill(c: Context, cycleId: string): Promise<void> {
  await c.db.transaction().execute(async (tx) => {
    // The statements are few and large; the usual limit is for requests.
    await sql`set local statement_timeout = '30min'`.execute(tx)
    const row = await cycleRow(tx, c, cycleId, true)
    if (!row.launched_at || row.filled_at) return
    const stages = row.plan.stages.flatMap((s, position) => (s.on && s.opensOn && s.dueOn ? [{ ...s, position }] : []))
    for (const s of stages)
      await sql`insert into review_stage (organization_id, cycle_id, stage, position, opens_on, due_on, waits)
        values (${c.organizationId}, ${cycleId}, ${s.id}, ${s.position}, ${s.opensOn}, ${s.dueOn}, ${s.waits})`.execute(
        tx,
      )
    const people = await peopleOf(tx, c, row.plan)
    const added = await sql`
      insert into review (organization_id, cycle_id, person_id, manager_id, second_manager_id, department, title, joined_at)
      select r.organization_id, ${cycleId}, r.person_id, r.manager_id, r.second_manager_id, r.department, r.title, ${c.clock.now()}
      from roster r where ${people}`.execute(tx)
    // A first cycle fills tables that were empty when their plans were made; they are made anew.
    if (Number(added.numAffectedRows ?? 0) > 1000) await sql`select analyze_reviews()`.execute(tx)
    const tasks = await addTasks(tx, c, row)
    const filled = { reviews: Number(added.numAffectedRows ?? 0), tasks }
    await sql`update review_cycle set filled_at = ${c.clock.now()}, filled = ${JSON.stringify(filled)}::jsonb
      where organization_id = ${c.organizationId} and id = ${cycleId}`.execute(tx)
    await planNotices(tx, c, cycleId)
    await record(tx, c, { type: 'review_cycle.filled', subject: { kind: 'review_cycle', id: cycleId }, data: filled })
  })
  await sql`select analyze_reviews()`.execute(c.db)
}

/**
 * Tasks that reviews of a cycle should have and do not: of everybody, or of some reviews.
 * Peers are asked when they are approved, so theirs come from nominations.
 */
export async function addTasks(
  tx: Tx,
  c: Context,
  row: CycleRow,
  only?: { reviewIds: readonly string[] },
): Promise<number> {
  const some = only ? sql`and v.id = any(${only.reviewIds as string[]}::uuid[])` : sql``
  const now = c.clock.now()
  const of = (role: ReviewRole, writer: ReturnType<typeof sql>, join = sql``) => sql`
    insert into review_task (organization_id, cycle_id, review_id, subject_id, role, writer_id, created_at)
    select v.organization_id, v.cycle_id, v.id, v.person_id, ${role}, ${writer}, ${now}
    from review v ${join} where v.organization_id = ${c.organizationId} and v.cycle_id = ${row.id} and v.left_out_at is null and ${writer} is not null ${some}
    on conflict do nothing`
  let written = 0
  const run = async (role: ReviewRole) => {
    const statement =
      role === 'self'
        ? of(role, sql`v.person_id`)
        : role === 'manager'
          ? of(role, sql`v.manager_id`)
          : role === 'second'
            ? of(role, sql`v.second_manager_id`)
            : role === 'upward'
              ? of(
                  role,
                  sql`t.person_id`,
                  sql`join roster t on t.organization_id = v.organization_id and t.manager_id = v.person_id and t.employed and ${reviewsOn(c, 't')}`,
                )
              : of(
                  role,
                  sql`n.peer_id`,
                  sql`join review_nomination n on n.organization_id = v.organization_id and n.review_id = v.id and n.approved
                    join roster t on t.organization_id = n.organization_id and t.person_id = n.peer_id and t.employed and ${reviewsOn(c, 't')}`,
                )
    written += Number((await statement.execute(tx)).numAffectedRows ?? 0)
  }
  for (const role of rolesOn(row.plan)) await run(role)
  if (written > 0 && row.filled_at) await planNews(tx, c, row.id)
  return written
}
