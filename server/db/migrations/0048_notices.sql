-- module: attention
-- How somebody wants each kind of letter, what the program lead fixed for all, in which hours letters
-- come, and the company's own words for them. See docs/decisions/notifications.md.

-- Without a row a kind comes as it usually does (contract/notice-kinds.ts).
create table notice_choice (
  organization_id uuid not null,
  person_id uuid not null,
  kind text not null check (kind ~ '^[a-z_]{1,60}$'),
  way text not null check (way in ('at_once', 'daily', 'app')),
  -- On the page, or by the button that a mail program shows beside a letter.
  chosen_by text not null check (chosen_by in ('page', 'letter')),
  chosen_at timestamptz not null,
  primary key (organization_id, person_id, kind),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('notice_choice');

-- `on`: nobody may switch its mail off. `off`: no mail of this kind goes to anybody.
create table notice_rule (
  organization_id uuid not null references organization (id),
  kind text not null check (kind ~ '^[a-z_]{1,60}$'),
  fixed text not null check (fixed in ('on', 'off')),
  set_by uuid not null,
  set_at timestamptz not null,
  primary key (organization_id, kind),
  foreign key (organization_id, set_by) references person (organization_id, id)
);
call secure_table('notice_rule');

-- Days as ISO counts them, Monday 1. Without a row: Monday to Friday, 9 to 18.
create table letter_hours (
  organization_id uuid not null,
  person_id uuid not null,
  days smallint[] not null check (cardinality(days) between 1 and 7 and days <@ array[1, 2, 3, 4, 5, 6, 7]::smallint[]),
  opens time not null,
  closes time not null,
  chosen_at timestamptz not null,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check (closes >= opens + interval '1 hour' and opens < '23:00')
);
call secure_table('letter_hours');

-- A company's own words for one of our letters in one language, and the words of ours that they came from.
create table letter_text (
  organization_id uuid not null references organization (id),
  template text not null check (template ~ '^[a-z0-9-]{1,60}$'),
  language text not null check (language ~ '^[a-z]{2}$'),
  words jsonb not null,
  from_version integer not null,
  from_words jsonb not null,
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (organization_id, template, language),
  foreign key (organization_id, changed_by) references person (organization_id, id)
);
call secure_table('letter_text');

-- Two tables held the same choice; now it stands in one place.
insert into notice_choice (organization_id, person_id, kind, way, chosen_by, chosen_at)
select organization_id, person_id, 'recognition_weekly', case when weekly then 'at_once' else 'app' end, 'page', chosen_at from recognition_letters
union all
select organization_id, person_id, 'training_due', case when reminders then 'at_once' else 'app' end, 'page', chosen_at from training_letters;
drop table recognition_letters;
drop table training_letters;

-- One of those that leave together in the letter of the day.
alter table outgoing_mail add column daily boolean not null default false;

-- A zone as the people file has it, or the company's where it is misspelt.
create function known_zone(zone_name text, own text) returns text language plpgsql stable as $$
begin
  perform timestamptz '2000-01-01 00:00:00Z' at time zone zone_name;
  return zone_name;
exception when others then
  return own;
end
$$;

-- The first moment, not before `since`, at which a working day of that zone shows `opens`.
create function next_opening(since timestamptz, zone_name text, days smallint[], opens time) returns timestamptz
  language sql stable as $$
  select min(m.moment) from generate_series(0, 8) n
  cross join lateral (select (since at time zone zone_name)::date + n as day) d
  cross join lateral (select (d.day + opens) at time zone zone_name as moment) m
  where extract(isodow from d.day)::smallint = any (days) and m.moment >= since
$$;

-- The first moment, not before `since`, within somebody's working hours.
create function working_moment(since timestamptz, zone_name text, days smallint[], opens time, closes time) returns timestamptz
  language sql stable as $$
  select case
    when extract(isodow from h.here)::smallint = any (days) and h.here::time >= opens and h.here::time < closes then since
    else next_opening(since, zone_name, days, opens)
  end
  from (select since at time zone zone_name as here) h
$$;

-- When the letter of the day leaves: at nine, or when the day opens where that is later or the day is over by nine.
create function daily_hour(opens time, closes time) returns time language sql immutable as $$
  select case when opens < '09:00' and closes > '09:00' then '09:00'::time else opens end
$$;
