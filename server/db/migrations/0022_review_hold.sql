-- module: reviews
-- A review that something still works on cannot be shared; where that has ended, its stage is done for it.

create table review_hold (
  organization_id uuid not null,
  review_id uuid not null,
  -- What works on it, such as a calibration session.
  source_kind text not null,
  source_id uuid not null,
  held_by uuid not null,
  held_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  primary key (organization_id, review_id, source_id),
  foreign key (organization_id, review_id) references review (organization_id, id),
  foreign key (organization_id, held_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id),
  check ((ended_at is null) = (ended_by is null))
);
call secure_table('review_hold');
