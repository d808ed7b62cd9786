-- A reading hangs where its register hangs. As a key it holds for everybody who writes, and the insert of a customer's reading need
-- not look through the policies of register.
alter table register add constraint register_place unique (id, market_location_id);
alter table reading add constraint reading_place foreign key (register_id, market_location_id)
  references register (id, market_location_id) on update cascade;
alter table reading drop constraint reading_register_id_fkey;
alter table reading drop constraint reading_market_location_id_fkey;

-- The same conditions as before, asked through contract_days: one table instead of contract and its policies.
alter policy own on reading
  using (exists (select 1 from contract_days d
                  where d.customer_id = (select app_customer_id()) and d.market_location_id = reading.market_location_id
                    and reading.read_on >= d.starts_on - 1 and (d.ends_on is null or reading.read_on <= d.ends_on)));
alter policy own_new on reading
  with check (source = 'customer' and entered_by_kind = 'customer' and entered_by_id = (select app_account_id())
              and status = case verdict when 'plausible' then 'valid' else 'in-check' end
              and exists (select 1 from contract_days d
                           where d.customer_id = (select app_customer_id()) and d.market_location_id = reading.market_location_id
                             and reading.read_on >= d.starts_on - 1 and (d.ends_on is null or reading.read_on <= d.ends_on)));
alter policy own_replaced on reading
  using (status in ('valid', 'in-check')
         and exists (select 1 from contract_days d
                      where d.customer_id = (select app_customer_id()) and d.market_location_id = reading.market_location_id
                        and reading.read_on >= d.starts_on - 1 and (d.ends_on is null or reading.read_on <= d.ends_on)));
