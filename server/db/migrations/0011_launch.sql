-- module: launch
-- Each attempt to let a wave go live: the checks as they stood, and what came of it.

create table launch_attempt (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  attempted_by uuid,
  attempted_at timestamptz not null,
  outcome text not null check (outcome in ('launched', 'scheduled', 'refused')),
  checks jsonb not null,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id) on delete cascade
);
create index launch_attempt_by_wave on launch_attempt (organization_id, wave_id, attempted_at desc);
call secure_table('launch_attempt');
