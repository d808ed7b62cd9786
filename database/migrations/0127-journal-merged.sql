-- The journal of a merged customer keeps its id and is read by the survivor, and by nobody else; taken apart, each reads the own again.
alter policy journal_customer on journal
  using (customer_id = any ((select app_customer_ids())::bigint[]));
