-- What was changed of a customer's own data, by whom, from what to what: confirmations, undo, the list in the portal and the
-- export are made from it. The journal holds only the id of the row, so that values can be forgotten and the journal kept.

create table customer_change (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  kind text not null check (kind in ('name', 'address', 'bank', 'mandate', 'email', 'mobile', 'phone', 'preferences')),
  contract_account_id bigint references contract_account,
  -- Field by field; null once forgotten.
  before jsonb,
  after jsonb,
  changed_at timestamptz not null,
  channel text not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'machine', 'system', 'guest')),
  actor_id bigint,
  -- What staff wrote down: who asked for it, how they were recognised.
  reason text check (length(reason) <= 500),
  -- Where the portal is, for the link in the confirmation.
  origin text not null,
  -- Until when it can be taken back; null where the law or the thing itself does not allow that.
  undo_until timestamptz,
  undo_hash bytea unique,
  undone_at timestamptz,
  undo_of bigint references customer_change
);
create index customer_change_of_customer on customer_change (customer_id, id desc);

alter table customer_change enable row level security;
create policy worker_all on customer_change to kundenwerk_worker using (true) with check (true);
create policy staff_all on customer_change to kundenwerk_staff using (true) with check (true);
create policy own_read on customer_change for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on customer_change for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and actor_kind = 'customer' and actor_id = (select app_account_id())
              and reason is null and undo_hash is null and undone_at is null);
create policy own_undone on customer_change for update to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and undone_at is null)
  with check (customer_id = (select app_customer_id()) and undone_at is not null);
grant select, insert, update, delete on customer_change to kundenwerk_worker;
grant select, insert, update on customer_change to kundenwerk_staff;
grant select (id, customer_id, kind, contract_account_id, before, after, changed_at, channel, actor_kind, actor_id, undo_until, undone_at, undo_of),
      insert (customer_id, kind, contract_account_id, before, after, changed_at, channel, actor_kind, actor_id, origin, undo_until, undo_of),
      update (undone_at) on customer_change to kundenwerk_customer;

-- Customers write name, postal address and language themselves; how they are reached only after the other end has answered.
create policy own_change on customer for update to kundenwerk_customer
  using (id = (select app_customer_id())) with check (id = (select app_customer_id()));
grant update (salutation, title, first_name, last_name, company_name, street, house_number, postal_code, city, country, language,
              row_version, changed_here_at) on customer to kundenwerk_customer;
