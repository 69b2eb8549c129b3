-- module: alerts
-- Numbers that left their course: one alert for each number and part of the company until it is over.
-- See docs/decisions/alerts.md.

create table number_alert (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  metric text not null check (metric ~ '^[A-Z][0-9]{1,2}[A-Z]?$'),
  segment_kind text not null check (segment_kind in ('organization', 'wave', 'department')),
  segment_key text not null,
  -- `fell`: worse than itself before. `off_course`: behind the way to its target, for a month.
  reason text not null check (reason in ('fell', 'off_course')),
  -- Large enough to be told at once.
  grave boolean not null,
  -- Where it was, or should be, and where it was found: day, value, numerator, denominator, version.
  reference jsonb not null,
  found jsonb not null,
  -- How likely so low a number is by chance alone; null where it is compared with a course.
  chance double precision,
  opened_on date not null,
  opened_at timestamptz not null,
  closed_on date,
  closed_at timestamptz,
  primary key (organization_id, id),
  check ((closed_on is null) = (closed_at is null))
);
create unique index number_alert_open on number_alert (organization_id, metric, segment_kind, segment_key) where closed_at is null;
create index number_alert_closed on number_alert (organization_id, closed_at desc);
call secure_table('number_alert');

-- Known, and not to be shown as news until a day.
create table number_alert_quiet (
  organization_id uuid not null references organization (id),
  alert_id uuid not null,
  set_at timestamptz not null,
  set_by uuid not null,
  until date not null,
  reason text not null check (length(reason) between 1 and 500),
  ended_at timestamptz,
  ended_by uuid,
  primary key (organization_id, alert_id, set_at),
  foreign key (organization_id, alert_id) references number_alert (organization_id, id),
  foreign key (organization_id, set_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id),
  check ((ended_at is null) = (ended_by is null))
);
create unique index number_alert_quiet_now on number_alert_quiet (organization_id, alert_id) where ended_at is null;
call secure_table('number_alert_quiet');

-- Each look counts against the false alarms of a year, whatever it finds.
create table number_alert_look (
  organization_id uuid not null references organization (id),
  kind text not null check (kind in ('organization', 'wave', 'department')),
  as_of date not null,
  looked_at timestamptz not null,
  compared integer not null,
  primary key (organization_id, kind, as_of)
);
call secure_table('number_alert_look');
