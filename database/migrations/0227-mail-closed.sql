-- Nor messages to such a customer that did not arrive: they name the address.
create policy not_closed on outbox as restrictive for select to kundenwerk_staff
  using (customer_id is null or customer_id <> all (array(select app_closed_customers())));
