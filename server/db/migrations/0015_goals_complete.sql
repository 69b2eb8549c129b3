-- module: goals
-- Whose goal it is for (company, team, person), who helps, who else may read, what people say
-- to it, what comes from other systems, and what happens when its owner leaves.

alter table goal
  add column level text not null default 'person' check (level in ('company', 'team', 'person')),
  -- The goal of an earlier period that this one carries on.
  add column copied_from uuid,
  -- Its id in the tool that it was brought over from.
  add column external_id text check (length(external_id) between 1 and 300),
  add constraint goal_level_is_public check (level = 'person' or visibility = 'public'),
  add foreign key (organization_id, copied_from) references goal (organization_id, id);
create unique index goal_by_external_id on goal (organization_id, external_id) where external_id is not null;
create index goal_by_source on goal (organization_id, copied_from) where copied_from is not null;
-- The top of the alignment tree: company goals, team goals, goals that serve no other.
create index goal_roots on goal (organization_id, level, created_at desc, id)
  where parent_id is null and removed_at is null and closed_at is null and published_at is not null;

-- A goal that serves a private one hangs nowhere for whoever may not see that. Kept by the database
-- itself, whatever writes the goal, so that the tree finds such goals without reading all private ones.
alter table goal add column under_private boolean not null default false;
update goal g set under_private = true from goal p
  where p.organization_id = g.organization_id and p.id = g.parent_id and p.visibility = 'private';
create index goal_under_private on goal (organization_id, created_at desc, id)
  where under_private and removed_at is null and published_at is not null;

create function goal_knows_its_parent() returns trigger language plpgsql as $$
begin
  new.under_private := new.parent_id is not null and exists (select from goal p
    where p.organization_id = new.organization_id and p.id = new.parent_id and p.visibility = 'private');
  return new;
end $$;
create trigger goal_knows_its_parent before insert or update of parent_id on goal
  for each row execute function goal_knows_its_parent();

create function goal_tells_its_children() returns trigger language plpgsql as $$
begin
  update goal set under_private = (new.visibility = 'private')
    where organization_id = new.organization_id and parent_id = new.id and under_private <> (new.visibility = 'private');
  return null;
end $$;
create trigger goal_tells_its_children after update of visibility on goal
  for each row when (old.visibility is distinct from new.visibility) execute function goal_tells_its_children();

alter table key_result
  -- How often it counts beside the others.
  add column weight smallint not null default 1 check (weight between 1 and 100),
  -- The contributor who looks after it; null: the goal's owner.
  add column owner_id uuid,
  -- The name under which another system sends its values.
  add column external_key text check (length(external_key) between 1 and 120),
  -- When the value was true: a value from outside may arrive late.
  add column value_at timestamptz,
  add foreign key (organization_id, owner_id) references person (organization_id, id);
create unique index key_result_by_external_key on key_result (organization_id, external_key) where external_key is not null and removed_at is null;

-- Who looked after a key result, and since when; for the dated ownership.
create table key_result_owner (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  key_result_id uuid not null,
  person_id uuid not null,
  since timestamptz not null,
  until timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, key_result_id) references key_result (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index key_result_owner_by_key_result on key_result_owner (organization_id, key_result_id, since);
call secure_table('key_result_owner');

alter table goal_update
  drop constraint goal_update_kind_check,
  add constraint goal_update_kind_check
    check (kind in ('published', 'edited', 'progressed', 'closed', 'reopened', 'handed_over', 'fed', 'imported')),
  -- Null: nobody here; it was brought over from another tool.
  alter column author_id drop not null,
  -- What sent the values, as it calls itself.
  add column source text not null default '' check (length(source) <= 60),
  add column value_at timestamptz,
  add column from_person_id uuid,
  add column to_person_id uuid,
  add foreign key (organization_id, from_person_id) references person (organization_id, id),
  add foreign key (organization_id, to_person_id) references person (organization_id, id);

-- When the value before was true, for taking back.
alter table key_result_value add column from_at timestamptz;

-- Owning a key result counts beside owning the goal, and is told apart.
alter table goal_ownership
  drop constraint goal_ownership_organization_id_goal_id_person_id_holds_excl,
  add column part text not null default 'goal' check (part in ('goal', 'key_result')),
  add constraint goal_ownership_once exclude using gist (organization_id with =, goal_id with =, person_id with =, part with =, holds with &&)
    where (superseded is null);
create index goal_ownership_by_goal on goal_ownership (organization_id, goal_id) where superseded is null;

-- What a goal served and whom it was for, on which days, and when we believed it: a published goal, until it is
-- removed. Days are the organization's.
create table goal_place (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  parent_id uuid,
  level text not null check (level in ('company', 'team', 'person')),
  holds daterange not null check (not isempty(holds)),
  recorded timestamptz not null,
  superseded timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, parent_id) references goal (organization_id, id),
  exclude using gist (organization_id with =, goal_id with =, holds with &&) where (superseded is null)
);
create index goal_place_by_parent on goal_place (organization_id, parent_id);
call secure_table('goal_place');
insert into goal_place (organization_id, goal_id, parent_id, level, holds, recorded)
  select g.organization_id, g.id, g.parent_id, g.level, daterange((g.published_at at time zone o.time_zone)::date, null), g.published_at
  from goal g join organization o on o.id = g.organization_id where g.published_at is not null and g.removed_at is null;

