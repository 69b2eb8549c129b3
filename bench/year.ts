/**
 * A year of the measured company: goals, check-ins, feedback, recognition and signing in of 150,000
 * people as ten million events, written set-wise. Nothing is drawn: the same people do the same in
 * every run, some much, some little, some nothing for months.
 */
import pg from 'pg'
import { addDays, type Day, stopwatch } from '../server/platform/clock.ts'
import { said, type World } from './world.ts'

/** Least events of the year. */
export const events = 10_000_000
export const yearDays = 365

/** Writes the year once; a kept company has it already. Answers its last day. */
export async function yearOf({ c, installation, programId, waveId }: World): Promise<Day> {
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  const org = c.organizationId
  const last = addDays(c.clock.today('UTC'), yearDays)
  const count = async () =>
    (await client.query<{ n: number }>('select count(*)::int as n from event where organization_id = $1', [org]))
      .rows[0]!.n
  try {
    if ((await count()) >= events) return last
    const elapsed = stopwatch()
    const { rows } = await client.query<{ from: Day }>(
      'select goes_live_on::text as from from wave where organization_id = $1 and program_id = $2 and id = $3',
      [org, programId, waveId],
    )
    const from = rows[0]!.from
    await client.query('set synchronous_commit = off')
    await client.query(
      `create temporary table doer as
       select r.person_id, r.manager_id, row_number() over (order by r.seq)::int as n,
         -- From 0, who does nothing of it, to 9, who does all.
         (abs(hashtext(r.person_id::text)) % 10)::int as zeal
       from roster r where r.organization_id = $1 and r.employed`,
      [org],
    )
    await client.query('analyze doer')
    for (const [what, statement] of Object.entries(statements)) {
      await client.query(statement, [org, from])
      said(what, elapsed())
    }
    await client.query('vacuum analyze event, goal, goal_ownership, goal_place')
    const written = await count()
    if (written < events) throw new Error(`The year has only ${written} events.`)
    said(`${written} events`, elapsed())
    return last
  } finally {
    await client.end()
  }
}

/** A moment of the day `n` after go-live, within working hours. */
const moment = (n: string, person: string) =>
  `(($2::date + ${n})::timestamp at time zone 'UTC' + make_interval(hours => 8 + ${person} % 9, mins => ${person} % 60))`
const into = (columns: string) =>
  `insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data) ${columns}`
const did = (rounds: number, round: string, share: string) =>
  `from doer d cross join generate_series(0, ${rounds - 1}) ${round} where abs(hashtext(d.person_id::text || ${round})) % 12 < ${share}`

/** $1 the company, $2 the day of go-live. */
const statements: Record<string, string> = {
  goals: `
    with written as (
      insert into goal (organization_id, id, owner_id, title, visibility, level, starts_on, ends_on, created_by, created_at, published_by, published_at)
      select $1, md5('year goal ' || d.n || ' ' || g)::uuid, d.person_id, 'Goal of the year', 'public', 'person', $2::date, $2::date + 400,
        d.person_id, ${moment('d.zeal', 'd.n')}, d.person_id, ${moment('d.zeal', 'd.n')}
      from doer d cross join generate_series(0, 1) g where d.zeal > 0 and (g = 0 or d.zeal > 5)
      returning organization_id, id, owner_id, starts_on, created_at
    ), owned as (
      insert into goal_ownership (organization_id, goal_id, person_id, holds, recorded)
      select organization_id, id, owner_id, daterange(starts_on, null), created_at from written
    )
    insert into goal_place (organization_id, goal_id, level, holds, recorded)
    select organization_id, id, 'person', daterange(starts_on, null), created_at from written`,
  'goals saved and moved on': into(`
    select $1, ${moment('d.zeal + 30 * m', 'd.n')}, $2::date + d.zeal + 30 * m, case m when 0 then 'goal.created' else 'goal.progressed' end,
      d.person_id, 'session', 'goal', md5('year goal ' || d.n || ' ' || g)::uuid,
      jsonb_build_object('ownerId', d.person_id) || case when d.n % 2 = 0 then '{"begun": "mail"}'::jsonb else '{"begun": "app"}'::jsonb end
    from doer d cross join generate_series(0, 1) g cross join generate_series(0, 11) m
    where d.zeal > 0 and (g = 0 or d.zeal > 5) and (m = 0 or abs(hashtext(d.person_id::text || m)) % 12 < d.zeal + 3)`),
  'check-ins held': into(`
    select $1, ${moment('30 * m + d.n % 28', 'd.n')}, $2::date + 30 * m + d.n % 28, 'checkin.held', d.manager_id, 'session', 'checkin',
      md5('year talk ' || d.n || ' ' || m)::uuid,
      jsonb_build_object('managerId', d.manager_id, 'reportId', d.person_id, 'voices', case when d.zeal > 4 then '["manager", "report"]'::jsonb else '["manager"]'::jsonb end)
    ${did(12, 'm', 'd.zeal + 3')} and d.manager_id is not null`),
  'check-ins confirmed': into(`
    select $1, ${moment('30 * m + d.n % 28 + 1', 'd.n')}, $2::date + 30 * m + d.n % 28 + 1, 'checkin.seen', d.person_id, 'session', 'checkin',
      md5('year talk ' || d.n || ' ' || m)::uuid,
      jsonb_build_object('managerId', d.manager_id, 'reportId', d.person_id, 'voices', '["manager", "report"]'::jsonb)
    ${did(12, 'm', 'd.zeal + 1')} and d.manager_id is not null`),
  'feedback given': into(`
    select $1, ${moment('45 * m + d.n % 44', 'd.n')}, $2::date + 45 * m + d.n % 44, 'feedback.given', d.person_id, 'session', 'feedback',
      md5('year feedback ' || d.n || ' ' || m)::uuid, '{}'::jsonb
    ${did(8, 'm', 'd.zeal')}`),
  'recognition given': into(`
    select $1, ${moment('60 * m + d.n % 59', 'd.n')}, $2::date + 60 * m + d.n % 59, 'recognition.given', d.person_id, 'session', 'recognition',
      md5('year thanks ' || d.n || ' ' || m)::uuid, jsonb_build_object('personIds', jsonb_build_array(coalesce(d.manager_id, d.person_id)))
    ${did(6, 'm', 'd.zeal + 1')}`),
  'signing in': into(`
    select $1, ${moment('10 * m + d.n % 10', 'd.n')}, $2::date + 10 * m + d.n % 10, 'session.started', d.person_id, 'session', 'person', d.person_id, '{}'::jsonb
    ${did(36, 'm', 'd.zeal + 4')}`),
  'what no number reads': into(`
    select $1, ${moment('18 * m + d.n % 18', 'd.n')}, $2::date + 18 * m + d.n % 18, 'goal.commented', d.person_id, 'session', 'goal', md5('year goal ' || d.n || ' 0')::uuid, '{}'::jsonb
    ${did(20, 'm', 'd.zeal + 3')}`),
}
