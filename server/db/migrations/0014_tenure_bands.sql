-- module: directory
-- Rules speak of tenure in bands. Saved ones that count days get the bands that come nearest.

create function pg_temp.banded(rule jsonb) returns jsonb language plpgsql as $$
declare
  -- Days at which bands begin; the last one is beyond every rule.
  edges constant integer[] := array[0, 91, 365, 1096, 3653, 40001];
  bands constant text[] := array['under_3_months', '3_to_12_months', '1_to_3_years', '3_to_10_years', '10_years_and_more'];
  first integer := 1;
  last integer := 6;
begin
  if rule ? 'not' then return jsonb_build_object('not', pg_temp.banded(rule -> 'not')); end if;
  if rule ? 'all' or rule ? 'any' then
    return (select jsonb_build_object(case when rule ? 'all' then 'all' else 'any' end, jsonb_agg(pg_temp.banded(part) order by at))
      from jsonb_array_elements(coalesce(rule -> 'all', rule -> 'any')) with ordinality p (part, at));
  end if;
  if not rule ? 'tenure' or jsonb_typeof(rule -> 'tenure') <> 'object' then return rule; end if;
  if rule -> 'tenure' ? 'atLeastDays' then
    select i into first from generate_series(1, 5) i order by abs(edges[i] - (rule #>> '{tenure,atLeastDays}')::integer), i limit 1;
  end if;
  if rule -> 'tenure' ? 'lessThanDays' then
    select i into last from generate_series(2, 6) i order by abs(edges[i] - (rule #>> '{tenure,lessThanDays}')::integer), i limit 1;
  end if;
  -- A span inside one band becomes that band.
  last := greatest(last, first + 1);
  return jsonb_build_object('tenure', to_jsonb(bands[first:last - 1]));
end $$;

update audience set rule = pg_temp.banded(rule) where jsonb_path_exists(rule, '$.**.tenure');
drop function pg_temp.banded(jsonb);
