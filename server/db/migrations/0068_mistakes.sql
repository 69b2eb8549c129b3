-- module: mistakes
-- The mistake audit: what each check of the seven mistakes found, on each day that it was looked at.

create table mistake_finding (
  organization_id uuid not null references organization (id),
  program_id uuid not null,
  day date not null,
  check_id text not null check (check_id ~ '^[a-z_]{1,40}$'),
  mistake text not null check (mistake in ('P1', 'P2', 'P3', 'P4', 'I1', 'I2', 'I3')),
  result text not null check (result in ('pass', 'fail', 'unknown')),
  -- Whether it was let stand that day.
  waived boolean not null,
  -- Which sentence says it, and what the sentence names: numbers, days, ids.
  reason text not null,
  evidence jsonb not null default '{}',
  checked_at timestamptz not null,
  primary key (organization_id, program_id, day, check_id),
  foreign key (organization_id, program_id) references program (organization_id, id)
);
call secure_table('mistake_finding');

-- Check-ins that were begun lately, to find those that were abandoned.
create index checkin_by_creation on checkin (organization_id, created_at);

-- What the sponsor means to do, and when. That it was done is read from what was done.
create table sponsor_act (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  kind text not null check (kind in ('message', 'session', 'goal', 'checkin')),
  planned_for date not null,
  note text not null default '' check (length(note) <= 200),
  planned_by uuid not null,
  planned_at timestamptz not null,
  removed_by uuid,
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, planned_by) references person (organization_id, id),
  check ((removed_at is null) = (removed_by is null))
);
create index sponsor_act_by_program on sponsor_act (organization_id, program_id, planned_for) where removed_at is null;
call secure_table('sponsor_act');
