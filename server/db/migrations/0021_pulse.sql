-- module: pulse
-- Very short surveys. Two traces that nothing here links: who took part on which day,
-- and that answers exist. See docs/decisions/pulse.md.

create table pulse_survey (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  -- The library's survey it began as.
  from_library text,
  -- By language.
  title jsonb not null default '{}',
  intro jsonb not null default '{}',
  languages text[] not null,
  questions jsonb not null default '[]',
  -- Null: everybody whom it reaches.
  audience_id uuid,
  reach text not null default 'live' check (reach in ('live', 'preparing', 'both')),
  every text not null default 'once' check (every in ('once', 'month', 'quarter', 'half_year', 'year')),
  opens_on date,
  open_days smallint not null default 10 check (open_days between 3 and 30),
  -- Per cent of the people who are asked each time.
  sample smallint not null default 100 check (sample in (100, 50, 33, 25)),
  floor smallint not null default 5 check (floor between 5 and 100),
  reminder_after smallint check (reminder_after between 1 and 29),
  revision integer not null default 1,
  created_by uuid not null,
  created_at timestamptz not null,
  launched_by uuid,
  launched_at timestamptz,
  -- When the next round opens; null once there is none.
  next_on date,
  ended_by uuid,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, program_id) references program (organization_id, id),
  foreign key (organization_id, audience_id) references audience (organization_id, id),
  foreign key (organization_id, created_by) references person (organization_id, id),
  foreign key (organization_id, launched_by) references person (organization_id, id),
  foreign key (organization_id, ended_by) references person (organization_id, id)
);
create index pulse_survey_due on pulse_survey (organization_id, next_on) where next_on is not null;
call secure_table('pulse_survey');

-- From launch on the floor only rises and what is asked stays.
create function pulse_survey_is_kept() returns trigger language plpgsql as $$
begin
  if old.launched_at is null then return new; end if;
  if new.floor < old.floor then
    raise exception 'From launch on the floor of a survey only rises.';
  end if;
  if new.launched_at is null or (new.questions, new.languages, new.audience_id, new.reach, new.every, new.sample)
      is distinct from (old.questions, old.languages, old.audience_id, old.reach, old.every, old.sample) then
    raise exception 'A launched survey stays as it is.';
  end if;
  return new;
end $$;
create trigger is_kept before update on pulse_survey for each row execute function pulse_survey_is_kept();

create table pulse_round (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  survey_id uuid not null,
  number smallint not null,
  opened_on date not null,
  closes_on date not null,
  floor smallint not null check (floor >= 5),
  -- What the seal's key is made with, beside the installation's secret; gone when the round is over.
  seal bytea,
  asked integer not null,
  -- Who took part, as of the last count.
  answered integer not null default 0,
  counted_on date not null,
  reminded_on date,
  closed_on date,
  closed_by uuid,
  -- Answers that could not be opened.
  unreadable integer not null default 0,
  primary key (organization_id, id),
  unique (organization_id, survey_id, number),
  foreign key (organization_id, survey_id) references pulse_survey (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id),
  check ((closed_on is null) = (seal is not null))
);
create unique index pulse_round_open on pulse_round (organization_id, survey_id) where closed_on is null;
call secure_table('pulse_round');

create function pulse_round_floor_rises() returns trigger language plpgsql as $$
begin
  if new.floor < old.floor then raise exception 'The floor of a round only rises.'; end if;
  return new;
end $$;
create trigger floor_rises before update on pulse_round for each row execute function pulse_round_floor_rises();

-- Who was asked, and where they stood when the round opened.
create table pulse_invitation (
  organization_id uuid not null,
  round_id uuid not null,
  person_id uuid not null,
  asked_on date not null,
  wave text not null,
  department text not null,
  location text not null,
  country text not null,
  level text not null,
  manager text not null,
  tenure text not null,
  -- The nearest leader, oneself included; null at the top without reports.
  line text,
  primary key (organization_id, round_id, person_id),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index pulse_invitation_by_person on pulse_invitation (organization_id, person_id, asked_on);
call secure_table('pulse_invitation');

-- Who led whom when the round opened, for the tables of lines.
create table pulse_line (
  organization_id uuid not null,
  round_id uuid not null,
  leader_id uuid not null,
  above_id uuid,
  primary key (organization_id, round_id, leader_id),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id),
  foreign key (organization_id, leader_id) references person (organization_id, id),
  foreign key (organization_id, above_id) references person (organization_id, id)
);
call secure_table('pulse_line');

-- One trace: somebody took part, on that day. Written at night for a whole day together and
-- in no order; when a round ends all its rows are written anew.
create table pulse_participation (
  organization_id uuid not null,
  round_id uuid not null,
  person_id uuid not null,
  day date not null,
  primary key (organization_id, round_id, person_id),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index pulse_participation_by_person on pulse_participation (organization_id, person_id);
call secure_table('pulse_participation');

-- Until that night: a keyed hash, so that nobody answers twice, and the person under seal.
create table pulse_mark (
  organization_id uuid not null,
  round_id uuid not null,
  token bytea not null,
  sealed bytea not null,
  primary key (organization_id, round_id, token),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id)
);
call secure_table('pulse_mark');

-- The other trace: an answer exists. One slip for each published table, which knows its own
-- group alone; nothing ties the slips of one answer together. Gone when the round ends.
create table pulse_slip (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  round_id uuid not null,
  sealed bytea not null,
  primary key (organization_id, id),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id)
);
create index pulse_slip_by_round on pulse_slip (organization_id, round_id);
call secure_table('pulse_slip');

-- A published table's groups: how many were asked and answered, and what is shown of it.
create table pulse_cell (
  organization_id uuid not null,
  round_id uuid not null,
  kind text not null,
  key text not null,
  asked integer not null,
  answered integer not null default 0,
  -- Of those asked: whether the response is shown.
  response text not null check (response in ('shown', 'floor', 'complement')),
  -- Of those who answered, when the round has ended.
  verdict text check (verdict in ('shown', 'held', 'nobody', 'floor', 'complement')),
  -- The round that a held group stays with.
  held_round_id uuid,
  primary key (organization_id, round_id, kind, key),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id),
  foreign key (organization_id, held_round_id) references pulse_round (organization_id, id),
  check ((verdict = 'held') = (held_round_id is not null) or verdict is null)
);
create index pulse_cell_by_key on pulse_cell (organization_id, kind, key, round_id);
call secure_table('pulse_cell');

-- How often each option was chosen, for shown groups alone; of hidden ones nothing is kept.
create table pulse_count (
  organization_id uuid not null,
  round_id uuid not null,
  kind text not null,
  key text not null,
  question_id text not null,
  -- One number an option, in order; the last: rather not say.
  counts integer[] not null,
  primary key (organization_id, round_id, kind, key, question_id),
  foreign key (organization_id, round_id, kind, key) references pulse_cell (organization_id, round_id, kind, key)
);
call secure_table('pulse_count');

-- Comments of a question that got enough of them: in no order, of no group.
create table pulse_comment (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  round_id uuid not null,
  question_id text not null,
  words text not null check (length(words) between 1 and 2000),
  primary key (organization_id, id),
  foreign key (organization_id, round_id) references pulse_round (organization_id, id)
);
create index pulse_comment_by_round on pulse_comment (organization_id, round_id, question_id);
call secure_table('pulse_comment');
