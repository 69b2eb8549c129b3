-- module: people
-- Addresses that a people file took from somebody: whoever has an account is told there, because
-- the new address opens it. Kept only until that is done; then midnight clears them away.

create table former_address (
  organization_id uuid not null,
  person_id uuid not null,
  import_id uuid not null,
  address text not null,
  changed_at timestamptz not null,
  changed_by uuid,
  changed_via text not null,
  primary key (organization_id, import_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, import_id) references people_import (organization_id, id) on delete cascade
);
call secure_table('former_address');
