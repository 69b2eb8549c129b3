-- module: program
-- Who may try the practice before a wave goes live, to test it. From the wave's preparation date on.
-- See docs/decisions/test-plans.md.

create table wave_tester (
  organization_id uuid not null references organization (id),
  wave_id uuid not null,
  person_id uuid not null,
  given_by uuid,
  given_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, wave_id, person_id),
  foreign key (organization_id, wave_id) references wave (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, given_by) references person (organization_id, id)
);
call secure_table('wave_tester');
