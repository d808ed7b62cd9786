-- Who acts for some contracts only sees their letters, and those about no contract not at all. Content and files follow the letter by
-- their own policies.
create policy scope on letter as restrictive for select to kundenwerk_customer
  using ((select app_contract_ids()) is null or contract_id = any ((select app_contract_ids())::bigint[]));
create policy scope on letter_event as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy scope on letter_feedback as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy scope on letter_question as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy scope on letter_delivery as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy scope on print_job as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
