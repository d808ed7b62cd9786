-- The sandbox: tables of their own for who writes a program against the API. Its role has no right to any table with real persons, so
-- no fault of a program can lead a call there to a real row; between the clients stands row-level security.
-- The same code runs over it: on connections of that role the names of tables are found in the schema `sandbox` first.

create schema sandbox;
grant usage on schema sandbox to kundenwerk_sandbox, kundenwerk_worker;
grant usage on schema public to kundenwerk_sandbox;

-- Whose sandbox the transaction is in, set by sandbox.machine_open.
create function app_machine_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('app.machine_id', true), '')::bigint;

-- What is there in the sandbox: everything that a call of a machine reads or writes.
create function sandbox_tables() returns text[]
  language sql immutable
  return array['customer', 'site', 'market_location', 'contract_account', 'contract', 'contract_price', 'meter', 'register', 'reading',
    'reading_check_list', 'reading_check_list_item', 'task', 'journal', 'journal_pending', 'journal_feed', 'journal_reader',
    'exchange_change', 'exchange_takeover', 'exchange_receipt', 'exchange_conflict', 'exchange_speaker', 'webhook_subscription',
    'webhook_secret', 'webhook_delivery', 'idempotent_answer'];
create function sandbox_views() returns text[]
  language sql immutable
  return array['supply', 'supply_price', 'contract_days', 'supplied_register', 'supplied_reading'];

-- A table in the sandbox: the same columns, whose row it is, and unique keys of its own per client where people choose them.
create function sandbox_table(wanted text) returns void
  language plpgsql set search_path = public as $$
declare index record; definition text;
begin
  execute format('create table sandbox.%I (like public.%1$I including defaults including constraints including identity including generated)', wanted);
  execute format('alter table sandbox.%I add column sandbox_id bigint not null default app_machine_id()', wanted);
  for index in
    select pg_get_indexdef(i.indexrelid) as text, i.indisunique and not i.indisprimary
           and wanted in ('customer', 'site', 'market_location', 'contract_account', 'contract', 'meter', 'register', 'reading', 'exchange_receipt')
           or i.indisunique and wanted = 'journal_reader' as is_own
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
     where i.indrelid = format('public.%I', wanted)::regclass and a.amname = 'btree'
  loop
    definition := replace(replace(index.text, ' ON ONLY public.', ' ON sandbox.'), ' ON public.', ' ON sandbox.');
    if index.is_own then definition := regexp_replace(definition, 'USING btree \(', 'USING btree (sandbox_id, '); end if;
    execute definition;
  end loop;
  execute format('create index on sandbox.%I (sandbox_id)', wanted);
  execute format('alter table sandbox.%I enable row level security', wanted);
  execute format('create policy own on sandbox.%I to kundenwerk_sandbox using (sandbox_id = (select app_machine_id())) with check (sandbox_id = (select app_machine_id()))', wanted);
  execute format('create policy worker_all on sandbox.%I for select to kundenwerk_worker using (true)', wanted);
  execute format('grant select, insert, update, delete on sandbox.%I to kundenwerk_sandbox', wanted);
  execute format('grant select on sandbox.%I to kundenwerk_worker', wanted);
end $$;

-- Makes the schema anew from the tables as they are now. What was in it is gone; the sets of customers are made again.
create function sandbox_build() returns void
  language plpgsql set search_path = public as $$
declare name text; definition text; machine bigint;
begin
  for name in select viewname from pg_views where schemaname = 'sandbox' loop
    execute format('drop view sandbox.%I cascade', name);
  end loop;
  for name in select tablename from pg_tables where schemaname = 'sandbox' loop
    execute format('drop table sandbox.%I cascade', name);
  end loop;
  foreach name in array sandbox_tables() loop perform sandbox_table(name); end loop;
  -- The text of a view names tables without their schema, so it means those of the sandbox when it is read there.
  foreach name in array sandbox_views() loop
    perform set_config('search_path', 'public', true);
    definition := pg_get_viewdef(format('public.%I', name)::regclass);
    perform set_config('search_path', 'sandbox, public', true);
    execute format('create view sandbox.%I with (security_invoker = true) as %s', name, definition);
    execute format('grant select on sandbox.%I to kundenwerk_sandbox', name);
  end loop;
  perform set_config('search_path', 'public', true);
  grant usage on all sequences in schema sandbox to kundenwerk_sandbox;
  execute 'create trigger journal_fed after insert on sandbox.journal_pending for each row execute function sandbox.journal_fed()';
  for machine in select id from machine_client where sandbox_of is not null loop perform sandbox_fill(machine); end loop;
