-- What the desk sees and does about logins and machines. Staff reads no row of the tables of logins, so that no page can show a
-- hash: these functions give what a person may see and nothing else.

create index account_by_email_typed on account (lower(email) collate "C");

-- Accounts whose e-mail begins so, or that act for one of these customers; fifty at most.
create function account_find(email_typed text, customers bigint[])
  returns table (account_id bigint, name text, email text, created_at timestamptz, disabled_at timestamptz,
                 open_sessions integer, last_seen_at timestamptz, grants jsonb)
  language sql stable security definer set search_path = public as $$
  select a.id, a.name, a.email, a.created_at, a.disabled_at,
         (select count(*)::integer from session s where s.account_id = a.id and s.ended_at is null and s.expires_at > now()),
         (select max(s.last_seen_at) from session s where s.account_id = a.id),
         (select coalesce(jsonb_agg(jsonb_build_object('customerId', g.customer_id::text, 'shownAs', g.shown_as, 'level', g.level)
                                    order by g.customer_id), '[]')
            from account_grant g where g.account_id = a.id and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now()))
    from account a
   where a.id in (select e.id from account e
                   where email_typed <> '' and lower(e.email) collate "C" >= lower(email_typed) collate "C"
                     and lower(e.email) collate "C" < lower(email_typed) || U&'\+10FFFF' collate "C"
                  union select g.account_id from account_grant g where g.customer_id = any(customers))
   order by a.email, a.id limit 50
$$;

-- A new secret, or other scopes: tokens that were given before are worthless at once.
create function machine_rotate(whose bigint, new_hash bytea) returns integer
  language sql volatile security definer set search_path = public as $$
  with gone as (delete from machine_token where machine_client_id = whose),
       changed as (update machine_client set secret_hash = new_hash where id = whose and disabled_at is null returning 1)
  select count(*)::integer from changed
$$;

create function machine_set_scopes(whose bigint, new_scopes text[]) returns integer
  language sql volatile security definer set search_path = public as $$
  with gone as (delete from machine_token where machine_client_id = whose),
       changed as (update machine_client set scopes = new_scopes where id = whose and disabled_at is null returning 1)
  select count(*)::integer from changed
$$;

revoke execute on function account_find, machine_rotate, machine_set_scopes from public;
grant execute on function account_find, machine_rotate, machine_set_scopes to kundenwerk_staff;
