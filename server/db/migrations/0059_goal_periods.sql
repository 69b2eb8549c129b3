-- module: goals
-- Goals by their last day: those of an earlier period, or of the next, without reading all others.
create index goal_by_end on goal (organization_id, ends_on desc, created_at desc, id) where removed_at is null and published_at is not null;
