-- module: access
-- On which days somebody used Belay with a session that began earlier, so that whoever stays signed in counts as present.
-- The day alone; nobody sees it, and only the newest of those long past is kept.
create table use_day (
  organization_id uuid not null,
  person_id uuid not null,
  day date not null,
  primary key (organization_id, person_id, day),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index use_day_by_day on use_day (organization_id, day);
call secure_table('use_day');
