-- module: platform
-- A reader of the log stays behind the oldest open transaction of the whole server, so one long
-- import would hold up the letters of everybody. What is committed in front of the reader's place is
-- read ahead and noted here until that place has passed it; so nothing is skipped or met twice.

create table event_ahead (
  organization_id uuid not null references organization (id),
  id bigint not null,
  primary key (organization_id, id)
);
call secure_table('event_ahead');

-- Committed events of these types after a place, also in front of open transactions, that nobody has read ahead yet.
create function events_ahead(after_xid xid8, after_id bigint, types text[], most integer)
  returns table (organization_id uuid, id bigint, type text, subject_id uuid)
  language sql stable security definer set search_path from current as $$
  select e.organization_id, e.id, e.type, e.subject_id
  from event e
  where (e.xid, e.id) > (after_xid, after_id) and e.type = any(types)
    and not exists (select from event_ahead a where a.organization_id = e.organization_id and a.id = e.id)
  order by e.xid, e.id limit most
$$;

-- Who talked lately, company-wide: a leader's line reads the days of one cadence and not the years before.
create index checkin_by_day on checkin (organization_id, held_on, report_id, manager_id) where held_on is not null;

-- Who is found by the words of a search, at most so many. Under row-level security PostgreSQL takes only
-- leakproof operators into an index, and LIKE is none; so this runs as the owner and holds the
-- organization itself. The first pattern is the one that the index is asked for.
create function people_found(first text, others text[], most integer) returns setof uuid
  language sql stable security definer set search_path from current as $$
  select r.person_id from roster r
  where r.organization_id = current_organization() and r.search like first and r.search like all (others)
  limit most
$$;
