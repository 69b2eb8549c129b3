-- module: governance
-- The committee that steers the program: its charter, its meetings, what it decided and what came
-- of it, and what others ask it to change. See docs/decisions/governance.md.

-- One committee a company. Who is on it stands in role_grant (role `committee`), nowhere else.
create table committee (
  organization_id uuid not null references organization (id),
  program_id uuid not null,
  purpose text not null check (length(purpose) between 1 and 2000),
  decides text not null default '' check (length(decides) <= 2000),
  decides_not text not null default '' check (length(decides_not) <= 2000),
  cadence_weeks integer not null check (cadence_weeks between 1 and 26),
  -- When it usually meets, on the clock of its time zone.
  starts time not null,
  minutes integer not null check (minutes between 15 and 480),
  time_zone text not null,
  place text not null default '',
  link text not null default '',
  set_up_by uuid,
  set_up_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (organization_id),
  foreign key (organization_id, program_id) references program (organization_id, id)
);
call secure_table('committee');

-- What somebody is there; whoever has no row is a member.
create table committee_part (
  organization_id uuid not null references organization (id),
  grant_id uuid not null,
  part text not null check (part in ('chair', 'member', 'guest')),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id, grant_id),
  foreign key (organization_id, grant_id) references role_grant (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
call secure_table('committee_part');

create table committee_meeting (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  time_zone text not null,
  place text not null default '',
  link text not null default '',
  planned_by uuid not null,
  planned_at timestamptz not null,
  called_off_at timestamptz,
  called_off_by uuid,
  called_off_reason text,
  -- What the live data said when it began, by question; it stays so.
  evidence jsonb,
  -- Who came is noted; the minutes stand.
  held_at timestamptz,
  held_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, planned_by) references person (organization_id, id),
  foreign key (organization_id, called_off_by) references person (organization_id, id),
  foreign key (organization_id, held_by) references person (organization_id, id),
  check (ends_at > starts_at),
  check ((called_off_at is null) = (called_off_by is null)),
  check ((held_at is null) = (held_by is null)),
  check (held_at is null or evidence is not null),
  check (held_at is null or called_off_at is null)
);
create index committee_meeting_by_time on committee_meeting (organization_id, starts_at);
call secure_table('committee_meeting');

