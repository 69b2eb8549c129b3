-- module: packages
-- Learning packages of other makers (SCORM 1.2 and 2004): their files, and how far people are in
-- them. See docs/decisions/packages.md.

-- One row a version. Versions of one course share `course_id`; the newest that was not taken away counts.
create table content_package (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  course_id text not null check (course_id ~ '^[a-z0-9-]{1,60}$'),
  version integer not null check (version > 0),
  kind text not null check (kind in ('scorm12', 'scorm2004', 'cmi5')),
  title text not null check (length(title) between 1 and 120),
  about text not null default '' check (length(about) <= 500),
  minutes integer not null check (minutes between 1 and 600),
  language text not null,
  -- What can be opened, in order: id, title, the file it begins with.
  parts jsonb not null,
  files integer not null,
  bytes bigint not null,
  brought_by uuid not null,
  brought_at timestamptz not null,
  taken_away_at timestamptz,
  taken_away_by uuid,
  primary key (organization_id, id),
  unique (organization_id, course_id, version),
  foreign key (organization_id, brought_by) references person (organization_id, id),
  foreign key (organization_id, taken_away_by) references person (organization_id, id),
  check ((taken_away_at is null) = (taken_away_by is null))
);
call secure_table('content_package');

create table content_file (
  organization_id uuid not null references organization (id),
  package_id uuid not null,
  path text not null check (length(path) between 1 and 500),
  media_type text not null,
  size integer not null,
  bytes bytea not null,
  primary key (organization_id, package_id, path),
  foreign key (organization_id, package_id) references content_package (organization_id, id)
);
-- Not compressed again, so that a part of a film is read without the rest of it.
alter table content_file alter column bytes set storage external;
call secure_table('content_file');

-- One row a person and version. `opening`: only the address made last still works.
create table content_attempt (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  package_id uuid not null,
  person_id uuid not null,
  begun_at timestamptz not null,
  opening integer not null default 1,
  opened_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, package_id, person_id),
  foreign key (organization_id, package_id) references content_package (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index content_attempt_by_person on content_attempt (organization_id, person_id);
call secure_table('content_attempt');

create table content_attempt_part (
  organization_id uuid not null references organization (id),
  attempt_id uuid not null,
  part_id text not null check (length(part_id) between 1 and 200),
  -- What the package wants to find again: its place, its notes to itself. Read by nobody else.
  kept jsonb not null default '{}',
  done_on date,
  -- Of a test in the package, from 0 to 1; for the person alone.
  passed boolean,
  score numeric(5, 4) check (score between 0 and 1),
  saved_at timestamptz not null,
  primary key (organization_id, attempt_id, part_id),
  foreign key (organization_id, attempt_id) references content_attempt (organization_id, id)
);
call secure_table('content_attempt_part');
