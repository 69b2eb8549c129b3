-- module: reviews
-- The written look back: cycles, whose review it is, who writes what, and what became of it.

create table review_cycle (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  -- Name, period, people, stages, settings and form as the lead decided them; frozen by the launch.
  plan jsonb not null,
  -- Counts saves, so that two leads do not overwrite each other unseen.
  revision integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  launched_by uuid,
  launched_at timestamptz,
  -- When everybody in it had their review and their tasks, and how many that were.
  filled_at timestamptz,
  filled jsonb,
  closed_by uuid,
  closed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, created_by) references person (organization_id, id),
  foreign key (organization_id, launched_by) references person (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id),
  check ((launched_by is null) = (launched_at is null)),
  check ((closed_by is null) = (closed_at is null)),
  check (filled_at is null or launched_at is not null)
);
call secure_table('review_cycle');

create function review_plan_stays() returns trigger language plpgsql as $$
begin
  if old.launched_at is not null and new.plan is distinct from old.plan then
    raise exception 'A review cycle keeps the plan and the form that it was launched with.';
  end if;
  return new;
end $$;
create trigger review_plan_stays before update on review_cycle for each row execute function review_plan_stays();

-- The stages of a launched cycle with the dates that hold now.
create table review_stage (
  organization_id uuid not null,
  cycle_id uuid not null,
  stage text not null check (stage in ('nominate', 'self', 'peers', 'upward', 'manager', 'second', 'hr', 'calibration', 'share', 'acknowledge')),
  position integer not null,
  opens_on date not null,
  due_on date not null,
  -- Opens for a person only when what stands before it is done or past its day.
  waits boolean not null default false,
  primary key (organization_id, cycle_id, stage),
  foreign key (organization_id, cycle_id) references review_cycle (organization_id, id),
  check (due_on >= opens_on)
);
call secure_table('review_stage');

create table review_stage_move (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cycle_id uuid not null,
  stage text not null,
  opens_before date not null,
  due_before date not null,
  opens_on date not null,
  due_on date not null,
  reason text not null default '' check (length(reason) <= 1000),
  moved_by uuid not null,
  moved_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, cycle_id, stage) references review_stage (organization_id, cycle_id, stage),
  foreign key (organization_id, moved_by) references person (organization_id, id)
);
create index review_stage_move_by_cycle on review_stage_move (organization_id, cycle_id, moved_at);
call secure_table('review_stage_move');

