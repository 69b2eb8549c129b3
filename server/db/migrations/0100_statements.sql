-- module: packages
-- Packages of cmi5: launches, what they said, and the documents they keep for themselves. See
-- docs/decisions/packages.md.

-- Of cmi5: the course with its blocks and objectives; its units are parts.
alter table content_package add column structure jsonb;

-- What statements are about. Whoever takes a course again has a new one.
alter table content_attempt add column registration uuid not null default gen_random_uuid();

-- One launch of one unit. It ends with its own word, or is abandoned when the next one begins.
create table content_session (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  attempt_id uuid not null,
  registration uuid not null,
  opening integer not null,
  part_id text not null check (length(part_id) between 1 and 200),
  mode text not null check (mode in ('Normal', 'Browse', 'Review')),
  launched_at timestamptz not null,
  -- Handed out once; what is kept cannot be used as a token.
  token_hash bytea,
  -- As the unit says it: the order of statements is that of their own times.
  initialized_at timestamptz,
  terminated_at timestamptz,
  terminated_heard_at timestamptz,
  abandoned_at timestamptz,
  last_at timestamptz not null,
  statements integer not null default 0,
  primary key (organization_id, id),
  unique (organization_id, attempt_id, opening),
  foreign key (organization_id, attempt_id) references content_attempt (organization_id, id)
);
call secure_table('content_session');

-- Ids are unique within a registration: nobody learns from a refusal what others sent.
create table content_statement (
  organization_id uuid not null references organization (id),
  registration uuid not null,
  id uuid not null,
  -- Several come at one instant.
  nr bigint generated always as identity,
  attempt_id uuid not null,
  session_id uuid not null,
  -- Null: about a block or the course.
  part_id text,
  verb text not null check (length(verb) <= 2000),
  object text not null check (length(object) <= 2000),
  -- Of cmi5's own words; others are listened to and count for nothing.
  defined boolean not null,
  said_at timestamptz not null,
  stored_at timestamptz not null,
  -- Of what was sent: the same again is no conflict.
  digest bytea not null,
  statement jsonb not null,
  primary key (organization_id, registration, id),
  foreign key (organization_id, attempt_id) references content_attempt (organization_id, id)
);
create index content_statement_in_order on content_statement (organization_id, registration, nr);
create index content_statement_by_attempt on content_statement (organization_id, attempt_id);
call secure_table('content_statement');

-- What a unit notes for itself, for one person alone, whatever kind of document it calls it.
create table content_document (
  organization_id uuid not null references organization (id),
  registration uuid not null,
  kind text not null check (kind in ('state', 'activity', 'agent')),
  part_id text not null,
  name text not null check (length(name) between 1 and 200),
  attempt_id uuid not null,
  media_type text not null check (length(media_type) <= 200),
  bytes bytea not null,
  updated_at timestamptz not null,
  primary key (organization_id, registration, kind, part_id, name),
  foreign key (organization_id, attempt_id) references content_attempt (organization_id, id)
);
create index content_document_by_attempt on content_document (organization_id, attempt_id);
call secure_table('content_document');
