-- module: campaigns
-- Messages that go out in the name of each reader's own champion. See docs/decisions/champions-speak.md.

-- 'champion': each reader's own, where they have approved it; all others get it in the sender's name.
alter table campaign add column voice text not null default 'sender' check (voice in ('sender', 'champion'));

-- Whoever is asked to lend a message their name, and what they said.
create table campaign_voice (
  organization_id uuid not null references organization (id),
  campaign_id uuid not null,
  person_id uuid not null,
  -- As they were asked for it: a later revision is asked for anew.
  revision integer not null,
  -- As their letters carry them.
  name text not null,
  title text not null,
  asked_at timestamptz not null,
  approved_at timestamptz,
  declined_at timestamptz,
  primary key (organization_id, campaign_id, person_id),
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id),
  check (approved_at is null or declined_at is null)
);
call secure_table('campaign_voice');
create index campaign_voice_of on campaign_voice (organization_id, person_id);

-- In whose name each reader gets it, fixed when it begins; whoever is not here gets it in the sender's.
create table campaign_reader_voice (
  organization_id uuid not null references organization (id),
  campaign_id uuid not null,
  person_id uuid not null,
  voice_id uuid not null,
  primary key (organization_id, campaign_id, person_id),
  foreign key (organization_id, campaign_id, voice_id) references campaign_voice (organization_id, campaign_id, person_id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('campaign_reader_voice');
