-- The journal: whatever happened to a customer, once, forever. It is also the outbox: a change, its fact and one row in
-- journal_pending are committed together; one relay turns pending rows into the feed and into jobs of the listeners.

create table journal (
  id bigint generated always as identity,
  name text not null,
  phase text not null check (phase in ('joining', 'staying', 'paying', 'leaving', 'any')),
  customer_id bigint,
  contract_id bigint,
  channel text not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'machine', 'system', 'guest')),
  actor_id bigint,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null default clock_timestamp(),
  payload jsonb not null,
  primary key (id, recorded_at)
) partition by range (recorded_at);

create table journal_2026 partition of journal for values from ('2026-01-01') to ('2027-01-01');
create table journal_2027 partition of journal for values from ('2027-01-01') to ('2028-01-01');
create table journal_2028 partition of journal for values from ('2028-01-01') to ('2029-01-01');
create table journal_2029 partition of journal for values from ('2029-01-01') to ('2030-01-01');
create table journal_2030 partition of journal for values from ('2030-01-01') to ('2031-01-01');
create table journal_other partition of journal default;

create index journal_of_customer on journal (customer_id, occurred_at desc, id desc);
create index journal_by_name on journal (name, occurred_at desc);

create function journal_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The journal is append-only: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $$;

create trigger journal_no_change before update or delete on journal
  for each row execute function journal_refuse_change();
-- A truncate trigger of the parent does not fire when a partition is truncated by name, so each has its own.
create trigger journal_no_truncate before truncate on journal
  for each statement execute function journal_refuse_change();
create trigger journal_no_truncate before truncate on journal_2026 for each statement execute function journal_refuse_change();
create trigger journal_no_truncate before truncate on journal_2027 for each statement execute function journal_refuse_change();
create trigger journal_no_truncate before truncate on journal_2028 for each statement execute function journal_refuse_change();
create trigger journal_no_truncate before truncate on journal_2029 for each statement execute function journal_refuse_change();
create trigger journal_no_truncate before truncate on journal_2030 for each statement execute function journal_refuse_change();
create trigger journal_no_truncate before truncate on journal_other for each statement execute function journal_refuse_change();

create table journal_pending (
  journal_id bigint primary key,
  recorded_at timestamptz not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 5000);

-- The one order in which everybody hears of facts. `position` is what streams and Last-Event-ID use.
create table journal_feed (
  position bigint generated always as identity primary key,
  journal_id bigint not null,
  recorded_at timestamptz not null,
  name text not null,
  customer_id bigint
);
create unique index journal_feed_once on journal_feed (journal_id);
create index journal_feed_of_customer on journal_feed (customer_id, position);

-- A listener's effect and this row are committed together, so a repeated job does nothing a second time.
create table journal_heard (
  listener text not null,
  journal_id bigint not null,
  heard_at timestamptz not null default clock_timestamp(),
  primary key (listener, journal_id)
);

alter table journal enable row level security;
create policy journal_worker on journal to kundenwerk_worker using (true) with check (true);
create policy journal_staff on journal to kundenwerk_staff using (true) with check (true);
create policy journal_customer on journal to kundenwerk_customer
  using (customer_id = (select app_customer_id()))
  with check (customer_id = (select app_customer_id()));
grant select, insert on journal to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;

-- Insert only: a customer's session may put a row here and never see or take one.
grant insert on journal_pending to kundenwerk_staff, kundenwerk_customer;
grant select, insert, update, delete on journal_pending to kundenwerk_worker;

alter table journal_feed enable row level security;
create policy journal_feed_worker on journal_feed to kundenwerk_worker using (true) with check (true);
create policy journal_feed_staff on journal_feed to kundenwerk_staff using (true);
create policy journal_feed_customer on journal_feed to kundenwerk_customer
  using (customer_id = (select app_customer_id()));
grant select, insert on journal_feed to kundenwerk_worker;
grant select on journal_feed to kundenwerk_staff, kundenwerk_customer;
grant select, insert, delete on journal_heard to kundenwerk_worker;
