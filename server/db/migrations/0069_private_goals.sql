-- module: goals
-- The few private goals that somebody sees are looked for with every step of the alignment tree: those of the company by
-- who wrote them, and those that were shown to somebody by name.
create index goal_private_company on goal (organization_id, created_by)
  where removed_at is null and visibility = 'private' and level = 'company';
create index goal_reader_by_person on goal_reader (organization_id, person_id);
