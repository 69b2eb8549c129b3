-- module: growth
-- What good work looks like here: one draft per company, and what was published when.

create table competency_framework (
  organization_id uuid not null references organization (id),
  -- One document: levels, competencies, roles with what is expected of them.
  draft jsonb not null,
  -- Counts saves, so that two people do not overwrite each other unseen.
  revision integer not null default 0,
  drafted_by uuid,
  drafted_at timestamptz not null,
  primary key (organization_id),
  foreign key (organization_id, drafted_by) references person (organization_id, id)
);
call secure_table('competency_framework');

create table competency_version (
  organization_id uuid not null references organization (id),
  number integer not null check (number >= 1),
  framework jsonb not null,
  note text not null default '' check (length(note) <= 500),
  published_by uuid,
  published_at timestamptz not null,
  -- The organization's day: from then on it says what is expected, until the next one.
  published_on date not null,
  primary key (organization_id, number),
  foreign key (organization_id, published_by) references person (organization_id, id)
);
create index competency_version_by_day on competency_version (organization_id, published_on desc, number desc);
call secure_table('competency_version');
