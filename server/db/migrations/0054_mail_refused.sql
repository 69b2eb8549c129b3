-- module: attention
-- A mail server that refuses everything stops the mail instead of using it up; what failed is sent again all at once.

-- Letters refused one after the other with the same words, until one is taken: what tells a server that refuses us
-- from one that does not know an address. One row for each counter of the post office.
create table mail_refusal (
  organization_id uuid not null references organization (id),
  bulk boolean not null,
  -- What the server said, without addresses and numbers of its own.
  words text not null,
  mail_ids uuid[] not null,
  primary key (organization_id, bulk)
);
call secure_table('mail_refusal');

-- When a letter was last tried while the server refuses us; null: try at once.
alter table mail_trouble add column tried_at timestamptz;

-- Failed letters, and those that were left out by a fault of ours, by reason.
create index outgoing_mail_stuck on outgoing_mail (organization_id, reason)
  where state = 'failed' or (state = 'excluded' and reason = 'words_broken');
