-- Who may act for some contracts only sees what happened to them, and what the own account did.
create policy scope on journal as restrictive for select to kundenwerk_customer
  using ((select app_contract_ids()) is null or contract_id = any ((select app_contract_ids())::bigint[])
         or (actor_kind = 'customer' and actor_id = (select app_account_id())));
create policy scope on journal_feed as restrictive for select to kundenwerk_customer
  using ((select app_contract_ids()) is null);
