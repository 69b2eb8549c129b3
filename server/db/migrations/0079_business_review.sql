-- module: business-review
-- Packs for sponsor and committee: what was promised, where it stands, what was learned, what is asked for.
-- And what is decided when a year ends. See docs/decisions/business-review.md.

create table business_review (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  -- What it says is of this day, as it was known at this instant.
  as_of date not null,
  known_at timestamptz not null,
  -- Everything that it says, but for words that people wrote for it; frozen.
  facts jsonb not null,
  -- Is it working: what the rule said of these facts.
  answer text not null check (answer in ('yes', 'partly', 'no', 'too_early')),
  revision integer not null default 0,
  made_by uuid not null,
  made_at timestamptz not null,
  -- For sponsor and committee to read; from then on nothing of it changes.
  released_at timestamptz,
  released_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id),
  foreign key (organization_id, released_by) references person (organization_id, id),
  check ((released_at is null) = (released_by is null))
);
create unique index business_review_draft on business_review (organization_id, program_id) where released_at is null;
create index business_review_released on business_review (organization_id, program_id, released_at desc);
call secure_table('business_review');

create table business_review_comment (
  organization_id uuid not null references organization (id),
  review_id uuid not null,
  section text not null check (section in ('summary', 'promised', 'standing', 'waves', 'learned', 'risks', 'asked')),
  words text not null check (length(words) between 1 and 2000),
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (organization_id, review_id, section),
  foreign key (organization_id, review_id) references business_review (organization_id, id) on delete cascade,
  foreign key (organization_id, written_by) references person (organization_id, id)
);
call secure_table('business_review_comment');

-- What is asked for. The committee gets it as a change request, and what it answers stands there.
create table business_review_ask (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  review_id uuid not null,
  place integer not null,
  title text not null check (length(title) between 1 and 160),
  why text not null default '' check (length(why) <= 2000),
  -- What it costs: money, hours, people.
  cost text not null default '' check (length(cost) <= 200),
  person_id uuid,
  request_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, review_id) references business_review (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, request_id) references change_request (organization_id, id)
);
create index business_review_ask_by_review on business_review_ask (organization_id, review_id, place);
call secure_table('business_review_ask');

-- Whether a program goes on when a year of it ends. One that the committee withdraws is decided anew.
create table year_end (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  -- The first year is 1.
  year integer not null check (year between 1 and 50),
  -- What it rests on.
  review_id uuid not null,
  choice text not null check (choice in ('continue', 'change', 'stop')),
  decision_id uuid not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  signed_by uuid,
  signed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, decision_id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, review_id) references business_review (organization_id, id),
  foreign key (organization_id, decision_id) references committee_decision (organization_id, id),
  foreign key (organization_id, decided_by) references person (organization_id, id),
  foreign key (organization_id, signed_by) references person (organization_id, id),
  check ((signed_at is null) = (signed_by is null))
);
create index year_end_by_program on year_end (organization_id, program_id, year, decided_at desc);
call secure_table('year_end');
