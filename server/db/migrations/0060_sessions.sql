-- module: live
-- Sessions: learning together at a time, in a room or by link. Who has a seat, who came, and
-- what those who came thought of it. See docs/decisions/sessions.md.

create table training_session (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  -- Null: every wave of the program that prepares or is live.
  wave_id uuid,
  who text not null check (who in ('everyone', 'managers')),
  title text not null check (length(title) between 1 and 120),
  about text not null default '',
  language text not null,
  -- Of the library.
  course_id text check (course_id ~ '^[a-z0-9-]{1,60}$'),
  workshop_id text check (workshop_id ~ '^[a-z0-9-]{1,60}$'),
  -- Whether having come finishes the course.
  completes boolean not null default false,
  place text not null default '',
  link text not null default '',
  materials text not null default '',
  time_zone text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  seats integer not null check (seats between 1 and 500),
  planned_by uuid not null,
  planned_at timestamptz not null,
  called_off_at timestamptz,
  called_off_by uuid,
  called_off_reason text,
  -- The last day on which whoever came can say what they thought of it.
  evaluation_closes_on date not null,
  -- What the seal's key is made with, beside the installation's secret; gone once the answers were counted.
  evaluation_seal bytea,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id),
  foreign key (organization_id, planned_by) references person (organization_id, id),
  foreign key (organization_id, called_off_by) references person (organization_id, id),
  check (ends_at > starts_at),
  check (not completes or course_id is not null),
  check ((called_off_at is null) = (called_off_by is null))
);
create index training_session_by_time on training_session (organization_id, starts_at);
create index training_session_to_count on training_session (organization_id, evaluation_closes_on) where evaluation_seal is not null;
call secure_table('training_session');

create table training_session_leader (
  organization_id uuid not null references organization (id),
  session_id uuid not null,
  person_id uuid not null,
  primary key (organization_id, session_id, person_id),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index training_session_leader_by_person on training_session_leader (organization_id, person_id);
call secure_table('training_session_leader');

-- One row a person and session. `turn` is the order in which they came; whoever gave the seat
-- back and books again stands at the end.
create table training_booking (
  organization_id uuid not null references organization (id),
  session_id uuid not null,
  person_id uuid not null,
  turn integer not null,
  booked_at timestamptz not null,
  -- Null: on the waiting list.
  seated_at timestamptz,
  given_back_at timestamptz,
  primary key (organization_id, session_id, person_id),
  unique (organization_id, session_id, turn),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check (given_back_at is null or seated_at is null)
);
create index training_booking_by_person on training_booking (organization_id, person_id) where given_back_at is null;
call secure_table('training_booking');

-- What somebody was told about a session, in order: a letter is made from the newest alone, and
-- its number is the SEQUENCE of the entry in their calendar.
create table training_session_told (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  person_id uuid not null,
  sequence integer not null,
  what text not null check (what in ('seated', 'moved', 'called_off', 'given_back')),
  -- Whether they had a seat then: a calendar entry.
  seated boolean not null,
  told_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, session_id, person_id, sequence),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('training_session_told');

create table training_attendance (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  person_id uuid not null,
  marked_by uuid not null,
  marked_at timestamptz not null,
  how text not null check (how in ('list', 'code')),
  -- Whether the course was finished by this; taken back with it.
  finished boolean not null,
  primary key (organization_id, id),
  unique (organization_id, session_id, person_id),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, marked_by) references person (organization_id, id)
);
create index training_attendance_by_person on training_attendance (organization_id, person_id);
call secure_table('training_attendance');

-- The code that is shown in the room; one at a time.
create table training_session_code (
  organization_id uuid not null references organization (id),
  session_id uuid not null,
  code text not null,
  opened_by uuid not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (organization_id, session_id),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, opened_by) references person (organization_id, id)
);
call secure_table('training_session_code');

-- Wrong codes of somebody, so that nobody guesses.
create table training_code_try (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  tries integer not null,
  since timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('training_code_try');

-- Until the answers are counted: a keyed hash, so that nobody answers twice, and the person under seal.
create table training_evaluation_mark (
  organization_id uuid not null references organization (id),
  session_id uuid not null,
  token bytea not null,
  sealed bytea not null,
  primary key (organization_id, session_id, token),
  foreign key (organization_id, session_id) references training_session (organization_id, id)
);
call secure_table('training_evaluation_mark');

-- What was answered, under seal; steps and comment apart. Nothing ties one to the other or to a mark.
create table training_evaluation_slip (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  sealed bytea not null,
  primary key (organization_id, id),
  foreign key (organization_id, session_id) references training_session (organization_id, id)
);
create index training_evaluation_slip_by_session on training_evaluation_slip (organization_id, session_id);
call secure_table('training_evaluation_slip');

-- One trace: somebody took part, on that day. Written when the answers are counted, in no order.
create table training_evaluated (
  organization_id uuid not null references organization (id),
  session_id uuid not null,
  person_id uuid not null,
  day date not null,
  primary key (organization_id, session_id, person_id),
  foreign key (organization_id, session_id) references training_session (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('training_evaluated');

-- The other: how often each step from 1 to 5 was chosen. Of fewer than a group nothing is kept.
create table training_evaluation (
  organization_id uuid not null references organization (id),
  session_id uuid not null,
  people integer not null check (people >= 5),
  useful integer[] not null,
  before integer[] not null,
  after integer[] not null,
  counted_on date not null,
  primary key (organization_id, session_id),
  foreign key (organization_id, session_id) references training_session (organization_id, id)
);
call secure_table('training_evaluation');

create table training_evaluation_comment (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  primary key (organization_id, id),
  foreign key (organization_id, session_id) references training_session (organization_id, id)
);
create index training_evaluation_comment_by_session on training_evaluation_comment (organization_id, session_id);
call secure_table('training_evaluation_comment');
