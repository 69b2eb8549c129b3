/**
 * What a staged file would change: who each row is, whose reports they are, and
 * how that differs from what is known for the day. All of it set-wise in
 * temporary tables of the transaction; nothing of the record is written here.
 *
 * `pg_temp.found`    what is to be told about lines
 * `pg_temp.matched`  line → person, known or new
 * `pg_temp.link`     line → manager that could be made out
 * `pg_temp.denied`   lines whose address signs in somebody else, or nobody
 * `pg_temp.plan`     what differs, with all values to write
 * `pg_temp.leaver`   people whose presence ends, from the file's rows or by absence
 */
import { type RawBuilder, sql } from 'kysely'
import type { Field } from '../../contract/people.ts'
import type { Day } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { numberLine } from './line.ts'

export type Terms = {
  organizationId: string
  /** The day the file speaks about. */
  day: Day
  /** The day of the next newer file, up to which this one holds; null: no newer one. */
  until: Day | null
  /** The file's header by field; fields it lacks are left as they are known. */
  headers: Partial<Record<Field, string>>
}

export type Counts = {
  added: number
  changed: number
  moved: number
  titleChanged: number
  managerChanged: number
  left: number
  rehired: number
  unchanged: number
  /** People present on the day before the file. */
  present: number
  /** Rows to write although no field of the file differs: links that became possible, addresses that became free. */
  silent: number
}

const run = (tx: Tx, ...statements: RawBuilder<unknown>[]) =>
  statements.reduce<Promise<unknown>>((before, s) => before.then(() => s.execute(tx)), Promise.resolve())

export async function planImport(tx: Tx, t: Terms): Promise<Counts> {
  await run(
    tx,
    sql`analyze pg_temp.staged (line, kind, fate, number, email, status, manager, second_manager)`,
    sql`create temporary table found (line integer not null, number text, header text, code text not null, params jsonb not null) on commit drop`,
    sql`insert into pg_temp.found select s.line, f->>'id', f->>'column', f->>'code', f->'params'
      from pg_temp.staged s cross join jsonb_array_elements(s.findings) f where s.findings is not null`,
  )
  await judgeTwins(tx, t)
  await matchPeople(tx, t)
  await resolveManagers(tx, t)
  await linkManagers(tx, t)
  await settleAddresses(tx, t)
  return compare(tx, t)
}

