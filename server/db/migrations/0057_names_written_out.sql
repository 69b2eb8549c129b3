-- module: people
-- Names are found as others write them, too: Müller as “mueller”, and Mueller by a search for Müller.
-- From here on the import writes both; this brings those who are there already.
create temporary table written_out on commit drop as
  select organization_id, id, string_agg(distinct regexp_replace(normalize(w, nfkd), '[\u0300-\u036f]', '', 'g'), ' ') as words
  from (
    select p.organization_id, p.id, case when w ~ '[äöüøå]'
        then replace(replace(replace(replace(replace(w, 'ä', 'ae'), 'ö', 'oe'), 'ü', 'ue'), 'ø', 'oe'), 'å', 'aa')
        else regexp_replace(w, '([aou])e', '\1', 'g') end as w
    from person p,
      regexp_split_to_table(lower(normalize(concat_ws(' ', p.full_name, p.given_name, p.family_name), nfc)), '[\s,;"''’‑-]+') w
    where w ~ '[äöüøå]|[aou]e'
  ) spelled group by 1, 2;
update person p set search = p.search || ' ' || x.words from written_out x
  where p.organization_id = x.organization_id and p.id = x.id;
update roster r set search = r.search || ' ' || x.words from written_out x
  where r.organization_id = x.organization_id and r.person_id = x.id;
