-- A customer who has died is an estate until the heirs have taken over (BGB 1922): letters go to the estate, to the hands of the
-- heir whose proof was checked.
alter table customer
  add column died_on date,
  add column estate_contact text check (length(estate_contact) <= 120);
