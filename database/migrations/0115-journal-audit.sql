-- Who of the staff saw and changed what, of which customer, when and from where: append-only, a partition per month. A row is
-- written in the transaction of the read or the change itself, so nothing is seen or changed without it.

create table audit (
  id bigint generated always as identity,
  happened_at timestamptz not null default clock_timestamp(),
  actor_kind text not null check (actor_kind in ('staff', 'viewing')),
  staff_id bigint not null,
  customer_id bigint,
  action text not null check (action in ('seen', 'changed', 'searched', 'read-audit')),
  -- Method and path of the route, never the query: `GET /desk/api/customers/:id`.
  route text not null,
  -- What it was about: customer, task, reading, account and its id.
  subject text,
  subject_id bigint,
  -- What was looked for, or the reason that was given.
  detail text check (length(detail) <= 300),
  address text not null,
  request_id text not null,
  primary key (id, happened_at)
) partition by range (happened_at);
create index audit_of_customer on audit (customer_id, happened_at desc, id desc);
create index audit_of_staff on audit (staff_id, happened_at desc, id desc);
create index audit_by_time on audit (happened_at desc, id desc);

create function audit_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'The audit log is append-only: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger audit_no_change before update or delete on audit for each row execute function audit_refuse_change();
create trigger audit_no_truncate before truncate on audit for each statement execute function audit_refuse_change();
create table audit_other partition of audit default;
create trigger audit_no_truncate before truncate on audit_other for each statement execute function audit_refuse_change();

-- Makes the partitions of the months up to the one of a day. Only the owner may make tables, so the nightly job calls this.
create function audit_make_partitions(until date) returns integer
  language plpgsql volatile security definer set search_path = public as $$
declare
  month date := date_trunc('month', now() at time zone 'UTC')::date;
  made integer := 0;
  name text;
begin
  while month <= until loop
    name := 'audit_' || to_char(month, 'YYYY_MM');
    if to_regclass(name) is null then
      execute format('create table %I partition of audit for values from (%L) to (%L)', name,
        month::timestamp at time zone 'UTC', (month + interval '1 month')::timestamp at time zone 'UTC');
      execute format('create trigger audit_no_truncate before truncate on %I for each statement execute function audit_refuse_change()', name);
      made := made + 1;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $$;
select audit_make_partitions((now() + interval '14 months')::date);

-- Whose session of staff the transaction is, set by staff_session_open.
create function app_staff_id() returns bigint
  language sql stable parallel safe
  return nullif(current_setting('app.staff_id', true), '')::bigint;
create function app_staff_roles() returns text[]
  language sql stable parallel safe
  return coalesce(nullif(current_setting('app.staff_roles', true), '')::text[], '{}');

-- The customer behind a thing that staff looks at. In one place, because the log must name a customer whatever the door.
create function audit_customer_of(subject text, id bigint) returns bigint
  language plpgsql stable security definer set search_path = public as $$
begin
  case subject
    when 'customer' then return (select c.id from customer c where c.id = audit_customer_of.id);
    when 'task' then return (select t.customer_id from task t where t.id = audit_customer_of.id);
    when 'reading' then
      return (select c.customer_id from reading r join contract c on c.market_location_id = r.market_location_id
                and r.read_on >= c.starts_on - 1 and (c.ends_on is null or r.read_on <= c.ends_on)
               where r.id = audit_customer_of.id order by c.starts_on desc limit 1);
    else return null;
  end case;
end $$;

-- Writes what staff of this session does, if the session stands and one of its roles may do it.
create function audit_write(what text, at_route text, about text, about_id bigint, told text, from_address text, in_request text, by_roles text[])
  returns void language sql volatile security definer set search_path = public as $$
  insert into audit (actor_kind, staff_id, customer_id, action, route, subject, subject_id, detail, address, request_id)
  select 'staff', app_staff_id(), audit_customer_of(about, about_id), what, at_route, about, about_id, left(told, 300), from_address, in_request
   where app_staff_id() is not null and app_staff_roles() && by_roles
$$;
revoke execute on function audit_make_partitions, audit_customer_of, audit_write from public;
grant execute on function audit_make_partitions to kundenwerk_worker;
grant execute on function audit_write to kundenwerk_staff;

alter table audit enable row level security;
create policy worker_all on audit to kundenwerk_worker using (true) with check (true);
create policy auditor on audit for select to kundenwerk_staff using ('auditor' = any ((select app_staff_roles())::text[]));
create policy own on audit for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
grant select, insert on audit to kundenwerk_worker;
grant select on audit to kundenwerk_staff;
-- The customer learns that it was seen, when and why; not by which machine of ours and in which request.
grant select (id, happened_at, actor_kind, customer_id, action, route, subject, detail) on audit to kundenwerk_customer;
