-- A caller's PIN (Telefon-PIN): the customer sets it in the portal, an agent types what the caller says and learns only whether it
-- is right. Only its hash is kept.
create table caller_pin (
  customer_id bigint primary key references customer,
  pin_hash text not null,
  set_at timestamptz not null default now(),
  set_by_account_id bigint not null references account,
  -- Wrong ones since it was set or was right the last time; five lock it until it is set anew.
  wrong smallint not null default 0
);

-- How well an agent knows who is calling: the PIN was right, or questions were answered. Nothing here: not asked.
create table caller_check (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  staff_id bigint not null references staff,
  level text not null check (level in ('pin', 'questions', 'failed')),
  checked_at timestamptz not null default now()
);
create index caller_check_of_customer on caller_check (customer_id, staff_id, id desc);

alter table caller_pin enable row level security;
alter table caller_check enable row level security;
create policy worker_all on caller_pin to kundenwerk_worker using (true) with check (true);
create policy worker_all on caller_check to kundenwerk_worker using (true) with check (true);
create policy own on caller_pin to kundenwerk_customer
  using (customer_id = (select app_customer_id()))
  with check (customer_id = (select app_customer_id()) and set_by_account_id = (select app_account_id()) and wrong = 0);
create policy staff_see on caller_pin for select to kundenwerk_staff using (true);
create policy staff_see on caller_check for select to kundenwerk_staff using (true);
create policy staff_new on caller_check for insert to kundenwerk_staff with check (staff_id = (select nullif(current_setting('app.staff_id', true), '')::bigint));
grant select, insert, update, delete on caller_pin, caller_check to kundenwerk_worker;
grant select (customer_id, set_at, wrong), insert (customer_id, pin_hash, set_by_account_id),
      update (pin_hash, set_by_account_id, set_at, wrong), delete on caller_pin to kundenwerk_customer;
grant select (customer_id, set_at, wrong) on caller_pin to kundenwerk_staff;
grant select, insert (customer_id, staff_id, level) on caller_check to kundenwerk_staff;
