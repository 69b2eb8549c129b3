-- module: courses
-- Courses of a company's own: the draft that several people write, versions as they were published,
-- and films with what is said in them. See docs/decisions/own-courses.md.

create table own_course (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  course_id text not null check (course_id ~ '^own-[a-z0-9]{1,50}$'),
  -- The course of the library that it was copied from, its version then, and its words then.
  source_id text,
  source_version integer,
  source_draft jsonb,
  -- Lessons, languages and words: see server/courses/draft.ts.
  draft jsonb not null,
  -- Counts the saves.
  revision integer not null default 1,
  begun_by uuid not null,
  begun_at timestamptz not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  retired_at timestamptz,
  retired_by uuid,
  primary key (organization_id, id),
  unique (organization_id, course_id),
  foreign key (organization_id, begun_by) references person (organization_id, id),
  foreign key (organization_id, saved_by) references person (organization_id, id),
  foreign key (organization_id, retired_by) references person (organization_id, id),
  check ((retired_at is null) = (retired_by is null)),
  check ((source_id is null) = (source_version is null) and (source_id is null) = (source_draft is null))
);
call secure_table('own_course');

-- What was published stays as it was: whoever has begun goes on reading it.
create table own_course_version (
  organization_id uuid not null references organization (id),
  own_course_id uuid not null,
  number integer not null check (number > 0),
  -- The draft as it stood, so that a page can tell what is different since.
  draft jsonb not null,
  -- Whoever has begun an earlier one goes over to this.
  for_begun boolean not null,
  published_by uuid not null,
  published_at timestamptz not null,
  primary key (organization_id, own_course_id, number),
  foreign key (organization_id, own_course_id) references own_course (organization_id, id),
  foreign key (organization_id, published_by) references person (organization_id, id)
);
call secure_table('own_course_version');

-- In each language the same Markdown as the courses of the library, so that one reader reads both.
create table own_course_text (
  organization_id uuid not null references organization (id),
  own_course_id uuid not null,
  number integer not null,
  language text not null,
  -- The first is the one that others fall back to.
  place integer not null,
  markdown text not null,
  primary key (organization_id, own_course_id, number, language),
  foreign key (organization_id, own_course_id, number) references own_course_version (organization_id, own_course_id, number)
);
call secure_table('own_course_text');

-- Until `ended_at` it is an upload that nobody can open.
create table film (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  own_course_id uuid not null,
  name text not null check (length(name) between 1 and 200),
  bytes bigint not null check (bytes > 0),
  media_type text,
  seconds integer check (seconds > 0),
  begun_by uuid not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, own_course_id) references own_course (organization_id, id),
  foreign key (organization_id, begun_by) references person (organization_id, id),
  check ((ended_at is null) = (media_type is null) and (ended_at is null) = (seconds is null))
);
create index film_by_course on film (organization_id, own_course_id);
call secure_table('film');

create table film_piece (
  organization_id uuid not null references organization (id),
  film_id uuid not null,
  number integer not null check (number >= 0),
  bytes bytea not null,
  primary key (organization_id, film_id, number),
  foreign key (organization_id, film_id) references film (organization_id, id) on delete cascade
);
-- Not compressed again, so that a part is read without the rest of its piece.
alter table film_piece alter column bytes set storage external;
call secure_table('film_piece');

create table film_captions (
  organization_id uuid not null references organization (id),
  film_id uuid not null,
  language text not null,
  -- Lines with their times in milliseconds: from, to, words. Plain words, whatever the file held.
  lines jsonb not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (organization_id, film_id, language),
  foreign key (organization_id, film_id) references film (organization_id, id) on delete cascade,
  foreign key (organization_id, saved_by) references person (organization_id, id)
);
call secure_table('film_captions');
