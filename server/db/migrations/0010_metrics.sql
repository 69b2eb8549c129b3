-- module: metrics
-- Numbers as they were computed, each with the day it is about and when we knew it.

-- Smallest group a number is shown for. The newest row holds; from the first launch
-- on it may rise and never fall.
create table metric_floor (
  organization_id uuid not null references organization (id),
  set_at timestamptz not null,
  people smallint not null check (people between 5 and 100),
  set_by uuid,
  primary key (organization_id, set_at)
);
call secure_table('metric_floor');

create function metric_floor_only_rises() returns trigger language plpgsql as $$
begin
  if new.people < (select max(people) from metric_floor f where f.organization_id = new.organization_id)
     and exists (select from wave w where w.organization_id = new.organization_id and w.launched_at is not null) then
    raise exception 'From the first launch on the floor only rises.';
  end if;
  return new;
end $$;
create trigger only_rises before insert on metric_floor for each row execute function metric_floor_only_rises();
create function metric_floor_stays() returns trigger language plpgsql as $$
begin
  raise exception 'A floor is raised by a new row.';
end $$;
create trigger stays before update or delete on metric_floor for each row execute function metric_floor_stays();

-- Hire dates as they stood at each release: the person's own row keeps only the newest.
create table metric_hire_date (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  hired_on date not null,
  recorded timestamptz not null,
  superseded timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create unique index metric_hire_date_now on metric_hire_date (organization_id, person_id) where superseded is null;
create index metric_hire_date_by_person on metric_hire_date (organization_id, person_id);
call secure_table('metric_hire_date');

-- One computation. `summary`: the company and its waves, every night; `tables`: also
-- departments, places, levels and every leader's line, once a month.
create table metric_release (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  as_of date not null,
  known_at timestamptz not null,
  scope text not null check (scope in ('summary', 'tables')),
  -- Counted again with what was known later; shown to operators, never beside the first.
  restated boolean not null default false,
  -- Whether viewers were given it.
  published boolean not null,
  floor smallint not null,
  people integer not null,
  -- Whose numbers were given out, by metric and roster: the people of which day.
  peoples jsonb not null default '{}',
  primary key (organization_id, id),
  unique (organization_id, as_of, known_at, scope)
);
call secure_table('metric_release');

create table metric_cell (
  organization_id uuid not null,
  segment_kind text not null,
  segment_key text not null,
  roster text not null check (roster in ('live', 'frozen')),
  metric text not null,
  as_of date not null,
  known_at timestamptz not null,
  release_id uuid not null,
  version smallint not null,
  numerator integer not null,
  denominator integer not null check (denominator > 0),
  -- Where the number is not numerator / denominator: the median in days.
  value double precision,
  -- Who it is about, as a sum over people: the same people give the same mark.
  population bigint not null,
  -- What viewers get: the number, the number about the people of an earlier day, or why
  -- none; null in a release that nobody was given.
  shown text check (shown in ('shown', 'held', 'floor', 'complement')),
  -- The number as shown; it is about the people of an earlier day until enough have changed.
  shown_numerator integer,
  shown_denominator integer,
  shown_value double precision,
  shown_population bigint,
  people_of date,
  -- Shown about people it was not shown about the time before.
  fresh boolean not null default false,
  primary key (organization_id, segment_kind, segment_key, roster, metric, as_of, known_at),
  foreign key (organization_id, release_id) references metric_release (organization_id, id) on delete cascade,
  check (coalesce(shown in ('shown', 'held'), false) = (shown_denominator is not null))
);
create index metric_cell_of_table on metric_cell (organization_id, segment_kind, metric, roster, as_of) where segment_kind <> 'line';
create index metric_cell_fresh on metric_cell (organization_id, metric, release_id) where fresh;
create index metric_cell_by_release on metric_cell (organization_id, release_id);
call secure_table('metric_cell');
