-- Letters of a customer whose record is closed to who looks (0224) are not there.
create policy not_closed on letter as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
