-- module: people
-- The record: who worked here, where, for whom, since when, and what we believed when.

create table person (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  -- Null for people outside the people file (a first administrator, a consultant): never leavers.
  employee_number text,
  given_name text not null default '',
  middle_name text not null default '',
  family_name text not null default '',
  preferred_name text not null default '',
  -- As people write it themselves; what every page shows.
  full_name text not null check (length(full_name) between 1 and 500),
  -- As lists sort and as search as you type finds it; made by searchText().
  sort_name text not null default '',
  search text not null default '',
  email text,
  -- Lower-case address that signs in; null where two people claim the same one.
  email_key text,
  locale text not null default '',
  time_zone text not null default '',
  hired_on date,
  -- Named by a people file at least once; others are outsiders, in nobody's count.
  in_file boolean not null default false,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, employee_number),
  unique (organization_id, email_key)
);
call secure_table('person');

-- Presence: the periods in which a person is employed here. It begins with the first
-- file that names them; an employment that a file only states as past holds no day.
create table spell (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  holds daterange not null,
  -- As the file states them, for tenure.
  hired_on date,
  left_on date,
  recorded timestamptz not null,
  superseded timestamptz,
  import_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  exclude using gist (person_id with =, organization_id with =, holds with &&) where (superseded is null)
);
create index spell_by_person on spell (organization_id, person_id);
call secure_table('spell');

-- Where a person worked, as what, for whom: one row per period without a change.
create table placement (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  holds daterange not null check (not isempty(holds)),
  title text not null default '',
  department text not null default '',
  division text not null default '',
  location text not null default '',
  country text not null default '',
  level text not null default '',
  employment_type text not null default '',
  status text not null default 'active' check (status in ('active', 'leave')),
  -- The manager as the file names them, and the person that this could be linked to.
  manager_named text not null default '',
  manager_id uuid,
  second_manager_id uuid,
  recorded timestamptz not null,
  superseded timestamptz,
  import_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  foreign key (organization_id, second_manager_id) references person (organization_id, id),
  exclude using gist (person_id with =, organization_id with =, holds with &&) where (superseded is null)
);
create index placement_by_person on placement (organization_id, person_id);
create index placement_by_manager on placement (organization_id, manager_id);
call secure_table('placement');

-- Today's picture, derived from the two tables above and rebuilt by them: one row per
-- person with a present spell, and per account outside the people file. Nested
-- intervals carry the reporting line: X is below L when l.seq < x.seq <= l.last_seq.
create table roster (
  organization_id uuid not null,
  person_id uuid not null,
  -- False for people outside the people file: they sign in, and are counted nowhere.
  employed boolean not null,
  employee_number text,
  full_name text not null,
  given_name text not null,
  family_name text not null,
  sort_name text not null,
  -- Folded names, e-mail and number, for search as you type.
  search text not null,
  email text,
  title text not null default '',
  department text not null default '',
  division text not null default '',
  location text not null default '',
  country text not null default '',
  level text not null default '',
  employment_type text not null default '',
  status text not null default 'active',
  locale text not null,
  time_zone text not null,
  hired_on date,
  present_since date,
  manager_id uuid,
  second_manager_id uuid,
  seq integer not null,
  last_seq integer not null,
  depth integer not null,
  direct_reports integer not null default 0,
  all_reports integer not null default 0,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index roster_by_line on roster (organization_id, seq);
create index roster_by_manager on roster (organization_id, manager_id);
create index roster_by_name on roster (organization_id, sort_name, person_id);
create index roster_by_department on roster (organization_id, department, sort_name);
create index roster_by_location on roster (organization_id, location, sort_name);
create index roster_by_country on roster (organization_id, country, sort_name);
create index roster_by_search on roster using gin (organization_id, search gin_trgm_ops);
call secure_table('roster');

-- One people file that was looked at or applied, and what it did.
create table people_import (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  file_id uuid,
  file_name text not null,
  as_of date not null,
  mapping jsonb,
  options jsonb not null default '{}',
  report jsonb,
  created_by uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  applied_at timestamptz,
  cancelled_at timestamptz,
  failed_with jsonb,
  -- Rows taken in so far, of the rows in the file.
  progress integer not null default 0,
  rows integer,
  primary key (organization_id, id),
  foreign key (organization_id, file_id) references stored_file (organization_id, id)
);
call secure_table('people_import');

create table people_import_finding (
  organization_id uuid not null,
  import_id uuid not null,
  position integer not null,
  severity text not null check (severity in ('refused', 'warning')),
  code text not null,
  line integer not null,
  employee_number text,
  column_name text,
  params jsonb not null default '{}',
  primary key (organization_id, import_id, position),
  foreign key (organization_id, import_id) references people_import (organization_id, id) on delete cascade
);
call secure_table('people_import_finding');

-- After many rows were written: the planner does not wait for the database to notice.
-- The app's role does not own the tables, so this runs as their owner.
create function analyze_people() returns void language plpgsql security definer set search_path from current as $$
begin
  analyze person, spell, placement, roster;
end $$;
