/**
 * Writes a plan into the record: people, the periods they are present, the
 * periods of what they do, and one event per person. Nothing that was believed
 * is overwritten: rows are superseded and their successors recorded.
 */
import { sql } from 'kysely'
import { type Context, nobody } from '../platform/context.ts'
import type { Instant } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'
import { countRecorded } from '../platform/events.ts'
import type { Terms } from './plan.ts'

export async function applyPlan(tx: Tx, c: Context, t: Terms, importId: string, now: Instant): Promise<void> {
  await keepFormerAddresses(tx, c, t, importId, now)
  await writePeople(tx, t, now)
  await writeSpells(tx, t, importId, now)
  await writePlacements(tx, t, importId, now)
  await recordChanges(tx, c, t, importId, now)
}

/** The new address opens the account of the old one: who is about to lose an address can be told there. */
async function keepFormerAddresses(tx: Tx, c: Context, t: Terms, importId: string, now: Instant): Promise<void> {
  const actor = c.viewer.personId === nobody ? null : c.viewer.personId
  await sql`insert into former_address (organization_id, person_id, import_id, address, changed_at, changed_by, changed_via)
    select ${t.organizationId}, p.id, ${importId}, p.email, ${now}, ${actor}::uuid, ${c.viewer.via}
    from pg_temp.plan n join person p on p.organization_id = ${t.organizationId} and p.id = n.person_id
    where not n.is_new and 'email' = any(n.person_changed) and p.email is not null and lower(p.email) is distinct from lower(n.email)
    on conflict do nothing`.execute(tx)
}

async function writePeople(tx: Tx, t: Terms, now: Instant): Promise<void> {
  // Addresses and numbers are given up before others take them.
  await sql`update person p set email_key = null
    from pg_temp.plan n where p.organization_id = ${t.organizationId} and p.email_key = n.email_key and p.id <> n.person_id`.execute(
    tx,
  )
  await sql`update person p set employee_number = n.number, given_name = n.given_name, middle_name = n.middle_name, family_name = n.family_name, preferred_name = n.preferred_name,
      full_name = n.full_name, sort_name = n.sort_name, search = n.search, email = n.email, email_key = n.email_key, locale = n.locale, time_zone = n.time_zone,
      hired_on = n.hired_on, in_file = true
    from pg_temp.plan n
    where p.organization_id = ${t.organizationId} and p.id = n.person_id and not n.is_new and (n.person_changed <> '{}' or n.restored)`.execute(
    tx,
  )
  await sql`insert into person (organization_id, id, employee_number, given_name, middle_name, family_name, preferred_name, full_name, sort_name, search, email, email_key,
      locale, time_zone, hired_on, in_file, created_at)
    select ${t.organizationId}, person_id, number, given_name, middle_name, family_name, preferred_name, full_name, sort_name, search, email, email_key, locale, time_zone, hired_on, true, ${now}
    from pg_temp.plan where is_new`.execute(tx)
}

async function writeSpells(tx: Tx, t: Terms, importId: string, now: Instant): Promise<void> {
  const { organizationId, day, until } = t
  // Newcomers have nothing to be reconciled with.
  await sql`insert into spell (organization_id, person_id, holds, hired_on, left_on, recorded, import_id)
    select ${organizationId}, person_id, daterange(e, least(ends, ${until}::date)), hired_on, left_on, ${now}, ${importId} from pg_temp.plan where is_new and wants`.execute(
    tx,
  )
  await sql`create temporary table presence on commit drop as
    select person_id, null::daterange as gone, daterange(e, least(ends, ${until}::date)) as here, hired_on, left_on from pg_temp.plan where wants and outcome in ('rehired', 'starts') and spell_id is null and future is null
    union all
    -- A start that was ahead moves: what was planned gives way.
    select person_id, daterange(least(future, e), null), daterange(e, ends), hired_on, left_on from pg_temp.plan where wants and outcome in ('rehired', 'starts') and spell_id is null and future is not null
    union all
    select person_id, daterange(least(lower(spell), e), null), daterange(e, ends), hired_on, left_on from pg_temp.plan where wants and outcome = 'starts' and spell_id is not null
    union all
    select person_id, daterange(greatest(lower(spell), ${day}::date), null), daterange(greatest(lower(spell), ${day}::date), ends), hired_on, left_on from pg_temp.plan where end_moved and outcome = 'kept'
    union all
    select l.person_id, daterange(l.gone_on, ${until}::date), null, p.hired_on, p.left_on from pg_temp.leaver l left join pg_temp.plan p on p.line = l.line`.execute(
    tx,
  )
  await sql`create temporary table wanted on commit drop as
    select w.person_id, holds, w.hired_on, w.left_on from (
      select p.person_id, p.hired_on, p.left_on,
        (coalesce(range_agg(s.holds) filter (where not isempty(s.holds)), '{}'::datemultirange) - coalesce(datemultirange(p.gone), '{}'::datemultirange)) + coalesce(datemultirange(p.here), '{}'::datemultirange) as periods
      from pg_temp.presence p left join spell s on s.organization_id = ${organizationId} and s.person_id = p.person_id and s.superseded is null
      group by p.person_id, p.gone, p.here, p.hired_on, p.left_on) w cross join unnest(w.periods) holds`.execute(tx)
  await sql`create temporary table replaced on commit drop as
    with gone as (
      update spell s set superseded = ${now} from pg_temp.presence p
      where s.organization_id = ${organizationId} and s.person_id = p.person_id and s.superseded is null and not isempty(s.holds)
        and not exists (select from pg_temp.wanted w where w.person_id = s.person_id and w.holds = s.holds)
      returning s.person_id, s.holds, s.hired_on, s.left_on)
    select * from gone`.execute(tx)
  await sql`insert into spell (organization_id, person_id, holds, hired_on, left_on, recorded, import_id)
    select ${organizationId}, w.person_id, w.holds, coalesce(w.hired_on, r.hired_on), coalesce(w.left_on, r.left_on), ${now}, ${importId}
    from pg_temp.wanted w
    left join lateral (select r.hired_on, r.left_on from pg_temp.replaced r where r.person_id = w.person_id and r.holds && w.holds order by r.holds desc limit 1) r on true
    where not exists (select from spell s where s.organization_id = ${organizationId} and s.person_id = w.person_id and s.superseded is null and s.holds = w.holds)`.execute(
    tx,
  )
  // Employments that the file only states: an earlier one of somebody, or one that ended before we ever saw the person.
  await sql`insert into spell (organization_id, person_id, holds, hired_on, left_on, recorded, import_id)
    select ${organizationId}, e.person_id, 'empty'::daterange, e.hired_on, e.left_on, ${now}, ${importId} from (
      select m.person_id, s.hired_on, s.left_on from pg_temp.verdict v join pg_temp.staged s on s.line = v.line
      join pg_temp.staged k on k.fate = 'main' and coalesce(k.number, '@' || lower(k.email)) = v.key join pg_temp.matched m on m.line = k.line where v.fate = 'earlier'
      union
      select person_id, hired_on, left_on from pg_temp.plan where is_new and status = 'ended') e
    where not exists (select from spell s where s.organization_id = ${organizationId} and s.person_id = e.person_id and s.superseded is null and isempty(s.holds)
      and (s.hired_on, s.left_on) is not distinct from (e.hired_on, e.left_on))`.execute(tx)
}

