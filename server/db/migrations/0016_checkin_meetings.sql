-- module: checkins
-- A time and an invitation, "held" agreed by both, what happens when the manager changes,
-- a rhythm of one's own, and one question to a sample.

-- The other one says that they did not talk: counts nowhere until the two agree.
alter table checkin add column disputed_by uuid;
alter table checkin add column disputed_at timestamptz;
-- The two do not report to each other any more (or agreed that it never took place): over, without having been held.
alter table checkin add column ended_at timestamptz;
-- Questions of the program's own agenda as they stood when it was opened; null: of the library.
alter table checkin add column agenda jsonb;
alter table checkin add foreign key (organization_id, disputed_by) references person (organization_id, id);
alter table checkin add check ((disputed_by is null) = (disputed_at is null) and (disputed_by is null or held_on is not null));
alter table checkin add check (ended_at is null or held_on is null);
drop index checkin_open;
create unique index checkin_open on checkin (organization_id, report_id, manager_id) where held_on is null and ended_at is null;
create index checkin_going on checkin (organization_id, report_id) where held_on is null and ended_at is null;

-- When and where the two meet: each change is a row, the newest holds. Its number is the
-- SEQUENCE of the calendar entry, whose UID is the check-in.
create table checkin_meeting (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  checkin_id uuid not null,
  sequence integer not null,
  starts_at timestamptz not null,
  minutes smallint not null check (minutes between 5 and 480),
  -- The zone whose wall clock was meant.
  time_zone text not null,
  place text not null default '' check (length(place) <= 300),
  -- Called off; the rest says what was called off.
  off boolean not null default false,
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id, id),
  unique (organization_id, checkin_id, sequence),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
call secure_table('checkin_meeting');
create policy participants on checkin_meeting as restrictive using (takes_part(organization_id, checkin_id));

