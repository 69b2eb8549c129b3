-- module: champions
-- Who is near whom, once: what a person's page names, and in whose name a message goes out that champions send.

-- What champions cover now: their areas, else the location they work at, or their department where there are no locations.
-- Whoever holds the role, is employed and at work.
create function champion_place(organization uuid)
returns table (person_id uuid, language text, department text, location text, manager_id uuid, kind text, key text)
language sql stable as $$
  with champ as materialized (
    select r.person_id, r.department, r.location, r.manager_id, lower(split_part(r.locale, '-', 1)) as language
    from role_grant g join roster r on r.organization_id = g.organization_id and r.person_id = g.person_id
    where g.organization_id = organization and g.role = 'champion' and g.ended_at is null and r.employed and r.status = 'active'
  )
  select c.person_id, c.language, c.department, c.location, c.manager_id, a.kind, a.key from champ c
  join champion_area a on a.organization_id = organization and a.person_id = c.person_id and a.ended_at is null
  union all
  select c.person_id, c.language, c.department, c.location, c.manager_id, case when c.location <> '' then 'location' else 'department' end,
    coalesce(nullif(c.location, ''), c.department)
  from champ c where coalesce(nullif(c.location, ''), c.department) <> ''
    and not exists (select from champion_area a where a.organization_id = organization and a.person_id = c.person_id and a.ended_at is null)
$$;

-- How somebody is near a champion who covers them.
create function champion_near(champion uuid, c_manager uuid, c_location text, c_department text, r_manager uuid, r_location text, r_department text) returns text
language sql immutable as $$
  select case when c_manager = r_manager or champion = r_manager then 'team'
    when c_location = r_location and r_location <> '' then 'location'
    when c_department = r_department and r_department <> '' then 'department' else 'area' end
$$;

-- The nearest first, as a number that sorts: of the own team, then who speaks the language, then of the site, of the
-- department, of an area; among equals each person keeps the same one, and the people of a site are shared out.
create function champion_order(near text, speaks boolean, champion uuid, reader uuid) returns bigint
language sql immutable as $$
  select ((near <> 'team')::integer * 8 + (not speaks)::integer * 4 + array_position(array['team', 'location', 'department', 'area'], near) - 1)::bigint << 58
    | (uuid_hash_extended(reader, uuid_hash(champion)::bigint) & ((1::bigint << 58) - 1))
$$;
