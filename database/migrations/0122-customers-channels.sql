-- How a customer is reached: several addresses of a kind, each confirmed from its other end before anything that matters goes
-- there (double opt-in). Which is the main one stands in customer.email and customer.mobile, and only there.

create table contact_channel (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  kind text not null check (kind in ('e-mail', 'mobile')),
  -- E-mail address in small letters; E.164.
  value text not null check (length(value) between 1 and 254),
  state text not null default 'unconfirmed' check (state in ('unconfirmed', 'confirmed', 'bounced', 'removed')),
  -- What goes there: all about contracts, reminders (readings, dates), outages at the place.
  purposes text[] not null default '{contract,reminder,outage}' check (purposes <@ '{contract,reminder,outage}'),
  added_at timestamptz not null,
  added_by text not null check (added_by in ('customer', 'staff')),
  confirmed_at timestamptz,
  bounced_at timestamptz,
  removed_at timestamptz,
  check (state <> 'confirmed' or confirmed_at is not null)
);
create unique index contact_channel_once on contact_channel (customer_id, kind, value) where state <> 'removed';
create index contact_channel_by_value on contact_channel (value) where state <> 'removed';

-- One try to confirm a channel. The link or code is made by the house when it hears of it; only its hash is kept.
create table channel_proof (
  id bigint generated always as identity primary key,
  channel_id bigint not null references contact_channel,
  customer_id bigint not null references customer,
  -- True if this shall be the main address once it is confirmed.
  wants_main boolean not null,
  origin text not null,
  language text not null check (language in ('de', 'en')),
  asked_at timestamptz not null,
  token_hash bytea unique,
  code_hash text,
  attempts smallint not null default 0,
  ends_at timestamptz,
  used_at timestamptz
);
create index channel_proof_of_channel on channel_proof (channel_id, id desc);

alter table contact_channel enable row level security;
alter table channel_proof enable row level security;
create policy worker_all on contact_channel to kundenwerk_worker using (true) with check (true);
create policy worker_all on channel_proof to kundenwerk_worker using (true) with check (true);
create policy staff_all on contact_channel to kundenwerk_staff using (true) with check (true);
create policy staff_new on channel_proof for insert to kundenwerk_staff with check (token_hash is null and code_hash is null);
create policy own_read on contact_channel for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on contact_channel for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and state = 'unconfirmed' and confirmed_at is null and added_by = 'customer');
create policy own_purposes on contact_channel for update to kundenwerk_customer
  using (customer_id = (select app_customer_id())) with check (customer_id = (select app_customer_id()));
create policy own_new on channel_proof for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and token_hash is null and code_hash is null and used_at is null
              and channel_id in (select c.id from contact_channel c where c.customer_id = (select app_customer_id())));
grant select, insert, update, delete on contact_channel, channel_proof to kundenwerk_worker;
grant select, insert, update on contact_channel to kundenwerk_staff;
grant select, insert on contact_channel to kundenwerk_customer;
grant update (purposes) on contact_channel to kundenwerk_customer;
grant insert (channel_id, customer_id, wants_main, origin, language, asked_at), select (id) on channel_proof to kundenwerk_staff, kundenwerk_customer;
create policy own_id on channel_proof for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy staff_id on channel_proof for select to kundenwerk_staff using (true);

-- Taking back is done by the house in the customer's name: it may concern an e-mail address, which no customer's session writes.
drop policy own_undone on customer_change;
revoke update on customer_change from kundenwerk_customer;
revoke update (undone_at) on customer_change from kundenwerk_customer;
