-- module: calibration
-- Managers compare the ratings they gave, in a session for some people of a review cycle.

create table calibration_session (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cycle_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  -- Whom it was made for; its people are kept by name below.
  scope jsonb not null,
  held_on date not null,
  agenda text not null default '' check (length(agenda) <= 5000),
  -- Rating questions of the cycle's form: across, and upwards where there are two.
  x_question text not null,
  y_question text,
  -- Per cent for each step of the first question: something to look at, never a rule.
  guide integer[],
  prepared_by uuid not null,
  prepared_at timestamptz not null,
  opened_by uuid,
  opened_at timestamptz,
  closed_by uuid,
  closed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, cycle_id) references review_cycle (organization_id, id),
  foreign key (organization_id, prepared_by) references person (organization_id, id),
  foreign key (organization_id, opened_by) references person (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id),
  check (x_question is distinct from y_question),
  check ((opened_at is null) = (opened_by is null)),
  check ((closed_at is null) = (closed_by is null)),
  check (closed_at is null or opened_at is not null)
);
create index calibration_session_by_cycle on calibration_session (organization_id, cycle_id);
call secure_table('calibration_session');

-- Whose ratings are looked at. Nobody outside this list is ever shown in the session.
create table calibration_person (
  organization_id uuid not null,
  session_id uuid not null,
  review_id uuid not null,
  primary key (organization_id, session_id, review_id),
  foreign key (organization_id, session_id) references calibration_session (organization_id, id),
  foreign key (organization_id, review_id) references review (organization_id, id)
);
create index calibration_person_by_review on calibration_person (organization_id, review_id);
call secure_table('calibration_person');

-- Who leads the session and who is invited to it.
create table calibration_seat (
  organization_id uuid not null,
  session_id uuid not null,
  person_id uuid not null,
  facilitates boolean not null,
  invited_by uuid not null,
  invited_at timestamptz not null,
  primary key (organization_id, session_id, person_id),
  foreign key (organization_id, session_id) references calibration_session (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, invited_by) references person (organization_id, id)
);
create index calibration_seat_by_person on calibration_seat (organization_id, person_id);
call secure_table('calibration_seat');

-- Each change during the session, with its reason. Nothing reaches the reviews before the session is closed.
create table calibration_move (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- The order in which they happened, also within one moment.
  number bigint generated always as identity,
  session_id uuid not null,
  review_id uuid not null,
  x_before integer not null,
  x_after integer not null,
  y_before integer,
  y_after integer,
  reason text not null check (length(reason) between 1 and 2000),
  moved_by uuid not null,
  moved_at timestamptz not null,
  undone_by uuid,
  undone_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, session_id, review_id) references calibration_person (organization_id, session_id, review_id),
  foreign key (organization_id, moved_by) references person (organization_id, id),
  foreign key (organization_id, undone_by) references person (organization_id, id),
  check ((y_before is null) = (y_after is null)),
  check ((undone_at is null) = (undone_by is null)),
  check (x_before <> x_after or y_before <> y_after)
);
create index calibration_move_by_session on calibration_move (organization_id, session_id, review_id, number desc);
call secure_table('calibration_move');

-- What somebody wants to say about a person in the session. Deleted when it is closed.
create table calibration_point (
  organization_id uuid not null,
  session_id uuid not null,
  review_id uuid not null,
  author_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  written_at timestamptz not null,
  primary key (organization_id, session_id, review_id, author_id),
  foreign key (organization_id, session_id, review_id) references calibration_person (organization_id, session_id, review_id),
  foreign key (organization_id, author_id) references person (organization_id, id)
);
call secure_table('calibration_point');
