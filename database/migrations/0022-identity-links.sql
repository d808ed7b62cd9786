-- Links and codes that prove something. Only hashes are kept. What is asked for by somebody who is not signed in is written
-- down as asked and looked at afterwards by a listener: the answer is the same and takes the same work for everybody.

-- In which language to write to the person.
alter table account add column language text not null default 'de' check (language in ('de', 'en'));

create table password_request (
  id bigint generated always as identity primary key,
  -- Emptied once the listener has looked.
  email text,
  browser_hash bytea not null,
  origin text not null,
  language text not null check (language in ('de', 'en')),
  asked_at timestamptz not null default now(),
  account_id bigint references account,
  token_hash bytea unique,
  ends_at timestamptz,
  used_at timestamptz
);
create index password_request_of_account on password_request (account_id) where used_at is null;

create table activation_request (
  id bigint generated always as identity primary key,
  -- As typed; emptied once the listener has looked.
  customer_number_typed text,
  meter_number_typed text,
  email text,
  password_hash text,
  browser_hash bytea not null,
  origin text not null,
  language text not null check (language in ('de', 'en')),
  asked_at timestamptz not null default now(),
  customer_id bigint references customer,
  shown_as text,
  -- True if the e-mail address is the one on file at the customer, so that the link opens everything.
  email_on_file boolean not null default false,
  token_hash bytea unique,
  ends_at timestamptz,
  used_at timestamptz
);

-- An account that was activated with two numbers asks to be opened: by a link to the e-mail on file or by a posted code.
create table account_opening (
  id bigint generated always as identity primary key,
  account_id bigint not null references account,
  customer_id bigint not null references customer,
  way text not null check (way in ('e-mail', 'post')),
  -- Of a link (256 bits, SHA-256) or of a posted code (40 bits, argon2id).
  token_hash bytea unique,
  code_hash text,
  attempts smallint not null default 0,
  asked_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz,
  check ((way = 'e-mail') = (token_hash is not null)),
  check ((way = 'post') = (code_hash is not null))
);
create index account_opening_of_grant on account_opening (account_id, customer_id, asked_at desc);

alter table password_request enable row level security;
alter table activation_request enable row level security;
alter table account_opening enable row level security;
create policy worker_all on password_request to kundenwerk_worker using (true) with check (true);
create policy worker_all on activation_request to kundenwerk_worker using (true) with check (true);
create policy worker_all on account_opening to kundenwerk_worker using (true) with check (true);
create policy own_new on account_opening for insert to kundenwerk_customer
  with check (account_id = (select app_account_id()) and customer_id = (select app_customer_id()));
grant select, insert, update, delete on password_request, activation_request, account_opening to kundenwerk_worker;
grant insert (account_id, customer_id, way, token_hash, code_hash, ends_at) on account_opening to kundenwerk_customer;
