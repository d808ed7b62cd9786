-- Devices, their registers and what they showed.

create table meter (
  id bigint generated always as identity primary key,
  meter_number text not null unique,
  -- The number without blanks, dots, dashes and leading zeros, in capitals: how people may type it.
  number_key text not null,
  commodity text not null check (commodity in ('power', 'gas', 'water', 'heat')),
  kind text not null check (kind in ('conventional', 'modern', 'smart')),
  metering_location_code text,
  market_location_id bigint not null references market_location,
  manufacturer text,
  installed_on date not null,
  removed_on date check (removed_on >= installed_on),
  replaces_meter_id bigint references meter,
  calibrated_until date,
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index meter_by_number_key on meter (number_key);
create index meter_of_market_location on meter (market_location_id);

create table register (
  id bigint generated always as identity primary key,
  register_key text not null unique,
  meter_id bigint not null references meter,
  obis text not null,
  rate text not null check (rate in ('total', 'high', 'low')),
  direction text not null check (direction in ('consumption', 'feed-in')),
  market_location_id bigint not null references market_location,
  unit text not null check (unit in ('kWh', 'm3', 'MWh')),
  digits_before smallint not null check (digits_before between 1 and 12),
  digits_after smallint not null check (digits_after between 0 and 6),
  factor numeric(12, 4) not null default 1 check (factor > 0),
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index register_of_meter on register (meter_id);
create index register_of_market_location on register (market_location_id);

create table gas_factor (
  id bigint generated always as identity primary key,
  gas_factor_key text not null unique,
  postal_code text,
  valid_from date not null,
  valid_to date not null check (valid_to >= valid_from),
  volume_conversion_factor numeric(6, 4) not null,
  calorific_value numeric(7, 3) not null
);
create index gas_factor_by_day on gas_factor (valid_from, valid_to);

create table temperature (
  day date primary key,
  mean_temperature_c numeric(4, 1) not null
);

-- The value of the end of a legal day. What was handed in is never changed: a correction is a new row that replaces.
create table reading (
  id bigint generated always as identity primary key,
  register_id bigint not null references register,
  market_location_id bigint not null references market_location,
  read_on date not null,
  value numeric(18, 6) not null check (value >= 0),
  reason text not null check (reason in ('regular', 'move-in', 'move-out', 'price-change', 'exchange', 'check', 'interim')),
  source text not null check (source in ('customer', 'grid-operator', 'metering-operator', 'remote', 'calculated', 'estimated', 'agent')),
  status text not null check (status in ('valid', 'in-check', 'replaced', 'refused')),
  verdict text not null default 'unknown' check (verdict in ('plausible', 'questionable', 'unknown')),
  -- Causes and figures of the verdict as they were when it was given.
  judgement jsonb,
  estimate_reason text,
  estimate_factors text,
  explanation text,
  channel text not null,
  entered_by_kind text not null,
  entered_by_id bigint,
  entered_at timestamptz not null,
  replaces_reading_id bigint references reading,
  -- Key of the system it came from, or of the form it was sent with: the same key again is the same reading.
  source_key text unique,
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index reading_of_register on reading (register_id, read_on desc, id desc);
create index reading_of_market_location on reading (market_location_id, read_on desc);
create unique index reading_one_per_day on reading (register_id, read_on, reason) where status in ('valid', 'in-check');

create table reading_photo (
  id bigint generated always as identity primary key,
  reading_id bigint not null references reading,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  taken_in_at timestamptz not null
);
create index reading_photo_of_reading on reading_photo (reading_id);

-- Handed in by somebody who is not signed in: kept as typed until its numbers have been checked.
create table guest_reading (
  id bigint generated always as identity primary key,
  reference text not null unique,
  meter_number_typed text not null,
  contract_number_typed text not null,
  values_typed jsonb not null,
  read_on date not null,
  received_at timestamptz not null,
  state text not null default 'received' check (state in ('received', 'taken-over', 'unmatched')),
  reading_ids bigint[] not null default '{}'
);

-- A customer was asked for readings. Links and QR codes that we send carry a token for one request; only its hash is kept.
create table reading_request (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  market_location_ids bigint[] not null,
  reason text not null default 'regular',
  asked_at timestamptz not null,
  due_on date not null,
  answered_at timestamptz,
  link_token_hash bytea unique,
  link_ends_at timestamptz
);
create index reading_request_of_customer on reading_request (customer_id, due_on desc);
create index reading_request_open on reading_request (due_on) where answered_at is null;

alter table meter enable row level security;
alter table register enable row level security;
alter table reading enable row level security;
alter table reading_photo enable row level security;
alter table guest_reading enable row level security;
alter table reading_request enable row level security;

create policy worker_all on meter to kundenwerk_worker using (true) with check (true);
create policy worker_all on register to kundenwerk_worker using (true) with check (true);
create policy worker_all on reading to kundenwerk_worker using (true) with check (true);
create policy worker_all on reading_photo to kundenwerk_worker using (true) with check (true);
create policy worker_all on guest_reading to kundenwerk_worker using (true) with check (true);
create policy worker_all on reading_request to kundenwerk_worker using (true) with check (true);
create policy staff_all on meter to kundenwerk_staff using (true) with check (true);
create policy staff_all on register to kundenwerk_staff using (true) with check (true);
create policy staff_all on reading to kundenwerk_staff using (true) with check (true);
create policy staff_all on reading_photo to kundenwerk_staff using (true) with check (true);
create policy staff_all on guest_reading to kundenwerk_staff using (true) with check (true);
create policy staff_all on reading_request to kundenwerk_staff using (true) with check (true);

create policy own on meter to kundenwerk_customer
  using (market_location_id in (select c.market_location_id from contract c where c.customer_id = (select app_customer_id())));
create policy own on register to kundenwerk_customer
  using (market_location_id in (select c.market_location_id from contract c where c.customer_id = (select app_customer_id())));
-- A reading belongs to a register; who sees it follows from the contract's period. The value of the evening before the
-- first day is the first day's beginning, so a reading at a move belongs to both customers.
create policy own on reading to kundenwerk_customer
  using (exists (select 1 from contract c
                  where c.customer_id = (select app_customer_id()) and c.market_location_id = reading.market_location_id
                    and reading.read_on >= c.starts_on - 1 and (c.ends_on is null or reading.read_on <= c.ends_on)));
create policy own on reading_photo to kundenwerk_customer
  using (reading_id in (select r.id from reading r))
  with check (reading_id in (select r.id from reading r));
create policy own on reading_request to kundenwerk_customer
  using (customer_id = (select app_customer_id())) with check (customer_id = (select app_customer_id()));

grant select, insert, update, delete on meter, register, gas_factor, temperature, reading, reading_photo, guest_reading, reading_request to kundenwerk_worker;
grant select, insert, update on meter, register, reading, reading_photo, guest_reading, reading_request to kundenwerk_staff;
grant select on gas_factor, temperature to kundenwerk_staff, kundenwerk_customer;
grant select on meter, register, reading, reading_photo, reading_request to kundenwerk_customer;
grant insert, update (status, row_version, changed_here_at) on reading to kundenwerk_customer;
grant insert on reading_photo to kundenwerk_customer;
grant update (answered_at) on reading_request to kundenwerk_customer;
