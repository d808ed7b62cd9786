-- What leaves the house to people: committed with its cause, sent after the commit, each once by its key.

create table outbox (
  id bigint generated always as identity primary key,
  idempotency_key text not null unique,
  channel text not null check (channel in ('e-mail', 'sms', 'print')),
  kind text not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text,
  customer_id bigint,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  attempts smallint not null default 0,
  last_error text,
  next_try_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index outbox_waiting on outbox (next_try_at) where state = 'waiting';
create index outbox_newest on outbox (id desc);

alter table outbox enable row level security;
create policy worker_all on outbox to kundenwerk_worker using (true) with check (true);
create policy staff_all on outbox to kundenwerk_staff using (true) with check (true);
create policy own_new on outbox for insert to kundenwerk_customer with check (customer_id = (select app_customer_id()));
grant select, insert, update, delete on outbox to kundenwerk_worker;
grant select, insert, update on outbox to kundenwerk_staff;
grant insert on outbox to kundenwerk_customer;
