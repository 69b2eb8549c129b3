-- module: directory
-- Whom a live count of a group is about. It follows who is in the group only when as many have come or gone as a
-- group needs: were it to follow each single one, the step of the count would tell what that one did.
create table counted_group (
  organization_id uuid not null references organization (id),
  name text not null check (length(name) between 1 and 200),
  people uuid[] not null,
  -- Sum of their hashes: whether anybody came or went since is then told without reading them.
  mark numeric not null,
  kept_at timestamptz not null,
  primary key (organization_id, name)
);
call secure_table('counted_group');
