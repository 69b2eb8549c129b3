-- module: plan
-- The communications plan: what each wave should hear and when, before anybody writes it.
-- See docs/decisions/communications-plan.md.

-- One planned message. Once it has a campaign, the campaign says who sends what to whom and when.
create table plan_message (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  program_id uuid not null,
  wave_id uuid not null,
  -- The text of the library that generating put here; null: somebody added it.
  made_from text,
  template text not null check (template ~ '^[a-z0-9-]{1,60}$'),
  -- Days from go-live: its date follows the wave's.
  day integer not null check (day between -400 and 800),
  readers text not null check (readers in ('everyone', 'employees', 'managers', 'leaders', 'hr', 'champions')),
  -- Whose part it is to speak; a person only where somebody chose one.
  sender text not null check (sender in ('sponsor', 'hr', 'lead', 'manager', 'champion')),
  sender_id uuid,
  campaign_id uuid,
  -- The go-live date that the campaign's date was counted from.
  dated_for date,
  created_by uuid,
  created_at timestamptz not null,
  changed_by uuid,
  changed_at timestamptz,
  removed_by uuid,
  removed_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, wave_id, made_from),
  foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id) on delete cascade,
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete set null (campaign_id),
  foreign key (organization_id, sender_id) references person (organization_id, id)
);
create index plan_message_by_wave on plan_message (organization_id, wave_id);
create unique index plan_message_by_campaign on plan_message (organization_id, campaign_id);
call secure_table('plan_message');

-- How much is too much, and which full weeks somebody let stand.
create table plan_limit (
  organization_id uuid not null references organization (id),
  program_id uuid not null,
  caps jsonb not null,
  accepted text[] not null default '{}',
  changed_by uuid,
  changed_at timestamptz not null,
  primary key (organization_id, program_id),
  foreign key (organization_id, program_id) references program (organization_id, id)
);
call secure_table('plan_limit');
