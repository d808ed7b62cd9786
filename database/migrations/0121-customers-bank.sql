-- How a contract account is paid: by transfer, or by direct debit under a mandate. A mandate is never changed: it is given, and
-- it ends. Its wording is kept as it was shown, with its hash, because the one who collects must prove it.

create table mandate (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  contract_account_id bigint not null references contract_account,
  -- At most 35 characters of the SEPA set; unique for the creditor.
  mandate_reference text not null unique check (mandate_reference ~ '^[A-Za-z0-9+?/:().,''-]{1,35}$'),
  creditor_id text not null,
  creditor_name text not null,
  iban text not null check (iban ~ '^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$' or iban = ''),
  holder text not null,
  wording text not null,
  wording_version text not null,
  wording_hash bytea not null,
  language text not null check (language in ('de', 'en')),
  signed_on date not null,
  signed_at timestamptz not null,
  -- `portal` by a click of the signed-in person; `desk` as staff took it down, with the paper or call named in the change.
  signed_by text not null check (signed_by in ('portal', 'desk')),
  state text not null default 'active' check (state in ('active', 'replaced', 'revoked')),
  ended_at timestamptz,
  -- A mandate that nobody used for 36 months has lapsed (SEPA core rulebook 4.1); collections write it.
  last_used_on date,
  check ((state = 'active') = (ended_at is null))
);
create unique index mandate_active on mandate (contract_account_id) where state = 'active';
create index mandate_of_customer on mandate (customer_id, id desc);

create table bank_details (
  contract_account_id bigint primary key references contract_account,
  customer_id bigint not null references customer,
  way text not null check (way in ('direct-debit', 'transfer')),
  iban text,
  holder text,
  mandate_id bigint references mandate,
  row_version integer not null default 1,
  changed_here_at timestamptz,
  check ((way = 'direct-debit') = (mandate_id is not null)),
  check ((iban is null) = (holder is null))
);
create index bank_details_of_customer on bank_details (customer_id);
create index bank_details_by_iban on bank_details (iban) where iban is not null;

-- Names of banks by bank code, if the utility keeps such a list; without it no name is shown, and nobody outside is asked.
create table bank_code (
  code text primary key check (code ~ '^[0-9]{8}$'),
  name text not null
);

alter table mandate enable row level security;
alter table bank_details enable row level security;
create policy worker_all on mandate to kundenwerk_worker using (true) with check (true);
create policy worker_all on bank_details to kundenwerk_worker using (true) with check (true);
create policy staff_all on mandate to kundenwerk_staff using (true) with check (true);
create policy staff_all on bank_details to kundenwerk_staff using (true) with check (true);
create policy own_read on mandate for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on mandate for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and signed_by = 'portal' and last_used_on is null
              and contract_account_id in (select a.id from contract_account a where a.customer_id = (select app_customer_id())));
create policy own_ended on mandate for update to kundenwerk_customer
  using (customer_id = (select app_customer_id())) with check (customer_id = (select app_customer_id()));
create policy own_read on bank_details for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on bank_details for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id())
              and contract_account_id in (select a.id from contract_account a where a.customer_id = (select app_customer_id())));
create policy own_change on bank_details for update to kundenwerk_customer
  using (customer_id = (select app_customer_id()))
  with check (customer_id = (select app_customer_id())
              and (mandate_id is null or mandate_id in (select m.id from mandate m where m.customer_id = (select app_customer_id()))));
grant select, insert, update, delete on mandate, bank_details, bank_code to kundenwerk_worker;
grant select, insert, update on mandate, bank_details to kundenwerk_staff;
grant select, insert on mandate to kundenwerk_customer;
grant update (state, ended_at) on mandate to kundenwerk_customer;
grant select, insert on bank_details to kundenwerk_customer;
grant update (way, iban, holder, mandate_id, row_version, changed_here_at) on bank_details to kundenwerk_customer;
grant select on bank_code to kundenwerk_staff, kundenwerk_customer;