/** Rows that mean the same person: the same row twice, an earlier employment, or a contradiction. */
async function judgeTwins(tx: Tx, t: Terms): Promise<void> {
  const content = [
    'number',
    'given_name',
    'middle_name',
    'family_name',
    'preferred_name',
    'full_name',
    'email',
    'status',
    'employment_type',
    'title',
    'department',
    'division',
    'location',
    'country',
    'time_zone',
    'locale',
    'level',
    'manager',
    'second_manager',
    'hired_on',
    'left_on',
  ]
  const names: Record<string, string | undefined> = {
    number: t.headers.number,
    given_name: t.headers.givenName,
    middle_name: t.headers.middleName,
    family_name: t.headers.familyName,
    preferred_name: t.headers.preferredName,
    full_name: t.headers.fullName,
    email: t.headers.email,
    status: t.headers.status,
    employment_type: t.headers.employmentType,
    title: t.headers.title,
    department: t.headers.department,
    division: t.headers.division,
    location: t.headers.location,
    country: t.headers.country,
    time_zone: t.headers.timeZone,
    locale: t.headers.locale,
    level: t.headers.level,
    manager: t.headers.manager ?? t.headers.managerEmail ?? t.headers.managerName,
    second_manager: t.headers.secondManager,
    hired_on: t.headers.hiredOn,
    left_on: t.headers.leftOn,
  }
  const number = t.headers.number ?? t.headers.email ?? null
  await run(
    tx,
    sql`create temporary table twin on commit drop as
      select s.line, coalesce(s.number, '@' || lower(s.email)) as key, s.status, s.hired_on, s.left_on, md5(row(${sql.join(content.map((c) => sql.ref(`s.${c}`)))})::text) as content
      from pg_temp.staged s
      where s.fate = 'main' and coalesce(s.number, '@' || lower(s.email)) in
        (select coalesce(number, '@' || lower(email)) from pg_temp.staged where fate = 'main' group by 1 having count(*) > 1)`,
    sql`create index on pg_temp.twin (key)`,
    sql`create temporary table verdict (line integer primary key, key text, fate text, about jsonb) on commit drop`,
    sql`insert into pg_temp.verdict
      select line, key, 'duplicate', jsonb_build_object('line', first) from (
        select line, key, min(line) over same as first from pg_temp.twin window same as (partition by key, content)) d where line > first`,
    sql`delete from pg_temp.twin using pg_temp.verdict v where v.line = twin.line`,
    // One employment that goes on (or the latest that ended) and others that ended before it are one person's history.
    sql`insert into pg_temp.verdict
      with grouped as (
        select key, array_agg(line order by line) as lines, count(*) filter (where status <> 'ended') as live, count(*) as n, count(distinct hired_on) as hires
        from pg_temp.twin group by key having count(*) > 1),
      chosen as (
        select g.*, case when live = 1 then (select w.line from pg_temp.twin w where w.key = g.key and w.status <> 'ended')
          when live = 0 and hires = n then (select w.line from pg_temp.twin w where w.key = g.key order by w.hired_on desc limit 1) end as main
        from grouped g),
      judged as (
        select c.*, c.main is not null and not exists (
          select from pg_temp.twin e join pg_temp.twin m on m.line = c.main
          where e.key = c.key and e.line <> c.main and not coalesce(e.hired_on < m.hired_on or e.left_on <= m.hired_on, false)) as good
        from chosen c)
      select w.line, w.key, case when good then 'earlier' else 'conflict' end, jsonb_build_object('lines', array_to_string(lines, ', '))
      from judged j join pg_temp.twin w on w.key = j.key where not good or w.line <> j.main`,
    sql`update pg_temp.staged s set fate = v.fate from pg_temp.verdict v where v.line = s.line`,
    sql`insert into pg_temp.found
      select v.line, s.number, ${number}, case v.fate when 'duplicate' then 'duplicate_row' when 'earlier' then 'rehire_stated' else 'number_conflict' end,
        v.about || jsonb_build_object('number', coalesce(s.number, s.email), 'columns', coalesce(d.columns, ''))
      from pg_temp.verdict v join pg_temp.staged s on s.line = v.line
      left join (
        select key, string_agg(coalesce(${JSON.stringify(names)}::jsonb ->> field, field), ', ' order by field) as columns from (
          select w.key, j.key as field from pg_temp.verdict w join pg_temp.staged r on r.line = w.line
          cross join jsonb_each_text(to_jsonb(r) - '{line,kind,fate,findings,sort_name,search,zeros_lost,email_open,manager_by_name,starts_on,hired_on_open,left_on_open}'::text[]) j
          where w.fate = 'conflict' group by 1, 2 having count(distinct coalesce(j.value, '')) > 1) x
        group by key) d on d.key = v.key and v.fate = 'conflict'`,
  )
}

