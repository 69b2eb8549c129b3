-- module: directory
-- Audiences: saved rules that select people.

create table audience (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  rule jsonb not null,
  created_by uuid,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (organization_id, id)
);
create unique index audience_by_name on audience (organization_id, lower(name));
call secure_table('audience');

alter table role_grant add foreign key (organization_id, population_id) references audience (organization_id, id);
alter table population_member add foreign key (organization_id, population_id) references audience (organization_id, id) on delete cascade;
