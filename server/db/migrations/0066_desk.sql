-- module: hypercare
-- The desk: what people ask, what was answered, and the answers that are kept for others.
-- See docs/decisions/desk.md.

create table desk_question (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  asked_by uuid not null,
  asked_at timestamptz not null,
  title text not null check (length(title) between 1 and 160),
  -- Read by the program lead and the HR partners of whoever asks alone, not by champions.
  private boolean not null,
  -- The place of the app from which it was asked.
  place text check (place ~ '^[a-z.]{1,40}$'),
  -- The wave whoever asks was in.
  wave_id uuid,
  topic text check (topic ~ '^[a-z_]{1,40}$'),
  -- Waits for the desk since then; null: the last word is the desk's.
  waiting_since timestamptz,
  due_at timestamptz,
  taken_by uuid,
  taken_at timestamptz,
  -- The first answer.
  answered_by uuid,
  answered_at timestamptz,
  closed_by uuid,
  closed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, asked_by) references person (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, taken_by) references person (organization_id, id),
  foreign key (organization_id, answered_by) references person (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id),
  check ((waiting_since is null) = (due_at is null)),
  check ((taken_by is null) = (taken_at is null)),
  check ((answered_by is null) = (answered_at is null)),
  check ((closed_by is null) = (closed_at is null)),
  check (closed_at is null or waiting_since is null)
);
create index desk_question_by_asker on desk_question (organization_id, asked_by, asked_at desc);
create index desk_question_waiting on desk_question (organization_id, due_at, id) where waiting_since is not null;
create index desk_question_by_time on desk_question (organization_id, asked_at desc, id);
call secure_table('desk_question');

create table desk_message (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  question_id uuid not null,
  written_by uuid not null,
  written_at timestamptz not null,
  -- As what somebody answered; null: whoever asked.
  role text check (role in ('champion', 'lead', 'hr')),
  words text not null check (length(words) between 1 and 4000),
  primary key (organization_id, id),
  foreign key (organization_id, question_id) references desk_question (organization_id, id),
  foreign key (organization_id, written_by) references person (organization_id, id)
);
create index desk_message_by_question on desk_message (organization_id, question_id, written_at, id);
call secure_table('desk_message');

-- The answer library. It holds no question and no asker: whoever keeps an answer words it anew.
create table desk_entry (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  version integer not null,
  retired_by uuid,
  retired_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, retired_by) references person (organization_id, id),
  check ((retired_by is null) = (retired_at is null))
);
call secure_table('desk_entry');

create table desk_entry_version (
  organization_id uuid not null references organization (id),
  entry_id uuid not null,
  number integer not null,
  topic text not null check (topic ~ '^[a-z_]{1,40}$'),
  -- By language: question and answer.
  texts jsonb not null,
  -- Both in every language, folded as names are for search, with a blank before each word.
  search_question text not null,
  search_answer text not null,
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (organization_id, entry_id, number),
  foreign key (organization_id, entry_id) references desk_entry (organization_id, id),
  foreign key (organization_id, written_by) references person (organization_id, id)
);
call secure_table('desk_entry_version');

-- How often an answer was opened and what people said of it; not who.
create table desk_entry_use (
  organization_id uuid not null references organization (id),
  entry_id uuid not null,
  day date not null,
  opened integer not null default 0,
  helped integer not null default 0,
  not_helped integer not null default 0,
  primary key (organization_id, entry_id, day),
  foreign key (organization_id, entry_id) references desk_entry (organization_id, id)
);
call secure_table('desk_entry_use');