/** Who each row is: by number, by number without its zeros, by address; else somebody new. */
async function matchPeople(tx: Tx, t: Terms): Promise<void> {
  const number = t.headers.number ?? null
  const email = t.headers.email ?? null
  const open = sql`not exists (select from pg_temp.matched x where x.line = s.line)`
  const free = sql`not exists (select from pg_temp.matched x where x.person_id = p.id)`
  await run(
    tx,
    sql`create temporary table matched (line integer not null, person_id uuid not null, how text not null, number text) on commit drop`,
    // Refused rows are matched too: whoever stands in the file has not left.
    sql`insert into pg_temp.matched
      select distinct on (s.line) s.line, p.id, 'number', s.number from pg_temp.staged s join person p on p.organization_id = ${t.organizationId} and p.employee_number = s.number
      where s.kind = 'row' and s.fate in ('main', 'refused', 'conflict')`,
    sql`insert into pg_temp.matched
      select r.line, k.id, 'zeros', case when length(r.number) > length(k.employee_number) then r.number else k.employee_number end
      from (select ltrim(s.number, '0') as bare, min(s.line) as line, min(s.number) as number from pg_temp.staged s
        where s.kind = 'row' and s.fate in ('main', 'refused') and s.number ~ '^[0-9]+$' and ${open} group by 1 having count(*) = 1) r
      join (select ltrim(p.employee_number, '0') as bare, min(p.id::text)::uuid as id, min(p.employee_number) as employee_number from person p
        where p.organization_id = ${t.organizationId} and p.employee_number ~ '^[0-9]+$' and ${free} group by 1 having count(*) = 1) k on k.bare = r.bare`,
    // Without a number, or with one that nobody has yet: the person without a number who has the address.
    sql`insert into pg_temp.matched
      select distinct on (p.id) s.line, p.id, case when s.number is null then 'email' else 'link' end, coalesce(s.number, p.employee_number)
      from (select s.*, count(*) over (partition by lower(s.email)) as claims from pg_temp.staged s where s.fate = 'main' and s.email is not null and ${open}) s
      join (select p.*, row_number() over (partition by lower(p.email) order by p.employee_number nulls first, p.created_at, p.id) as place
        from person p where p.organization_id = ${t.organizationId} and p.email is not null and ${free}) p
        on lower(p.email) = lower(s.email) and p.place = 1 and (s.number is null or p.employee_number is null)
      where s.claims = 1 order by p.id, s.line`,
    sql`insert into pg_temp.matched
      select distinct on (s.line) s.line, p.id, 'protected', p.employee_number
      from pg_temp.staged s join person p on p.organization_id = ${t.organizationId} and lower(p.email) = lower(s.email)
      where s.kind = 'row' and s.fate in ('refused', 'conflict') and ${open}`,
    sql`insert into pg_temp.matched select s.line, gen_random_uuid(), 'new', s.number from pg_temp.staged s where s.fate = 'main' and ${open}`,
    sql`analyze pg_temp.matched`,
    sql`insert into pg_temp.found
      select s.line, s.number, ${number}, 'number_zeros', jsonb_build_object('number', s.number, 'known', p.employee_number)
      from pg_temp.matched m join pg_temp.staged s on s.line = m.line join person p on p.organization_id = ${t.organizationId} and p.id = m.person_id where m.how = 'zeros' and s.fate = 'main'
      union all
      select s.line, s.number, ${number}, 'number_zeros_new', jsonb_build_object('number', s.number)
      from pg_temp.matched m join pg_temp.staged s on s.line = m.line where s.zeros_lost and m.how in ('new', 'link')
      union all
      select s.line, s.number, ${email}, 'linked_by_email', jsonb_build_object('email', s.email, 'number', s.number)
      from pg_temp.matched m join pg_temp.staged s on s.line = m.line where m.how = 'link'`,
  )
}

/** The persons meant by each different reference to a manager. */
async function resolveManagers(tx: Tx, t: Terms): Promise<void> {
  const wanted = (reference: string) =>
    sql`${sql.ref(`s.${reference}`)} as named from pg_temp.staged s where s.fate = 'main' and s.status <> 'ended' and ${sql.ref(`s.${reference}`)} <> ''`
  const open = sql`not exists (select from pg_temp.resolved x where x.named = r.named)`
  await run(
    tx,
    sql`create temporary table reference on commit drop as select ${wanted('manager')} and not s.manager_by_name union select ${wanted('second_manager')}`,
    sql`analyze pg_temp.reference`,
    sql`create temporary table resolved (named text primary key, person_id uuid, number text, how text not null, fate text not null, status text, starts_on date, several text) on commit drop`,
    sql`insert into pg_temp.resolved
      select distinct on (r.named) r.named, m.person_id, coalesce(m.number, s.number), 'number', s.fate, s.status, s.starts_on
      from pg_temp.reference r join pg_temp.staged s on s.number = r.named and s.kind = 'row' and s.fate in ('main', 'refused', 'conflict')
      left join pg_temp.matched m on m.line = s.line
      order by r.named, s.fate <> 'main', s.line`,
    sql`insert into pg_temp.resolved
      select r.named, m.person_id, coalesce(m.number, s.number), 'zeros', s.fate, s.status, s.starts_on
      from pg_temp.reference r join (
        select ltrim(number, '0') as bare, min(line) as line from pg_temp.staged where fate = 'main' and number ~ '^[0-9]+$' group by 1 having count(*) = 1) z on z.bare = ltrim(r.named, '0')
      join pg_temp.staged s on s.line = z.line join pg_temp.matched m on m.line = s.line
      where r.named ~ '^[0-9]+$' and ${open}`,
    sql`insert into pg_temp.resolved
      select r.named, case when e.n = 1 then m.person_id end, case when e.n = 1 then coalesce(m.number, s.email) end, case when e.n = 1 then 'email' else 'ambiguous' end, 'main',
        s.status, s.starts_on, e.numbers
      from pg_temp.reference r join (
        select key, min(line) filter (where best) as line, count(*) filter (where best) as n, string_agg(number, ', ' order by line) as numbers from (
          -- Of two people with one address the one who works here is meant.
          select lower(email) as key, line, number, (status <> 'ended') = bool_or(status <> 'ended') over (partition by lower(email)) as best
          from pg_temp.staged where fate = 'main' and email is not null) a group by key) e on e.key = lower(r.named)
      join pg_temp.staged s on s.line = e.line join pg_temp.matched m on m.line = s.line
      where r.named like '%@%' and ${open}`,
    // In the record and not in the file: somebody without a number may be a manager; everybody else has left.
    sql`insert into pg_temp.resolved
      select distinct on (r.named) r.named, p.id, coalesce(p.employee_number, p.email), 'record', case when p.employee_number is null then 'main' else 'absent' end, null::text, null::date
      from pg_temp.reference r join person p on p.organization_id = ${t.organizationId}
        and (p.employee_number = r.named or (r.named like '%@%' and lower(p.email) = lower(r.named)))
      where ${open} and not exists (select from pg_temp.matched m where m.person_id = p.id)
      order by r.named, p.employee_number nulls first, p.id`,
    sql`analyze pg_temp.resolved`,
  )
}

