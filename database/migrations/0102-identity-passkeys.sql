-- Passkeys (WebAuthn level 3): discoverable, with the person verified by the device, bound to the host of the portal.

-- What authenticators know an account by: random, so that it says nothing about the person (WebAuthn 14.6.1).
alter table account add column passkey_handle text unique;

create table passkey (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  -- base64url, as the authenticator chose it.
  credential_id text not null unique,
  -- COSE key.
  public_key bytea not null,
  counter bigint not null default 0,
  transports text[] not null default '{}',
  -- True if it is kept by a provider for several devices of the person.
  synced boolean not null default false,
  name text not null,
  made_at timestamptz not null default now(),
  last_used_at timestamptz
);
create index passkey_of_account on passkey (account_id);

-- What an authenticator is asked to sign: once, within minutes, for one purpose, and for one session where there is one.
create table passkey_challenge (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('register', 'sign-in', 'confirm')),
  session_id bigint,
  ends_at timestamptz not null,
  used_at timestamptz,
  check ((purpose = 'sign-in') = (session_id is null))
);
create index passkey_challenge_by_end on passkey_challenge (ends_at);

alter table passkey enable row level security;
alter table passkey_challenge enable row level security;
create policy worker_all on passkey to kundenwerk_worker using (true) with check (true);
create policy worker_all on passkey_challenge to kundenwerk_worker using (true) with check (true);
-- A person sees, names and deletes the own ones; that one was made is written by the worker, after the proof.
create policy own on passkey to kundenwerk_customer
  using (account_id = (select app_account_id())) with check (account_id = (select app_account_id()));
grant select, insert, update, delete on passkey, passkey_challenge to kundenwerk_worker;
grant select (id, account_id, credential_id, transports, synced, name, made_at, last_used_at), update (name), delete
   on passkey to kundenwerk_customer;
