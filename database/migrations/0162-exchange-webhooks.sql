-- Changes that are sent to where a receiver waits for them.

create table webhook_subscription (
  id bigint generated always as identity primary key,
  machine_id bigint not null,
  url text not null check (length(url) <= 500),
  -- Empty: all that the machine's scopes allow.
  objects text[] not null default '{}',
  facts text[] not null default '{}',
  state text not null default 'active' check (state in ('active', 'paused', 'gone')),
  -- Failures one after the other; the receiver as a whole is left alone until retry_at.
  failures integer not null default 0,
  failing_since timestamptz,
  retry_at timestamptz,
  last_error text,
  last_sent_at timestamptz,
  row_version integer not null default 1,
  created_at timestamptz not null
);
create index webhook_subscription_of_machine on webhook_subscription (machine_id, id);

-- Keys for signing. They must be readable to sign with; only the worker reads them, and each is shown once.
create table webhook_secret (
  id bigint generated always as identity primary key,
  subscription_id bigint not null references webhook_subscription on delete cascade,
  secret text not null,
  created_at timestamptz not null,
  -- The former secret still signs until then, so that the receiver can change over without losing anything.
  ends_at timestamptz
);
create index webhook_secret_of_subscription on webhook_secret (subscription_id);

create table webhook_delivery (
  subscription_id bigint not null references webhook_subscription on delete cascade,
  change_id bigint not null references exchange_change on delete cascade,
  object text not null,
  object_id bigint not null,
  state text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'skipped')),
  attempts smallint not null default 0,
  next_try_at timestamptz not null default '-infinity',
  last_status smallint,
  last_error text,
  last_try_at timestamptz,
  primary key (subscription_id, change_id)
) with (autovacuum_vacuum_scale_factor = 0.05);
create index webhook_delivery_waiting on webhook_delivery (subscription_id, change_id) where state = 'waiting';
create index webhook_delivery_before on webhook_delivery (subscription_id, object, object_id, change_id) where state = 'waiting';
create index webhook_delivery_failed on webhook_delivery (subscription_id, change_id desc) where state = 'failed';

-- Whether a machine exists, is not disabled and has a scope, and nothing else of it. It stands in exchange, because exchange
-- lies below identity.
create function machine_may(machine bigint, wanted text) returns boolean
  language plpgsql stable security definer set search_path = public as $$
begin
  return exists (select from machine_client c where c.id = machine and c.disabled_at is null and wanted = any(c.scopes));
end $$;
create function machine_name(machine bigint) returns text
  language plpgsql stable security definer set search_path = public as $$
begin
  return (select c.name from machine_client c where c.id = machine);
end $$;
revoke execute on function machine_may, machine_name from public;
grant execute on function machine_may, machine_name to kundenwerk_worker, kundenwerk_staff;

grant select, insert, update, delete on webhook_subscription, webhook_delivery to kundenwerk_worker;
grant select, insert, update, delete on webhook_subscription to kundenwerk_staff;
grant select, insert, update on webhook_delivery to kundenwerk_staff;
grant select, insert, update, delete on webhook_secret to kundenwerk_worker;
grant insert (subscription_id, secret, created_at, ends_at), select (id, subscription_id, created_at, ends_at), update (ends_at)
  on webhook_secret to kundenwerk_staff;
