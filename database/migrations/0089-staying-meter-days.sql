-- A customer sees the devices of a place within the days of the own contract, as the statements for pages do: not the meter of
-- the tenant before, nor that of the one after. Pages read through supplied_register; this is the wall behind it.
alter policy own on meter
  using (exists (select 1 from contract_days d
                  where d.customer_id = (select app_customer_id()) and d.market_location_id = meter.market_location_id
                    and meter.installed_on <= coalesce(d.ends_on, 'infinity'::date)
                    and coalesce(meter.removed_on, 'infinity'::date) >= d.starts_on - 1));
-- The meter of a register is seen or not by its own policy.
alter policy own on register
  using (exists (select 1 from contract_days d
                  where d.customer_id = (select app_customer_id()) and d.market_location_id = register.market_location_id)
         and exists (select 1 from meter m where m.id = register.meter_id));
