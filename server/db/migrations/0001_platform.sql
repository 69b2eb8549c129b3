-- module: platform
-- The ground: companies, the clock, the event log, what is due, stored files.

create extension if not exists btree_gist;
create extension if not exists btree_gin;
create extension if not exists pg_trgm;

-- The organization that the connection was told. Unset: no rows anywhere.
create function current_organization() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('belay.organization', true), '')::uuid;

-- One row. The clock's offset moves demo, tests and rehearsals; production keeps 0.
create table installation (
  one boolean primary key default true check (one),
  movable_clock boolean not null default false,
  clock_offset_ms bigint not null default 0,
  demo boolean not null default false
);
insert into installation default values;

create table organization (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 200),
  time_zone text not null default 'UTC',
  locale text not null default 'en',
  -- Share of the company that a people file may end without being confirmed.
  leaver_limit_percent numeric(5,2) not null default 5,
  created_at timestamptz not null
);

-- Puts row-level security on a table; every table with organization_id calls it. Not forced on the
-- tables' owner: the app never connects as it, and the few functions that look across companies
-- (what is due, the log) run as it, also where the owner is an ordinary role.
create procedure secure_table(name regclass) language plpgsql as $$
begin
  execute format('alter table %s enable row level security', name);
  execute format(
    'create policy organization on %s using (organization_id = current_organization()) with check (organization_id = current_organization())',
    name);
end $$;

-- Everything that a person or job changed: one typed event, append-only.
-- Payloads hold ids and names of changed fields, never the words people wrote.
-- xid lets readers stay behind the oldest open transaction, so that no late commit is skipped.
create table event (
  organization_id uuid not null references organization (id),
  id bigint generated always as identity,
  recorded_at timestamptz not null,
  happened_on date not null,
  type text not null,
  actor_id uuid,
  actor_via text not null check (actor_via in ('session', 'token', 'job', 'operator', 'anonymous')),
  subject_kind text not null,
  subject_id uuid,
  data jsonb not null default '{}',
  xid xid8 not null default pg_current_xact_id(),
  primary key (organization_id, recorded_at, id)
) partition by range (recorded_at);
create table event_default partition of event default;
create index event_by_commit on event (xid, id);
create index event_by_subject on event (organization_id, subject_kind, subject_id, recorded_at desc);
create index event_by_type on event (organization_id, type, recorded_at desc);
create index event_by_actor on event (organization_id, actor_id, recorded_at desc);
call secure_table('event');
call secure_table('event_default');

create function event_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'The event log is append-only.';
end $$;
create trigger append_only before update or delete on event for each row execute function event_is_append_only();

-- How far each reader of the log has come.
create table event_cursor (
  name text primary key,
  xid xid8 not null default '0',
  id bigint not null default 0
);
insert into event_cursor (name) values ('reactions');

-- The log behind the oldest open transaction, all companies: for the reaction loop only.
create function events_after(after_xid xid8, after_id bigint, most integer)
  returns table (organization_id uuid, id bigint, type text, subject_kind text, subject_id uuid, data jsonb, xid xid8)
  language sql stable security definer set search_path from current as $$
  select e.organization_id, e.id, e.type, e.subject_kind, e.subject_id, e.data, e.xid
  from event e
  where (e.xid, e.id) > (after_xid, after_id) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
  order by e.xid, e.id limit most
$$;

-- Whether something committed is not to be read yet, because an older transaction is still open.
create function events_held_back(after_xid xid8, after_id bigint) returns boolean
  language sql stable security definer set search_path from current as $$
  select exists (select 1 from event e where (e.xid, e.id) > (after_xid, after_id) and e.xid >= pg_snapshot_xmin(pg_current_snapshot()))
$$;

-- Whatever happens at a time: read against our clock, handed to a job, then gone.
create table due (
  organization_id uuid not null references organization (id),
  kind text not null,
  subject_id uuid not null,
  due_at timestamptz not null,
  primary key (organization_id, kind, subject_id, due_at)
);
create index due_by_time on due (due_at);
call secure_table('due');

create function due_until(instant timestamptz, most integer)
  returns table (organization_id uuid, kind text, subject_id uuid, due_at timestamptz)
  language sql stable security definer set search_path from current as $$
  select d.organization_id, d.kind, d.subject_id, d.due_at from due d where d.due_at <= instant order by d.due_at limit most
$$;

create function next_due() returns timestamptz
  language sql stable security definer set search_path from current as $$
  select min(due_at) from due
$$;

-- A job for now, in the caller's own transaction.
create function enqueue_job(identifier text, payload json, job_key text default null, queue_name text default null)
  returns void language sql security definer set search_path from current as $$
  select graphile_worker.add_job(identifier, payload, queue_name => queue_name, job_key => job_key, max_attempts => 12)
$$;

create table stored_file (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) <= 300),
  media_type text not null,
  bytes bytea not null check (octet_length(bytes) <= 67108864),
  sha256 text not null,
  created_by uuid,
  created_at timestamptz not null,
  primary key (organization_id, id)
);
call secure_table('stored_file');
