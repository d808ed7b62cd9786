-- The database knows whose session of staff a transaction is, as it knows the customer's: the audit log is written from it.
create or replace function staff_session_open(hash bytea)
  returns table (session_id bigint, staff_id bigint, name text, roles text[])
  language plpgsql volatile security definer set search_path = public as $$
declare hit record;
begin
  perform set_config('app.staff_id', '', true), set_config('app.staff_roles', '', true);
  select s.id, f.id as staff_id, f.name, f.roles, s.last_seen_at
    into hit
    from staff_session s join staff f on f.id = s.staff_id and f.disabled_at is null
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then return; end if;
  perform set_config('app.staff_id', hit.staff_id::text, true), set_config('app.staff_roles', hit.roles::text, true);
  if hit.last_seen_at < now() - interval '1 minute' then
    update staff_session s set last_seen_at = now() where s.id = hit.id;
  end if;
  return query select hit.id, hit.staff_id, hit.name, hit.roles;
end $$;
