-- module: campaigns
-- The go-live day of its wave when a message was set to go out. Where that has moved since, it does not go out on its old day.
alter table campaign add column scheduled_for date;
update campaign k set scheduled_for = w.goes_live_on from wave w
  where w.organization_id = k.organization_id and w.id = k.wave_id and k.scheduled_at is not null and k.started_at is null;

-- Why its sender would rather not have it go out like this; for whoever writes it, and gone once they are asked again.
alter table campaign add column declined_because text check (length(declined_because) between 1 and 1000);
