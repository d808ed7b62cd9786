-- Who is supplied where, under which contract, on whose account. Each table carries the key of the system it came from, a
-- row version for "somebody changed it meanwhile", and when it was changed here: an import never silently overwrites that.

create table customer (
  id bigint generated always as identity primary key,
  customer_number text not null unique check (length(customer_number) between 1 and 20),
  kind text not null check (kind in ('person', 'household', 'company')),
  salutation text not null default 'none' check (salutation in ('ms', 'mr', 'none')),
  title text, first_name text, last_name text, company_name text, register_number text,
  birth_date date,
  email text, phone text, mobile text,
  street text, house_number text, postal_code text, city text, country text not null default 'DE',
  language text not null default 'de' check (language in ('de', 'en')),
  row_version integer not null default 1,
  changed_here_at timestamptz,
  created_at timestamptz not null default now(),
  check (kind = 'company' or last_name is not null),
  check (kind <> 'company' or company_name is not null)
);

create table site (
  id bigint generated always as identity primary key,
  site_number text not null unique,
  street text not null, house_number text not null, postal_code text not null, city text not null, country text not null default 'DE',
  location_hint text,
  kind text not null check (kind in ('flat', 'house', 'business', 'common-area')),
  living_area_m2 integer check (living_area_m2 > 0),
  persons integer check (persons >= 0),
  row_version integer not null default 1,
  changed_here_at timestamptz
);

create table market_location (
  id bigint generated always as identity primary key,
  market_location_code text not null unique,
  site_id bigint not null references site,
  commodity text not null check (commodity in ('power', 'gas', 'water', 'heat')),
  direction text not null default 'consumption' check (direction in ('consumption', 'feed-in')),
  grid_operator_code text,
  load_profile text,
  -- Forecast consumption of a year in kWh; water in m3.
  forecast_kwh numeric(14, 3) check (forecast_kwh >= 0),
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index market_location_of_site on market_location (site_id);

-- What is billed, paid and dunned together.
create table contract_account (
  id bigint generated always as identity primary key,
  contract_account_number text not null unique,
  customer_id bigint not null references customer,
  payer_customer_id bigint references customer,
  recipient_customer_id bigint references customer,
  billing_month smallint check (billing_month between 1 and 12),
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index contract_account_of_customer on contract_account (customer_id);

create table contract (
  id bigint generated always as identity primary key,
  contract_number text not null unique,
  contract_account_id bigint not null references contract_account,
  customer_id bigint not null references customer,
  market_location_id bigint not null references market_location,
  -- First and last day of supply; ends_on is null while it runs.
  starts_on date not null,
  ends_on date check (ends_on >= starts_on),
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index contract_of_customer on contract (customer_id, market_location_id);
create index contract_of_market_location on contract (market_location_id, starts_on);
create index contract_of_account on contract (contract_account_id);

-- Product and price sheet of a contract by validity. Prices are gross.
create table contract_price (
  contract_id bigint not null references contract on delete cascade,
  valid_from date not null,
  product_code text not null,
  product_name text not null,
  price_sheet text,
  -- Cent per kWh (water: per m3) and EUR per year, exact.
  unit_price_ct numeric(12, 6),
  base_price_eur_year numeric(12, 4),
  primary key (contract_id, valid_from)
);

alter table customer enable row level security;
alter table site enable row level security;
alter table market_location enable row level security;
alter table contract_account enable row level security;
alter table contract enable row level security;
alter table contract_price enable row level security;

create policy worker_all on customer to kundenwerk_worker using (true) with check (true);
create policy worker_all on site to kundenwerk_worker using (true) with check (true);
create policy worker_all on market_location to kundenwerk_worker using (true) with check (true);
create policy worker_all on contract_account to kundenwerk_worker using (true) with check (true);
create policy worker_all on contract to kundenwerk_worker using (true) with check (true);
create policy worker_all on contract_price to kundenwerk_worker using (true) with check (true);
create policy staff_all on customer to kundenwerk_staff using (true) with check (true);
create policy staff_all on site to kundenwerk_staff using (true) with check (true);
create policy staff_all on market_location to kundenwerk_staff using (true) with check (true);
create policy staff_all on contract_account to kundenwerk_staff using (true) with check (true);
create policy staff_all on contract to kundenwerk_staff using (true) with check (true);
create policy staff_all on contract_price to kundenwerk_staff using (true) with check (true);

create policy own on customer to kundenwerk_customer using (id = (select app_customer_id()));
create policy own on contract_account to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own on contract to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own on contract_price to kundenwerk_customer
  using (contract_id in (select c.id from contract c where c.customer_id = (select app_customer_id())));
create policy own on market_location to kundenwerk_customer
  using (id in (select c.market_location_id from contract c where c.customer_id = (select app_customer_id())));
create policy own on site to kundenwerk_customer
  using (id in (select m.site_id from market_location m
                 where m.id in (select c.market_location_id from contract c where c.customer_id = (select app_customer_id()))));

grant select, insert, update, delete on customer, site, market_location, contract_account, contract, contract_price to kundenwerk_worker;
grant select, insert, update on customer, site, market_location, contract_account, contract, contract_price to kundenwerk_staff;
grant select on customer, site, market_location, contract_account, contract, contract_price to kundenwerk_customer;