/** Each row's manager, where the link can be made; who is left open, and why. */
async function linkManagers(tx: Tx, t: Terms): Promise<void> {
  const header = t.headers.manager ?? t.headers.managerEmail ?? t.headers.managerName ?? null
  const byName = t.headers.managerName ?? header
  const second = t.headers.secondManager ?? null
  const person = sql`l.full_name || coalesce(' (' || l.number || ')', '')`
  const mapped = header !== null
  await run(
    tx,
    sql`create temporary table link on commit drop as
      select s.line, m.person_id, s.number, s.full_name, s.manager, s.second_manager, r.number as manager_number, r.several,
        s.status <> 'ended' as here, coalesce(case when s.manager_by_name then null else r.number end, s.manager) as named,
        case
          when s.manager = '' then 'none' when s.manager_by_name then 'manager_by_name' when r.named is null then 'manager_missing' when r.how = 'ambiguous' then 'manager_ambiguous'
          when r.person_id = m.person_id then 'manager_self'
          when r.fate in ('refused', 'conflict') and r.person_id is null then 'manager_refused'
          when r.fate = 'absent' or r.status = 'ended' then 'manager_left'
          when r.starts_on is not null then 'manager_not_started' else 'made' end as outcome,
        case when r.person_id <> m.person_id and r.fate <> 'absent' and r.status is distinct from 'ended' then r.person_id end as manager_id,
        case when r2.person_id <> m.person_id and r2.fate <> 'absent' and r2.status is distinct from 'ended' then r2.person_id end as second_manager_id
      from pg_temp.staged s join pg_temp.matched m on m.line = s.line
      left join pg_temp.resolved r on r.named = s.manager and not s.manager_by_name
      left join pg_temp.resolved r2 on r2.named = s.second_manager
      where s.fate = 'main'`,
    sql`analyze pg_temp.link`,
    sql`insert into pg_temp.found
      select l.line, l.number, ${header}, l.outcome,
        jsonb_build_object('manager', case when l.outcome in ('manager_left', 'manager_not_started', 'manager_refused') then coalesce(l.manager_number, l.manager) else l.manager end,
          'person', ${person}, 'candidates', coalesce(l.several, ''))
      from pg_temp.link l
      where l.here and l.outcome in ('manager_missing', 'manager_ambiguous', 'manager_self', 'manager_refused', 'manager_left', 'manager_not_started')
      union all
      select l.line, l.number, ${header}, 'manager_by_email', jsonb_build_object('manager', l.manager, 'number', l.manager_number)
      from pg_temp.link l
      where l.here and l.outcome = 'made' and l.manager like '%@%' and ${t.headers.manager !== undefined}
        and (select count(*) filter (where named like '%@%') * 2 < count(*) from pg_temp.reference)
      union all
      select l.line, l.number, ${second}, 'second_manager_missing', jsonb_build_object('manager', l.second_manager)
      from pg_temp.link l where l.here and l.second_manager <> '' and l.second_manager_id is null
      union all
      select l.line, l.number, ${byName}, 'manager_by_name', jsonb_build_object('manager', l.manager, 'person', ${person}, 'candidates', coalesce(c.numbers, '–'))
      from pg_temp.link l
      left join (
        select name, string_agg(number, ', ' order by line) as numbers from (
          select lower(full_name) as name, number, line from pg_temp.staged where fate = 'main' and exists (select from pg_temp.link where outcome = 'manager_by_name')
          union select lower(family_name || ', ' || given_name), number, line from pg_temp.staged where fate = 'main' and exists (select from pg_temp.link where outcome = 'manager_by_name')) x
        group by name) c on c.name = lower(l.manager)
      where l.here and l.outcome = 'manager_by_name'`,
  )

  const rest = await sql<{
    spared: boolean
  }>`select exists (select from pg_temp.staged where kind = 'row' and fate in ('refused', 'conflict')) as spared`.execute(
    tx,
  )
  const { spared } = rest.rows[0]!
  // Circles can run through people whose rows were not taken in: those keep the manager they have.
  await run(
    tx,
    sql`create temporary table node on commit drop as
      select (row_number() over (order by line nulls last, person_id) - 1)::int as n, * from (
        select l.line, l.person_id, ${mapped ? sql`l.manager_id` : sql`coalesce(c.manager_id, l.manager_id)`} as manager_id, l.outcome
        from pg_temp.link l
        left join placement c on ${!mapped} and c.organization_id = ${t.organizationId} and c.person_id = l.person_id and c.superseded is null and c.holds @> ${t.day}::date
        where l.here
        union all
        select null, c.person_id, c.manager_id, null from placement c
        where ${spared} and c.organization_id = ${t.organizationId} and c.superseded is null and c.holds @> ${t.day}::date and c.manager_id is not null
          and not exists (select from pg_temp.link l where l.person_id = c.person_id)
          and exists (select from pg_temp.matched m where m.person_id = c.person_id)) x`,
    sql`analyze pg_temp.node`,
  )
  const { rows } = await sql<{ managers: number[] | null }>`
    select array_agg(coalesce(m.n, -1) order by a.n) as managers from pg_temp.node a left join pg_temp.node m on m.person_id = a.manager_id`.execute(
    tx,
  )
  const line = numberLine(Int32Array.from(rows[0]?.managers ?? []))
  const inCircle = line.circles.flatMap((circle, c) => circle.map((n, place) => ({ n, c, place })))
  if (mapped && inCircle.length > 0) {
    await run(
      tx,
      sql`create temporary table circle on commit drop as
        select a.n, c.circle, a.line, a.person_id, coalesce(s.number, p.employee_number, s.full_name, p.full_name) as number, coalesce(s.full_name, p.full_name) as name, c.place
        from unnest(${inCircle.map((x) => x.n)}::int[], ${inCircle.map((x) => x.c)}::int[], ${inCircle.map((x) => x.place)}::int[]) c (n, circle, place)
        join pg_temp.node a on a.n = c.n left join pg_temp.staged s on s.line = a.line
        left join person p on p.organization_id = ${t.organizationId} and p.id = a.person_id`,
      sql`insert into pg_temp.found
        select k.line, s.number, ${header}, 'manager_cycle', jsonb_build_object('people', w.people)
        from pg_temp.circle k join pg_temp.staged s on s.line = k.line
        join (select circle, string_agg(name || ' (' || number || ')', ' → ' order by place) as people from pg_temp.circle group by circle) w on w.circle = k.circle`,
      sql`update pg_temp.link l set manager_id = null, outcome = 'manager_cycle' from pg_temp.circle k where k.line = l.line`,
    )
  }
  if (!mapped) return
  // Of those without a manager the one with the most people is the top; the others may be oversights.
  const roots = await sql<{
    n: number
    line: number
  }>`select n, line from pg_temp.node where outcome = 'none' order by n`.execute(tx)
  const top = roots.rows.reduce<{ n: number; line: number } | undefined>(
    (best, r) => (!best || line.all[r.n]! > line.all[best.n]! ? r : best),
    undefined,
  )
  if (!top || roots.rows.length < 2) return
  await sql`insert into pg_temp.found
    select l.line, l.number, ${header}, 'additional_root', jsonb_build_object('person', ${person}, 'root', h.full_name || coalesce(' (' || h.number || ')', ''))
    from pg_temp.link l cross join (select full_name, number from pg_temp.link where line = ${top.line}) h where l.here and l.outcome = 'none' and l.line <> ${top.line}`.execute(
    tx,
  )
}

