-- module: attention
-- All that asks for somebody's time, and how much of it a week may hold. See docs/decisions/attention-budget.md.

-- One ask of one person. Written where letters and things to do are planned, in the same transaction.
create table time_asked (
  organization_id uuid not null,
  person_id uuid not null,
  -- Of contract/notice-kinds.ts.
  kind text not null check (kind ~ '^[a-z_]{1,60}$'),
  -- What asks: a message, a round of a survey, a notice of a review cycle; a letter about nothing else is its own source.
  source_id uuid not null,
  -- What the person was to the program when they were asked.
  role text not null check (role in ('employees', 'managers', 'hr', 'lead')),
  -- Reading time, or what the survey, form or course says of itself.
  minutes real not null check (minutes >= 0),
  -- 0 always comes; of the others the smaller goes before the greater.
  rank smallint not null check (rank between 0 and 4),
  -- A letter asks; without one it stands in the app, and nothing waits.
  letter boolean not null,
  -- When it would come, and when it comes: where a week is full, one or two weeks later.
  wanted_at timestamptz not null,
  due_at timestamptz not null,
  -- On the person's own calendar.
  day date not null,
  waits smallint not null default 0 check (waits between 0 and 2),
  -- No room within two weeks: no letter, it stands in the app only.
  dropped boolean not null default false,
  -- After it a letter is of no use.
  last_day date,
  primary key (organization_id, person_id, kind, source_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index time_asked_by_day on time_asked (organization_id, day);
create index time_asked_by_source on time_asked (organization_id, source_id);
call secure_table('time_asked');

-- Weeks long past, as counts. Who was asked is then kept nowhere. `kind` '': all kinds together.
create table time_asked_week (
  organization_id uuid not null references organization (id),
  week date not null check (extract(isodow from week) = 1),
  role text not null check (role in ('employees', 'managers', 'hr', 'lead')),
  kind text not null default '',
  people integer not null,
  asks integer not null,
  minutes real not null,
  -- People, as `people` is: those for whom something waited, and those who have something in the app only.
  waited integer not null,
  dropped integer not null,
  primary key (organization_id, week, role, kind)
);
call secure_table('time_asked_week');

-- How much a week may ask of a role. Without a row nothing waits.
create table attention_cap (
  organization_id uuid not null references organization (id),
  role text not null check (role in ('employees', 'managers', 'hr', 'lead')),
  asks smallint not null check (asks between 1 and 50),
  minutes smallint not null check (minutes between 5 and 600),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id, role),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
call secure_table('attention_cap');
