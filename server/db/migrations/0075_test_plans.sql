-- module: test-plans
-- What is tried before a wave goes live, by whom, what was found, and who signed that it is enough.
-- See docs/decisions/test-plans.md.

create table test_plan (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  due_on date not null,
  made_by uuid not null,
  made_at timestamptz not null,
  -- Counts changes of testers and settings, so that two people do not overwrite each other.
  revision integer not null default 1,
  primary key (organization_id, wave_id),
  foreign key (organization_id, wave_id) references wave (organization_id, id) on delete cascade,
  foreign key (organization_id, made_by) references person (organization_id, id)
);
call secure_table('test_plan');

create table test_script (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  -- The script of the library that it began as; null: the company's own.
  library_id text check (library_id ~ '^[a-z0-9-]{1,60}$'),
  role text not null check (role ~ '^[a-z-]{1,40}$'),
  place integer not null,
  -- The newest version.
  version integer not null,
  removed_by uuid,
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references test_plan (organization_id, wave_id) on delete cascade,
  foreign key (organization_id, removed_by) references person (organization_id, id),
  check ((removed_by is null) = (removed_at is null))
);
create index test_script_by_wave on test_script (organization_id, wave_id, place);
create unique index test_script_once on test_script (organization_id, wave_id, library_id) where removed_at is null;
call secure_table('test_script');

-- As it was when somebody tried it: what the library or the lead changes later is a version of its own.
create table test_script_version (
  organization_id uuid not null references organization (id),
  script_id uuid not null,
  number integer not null,
  must boolean not null,
  minutes integer not null check (minutes between 1 and 60),
  -- By language: a title and steps, each with what to do and what to expect.
  texts jsonb not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (organization_id, script_id, number),
  foreign key (organization_id, script_id) references test_script (organization_id, id) on delete cascade,
  foreign key (organization_id, written_by) references person (organization_id, id)
);
call secure_table('test_script_version');

create table test_tester (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  person_id uuid not null,
  -- As whom they test; the scripts follow from it.
  roles text[] not null check (cardinality(roles) between 1 and 6),
  device text not null check (device in ('phone', 'computer')),
  added_by uuid not null,
  added_at timestamptz not null,
  invited_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, wave_id, person_id),
  foreign key (organization_id, wave_id) references test_plan (organization_id, wave_id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, added_by) references person (organization_id, id)
);
create index test_tester_by_person on test_tester (organization_id, person_id) where ended_at is null and invited_at is not null;
call secure_table('test_tester');

-- One try of a script by one person. When it was begun and how long it took is not kept.
create table test_run (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  script_id uuid not null,
  version integer not null,
  person_id uuid not null,
  language text not null check (language ~ '^[a-z]{2}$'),
  device text not null check (device in ('phone', 'computer')),
  -- One entry a step: result, words, severity.
  answers jsonb not null,
  revision integer not null default 1,
  -- What came of it; null while it is not handed in, and then nobody else reads it.
  result text check (result in ('passed', 'failed', 'could_not')),
  handed_in_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references test_plan (organization_id, wave_id) on delete cascade,
  foreign key (organization_id, script_id, version) references test_script_version (organization_id, script_id, number) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((result is null) = (handed_in_at is null))
);
create unique index test_run_open on test_run (organization_id, script_id, person_id) where handed_in_at is null;
create index test_run_by_wave on test_run (organization_id, wave_id, handed_in_at);
create index test_run_by_person on test_run (organization_id, person_id, script_id);
call secure_table('test_run');

create table test_picture (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  run_id uuid not null,
  step integer not null check (step between 0 and 39),
  file_id uuid not null,
  added_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, run_id) references test_run (organization_id, id) on delete cascade,
  foreign key (organization_id, file_id) references stored_file (organization_id, id)
);
create index test_picture_by_run on test_picture (organization_id, run_id, step);
call secure_table('test_picture');

create table test_finding (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  -- Counted in its plan, so that people can speak of it.
  number integer not null,
  run_id uuid not null,
  step integer not null,
  severity text not null check (severity in ('blocker', 'major', 'minor', 'question')),
  words text not null check (length(words) between 1 and 2000),
  found_by uuid not null,
  found_at timestamptz not null,
  owner_id uuid,
  primary key (organization_id, id),
  unique (organization_id, wave_id, number),
  foreign key (organization_id, wave_id) references test_plan (organization_id, wave_id) on delete cascade,
  foreign key (organization_id, run_id) references test_run (organization_id, id) on delete cascade,
  foreign key (organization_id, found_by) references person (organization_id, id),
  foreign key (organization_id, owner_id) references person (organization_id, id)
);
create index test_finding_by_owner on test_finding (organization_id, owner_id) where owner_id is not null;
create index test_finding_by_finder on test_finding (organization_id, found_by);
call secure_table('test_finding');

-- What became of a finding, in order. Its state is the last of these that changes it.
create table test_finding_act (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  finding_id uuid not null,
  number integer not null,
  act text not null check (act in ('graded', 'owned', 'fixed', 'works', 'still', 'accepted', 'reopened')),
  -- The new severity, where that is what changed.
  severity text check (severity in ('blocker', 'major', 'minor', 'question')),
  owner_id uuid,
  words text not null default '' check (length(words) <= 2000),
  acted_by uuid not null,
  acted_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, finding_id, number),
  foreign key (organization_id, finding_id) references test_finding (organization_id, id) on delete cascade,
  foreign key (organization_id, owner_id) references person (organization_id, id),
  foreign key (organization_id, acted_by) references person (organization_id, id)
);
call secure_table('test_finding_act');

-- Who signs beside the program lead.
create table test_signer (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  part text not null check (part in ('hr', 'it')),
  person_id uuid not null,
  named_by uuid not null,
  named_at timestamptz not null,
  primary key (organization_id, wave_id, part),
  foreign key (organization_id, wave_id) references test_plan (organization_id, wave_id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, named_by) references person (organization_id, id)
);
create index test_signer_by_person on test_signer (organization_id, person_id);
call secure_table('test_signer');

create table test_signature (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  part text not null check (part in ('lead', 'hr', 'it')),
  person_id uuid not null,
  signed_at timestamptz not null,
  -- What was known then: counts, and what was accepted.
  known jsonb not null,
  voided_at timestamptz,
  voided_by uuid,
  void_reason text check (void_reason in ('blocker', 'changed', 'reopened', 'signers')),
  void_words text not null default '' check (length(void_words) <= 500),
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references test_plan (organization_id, wave_id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, voided_by) references person (organization_id, id),
  check ((voided_at is null) = (void_reason is null))
);
create unique index test_signature_standing on test_signature (organization_id, wave_id, part) where voided_at is null;
create index test_signature_by_wave on test_signature (organization_id, wave_id, signed_at);
call secure_table('test_signature');
