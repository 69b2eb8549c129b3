-- module: campaigns
-- Two subjects, tried on parts of the readers before the others get the message.
-- See docs/decisions/subject-trials.md.

create table campaign_trial (
  organization_id uuid not null references organization (id),
  campaign_id uuid not null,
  -- The other subject, by language; readers of another language are not part of it.
  subjects jsonb not null,
  -- Of a hundred readers, how many get each of the two.
  share smallint not null check (share between 5 and 25),
  hours smallint not null check (hours between 4 and 120),
  -- By which the samples were drawn.
  seed integer,
  decides_at timestamptz,
  decided_at timestamptz,
  chosen text check (chosen in ('a', 'b')),
  -- Why, with the counts it rests on.
  outcome jsonb,
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade,
  check ((decided_at is null) = (chosen is null))
);
call secure_table('campaign_trial');

-- Everybody whom the message addressed when it began: its readers are fixed then, whenever they get it.
create table campaign_trial_reader (
  organization_id uuid not null references organization (id),
  campaign_id uuid not null,
  person_id uuid not null,
  part text not null check (part in ('a', 'b', 'rest')),
  -- Came in by the button of their letter.
  arrived_at timestamptz,
  primary key (organization_id, campaign_id, person_id),
  foreign key (organization_id, campaign_id) references campaign_trial (organization_id, campaign_id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('campaign_trial_reader');
