-- Serial letters: one kind to many. Whom it is for is written down when the second person is asked, so what was approved is what
-- goes out; each customer stands there once, and the row that orders the letter is the row that says so.
create table letter_run (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 3 and 100),
  kind text not null references letter_kind,
  -- Fixed when it is proposed: later versions do not change what was looked at.
  kind_version integer,
  criteria jsonb not null,
  parameters jsonb not null,
  purpose text not null check (purpose in ('contract', 'offers-by-mail', 'surveys')),
  per_hour integer not null check (per_hour between 1 and 100000),
  per_day integer not null check (per_day between 1 and 1000000),
  starts_at timestamptz not null,
  -- Nothing is ordered from this hour to that one, in legal time.
  quiet_from smallint not null check (quiet_from between 0 and 23),
  quiet_to smallint not null check (quiet_to between 0 and 23),
  state text not null default 'draft' check (state in ('draft', 'proposed', 'running', 'stopped', 'ended', 'dropped')),
  author_id bigint not null,
  approved_by bigint,
  approved_at timestamptz,
  ended_at timestamptz,
  made_at timestamptz not null,
  row_version integer not null default 1,
  check (state not in ('running', 'stopped', 'ended') or approved_by is not null),
  check (approved_by is null or approved_by <> author_id),
  check (state = 'draft' or state = 'dropped' or kind_version is not null)
);
create index letter_run_at_work on letter_run (starts_at) where state = 'running';

create table letter_run_item (
  run_id bigint not null references letter_run,
  customer_id bigint not null references customer,
  contract_id bigint references contract,
  state text not null default 'waiting' check (state in ('waiting', 'ordered', 'refused')),
  reason text,
  letter_id bigint references letter,
  done_at timestamptz,
  primary key (run_id, customer_id),
  check ((state = 'ordered') = (letter_id is not null)),
  check ((state = 'refused') = (reason is not null))
);
create index letter_run_item_waiting on letter_run_item (run_id, customer_id) where state = 'waiting';
create index letter_run_item_done on letter_run_item (run_id, done_at) where state = 'ordered';
create index letter_run_item_refused on letter_run_item (run_id, customer_id) where state = 'refused';
create index letter_run_item_of_customer on letter_run_item (customer_id);

alter table letter_run enable row level security;
alter table letter_run_item enable row level security;
create policy worker_all on letter_run to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_run to kundenwerk_staff using (true) with check (true);
create policy worker_all on letter_run_item to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_run_item to kundenwerk_staff using (true) with check (true);
grant select, insert, update on letter_run to kundenwerk_staff, kundenwerk_worker;
grant select, insert, update on letter_run_item to kundenwerk_staff, kundenwerk_worker;
