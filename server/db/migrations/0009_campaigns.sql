-- module: campaigns
-- Messages of a program: who says what to whom, when, approved by whom.

create table campaign (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  wave_id uuid not null,
  audience_id uuid,
  template text not null,
  -- Own words by language; a language without any takes the library's.
  texts jsonb not null default '{}',
  sender_id uuid,
  sends_on date,
  sends_at time not null default '09:00',
  -- Counts every change of words, sender or audience; an approval is for one revision.
  revision integer not null default 1,
  created_by uuid,
  created_at timestamptz not null,
  asked_at timestamptz,
  approved_revision integer,
  approved_at timestamptz,
  declined_at timestamptz,
  scheduled_by uuid,
  scheduled_at timestamptz,
  -- From here on the audience is frozen.
  started_at timestamptz,
  cancelled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id),
  foreign key (organization_id, audience_id) references audience (organization_id, id),
  foreign key (organization_id, sender_id) references person (organization_id, id)
);
create index campaign_by_wave on campaign (organization_id, wave_id);
create index campaign_by_sender on campaign (organization_id, sender_id);
call secure_table('campaign');
