-- module: metrics
-- Days on which a large part of the company got another department or manager: charts mark them. Kept by night,
-- because a page does not look through everybody's history.
create table large_move (
  organization_id uuid not null references organization (id),
  moved_on date not null,
  people integer not null check (people >= 10),
  known_at timestamptz not null,
  primary key (organization_id, moved_on)
);
call secure_table('large_move');
