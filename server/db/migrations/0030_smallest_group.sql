-- module: metrics
-- The company's smallest group holds for whatever shows numbers about people, also where it is not a metric.
create function smallest_group(organization uuid) returns integer language sql stable as $$
  select coalesce((select f.people::integer from metric_floor f where f.organization_id = organization order by f.set_at desc limit 1), 5)
$$;
