-- Who may act for some contracts only sees these, their places and prices, and nothing that belongs to the customer as a whole.
-- Restrictive policies stand beside the permissive ones: whatever those let through, these narrow. What is filtered through
-- contract (places, prices, meters, readings) narrows with it.

create policy scope on contract as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null or id = any ((select app_contract_ids())::bigint[]));
create policy scope on contract_account as restrictive to kundenwerk_customer
  using ((select app_contract_ids()) is null
         or id in (select c.contract_account_id from contract c where c.customer_id = (select app_customer_id())));

-- Views that ask once whose rows may be seen, and read as their owner, ask for the contract as well.
create or replace view supply with (security_barrier = true, security_invoker = false) as
select c.id as contract_id, c.contract_number, c.customer_id, c.contract_account_id, c.starts_on, c.ends_on,
       m.id as market_location_id, m.market_location_code, m.commodity, m.direction, m.load_profile, m.forecast_kwh,
       s.id as site_id, s.site_number, s.street, s.house_number, s.postal_code, s.city, s.location_hint, s.kind as site_kind,
       s.living_area_m2, s.persons
  from contract c
  join market_location m on m.id = c.market_location_id
  join site s on s.id = m.site_id
 where app_sees_customer(c.customer_id) and app_sees_contract(c.id);

create or replace view supply_price with (security_barrier = true, security_invoker = false) as
select p.contract_id, c.customer_id, c.market_location_id, p.valid_from,
       lead(p.valid_from) over (partition by p.contract_id order by p.valid_from) - 1 as valid_to,
       p.product_name, p.unit_price_ct, p.base_price_eur_year
  from contract_price p
  join contract c on c.id = p.contract_id
 where app_sees_customer(c.customer_id) and app_sees_contract(c.id);

create or replace view contract_days with (security_barrier = true) as
select c.id as contract_id, c.customer_id, c.market_location_id, c.starts_on, c.ends_on
  from contract c
 where app_sees_customer(c.customer_id) and app_sees_contract(c.id);
