-- Accounts of customers at an issuer of the utility (an existing portal, a citizen's account): who has proved both signs in with
-- either. The name is issuer and subject, never an e-mail address, which an issuer may give to somebody else.
create table account_identity (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  issuer text not null,
  subject text not null,
  shown_as text,
  linked_at timestamptz not null default now(),
  last_used_at timestamptz,
  unique (issuer, subject)
);
create index account_identity_of_account on account_identity (account_id);

-- Somebody who has come back from the issuer and is not known yet: the browser keeps the token until that person has signed in here.
create table issuer_arrival (
  token_hash bytea primary key,
  issuer text not null,
  subject text not null,
  shown_as text,
  ends_at timestamptz not null,
  used_at timestamptz
);

alter table account_identity enable row level security;
alter table issuer_arrival enable row level security;
create policy worker_all on account_identity to kundenwerk_worker using (true) with check (true);
create policy worker_all on issuer_arrival to kundenwerk_worker using (true) with check (true);
create policy own on account_identity to kundenwerk_customer
  using (account_id = (select app_account_id())) with check (account_id = (select app_account_id()));
grant select, insert, update, delete on account_identity, issuer_arrival to kundenwerk_worker;
grant select, delete on account_identity to kundenwerk_customer;
