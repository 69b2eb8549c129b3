-- module: hypercare
-- Questions that come with Belay stand in its library; a company answers one in its own words, or leaves it out.
alter table desk_entry add column faq text check (faq ~ '^[a-z0-9-]{1,40}$');
create unique index desk_entry_faq on desk_entry (organization_id, faq) where retired_at is null and faq is not null;

create table desk_faq_out (
  organization_id uuid not null references organization (id),
  faq text not null check (faq ~ '^[a-z0-9-]{1,40}$'),
  left_out_by uuid not null,
  left_out_at timestamptz not null,
  primary key (organization_id, faq),
  foreign key (organization_id, left_out_by) references person (organization_id, id)
);
call secure_table('desk_faq_out');

-- How often one was opened and what people said of it; not who.
create table desk_faq_use (
  organization_id uuid not null references organization (id),
  faq text not null check (faq ~ '^[a-z0-9-]{1,40}$'),
  day date not null,
  opened integer not null default 0,
  helped integer not null default 0,
  not_helped integer not null default 0,
  primary key (organization_id, faq, day)
);
call secure_table('desk_faq_use');
