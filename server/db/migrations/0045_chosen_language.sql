-- module: people
-- The language that somebody chose for themself. The people file's stays beside it, for whoever chose none.

alter table person add column language text check (language ~ '^[a-z]{2}$');

-- What somebody is spoken to in: the language chosen, with the people file's region where that speaks the same.
create function spoken_locale(language text, locale text) returns text language sql immutable as $$
  select case
    when language is null or lower(split_part(replace(locale, '_', '-'), '-', 1)) = language then locale
    else language
  end
$$;
