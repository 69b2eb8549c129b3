-- module: goals
-- What people want to achieve by a date, how it goes, and who owned what when.

create table goal (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  owner_id uuid not null,
  -- The goal that this one serves.
  parent_id uuid,
  title text not null check (length(title) between 1 and 300),
  description text not null default '' check (length(description) <= 10000),
  -- Private: its owner and their direct managers.
  visibility text not null default 'public' check (visibility in ('public', 'private')),
  starts_on date not null,
  ends_on date not null,
  -- Share reached, 0 to 1, as people say it; read only where there is no key result.
  said_reached numeric(7,6) not null default 0 check (said_reached between 0 and 1),
  -- Counts edits, so that two people do not overwrite each other unseen.
  revision integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  -- Null: a draft, seen by its author and owner only.
  published_by uuid,
  published_at timestamptz,
  closed_by uuid,
  closed_at timestamptz,
  outcome text check (outcome in ('achieved', 'partly', 'missed', 'dropped')),
  reflection text not null default '' check (length(reflection) <= 4000),
  removed_by uuid,
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, owner_id) references person (organization_id, id),
  foreign key (organization_id, parent_id) references goal (organization_id, id),
  foreign key (organization_id, created_by) references person (organization_id, id),
  foreign key (organization_id, published_by) references person (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id),
  foreign key (organization_id, removed_by) references person (organization_id, id),
  check (ends_on >= starts_on),
  check ((closed_at is null) = (outcome is null)),
  check (parent_id is distinct from id)
);
create index goal_by_owner on goal (organization_id, owner_id, ends_on) where removed_at is null;
create index goal_by_parent on goal (organization_id, parent_id) where removed_at is null;
create index goal_by_creation on goal (organization_id, created_at desc, id) where removed_at is null;
call secure_table('goal');

-- A second manager's people are few and looked for on every page of the practice.
create index roster_by_second_manager on roster (organization_id, second_manager_id) where second_manager_id is not null;

create table key_result (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  position integer not null,
  title text not null check (length(title) between 1 and 300),
  -- yes_no runs from 0 to 1; milestones count steps; currency names itself in `unit` (ISO 4217).
  kind text not null check (kind in ('number', 'percent', 'currency', 'yes_no', 'milestones')),
  unit text not null default '' check (length(unit) <= 40),
  start_value numeric not null default 0,
  target_value numeric not null,
  current_value numeric not null,
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id)
);
create index key_result_by_goal on key_result (organization_id, goal_id, position) where removed_at is null;
call secure_table('key_result');

-- A goal's history as people read it: one row per act on it.
create table goal_update (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- The order in which they happened, also within one moment.
  number bigint generated always as identity,
  goal_id uuid not null,
  author_id uuid not null,
  kind text not null check (kind in ('published', 'edited', 'progressed', 'closed', 'reopened')),
  created_at timestamptz not null,
  -- How it goes, as the author sees it.
  confidence text check (confidence in ('on_track', 'at_risk', 'off_track')),
  note text not null default '' check (length(note) <= 4000),
  -- Share reached, 0 to 1, before and after: what was true then, whatever is measured later.
  reached_before numeric(7,6),
  reached_after numeric(7,6),
  -- Names of edited fields.
  changed text[] not null default '{}',
  outcome text,
  taken_back_by uuid,
  taken_back_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, taken_back_by) references person (organization_id, id)
);
create index goal_update_by_goal on goal_update (organization_id, goal_id, created_at desc, number desc) where taken_back_at is null;
call secure_table('goal_update');

create table key_result_value (
  organization_id uuid not null,
  update_id uuid not null,
  key_result_id uuid not null,
  from_value numeric not null,
  to_value numeric not null,
  primary key (organization_id, update_id, key_result_id),
  foreign key (organization_id, update_id) references goal_update (organization_id, id),
  foreign key (organization_id, key_result_id) references key_result (organization_id, id)
);
create index key_result_value_by_key_result on key_result_value (organization_id, key_result_id);
call secure_table('key_result_value');

-- Who owned an active goal on which days, and when we believed it. Active: published,
-- begun, neither closed nor past its last day. Days are the organization's.
create table goal_ownership (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  person_id uuid not null,
  holds daterange not null check (not isempty(holds)),
  recorded timestamptz not null,
  superseded timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  exclude using gist (organization_id with =, goal_id with =, person_id with =, holds with &&) where (superseded is null)
);
create index goal_ownership_by_person on goal_ownership (organization_id, person_id);
call secure_table('goal_ownership');
