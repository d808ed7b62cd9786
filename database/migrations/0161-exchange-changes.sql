-- The way out: what was changed here, in one order, and what the systems that lead say to it.

create table exchange_system (
  key text primary key check (key ~ '^[a-z][a-z0-9-]{1,30}$'),
  name text not null check (length(name) between 1 and 60)
);
insert into exchange_system (key, name) values ('kundenwerk', 'Kundenwerk'), ('billing', 'Abrechnung'), ('crm', 'CRM');

-- What no other system was named for is led by billing, as in most utilities; which one it is stays data.
update leading_system set system = 'billing' where system = 'import';
alter table leading_system add foreign key (system) references exchange_system;
grant select on exchange_system to kundenwerk_worker, kundenwerk_staff;
grant insert, update, delete on leading_system to kundenwerk_staff;

-- For which system a machine speaks: its receipts count for that one.
create table exchange_speaker (
  machine_id bigint primary key,
  system text not null references exchange_system
);
grant select on exchange_speaker to kundenwerk_worker, kundenwerk_staff;
grant insert, update, delete on exchange_speaker to kundenwerk_staff, kundenwerk_worker;

-- A change made here, with the state of the object after it in the shape of the API. Its id is the cursor of everybody who
-- reads changes, and the key by which a receiver knows it again.
create table exchange_change (
  id bigint generated always as identity primary key,
  object text not null,
  object_id bigint not null,
  customer_id bigint,
  fact_id bigint not null,
  fact text not null,
  fields text[] not null default '{}',
  channel text not null,
  actor_kind text not null,
  actor_id bigint,
  occurred_at timestamptz not null,
  -- Null once it is forgotten: a person was erased, or the time for which states are kept is over.
  state jsonb,
  -- The object's own note of its last change here when the state was taken.
  changed_here_at timestamptz,
  unique (fact_id, object, object_id)
);
create index exchange_change_of_object on exchange_change (object, object_id, id);
create index exchange_change_of_customer on exchange_change (customer_id, id desc);

-- What a leading system says to a change. A row is there for each system that leads a changed field.
create table exchange_takeover (
  change_id bigint not null references exchange_change on delete cascade,
  system text not null references exchange_system,
  object text not null,
  object_id bigint not null,
  customer_id bigint,
  -- Columns of the object, as the import names them.
  fields text[] not null,
  state text not null default 'waiting' check (state in ('waiting', 'taken-over', 'refused', 'settled')),
  answered_at timestamptz,
  reference text check (length(reference) <= 100),
  reason_code text check (length(reason_code) <= 60),
  reason text check (length(reason) <= 500),
  primary key (change_id, system)
);
-- Columns that an import must leave alone.
create index exchange_takeover_open on exchange_takeover (object, object_id) where state in ('waiting', 'refused');
create index exchange_takeover_of_customer on exchange_takeover (customer_id, change_id desc);

-- Every answer that came, also late and repeated ones, by the sender's key.
create table exchange_receipt (
  id bigint generated always as identity primary key,
  system text not null references exchange_system,
  receipt_key text not null check (length(receipt_key) between 1 and 100),
  change_id bigint not null,
  outcome text not null check (outcome in ('taken-over', 'refused')),
  effect text not null check (effect in ('applied', 'repeated', 'late', 'unknown')),
  answered_at timestamptz not null,
  received_at timestamptz not null,
  way text not null check (way in ('api', 'file')),
  unique (system, receipt_key)
);
create index exchange_receipt_of_change on exchange_receipt (change_id);

-- Both values where this house and another system differ, until a person has decided.
create table exchange_conflict (
  id bigint generated always as identity primary key,
  source text not null check (source in ('import', 'refusal')),
  batch_id bigint references import_batch on delete cascade,
  line bigint,
  change_id bigint references exchange_change on delete cascade,
  system text references exchange_system,
  object text not null,
  object_id bigint,
  -- [{"field": ..., "ours": ..., "theirs": ...}]
  fields jsonb not null,
  state text not null default 'open' check (state in ('open', 'kept', 'taken', 'gone')),
  seen_at timestamptz not null,
  decided_at timestamptz,
  decided_by_staff_id bigint
);
create unique index exchange_conflict_once on exchange_conflict (source, object, object_id) where state = 'open' and object_id is not null;
create index exchange_conflict_of_batch on exchange_conflict (batch_id, id);
create index exchange_conflict_of_change on exchange_conflict (change_id);

alter table exchange_change enable row level security;
alter table exchange_takeover enable row level security;
create policy worker_all on exchange_change to kundenwerk_worker using (true) with check (true);
create policy staff_all on exchange_change to kundenwerk_staff using (true) with check (true);
create policy worker_all on exchange_takeover to kundenwerk_worker using (true) with check (true);
create policy staff_all on exchange_takeover to kundenwerk_staff using (true) with check (true);
grant select, insert, update, delete on exchange_change, exchange_takeover, exchange_receipt, exchange_conflict to kundenwerk_worker;
grant select on exchange_change to kundenwerk_staff;
grant select, update on exchange_takeover, exchange_conflict to kundenwerk_staff;
grant insert on exchange_conflict to kundenwerk_staff;
grant select, insert on exchange_receipt to kundenwerk_staff;
