-- The minute is named by who asks: house and database may see it change at different moments, and then a lot would be counted in
-- another minute than it is used in.
drop function machine_permits_take(bytea, integer, integer, integer);
create function machine_permits_take(hash bytea, house_limit integer, minute bigint, lots integer)
  returns table (machine_id bigint, per_minute integer, lot integer, used integer)
  language plpgsql security definer set search_path = public as $$
declare machine bigint; most integer; wanted integer;
begin
  select c.id, coalesce(c.calls_per_minute, house_limit) into machine, most
    from machine_token t join machine_client c on c.id = t.machine_client_id where t.token_hash = hash and t.expires_at > now();
  most := coalesce(most, house_limit);
  wanted := greatest(1, least(100, most / lots));
  -- Kept for ten minutes, long enough for the one that it counts.
  return query select machine, most, wanted,
    rate_limit_take(case when machine is null then 'token:' || left(encode(hash, 'base64'), 22) else 'machine:' || machine end || ':' || minute,
                    600, wanted);
end $$;
revoke execute on function machine_permits_take from public;
grant execute on function machine_permits_take to kundenwerk_worker;
