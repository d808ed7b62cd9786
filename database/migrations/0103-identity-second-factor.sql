-- A link that somebody asks for by e-mail address sets a new password or signs in; a link is good for the one it was asked for.
alter table password_request add column purpose text not null default 'password' check (purpose in ('password', 'sign-in'));

-- Codes of an app (TOTP, RFC 6238). The secret is sealed with a key that does not stand in the database.
create table account_totp (
  account_id bigint primary key references account,
  secret_sealed text not null,
  begun_at timestamptz not null default now(),
  confirmed_at timestamptz,
  -- Number of the last 30 seconds whose code was taken: a code is good once.
  last_step bigint not null default 0
);

-- Codes on paper for who has lost the app: a part to find it by, and the hash of the rest.
create table recovery_code (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  selector text not null,
  code_hash text not null,
  made_at timestamptz not null default now(),
  used_at timestamptz,
  unique (account_id, selector)
);

-- Who has shown a first factor and owes a second: neither signed in nor out.
create table sign_in_step (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  account_id bigint not null references account,
  proved_by text not null check (proved_by in ('password', 'link', 'issuer')),
  wants text not null check (wants in ('totp', 'mail-code')),
  -- HMAC of the mailed code under the token, which only the browser has: nobody finds the code from this row.
  code_mac bytea,
  attempts smallint not null default 0,
  next text,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz,
  check ((wants = 'mail-code') = (code_mac is not null))
);
create index sign_in_step_by_end on sign_in_step (ends_at);

-- Browsers in which an account has signed in before, by a token that the browser keeps.
create table known_browser (
  account_id bigint not null references account,
  token_hash bytea not null,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  user_agent text,
  primary key (account_id, token_hash)
);

alter table account_totp enable row level security;
alter table recovery_code enable row level security;
alter table sign_in_step enable row level security;
alter table known_browser enable row level security;
create policy worker_all on account_totp to kundenwerk_worker using (true) with check (true);
create policy worker_all on recovery_code to kundenwerk_worker using (true) with check (true);
create policy worker_all on sign_in_step to kundenwerk_worker using (true) with check (true);
create policy worker_all on known_browser to kundenwerk_worker using (true) with check (true);
grant select, insert, update, delete on account_totp, recovery_code, sign_in_step, known_browser to kundenwerk_worker;
-- A person sees whether the own account has a second factor and how many codes are left; all else is done by the worker.
create policy own on account_totp for select to kundenwerk_customer using (account_id = (select app_account_id()));
create policy own on recovery_code for select to kundenwerk_customer using (account_id = (select app_account_id()));
grant select (account_id, confirmed_at) on account_totp to kundenwerk_customer;
grant select (account_id, used_at) on recovery_code to kundenwerk_customer;
