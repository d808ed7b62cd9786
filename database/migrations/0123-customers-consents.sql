-- What a customer has agreed to, in which words, when and where; and how the customer likes to be written to.

-- The words of a consent by version. A version is never changed: whoever agreed to it agreed to these words. {utility} is filled in
-- when it is shown; what was shown is kept with each answer.
create table consent_wording (
  id bigint generated always as identity primary key,
  purpose text not null check (purpose in ('offers-by-mail', 'offers-by-phone', 'advice-from-consumption', 'surveys')),
  version text not null,
  language text not null check (language in ('de', 'en')),
  wording text not null,
  valid_from date not null,
  unique (purpose, version, language)
);
insert into consent_wording (purpose, version, language, wording, valid_from) values
  ('offers-by-mail', '1', 'de', 'Ich bin einverstanden, dass {utility} mir per E-Mail eigene Angebote zu Strom, Gas, Wasser und Wärme schickt. Ich kann das jederzeit mit Wirkung für die Zukunft widerrufen.', '2026-11-01'),
  ('offers-by-mail', '1', 'en', 'I agree that {utility} sends me its own offers about power, gas, water and heat by e-mail. I can withdraw this at any time with effect for the future.', '2026-11-01'),
  ('offers-by-phone', '1', 'de', 'Ich bin einverstanden, dass {utility} mich zu eigenen Angeboten anruft. Ich kann das jederzeit mit Wirkung für die Zukunft widerrufen.', '2026-11-01'),
  ('offers-by-phone', '1', 'en', 'I agree that {utility} calls me about its own offers. I can withdraw this at any time with effect for the future.', '2026-11-01'),
  ('advice-from-consumption', '1', 'de', 'Ich bin einverstanden, dass {utility} meinen Verbrauch auswertet, um mir passende Tarife und Hinweise zum Sparen vorzuschlagen. Ich kann das jederzeit mit Wirkung für die Zukunft widerrufen.', '2026-11-01'),
  ('advice-from-consumption', '1', 'en', 'I agree that {utility} analyses my consumption to propose fitting tariffs and ways to save. I can withdraw this at any time with effect for the future.', '2026-11-01'),
  ('surveys', '1', 'de', 'Ich bin einverstanden, dass {utility} mich per E-Mail nach meiner Zufriedenheit fragt. Ich kann das jederzeit mit Wirkung für die Zukunft widerrufen.', '2026-11-01'),
  ('surveys', '1', 'en', 'I agree that {utility} asks me by e-mail how satisfied I am. I can withdraw this at any time with effect for the future.', '2026-11-01');

-- Each answer is a row of its own and stays (GDPR article 7 (1): the controller must be able to show it). The newest one counts.
create table consent (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  purpose text not null check (purpose in ('offers-by-mail', 'offers-by-phone', 'advice-from-consumption', 'surveys')),
  given boolean not null,
  wording_id bigint not null references consent_wording,
  -- As it was shown, and SHA-256 of it.
  wording text not null,
  wording_hash bytea not null,
  -- The page on which it was answered, or how staff took it down.
  page text not null,
  channel text not null,
  actor_kind text not null check (actor_kind in ('customer', 'staff', 'system')),
  actor_id bigint,
  reason text check (length(reason) <= 500),
  answered_at timestamptz not null
);
create index consent_of_customer on consent (customer_id, purpose, id desc);

create table customer_preference (
  customer_id bigint primary key references customer,
  -- Where letters go that may be digital, and how one hears of them.
  letters text not null default 'post' check (letters in ('portal', 'post')),
  notify text not null default 'e-mail' check (notify in ('e-mail', 'sms', 'none')),
  form_of_address text not null default 'sie' check (form_of_address in ('sie', 'du')),
  -- No text messages and calls between these hours, German time; outages are told all the same.
  quiet_from time,
  quiet_to time,
  row_version integer not null default 1,
  check ((quiet_from is null) = (quiet_to is null))
);

alter table consent_wording enable row level security;
alter table consent enable row level security;
alter table customer_preference enable row level security;
create policy everybody_reads on consent_wording for select using (true);
create policy worker_all on consent_wording to kundenwerk_worker using (true) with check (true);
create policy worker_all on consent to kundenwerk_worker using (true) with check (true);
create policy worker_all on customer_preference to kundenwerk_worker using (true) with check (true);
create policy staff_all on consent to kundenwerk_staff using (true) with check (true);
create policy staff_all on customer_preference to kundenwerk_staff using (true) with check (true);
create policy own_read on consent for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on consent for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and actor_kind = 'customer' and actor_id = (select app_account_id())
              and reason is null);
create policy own on customer_preference to kundenwerk_customer
  using (customer_id = (select app_customer_id())) with check (customer_id = (select app_customer_id()));
grant select, insert on consent_wording to kundenwerk_worker;
grant select on consent_wording to kundenwerk_staff, kundenwerk_customer;
-- Nobody changes an answer; the worker forgets whole people, with a proof of that.
grant select, insert, delete on consent to kundenwerk_worker;
grant select, insert on consent to kundenwerk_staff, kundenwerk_customer;
grant select, insert, update, delete on customer_preference to kundenwerk_worker;
grant select, insert, update on customer_preference to kundenwerk_staff, kundenwerk_customer;
