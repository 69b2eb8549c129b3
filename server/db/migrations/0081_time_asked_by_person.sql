-- module: attention
-- What one person is asked in a week is looked up for each whose week may be too full.
create index time_asked_by_person on time_asked (organization_id, person_id, day);
