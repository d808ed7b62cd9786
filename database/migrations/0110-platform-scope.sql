-- The contracts that the current transaction may act for, set by session_open; null if it is for all of the customer.
create function app_contract_ids() returns bigint[]
  language sql stable parallel safe
  return nullif(current_setting('app.contract_ids', true), '')::bigint[];

-- Whether a contract is among them, for views that read as their owner.
create function app_sees_contract(id bigint) returns boolean
  language sql stable parallel safe
  return app_contract_ids() is null or id = any (app_contract_ids());
