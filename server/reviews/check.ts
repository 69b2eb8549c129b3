/** The dry run before a launch: the same people and tasks that the launch would write, counted and not written. */
import { type RawBuilder, sql } from 'kysely'
import type { Answer, Input } from '../../contract/operation.ts'
import type { Check, reviews } from '../../contract/reviews.ts'
import type { ReviewRole } from '../../contract/review-form.ts'
import { nobodyExpects } from '../growth/growth.ts'
import type { Context } from '../platform/context.ts'
import { problem } from '../platform/problem.ts'
import { dayOfNotice, noticeKinds, toldStages } from './notices.ts'
import { chosenBy, cycleRow, peopleOf, reviewsOn } from './queries.ts'
import { asksCompetencies, minutesOf, missingIn, modeOf, roleOfStage, rolesOn, stageOfRole } from './rules.ts'

const sampled = 20

export async function check(c: Context, input: Input<typeof reviews.check>): Promise<Answer<typeof reviews.check>> {
  const row = await cycleRow(c.db, c, input.cycleId)
  if (row.launched_at) throw problem('review_launched')
  const { plan } = row
  const roles = rolesOn(plan)
  const minutes = Object.fromEntries(roles.map((role) => [role, minutesOf(plan.form, role)])) as Record<
    ReviewRole,
    number
  >
  return c.db.transaction().execute(async (tx) => {
    const chosen = await chosenBy(tx, c, plan)
    const people = await peopleOf(tx, c, plan)
    // Read several times below; kept for this transaction only.
    await sql`create temporary table reviewed on commit drop as
      select r.person_id, r.manager_id, r.second_manager_id, r.full_name, r.sort_name, r.status, r.email, r.hired_on from roster r where ${people}`.execute(
      tx,
    )
    await sql`create index on reviewed (person_id)`.execute(tx)
    await sql`analyze reviewed`.execute(tx)
    const writing: Record<ReviewRole, RawBuilder<unknown>> = {
      self: sql`select person_id as writer_id, 'self' as role, 1 as tasks from reviewed`,
      manager: sql`select manager_id, 'manager', 1 from reviewed where manager_id is not null`,
      second: sql`select second_manager_id, 'second', 1 from reviewed where second_manager_id is not null`,
      upward: sql`select t.person_id, 'upward', 1 from roster t join reviewed x on x.person_id = t.manager_id where t.organization_id = ${c.organizationId} and t.employed and ${reviewsOn(c, 't')}`,
      // Who is asked is not known yet: it comes on top of everybody's share alike.
      peer: sql`select null::uuid, 'peer', ${plan.peers.most}::integer from reviewed`,
    }
    const each = sql.join(
      roles.map((role) => writing[role]),
      sql` union all `,
    )
    const cost = (role: string) =>
      sql`case ${sql.ref(role)} ${sql.join(
        roles.map((r) => sql`when ${r} then ${minutes[r]}::integer`),
        sql` `,
      )} else 0 end`
    const byRole =
      roles.length === 0
        ? { rows: [] }
        : await sql<{ role: ReviewRole; tasks: number; writers: number }>`
      select role, sum(tasks)::integer as tasks, count(distinct writer_id)::integer as writers from (${each}) w (writer_id, role, tasks) group by role`.execute(
            tx,
          )
    const busiest =
      roles.length === 0
        ? { rows: [] }
        : await sql<{ id: string; name: string; title: string; tasks: number; minutes: number }>`
      select r.person_id as id, r.full_name as name, r.title, w.tasks::integer, w.minutes::integer from (
        select writer_id, sum(tasks) as tasks, sum(tasks * ${cost('role')}) as minutes from (${each}) w (writer_id, role, tasks)
        where writer_id is not null group by writer_id order by 3 desc, 1 limit 10
      ) w join roster r on r.organization_id = ${c.organizationId} and r.person_id = w.writer_id order by w.minutes desc, r.sort_name`.execute(
            tx,
          )
    const counts = await sql<{ people: number; audience: number; writers: number }>`
      select (select count(*) from reviewed)::integer as people, (select count(*) from roster r where ${chosen})::integer as audience,
        ${roles.length === 0 ? sql`0` : sql`(select count(distinct writer_id) from (${each}) w (writer_id, role, tasks))`}::integer as writers`.execute(
      tx,
    )
    const found = (code: Check['findings'][number]['code'], select: RawBuilder<unknown>) => ({ code, select })
    const manager = roles.includes('manager')
    const questions = [
      found(
        'not_open',
        sql`select r.person_id as id, r.full_name as name, r.sort_name, '' as detail from roster r where ${chosen} and not ${reviewsOn(c)}`,
      ),
      ...(manager
        ? [found('no_manager', sql`select person_id, full_name, sort_name, '' from reviewed where manager_id is null`)]
        : []),
      ...(roles.includes('second')
        ? [
            found(
              'no_second_manager',
              sql`select person_id, full_name, sort_name, '' from reviewed where second_manager_id is null`,
            ),
          ]
        : []),
      found('on_leave', sql`select person_id, full_name, sort_name, '' from reviewed where status = 'leave'`),
      ...(manager
        ? [
            found(
              'many_reviews',
              sql`select m.person_id, m.full_name, m.sort_name, x.n::text from (select manager_id, count(*) as n from reviewed group by manager_id) x
            join roster m on m.organization_id = ${c.organizationId} and m.person_id = x.manager_id where x.n > ${plan.manyReviews}`,
            ),
          ]
        : []),
      found(
        'two_cycles',
        sql`select x.person_id, x.full_name, x.sort_name, string_agg(y.plan ->> 'name', ', ') from reviewed x
          join review v on v.organization_id = ${c.organizationId} and v.person_id = x.person_id and v.left_out_at is null
          join review_cycle y on y.organization_id = v.organization_id and y.id = v.cycle_id and y.closed_at is null group by 1, 2, 3`,
      ),
      found('no_email', sql`select person_id, full_name, sort_name, '' from reviewed where email is null`),
      found(
        'joined_late',
        sql`select person_id, full_name, sort_name, hired_on::text from reviewed where hired_on > ${plan.endsOn}::date - 60`,
      ),
      ...(asksCompetencies(plan.form)
        ? [
            found(
              'no_expectations',
              sql`select r.person_id, r.full_name, r.sort_name, '' from reviewed x
            join roster r on r.organization_id = ${c.organizationId} and r.person_id = x.person_id where ${await nobodyExpects(tx, c, row.today)}`,
            ),
          ]
        : []),
    ]
    const findings: Check['findings'] = []
    for (const { code, select } of questions) {
      const { rows } = await sql<{ id: string; name: string; detail: string; total: number }>`
        select id, name, detail, count(*) over ()::integer as total from (${select}) f (id, name, sort_name, detail) order by sort_name, id limit ${sampled}`.execute(
        tx,
      )
      if (rows[0])
        findings.push({
          code,
          count: rows[0].total,
          people: rows.map(({ id, name, detail }) => ({ id, name, detail })),
        })
    }
    const { people: count, audience, writers } = counts.rows[0]!
    const stage = (id: string) => plan.stages.find((s) => s.id === id)
    const shown = roles.flatMap((role) => {
      const counted = byRole.rows.find((r) => r.role === role)
      const at = stage(stageOfRole[role])
      return [
        {
          role,
          stage: stageOfRole[role],
          tasks: counted?.tasks ?? 0,
          writers: counted?.writers ?? 0,
          minutes: minutes[role],
          opensOn: at?.opensOn ?? null,
          dueOn: at?.dueOn ?? null,
          atMost: role === 'peer',
        },
      ]
    })
    const managers = byRole.rows.find((r) => r.role === 'manager')?.writers ?? 0
    return {
      today: row.today,
      people: count,
      audience,
      writers,
      roles: shown,
      minutes: shown.reduce((sum, r) => sum + r.tasks * r.minutes, 0),
      busiest: busiest.rows.map(({ id, name, title, tasks, minutes: m }) => ({
        person: { id, name, title },
        tasks,
        minutes: m,
      })),
      findings,
      missing: [
        ...missingIn(plan, row.today),
        ...(count === 0 ? [{ code: 'people_none' as const, stage: null, role: null, sectionId: null }] : []),
      ],
      notices: plan.stages.flatMap((s) => {
        if (!s.on || !s.opensOn || !s.dueOn || !toldStages.includes(s.id)) return []
        const dates = { opens_on: s.opensOn, due_on: s.dueOn }
        const role = roleOfStage[s.id]
        // Reminders go only to whoever has not written by then: at most these.
        const reached = role
          ? role === 'peer'
            ? count
            : (shown.find((r) => r.role === role)?.writers ?? 0)
          : s.id === 'share'
            ? managers
            : count
        return (
          noticeKinds
            .filter((kind) => kind !== 'before' || dayOfNotice(kind, dates) > dates.opens_on)
            // Released without names the night before: nobody can write any more.
            .filter((kind) => kind !== 'after' || !role || modeOf(plan, role) !== 'anonymous')
            .map((kind) => ({ stage: s.id, kind, on: dayOfNotice(kind, dates), people: reached }))
        )
      }),
    }
  })
}
