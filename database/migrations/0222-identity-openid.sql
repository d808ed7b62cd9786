-- Our accounts at an existing portal of the utility: an OpenID provider (OpenID Connect Core 1.0, authorization code with PKCE only).

-- A portal that may let its visitors sign in with us. Redirect addresses are compared sign by sign (RFC 9700 2.1).
create table openid_client (
  id bigint generated always as identity primary key,
  client_id text not null unique,
  name text not null check (length(name) between 1 and 100),
  -- SHA-256 of a secret of 256 bits; null for a client that cannot keep one (RFC 6749 2.1).
  secret_hash bytea,
  redirect_uris text[] not null check (cardinality(redirect_uris) between 1 and 20),
  post_logout_uris text[] not null default '{}' check (cardinality(post_logout_uris) <= 20),
  -- A portal of the utility itself: nobody is asked whether it may know what the utility knows.
  is_first_party boolean not null,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

-- Keys that sign. One follows the other, published a while before it signs and after; the private half is sealed under the
-- installation's own key and never stands here.
create table openid_key (
  kid text primary key,
  public_jwk jsonb not null,
  sealed_private text not null,
  signs_from timestamptz not null,
  signs_until timestamptz not null,
  kept_until timestamptz not null
);

-- What a person is called towards portals: random, so that no number of ours gets out.
create table openid_subject (
  account_id bigint primary key references account,
  subject uuid not null unique default gen_random_uuid()
);

create table openid_code (
  code_hash bytea primary key,
  client_id bigint not null references openid_client,
  account_id bigint not null references account,
  session_id bigint not null references session on delete cascade,
  redirect_uri text not null,
  scopes text[] not null,
  nonce text,
  code_challenge text not null,
  ends_at timestamptz not null,
  used_at timestamptz
);
create index openid_code_ended on openid_code (ends_at);

create table openid_token (
  token_hash bytea primary key,
  code_hash bytea not null,
  client_id bigint not null references openid_client,
  account_id bigint not null references account,
  session_id bigint not null references session on delete cascade,
  scopes text[] not null,
  ends_at timestamptz not null,
  revoked_at timestamptz
);
create index openid_token_of_code on openid_token (code_hash);
create index openid_token_of_session on openid_token (session_id);

-- What a person has let a portal know that is not the utility's own.
create table openid_consent (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  client_id bigint not null references openid_client,
  scopes text[] not null,
  given_at timestamptz not null,
  withdrawn_at timestamptz
);
create unique index openid_consent_once on openid_consent (account_id, client_id) where withdrawn_at is null;

-- Whether a session still opens something, as session_open judges it, and when the person has proved who it is.
create function openid_session(of_session bigint) returns table (proved_at timestamptz)
  language sql stable security definer set search_path = public
  begin atomic
    select s.proved_at
      from session s
      join account a on a.id = s.account_id and a.disabled_at is null
      join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
       and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
     where s.id = of_session and s.ended_at is null and s.expires_at > now()
       and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  end;
revoke execute on function openid_session from public;
grant execute on function openid_session to kundenwerk_worker, kundenwerk_customer;

alter table openid_client enable row level security;
alter table openid_key enable row level security;
alter table openid_subject enable row level security;
alter table openid_code enable row level security;
alter table openid_token enable row level security;
alter table openid_consent enable row level security;
create policy worker_all on openid_client to kundenwerk_worker using (true) with check (true);
create policy worker_all on openid_key to kundenwerk_worker using (true) with check (true);
create policy worker_all on openid_subject to kundenwerk_worker using (true) with check (true);
create policy worker_all on openid_code to kundenwerk_worker using (true) with check (true);
create policy worker_all on openid_token to kundenwerk_worker using (true) with check (true);
create policy worker_all on openid_consent to kundenwerk_worker using (true) with check (true);
create policy staff_all on openid_client to kundenwerk_staff using (true) with check (true);
create policy staff_see on openid_key for select to kundenwerk_staff using (true);
create policy everybody on openid_client for select to kundenwerk_customer using (disabled_at is null);
create policy own_new on openid_code for insert to kundenwerk_customer with check (account_id = (select app_account_id()) and used_at is null);
create policy own on openid_consent to kundenwerk_customer
  using (account_id = (select app_account_id())) with check (account_id = (select app_account_id()));
grant select, insert, update, delete on openid_client, openid_key, openid_subject, openid_code, openid_token, openid_consent to kundenwerk_worker;
grant select, insert, update on openid_client to kundenwerk_staff;
grant select (kid, signs_from, signs_until, kept_until) on openid_key to kundenwerk_staff;
grant select (id, client_id, name, redirect_uris, post_logout_uris, is_first_party, disabled_at) on openid_client to kundenwerk_customer;
grant insert on openid_code to kundenwerk_customer;
grant select, insert on openid_consent to kundenwerk_customer;
grant update (withdrawn_at, scopes) on openid_consent to kundenwerk_customer;
