-- module: access
-- Which guides somebody was shown: each stands on its page once, and under Help always.
create table guide_seen (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  guide text not null check (guide ~ '^[a-z]{1,30}$'),
  seen_at timestamptz not null,
  primary key (organization_id, person_id, guide),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('guide_seen');
