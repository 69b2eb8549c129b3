-- module: roadmap
-- The roadmap of a program: tasks and milestones, what waits for what, who sees to it. See docs/decisions/roadmap.md.
create table roadmap (
  organization_id uuid not null references organization (id),
  program_id uuid not null,
  starts_on date not null,
  -- Days of a week on which the company works; 1 is Monday.
  work_days smallint[] not null default '{1,2,3,4,5}' check (cardinality(work_days) between 1 and 7 and work_days <@ '{1,2,3,4,5,6,7}'::smallint[]),
  made_by uuid,
  made_at timestamptz not null,
  kept_on date,
  kept_by uuid,
  primary key (organization_id, program_id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, made_by) references person (organization_id, id),
  foreign key (organization_id, kept_by) references person (organization_id, id),
  check (kept_by is null or kept_on is not null)
);
call secure_table('roadmap');

create table roadmap_task (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  wave_id uuid,
  -- Which one of library/roadmap it is made from; null: the company's own.
  template text check (template ~ '^[a-z0-9-]{1,40}$'),
  phase text not null check (phase in ('design', 'prepare', 'launch', 'hypercare', 'handover', 'evolve')),
  -- What the product sees by itself; null: somebody ticks it.
  watches text,
  -- Null: as the template says it in the reader's language.
  title text check (length(title) between 1 and 160),
  about text check (length(about) <= 2000),
  owner_role text,
  owner_id uuid,
  -- Working days; 0: a milestone.
  days integer not null check (days between 0 and 260),
  -- From which day of the program or wave its own first day is counted, and how many working days.
  anchor text,
  anchor_days integer not null default 0,
  -- By hand: not before that day; or on it, whatever comes before.
  not_before date,
  held_on date,
  -- As they were when dates were last kept.
  kept_starts_on date,
  kept_due_on date,
  done_on date,
  done_by uuid,
  done_at timestamptz,
  done_note text not null default '' check (length(done_note) <= 1000),
  left_out_at timestamptz,
  left_out_by uuid,
  -- Its owner was told that its day has passed.
  told_late_at timestamptz,
  revision integer not null default 0,
  created_by uuid,
  created_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, program_id, id),
  foreign key (organization_id, program_id) references roadmap (organization_id, program_id),
  -- A wave that is taken out of the plan takes its tasks with it.
  foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id) on delete cascade,
  foreign key (organization_id, owner_id) references person (organization_id, id),
  foreign key (organization_id, done_by) references person (organization_id, id),
  foreign key (organization_id, left_out_by) references person (organization_id, id),
  foreign key (organization_id, created_by) references person (organization_id, id),
  check (title is not null or template is not null),
  check ((done_at is null) = (done_on is null)),
  check (watches is null or (days = 0 and done_on is null and held_on is null))
);
create unique index roadmap_task_once on roadmap_task (organization_id, program_id, template, coalesce(wave_id, '00000000-0000-0000-0000-000000000000'))
  where template is not null;
create index roadmap_task_by_owner on roadmap_task (organization_id, owner_id) where owner_id is not null and done_on is null and left_out_at is null;
call secure_table('roadmap_task');

-- `task_id` waits for `after_id`.
create table roadmap_after (
  organization_id uuid not null references organization (id),
  program_id uuid not null,
  task_id uuid not null,
  after_id uuid not null,
  primary key (organization_id, task_id, after_id),
  foreign key (organization_id, program_id, task_id) references roadmap_task (organization_id, program_id, id) on delete cascade,
  foreign key (organization_id, program_id, after_id) references roadmap_task (organization_id, program_id, id) on delete cascade,
  check (task_id <> after_id)
);
create index roadmap_after_by_program on roadmap_after (organization_id, program_id);
call secure_table('roadmap_after');
