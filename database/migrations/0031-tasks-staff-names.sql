-- A colleague's name beside a task, and nothing else of the staff table. It stands in tasks, because tasks lie below identity.
create function staff_name(id bigint) returns text
  language plpgsql stable security definer set search_path = public as $$
begin
  return (select s.name from staff s where s.id = staff_name.id);
end $$;
revoke execute on function staff_name from public;
grant execute on function staff_name to kundenwerk_staff, kundenwerk_worker;
