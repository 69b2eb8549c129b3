-- module: campaigns
-- A message for whoever comes later: it goes out again and again, to each newcomer once, until somebody stops it.
alter table campaign drop constraint campaign_readers_check,
  add constraint campaign_readers_check check (readers in ('everyone', 'employees', 'managers', 'leaders', 'hr', 'champions', 'newcomers'));
alter table plan_message drop constraint plan_message_readers_check,
  add constraint plan_message_readers_check check (readers in ('everyone', 'employees', 'managers', 'leaders', 'hr', 'champions', 'newcomers'));
-- Messages that wait to be looked at every night.
create index campaign_for_newcomers on campaign (organization_id, id) where readers = 'newcomers';
