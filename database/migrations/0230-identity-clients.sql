-- People of other companies look after the clients of their own programs: keys, scopes, receivers, calls.

create table machine_person (
  machine_id bigint not null references machine_client on delete cascade,
  staff_id bigint not null references staff,
  named_at timestamptz not null default now(),
  primary key (machine_id, staff_id)
);
create index machine_person_of_staff on machine_person (staff_id);

alter table machine_client
  -- What an administrator allows; what the client uses of it stands in `scopes`.
  add column scopes_allowed text[],
  -- Null: the limit of the house (API_PER_MINUTE).
  add column calls_per_minute integer check (calls_per_minute between 1 and 1000000),
  -- The client whose sandbox this one is. It never sees a row of a real customer.
  add column sandbox_of bigint unique references machine_client,
  add column row_version integer not null default 1;
update machine_client set scopes_allowed = scopes;
alter table machine_client alter column scopes_allowed set not null;

-- A client may have several keys at once, so that a new one is in use before the former ends.
create table machine_key (
  id bigint generated always as identity primary key,
  machine_id bigint not null references machine_client on delete cascade,
  secret_hash bytea not null,
  label text not null check (length(label) between 1 and 60),
  created_at timestamptz not null default now(),
  created_by_staff_id bigint,
  ends_at timestamptz,
  last_used_at timestamptz
);
create index machine_key_of_machine on machine_key (machine_id, id);
insert into machine_key (machine_id, secret_hash, label, created_at) select id, secret_hash, 'Schlüssel 1', created_at from machine_client;
alter table machine_client drop column secret_hash;
-- A token is worth as much as the key that it was given for, and no longer.
alter table machine_token add column key_id bigint references machine_key on delete cascade;
update machine_token t set key_id = (select k.id from machine_key k where k.machine_id = t.machine_client_id);
create index machine_token_of_key on machine_token (key_id);

drop function machine_rotate(bigint, bytea);
drop function machine_set_scopes(bigint, text[]);

-- Whether somebody of another company sits here, who has a session of staff and sees no row of customers by it.
create or replace function app_is_partner() returns boolean
  language sql stable parallel safe
  return cardinality(app_staff_roles()) > 0 and app_staff_roles() <@ array['partner', 'developer'];

-- Whether who sits here looks after a client: the administrators after all, others after those for which they are named.
create function app_manages_machine(machine bigint) returns boolean
  language sql stable security definer set search_path = public as $$
  select 'administrator' = any (app_staff_roles())
      or exists (select from machine_person p join machine_client c on c.id = machine and p.machine_id in (c.id, c.sandbox_of)
                  where p.staff_id = app_staff_id())
$$;
-- The same where no session of staff is open: before something is sent out for a person.
create function staff_manages_machine(staff bigint, machine bigint) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from staff s where s.id = staff_manages_machine.staff and s.disabled_at is null and 'administrator' = any (s.roles))
      or exists (select from machine_person p join machine_client c on c.id = machine and p.machine_id in (c.id, c.sandbox_of)
                  where p.staff_id = staff_manages_machine.staff)
$$;
revoke execute on function staff_manages_machine from public;
grant execute on function staff_manages_machine to kundenwerk_worker;
create function app_named_for(machine bigint, sandbox_of bigint) returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select from machine_person p where p.staff_id = app_staff_id() and p.machine_id in (machine, app_named_for.sandbox_of))
$$;
revoke execute on function app_manages_machine, app_named_for from public;
grant execute on function app_manages_machine, app_named_for to kundenwerk_staff, kundenwerk_worker;

create or replace function machine_open(hash bytea)
  returns table (client_id text, machine_client_id bigint, scopes text[])
  language sql stable security definer set search_path = public as $$
  select c.client_id, c.id, array(select unnest(t.scopes) intersect select unnest(c.scopes) intersect select unnest(c.scopes_allowed) order by 1)
    from machine_token t
    join machine_client c on c.id = t.machine_client_id and c.disabled_at is null and c.sandbox_of is null
    left join machine_key k on k.id = t.key_id
   where t.token_hash = hash and t.expires_at > now() and (k.ends_at is null or k.ends_at > now())
$$;

alter table machine_person enable row level security;
alter table machine_key enable row level security;
create policy worker_all on machine_person to kundenwerk_worker using (true) with check (true);
create policy worker_all on machine_key to kundenwerk_worker using (true) with check (true);
create policy managed on machine_person to kundenwerk_staff
  using (app_manages_machine(machine_id)) with check ('administrator' = any (app_staff_roles()));
create policy managed on machine_key to kundenwerk_staff
  using (app_manages_machine(machine_id)) with check (app_manages_machine(machine_id));
create policy own_clients on machine_client as restrictive to kundenwerk_staff
  using (not (select app_is_partner()) or app_named_for(id, sandbox_of))
  with check (not (select app_is_partner()) or app_named_for(id, sandbox_of));

revoke select, insert, update on machine_client from kundenwerk_staff;
grant select, insert (client_id, name, scopes, scopes_allowed, sandbox_of),
      update (disabled_at, scopes, scopes_allowed, calls_per_minute, row_version) on machine_client to kundenwerk_staff;
grant select (id, machine_id, label, created_at, created_by_staff_id, ends_at, last_used_at),
      insert (machine_id, secret_hash, label, created_at, created_by_staff_id), update (ends_at) on machine_key to kundenwerk_staff;
grant select, insert, delete on machine_person to kundenwerk_staff;
grant select, insert, update, delete on machine_key, machine_person to kundenwerk_worker;
-- Who may be named for a client.
create function staff_developers() returns table (id bigint, name text)
  language sql stable security definer set search_path = public as $$
  select s.id, s.name from staff s where 'developer' = any (s.roles) and s.disabled_at is null
     and 'administrator' = any (app_staff_roles()) order by s.name, s.id limit 200
$$;
create function machine_people(machine bigint) returns table (id bigint, name text)
  language sql stable security definer set search_path = public as $$
  select s.id, s.name from machine_person p join staff s on s.id = p.staff_id
   where p.machine_id = machine and app_manages_machine(machine) order by s.name, s.id
$$;
revoke execute on function staff_developers, machine_people from public;
grant execute on function staff_developers, machine_people to kundenwerk_staff;
