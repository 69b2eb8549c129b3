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
