-- module: campaigns
-- Which part of a wave a message is for, and which managers said that they passed one on.

alter table campaign add column readers text not null default 'everyone'
  check (readers in ('everyone', 'employees', 'managers', 'leaders', 'hr', 'champions'));

-- A wave that never began takes what was prepared for it along.
alter table campaign
  drop constraint campaign_organization_id_program_id_wave_id_fkey,
  add foreign key (organization_id, program_id, wave_id) references wave (organization_id, program_id, id) on delete cascade;

-- A manager has told their team. Read as a number alone, from the smallest group on.
create table campaign_told (
  organization_id uuid not null references organization (id),
  campaign_id uuid not null,
  person_id uuid not null,
  told_on date not null,
  primary key (organization_id, campaign_id, person_id),
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade,
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('campaign_told');
