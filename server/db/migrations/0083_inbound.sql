-- module: inbound
-- The product's own mailbox: how far it was read, and what became of each mail. Never what a mail said.
-- See docs/decisions/inbound-mail.md.

-- One row about the machine: the mailbox serves every company of an installation.
create table mailbox (
  one boolean primary key default true check (one),
  -- The mailbox's own numbering; when it changes, the mails in it are numbered anew.
  numbering text,
  -- Everything up to this number has become something.
  last_number bigint not null default 0,
  looked_at timestamptz,
  -- The last look that came to an end.
  read_at timestamptz,
  mail_at timestamptz,
  -- Mails that no company is known for.
  strays bigint not null default 0,
  trouble_code text check (trouble_code in ('unreachable', 'sign_in', 'security', 'folder', 'other')),
  trouble_answer text,
  trouble_since timestamptz,
  -- A mail that could not be taken in, and how often; after a few times it is passed by.
  stuck_number bigint,
  stuck_times smallint not null default 0,
  check ((trouble_code is null) = (trouble_since is null))
);
insert into mailbox default values;

-- The same mail twice is one. Kept as a fingerprint.
create table mailbox_seen (
  fingerprint text primary key check (length(fingerprint) = 64),
  seen_at timestamptz not null
);
create index mailbox_seen_by_time on mailbox_seen (seen_at);

create table inbound_mail (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  came_at timestamptz not null,
  -- As the mail says; who that is only where the people file knows the address.
  sender text not null check (length(sender) <= 320),
  person_id uuid,
  became text not null check (became ~ '^[a-z_]{1,40}$'),
  -- What of it was not kept.
  left_out text[] not null default '{}',
  -- Whether we wrote back.
  answered boolean not null default false,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index inbound_mail_by_time on inbound_mail (organization_id, came_at desc, id);
create index inbound_mail_by_sender on inbound_mail (organization_id, sender, came_at desc);
call secure_table('inbound_mail');

-- Who wrote by mail is told apart from who was signed in: an address can be forged.
alter table event drop constraint event_actor_via_check;
alter table event add constraint event_actor_via_check
  check (actor_via in ('session', 'token', 'job', 'operator', 'anonymous', 'mail'));
create index event_by_mail on event (organization_id, recorded_at desc, id desc) where actor_via = 'mail';
