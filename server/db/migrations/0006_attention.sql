-- module: attention
-- What reaches a person: the app's inbox, and every mail that leaves the house.

create table inbox_item (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  -- message | policy | notice …; the page that opens it knows what to show.
  kind text not null,
  subject_kind text not null,
  subject_id uuid not null,
  -- Ids, names and dates that the one-line title needs; never words that somebody wrote in private.
  params jsonb not null default '{}',
  appears_at timestamptz not null,
  read_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, person_id, subject_kind, subject_id, kind),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index inbox_item_by_person on inbox_item (organization_id, person_id, appears_at desc);
call secure_table('inbox_item');

-- One letter to one person. Its words are made when it is sent; secrets in it are minted then
-- and stand nowhere here. waiting → sending → submitted | failed | uncertain; excluded from the start
-- or when its occasion was withdrawn. A letter that was ever `sending` is never sent again by itself.
create table outgoing_mail (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  address text not null default '',
  kind text not null,
  -- One of a mailing to many; letters to one person (a sign-in link) never wait behind those.
  bulk boolean not null default false,
  -- What it is about: a campaign, a policy, a token.
  subject_kind text not null default '',
  subject_id uuid,
  params jsonb not null default '{}',
  language text,
  state text not null default 'waiting' check (state in ('waiting', 'sending', 'submitted', 'failed', 'uncertain', 'excluded')),
  -- Why failed, uncertain or excluded: a code, and what the other side said.
  reason text,
  answer text,
  attempts smallint not null default 0,
  created_at timestamptz not null,
  due_at timestamptz not null,
  sending_at timestamptz,
  settled_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index outgoing_mail_waiting on outgoing_mail (organization_id, bulk, due_at, id) where state = 'waiting';
create index outgoing_mail_sending on outgoing_mail (organization_id, bulk) where state = 'sending';
create index outgoing_mail_by_time on outgoing_mail (organization_id, created_at desc, id);
-- Nobody gets the same thing twice.
create unique index outgoing_mail_once on outgoing_mail (organization_id, subject_id, person_id, kind) where subject_id is not null;
call secure_table('outgoing_mail');

-- The demo's own outbox keeps what it would have sent, words included. Empty elsewhere.
create table kept_mail (
  organization_id uuid not null,
  mail_id uuid not null,
  subject text not null,
  html text not null,
  plain text not null,
  primary key (organization_id, mail_id),
  foreign key (organization_id, mail_id) references outgoing_mail (organization_id, id)
);
call secure_table('kept_mail');

-- What stands in the way of mail right now, for the pages that say so; one row a company, gone when mail flows.
create table mail_trouble (
  organization_id uuid not null references organization (id),
  code text not null,
  answer text not null default '',
  since timestamptz not null,
  primary key (organization_id)
);
call secure_table('mail_trouble');

-- The address that the company's mail comes from; null: the account that mail is sent with.
alter table organization add column mail_from text check (mail_from ~ '^[^@\s<>]+@[^@\s<>]+$');