-- People who help with a goal: they see it among theirs and may record progress.
create table goal_contributor (
  organization_id uuid not null,
  goal_id uuid not null,
  person_id uuid not null,
  added_by uuid not null,
  added_at timestamptz not null,
  primary key (organization_id, goal_id, person_id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, added_by) references person (organization_id, id)
);
create index goal_contributor_by_person on goal_contributor (organization_id, person_id);
call secure_table('goal_contributor');

-- Whom the owner of a private goal shows it to.
create table goal_reader (
  organization_id uuid not null,
  goal_id uuid not null,
  person_id uuid not null,
  added_at timestamptz not null,
  primary key (organization_id, goal_id, person_id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('goal_reader');

create table goal_comment (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  author_id uuid not null,
  words text not null check (length(words) <= 4000),
  mentions uuid[] not null default '{}',
  created_at timestamptz not null,
  -- Taken back by its author: the words are gone.
  taken_back_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  check ((taken_back_at is null) = (words <> ''))
);
create index goal_comment_by_goal on goal_comment (organization_id, goal_id, created_at desc) where taken_back_at is null;
call secure_table('goal_comment');

create table goal_cheer (
  organization_id uuid not null,
  goal_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  primary key (organization_id, goal_id, person_id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('goal_cheer');

-- Many goals changed or copied in one act, so that one act takes it back.
create table goal_batch (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('changed', 'copied')),
  made_by uuid not null,
  made_at timestamptz not null,
  undone_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id)
);
call secure_table('goal_batch');

create table goal_batch_item (
  organization_id uuid not null,
  batch_id uuid not null,
  goal_id uuid not null,
  -- Ids, dates and states as they stood before; no words.
  before jsonb not null,
  -- The goal's revision after the act: a later edit is not undone with it.
  revision integer not null,
  primary key (organization_id, batch_id, goal_id),
  foreign key (organization_id, batch_id) references goal_batch (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id)
);
create index goal_batch_item_by_goal on goal_batch_item (organization_id, goal_id);
call secure_table('goal_batch_item');

-- An open goal whose owner has left: who was asked to hand it over, close it or take it over.
create table goal_handover (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  left_id uuid not null,
  asked_id uuid not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, left_id) references person (organization_id, id),
  foreign key (organization_id, asked_id) references person (organization_id, id)
);
create unique index goal_handover_open on goal_handover (organization_id, goal_id) where ended_at is null;
create index goal_handover_by_asked on goal_handover (organization_id, asked_id) where ended_at is null;
call secure_table('goal_handover');

-- Values that other systems sent, each once by the sender's own id.
create table key_result_feed (
  organization_id uuid not null,
  sender_id uuid not null,
  sent_id text not null check (length(sent_id) between 1 and 120),
  key_result_id uuid not null,
  value numeric not null,
  value_at timestamptz not null,
  received_at timestamptz not null,
  update_id uuid not null,
  primary key (organization_id, sender_id, sent_id),
  foreign key (organization_id, sender_id) references person (organization_id, id),
  foreign key (organization_id, key_result_id) references key_result (organization_id, id),
  foreign key (organization_id, update_id) references goal_update (organization_id, id)
);
create index key_result_feed_by_key_result on key_result_feed (organization_id, key_result_id, value_at desc);
create index key_result_feed_by_update on key_result_feed (organization_id, update_id);
call secure_table('key_result_feed');

-- One file of goals that was taken in, and what it did.
create table goal_import (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  file_name text not null check (length(file_name) <= 300),
  -- Null: by an operator at the command line.
  made_by uuid,
  made_at timestamptz not null,
  report jsonb not null,
  primary key (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id)
);
call secure_table('goal_import');
