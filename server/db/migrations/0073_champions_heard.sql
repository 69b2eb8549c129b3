-- module: champions
-- What champions hear. Two traces that nothing ties to each other: that somebody took part in a week, and
-- that a note exists. See docs/decisions/champions.md.

-- All notes that are not released, in one piece, sealed with a key that is not in the database.
create table champion_box (
  organization_id uuid not null references organization (id),
  sealed bytea not null,
  primary key (organization_id)
);
call secure_table('champion_box');

-- Who wrote since the box was opened last. Written anew as a whole with each note.
create table champion_writer (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('champion_writer');

-- The same once it is released: one of that week's.
create table champion_part (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  week date not null,
  primary key (organization_id, person_id, week),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('champion_part');

-- A released note: no author, no time, nothing that orders it within its week.
create table champion_note (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  week date not null,
  topic text not null check (topic ~ '^[a-z_]{1,40}$'),
  words text not null check (length(words) between 1 and 1000),
  quote text not null default '' check (length(quote) <= 400),
  -- The lead brings it to the committee.
  brought_by uuid,
  brought_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, brought_by) references person (organization_id, id),
  check ((brought_by is null) = (brought_at is null))
);
create index champion_note_by_week on champion_note (organization_id, week desc, id);
call secure_table('champion_note');
