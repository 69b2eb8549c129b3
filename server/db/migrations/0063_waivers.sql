-- module: launch
-- A check that fails is let stand until a day: by whom, why, until when. Of a wave's gates, or of
-- the mistake audit of a program.

create table waiver (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  -- Null: of the mistake audit.
  wave_id uuid,
  check_id text not null check (check_id ~ '^[a-z_]{1,40}$'),
  reason text not null check (length(reason) between 1 and 500),
  given_by uuid not null,
  given_on date not null,
  given_at timestamptz not null,
  -- The last day on which it holds.
  until date not null,
  -- Taken back, or replaced by a newer one.
  ended_by uuid,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id) on delete cascade,
  foreign key (organization_id, given_by) references person (organization_id, id),
  check (until between given_on and given_on + 90),
  check ((ended_at is null) = (ended_by is null))
);
create index waiver_by_program on waiver (organization_id, program_id, until) where ended_at is null;
call secure_table('waiver');
