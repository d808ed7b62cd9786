-- One log of assisted contacts: calls, visits at the counter, posted letters and scans, reading cards. What people do alone in
-- the portal are facts, not contacts.

-- What contacts are about, with the phase of the journey that it mostly belongs to.
create table contact_topic (
  code text primary key check (code ~ '^[a-z][a-z-]{1,29}$'),
  name_de text not null,
  name_en text not null,
  phase text not null check (phase in ('joining', 'staying', 'paying', 'leaving', 'any')),
  position smallint not null
);
insert into contact_topic (code, name_de, name_en, phase, position) values
  ('reading', 'Zählerstand', 'Meter reading', 'staying', 1),
  ('bill', 'Rechnung', 'Bill', 'paying', 2),
  ('instalment', 'Abschlag', 'Instalment', 'paying', 3),
  ('payment', 'Zahlung', 'Payment', 'paying', 4),
  ('dunning', 'Mahnung', 'Reminder', 'paying', 5),
  ('move', 'Umzug', 'Move', 'any', 6),
  ('contract', 'Vertrag und Tarif', 'Contract and tariff', 'joining', 7),
  ('price-change', 'Preisänderung', 'Price change', 'paying', 8),
  ('meter', 'Zähler und Gerät', 'Meter and device', 'staying', 9),
  ('customer-details', 'Eigene Daten', 'Own details', 'staying', 10),
  ('portal', 'Portal und Zugang', 'Portal and access', 'any', 11),
  ('letter', 'Brief von uns', 'Letter from us', 'any', 12),
  ('fault', 'Störung', 'Fault', 'staying', 13),
  ('complaint', 'Beschwerde', 'Complaint', 'any', 14),
  ('termination', 'Kündigung', 'Termination', 'leaving', 15),
  ('other', 'Anderes', 'Something else', 'any', 16);

create table contact (
  id bigint generated always as identity primary key,
  -- Key of the system that it came from; what is entered here gets one of this house.
  contact_key text not null unique,
  -- Null while nobody knows who it was.
  customer_id bigint references customer,
  contract_id bigint references contract,
  channel text not null check (channel in ('phone', 'counter', 'letter', 'reading-card', 'e-mail', 'other')),
  direction text not null default 'in' check (direction in ('in', 'out')),
  topic text not null references contact_topic,
  phase text not null check (phase in ('joining', 'staying', 'paying', 'leaving', 'any')),
  outcome text not null check (outcome in ('answered', 'done', 'task-opened', 'forwarded', 'call-back', 'not-reached')),
  -- In the eyes of whoever took it; whether the customer had to ask again is counted, not asked.
  solved boolean,
  verification text not null default 'none' check (verification in ('none', 'name', 'numbers', 'pin')),
  began_at timestamptz not null,
  duration_s integer check (duration_s between 0 and 86400),
  note text check (length(note) <= 1000),
  task_id bigint references task,
  entered_by bigint references staff,
  entered_at timestamptz not null default now(),
  row_version integer not null default 1,
  changed_here_at timestamptz
);
create index contact_of_customer on contact (customer_id, began_at desc, id desc);
-- Whether somebody asked again about the same thing: the next contact of a customer and topic.
create index contact_again on contact (customer_id, topic, began_at) include (contract_id) where direction = 'in';
create index contact_by_time on contact (began_at, id);

create table contact_file (
  id bigint generated always as identity primary key,
  contact_id bigint not null references contact,
  sha256 bytea not null,
  name text not null check (length(name) between 1 and 200),
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes integer not null check (bytes > 0),
  added_by bigint references staff,
  added_at timestamptz not null,
  unique (contact_id, sha256)
);

alter table contact_topic enable row level security;
alter table contact enable row level security;
alter table contact_file enable row level security;
create policy worker_all on contact_topic to kundenwerk_worker using (true) with check (true);
create policy worker_all on contact to kundenwerk_worker using (true) with check (true);
create policy worker_all on contact_file to kundenwerk_worker using (true) with check (true);
create policy everybody_reads on contact_topic for select to kundenwerk_staff, kundenwerk_customer using (true);
create policy staff_all on contact to kundenwerk_staff using (true) with check (true);
create policy staff_all on contact_file to kundenwerk_staff using (true) with check (true);
-- Customers see that they were in touch, not what staff noted beside it.
create policy own on contact for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy scope on contact as restrictive for select to kundenwerk_customer
  using ((select app_contract_ids()) is null or contract_id = any ((select app_contract_ids())::bigint[]));
grant select, insert, update, delete on contact_topic, contact, contact_file to kundenwerk_worker;
grant usage on sequence contact_id_seq to kundenwerk_worker, kundenwerk_staff;
grant select on contact_topic to kundenwerk_staff, kundenwerk_customer;
grant select, insert, update on contact to kundenwerk_staff;
grant select, insert on contact_file to kundenwerk_staff;
grant select (id, customer_id, contract_id, channel, direction, topic, phase, outcome, solved, began_at, duration_s) on contact to kundenwerk_customer;
