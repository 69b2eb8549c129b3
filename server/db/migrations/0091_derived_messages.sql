-- module: campaigns
-- A message that comes of another: to those who have not done what it asked for, a correction to those
-- who read what does not hold any more, and the message itself to those whom it had not reached by then.
-- See docs/decisions/messages-from-messages.md.

alter table campaign
  add column derived_from uuid,
  -- To whom of those whom the other message addressed.
  add column reach text check (reach in ('acknowledge', 'first_goal', 'first_checkin', 'training', 'session', 'seen', 'unseen')),
  -- Values of fields that the lead has let stand although they do not hold any more.
  add column let_stand jsonb not null default '{}',
  add foreign key (organization_id, derived_from) references campaign (organization_id, id) on delete cascade,
  add check ((derived_from is null) = (reach is null));
-- At most one that has not begun of each kind.
create unique index campaign_derived on campaign (organization_id, derived_from, reach)
  where derived_from is not null and started_at is null and cancelled_at is null;