-- Who was on the committee when a meeting was held, and whether they came.
create table committee_attendance (
  organization_id uuid not null references organization (id),
  meeting_id uuid not null,
  person_id uuid not null,
  part text not null check (part in ('chair', 'member', 'guest')),
  came boolean not null,
  primary key (organization_id, meeting_id, person_id),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('committee_attendance');

-- What somebody was told about a meeting, in order: a letter is made from the newest alone, and its
-- number is the SEQUENCE of the entry in their calendar.
create table committee_told (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  meeting_id uuid not null,
  person_id uuid not null,
  sequence integer not null,
  what text not null check (what in ('planned', 'moved', 'called_off', 'released')),
  told_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, meeting_id, person_id, sequence),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('committee_told');

-- What a member wants to say to a question, with their name, for the others to read beforehand.
create table committee_note (
  organization_id uuid not null references organization (id),
  meeting_id uuid not null,
  question text not null check (question in ('working', 'change', 'going', 'problems')),
  person_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  written_at timestamptz not null,
  primary key (organization_id, meeting_id, question, person_id),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('committee_note');

-- What was said to it in the meeting: the minutes.
create table committee_minutes (
  organization_id uuid not null references organization (id),
  meeting_id uuid not null,
  question text not null check (question in ('working', 'change', 'going', 'problems')),
  words text not null check (length(words) between 1 and 8000),
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (organization_id, meeting_id, question),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  foreign key (organization_id, written_by) references person (organization_id, id)
);
call secure_table('committee_minutes');

-- What somebody of the program's team wants changed. Where it stands follows from its columns.
create table change_request (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  title text not null check (length(title) between 1 and 160),
  words text not null default '' check (length(words) <= 4000),
  why text not null default '' check (length(why) <= 2000),
  priority text not null check (priority in ('low', 'normal', 'high')),
  asked_by uuid not null,
  asked_at timestamptz not null,
  taken_back_at timestamptz,
  answered_at timestamptz,
  answered_by uuid,
  outcome text check (outcome in ('accepted', 'declined', 'later')),
  reason text not null default '' check (length(reason) <= 2000),
  -- Later: it is open again from this day on.
  until date,
  -- Accepted: by this decision, or with this version of the program.
  decision_id uuid,
  program_id uuid,
  version_number integer,
  primary key (organization_id, id),
  foreign key (organization_id, asked_by) references person (organization_id, id),
  foreign key (organization_id, answered_by) references person (organization_id, id),
  foreign key (organization_id, program_id, version_number) references program_version (organization_id, program_id, number),
  check ((outcome is null) = (answered_at is null)),
  check ((outcome is not distinct from 'later') = (until is not null)),
  check ((program_id is null) = (version_number is null))
);
create index change_request_by_asker on change_request (organization_id, asked_by);
call secure_table('change_request');

create table committee_decision (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  -- Of the company, in order; people say "decision 12".
  number integer not null,
  meeting_id uuid,
  request_id uuid,
  question text not null check (length(question) between 1 and 300),
  options text[] not null default '{}',
  decided text not null check (length(decided) between 1 and 4000),
  why text not null default '' check (length(why) <= 4000),
  cost text not null default '' check (length(cost) <= 500),
  owner_id uuid not null,
  due_on date,
  -- The number that it should move, by how much in the metric's unit, and when that is looked at.
  metric text,
  segment_kind text check (segment_kind in ('organization', 'wave')),
  segment_key text,
  expected double precision,
  review_on date,
  decided_on date not null,
  decided_by uuid not null,
  decided_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  withdrawn_at timestamptz,
  withdrawn_by uuid,
  withdrawn_reason text,
  primary key (organization_id, id),
  unique (organization_id, number),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  foreign key (organization_id, request_id) references change_request (organization_id, id),
  foreign key (organization_id, owner_id) references person (organization_id, id),
  foreign key (organization_id, decided_by) references person (organization_id, id),
  foreign key (organization_id, done_by) references person (organization_id, id),
  foreign key (organization_id, withdrawn_by) references person (organization_id, id),
  check ((metric is null) = (segment_kind is null) and (metric is null) = (segment_key is null)
    and (metric is null) = (expected is null) and (metric is null) = (review_on is null)),
  check (review_on is null or review_on > decided_on),
  check ((withdrawn_at is null) = (withdrawn_reason is null))
);
create index committee_decision_by_owner on committee_decision (organization_id, owner_id);
create index committee_decision_by_meeting on committee_decision (organization_id, meeting_id);
call secure_table('committee_decision');
alter table change_request add foreign key (organization_id, decision_id) references committee_decision (organization_id, id);

-- What became of a decision, in order.
create table committee_decision_step (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  decision_id uuid not null,
  at timestamptz not null,
  by_id uuid not null,
  what text not null check (what in ('owner', 'due', 'done', 'open_again', 'withdrawn')),
  was text not null default '',
  became text not null default '',
  words text not null default '' check (length(words) <= 2000),
  primary key (organization_id, id),
  foreign key (organization_id, decision_id) references committee_decision (organization_id, id),
  foreign key (organization_id, by_id) references person (organization_id, id)
);
create index committee_decision_step_by_decision on committee_decision_step (organization_id, decision_id);
call secure_table('committee_decision_step');

-- A number past this mark puts itself on the agenda.
create table committee_trigger (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  metric text not null,
  side text not null check (side in ('below', 'above')),
  mark double precision not null,
  set_by uuid not null,
  set_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  primary key (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id)
);
call secure_table('committee_trigger');

-- That it was past the mark, until it came back; it speaks up once in between.
create table committee_firing (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  trigger_id uuid not null,
  fired_at timestamptz not null,
  point jsonb not null,
  back_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, trigger_id) references committee_trigger (organization_id, id)
);
create unique index committee_firing_open on committee_firing (organization_id, trigger_id) where back_at is null;
call secure_table('committee_firing');

-- The agenda. Without a meeting: for the next one. What a meeting did not come to stands again for the one after.
create table committee_item (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  meeting_id uuid,
  title text not null default '' check (length(title) <= 200),
  request_id uuid,
  firing_id uuid,
  added_by uuid,
  added_at timestamptz not null,
  settled_at timestamptz,
  settled text check (settled in ('done', 'carried')),
  primary key (organization_id, id),
  foreign key (organization_id, meeting_id) references committee_meeting (organization_id, id),
  foreign key (organization_id, request_id) references change_request (organization_id, id),
  foreign key (organization_id, firing_id) references committee_firing (organization_id, id),
  foreign key (organization_id, added_by) references person (organization_id, id),
  check (num_nonnulls(nullif(title, ''), request_id, firing_id) = 1),
  check ((settled is null) = (settled_at is null))
);
create index committee_item_by_meeting on committee_item (organization_id, meeting_id);
create unique index committee_item_request on committee_item (organization_id, request_id) where settled_at is null;
create unique index committee_item_firing on committee_item (organization_id, firing_id) where settled_at is null;
call secure_table('committee_item');
