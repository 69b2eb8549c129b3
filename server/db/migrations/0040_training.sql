-- module: training
-- Which course of the library is asked of or offered to whom, and how far each person is.
-- See docs/decisions/training.md.

-- One row a person, program and course, written set-wise from the waves' curricula. `ended_on`:
-- it is not for them any more; what they finished stays in training_work.
create table training_assignment (
  organization_id uuid not null references organization (id),
  program_id uuid not null,
  course_id text not null check (course_id ~ '^[a-z0-9-]{1,60}$'),
  person_id uuid not null,
  wave_id uuid not null,
  role text not null check (role in ('employees', 'managers', 'leaders', 'hr')),
  need text not null check (need in ('required', 'offered')),
  assigned_on date not null,
  due_on date,
  ended_on date,
  -- Letters about it that were planned; two at most.
  reminders smallint not null default 0,
  primary key (organization_id, program_id, course_id, person_id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
)
with (fillfactor = 85);
create index training_assignment_by_person on training_assignment (organization_id, person_id) where ended_on is null;
create index training_assignment_by_wave on training_assignment (organization_id, wave_id) where ended_on is null;
create index training_assignment_due on training_assignment (organization_id, due_on) where ended_on is null and need = 'required';
call secure_table('training_assignment');

-- How far somebody is in a course, whichever program asked for it.
create table training_work (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  course_id text not null,
  at_lesson text,
  started_on date not null,
  -- The version that was finished; a later one is not asked for again.
  completed_on date,
  completed_version integer,
  primary key (organization_id, person_id, course_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((completed_on is null) = (completed_version is null))
);
create index training_work_done on training_work (organization_id, course_id, person_id) where completed_on is not null;
call secure_table('training_work');

create table training_lesson (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  course_id text not null,
  lesson_id text not null,
  -- Of a checklist, for oneself.
  ticked text[] not null default '{}',
  done_on date,
  version integer not null,
  primary key (organization_id, person_id, course_id, lesson_id),
  foreign key (organization_id, person_id, course_id) references training_work (organization_id, person_id, course_id)
);
call secure_table('training_lesson');

-- How sure somebody felt before and after. No dates; read by nothing but the sum below.
create table training_confidence (
  organization_id uuid not null references organization (id),
  course_id text not null,
  person_id uuid not null,
  before smallint check (before between 1 and 5),
  after smallint check (after between 1 and 5),
  primary key (organization_id, course_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('training_confidence');

-- What is shown of it: made anew only once as many more people as a group needs have said both,
-- so that two numbers never differ by what a few said.
create table training_confidence_shown (
  organization_id uuid not null references organization (id),
  course_id text not null,
  number integer not null,
  shown_on date not null,
  people integer not null check (people >= 5),
  before_sum integer not null,
  after_sum integer not null,
  primary key (organization_id, course_id, number)
);
call secure_table('training_confidence_shown');

-- One night's letters, so that each person gets one about all that is due.
create table training_reminder (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  planned_on date not null,
  primary key (organization_id, id),
  unique (organization_id, planned_on)
);
call secure_table('training_reminder');

create table training_letters (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  reminders boolean not null,
  chosen_at timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('training_letters');
