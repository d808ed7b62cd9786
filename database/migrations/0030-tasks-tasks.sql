-- One basket of work for staff: whatever a person must do is a row here, with a group, a due day and what it is about.

create table task (
  id bigint generated always as identity primary key,
  kind text not null,
  state text not null default 'open' check (state in ('open', 'done', 'void')),
  customer_id bigint references customer,
  contract_id bigint references contract,
  -- Ids and figures that the page of this kind shows; no text of persons.
  subject jsonb not null default '{}',
  group_name text not null,
  owner_staff_id bigint references staff,
  priority smallint not null default 2 check (priority between 1 and 3),
  due_on date not null,
  -- The same cause opens one task, however often it is met.
  dedupe_key text unique,
  outcome text,
  row_version integer not null default 1,
  created_at timestamptz not null default now(),
  done_at timestamptz
);
create index task_open_by_group on task (group_name, due_on, id) where state = 'open';
create index task_open_by_due on task (due_on, id) where state = 'open';
create index task_open_by_owner on task (owner_staff_id, due_on, id) where state = 'open';
create index task_of_customer on task (customer_id, id desc);

create table task_step (
  id bigint generated always as identity primary key,
  task_id bigint not null references task,
  step text not null,
  staff_id bigint references staff,
  note text,
  happened_at timestamptz not null
);
create index task_step_of_task on task_step (task_id, id);

alter table task enable row level security;
alter table task_step enable row level security;
create policy worker_all on task to kundenwerk_worker using (true) with check (true);
create policy staff_all on task to kundenwerk_staff using (true) with check (true);
-- A customer's request may open a task for that customer and never sees the basket.
create policy own_new on task for insert to kundenwerk_customer with check (customer_id = (select app_customer_id()));
create policy worker_all on task_step to kundenwerk_worker using (true) with check (true);
create policy staff_all on task_step to kundenwerk_staff using (true) with check (true);
grant select, insert, update, delete on task, task_step to kundenwerk_worker;
grant select, insert, update on task, task_step to kundenwerk_staff;
grant insert on task to kundenwerk_customer;
grant usage on sequence task_id_seq to kundenwerk_customer, kundenwerk_staff, kundenwerk_worker;