end $$;

-- Whether the sandbox still has the columns of the real tables; else it is made anew. Asked after each migration.
create function sandbox_align() returns boolean
  language plpgsql set search_path = public as $$
begin
  if not exists (
    select a.attname, format_type(a.atttypid, a.atttypmod) from unnest(sandbox_tables()) t(name)
      join pg_attribute a on a.attrelid = format('public.%I', t.name)::regclass and a.attnum > 0 and not a.attisdropped
     where not exists (select from pg_attribute b where b.attrelid = to_regclass(format('sandbox.%I', t.name)) and b.attname = a.attname
                          and not b.attisdropped and format_type(b.atttypid, b.atttypmod) = format_type(a.atttypid, a.atttypmod)))
  then return false; end if;
  perform sandbox_build();
  return true;
end $$;

-- Who may see a customer there: whoever has got that far; the rows of others are not there.
create function sandbox.app_sees_customer(id bigint) returns boolean
  language sql stable parallel safe
  return true;

-- Facts of the sandbox are put in order where they happen; no relay and no listener hears of them.
create function sandbox.journal_fed() returns trigger
  language plpgsql set search_path = sandbox, public as $$
begin
  perform pg_advisory_xact_lock(7214006, new.sandbox_id::integer);
  insert into sandbox.journal_feed (journal_id, recorded_at, name, customer_id)
  select id, recorded_at, name, customer_id from sandbox.journal where id = new.journal_id;
  delete from sandbox.journal_pending where journal_id = new.journal_id;
  return null;
end $$;

-- Opens a token of a sandbox, and nothing but such.
create function sandbox.machine_open(hash bytea)
  returns table (client_id text, machine_client_id bigint, scopes text[])
  language plpgsql volatile security definer set search_path = public as $$
declare hit record;
begin
  perform set_config('app.machine_id', '', true);
  select c.client_id, c.id,
         array(select unnest(t.scopes) intersect select unnest(c.scopes) intersect select unnest(c.scopes_allowed) order by 1) as scopes
    into hit
    from machine_token t
    join machine_client c on c.id = t.machine_client_id and c.disabled_at is null
    join machine_client real on real.id = c.sandbox_of and real.disabled_at is null
    left join machine_key k on k.id = t.key_id
   where t.token_hash = hash and t.expires_at > now() and (k.ends_at is null or k.ends_at > now());
  if not found then return; end if;
  perform set_config('app.machine_id', hit.id::text, true);
  return query select hit.client_id, hit.id, hit.scopes;
end $$;
revoke execute on function sandbox.machine_open, sandbox_table, sandbox_build, sandbox_align from public;
grant execute on function sandbox.machine_open to kundenwerk_sandbox;
-- Who looks after a client manages the receivers of its sandbox, too: such a transaction goes into the sandbox and not back.
grant kundenwerk_sandbox to kundenwerk_staff;
-- The client of a sandbox is nobody outside of it, so no real change is ever put before a receiver of a sandbox.
create or replace function machine_may(machine bigint, wanted text) returns boolean
  language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select from machine_client c where c.id = machine and c.disabled_at is null and wanted = any(c.scopes)
                    and wanted = any(c.scopes_allowed) and (c.sandbox_of is null or c.id = app_machine_id()));
end $$;
grant execute on function machine_may, machine_name, rate_limit_take to kundenwerk_sandbox;

-- What is the same for everybody and names nobody.
grant select on leading_system, exchange_system, reading_rule, gas_factor, temperature to kundenwerk_sandbox;

-- Six invented customers with contracts, meters and two years of readings; the same numbers in every sandbox, so that examples hold.
create function sandbox_fill(machine bigint) returns void
  language plpgsql security definer set search_path = public as $$
declare
  name text; n integer; code text; check_digit integer; customer_id bigint; site_id bigint; place_id bigint; account_id bigint;
  contract_id bigint; meter_id bigint; register_id bigint; year integer;
  first_names text[] := array['Ada', 'Emil', 'Mira', 'Jonas', 'Lea', null];
  last_names text[] := array['Beispiel', 'Muster', 'Probe', 'Versuch', 'Übung', null];
