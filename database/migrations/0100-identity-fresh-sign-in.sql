-- When and how the person behind a session has proved who it is, the last time: what a thief of an open browser must not do
-- asks for it once more (ASVS 7.5.1).
alter table session
  add column proved_at timestamptz not null default now(),
  add column proved_by text not null default 'password'
    check (proved_by in ('password', 'link', 'passkey', 'second-factor', 'issuer', 'activation'));

-- Whether the person behind the session of this token has proved it within so many seconds.
create function session_is_fresh(hash bytea, seconds integer) returns boolean
  language sql stable security definer set search_path = public as $$
  select coalesce((select s.proved_at > now() - make_interval(secs => seconds)
                     from session s where s.token_hash = hash and s.ended_at is null), false)
$$;

-- Gives a session a new token: after each proof the old one, whoever else may know it, is worth nothing (ASVS 7.2.4). That
-- the proof has succeeded is written by the worker; a customer's session cannot write it.
create function session_renew(old_hash bytea, new_hash bytea) returns boolean
  language sql volatile security definer set search_path = public as $$
  with renewed as (
    update session set token_hash = new_hash
     where token_hash = old_hash and ended_at is null and account_id = app_account_id() returning 1)
  select exists (select 1 from renewed)
$$;

revoke execute on function session_is_fresh, session_renew from public;
grant execute on function session_is_fresh, session_renew to kundenwerk_customer;
