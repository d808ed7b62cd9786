-- What a smart meter counted in each quarter of an hour of a legal day: one row per register and day, because a row per value
-- would be 96 times as many (measured elsewhere: 40 bytes of head for 4 of value).

-- 92 when clocks go forward, 100 when they go back, else 96.
create function quarter_hours_of(day date) returns integer
  language sql immutable strict parallel safe
  return (extract(epoch from ((day + 1)::timestamp at time zone 'Europe/Berlin') - (day::timestamp at time zone 'Europe/Berlin')) / 900)::integer;

create function array_total(numbers integer[]) returns bigint
  language sql immutable strict parallel safe
  return (select coalesce(sum(n), 0)::bigint from unnest(numbers) n);

create table interval_series (
  register_id bigint not null,
  market_location_id bigint not null,
  day date not null,
  -- Whole watt-hours, or whole litres; a value that is missing is null and never zero.
  unit text not null check (unit in ('Wh', 'l')),
  status text not null default 'measured' check (status in ('measured', 'substituted', 'provisional')),
  quarter_hours integer[] not null,
  total bigint not null generated always as (array_total(quarter_hours)) stored,
  entered_at timestamptz not null,
  row_version integer not null default 1,
  changed_here_at timestamptz,
  primary key (register_id, day),
  foreign key (register_id, market_location_id) references register (id, market_location_id) on update cascade,
  check (cardinality(quarter_hours) = quarter_hours_of(day)),
  check (0 <= all (quarter_hours))
);
create index interval_series_of_market_location on interval_series (market_location_id, day);

alter table interval_series enable row level security;
create policy worker_all on interval_series to kundenwerk_worker using (true) with check (true);
create policy staff_all on interval_series to kundenwerk_staff using (true) with check (true);
-- A day belongs to whom the contract ran for on that day; nobody sees when the one before was at home.
create policy own on interval_series for select to kundenwerk_customer
  using (exists (select 1 from contract_days d
                  where d.customer_id = (select app_customer_id()) and d.market_location_id = interval_series.market_location_id
                    and interval_series.day >= d.starts_on and (d.ends_on is null or interval_series.day <= d.ends_on)));
grant select, insert, update, delete on interval_series to kundenwerk_worker;
grant select on interval_series to kundenwerk_staff, kundenwerk_customer;

