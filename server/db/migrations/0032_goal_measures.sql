-- module: goals
-- Whether a goal said how it will be measured, and when we believed it: at least one key result, and in each
-- a way from a start to a target. Start and end date every goal has.
create table goal_measure (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  goal_id uuid not null,
  measured boolean not null,
  recorded timestamptz not null,
  superseded timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, goal_id) references goal (organization_id, id)
);
create unique index goal_measure_now on goal_measure (organization_id, goal_id) where superseded is null;
create index goal_measure_by_goal on goal_measure (organization_id, goal_id);
call secure_table('goal_measure');

-- What it was before is not known any more: as it stands now, since it was published.
insert into goal_measure (organization_id, goal_id, measured, recorded)
  select g.organization_id, g.id,
    coalesce((select bool_and(k.start_value <> k.target_value) from key_result k
      where k.organization_id = g.organization_id and k.goal_id = g.id and k.removed_at is null), false), g.published_at
  from goal g where g.published_at is not null;