const placed = sql.raw(
  'title, department, division, location, country, level, employment_type, status, manager_named, manager_id, second_manager_id',
)
const planned = sql.raw(
  'title, department, division, location, country, level, employment_type, place_status, manager_named, manager_id, second_manager_id',
)

async function writePlacements(tx: Tx, t: Terms, importId: string, now: Instant): Promise<void> {
  const { organizationId, until } = t
  await sql`insert into placement (organization_id, person_id, holds, ${placed}, recorded, import_id)
    select ${organizationId}, person_id, daterange(e, ${until}::date), ${planned}, ${now}, ${importId} from pg_temp.plan where is_new and wants`.execute(
    tx,
  )
  // A change holds up to the next dated one, which stays as it was decided.
  await sql`create temporary table posted on commit drop as
    select line, person_id, daterange(e, least(upper(placement), ${until}::date)) as gone, daterange(e, least(upper(placement), ${until}::date)) as here
      from pg_temp.plan where outcome = 'kept' and placement_id is not null and (place_changed <> '{}' or relinked)
    union all
    select line, person_id, daterange(least(e, future, lower(placement)), ${until}::date), daterange(e, ${until}::date) from pg_temp.plan where wants and not is_new and outcome in ('rehired', 'starts')
    union all
    select line, person_id, daterange(gone_on, ${until}::date), null from pg_temp.leaver`.execute(tx)
  await sql`create temporary table displaced on commit drop as
    select c.id, c.person_id, datemultirange(c.holds) - datemultirange(p.gone) as rest
    from pg_temp.posted p join placement c on c.organization_id = ${organizationId} and c.person_id = p.person_id and c.superseded is null and c.holds && p.gone`.execute(
    tx,
  )
  await sql`update placement c set superseded = ${now} from pg_temp.displaced d where c.organization_id = ${organizationId} and c.id = d.id`.execute(
    tx,
  )
  await sql`insert into placement (organization_id, person_id, holds, ${placed}, recorded, import_id)
    select ${organizationId}, c.person_id, piece, ${placed}, ${now}, ${importId}
    from pg_temp.displaced d join placement c on c.organization_id = ${organizationId} and c.id = d.id cross join unnest(d.rest) piece`.execute(
    tx,
  )
  await sql`insert into placement (organization_id, person_id, holds, ${placed}, recorded, import_id)
    select ${organizationId}, n.person_id, p.here, ${planned}, ${now}, ${importId}
    from pg_temp.posted p join pg_temp.plan n on n.line = p.line where p.here is not null`.execute(tx)
}

async function recordChanges(tx: Tx, c: Context, t: Terms, importId: string, now: Instant): Promise<void> {
  const actor = c.viewer.personId === nobody ? null : c.viewer.personId
  const { numAffectedRows } = await sql`
    insert into event (organization_id, recorded_at, happened_on, type, actor_id, actor_via, subject_kind, subject_id, data)
    select ${t.organizationId}, ${now}, happened_on, type, ${actor}::uuid, ${c.viewer.via}, 'person', person_id,
      jsonb_build_object('importId', ${importId}::text) || case when changed = '{}' then '{}'::jsonb else jsonb_build_object('changed', to_jsonb(changed)) end
    from (
      select e as happened_on, person_id, person_changed || place_changed || case when relinked and not 'manager' = any(place_changed) then '{managerLink}'::text[] else '{}' end
          || case when end_moved then '{lastDay}'::text[] else '{}' end as changed,
        case when is_new then case when wants then 'person.joined' else 'person.recorded' end
          when outcome = 'rehired' then 'person.rehired' when outcome = 'starts' then 'person.joined'
          when moved then 'person.moved' else 'person.changed' end as type
      from pg_temp.plan where outcome <> 'left'
      union all
      select gone_on, person_id, '{}', 'person.left' from pg_temp.leaver) x`.execute(tx)
  countRecorded(c, Number(numAffectedRows ?? 0))
}
