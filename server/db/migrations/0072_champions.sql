-- module: champions
-- Champions: who is asked, for how long and for which part of the company, and what is left when one goes.
-- Whoever holds the role `champion` is one; there is no second list. See docs/decisions/champions.md.

-- How large the network should be, and what somebody is usually asked for.
create table champion_aim (
  organization_id uuid not null references organization (id),
  people_each integer not null check (people_each between 5 and 200),
  term_months integer not null check (term_months between 1 and 36),
  hours_month integer not null check (hours_month between 1 and 40),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
call secure_table('champion_aim');

-- An invitation and what came of it. Where it stands follows from its columns.
create table champion_term (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  starts_on date not null,
  ends_on date not null,
  hours_month integer not null check (hours_month between 1 and 40),
  -- What they are to cover: [{kind, key}].
  areas jsonb not null,
  words text not null default '' check (length(words) <= 1000),
  asked_by uuid not null,
  asked_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  accepted_at timestamptz,
  declined_at timestamptz,
  declined_words text not null default '' check (length(declined_words) <= 500),
  -- Whoever they reported to when they were asked, and whether the hours fit into the work.
  manager_id uuid,
  fits boolean,
  fits_at timestamptz,
  fits_by uuid,
  fits_words text not null default '' check (length(fits_words) <= 500),
  -- The role has been given for it.
  begun_at timestamptz,
  -- They were told that it ends soon.
  ending_told_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, asked_by) references person (organization_id, id),
  foreign key (organization_id, withdrawn_by) references person (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  foreign key (organization_id, fits_by) references person (organization_id, id),
  check (ends_on > starts_on),
  check (accepted_at is null or declined_at is null),
  check (withdrawn_at is null or (accepted_at is null and declined_at is null)),
  check (begun_at is null or accepted_at is not null),
  check ((fits is null) = (fits_at is null) and (fits is null) = (fits_by is null))
);
create unique index champion_term_once on champion_term (organization_id, person_id)
  where accepted_at is null and declined_at is null and withdrawn_at is null;
create index champion_term_by_person on champion_term (organization_id, person_id, starts_on);
create index champion_term_by_manager on champion_term (organization_id, manager_id) where fits is null;
call secure_table('champion_term');

-- What a champion covers, from when to when. Without a row: the own location, or the department where there is none.
create table champion_area (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  kind text not null check (kind in ('location', 'department')),
  key text not null check (length(key) between 1 and 400),
  began_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check (ended_at is null or ended_at >= began_at)
);
create unique index champion_area_once on champion_area (organization_id, person_id, kind, key) where ended_at is null;
call secure_table('champion_area');

-- Somebody is no champion any more: what they covered, and who has it now.
create table champion_exit (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  grant_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  because text not null check (because in ('term', 'own', 'lead', 'role', 'left')),
  areas jsonb not null,
  -- Passed to nobody: somebody looked and nothing was left.
  passed_to uuid,
  passed_by uuid,
  passed_at timestamptz,
  words text not null default '' check (length(words) <= 1000),
  primary key (organization_id, id),
  unique (organization_id, grant_id),
  foreign key (organization_id, grant_id) references role_grant (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, passed_to) references person (organization_id, id),
  foreign key (organization_id, passed_by) references person (organization_id, id),
  check ((passed_at is null) = (passed_by is null)),
  check (passed_to is null or passed_at is not null)
);
create index champion_exit_open on champion_exit (organization_id, at) where passed_at is null;
call secure_table('champion_exit');
