-- Emergencies: reports of faults, which only staff see, and notices of outages, which everybody may read.

create function outage_street_key(street text) returns text
  language sql immutable parallel safe
  return regexp_replace(regexp_replace(search_fold(coalesce(street, '')), '[^a-z0-9]', '', 'g'), 'str(asse)?$', 'str');

create table fault_report (
  id bigint generated always as identity primary key,
  kind text not null check (kind in ('gas', 'water', 'power', 'heat', 'other')),
  street text not null check (length(street) <= 100),
  house_number text check (length(house_number) <= 20),
  postal_code text not null check (length(postal_code) <= 10),
  city text check (length(city) <= 100),
  description text check (length(description) <= 1000),
  phone text check (length(phone) <= 40),
  task_id bigint references task,
  reported_at timestamptz not null
);
create index fault_report_of_task on fault_report (task_id);

create table outage (
  id bigint generated always as identity primary key,
  commodity text not null check (commodity in ('power', 'gas', 'water', 'heat')),
  planned boolean not null default false,
  cause_de text not null check (length(cause_de) between 1 and 200),
  cause_en text check (length(cause_en) <= 200),
  starts_at timestamptz not null,
  expected_end_at timestamptz,
  ended_at timestamptz,
  published_at timestamptz not null,
  published_by bigint references staff,
  row_version integer not null default 1
);
create index outage_running on outage (starts_at) where ended_at is null;
create index outage_ended on outage (ended_at) where ended_at is not null;

-- A postal code, or one street of it.
create table outage_area (
  outage_id bigint not null references outage,
  postal_code text not null check (postal_code ~ '^[0-9]{5}$'),
  street text not null default '' check (length(street) <= 100),
  street_key text not null generated always as (outage_street_key(street)) stored,
  primary key (outage_id, postal_code, street)
);
create index outage_area_of_code on outage_area (postal_code);

create table outage_update (
  id bigint generated always as identity primary key,
  outage_id bigint not null references outage,
  text_de text not null check (length(text_de) between 1 and 500),
  text_en text check (length(text_en) <= 500),
  expected_end_at timestamptz,
  said_at timestamptz not null,
  said_by bigint references staff
);
create index outage_update_of on outage_update (outage_id, id desc);

-- Who is still to be told, and of what.
create table outage_telling (
  outage_id bigint not null references outage,
  customer_id bigint not null references customer,
  about text not null check (about in ('published', 'ended')),
  told_at timestamptz,
  primary key (outage_id, customer_id, about)
);
create index outage_to_tell on outage_telling (outage_id, customer_id) where told_at is null;

alter table fault_report enable row level security;
alter table outage enable row level security;
alter table outage_area enable row level security;
alter table outage_update enable row level security;
alter table outage_telling enable row level security;
create policy worker_all on fault_report to kundenwerk_worker using (true) with check (true);
create policy worker_all on outage to kundenwerk_worker using (true) with check (true);
create policy worker_all on outage_area to kundenwerk_worker using (true) with check (true);
create policy worker_all on outage_update to kundenwerk_worker using (true) with check (true);
create policy worker_all on outage_telling to kundenwerk_worker using (true) with check (true);
create policy staff_read on fault_report for select to kundenwerk_staff using (true);
create policy staff_all on outage to kundenwerk_staff using (true) with check (true);
create policy staff_all on outage_area to kundenwerk_staff using (true) with check (true);
create policy staff_all on outage_update to kundenwerk_staff using (true) with check (true);
create policy staff_read on outage_telling for select to kundenwerk_staff using (true);
-- Notices are public; who reported a fault is not.
create policy public_notice on outage for select to kundenwerk_customer using (true);
create policy public_notice on outage_area for select to kundenwerk_customer using (true);
create policy public_notice on outage_update for select to kundenwerk_customer using (true);
grant select, insert, update, delete on fault_report, outage, outage_area, outage_update, outage_telling to kundenwerk_worker;
grant select on fault_report, outage_telling to kundenwerk_staff;
grant select, insert, update on outage to kundenwerk_staff;
grant select, insert on outage_area, outage_update to kundenwerk_staff;
grant select (id, commodity, planned, cause_de, cause_en, starts_at, expected_end_at, ended_at, published_at) on outage to kundenwerk_customer;
grant select on outage_area to kundenwerk_customer;
grant select (id, outage_id, text_de, text_en, expected_end_at, said_at) on outage_update to kundenwerk_customer;
