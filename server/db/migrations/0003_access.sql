-- module: access
-- Who can sign in, with what, and who was allowed what by whom.

-- Made at a person's first way in. Closed when they leave or an administrator says so;
-- closing ends sessions, tokens and keys in the same transaction.
create table account (
  organization_id uuid not null,
  person_id uuid not null,
  password_hash text,
  password_set_at timestamptz,
  created_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid,
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
  -- Moved forward by use, a few times a day at most; expires_at moves with it.
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  end_reason text check (end_reason in ('self', 'administrator', 'left', 'password', 'elsewhere')),
  method text not null check (method in ('password', 'link', 'code')),
  -- On a device that several people use: ends soon without use, and with the browser.
  shared boolean not null default false,
  user_agent text not null default '',
  ip text not null default '',
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references account (organization_id, person_id),
  check ((ended_at is null) = (end_reason is null))
);
create index session_by_person on session (organization_id, person_id, created_at desc);
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
create index sign_in_key_by_person on sign_in_key (organization_id, person_id, created_at desc);
-- A code is revoked when printed anew, so a person has one that opens at most.
create unique index sign_in_key_one_code on sign_in_key (organization_id, person_id) where kind = 'code' and used_at is null and revoked_at is null;
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
create index role_grant_by_role on role_grant (organization_id, role) where ended_at is null;
call secure_table('role_grant');

create table api_token (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  person_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  token_hash bytea not null,
  created_at timestamptz not null,
  created_via text not null check (created_via in ('session', 'operator')),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  ended_at timestamptz,
  ended_by uuid,
  primary key (organization_id, id),
  unique (organization_id, token_hash),
  foreign key (organization_id, person_id) references account (organization_id, person_id)
);
create index api_token_by_person on api_token (organization_id, person_id, created_at desc);
call secure_table('api_token');

-- Failed ways in, counted under a key that names nobody: a keyed hash of what was typed
-- and from where. Only failures make rows, and a nightly job clears them.
create table sign_in_failure (
  organization_id uuid not null references organization (id),
  key text not null,
  failures integer not null,
  last_failed_at timestamptz not null,
  blocked_until timestamptz,
  primary key (organization_id, key)
);
create index sign_in_failure_old on sign_in_failure (organization_id, last_failed_at);
call secure_table('sign_in_failure');

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

-- A company's own row is its own. Before sign-in there is no company yet: then addresses
-- are looked up one by one, which is all that the open connection does with this table.
alter table organization enable row level security;
create policy own on organization
  using (id = current_organization() or current_organization() is null)
  with check (id = current_organization());

create function organization_at(address text) returns setof organization
  language sql stable security definer set search_path from current as $$
  select * from organization where slug = address
$$;

create function any_organization() returns boolean
  language sql stable security definer set search_path from current as $$
  select exists (select 1 from organization)
$$;

-- The address of the only company of an installation; null where there are several.
create function only_organization() returns text
  language sql stable security definer set search_path from current as $$
  select min(slug) from organization having count(*) = 1
$$;

-- The audit trail asks for what came by a rare way, in a log of millions.
create index event_by_rare_via on event (organization_id, actor_via, recorded_at desc, id desc) where actor_via in ('token', 'operator', 'anonymous');
