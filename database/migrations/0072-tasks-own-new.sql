-- What a customer's session puts into the basket is new work for anybody: never done already, never somebody's own.
alter policy own_new on task
  with check (customer_id = (select app_customer_id()) and state = 'open' and owner_staff_id is null and outcome is null and done_at is null);
