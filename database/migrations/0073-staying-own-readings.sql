-- A customer's session hands in its own readings and takes them back by newer ones. It cannot write in the name of the grid
-- operator or of staff, hang a value on a register of another place, nor decide about what is in check.
drop policy own on reading;
create policy own on reading for select to kundenwerk_customer
  using (exists (select 1 from contract c
                  where c.customer_id = (select app_customer_id()) and c.market_location_id = reading.market_location_id
                    and reading.read_on >= c.starts_on - 1 and (c.ends_on is null or reading.read_on <= c.ends_on)));
create policy own_new on reading for insert to kundenwerk_customer
  with check (source = 'customer' and entered_by_kind = 'customer' and entered_by_id = (select app_account_id())
              and status = case verdict when 'plausible' then 'valid' else 'in-check' end
              and exists (select 1 from register r where r.id = reading.register_id and r.market_location_id = reading.market_location_id)
              and exists (select 1 from contract c
                           where c.customer_id = (select app_customer_id()) and c.market_location_id = reading.market_location_id
                             and reading.read_on >= c.starts_on - 1 and (c.ends_on is null or reading.read_on <= c.ends_on)));
create policy own_replaced on reading for update to kundenwerk_customer
  using (status in ('valid', 'in-check')
         and exists (select 1 from contract c
                      where c.customer_id = (select app_customer_id()) and c.market_location_id = reading.market_location_id
                        and reading.read_on >= c.starts_on - 1 and (c.ends_on is null or reading.read_on <= c.ends_on)))
  with check (status = 'replaced');
revoke update (changed_here_at) on reading from kundenwerk_customer;