/**
 * An address signs in one person: where several claim it, the one who works here, or who
 * had it, or nobody. `pg_temp.denied` holds the lines that do not get theirs.
 */
async function settleAddresses(tx: Tx, t: Terms): Promise<void> {
  const header = t.headers.email ?? null
  await run(
    tx,
    // Almost no address is contested, so only those that are come further.
    sql`create temporary table contested on commit drop as
      select lower(s.email) as key from pg_temp.staged s where s.fate = 'main' and s.email is not null group by 1 having count(*) > 1
      union
      select lower(s.email) from pg_temp.staged s join pg_temp.matched m on m.line = s.line join person p on p.organization_id = ${t.organizationId} and p.email_key = lower(s.email)
      where s.fate = 'main' and p.id <> m.person_id
      union
      -- Somebody with the address on record, if not to sign in with, and no longer in the file.
      select lower(p.email) from person p where p.organization_id = ${t.organizationId} and p.employee_number is not null and p.email is not null
        and not exists (select from pg_temp.matched m where m.person_id = p.id)`,
    sql`analyze pg_temp.contested`,
    sql`create temporary table claim on commit drop as
      select s.line, s.number, m.person_id, m.how, lower(s.email) as key, s.email, s.status <> 'ended' as here,
        exists (select from person p where p.organization_id = ${t.organizationId} and p.id = m.person_id and p.email_key = lower(s.email)) as holds
      from pg_temp.contested k join pg_temp.staged s on lower(s.email) = k.key join pg_temp.matched m on m.line = s.line where s.fate = 'main'`,
    // Somebody who is not in the file and does not leave by it keeps what they sign in with.
    sql`create temporary table denied on commit drop as
      select c.line from (
        select c.*, count(*) over same as n, count(*) filter (where here) over same as alive, count(*) filter (where here and holds) over same as holders
        from pg_temp.claim c window same as (partition by key)) c
      where not (n = 1 or (here and (alive = 1 or (holds and holders = 1))))
        or exists (select from person p where p.organization_id = ${t.organizationId} and p.email_key = c.key and p.id <> c.person_id
          and (p.employee_number is null or exists (select from pg_temp.matched m join pg_temp.staged s on s.line = m.line where m.person_id = p.id and s.fate in ('refused', 'conflict')))
          and not exists (select from pg_temp.matched x where x.person_id = p.id and x.how <> 'protected'))`,
    sql`insert into pg_temp.found
      with shared as (
        select key, count(*) as n, count(*) filter (where here) as alive, string_agg(coalesce(number, email), ', ' order by line) as numbers, min(line) filter (where here and holds) as holder
        from pg_temp.claim group by key having count(*) > 1)
      select c.line, c.number, ${header}, case when s.alive <= 1 then 'same_person' when s.holder is not null then 'email_kept' else 'email_shared' end,
        jsonb_build_object('email', c.email, 'numbers', s.numbers, 'number', c.number, 'holder', coalesce(h.number, ''),
          'other', (select string_agg(coalesce(o.number, o.email), ', ' order by o.line) from pg_temp.claim o where o.key = c.key and o.line <> c.line))
      from shared s join pg_temp.claim c on c.key = s.key left join pg_temp.claim h on h.line = s.holder
      union all
      -- Somebody on record under another number, who is not in the file any more.
      select c.line, c.number, ${header}, 'same_person', jsonb_build_object('email', c.email, 'number', c.number, 'other', p.employee_number)
      from pg_temp.claim c join person p on p.organization_id = ${t.organizationId} and lower(p.email) = c.key and p.id <> c.person_id and p.employee_number is not null
      where c.how = 'new' and not exists (select from pg_temp.matched m where m.person_id = p.id)`,
  )
}

