-- module: training
-- Certificates: which course gives one, who holds one and until when. See docs/decisions/certificates.md.

-- From when it is set on; whoever finished before has none.
create table training_certificate_rule (
  organization_id uuid not null references organization (id),
  course_id text not null check (course_id ~ '^[a-z0-9-]{1,60}$'),
  title text not null check (length(title) between 1 and 120),
  -- Null: without end.
  months integer check (months between 1 and 120),
  -- Whoever's has expired counts as not trained.
  strict boolean not null default false,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id, course_id),
  foreign key (organization_id, set_by) references person (organization_id, id),
  check (months is not null or not strict)
);
call secure_table('training_certificate_rule');

create table training_certificate (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  number text not null check (number ~ '^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$'),
  person_id uuid not null,
  course_id text not null,
  -- As it was when it was given.
  title text not null,
  issued_on date not null,
  expires_on date,
  -- The day on which they were told that it expires, and the course was open to them again.
  renewal_on date,
  -- Expired, and its consequence was drawn.
  lapsed_on date,
  revoked_at timestamptz,
  revoked_by uuid,
  -- For the holder and whoever looks after the program; empty where a session was taken back.
  revoked_reason text check (length(revoked_reason) <= 300),
  primary key (organization_id, id),
  unique (organization_id, number),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, revoked_by) references person (organization_id, id),
  check ((revoked_at is null) = (revoked_by is null))
);
create index training_certificate_by_person on training_certificate (organization_id, person_id, course_id, issued_on desc);
create index training_certificate_by_day on training_certificate (organization_id, issued_on desc, id);
create index training_certificate_ending on training_certificate (organization_id, expires_on)
  where revoked_at is null and lapsed_on is null and expires_on is not null;
call secure_table('training_certificate');

-- A course that somebody finished and is asked to take again, because what they hold expires.
create table training_renewal (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  course_id text not null,
  certificate_id uuid not null,
  opened_on date not null,
  due_on date not null,
  -- A letter about it was planned.
  told_on date,
  done_on date,
  primary key (organization_id, person_id, course_id, certificate_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, certificate_id) references training_certificate (organization_id, id)
);
create index training_renewal_open on training_renewal (organization_id, person_id, course_id) where done_on is null;
call secure_table('training_renewal');

-- One night's letters about what expires, so that each person gets one about all.
create table training_expiry (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  planned_on date not null,
  primary key (organization_id, id),
  unique (organization_id, planned_on)
);
call secure_table('training_expiry');
