-- module: platform
-- From where people come to acts of the practice is counted over the last weeks.
create index event_begun on event (organization_id, recorded_at) where data ? 'begun';
-- What a subject put into inboxes is taken out again, and read by the numbers about messages.
create index inbox_item_by_subject on inbox_item (organization_id, subject_id);
