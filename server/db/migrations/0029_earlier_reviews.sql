-- module: reviews
-- Finished reviews of an earlier tool: read here, and changed by nobody.

create table review_import (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  file_name text not null check (length(file_name) <= 300),
  -- Null: by an operator at the command line.
  made_by uuid,
  made_at timestamptz not null,
  report jsonb not null,
  -- Taken back: what it brought is deleted.
  removed_by uuid,
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id),
  foreign key (organization_id, removed_by) references person (organization_id, id),
  check (removed_at is not null or removed_by is null)
);
call secure_table('review_import');

create table earlier_review (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  import_id uuid not null,
  person_id uuid not null,
  -- The round in which it was written, as the earlier tool called it.
  cycle text not null check (length(cycle) between 1 and 120),
  starts_on date,
  ends_on date not null,
  -- Whose review of the person it was, where that is somebody here; and their name as the file says it.
  manager_id uuid,
  manager_name text not null default '' check (length(manager_name) <= 200),
  finished_on date,
  rating text not null default '' check (length(rating) <= 120),
  -- [{"question", "role", "rating", "words"}]; who a colleague or team member was is never kept.
  answers jsonb not null,
  primary key (organization_id, id),
  unique (organization_id, person_id, cycle, ends_on),
  foreign key (organization_id, import_id) references review_import (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  check (person_id is distinct from manager_id)
);
create index earlier_review_by_manager on earlier_review (organization_id, manager_id) where manager_id is not null;
create index earlier_review_by_import on earlier_review (organization_id, import_id);
call secure_table('earlier_review');
