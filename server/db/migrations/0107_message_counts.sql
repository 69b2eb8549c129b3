-- module: campaigns
-- What became of a message, counted now and then: a message to everybody has as many letters as the company has people.
-- What of it is told, and to whom, is decided when it is read (server/campaigns/funnel.ts).
create table campaign_count (
  organization_id uuid not null references organization (id),
  campaign_id uuid not null,
  counted_at timestamptz not null,
  -- Letters, one for each reader, by what became of them.
  letters integer not null check (letters >= 0),
  submitted integer not null check (submitted >= 0),
  pending integer not null check (pending >= 0),
  undelivered integer not null check (undelivered >= 0),
  left_out integer not null check (left_out >= 0),
  -- In the app, and opened there or by the button of the letter.
  in_app integer not null check (in_app >= 0),
  opened integer not null check (opened >= 0),
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade
);
call secure_table('campaign_count');
