-- module: attention
-- Letters that came back, and addresses that take none. See docs/decisions/inbound-mail.md.

alter table outgoing_mail drop constraint outgoing_mail_state_check;
alter table outgoing_mail add constraint outgoing_mail_state_check
  check (state in ('waiting', 'sending', 'submitted', 'failed', 'uncertain', 'excluded', 'bounced'));

-- An address that takes no mail at all. It holds until somebody clears it; whoever has another address is not meant any more.
create table bounced_address (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  address text not null check (address = lower(address) and length(address) between 3 and 320),
  reason text not null check (reason in ('no_such_address', 'mailbox_closed', 'no_such_domain')),
  -- What the other side said.
  answer text not null check (length(answer) <= 300),
  bounced_at timestamptz not null,
  mail_id uuid not null,
  primary key (organization_id, id),
  unique (organization_id, address),
  foreign key (organization_id, mail_id) references outgoing_mail (organization_id, id)
);
call secure_table('bounced_address');
-- Whose address it is, also where two people claim the same one.
create index person_by_address on person (organization_id, lower(email)) where email is not null;
-- Who has no address that a letter could go to.
create index person_without_address on person (organization_id, sort_name, id) where email_key is null;
