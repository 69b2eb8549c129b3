/** Whom a session is for, and who may sit in it. */
import { type RawBuilder, sql } from 'kysely'
import { type calibration, type CalibrationScope, mostPeople } from '../../contract/calibration.ts'
import type { Answer, Input } from '../../contract/operation.ts'
import { holdersOf } from '../access/access.ts'
import { audienceCondition, countable, organizationDay, ruleOf } from '../directory/directory.ts'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/db.ts'
import { Problem, problem } from '../platform/problem.ts'
import { type CycleRow, cycleRow, ratingQuestions, say, speech } from '../reviews/reviews.ts'
import { above, aboveViewer, inReach, people } from './room.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** A launched cycle that has the stage, with somebody in it whom the viewer may lead a session about. */
async function calibratedCycle(db: Db | Tx, c: Context, id: string): Promise<CycleRow> {
  const y = await cycleRow(db, c, id)
  if (!y.filled_at) throw problem('not_found')
  await demandReach(db, c, y)
  return demandStage(y)
}
export async function demandReach(db: Db | Tx, c: Context, y: CycleRow): Promise<void> {
  if (c.viewer.roles.includes('lead')) return
  const { rows } =
    await sql`select from ${reviewsHere} where ${await chosen(db, c, y, { kind: 'all', value: '' })} limit 1`.execute(
      db,
    )
  if (rows.length === 0) throw problem('not_found')
}
export function demandStage(y: CycleRow): CycleRow {
  if (!y.stages.some((s) => s.stage === 'calibration')) throw problem('calibration_off')
  return y
}

/** Of `review v` and `roster r`: in the cycle, in the viewer's reach and in the scope. */
export async function chosen(
  db: Db | Tx,
  c: Context,
  y: CycleRow,
  scope: CalibrationScope,
): Promise<RawBuilder<boolean>> {
  // Nobody prepares a session about themself or their own leaders, but for the whole company's lead, who is then not shown them.
  const reach = c.viewer.roles.includes('lead')
    ? sql<boolean>`true`
    : sql<boolean>`(${inReach(c)} and not ${aboveViewer(c)})`
  return sql<boolean>`(v.organization_id = ${c.organizationId} and v.cycle_id = ${y.id} and v.left_out_at is null and ${reach} and ${await within(db, c, scope)})`
}

async function within(db: Db | Tx, c: Context, scope: CalibrationScope): Promise<RawBuilder<boolean>> {
  if (scope.kind === 'all') return sql<boolean>`true`
  if (scope.kind === 'department') return sql<boolean>`(v.department = ${scope.value})`
  if (!uuid.test(scope.value)) throw problem('not_found')
  if (scope.kind === 'leader')
    return sql<boolean>`exists (select from roster l where l.organization_id = v.organization_id and l.person_id = ${scope.value}
      and r.seq > l.seq and r.seq <= l.last_seq)`
  try {
    const rule = await ruleOf(db, c.organizationId, scope.value)
    // A list of names would tell of each what the rule knows and the directory does not show.
    if (countable(rule, 'joined').upTo) throw problem('audience_unknown')
    return audienceCondition(rule, await organizationDay({ ...c, db: db as Db }))
  } catch (error) {
    throw error instanceof Problem && error.code === 'not_found' ? problem('audience_unknown') : error
  }
}

/** In another session that is not closed. */
const taken = (sessionId: string | null) => sql<boolean>`exists (select from calibration_person o
  join calibration_session os on os.organization_id = o.organization_id and os.id = o.session_id and os.closed_at is null
  where o.organization_id = v.organization_id and o.review_id = v.id and os.id is distinct from ${sessionId}::uuid)`

const reviewsHere = sql`review v join roster r on r.organization_id = v.organization_id and r.person_id = v.person_id`

/** Puts everybody of a scope who is free into a session, instead of whom it had; the cycle is locked by the caller. */
export async function take(tx: Tx, c: Context, y: CycleRow, sessionId: string, scope: CalibrationScope): Promise<void> {
  const who = await chosen(tx, c, y, scope)
  const { rows } = await sql<{
    id: string
  }>`select v.id from ${reviewsHere} where ${who} and not ${taken(sessionId)}`.execute(tx)
  if (rows.length === 0 || rows.length > mostPeople)
    throw problem('calibration_people', { most: mostPeople, count: rows.length })
  const ids = rows.map((r) => r.id)
  await sql`delete from calibration_point where organization_id = ${c.organizationId} and session_id = ${sessionId} and review_id <> all(${ids}::uuid[])`.execute(
    tx,
  )
  await sql`delete from calibration_person where organization_id = ${c.organizationId} and session_id = ${sessionId} and review_id <> all(${ids}::uuid[])`.execute(
    tx,
  )
  await sql`insert into calibration_person (organization_id, session_id, review_id)
    select ${c.organizationId}, ${sessionId}, id from unnest(${ids}::uuid[]) as id on conflict do nothing`.execute(tx)
}

