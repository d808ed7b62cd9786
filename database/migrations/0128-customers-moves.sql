-- Somebody says that they move house: from when, where to, and whether letters follow. The contracts are moved by staff (a task), until
-- that is a journey of its own; nothing is typed twice.
create table move_announcement (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  moves_on date not null,
  street text not null, house_number text, postal_code text not null, city text not null, country text not null default 'DE',
  -- True if letters go to the new address from that day on.
  letters_too boolean not null,
  announced_at timestamptz not null,
  channel text not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff')),
  actor_id bigint not null,
  reason text check (length(reason) <= 500),
  origin text not null,
  -- When the postal address was changed because of it.
  applied_at timestamptz
);
create index move_announcement_of_customer on move_announcement (customer_id, id desc);
create index move_announcement_due on move_announcement (moves_on) where letters_too and applied_at is null;

alter table move_announcement enable row level security;
create policy worker_all on move_announcement to kundenwerk_worker using (true) with check (true);
create policy staff_all on move_announcement to kundenwerk_staff using (true) with check (true);
create policy own_read on move_announcement for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on move_announcement for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and actor_kind = 'customer' and actor_id = (select app_account_id())
              and applied_at is null and reason is null);
grant select, insert, update, delete on move_announcement to kundenwerk_worker;
grant select, insert on move_announcement to kundenwerk_staff, kundenwerk_customer;
