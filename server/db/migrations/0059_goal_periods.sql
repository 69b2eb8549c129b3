-- module: goals
-- Goals by their last day: those of an earlier period, or of the next, without reading all others.
create index goal_by_end on goal (organization_id, ends_on desc, created_at desc, id) where removed_at is null and published_at is not null;

-- Milestones may be named steps, in their order: [{"id", "title", "doneAt"}]. Then the value is how many are ticked.
alter table key_result add steps jsonb not null default '[]' check (jsonb_typeof(steps) = 'array');
-- The steps before an act that ticked some, so that it can be taken back; null: none were.
alter table key_result_value add from_steps jsonb;