export async function options(
  c: Context,
  input: Input<typeof calibration.options>,
): Promise<Answer<typeof calibration.options>> {
  const y = await calibratedCycle(c.db, c, input.cycleId)
  const order = speech(c)
  const who = await chosen(c.db, c, y, { kind: 'all', value: '' })
  const departments = await sql<{
    name: string
    people: number
  }>`select v.department as name, count(*)::integer as people from ${reviewsHere}
    where ${who} group by v.department order by v.department limit 2000`.execute(c.db)
  const audiences = await sql<{
    id: string
    name: string
  }>`select id, name from audience where organization_id = ${c.organizationId} order by lower(name) limit 500`.execute(
    c.db,
  )
  const open = await Promise.all(
    audiences.rows.map(async (a) => ({
      ...a,
      told: !countable(await ruleOf(c.db, c.organizationId, a.id), 'joined').upTo,
    })),
  )
  const leadIds = await holdersOf(c.db, c.organizationId, 'lead')
  const partnerIds = await holdersOf(c.db, c.organizationId, 'hr')
  const facilitators = await sql<{ id: string; name: string; title: string }>`
    select p.id, p.full_name as name, coalesce(r.title, '') as title from person p left join roster r on r.organization_id = p.organization_id and r.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.id = any(${[...leadIds, ...partnerIds]}::uuid[]) order by p.sort_name, p.id`.execute(
    c.db,
  )
  const stage = y.stages.find((s) => s.stage === 'calibration')!
  return {
    questions: ratingQuestions(y.plan.form).map((q) => ({
      id: q.id,
      ask: say(q.ask, order),
      steps: q.steps.map((one) => say(one.label, order)),
    })),
    departments: departments.rows,
    audiences: open.filter((a) => a.told).map(({ id, name }) => ({ id, name })),
    facilitators: facilitators.rows,
    opensOn: stage.opens_on,
    dueOn: stage.due_on,
  }
}

export async function preview(
  c: Context,
  input: Input<typeof calibration.preview>,
): Promise<Answer<typeof calibration.preview>> {
  const y = await calibratedCycle(c.db, c, input.cycleId)
  const who = await chosen(c.db, c, y, input)
  const other = taken(input.sessionId ?? null)
  const counts = await sql<{ people: number; taken: number; unrated: number }>`
    select (count(*) filter (where not x.taken))::integer as people, (count(*) filter (where x.taken))::integer as taken,
      (count(*) filter (where not x.taken and not x.written))::integer as unrated
    from (select ${other} as taken, exists (select from review_task t where t.organization_id = v.organization_id and t.review_id = v.id and t.role = 'manager'
      and t.submitted_at is not null and t.ended_at is null) as written from ${reviewsHere} where ${who}) x`.execute(
    c.db,
  )
  const found = counts.rows[0]!
  // A session of so many is refused; whoever leads them is asked for once it is smaller.
  const managers = found.people > mostPeople ? [] : await managersOf(c, sql`${who} and not ${other}`)
  return { ...found, most: mostPeople, managers }
}

/**
 * Who leads somebody of them, in today's line or in the cycle, those with most people first. How many stand in a line
 * is how many places lie between its ends, looked up in one sorted list: not one look at everybody for each manager.
 */
async function managersOf(
  c: Context,
  of: RawBuilder<unknown>,
): Promise<Answer<typeof calibration.preview>['managers']> {
  const { rows } = await sql<Answer<typeof calibration.preview>['managers'][number]>`
    with chosen as materialized (select v.person_id, v.manager_id, r.seq from ${reviewsHere} where ${of}),
    places as materialized (select coalesce(array_agg(x.seq order by x.seq), '{}') as seqs from chosen x),
    direct as materialized (
      select m.person_id, count(*) filter (where not (x.seq > m.seq and x.seq <= m.last_seq)) as beyond
      from chosen x join roster m on m.organization_id = ${c.organizationId} and m.person_id = x.manager_id
      group by m.person_id
    )
    select m.person_id as id, m.full_name as name, m.title, (n.line + coalesce(d.beyond, 0))::integer as people,
      d.person_id is not null as direct, m.person_id in (select x.person_id from chosen x) as "inIt"
    from roster m left join direct d on d.person_id = m.person_id cross join places p
    cross join lateral (select width_bucket(m.last_seq, p.seqs) - width_bucket(m.seq, p.seqs) as line) n
    where m.organization_id = ${c.organizationId} and m.employed and (d.person_id is not null or m.all_reports > 0)
      and (d.person_id is not null or n.line > 0)
    order by 4 desc, m.sort_name, m.person_id limit 200`.execute(c.db)
  return rows
}

/** Refuses whoever may not lead it: the lead may, and HR partners who look after somebody in it. */
export async function demandFacilitators(tx: Tx, c: Context, sessionId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select distinct g.person_id as id from role_grant g where g.organization_id = ${c.organizationId} and g.ended_at is null and g.person_id = any(${ids as string[]}::uuid[])
      and (g.role = 'lead' or (g.role = 'hr' and exists (select from ${people}
        join population_member pm on pm.organization_id = v.organization_id and pm.person_id = v.person_id and pm.population_id = g.population_id
        where k.organization_id = g.organization_id and k.session_id = ${sessionId})))`.execute(tx)
  if (ids.length === 0 || rows.length < new Set(ids).size) throw problem('calibration_facilitator')
}

/** Refuses whoever leads nobody in it, or only people who are above them. */
export async function demandParticipants(tx: Tx, c: Context, sessionId: string, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select p.full_name as name from person p left join roster me on me.organization_id = p.organization_id and me.person_id = p.id
    where p.organization_id = ${c.organizationId} and p.id = any(${ids as string[]}::uuid[])
      and (me.person_id is null or not me.employed or not exists (select from ${people}
        where k.organization_id = p.organization_id and k.session_id = ${sessionId} and not ${above(sql`p.id`, sql`me.seq`)}
          and coalesce(v.manager_id = p.id or (r.seq > me.seq and r.seq <= me.last_seq), false)))
    order by p.sort_name limit 5`.execute(tx)
  if (rows.length > 0) throw problem('calibration_participant', { names: rows.map((r) => r.name).join(', ') })
}
