-- module: access
-- Who can sign in, with what, and who was allowed what by whom.

create table account (
  organization_id uuid not null,
  person_id uuid not null,
  password_hash text,
  created_at timestamptz not null,
  -- Set when a person leaves or an administrator closes the account; sessions end at once.
  closed_at timestamptz,
  last_signed_in_at timestamptz,
  primary key (organization_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
call secure_table('account');

create table session (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  method text not null check (method in ('password', 'link', 'code')),
  user_agent text not null default '',
  ip text not null default '',
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references account (organization_id, person_id)
);
create index session_by_person on session (organization_id, person_id);
call secure_table('session');

-- One-time ways in: a link in a mail, the first administrator's link, a printed code.
create table sign_in_key (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  kind text not null check (kind in ('link', 'first_admin', 'code')),
  secret_hash bytea not null,
  created_by uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  revoked_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, secret_hash),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index sign_in_key_by_person on sign_in_key (organization_id, person_id);
call secure_table('sign_in_key');

create table role_grant (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  role text not null check (role in ('admin', 'lead', 'sponsor', 'hr', 'committee', 'champion', 'trainer')),
  -- For hr: the audience that they look after. References the audience table, which comes later.
  population_id uuid,
  granted_by uuid,
  granted_at timestamptz not null,
  ended_by uuid,
  ended_at timestamptz,
  primary key (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  check ((role = 'hr') = (population_id is not null))
);
create unique index role_grant_once on role_grant (organization_id, person_id, role, coalesce(population_id, '00000000-0000-0000-0000-000000000000'::uuid)) where ended_at is null;
call secure_table('role_grant');

create table api_token (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  token_hash bytea not null,
  created_at timestamptz not null,
  created_via text not null,
  expires_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index api_token_by_person on api_token (organization_id, person_id);
call secure_table('api_token');

create table sign_in_attempt (
  organization_id uuid not null references organization (id),
  id bigint generated always as identity,
  key text not null,
  attempted_at timestamptz not null,
  primary key (organization_id, id)
);
create index sign_in_attempt_recent on sign_in_attempt (organization_id, key, attempted_at desc);
call secure_table('sign_in_attempt');

-- Who an HR partner looks after: the members of their population, kept current by the
-- audience that defines it.
create table population_member (
  organization_id uuid not null,
  population_id uuid not null,
  person_id uuid not null,
  primary key (organization_id, population_id, person_id),
  foreign key (organization_id, person_id) references person (organization_id, id)
);
create index population_member_by_person on population_member (organization_id, person_id);
call secure_table('population_member');
