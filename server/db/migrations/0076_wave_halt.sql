-- module: program
-- A wave that was paused, or taken back to before its go-live: by whom, why, since and until when.
-- See docs/decisions/pausing-a-wave.md.
create table wave_halt (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  wave_id uuid not null,
  -- pause: nothing asks its people. rollback: it is before its go-live again.
  kind text not null check (kind in ('pause', 'rollback')),
  reason text not null check (length(reason) between 3 and 500),
  -- What its people were told in a letter, in the words of whoever decided it.
  letter text check (length(letter) between 1 and 2000),
  -- People in it then.
  people integer not null,
  began_on date not null,
  began_at timestamptz not null,
  began_by uuid not null,
  -- A pause ends when the wave is resumed or taken back, a roll-back when it goes live again.
  ended_on date,
  ended_at timestamptz,
  ended_by uuid,
  end_letter text check (length(end_letter) between 1 and 2000),
  -- The launch that a roll-back took back: numbers of those days are still counted with it.
  launched_at timestamptz,
  went_live_on date,
  launched_by uuid,
  launched_people integer,
  primary key (organization_id, id),
  foreign key (organization_id, wave_id) references wave (organization_id, id),
  foreign key (organization_id, began_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id),
  foreign key (organization_id, launched_by) references person (organization_id, id),
  check ((ended_at is null) = (ended_on is null)),
  check ((kind = 'rollback') = (launched_at is not null and went_live_on is not null))
);
create unique index wave_halt_open on wave_halt (organization_id, wave_id) where ended_at is null;
create index wave_halt_by_wave on wave_halt (organization_id, wave_id, began_at);
call secure_table('wave_halt');

-- A launch that was taken back was one: what was promised then stays promised.
create or replace function metric_floor_only_rises() returns trigger language plpgsql as $$
begin
  if new.people < (select max(people) from metric_floor f where f.organization_id = new.organization_id)
     and (exists (select from wave w where w.organization_id = new.organization_id and w.launched_at is not null)
       or exists (select from wave_halt h where h.organization_id = new.organization_id)) then
    raise exception 'From the first launch on the floor only rises.';
  end if;
  return new;
end $$;