-- One person's review in one cycle.
create table review (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cycle_id uuid not null,
  person_id uuid not null,
  -- Whose review of the person it is now; null: nobody, and the lead is told.
  manager_id uuid,
  second_manager_id uuid,
  -- As on the day the person came into the cycle: what its progress is counted by.
  department text not null,
  title text not null,
  joined_at timestamptz not null,
  -- Null: with the launch.
  joined_by uuid,
  left_out_at timestamptz,
  left_out_by uuid,
  left_out_because text check (left_out_because in ('left', 'decided')),
  left_out_words text not null default '' check (length(left_out_words) <= 1000),
  -- HR has looked at it.
  cleared_by uuid,
  cleared_at timestamptz,
  shared_by uuid,
  shared_at timestamptz,
  acknowledged_at timestamptz,
  disagrees boolean,
  comment text not null default '' check (length(comment) <= 10000),
  primary key (organization_id, id),
  unique (organization_id, cycle_id, person_id),
  foreign key (organization_id, cycle_id) references review_cycle (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  foreign key (organization_id, second_manager_id) references person (organization_id, id),
  foreign key (organization_id, joined_by) references person (organization_id, id),
  foreign key (organization_id, left_out_by) references person (organization_id, id),
  foreign key (organization_id, cleared_by) references person (organization_id, id),
  foreign key (organization_id, shared_by) references person (organization_id, id),
  check (person_id is distinct from manager_id),
  check ((left_out_at is null) = (left_out_because is null)),
  check ((shared_at is null) = (shared_by is null)),
  check ((acknowledged_at is null) = (disagrees is null))
);
create index review_by_person on review (organization_id, person_id);
create index review_by_manager on review (organization_id, manager_id, cycle_id);
create index review_by_second_manager on review (organization_id, second_manager_id, cycle_id) where second_manager_id is not null;
call secure_table('review');

-- Who writes what about whom.
create table review_task (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cycle_id uuid not null,
  review_id uuid not null,
  subject_id uuid not null,
  role text not null check (role in ('self', 'peer', 'upward', 'manager', 'second')),
  writer_id uuid not null,
  -- The manager for whom somebody else writes.
  for_id uuid,
  created_at timestamptz not null,
  -- Of an anonymous answer only its day is true.
  submitted_at timestamptz,
  declined_at timestamptz,
  declined_words text not null default '' check (length(declined_words) <= 1000),
  ended_at timestamptz,
  ended_because text check (ended_because in ('manager_changed', 'left', 'left_out', 'handed_over', 'stage_over')),
  primary key (organization_id, id),
  foreign key (organization_id, cycle_id) references review_cycle (organization_id, id),
  foreign key (organization_id, review_id) references review (organization_id, id),
  foreign key (organization_id, subject_id) references person (organization_id, id),
  foreign key (organization_id, writer_id) references person (organization_id, id),
  foreign key (organization_id, for_id) references person (organization_id, id),
  check ((ended_at is null) = (ended_because is null)),
  check (submitted_at is null or declined_at is null)
);
-- The same writer twice is one; also what makes filling a cycle safe to repeat.
create unique index review_task_once on review_task (organization_id, review_id, role, writer_id) where ended_at is null;
-- One manager's and one second manager's voice in each review.
create unique index review_task_one_manager on review_task (organization_id, review_id, role) where ended_at is null and role in ('manager', 'second');
create index review_task_by_writer on review_task (organization_id, writer_id, cycle_id);
create index review_task_by_cycle on review_task (organization_id, cycle_id, role);
call secure_table('review_task');

-- What somebody wrote. A draft is its writer's alone, and so is what will be released
-- without a name: no statement finds either but on the writer's behalf.
create table review_sheet (
  organization_id uuid not null,
  task_id uuid not null,
  writer_id uuid not null,
  -- By question: {"words", "value", "choice", "items"}.
  answers jsonb not null,
  revision integer not null default 1,
  saved_at timestamptz not null,
  submitted_at timestamptz,
  -- Anonymous: kept closed until it is released without its writer.
  sealed boolean not null default false,
  primary key (organization_id, task_id),
  foreign key (organization_id, task_id) references review_task (organization_id, id),
  foreign key (organization_id, writer_id) references person (organization_id, id)
);
call secure_table('review_sheet');
create policy writer_or_submitted on review_sheet as restrictive for select
  using ((submitted_at is not null and not sealed) or writer_id = current_person());
create policy writer_inserts on review_sheet as restrictive for insert with check (writer_id = current_person());
create policy writer_or_submitted_updates on review_sheet as restrictive for update
  using ((submitted_at is not null and not sealed) or writer_id = current_person()) with check (true);
create policy writer_deletes on review_sheet as restrictive for delete using (writer_id = current_person());

-- Opens a sheet again that was handed in: of somebody else too, but never one that is kept closed.
create function reopen_review_sheet(organization uuid, task uuid) returns void
  language sql security definer set search_path from current as $$
  update review_sheet set submitted_at = null where organization_id = organization and organization = current_organization()
    and task_id = task and (not sealed or writer_id = current_person())
$$;

-- A draft goes from one writer to another, only on behalf of the first, and never over what the second began.
create function hand_over_review_sheet(organization uuid, from_task uuid, to_task uuid, to_writer uuid) returns boolean
  language plpgsql security definer set search_path from current as $$
begin
  if organization is distinct from current_organization() then return false; end if;
  if exists (select from review_sheet where organization_id = organization and task_id = to_task) then return false; end if;
  update review_sheet set task_id = to_task, writer_id = to_writer
    where organization_id = organization and task_id = from_task and writer_id = current_person() and submitted_at is null;
  return found;
end $$;

-- What happened to a task, with who and why.
create table review_turn (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  -- The order in which they happened, also within one moment.
  number bigint generated always as identity,
  task_id uuid not null,
  kind text not null check (kind in ('submitted', 'reopened', 'declined', 'asked_again', 'delegated', 'taken_back', 'handed_over')),
  author_id uuid not null,
  to_id uuid,
  reason text not null default '' check (length(reason) <= 1000),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, task_id) references review_task (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, to_id) references person (organization_id, id)
);
create index review_turn_by_task on review_turn (organization_id, task_id, number);
call secure_table('review_turn');

