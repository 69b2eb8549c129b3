-- module: recognition
-- Thanks that others may see. Each piece goes to one or several people, for everybody in the program to
-- see or, more quietly, only for those recognised and whoever they report to. Who reads a piece is
-- decided by `readableBy` in server/recognition/queries.ts; why it is so, docs/decisions/recognition.md.

create table recognition (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  author_id uuid not null,
  given_at timestamptz not null,
  given_on date not null,
  quiet boolean not null,
  -- Names stand in the words as they were written; mentions are the people they mean.
  words text not null check (length(words) <= 1000),
  mentions uuid[] not null default '{}',
  -- A company value, as the version of the program that it was chosen under words it.
  value_id uuid,
  program_id uuid,
  version integer,
  goal_id uuid,
  edited_at timestamptz,
  -- Taken back by its author: the words are gone, also those that others said to it.
  taken_back_at timestamptz,
  -- Hidden by whoever looks after it; only the author still reads it, with the reason.
  hidden_at timestamptz,
  hidden_by uuid,
  hidden_because text check (length(hidden_because) between 1 and 500),
  primary key (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, program_id, version) references program_version (organization_id, program_id, number),
  foreign key (organization_id, hidden_by) references person (organization_id, id),
  check ((taken_back_at is null) = (words <> '')),
  check ((value_id is null) = (program_id is null) and (value_id is null) = (version is null)),
  check ((hidden_at is null) = (hidden_by is null) and (hidden_at is null) = (hidden_because is null))
);
-- The feed is read by keyset, newest first, never by offset.
create index recognition_feed on recognition (organization_id, given_at desc, id desc)
  where not quiet and taken_back_at is null and hidden_at is null;
create index recognition_by_value on recognition (organization_id, value_id, given_at desc, id desc)
  where not quiet and taken_back_at is null and hidden_at is null and value_id is not null;
create index recognition_by_author on recognition (organization_id, author_id, given_at desc, id desc);
create index recognition_by_goal on recognition (organization_id, goal_id) where goal_id is not null;
create index recognition_words on recognition using gin (organization_id, lower(words) gin_trgm_ops);
call secure_table('recognition');

create table recognition_person (
  organization_id uuid not null,
  recognition_id uuid not null,
  person_id uuid not null,
  -- Those of the piece, so that one person's feed is one walk along an index.
  given_at timestamptz not null,
  primary key (organization_id, recognition_id, person_id),
  foreign key (organization_id, recognition_id) references recognition (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index recognition_person_feed on recognition_person (organization_id, person_id, given_at desc, recognition_id desc);
call secure_table('recognition_person');

-- In the feed of which departments a piece stands: those of the people recognised, on that day. Quiet ones in none.
create table recognition_department (
  organization_id uuid not null,
  department text not null,
  given_at timestamptz not null,
  recognition_id uuid not null,
  primary key (organization_id, department, given_at, recognition_id),
  foreign key (organization_id, recognition_id) references recognition (organization_id, id)
);
create index recognition_department_by_piece on recognition_department (organization_id, recognition_id);
call secure_table('recognition_department');

create table recognition_reaction (
  organization_id uuid not null,
  recognition_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind in ('thanks', 'well_done', 'learned', 'saw_it')),
  at timestamptz not null,
  primary key (organization_id, recognition_id, person_id),
  foreign key (organization_id, recognition_id) references recognition (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('recognition_reaction');

create table recognition_comment (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  recognition_id uuid not null,
  author_id uuid not null,
  words text not null check (length(words) <= 300),
  said_at timestamptz not null,
  taken_back_at timestamptz,
  hidden_at timestamptz,
  hidden_by uuid,
  hidden_because text check (length(hidden_because) between 1 and 500),
  primary key (organization_id, id),
  foreign key (organization_id, recognition_id) references recognition (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, hidden_by) references person (organization_id, id),
  check ((taken_back_at is null) = (words <> '')),
  check ((hidden_at is null) = (hidden_by is null) and (hidden_at is null) = (hidden_because is null))
);
create index recognition_comment_by_piece on recognition_comment (organization_id, recognition_id, said_at) where taken_back_at is null;
call secure_table('recognition_comment');

-- Somebody asks those who look after the program to look at a piece, or at something said to it.
create table recognition_report (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  recognition_id uuid not null,
  comment_id uuid,
  reporter_id uuid not null,
  because text not null check (length(because) between 1 and 500),
  reported_at timestamptz not null,
  settled_at timestamptz,
  settled_by uuid,
  outcome text check (outcome in ('hidden', 'left')),
  primary key (organization_id, id),
  foreign key (organization_id, recognition_id) references recognition (organization_id, id),
  foreign key (organization_id, comment_id) references recognition_comment (organization_id, id),
  foreign key (organization_id, reporter_id) references person (organization_id, id),
  foreign key (organization_id, settled_by) references person (organization_id, id),
  check ((settled_at is null) = (outcome is null))
);
create unique index recognition_report_once on recognition_report (organization_id, recognition_id, reporter_id, coalesce(comment_id, recognition_id))
  where settled_at is null;
create index recognition_report_open on recognition_report (organization_id, reported_at) where settled_at is null;
call secure_table('recognition_report');

-- Who wants no weekly letter; without a row, one comes.
create table recognition_letters (
  organization_id uuid not null,
  person_id uuid not null,
  weekly boolean not null,
  chosen_at timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('recognition_letters');

-- One weekly letter for everybody: the week it tells about, and when it was planned.
create table recognition_week (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  since timestamptz not null,
  until timestamptz not null,
  planned_on date not null,
  primary key (organization_id, id),
  unique (organization_id, planned_on)
);
call secure_table('recognition_week');

-- Pieces whose words match. Row-level security would have every row judged before the index on words may
-- be asked; here the company stands in the statement itself. The caller narrows them to what may be read.
create function recognitions_found(first text, others text[], most integer) returns setof uuid
  language sql stable security definer set search_path from current as $$
  select k.id from recognition k
  where k.organization_id = current_organization() and lower(k.words) like first and lower(k.words) like all (others)
  limit most
$$;
