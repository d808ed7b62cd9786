-- Functions of letters that run with the rights of their owner are for the roles that see letters, and for nobody else: a role gets no
-- right by default. The sandbox has none to any of them.
do $$
declare door record;
begin
  for door in
    select p.oid::regprocedure as name from pg_proc p
     where p.pronamespace = 'public'::regnamespace and p.prosecdef and p.proname like 'letter\_%'
  loop
    execute format('revoke execute on function %s from public', door.name);
    execute format('grant execute on function %s to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer', door.name);
  end loop;
end $$;
