-- module: hypercare
-- The first weeks of a wave, its hand-over to the program lead, and the watch afterwards.
-- When hypercare begins follows from the wave's launch. See docs/decisions/hypercare.md.

-- How long it lasts, where somebody said more than 60 days. The newest holds.
create table hypercare_length (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  days integer not null check (days between 60 and 365),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
create index hypercare_length_by_wave on hypercare_length (organization_id, wave_id, set_at desc);
call secure_table('hypercare_length');

-- A criterion that does not stop the hand-over although it is not fulfilled.
create table hypercare_waiver (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  criterion text not null check (criterion ~ '^[a-z_]{1,40}$'),
  reason text not null check (length(reason) between 1 and 500),
  until date not null,
  waived_by uuid not null,
  waived_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, waived_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id),
  check ((ended_by is null) = (ended_at is null))
);
create unique index hypercare_waiver_once on hypercare_waiver (organization_id, wave_id, criterion) where ended_at is null;
call secure_table('hypercare_waiver');

create table handover_risk (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  words text not null check (length(words) between 1 and 500),
  named_by uuid not null,
  named_at timestamptz not null,
  accepted_by uuid,
  accepted_at timestamptz,
  removed_by uuid,
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, named_by) references person (organization_id, id),
  foreign key (organization_id, accepted_by) references person (organization_id, id),
  foreign key (organization_id, removed_by) references person (organization_id, id),
  check ((accepted_by is null) = (accepted_at is null)),
  check ((removed_by is null) = (removed_at is null))
);
create index handover_risk_by_wave on handover_risk (organization_id, wave_id) where removed_at is null;
call secure_table('handover_risk');

-- That somebody found the right answer to every question of the knowledge check. Wrong ones are not kept.
create table handover_check (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  person_id uuid not null,
  passed_at timestamptz not null,
  primary key (organization_id, wave_id, person_id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('handover_check');

create table handover_signature (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  part text not null check (part in ('lead', 'sponsor', 'launcher')),
  person_id uuid not null,
  signed_at timestamptz not null,
  primary key (organization_id, wave_id, part),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('handover_signature');

-- Handed over, with everything as it stood then; the paper is drawn from it.
create table handover (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  completed_at timestamptz not null,
  record jsonb not null,
  primary key (organization_id, wave_id),
  foreign key (organization_id, wave_id) references wave (organization_id, id)
);
call secure_table('handover');

-- When the watch looked, so that it looks as often as its rate of false alarms counts with.
create table hypercare_look (
  organization_id uuid not null references organization (id),
  kind text not null check (kind in ('wave', 'department')),
  as_of date not null,
  looked_at timestamptz not null,
  -- Numbers that were compared.
  compared integer not null,
  primary key (organization_id, kind, as_of)
);
call secure_table('hypercare_look');

-- A part of the company that fell back after its wave was handed over; with the numbers that were given out.
create table hypercare_fall (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  kind text not null check (kind in ('wave', 'department')),
  key text not null,
  metric text not null check (metric in ('C1', 'L3')),
  reference_on date not null,
  reference_met integer not null,
  reference_of integer not null check (reference_of > 0),
  found_on date not null,
  found_met integer not null,
  found_of integer not null check (found_of > 0),
  found_at timestamptz not null,
  closed_on date,
  closed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  check ((closed_on is null) = (closed_at is null))
);
create unique index hypercare_fall_once on hypercare_fall (organization_id, kind, key, metric) where closed_at is null;
create index hypercare_fall_by_time on hypercare_fall (organization_id, found_at desc);
call secure_table('hypercare_fall');
