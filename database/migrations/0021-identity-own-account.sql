-- A signed-in person sees and ends the own sessions, changes the own password and chooses for which customer to act. The
-- account, like the customer, is derived from the session's token by the database.

create function app_account_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('app.account_id', true), '')::bigint;

create or replace function session_open(hash bytea)
  returns table (session_id bigint, account_id bigint, customer_id bigint, level text, rights text[])
  language plpgsql volatile security definer set search_path = public as $$
declare session_row record;
begin
  perform set_config('app.customer_id', '', true), set_config('app.account_id', '', true);
  select s.id, s.account_id, s.customer_id, g.level, g.rights, s.last_seen_at
    into session_row
    from session s
    join account a on a.id = s.account_id and a.disabled_at is null
    join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
     and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then return; end if;
  perform set_config('app.customer_id', session_row.customer_id::text, true),
          set_config('app.account_id', session_row.account_id::text, true);
  if session_row.last_seen_at < now() - interval '1 minute' then
    update session s set last_seen_at = now() where s.id = session_row.id;
  end if;
  return query select session_row.id, session_row.account_id, session_row.customer_id, session_row.level, session_row.rights;
end $$;

-- What the customer is called in the list of those that an account may act for, as it was when the grant was given.
alter table account_grant add column shown_as text;

create policy own on account to kundenwerk_customer
  using (id = (select app_account_id())) with check (id = (select app_account_id()));
create policy own on account_grant for select to kundenwerk_customer
  using (account_id = (select app_account_id()) and valid_from <= now() and (valid_to is null or valid_to > now()));
create policy own on session to kundenwerk_customer
  using (account_id = (select app_account_id()))
  with check (account_id = (select app_account_id()) and customer_id in (select g.customer_id from account_grant g));

grant select (id, email, email_confirmed_at, name, created_at), update (password_hash) on account to kundenwerk_customer;
grant select on account_grant to kundenwerk_customer;
grant select (id, account_id, customer_id, created_at, last_seen_at, expires_at, idle_seconds, ended_at, user_agent),
      update (ended_at, customer_id) on session to kundenwerk_customer;
