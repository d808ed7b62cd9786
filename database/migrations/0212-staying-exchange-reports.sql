-- A meter was exchanged, as a customer, a partner company or a machine says. Nothing of a meter changes before staff has accepted it.
create table meter_exchange_report (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  contract_id bigint references contract,
  meter_id bigint not null references meter,
  market_location_id bigint not null references market_location,
  exchanged_on date not null,
  new_meter_number text not null check (length(new_meter_number) between 4 and 40),
  -- Of each register: its id, the last value of the old device and the first of the new, as typed.
  registers jsonb not null,
  note text check (length(note) <= 300),
  source text not null check (source in ('customer', 'partner', 'machine')),
  source_id bigint,
  -- The same form or call again is the same report.
  source_key text not null unique check (length(source_key) <= 300),
  reported_at timestamptz not null,
  state text not null default 'reported' check (state in ('reported', 'accepted', 'refused')),
  because text check (length(because) <= 400),
  decided_at timestamptz,
  decided_by bigint references staff,
  new_meter_id bigint references meter,
  row_version integer not null default 1
);
create unique index meter_exchange_report_open on meter_exchange_report (meter_id) where state = 'reported';
create index meter_exchange_report_of_customer on meter_exchange_report (customer_id, id desc);

alter table meter_exchange_report enable row level security;
create policy worker_all on meter_exchange_report to kundenwerk_worker using (true) with check (true);
create policy staff_all on meter_exchange_report to kundenwerk_staff using (not (select app_is_partner())) with check (not (select app_is_partner()));
create policy own on meter_exchange_report to kundenwerk_customer
  using (customer_id = (select app_customer_id())) with check (customer_id = (select app_customer_id()) and state = 'reported');
create policy scope on meter_exchange_report as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or contract_id = any ((select app_contract_ids())::bigint[]));
grant select, insert, update, delete on meter_exchange_report to kundenwerk_worker;
grant select, insert, update on meter_exchange_report to kundenwerk_staff;
grant select (id, customer_id, contract_id, meter_id, market_location_id, exchanged_on, new_meter_number, registers, note, source, source_key, reported_at,
              state, because, decided_at), insert on meter_exchange_report to kundenwerk_customer;

insert into task_kind (kind, skill, needs_second, ends_by_decision, due_days) values ('staying.check-exchange', null, false, true, 3);
