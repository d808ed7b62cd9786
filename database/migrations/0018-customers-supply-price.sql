-- Prices of a contract by validity, for rooms above that show what consumption costs. security_invoker: a customer sees the
-- own prices only. valid_to is the day before the next price, null for the last.
create view supply_price with (security_invoker = true) as
select p.contract_id, c.customer_id, c.market_location_id, p.valid_from,
       lead(p.valid_from) over (partition by p.contract_id order by p.valid_from) - 1 as valid_to,
       p.product_name, p.unit_price_ct, p.base_price_eur_year
  from contract_price p
  join contract c on c.id = p.contract_id;
grant select on supply_price to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
