-- A refusal keeps its own pair of values for each change and system; only what imports bring again and again is kept once.
drop index exchange_conflict_once;
create unique index exchange_conflict_once on exchange_conflict (object, object_id)
  where state = 'open' and source = 'import' and object_id is not null;
create unique index exchange_conflict_of_refusal on exchange_conflict (change_id, system) where state = 'open' and source = 'refusal';
create index exchange_conflict_open on exchange_conflict (object, object_id) where state = 'open';

-- How a contract account is paid is led by billing, unless the utility says otherwise.
insert into leading_system (object, field, system) values ('bank-details', '*', 'billing') on conflict do nothing;
