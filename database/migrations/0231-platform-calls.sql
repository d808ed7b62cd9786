-- What a machine asked for and what it was answered, for those who write the program. No body, no query, no address of persons.
create table machine_call (
  id bigint generated always as identity primary key,
  machine_id bigint not null,
  asked_at timestamptz not null,
  method text not null,
  path text not null check (length(path) <= 200),
  status smallint not null,
  duration_ms integer not null,
  -- Of the problem document: its code, and fields by name and code.
  code text,
  fields jsonb,
  request_id text not null
);
create index machine_call_of_machine on machine_call (machine_id, id desc);
create index machine_call_failed on machine_call (machine_id, id desc) where status >= 400;
create index machine_call_by_age on machine_call using brin (asked_at);
alter table machine_call enable row level security;
create policy worker_all on machine_call to kundenwerk_worker using (true) with check (true);
create policy managed on machine_call to kundenwerk_staff using (app_manages_machine(machine_id));
grant select, insert, delete on machine_call to kundenwerk_worker;
grant select on machine_call to kundenwerk_staff;

-- One minute of a client, over all its tokens and all processes: the client of a token, its limit and what it has used of it. A
-- token that nobody knows has a minute of its own, so that nobody can use up another's.
create function machine_permits_take(hash bytea, house_limit integer, window_seconds integer, lots integer)
  returns table (machine_id bigint, per_minute integer, lot integer, used integer)
  language plpgsql volatile security definer set search_path = public as $$
declare machine bigint; most integer; wanted integer;
begin
  select c.id, coalesce(c.calls_per_minute, house_limit) into machine, most
    from machine_token t join machine_client c on c.id = t.machine_client_id where t.token_hash = hash and t.expires_at > now();
  most := coalesce(most, house_limit);
  wanted := greatest(1, least(100, most / lots));
  return query select machine, most, wanted,
    rate_limit_take(case when machine is null then 'token:' || left(encode(hash, 'base64'), 22) else 'machine:' || machine end,
                    window_seconds, wanted);
end $$;
revoke execute on function machine_permits_take from public;
grant execute on function machine_permits_take to kundenwerk_worker;
