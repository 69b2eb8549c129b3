-- module: growth
-- How a person and their manager each see where the person stands, and what the person
-- wants to learn. All words stand behind the wall of 0008: a statement reads them only on
-- behalf of somebody who may, by what was shared and by who is whose manager today.

-- The organization's day on which this transaction reads; like current_person(), told by the app.
create function current_day() returns date
  language sql stable parallel safe
  return nullif(current_setting('belay.day', true), '')::date;

-- Whether the person on whose behalf we read is a manager of somebody today.
create function manages_today(organization uuid, somebody uuid) returns boolean
  language sql stable parallel safe
  return exists (select from roster r where r.organization_id = organization and r.person_id = somebody and r.employed
    and (r.manager_id = current_person() or r.second_manager_id = current_person()));

-- Two views of one person at one time: their own, and one manager's. Neither is shown to
-- the other before both have shared.
create table growth_look (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  manager_id uuid not null,
  -- Under which competencies, for which role, with which level expected of which
  -- competency: as it was when the first of the two shared.
  version integer not null,
  role_id uuid,
  expected jsonb not null default '{}',
  opened_on date not null,
  opened_at timestamptz not null,
  self_shared_at timestamptz,
  manager_shared_at timestamptz,
  -- Another manager came before both had shared: nobody sees the other's side any more.
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  foreign key (organization_id, version) references competency_version (organization_id, number),
  check (person_id <> manager_id)
);
-- One at a time per pair; also what makes beginning safe to press twice.
create unique index growth_look_open on growth_look (organization_id, person_id, manager_id)
  where ended_at is null and (self_shared_at is null or manager_shared_at is null);
create index growth_look_by_person on growth_look (organization_id, person_id, opened_at desc);
create index growth_look_by_manager on growth_look (organization_id, manager_id);
call secure_table('growth_look');

-- Own words always, as long as one takes part; the other's once both have shared.
create function sees_view(organization uuid, look uuid, author uuid) returns boolean
  language sql stable parallel safe
  return exists (select from growth_look l where l.organization_id = organization and l.id = look
    and (l.person_id = current_person() or (l.manager_id = current_person() and manages_today(organization, l.person_id)))
    and (author = current_person() or (l.self_shared_at is not null and l.manager_shared_at is not null)));

create table growth_view (
  organization_id uuid not null,
  look_id uuid not null,
  author_id uuid not null,
  competency_id uuid not null,
  -- Null: words only.
  level_id uuid,
  example text not null default '' check (length(example) <= 2000),
  saved_at timestamptz not null,
  primary key (organization_id, look_id, author_id, competency_id),
  foreign key (organization_id, look_id) references growth_look (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id)
);
call secure_table('growth_view');
create policy seen on growth_view as restrictive for select using (sees_view(organization_id, look_id, author_id));
create policy author_inserts on growth_view as restrictive for insert with check (author_id = current_person());
create policy author_updates on growth_view as restrictive for update using (author_id = current_person());
create policy author_deletes on growth_view as restrictive for delete using (author_id = current_person());

-- What a person wants to learn; one at a time. No words here: what stands in it is behind the wall.
create table growth_plan (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  opened_at timestamptz not null,
  touched_at timestamptz not null,
  closed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create unique index growth_plan_open on growth_plan (organization_id, person_id) where closed_at is null;
create index growth_plan_by_person on growth_plan (organization_id, person_id, opened_at desc);
call secure_table('growth_plan');

-- With whom a person shares a plan: one manager, or whoever is their manager.
create table growth_plan_share (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  -- Null: my manager, whoever that is.
  manager_id uuid,
  shared_on date not null,
  shared_at timestamptz not null,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, plan_id) references growth_plan (organization_id, id),
  foreign key (organization_id, manager_id) references person (organization_id, id)
);
create unique index growth_plan_share_now on growth_plan_share (organization_id, plan_id) where ended_at is null;
call secure_table('growth_plan_share');

