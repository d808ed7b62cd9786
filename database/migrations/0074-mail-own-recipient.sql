-- A customer's session may have the house write to that very customer: to the e-mail on file, or on paper.
alter policy own_new on outbox
  with check (customer_id = (select app_customer_id()) and state = 'waiting' and attempts = 0
              and (channel = 'print' or (channel = 'e-mail' and recipient = (select c.email from customer c where c.id = outbox.customer_id))));
