-- A customer's session writes down what its own account did, and nothing in the name of staff, machines or other accounts.
alter policy journal_customer on journal
  with check (customer_id = (select app_customer_id()) and actor_kind = 'customer' and actor_id = (select app_account_id()));
