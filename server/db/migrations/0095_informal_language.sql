-- module: library
-- Languages in which a company addresses its people as friends do; in all others formally.
create table informal_language (
  organization_id uuid not null references organization (id),
  language text not null check (language ~ '^[a-z]{2}$'),
  chosen_by uuid not null,
  chosen_at timestamptz not null,
  primary key (organization_id, language),
  foreign key (organization_id, chosen_by) references person (organization_id, id)
);
call secure_table('informal_language');
