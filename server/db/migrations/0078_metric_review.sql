-- module: metric-review
-- After 6 and 12 months, then every year: is each success metric still the right one?
-- See docs/decisions/metric-reviews.md.

create table metric_review (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  -- Months after the first go-live.
  months integer not null check (months between 1 and 600),
  due_on date not null,
  due_at timestamptz not null,
  -- Lead and committee heard of it.
  told_at timestamptz,
  revision integer not null default 0,
  held_at timestamptz,
  held_by uuid,
  -- The meeting of the committee at which it was decided.
  meeting_id uuid,
  primary key (organization_id, id),
  unique (organization_id, program_id, months),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, held_by) references person (organization_id, id),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  check ((held_at is null) = (held_by is null)),
  check (meeting_id is null or held_at is not null)
);
call secure_table('metric_review');

create table metric_review_choice (
  organization_id uuid not null references organization (id),
  review_id uuid not null,
  metric text not null check (metric ~ '^[A-Z][0-9]{1,2}[A-Z]?$'),
  choice text not null check (choice in ('keep', 'change', 'retire')),
  -- Of a change: the new aim.
  target double precision,
  by_on date,
  why text not null default '' check (length(why) <= 2000),
  -- Of what is retired: what success is measured by instead.
  replaced_by text check (replaced_by ~ '^[A-Z][0-9]{1,2}[A-Z]?$'),
  -- How it stood when the review was held, with the aim that it had; it stays so.
  stood jsonb,
  chosen_by uuid not null,
  chosen_at timestamptz not null,
  primary key (organization_id, review_id, metric),
  foreign key (organization_id, review_id) references metric_review (organization_id, id),
  foreign key (organization_id, chosen_by) references person (organization_id, id),
  check (choice = 'keep' or why <> ''),
  check ((choice = 'change') = (target is not null)),
  check ((choice = 'change') = (by_on is not null)),
  check (replaced_by is null or choice = 'retire'),
  check (replaced_by is distinct from metric)
);
call secure_table('metric_review_choice');
