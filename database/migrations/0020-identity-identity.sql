-- Account, grant, session. An account is one person's login; a grant says for which customer it acts; a session acts for one
-- customer at a time, and the database derives that customer from the session's token, never from the program's word.

create table account (
  id bigint generated always as identity primary key,
  -- Lower case; null until the person gives one.
  email text unique check (email = lower(email)),
  email_confirmed_at timestamptz,
  name text,
  password_hash text,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table account_grant (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  customer_id bigint not null references customer,
  rights text[] not null default '{all}',
  -- 'readings' after activation with two numbers of a bill; 'open' after the link to the address on file or the posted code.
  level text not null check (level in ('readings', 'open')),
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  unique (account_id, customer_id)
);
create index account_grant_of_customer on account_grant (customer_id);

create table session (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  account_id bigint not null references account,
  customer_id bigint not null references customer,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  idle_seconds integer not null,
  ended_at timestamptz,
  user_agent text
);
create index session_of_account on session (account_id) where ended_at is null;

create table staff (
  id bigint generated always as identity primary key,
  issuer text not null,
  subject text not null,
  name text not null,
  email text,
  roles text[] not null default '{}',
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  unique (issuer, subject)
);

create table staff_session (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  staff_id bigint not null references staff,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  idle_seconds integer not null,
  ended_at timestamptz,
  user_agent text
);

create table machine_client (
  id bigint generated always as identity primary key,
  client_id text not null unique,
  name text not null,
  secret_hash bytea not null,
  scopes text[] not null,
  disabled_at timestamptz,
  created_at timestamptz not null default now()
);

create table machine_token (
  token_hash bytea primary key,
  machine_client_id bigint not null references machine_client,
  scopes text[] not null,
  expires_at timestamptz not null
);

-- Opens a customer's session: finds it, checks session, account and grant, and sets whom the transaction acts for. Answers
-- no row if anything of this is not so. The last visit is written once a minute at most, so that reads stay reads.
create function session_open(hash bytea)
  returns table (session_id bigint, account_id bigint, customer_id bigint, level text, rights text[])
  language plpgsql volatile security definer set search_path = public as $$
declare hit record;
begin
  perform set_config('app.customer_id', '', true);
  select s.id, s.account_id, s.customer_id, g.level, g.rights, s.last_seen_at
    into hit
    from session s
    join account a on a.id = s.account_id and a.disabled_at is null
    join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
     and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then return; end if;
  perform set_config('app.customer_id', hit.customer_id::text, true);
  if hit.last_seen_at < now() - interval '1 minute' then
    update session s set last_seen_at = now() where s.id = hit.id;
  end if;
  return query select hit.id, hit.account_id, hit.customer_id, hit.level, hit.rights;
end $$;

create function staff_session_open(hash bytea)
  returns table (session_id bigint, staff_id bigint, name text, roles text[])
  language plpgsql volatile security definer set search_path = public as $$
declare hit record;
begin
  select s.id, f.id as staff_id, f.name, f.roles, s.last_seen_at
    into hit
    from staff_session s join staff f on f.id = s.staff_id and f.disabled_at is null
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then return; end if;
  if hit.last_seen_at < now() - interval '1 minute' then
    update staff_session s set last_seen_at = now() where s.id = hit.id;
  end if;
  return query select hit.id, hit.staff_id, hit.name, hit.roles;
end $$;

create function machine_open(hash bytea)
  returns table (client_id text, machine_client_id bigint, scopes text[])
  language sql stable security definer set search_path = public as $$
  select c.client_id, c.id, t.scopes
    from machine_token t join machine_client c on c.id = t.machine_client_id and c.disabled_at is null
   where t.token_hash = hash and t.expires_at > now()
$$;

revoke execute on function session_open, staff_session_open, machine_open from public;
grant execute on function session_open to kundenwerk_customer;
grant execute on function staff_session_open, machine_open to kundenwerk_staff;

-- Nobody but the worker reads these tables directly; customers see and end their own sessions through these policies.
alter table account enable row level security;
alter table account_grant enable row level security;
alter table session enable row level security;
alter table staff enable row level security;
alter table staff_session enable row level security;
alter table machine_client enable row level security;
alter table machine_token enable row level security;
create policy worker_all on account to kundenwerk_worker using (true) with check (true);
create policy worker_all on account_grant to kundenwerk_worker using (true) with check (true);
create policy worker_all on session to kundenwerk_worker using (true) with check (true);
create policy worker_all on staff to kundenwerk_worker using (true) with check (true);
create policy worker_all on staff_session to kundenwerk_worker using (true) with check (true);
create policy worker_all on machine_client to kundenwerk_worker using (true) with check (true);
create policy worker_all on machine_token to kundenwerk_worker using (true) with check (true);
grant select, insert, update, delete on account, account_grant, session, staff, staff_session, machine_client, machine_token to kundenwerk_worker;
