-- Companies that read meters for the utility, and the files they brought. The lines themselves are those of import_batch.
create table reading_company (
  id bigint generated always as identity primary key,
  -- Stands before each key of the company's readings, so that two companies may count from one.
  code text not null unique check (code ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null check (length(name) between 1 and 120),
  -- The machine that delivers for it; others cannot.
  client_id text unique check (length(client_id) between 1 and 200),
  made_at timestamptz not null
);
create table reading_file (
  id bigint generated always as identity primary key,
  company_id bigint not null references reading_company,
  batch_id bigint not null references import_batch on delete cascade,
  channel text not null check (channel in ('desk', 'api')),
  staff_id bigint references staff,
  received_at timestamptz not null,
  unique (company_id, batch_id)
);
create index reading_file_latest on reading_file (id desc);
alter table reading_company enable row level security;
alter table reading_file enable row level security;
create policy worker_all on reading_company to kundenwerk_worker using (true) with check (true);
create policy worker_all on reading_file to kundenwerk_worker using (true) with check (true);
create policy staff_all on reading_company to kundenwerk_staff using (not (select app_is_partner())) with check (not (select app_is_partner()));
create policy staff_read on reading_file for select to kundenwerk_staff using (not (select app_is_partner()));
grant select, insert, update, delete on reading_company, reading_file to kundenwerk_worker;
grant select, insert, update on reading_company to kundenwerk_staff;
grant select on reading_file to kundenwerk_staff;
