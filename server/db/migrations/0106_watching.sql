-- module: training
-- Which version of a course of the company's own somebody has begun: they keep it until they are done.
alter table training_work add column begun_version integer;

-- Which seconds of a film somebody really played, and where they stopped. For them alone.
create table training_watching (
  organization_id uuid not null references organization (id),
  person_id uuid not null,
  course_id text not null,
  film_id uuid not null,
  played int4multirange not null default '{}',
  at_second integer not null default 0 check (at_second >= 0),
  primary key (organization_id, person_id, film_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('training_watching');