-- Colleagues whom somebody would like to hear from, and what the manager said to it.
create table review_nomination (
  organization_id uuid not null,
  review_id uuid not null,
  peer_id uuid not null,
  nominated_by uuid not null,
  nominated_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  approved boolean,
  primary key (organization_id, review_id, peer_id),
  foreign key (organization_id, review_id) references review (organization_id, id),
  foreign key (organization_id, peer_id) references person (organization_id, id),
  foreign key (organization_id, nominated_by) references person (organization_id, id),
  foreign key (organization_id, decided_by) references person (organization_id, id),
  check ((decided_at is null) = (decided_by is null) and (decided_at is null) = (approved is null))
);
call secure_table('review_nomination');

-- Anonymous answers once they are released: no writer, no time, in mixed order.
create table review_voice (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  review_id uuid not null,
  role text not null check (role in ('peer', 'upward')),
  question_id text not null,
  answer jsonb not null,
  primary key (organization_id, id),
  foreign key (organization_id, review_id) references review (organization_id, id)
);
create index review_voice_by_review on review_voice (organization_id, review_id);
call secure_table('review_voice');

-- Releases the anonymous answers of one role of a cycle, all at once and shuffled: of
-- reviews with at least as many writers as the floor says. What stays below it is
-- deleted; nobody ever reads it. Answers how many reviews were released.
create function release_review_voices(organization uuid, cycle uuid, of_role text, floor integer)
  returns integer language plpgsql security definer set search_path from current as $$
declare released integer;
begin
  if organization is distinct from current_organization() then return 0; end if;
  create temporary table releasing on commit drop as
    select t.id as task_id, t.review_id, count(*) over (partition by t.review_id) as writers
    from review_task t join review_sheet s on s.organization_id = t.organization_id and s.task_id = t.id
    where t.organization_id = organization and t.cycle_id = cycle and t.role = of_role and s.sealed and s.submitted_at is not null and t.ended_at is null;
  insert into review_voice (organization_id, review_id, role, question_id, answer)
    select organization, x.review_id, of_role, x.question_id, x.answer from (
      select r.review_id, a.key as question_id, a.value as answer
      from releasing r join review_sheet s on s.organization_id = organization and s.task_id = r.task_id
      cross join lateral jsonb_each(s.answers) a where r.writers >= floor order by random()
    ) x;
  select count(distinct review_id) into released from releasing where writers >= floor;
  delete from review_sheet s using review_task t
    where s.organization_id = organization and t.organization_id = organization and t.id = s.task_id and t.cycle_id = cycle and t.role = of_role and s.sealed;
  drop table releasing;
  return released;
end $$;

-- A manager's rating for each rating question, as the manager gave it.
create table review_rating (
  organization_id uuid not null,
  review_id uuid not null,
  question_id text not null,
  value integer not null,
  rated_by uuid not null,
  rated_at timestamptz not null,
  primary key (organization_id, review_id, question_id),
  foreign key (organization_id, review_id) references review (organization_id, id),
  foreign key (organization_id, rated_by) references person (organization_id, id)
);
call secure_table('review_rating');

-- Changes of a rating afterwards, each with its reason; the newest holds. The manager's own stays above.
create table review_rating_change (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  number bigint generated always as identity,
  review_id uuid not null,
  question_id text not null,
  value_before integer not null,
  value_after integer not null,
  reason text not null check (length(reason) between 1 and 2000),
  changed_by uuid not null,
  changed_at timestamptz not null,
  -- What it came out of, such as a calibration session.
  source_kind text not null,
  source_id uuid,
  primary key (organization_id, id),
  foreign key (organization_id, review_id, question_id) references review_rating (organization_id, review_id, question_id),
  foreign key (organization_id, changed_by) references person (organization_id, id)
);
create index review_rating_change_by_review on review_rating_change (organization_id, review_id, question_id, number desc);
call secure_table('review_rating_change');

-- When whom to tell: at a stage's first day, shortly before its last and the day after.
create table review_notice (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  cycle_id uuid not null,
  stage text not null,
  kind text not null check (kind in ('opens', 'before', 'after')),
  on_day date not null,
  sent_at timestamptz,
  people integer,
  primary key (organization_id, id),
  unique (organization_id, cycle_id, stage, kind),
  foreign key (organization_id, cycle_id, stage) references review_stage (organization_id, cycle_id, stage)
);
call secure_table('review_notice');

-- After a launch wrote many rows: the planner does not wait for the database to notice.
create function analyze_reviews() returns void language plpgsql security definer set search_path from current as $$
begin
  analyze review, review_task;
end $$;
