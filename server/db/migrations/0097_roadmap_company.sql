-- module: roadmap
-- What the template of a roadmap asks of a company: counted at night and when a roadmap is made, so that no page
-- goes through everybody.
create table roadmap_company (
  organization_id uuid not null references organization (id),
  people integer not null,
  countries text[] not null,
  languages integer not null,
  without_address boolean not null,
  read_at timestamptz not null,
  primary key (organization_id)
);
call secure_table('roadmap_company');
