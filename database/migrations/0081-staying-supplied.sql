-- Registers and readings within the days of a contract, as doors in the manner of `supply`: who may see is asked once, and the tables
-- are then read as their owner. The conditions are those of the policies on these tables.

-- A register stands there once per contract. A meter of the tenant before is none of this one's; the evening before the first day counts.
create view supplied_register with (security_barrier = true) as
select s.customer_id, s.contract_id, s.contract_number, s.starts_on, s.ends_on, s.market_location_id, s.load_profile, s.forecast_kwh,
       s.site_id, s.street, s.house_number, s.postal_code, s.city, s.location_hint,
       r.id as register_id, r.register_key, r.obis, r.rate, r.direction, r.unit, r.digits_before, r.digits_after, r.factor,
       m.id as meter_id, m.meter_number, m.kind as meter_kind, m.commodity, m.installed_on, m.removed_on
  from supply s
  join register r on r.market_location_id = s.market_location_id
  join meter m on m.id = r.meter_id
 where m.installed_on <= coalesce(s.ends_on, 'infinity'::date)
   and coalesce(m.removed_on, 'infinity'::date) >= s.starts_on - 1;

-- A reading stands there once per contract whose days it belongs to: the value at a move belongs to both.
create view supplied_reading with (security_barrier = true) as
select d.customer_id, d.contract_id,
       g.id, g.register_id, g.market_location_id, g.read_on, g.value, g.reason, g.source, g.status, g.verdict, g.judgement,
       g.estimate_reason, g.estimate_factors, g.explanation, g.replaces_reading_id, g.entered_at
  from contract_days d
  join reading g on g.market_location_id = d.market_location_id
 where g.read_on between d.starts_on - 1 and coalesce(d.ends_on, 'infinity'::date);

grant select on supplied_register, supplied_reading to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
