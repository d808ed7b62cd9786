-- What rooms above may read of customers in one go: who is supplied where, under which contract, at which price today.
-- security_invoker: the reader's own row-level security applies, so a customer sees the own supply only.
create view supply with (security_invoker = true) as
select c.id as contract_id, c.contract_number, c.customer_id, c.contract_account_id, c.starts_on, c.ends_on,
       m.id as market_location_id, m.market_location_code, m.commodity, m.direction, m.load_profile, m.forecast_kwh,
       s.id as site_id, s.site_number, s.street, s.house_number, s.postal_code, s.city, s.location_hint, s.kind as site_kind,
       s.living_area_m2, s.persons
  from contract c
  join market_location m on m.id = c.market_location_id
  join site s on s.id = m.site_id;
grant select on supply to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
