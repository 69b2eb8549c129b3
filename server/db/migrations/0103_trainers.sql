-- module: live
-- Trainers: who is asked, the sessions they deliver under observation, and what the observer says of them.
-- See docs/decisions/trainers.md.

-- One row a company.
create table trainer_rule (
  organization_id uuid not null references organization (id),
  -- After so many months a sign-off is renewed; null: never.
  renew_months integer check (renew_months between 3 and 60),
  -- Workshops of the library that only a signed-off trainer leads.
  workshops text[] not null,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
call secure_table('trainer_rule');

-- Somebody who was asked to become a trainer, and what came of it. Where they stand follows from these columns and their deliveries.
create table trainer (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  -- In which they can lead a session.
  languages text[] not null check (cardinality(languages) between 1 and 4),
  words text not null default '' check (length(words) <= 1000),
  named_by uuid not null,
  named_at timestamptz not null,
  accepted_at timestamptz,
  declined_at timestamptz,
  ended_at timestamptz,
  because text check (because in ('own', 'lead', 'role', 'left')),
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, named_by) references person (organization_id, id),
  check (accepted_at is null or declined_at is null),
  check ((ended_at is null) = (because is null))
);
create unique index trainer_once on trainer (organization_id, person_id) where declined_at is null and ended_at is null;
create index trainer_by_person on trainer (organization_id, person_id, named_at);
call secure_table('trainer');

-- A session that a candidate delivers while somebody watches. A sign-off is the row that says `ready`.
create table trainer_delivery (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  trainer_id uuid not null,
  session_id uuid not null,
  observer_id uuid not null,
  arranged_by uuid not null,
  arranged_at timestamptz not null,
  withdrawn_at timestamptz,
  observed_at timestamptz,
  verdict text check (verdict in ('ready', 'not_yet')),
  -- Of each item of the sheet, whether it was seen; for candidate, observer and lead alone, as the words are.
  seen jsonb,
  well text not null default '' check (length(well) <= 4000),
  work_on text not null default '' check (length(work_on) <= 4000),
  -- By when the next one should be.
  next_by date,
  -- Of a sign-off: its last day; null: without end. And when they were told that it comes.
  ready_until date,
  renewal_told_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, trainer_id) references trainer (organization_id, id),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, observer_id) references person (organization_id, id),
  foreign key (organization_id, arranged_by) references person (organization_id, id),
  check ((observed_at is null) = (verdict is null) and (seen is null) = (verdict is null)),
  check (withdrawn_at is null or observed_at is null),
  check (ready_until is null or verdict = 'ready')
);
create unique index trainer_delivery_open on trainer_delivery (organization_id, trainer_id) where withdrawn_at is null and observed_at is null;
create index trainer_delivery_by_trainer on trainer_delivery (organization_id, trainer_id, arranged_at);
create index trainer_delivery_by_session on trainer_delivery (organization_id, session_id);
create index trainer_delivery_by_observer on trainer_delivery (organization_id, observer_id) where withdrawn_at is null;
call secure_table('trainer_delivery');

-- The site where it takes place, as the people file names it; empty: none in particular.
alter table training_session add column site text not null default '' check (length(site) <= 200);
