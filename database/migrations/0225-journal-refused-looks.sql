-- A look that is refused stands in the log as that, whoever writes the line.
create or replace function audit_write(what text, at_route text, about text, about_id bigint, told text, from_address text, in_request text, by_roles text[])
  returns void language sql security definer set search_path = public as $$
  insert into audit (actor_kind, staff_id, customer_id, action, route, subject, subject_id, detail, address, request_id)
  select 'staff', app_staff_id(), audit_customer_of(about, about_id), case when staff_closed_to(about, about_id) is null then what else 'refused' end,
         at_route, about, about_id, left(told, 300), from_address, in_request
   where app_staff_id() is not null and app_staff_roles() && by_roles
$$;

alter table audit drop constraint audit_action_check;
alter table audit add constraint audit_action_check check (action in ('seen', 'changed', 'searched', 'read-audit', 'refused'));
