-- Who may act for some contracts only is asked for readings at their places.
create policy scope on reading_request as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null
         or market_location_ids && array(select c.market_location_id from contract c where c.customer_id = (select app_customer_id())));
