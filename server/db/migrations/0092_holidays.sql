-- module: directory
-- Days on which nobody works, as the company says: for all, for a country, for a location. None is known by itself.
-- See docs/decisions/holidays.md.

create table holiday_calendar (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  name text not null check (length(name) between 1 and 120),
  changed_by uuid not null,
  changed_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, changed_by) references person (organization_id, id)
);
create unique index holiday_calendar_by_name on holiday_calendar (organization_id, lower(name));
call secure_table('holiday_calendar');

create table holiday (
  organization_id uuid not null references organization (id),
  calendar_id uuid not null,
  day date not null,
  name text not null default '' check (length(name) <= 200),
  primary key (organization_id, calendar_id, day),
  foreign key (organization_id, calendar_id) references holiday_calendar (organization_id, id) on delete cascade
);
call secure_table('holiday');

-- For whom a calendar holds, as the people file writes it; the value is empty for the whole company.
create table holiday_place (
  organization_id uuid not null references organization (id),
  calendar_id uuid not null,
  kind text not null check (kind in ('company', 'country', 'location')),
  value text not null default '',
  primary key (organization_id, calendar_id, kind, value),
  foreign key (organization_id, calendar_id) references holiday_calendar (organization_id, id) on delete cascade,
  check ((kind = 'company') = (value = ''))
);
create index holiday_place_by_value on holiday_place (organization_id, kind, value);
call secure_table('holiday_place');

-- The days on which nobody works at a place.
create function days_off(organization uuid, of_country text, of_location text) returns date[] language sql stable as $$
  select coalesce(array_agg(distinct h.day order by h.day), '{}')
  from holiday_place p join holiday h on h.organization_id = p.organization_id and h.calendar_id = p.calendar_id
  where p.organization_id = organization
    and (p.kind = 'company' or (p.kind = 'country' and p.value = of_country) or (p.kind = 'location' and p.value = of_location))
$$;

-- The day itself; where nobody works on it, the next one from Monday to Friday on which somebody does.
create function worked_day(wanted date, off date[]) returns date language sql immutable as $$
  select case when wanted <> all (off) then wanted
    else coalesce((select min(d.day) from generate_series(1, 60) n cross join lateral (select wanted + n as day) d
      where extract(isodow from d.day) < 6 and d.day <> all (off)), wanted) end
$$;

-- As before, past the days on which nobody works there.
create function next_opening(since timestamptz, zone_name text, days smallint[], opens time, off date[]) returns timestamptz
  language sql stable as $$
  select coalesce((select min(m.moment) from generate_series(0, 40) n
    cross join lateral (select (since at time zone zone_name)::date + n as day) d
    cross join lateral (select (d.day + opens) at time zone zone_name as moment) m
    where extract(isodow from d.day)::smallint = any (days) and d.day <> all (off) and m.moment >= since),
    next_opening(since, zone_name, days, opens))
$$;

create function working_moment(since timestamptz, zone_name text, days smallint[], opens time, closes time, off date[]) returns timestamptz
  language sql stable as $$
  select case
    when extract(isodow from h.here)::smallint = any (days) and h.here::date <> all (off) and h.here::time >= opens and h.here::time < closes then since
    else next_opening(since, zone_name, days, opens, off)
  end
  from (select since at time zone zone_name as here) h
$$;
