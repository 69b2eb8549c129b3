-- module: checkins
-- The short regular talk of a manager and a team member. Words stand behind a second
-- wall: a statement reads them only on behalf of a person who takes part.

-- The person on whose behalf this transaction reads words. Unset: no words anywhere.
create function current_person() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('belay.person', true), '')::uuid;

create table checkin (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  manager_id uuid not null,
  report_id uuid not null,
  planned_for date not null,
  -- Which questions were asked: the id of an agenda template in the library.
  template text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  held_on date,
  held_by uuid,
  held_recorded_at timestamptz,
  -- When the other one saw that it was recorded as held.
  seen_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  foreign key (organization_id, report_id) references person (organization_id, id),
  foreign key (organization_id, created_by) references person (organization_id, id),
  foreign key (organization_id, held_by) references person (organization_id, id),
  check (manager_id <> report_id),
  check ((held_on is null) = (held_recorded_at is null) and (held_on is null) = (held_by is null))
);
-- One open check-in per pair; also what makes "create" safe to press twice.
create unique index checkin_open on checkin (organization_id, report_id, manager_id) where held_on is null;
create index checkin_by_report on checkin (organization_id, report_id, held_on desc);
create index checkin_by_manager on checkin (organization_id, manager_id, held_on desc);
call secure_table('checkin');

create function takes_part(organization uuid, checkin_id uuid) returns boolean
  language sql stable parallel safe
  return exists (select from checkin c where c.organization_id = organization and c.id = checkin_id
    and (c.manager_id = current_person() or c.report_id = current_person()));

-- The agenda: both add to it; what stays open is carried over to the next.
create table checkin_item (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  checkin_id uuid not null,
  author_id uuid not null,
  position integer not null,
  words text not null check (length(words) between 1 and 1000),
  created_at timestamptz not null,
  -- Null: only its author sees it (brought along from an earlier manager, not yet shared).
  shared_at timestamptz,
  done_by uuid,
  done_at timestamptz,
  -- The same topic in the check-in before.
  carried_from uuid,
  primary key (organization_id, id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, done_by) references person (organization_id, id)
);
create index checkin_item_by_checkin on checkin_item (organization_id, checkin_id, position);
create index checkin_item_by_author on checkin_item (organization_id, author_id);
call secure_table('checkin_item');
create policy participants on checkin_item as restrictive
  using (takes_part(organization_id, checkin_id) and (shared_at is not null or author_id = current_person()));

-- The voice of each: short answers to the questions of the template.
create table checkin_answer (
  organization_id uuid not null,
  checkin_id uuid not null,
  author_id uuid not null,
  question_id text not null,
  -- The question as it stood when it was answered.
  asked text not null check (length(asked) <= 1000),
  words text not null check (length(words) between 1 and 4000),
  saved_at timestamptz not null,
  -- Null: not yet shown to the other.
  shared_at timestamptz,
  primary key (organization_id, checkin_id, author_id, question_id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id)
);
call secure_table('checkin_answer');
create policy participants on checkin_answer as restrictive for select
  using (takes_part(organization_id, checkin_id) and (shared_at is not null or author_id = current_person()));
create policy author_inserts on checkin_answer as restrictive for insert
  with check (takes_part(organization_id, checkin_id) and author_id = current_person());
create policy author_updates on checkin_answer as restrictive for update using (author_id = current_person());
create policy author_deletes on checkin_answer as restrictive for delete using (author_id = current_person());

-- The shared note: one text that both write.
create table checkin_note (
  organization_id uuid not null,
  checkin_id uuid not null,
  words text not null check (length(words) <= 20000),
  revision integer not null,
  saved_by uuid not null,
  saved_at timestamptz not null,
  primary key (organization_id, checkin_id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id),
  foreign key (organization_id, saved_by) references person (organization_id, id)
);
call secure_table('checkin_note');
create policy participants on checkin_note as restrictive using (takes_part(organization_id, checkin_id));

-- Agreed next steps.
create table checkin_action (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  checkin_id uuid not null,
  owner_id uuid not null,
  words text not null check (length(words) between 1 and 500),
  due_on date,
  created_by uuid not null,
  created_at timestamptz not null,
  done_by uuid,
  done_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id),
  foreign key (organization_id, owner_id) references person (organization_id, id),
  foreign key (organization_id, created_by) references person (organization_id, id),
  foreign key (organization_id, done_by) references person (organization_id, id)
);
create index checkin_action_by_checkin on checkin_action (organization_id, checkin_id);
create index checkin_action_open on checkin_action (organization_id, owner_id, due_on) where done_at is null;
call secure_table('checkin_action');
create policy participants on checkin_action as restrictive using (takes_part(organization_id, checkin_id));

-- Read and written by its author alone. No event is recorded: that a note exists is
-- itself the author's own business.
create table private_note (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  author_id uuid not null,
  about_id uuid not null,
  checkin_id uuid,
  words text not null check (length(words) between 1 and 20000),
  created_at timestamptz not null,
  saved_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, about_id) references person (organization_id, id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id)
);
create index private_note_by_author on private_note (organization_id, author_id, about_id, created_at desc);
call secure_table('private_note');
create policy author on private_note as restrictive using (author_id = current_person());
