-- Copies of all personal data that a customer asked for (GDPR articles 15 and 20). Made by a job, fetched by the account that asked,
-- and gone after its term: a copy of everything must not lie about.
create table personal_copy (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  account_id bigint not null,
  language text not null check (language in ('de', 'en')),
  asked_at timestamptz not null,
  state text not null default 'asked' check (state in ('asked', 'ready', 'failed', 'ended')),
  made_at timestamptz,
  ends_at timestamptz,
  -- The zip in the file store, and what the page shows of it.
  file_sha256 bytea check (length(file_sha256) = 32),
  size_bytes integer,
  summary jsonb,
  fetched_at timestamptz,
  attempts smallint not null default 0
);
create index personal_copy_of_customer on personal_copy (customer_id, id desc);
create index personal_copy_due on personal_copy (id) where state = 'asked';
create index personal_copy_ending on personal_copy (ends_at) where state = 'ready';

alter table personal_copy enable row level security;
create policy worker_all on personal_copy to kundenwerk_worker using (true) with check (true);
create policy own_read on personal_copy for select to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and account_id = (select app_account_id()));
create policy own_new on personal_copy for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and account_id = (select app_account_id()) and state = 'asked'
              and file_sha256 is null and summary is null);
grant select, insert, update, delete on personal_copy to kundenwerk_worker;
grant select, insert on personal_copy to kundenwerk_customer;
