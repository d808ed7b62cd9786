-- What sessions of staff may do to logins. They see no row of these tables, so that no page of staff can ever show a hash.

create function account_end_sessions(whose bigint) returns integer
  language sql volatile security definer set search_path = public as $$
  with ended as (update session set ended_at = now() where account_id = whose and ended_at is null returning 1)
  select count(*)::integer from ended
$$;

create function account_disable(whose bigint) returns integer
  language sql volatile security definer set search_path = public as $$
  with ended as (update session set ended_at = now() where account_id = whose and ended_at is null),
       changed as (update account set disabled_at = now() where id = whose and disabled_at is null returning 1)
  select count(*)::integer from changed
$$;

create function account_enable(whose bigint) returns integer
  language sql volatile security definer set search_path = public as $$
  with changed as (update account set disabled_at = null where id = whose and disabled_at is not null returning 1)
  select count(*)::integer from changed
$$;

create function staff_disable(whose bigint) returns integer
  language sql volatile security definer set search_path = public as $$
  with ended as (update staff_session set ended_at = now() where staff_id = whose and ended_at is null),
       changed as (update staff set disabled_at = now() where id = whose and disabled_at is null returning 1)
  select count(*)::integer from changed
$$;

revoke execute on function account_end_sessions, account_disable, account_enable, staff_disable from public;
grant execute on function account_end_sessions, account_disable, account_enable, staff_disable to kundenwerk_staff;
