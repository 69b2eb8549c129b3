-- module: reviews
-- What somebody answered to a review stays when it is opened again; that the lead named a manager stands in the review.

-- What was shared and answered before a review was opened again.
create table review_before (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  review_id uuid not null,
  shared_by uuid not null,
  shared_at timestamptz not null,
  -- Null: the person had not said yet that they had read it.
  acknowledged_at timestamptz,
  disagrees boolean,
  comment text not null default '' check (length(comment) <= 10000),
  -- What the manager and the second manager had handed in: [{"taskId", "role", "writerId", "answers"}].
  sheets jsonb not null,
  -- Ratings that held then, by question.
  ratings jsonb not null,
  reopened_by uuid not null,
  reopened_at timestamptz not null,
  primary key (organization_id, id),
  foreign key (organization_id, review_id) references review (organization_id, id),
  foreign key (organization_id, shared_by) references person (organization_id, id),
  foreign key (organization_id, reopened_by) references person (organization_id, id),
  check ((acknowledged_at is null) = (disagrees is null))
);
create index review_before_by_review on review_before (organization_id, review_id, reopened_at desc);
call secure_table('review_before');

-- Whom the lead named does not follow the reporting line any more.
alter table review
  add column manager_set_by uuid,
  add column manager_set_at timestamptz,
  add foreign key (organization_id, manager_set_by) references person (organization_id, id),
  add check (manager_set_by is null or manager_set_at is not null);
update review v set manager_set_by = e.actor_id, manager_set_at = e.recorded_at
  from (select distinct on (organization_id, subject_id) organization_id, subject_id, actor_id, recorded_at
    from event where type = 'review.manager_set' order by organization_id, subject_id, recorded_at desc) e
  where v.organization_id = e.organization_id and v.id = e.subject_id;
