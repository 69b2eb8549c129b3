-- module: people
-- Whom the dry run of a people file would add, change or end, so that they can be looked at
-- before it is applied. Gone once a file was applied, looked at again, or discarded.

create table people_import_person (
  organization_id uuid not null,
  import_id uuid not null,
  kind text not null check (kind in ('added', 'left', 'rehired', 'moved', 'managerChanged', 'titleChanged', 'changed')),
  position integer not null,
  -- Null for somebody who is not in the record yet.
  person_id uuid,
  employee_number text,
  name text not null,
  search text not null,
  day date not null,
  was text,
  becomes text,
  fields text[] not null default '{}',
  primary key (organization_id, import_id, kind, position),
  foreign key (organization_id, import_id) references people_import (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id) on delete cascade
);
create index people_import_person_by_person on people_import_person (organization_id, person_id) where person_id is not null;
call secure_table('people_import_person');
