-- Somebody of a partner company has a session of staff and sees no row of customers by it: what the work needs comes from
-- partner_tasks(), in few fields, for tasks that were handed to that company.
create function app_is_partner() returns boolean
  language sql stable parallel safe
  return 'partner' = any (app_staff_roles()) and cardinality(app_staff_roles()) = 1;

create policy no_partner on customer as restrictive to kundenwerk_staff using (not (select app_is_partner()));
create policy no_partner on contract as restrictive to kundenwerk_staff using (not (select app_is_partner()));
create policy no_partner on contract_account as restrictive to kundenwerk_staff using (not (select app_is_partner()));
create policy no_partner on market_location as restrictive to kundenwerk_staff using (not (select app_is_partner()));
create policy no_partner on site as restrictive to kundenwerk_staff using (not (select app_is_partner()));
