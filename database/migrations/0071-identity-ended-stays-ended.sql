-- A session that has ended stays ended: its own account sees it, and can take nothing back.
drop policy own on session;
create policy own on session for select to kundenwerk_customer using (account_id = (select app_account_id()));
create policy own_open on session for update to kundenwerk_customer
  using (account_id = (select app_account_id()) and ended_at is null)
  with check (account_id = (select app_account_id()) and customer_id in (select g.customer_id from account_grant g));