-- What two people arranged for all their check-ins: a more frequent rhythm, and when they usually meet.
create table checkin_arrangement (
  organization_id uuid not null,
  manager_id uuid not null,
  report_id uuid not null,
  cadence text check (cadence in ('weekly', 'biweekly', 'monthly', 'quarterly')),
  cadence_by uuid,
  -- Null: waits for the other one.
  cadence_agreed_at timestamptz,
  weekday smallint check (weekday between 1 and 7),
  at text check (at ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  minutes smallint check (minutes between 5 and 480),
  time_zone text,
  place text not null default '' check (length(place) <= 300),
  changed_at timestamptz not null,
  primary key (organization_id, manager_id, report_id),
  foreign key (organization_id, manager_id) references person (organization_id, id),
  foreign key (organization_id, report_id) references person (organization_id, id),
  foreign key (organization_id, cadence_by) references person (organization_id, id),
  check ((cadence is null) = (cadence_by is null)),
  check ((weekday is null) = (at is null) and (weekday is null) = (minutes is null) and (weekday is null) = (time_zone is null))
);
create index checkin_arrangement_by_report on checkin_arrangement (organization_id, report_id);
call secure_table('checkin_arrangement');
create policy the_two on checkin_arrangement as restrictive using (current_person() in (manager_id, report_id));

-- A step of the report that they took along to a new manager: the copy is the one that counts, as long as it is there.
alter table checkin_action add column taken_to uuid;
alter table checkin_action add foreign key (organization_id, taken_to) references checkin_action (organization_id, id) on delete set null (taken_to);
create index checkin_action_taken on checkin_action (organization_id, taken_to) where taken_to is not null;

-- A word of an earlier manager at the hand-over: to the report alone, or to the report and their new manager.
-- Never to the new manager without the report.
create table checkin_hand_over (
  organization_id uuid not null,
  checkin_id uuid not null,
  author_id uuid not null,
  report_id uuid not null,
  -- Null: to the report alone.
  new_manager_id uuid,
  words text not null check (length(words) between 1 and 4000),
  written_at timestamptz not null,
  primary key (organization_id, checkin_id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id),
  foreign key (organization_id, report_id) references person (organization_id, id),
  foreign key (organization_id, new_manager_id) references person (organization_id, id)
);
create index checkin_hand_over_by_report on checkin_hand_over (organization_id, report_id);
call secure_table('checkin_hand_over');
create policy readers on checkin_hand_over as restrictive for select using (current_person() in (author_id, report_id, new_manager_id));
create policy author_inserts on checkin_hand_over as restrictive for insert with check (author_id = current_person() and takes_part(organization_id, checkin_id));
create policy author_updates on checkin_hand_over as restrictive for update using (author_id = current_person());
create policy author_deletes on checkin_hand_over as restrictive for delete using (author_id = current_person());

-- Who was asked how useful a check-in was, and until when the question stands. Answering, passing and
-- running out close it alike, so that a row does not tell whether somebody answered.
create table checkin_ask (
  organization_id uuid not null,
  person_id uuid not null,
  checkin_id uuid not null,
  asked_on date not null,
  closed_on date,
  primary key (organization_id, person_id, checkin_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, checkin_id) references checkin (organization_id, id)
);
create index checkin_ask_open on checkin_ask (organization_id, asked_on) where closed_on is null;
call secure_table('checkin_ask');
create policy the_asked on checkin_ask as restrictive using (person_id = current_person());

-- The answers: no person, no check-in, no time. No statement of the app can read one; the
-- function below tells how many there are, batch by batch. Sealed (not released) until enough came together.
create table checkin_usefulness (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  score smallint not null check (score between 1 and 5),
  -- Of the whole batch.
  released_on date,
  released_at timestamptz,
  primary key (organization_id, id),
  check ((released_on is null) = (released_at is null))
);
call secure_table('checkin_usefulness');
create policy nobody_reads on checkin_usefulness as restrictive for select using (false);
create policy nobody_changes on checkin_usefulness as restrictive for update using (false);
create policy nobody_deletes on checkin_usefulness as restrictive for delete using (false);

-- Once a night: sealed answers get new ids in a random order, so that neither ids nor places nor
-- transactions tell which came when; as soon as enough are together, all of them are released as one batch.
create function shuffle_checkin_usefulness(organization uuid, day date, now_ timestamptz, floor_ integer) returns void
  language plpgsql volatile security definer set search_path from current as $$
declare
  scores smallint[];
  enough boolean;
begin
  if organization is distinct from current_organization() then
    raise exception 'Answers are shuffled within one company.';
  end if;
  with taken as (delete from checkin_usefulness where organization_id = organization and released_on is null returning score)
  select coalesce(array_agg(score order by random()), '{}') into scores from taken;
  enough := cardinality(scores) >= greatest(floor_, 5);
  insert into checkin_usefulness (organization_id, score, released_on, released_at)
  select organization, s, case when enough then day end, case when enough then now_ end from unnest(scores) s;
end $$;

-- Questions that nobody answered in time close like those that somebody did.
create function close_checkin_asks(organization uuid, asked_before date, day date) returns void
  language sql volatile security definer set search_path from current as $$
  update checkin_ask set closed_on = day where organization_id = organization and organization = current_organization()
    and closed_on is null and asked_on < asked_before
$$;

-- What was released, batch by batch; none is smaller than the floor of its day.
create function released_checkin_usefulness(organization uuid)
  returns table (released_on date, released_at timestamptz, answers integer, useful integer)
  language sql stable security definer set search_path from current as $$
  select u.released_on, u.released_at, count(*)::integer, (count(*) filter (where u.score >= 4))::integer
  from checkin_usefulness u where u.organization_id = organization and organization = current_organization() and u.released_on is not null
  group by u.released_on, u.released_at having count(*) >= 5 order by u.released_on, u.released_at
$$;

-- How often a program asks somebody and their manager to talk: the first rule that holds for the person, else everybody's.
-- Rules read only what history keeps with dates, so that the answer for a past day stays the same.
create function checkin_cadence(settings jsonb, joined date, day date, department text, location text, country text, level text) returns text
  language sql immutable parallel safe
  return case when jsonb_array_length(coalesce(settings -> 'others', '[]')) = 0 then settings ->> 'cadence' else coalesce((
    select o.value ->> 'cadence' from jsonb_array_elements(settings -> 'others') with ordinality o (value, place)
    where case o.value -> 'who' ->> 'kind'
      when 'joiners' then day < joined + (o.value -> 'who' ->> 'days')::integer
      when 'people' then (o.value -> 'who' -> 'values') ? case o.value -> 'who' ->> 'attribute'
        when 'department' then department when 'location' then location when 'country' then country else level end
      else false end
    order by o.place limit 1), settings ->> 'cadence') end;