-- Whom a plan is shown to beside its owner. A named manager sees it as long as they have been
-- the manager without a break since it was shared; whoever is the manager, from today to the
-- next one. Who left shows nothing any more; who came back shares anew.
create function plan_shown_to(organization uuid, plan uuid, somebody uuid) returns boolean
  language sql stable parallel safe
  return exists (select from growth_plan_share s
    join growth_plan p on p.organization_id = s.organization_id and p.id = s.plan_id
    join roster r on r.organization_id = s.organization_id and r.person_id = p.person_id and r.employed
    where s.organization_id = organization and s.plan_id = plan and s.ended_at is null
      and coalesce(r.present_since <= s.shared_on, true)
      and ((s.manager_id is null and r.manager_id = somebody)
        or (s.manager_id = somebody and (r.manager_id = somebody or r.second_manager_id = somebody)
          and not exists (select from placement b where b.organization_id = organization and b.person_id = p.person_id
            and b.superseded is null and b.holds && daterange(s.shared_on, current_day(), '[]')
            and not coalesce(b.manager_id = somebody, false) and not coalesce(b.second_manager_id = somebody, false)))));

create function owns_plan(organization uuid, plan uuid) returns boolean
  language sql stable parallel safe
  return exists (select from growth_plan p where p.organization_id = organization and p.id = plan and p.person_id = current_person());

create function sees_plan(organization uuid, plan uuid) returns boolean
  language sql stable parallel safe
  return owns_plan(organization, plan) or plan_shown_to(organization, plan, current_person());

create table growth_reflection (
  organization_id uuid not null,
  plan_id uuid not null,
  words text not null check (length(words) <= 4000),
  primary key (organization_id, plan_id),
  foreign key (organization_id, plan_id) references growth_plan (organization_id, id)
);
call secure_table('growth_reflection');
create policy seen on growth_reflection as restrictive for select using (sees_plan(organization_id, plan_id));
create policy owner_inserts on growth_reflection as restrictive for insert with check (owns_plan(organization_id, plan_id));
create policy owner_updates on growth_reflection as restrictive for update using (owns_plan(organization_id, plan_id));
create policy owner_deletes on growth_reflection as restrictive for delete using (owns_plan(organization_id, plan_id));

create table growth_focus (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  position integer not null,
  -- Of the company's competencies, as it was called; null: free.
  competency_id uuid,
  title text not null check (length(title) between 1 and 200),
  why text not null default '' check (length(why) <= 2000),
  created_at timestamptz not null,
  done_at timestamptz,
  reflection text not null default '' check (length(reflection) <= 4000),
  removed_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, plan_id) references growth_plan (organization_id, id)
);
create index growth_focus_by_plan on growth_focus (organization_id, plan_id, position);
call secure_table('growth_focus');
create policy seen on growth_focus as restrictive for select using (sees_plan(organization_id, plan_id));
create policy owner_inserts on growth_focus as restrictive for insert with check (owns_plan(organization_id, plan_id));
create policy owner_updates on growth_focus as restrictive for update using (owns_plan(organization_id, plan_id));
create policy owner_deletes on growth_focus as restrictive for delete using (owns_plan(organization_id, plan_id));

create table growth_action (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  focus_id uuid not null,
  kind text not null check (kind in ('try', 'learn', 'feedback', 'mentor')),
  words text not null check (length(words) between 1 and 500),
  due_on date,
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, plan_id) references growth_plan (organization_id, id),
  foreign key (organization_id, focus_id) references growth_focus (organization_id, id)
);
create index growth_action_by_plan on growth_action (organization_id, plan_id);
create index growth_action_by_focus on growth_action (organization_id, focus_id);
call secure_table('growth_action');
create policy seen on growth_action as restrictive for select using (sees_plan(organization_id, plan_id));
create policy owner_inserts on growth_action as restrictive for insert with check (owns_plan(organization_id, plan_id));
create policy owner_updates on growth_action as restrictive for update using (owns_plan(organization_id, plan_id));
create policy owner_deletes on growth_action as restrictive for delete using (owns_plan(organization_id, plan_id));

-- How it goes, by the person; a hint, by a manager who sees the plan.
create table growth_note (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  plan_id uuid not null,
  focus_id uuid not null,
  author_id uuid not null,
  words text not null check (length(words) between 1 and 2000),
  created_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, plan_id) references growth_plan (organization_id, id),
  foreign key (organization_id, focus_id) references growth_focus (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id)
);
create index growth_note_by_focus on growth_note (organization_id, focus_id, created_at);
call secure_table('growth_note');
create policy seen on growth_note as restrictive for select using (sees_plan(organization_id, plan_id));
create policy author_inserts on growth_note as restrictive for insert
  with check (author_id = current_person() and sees_plan(organization_id, plan_id));
create policy author_deletes on growth_note as restrictive for delete using (author_id = current_person());
create policy nobody_updates on growth_note as restrictive for update using (false);
