-- What every module stands on: who may do what by default, and whom the request acts for.

revoke create on schema public from public;
grant usage on schema public to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;

create extension if not exists pg_trgm;

-- The customer that the current transaction acts for, set by session_open and never by the program's own word.
-- A function over the setting, so that policies read the same everywhere; "stable" lets the planner ask once per query.
create function app_customer_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('app.customer_id', true), '')::bigint;

-- Legal days are days in Germany, wherever the server stands.
create function legal_day(instant timestamptz) returns date
  language sql immutable parallel safe
  return (instant at time zone 'Europe/Berlin')::date;

-- Counts requests by bucket for limits that hold over several processes. A row per bucket and window.
create unlogged table rate_limit (
  bucket text not null,
  window_start timestamptz not null,
  used integer not null,
  primary key (bucket, window_start)
);
grant select, insert, update, delete on rate_limit to kundenwerk_worker;

-- Takes `cost` from the bucket and says how much is used now. One statement, so two processes cannot both see the last free place.
create function rate_limit_take(bucket_name text, window_seconds integer, cost integer) returns integer
  language sql volatile security definer set search_path = public
  begin atomic
    insert into rate_limit as r (bucket, window_start, used)
    values (bucket_name, to_timestamp(floor(extract(epoch from now()) / window_seconds) * window_seconds), cost)
    on conflict (bucket, window_start) do update set used = r.used + excluded.used
    returning used;
  end;
revoke execute on function rate_limit_take from public;
grant execute on function rate_limit_take to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
