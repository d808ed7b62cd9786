-- The first statement of every request of a customer, so each step of it counts. Each expression of a PL/pgSQL function is made
-- ready anew in every transaction, and each `perform` and `return query` is a query of its own: so one query does all, and its
-- row goes out as it is. What it does is what 0114 says.
create or replace function session_open(hash bytea)
  returns table (session_id bigint, account_id bigint, customer_id bigint, level text, rights text[], scope text, viewer_staff_id bigint)
  language plpgsql volatile security definer set search_path = public as $$
#variable_conflict use_column
declare
  first_in_a_while boolean;
  ignored text;
begin
  select s.id, s.account_id, s.customer_id, g.level, g.rights,
         case when g.site_ids is null and g.contract_ids is null then 'all' else 'part' end,
         s.last_seen_at < now() - interval '1 minute',
         set_config('app.customer_id', s.customer_id::text, true) || set_config('app.account_id', s.account_id::text, true)
         || set_config('app.contract_ids',
                       case when g.site_ids is null and g.contract_ids is null then ''
                            else contracts_in_scope(s.customer_id, g.site_ids, g.contract_ids)::text end, true)
    into session_id, account_id, customer_id, level, rights, scope, first_in_a_while, ignored
    from session s
    join account a on a.id = s.account_id and a.disabled_at is null
    join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
     and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then
    ignored := set_config('app.customer_id', '', true) || set_config('app.account_id', '', true)
               || set_config('app.contract_ids', '', true);
    return query select * from viewing_open(hash);
    return;
  end if;
  if first_in_a_while then
    update session s set last_seen_at = now() where s.token_hash = hash;
  end if;
  return next;
end $$;
