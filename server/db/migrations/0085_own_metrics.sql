-- module: metrics
-- Numbers that a company defines itself and brings. See docs/decisions/own-numbers.md.

create table own_metric (
  organization_id uuid not null references organization (id),
  -- A place of its own in the registry; X7 is productivity.
  id text not null check (id ~ '^(O([1-9]|1[0-9]|20)|X7)$'),
  made_by uuid not null,
  made_at timestamptz not null,
  -- Not offered any more; its numbers stay.
  ended_by uuid,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id),
  check ((ended_by is null) = (ended_at is null))
);
call secure_table('own_metric');

-- What it says; old numbers keep the version that they came with.
create table own_metric_version (
  organization_id uuid not null references organization (id),
  metric text not null,
  number smallint not null,
  name text not null check (length(name) between 1 and 80),
  sentence text not null check (length(sentence) between 1 and 300),
  unit text not null check (unit in ('percent', 'number', 'days', 'minutes', 'of_five', 'score')),
  layer text not null check (layer in ('adoption', 'quality', 'outcome')),
  direction text not null check (direction in ('up', 'down')),
  target double precision,
  -- 1: it counts things and not people.
  floor smallint not null check (floor = 1 or floor between 5 and 100),
  written_by uuid not null,
  written_at timestamptz not null,
  primary key (organization_id, metric, number),
  foreign key (organization_id, metric) references own_metric (organization_id, id),
  foreign key (organization_id, written_by) references person (organization_id, id)
);
call secure_table('own_metric_version');

alter table metric_release drop constraint metric_release_scope_check;
alter table metric_release add constraint metric_release_scope_check check (scope in ('summary', 'tables', 'own'));

-- What was brought, by whom; its numbers are cells of the release of the same id.
create table own_metric_import (
  organization_id uuid not null references organization (id),
  id uuid not null,
  metric text not null,
  -- Null: through the API.
  file_name text check (length(file_name) between 1 and 300),
  made_by uuid not null,
  made_at timestamptz not null,
  fresh integer not null,
  corrected integer not null,
  unchanged integer not null,
  refused integer not null,
  primary key (organization_id, id),
  foreign key (organization_id, id) references metric_release (organization_id, id),
  foreign key (organization_id, metric) references own_metric (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id)
);
create index own_metric_import_by_metric on own_metric_import (organization_id, metric, made_at desc);
call secure_table('own_metric_import');
