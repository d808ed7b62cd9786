-- Being forgotten (GDPR article 17): what must be kept, how long and by which law, what holds it beyond that, who asked, who
-- released it, and that it was done.

-- How long a kind of data is kept after the year in which the relation to the customer ended. Law changes: a rule holds from a day on.
create table retention_rule (
  category text not null check (category in ('vouchers', 'letters', 'mandates', 'consents')),
  valid_from date not null,
  years smallint not null check (years between 0 and 30),
  -- True if the term begins with the end of the calendar year (AO section 147 (4), BGB section 199 (1)).
  from_year_end boolean not null,
  statute text not null,
  primary key (category, valid_from)
);
insert into retention_rule (category, valid_from, years, from_year_end, statute) values
  ('vouchers', '2002-01-01', 10, true, '§ 147 Abs. 1 Nr. 4, Abs. 3 AO; § 257 Abs. 1 Nr. 4, Abs. 4 HGB'),
  ('vouchers', '2025-01-01', 8, true, '§ 147 Abs. 1 Nr. 4, Abs. 3 AO; § 257 Abs. 1 Nr. 4, Abs. 4 HGB (BEG IV)'),
  ('letters', '2002-01-01', 6, true, '§ 147 Abs. 1 Nr. 2, 3, Abs. 3 AO; § 257 Abs. 1 Nr. 2, 3, Abs. 4 HGB'),
  ('mandates', '2014-02-01', 2, false, '§ 676b Abs. 2 BGB (13 Monate), SEPA Core Rulebook 4.5'),
  ('consents', '2018-05-25', 3, true, 'Art. 7 Abs. 1 DSGVO; §§ 195, 199 BGB');

-- What keeps data although a term is over or nothing runs: money that is owed, a dispute, an order of an authority. Until bills are
-- made here, an open balance is told by the system that makes them, or by staff.
create table legal_hold (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  contract_account_id bigint references contract_account,
  kind text not null check (kind in ('open-balance', 'dispute', 'authority')),
  note text not null check (length(note) between 5 and 500),
  set_by_staff_id bigint,
  set_at timestamptz not null,
  ended_at timestamptz
);
create index legal_hold_of_customer on legal_hold (customer_id) where ended_at is null;

create table erasure_request (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  channel text not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff')),
  actor_id bigint not null,
  asked_at timestamptz not null,
  -- asked -> refused | released; released -> waiting (something holds it) -> restricted (blocked until terms end) -> erased
  state text not null default 'asked' check (state in ('asked', 'refused', 'released', 'waiting', 'restricted', 'erased')),
  reason text check (length(reason) <= 500),
  decided_by_staff_id bigint,
  decided_at timestamptz,
  restricted_until date,
  erased_at timestamptz,
  row_version integer not null default 1
);
create unique index erasure_request_open on erasure_request (customer_id) where state in ('asked', 'released', 'waiting', 'restricted');
create index erasure_request_due on erasure_request (state) where state in ('released', 'waiting', 'restricted');

-- From this moment on the record is kept for the law only: staff no longer sees it (GDPR article 18).
alter table customer add column restricted_at timestamptz, add column erased_at timestamptz;
create policy not_restricted on customer as restrictive for select to kundenwerk_staff using (restricted_at is null);

alter table retention_rule enable row level security;
alter table legal_hold enable row level security;
alter table erasure_request enable row level security;
create policy everybody_reads on retention_rule for select using (true);
create policy worker_all on legal_hold to kundenwerk_worker using (true) with check (true);
create policy worker_all on erasure_request to kundenwerk_worker using (true) with check (true);
create policy staff_all on legal_hold to kundenwerk_staff using (true) with check (true);
create policy staff_all on erasure_request to kundenwerk_staff using (true) with check (true);
-- The customer sees that something is owed or disputed, and not what staff wrote about it.
create policy own_read on legal_hold for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_read on erasure_request for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on erasure_request for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and actor_kind = 'customer' and actor_id = (select app_account_id())
              and state = 'asked' and decided_by_staff_id is null and restricted_until is null);
grant select on retention_rule to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
grant select, insert, update, delete on legal_hold, erasure_request to kundenwerk_worker;
grant select, insert, update on legal_hold, erasure_request to kundenwerk_staff;
grant select (id, customer_id, kind, set_at, ended_at) on legal_hold to kundenwerk_customer;
grant select (id, customer_id, state, asked_at, reason, decided_at, restricted_until, erased_at, row_version), insert on erasure_request to kundenwerk_customer;