// --- comparison

const placed = ['title', 'department', 'division', 'location', 'country', 'level', 'employment_type'] as const
const placedField: Record<(typeof placed)[number], Field> = {
  title: 'title',
  department: 'department',
  division: 'division',
  location: 'location',
  country: 'country',
  level: 'level',
  employment_type: 'employmentType',
}

async function compare(tx: Tx, t: Terms): Promise<Counts> {
  const has = (...fields: Field[]) => fields.some((field) => t.headers[field] !== undefined)
  const manager = has('manager', 'managerEmail', 'managerName')
  const named = has('givenName', 'familyName', 'preferredName', 'fullName')
  const own = (
    column: string,
    field: Field,
    otherwise: RawBuilder<unknown> = sql`coalesce(${sql.ref(`p.${column}`)}, '')`,
  ) => (has(field) ? sql.ref(`s.${column}`) : otherwise)
  // "Differs" is only asked where there is something to differ from.
  const differs = (flag: string, condition: RawBuilder<unknown>) => sql`case when ${condition} then ${flag} end`
  const personFields = [
    differs('number', sql`m.number is distinct from p.employee_number`),
    ...(named
      ? [
          differs(
            'name',
            sql`(n.given_name, n.middle_name, n.family_name, n.preferred_name) is distinct from (p.given_name, p.middle_name, p.family_name, p.preferred_name)
      or (${has('fullName')} and s.full_name <> p.full_name)`,
          ),
        ]
      : []),
    ...(has('email') ? [differs('email', sql`not s.email_open and s.email is distinct from p.email`)] : []),
    ...(has('timeZone') ? [differs('timeZone', sql`s.time_zone <> p.time_zone`)] : []),
    ...(has('locale') ? [differs('locale', sql`s.locale <> p.locale`)] : []),
    ...(has('hiredOn')
      ? [differs('hiredOn', sql`not s.hired_on_open and s.hired_on is distinct from p.hired_on`)]
      : []),
  ]
  const placeFields = [
    ...placed
      .filter((column) => has(placedField[column]))
      .map((column) => differs(placedField[column], sql`${sql.ref(`s.${column}`)} <> ${sql.ref(`c.${column}`)}`)),
    ...(has('status') ? [differs('status', sql`n.leave <> c.status`)] : []),
    ...(manager ? [differs('manager', sql`n.named <> c.manager_named`)] : []),
    ...(has('secondManager')
      ? [differs('secondManager', sql`l.second_manager_id is distinct from c.second_manager_id`)]
      : []),
  ]
  await run(
    tx,
    sql`create temporary table plan on commit drop as
      select * from (
        select s.line, m.person_id, m.how = 'new' as is_new, m.number, s.status, n.e, n.wants, n.ends,
          ${named ? sql`s.full_name` : sql`coalesce(p.full_name, s.full_name)`} as full_name, n.given_name, n.middle_name, n.family_name, n.preferred_name, s.sort_name, s.search,
          case when s.email_open or ${!has('email')} then p.email else s.email end as email,
          case when s.email_open or ${!has('email')} then p.email_key when b.line is null then lower(s.email) end as email_key,
          ${own('time_zone', 'timeZone')} as time_zone, ${own('locale', 'locale')} as locale,
          case when s.hired_on_open or ${!has('hiredOn')} then p.hired_on else s.hired_on end as hired_on, s.left_on,
          ${sql.join(placed.map((column) => sql`${has(placedField[column]) ? sql.ref(`s.${column}`) : sql`coalesce(${sql.ref(`c.${column}`)}, '')`} as ${sql.ref(column)}`))},
          ${has('status') ? sql`n.leave` : sql`coalesce(c.status, 'active')`} as place_status,
          ${manager ? sql`n.named` : sql`coalesce(c.manager_named, '')`} as manager_named, ${manager ? sql`l.manager_id` : sql`c.manager_id`} as manager_id,
          ${has('secondManager') ? sql`l.second_manager_id` : sql`c.second_manager_id`} as second_manager_id,
          sp.id as spell_id, sp.holds as spell, c.id as placement_id, c.holds as placement,
          h.future as future,
          case
            when m.how = 'new' then 'added'
            when s.status = 'ended' then case when sp.id is not null or h.future is not null then 'left' else 'kept' end
            when n.wants is null then 'kept'
            when sp.id is null and h.past then 'rehired'
            when sp.id is null then 'starts'
            when lower(sp.holds) > ${t.day}::date and lower(sp.holds) <> n.e then 'starts'
            else 'kept' end as outcome,
          coalesce(sp.id is not null and n.wants and ${has('leftOn') && t.until === null} and not s.left_on_open and upper(sp.holds) is distinct from n.ends
            and lower(sp.holds) <= n.e, false) as end_moved,
          case when m.how = 'new' then '{}'::text[] else array_remove(array[${sql.join(personFields)}]::text[], null) end as person_changed,
          case when m.how = 'new' or c.id is null or n.wants is false then '{}'::text[] else array_remove(array[${placeFields.length > 0 ? sql.join(placeFields) : sql`null`}]::text[], null) end as place_changed,
          c.id is not null and n.wants is not false and ${manager} and l.manager_id is distinct from c.manager_id as relinked,
          c.id is not null and ${has('department')} and lower(regexp_replace(s.department, '\\s+', ' ', 'g')) <> lower(regexp_replace(c.department, '\\s+', ' ', 'g')) as moved,
          m.how <> 'new' and (not p.in_file or case when s.email_open or ${!has('email')} then p.email_key when b.line is null then lower(s.email) end is distinct from p.email_key or (${named} and s.search <> p.search and s.email is not distinct from p.email)) as restored
        from pg_temp.staged s
        join pg_temp.matched m on m.line = s.line
        join pg_temp.link l on l.line = s.line
        left join pg_temp.denied b on b.line = s.line
        left join person p on p.organization_id = ${t.organizationId} and p.id = m.person_id
        cross join lateral (select
          coalesce(s.starts_on, ${t.day}::date) as e,
          case when s.status = 'ended' or coalesce(s.starts_on, ${t.day}::date) >= ${t.until}::date then false when s.status = 'prehire' and s.starts_on is null then null else true end as wants,
          case when s.left_on >= coalesce(s.starts_on, ${t.day}::date) then s.left_on + 1 end as ends,
          case when s.status = 'leave' then 'leave' else 'active' end as leave, l.named,
          ${own('given_name', 'givenName')} as given_name, ${own('middle_name', 'middleName')} as middle_name,
          ${own('family_name', 'familyName')} as family_name, ${own('preferred_name', 'preferredName')} as preferred_name) n
        left join spell sp on sp.organization_id = ${t.organizationId} and sp.person_id = m.person_id and sp.superseded is null and sp.holds @> n.e
        left join placement c on c.organization_id = ${t.organizationId} and c.person_id = m.person_id and c.superseded is null and c.holds @> n.e and sp.id is not null
        left join lateral (
          select bool_or(isempty(x.holds) or upper(x.holds) <= n.e) as past, min(lower(x.holds)) filter (where lower(x.holds) > ${t.day}::date) as future
          from spell x where sp.id is null and x.organization_id = ${t.organizationId} and x.person_id = m.person_id and x.superseded is null) h on sp.id is null
        where s.fate = 'main') d
      where outcome <> 'kept' or end_moved or relinked or restored or person_changed <> '{}' or place_changed <> '{}'`,
    sql`analyze pg_temp.plan`,
    sql`create temporary table leaver on commit drop as
      -- A last day before presence began says nothing about presence.
      select p.person_id, p.line, case when p.left_on + 1 > lower(w.holds) and p.left_on < ${t.day}::date then p.left_on + 1 when lower(w.holds) > ${t.day}::date then lower(w.holds) else ${t.day}::date end as gone_on
      from pg_temp.plan p join lateral (
        select holds from spell s where s.organization_id = ${t.organizationId} and s.person_id = p.person_id and s.superseded is null and (s.holds @> ${t.day}::date or (${t.until === null} and lower(s.holds) > ${t.day}::date))
        order by holds limit 1) w on true
      where p.outcome = 'left'
      union all
      (select distinct on (s.person_id) s.person_id, null::integer, greatest(lower(s.holds), ${t.day}::date)
      from spell s join person q on q.organization_id = s.organization_id and q.id = s.person_id
      where s.organization_id = ${t.organizationId} and s.superseded is null and (s.holds @> ${t.day}::date or (${t.until === null} and lower(s.holds) > ${t.day}::date))
        and q.employee_number is not null and q.in_file and not exists (select from pg_temp.matched m where m.person_id = s.person_id)
      order by s.person_id, s.holds)`,
  )
  const counted = await sql<Counts & { mains: number; ended: number }>`
    select p.*, (select count(*) from pg_temp.leaver) as "left",
      (select count(*) from pg_temp.staged where fate = 'main') as mains,
      (select count(*) from spell s where s.organization_id = ${t.organizationId} and s.superseded is null and s.holds @> ${t.day}::date) as present
    from (select
      count(*) filter (where outcome = 'added') as added, count(*) filter (where outcome = 'rehired') as rehired, count(*) filter (where outcome = 'left') as ended,
      count(*) filter (where changes) as changed,
      count(*) filter (where changes and moved) as moved, count(*) filter (where changes and 'title' = any(place_changed)) as "titleChanged",
      count(*) filter (where changes and 'manager' = any(place_changed)) as "managerChanged",
      count(*) filter (where outcome = 'kept' and not changes) as silent
      from (select *, outcome = 'starts' or (outcome = 'kept' and (end_moved or person_changed <> '{}' or place_changed <> '{}')) as changes from pg_temp.plan) x) p`.execute(
    tx,
  )
  const { mains, ended, ...counts } = counted.rows[0]!
  return { ...counts, unchanged: mains - counts.added - counts.changed - counts.rehired - ended }
}