begin
  if not exists (select from machine_client c where c.id = machine and c.sandbox_of is not null) then
    raise exception 'No sandbox: %', machine using errcode = 'check_violation';
  end if;
  if cardinality(app_staff_roles()) > 0 and not app_manages_machine(machine) then
    raise exception 'Not yours: %', machine using errcode = 'insufficient_privilege';
  end if;
  perform set_config('app.machine_id', machine::text, true);
  foreach name in array sandbox_tables() loop
    continue when name in ('webhook_subscription', 'webhook_secret', 'idempotent_answer');
    execute format('delete from sandbox.%I where sandbox_id = $1', name) using machine;
  end loop;
  insert into sandbox.exchange_speaker (machine_id, system) values (machine, 'billing');
  for n in 1..6 loop
    insert into sandbox.customer (customer_number, kind, salutation, first_name, last_name, company_name, email, phone, street, house_number, postal_code, city)
    values ('SB-100' || n, case when n = 6 then 'company' else 'person' end, 'none', first_names[n], last_names[n],
            case when n = 6 then 'Erfundene Bäckerei GmbH' end, 'kunde' || n || '@sandbox.example', null, 'Sandkastenweg', n::text, '12345', 'Musterstadt')
    returning id into customer_id;
    insert into sandbox.site (site_number, street, house_number, postal_code, city, kind)
    values ('SB-S-100' || n, 'Sandkastenweg', n::text, '12345', 'Musterstadt', case when n = 6 then 'business' else 'flat' end) returning id into site_id;
    code := '900000100' || n;
    -- Check digit of a market location: 10 - (odd places + 2 x even places) mod 10.
    select (10 - sum(substr(code, i, 1)::integer * case when i % 2 = 1 then 1 else 2 end) % 10) % 10 into check_digit from generate_series(1, 10) i;
    insert into sandbox.market_location (market_location_code, site_id, commodity, load_profile, forecast_kwh)
    values (code || check_digit, site_id, 'power', 'H25', 2000 + n * 400) returning id into place_id;
    insert into sandbox.contract_account (contract_account_number, customer_id, billing_month) values ('SB-A-100' || n, customer_id, 12) returning id into account_id;
    insert into sandbox.contract (contract_number, contract_account_id, customer_id, market_location_id, starts_on)
    values ('SB-V-100' || n, account_id, customer_id, place_id, '2023-01-01') returning id into contract_id;
    insert into sandbox.contract_price (contract_id, valid_from, product_code, product_name, unit_price_ct, base_price_eur_year)
    values (contract_id, '2023-01-01', 'SB-STROM', 'Sandbox Strom', 31.9, 120);
    insert into sandbox.meter (meter_number, number_key, commodity, kind, market_location_id, installed_on)
    values ('1SBX000000100' || n, '1SBX000000100' || n, 'power', 'conventional', place_id, '2020-01-01') returning id into meter_id;
    insert into sandbox.register (register_key, meter_id, obis, rate, direction, market_location_id, unit, digits_before, digits_after)
    values ('SB-R-100' || n, meter_id, '1-0:1.8.0', 'total', 'consumption', place_id, 'kWh', 6, 0) returning id into register_id;
    for year in 2023..2025 loop
      insert into sandbox.reading (register_id, market_location_id, read_on, value, reason, source, status, channel, entered_by_kind, entered_at)
      values (register_id, place_id, make_date(year, 12, 31), 10000 + (year - 2022) * (2000 + n * 400), 'regular', 'customer', 'valid', 'import',
              'system', make_date(year + 1, 1, 3));
    end loop;
  end loop;
  perform set_config('app.machine_id', '', true);
end $$;
revoke execute on function sandbox_fill from public;
grant execute on function sandbox_fill to kundenwerk_staff, kundenwerk_worker;

select sandbox_build();

-- Sandboxes in which something waits to be put in order or to be sent, for the worker's round.
create function sandbox_waiting(as_of timestamptz) returns setof bigint
  language sql stable security definer set search_path = public as $$
  select distinct w.sandbox_id from sandbox.webhook_subscription w
   where w.state = 'active' and (w.retry_at is null or w.retry_at <= as_of)
     and exists (select from sandbox.webhook_delivery d where d.subscription_id = w.id and d.state = 'waiting' and d.next_try_at <= as_of)
  union
  select f.sandbox_id from sandbox.journal_feed f
   where f.position > coalesce((select r.position from sandbox.journal_reader r where r.sandbox_id = f.sandbox_id and r.name = 'exchange.changes'), 0)
$$;
revoke execute on function sandbox_waiting from public;

grant execute on function sandbox_waiting to kundenwerk_worker;
