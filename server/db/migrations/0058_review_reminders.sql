-- module: reviews
-- Reminders that somebody sends, and news of a running cycle: dates that moved and forms that were made late.

alter table review_notice drop constraint review_notice_kind_check;
alter table review_notice add check (kind in ('opens', 'before', 'after', 'moved', 'joined', 'reminded'));
-- What is planned stands once for each stage; the rest as often as it happens.
alter table review_notice drop constraint review_notice_organization_id_cycle_id_stage_kind_key;
create unique index review_notice_planned on review_notice (organization_id, cycle_id, stage, kind) where kind in ('opens', 'before', 'after');
create index review_notice_by_cycle on review_notice (organization_id, cycle_id, sent_at);
-- Who sent a reminder; what is planned nobody sends.
alter table review_notice add made_by uuid;
alter table review_notice add foreign key (organization_id, made_by) references person (organization_id, id);
alter table review_notice add check ((made_by is not null) = (kind = 'reminded'));

-- When those who had heard the earlier dates were told of the new ones.
alter table review_stage_move add told_at timestamptz;
-- Nobody is told today of what moved before there were such letters.
update review_stage_move set told_at = moved_at;
