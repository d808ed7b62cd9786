-- How a letter reaches its person: by which way and why, what follows if nobody opens it, which messages and which sheets of paper
-- left for it. Design: docs/decisions/letter-delivery.md.

-- What law demands of a kind of letter, by the days from which and until which it holds. Never a constant in the program.
create table delivery_rule (
  id bigint generated always as identity primary key,
  -- Code of a kind; the law may name one that nobody writes yet.
  kind text not null,
  demands text not null check (demands in ('post', 'registered')),
  source text not null check (length(source) between 3 and 120),
  says_de text not null,
  says_en text not null,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from)
);
create index delivery_rule_of_kind on delivery_rule (kind, valid_from);
insert into letter_kind (code, title_de, title_en, importance, category, topic) values
  ('staying.reading-reminder', 'Erinnerung an Ihren Zählerstand', 'Reminder of your meter reading', 'action', 'staying', 'reading')
  on conflict (code) do nothing;
insert into delivery_rule (kind, demands, source, says_de, says_en, valid_from, valid_to) values
  ('paying.disconnection-notice', 'post', 'StromGVV § 19 Abs. 4', 'brieflich, acht Werktage vorher', 'by letter, eight working days ahead', '2021-12-01', '2025-12-22'),
  ('paying.disconnection-notice', 'post', 'EnWG § 41f Abs. 5', 'brieflich, acht Werktage vorher, zusätzlich elektronisch', 'by letter, eight working days ahead, and electronically as well', '2025-12-23', null),
  ('paying.price-change-basic', 'post', 'StromGVV § 5 Abs. 2, GasGVV § 5 Abs. 2', 'briefliche Mitteilung sechs Wochen vorher', 'letter six weeks ahead', '2006-11-08', null);

-- Which way a kind goes by the house's own decision; the newest row counts, so one step back is one more row.
create table letter_kind_way (
  id bigint generated always as identity primary key,
  kind text not null references letter_kind,
  way text not null check (way in ('digital', 'post')),
  decided_at timestamptz not null,
  staff_id bigint,
  -- What was known when it was decided: share within reach, saving in cents a year from and to.
  figures jsonb
);
create index letter_kind_way_newest on letter_kind_way (kind, id desc);
insert into letter_kind_way (kind, way, decided_at)
  select code, 'digital', '2026-11-22T00:00:00Z' from letter_kind
   where code like 'staying.%' or code in ('customers.change-confirmed', 'joining.order-confirmed');

-- Other systems that deliver finished letters: whether they bring their letters to the post themselves, as they did before.
create table letter_source (
  source text primary key,
  posts_itself boolean not null,
  decided_at timestamptz not null
);

-- What follows if a letter is not opened, as data. An urgent ladder pays no heed to quiet hours.
create table escalation_ladder (
  code text primary key check (code ~ '^[a-z][a-z-]{1,29}$'),
  urgent boolean not null default false,
  -- Letters for one address within so many minutes are told in one message.
  bundle_minutes smallint not null default 0 check (bundle_minutes between 0 and 1440)
);
create table escalation_step (
  ladder text not null references escalation_ladder,
  step smallint not null check (step between 0 and 9),
  -- Legal days after the day of publishing; step 0 is at once.
  after_days smallint not null check (after_days between 0 and 90),
  act text not null check (act in ('notice', 'other-channel', 'reminder', 'paper')),
  primary key (ladder, step),
  check (step > 0 or after_days = 0)
);
insert into escalation_ladder (code, urgent, bundle_minutes) values
  ('action', false, 0), ('important', false, 0), ('information', false, 60), ('copy', false, 0), ('urgent-copy', true, 0);
-- Figures: 46 % of digital letters of Dutch authorities stayed unopened after three weeks (Logius, 2020); unopened ones printed
-- after 14 days are 2 to 3 % (BriefButler Lustenau).
insert into escalation_step (ladder, step, after_days, act) values
  ('action', 0, 0, 'notice'), ('action', 1, 3, 'other-channel'), ('action', 2, 7, 'reminder'), ('action', 3, 14, 'paper'),
  ('important', 0, 0, 'notice'), ('important', 1, 3, 'other-channel'), ('important', 2, 7, 'reminder'), ('important', 3, 14, 'paper'),
  ('information', 0, 0, 'notice'), ('copy', 0, 0, 'notice'), ('urgent-copy', 0, 0, 'notice');
-- The ladder of a kind; without a row the one of its importance.
create table escalation_of_kind (
  kind text primary key references letter_kind,
  ladder text not null references escalation_ladder
);

create table letter_delivery (
  letter_id bigint primary key references letter,
  customer_id bigint not null,
  -- `both`: on paper, and told as well. `elsewhere`: the system that made the letter posts it.
  way text not null check (way in ('digital', 'post', 'both', 'elsewhere')),
  because text not null check (because in ('law', 'nature', 'choice-post', 'no-channel', 'choice-portal', 'kind-digital', 'kind-post', 'source-posts', 'told-directly')),
  rule_id bigint references delivery_rule,
  ladder text not null references escalation_ladder,
  decided_at timestamptz not null,
  -- The step that comes next, and when; null when nothing follows any more.
  step smallint not null default 0,
  next_step_at timestamptz,
  ended_because text check (ended_because in ('opened', 'on-paper', 'ended-letter', 'last-step', 'told-directly'))
);
create index letter_delivery_due on letter_delivery (next_step_at, letter_id) where next_step_at is not null;
create index letter_delivery_open on letter_delivery (customer_id) where next_step_at is not null;

-- One letter to be told to one address; those for one address go in one message.
create table letter_notice (
  id bigint generated always as identity primary key,
  letter_id bigint not null references letter,
  customer_id bigint not null,
  step smallint not null,
  act text not null check (act in ('notice', 'other-channel', 'reminder')),
  via text not null check (via in ('e-mail', 'sms', 'push')),
  address text not null check (length(address) between 1 and 1000),
  language text not null check (language in ('de', 'en')),
  -- Quiet hours and bundling: not before this moment.
  not_before timestamptz not null,
  -- Key of the message in the outbox that told it.
  message_key text,
  state text not null default 'waiting' check (state in ('waiting', 'handed-over', 'sent', 'delivered', 'failed', 'dropped')),
  unique (letter_id, step, via, address)
);
create index letter_notice_due on letter_notice (not_before, id) where state = 'waiting';
create index letter_notice_waiting_of on letter_notice (customer_id, via, address) where state = 'waiting';
create index letter_notice_of_message on letter_notice (message_key) where message_key is not null;

-- Limits of a day and what went wrong, as counters: nothing ever counts the table of notices (an outage of GOV.UK Notify in 2018 began
-- with a count(*) on it).
create table notice_limit (
  via text primary key check (via in ('e-mail', 'sms', 'push')),
  a_day_max integer not null check (a_day_max > 0),
  an_address_max integer not null check (an_address_max > 0),
  -- The channel stops if more than so many of a hundred come back within 24 hours, but not before so many were sent.
  bounce_percent_max numeric(4, 1) not null default 10,
  stop_after integer not null default 50
);
insert into notice_limit (via, a_day_max, an_address_max) values ('e-mail', 250000, 10), ('sms', 20000, 5), ('push', 250000, 20);
create table notice_count (
  day date not null,
  -- The channel, or the SHA-256 of an address in it.
  scope text not null,
  sent integer not null,
  primary key (day, scope)
);
create table notice_health (
  hour timestamptz not null,
  via text not null,
  sent integer not null default 0,
  bounced integer not null default 0,
  primary key (hour, via)
);
create table notice_stop (
  id bigint generated always as identity primary key,
  via text not null,
  sent integer not null,
  bounced integer not null,
  stopped_at timestamptz not null,
  released_at timestamptz,
  released_by_staff_id bigint
);
create unique index notice_stop_now on notice_stop (via) where released_at is null;

-- The link in each mail with which its reader ends these mails at once (RFC 8058). It opens nothing and shows nothing.
create table notice_farewell (
  token text primary key default replace(replace(encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64'), '+', '-'), '/', '_'),
  customer_id bigint not null,
  address text not null,
  unique (customer_id, address)
);

-- Postage by weight, from which day; every figure with its source.
create table postage_rate (
  product text not null check (product in ('standard', 'kompakt', 'gross', 'maxi')),
  registered boolean not null,
  weight_max_g integer not null check (weight_max_g > 0),
  cents integer not null check (cents > 0),
  source text not null,
  valid_from date not null,
  primary key (product, registered, valid_from)
);
insert into postage_rate (product, registered, weight_max_g, cents, source, valid_from) values
  ('standard', false, 20, 95, 'Deutsche Post 2025 (dpa)', '2025-01-01'),
  ('kompakt', false, 50, 110, 'Deutsche Post 2025 (onlinehaendler-news)', '2025-01-01'),
  ('gross', false, 500, 180, 'Deutsche Post 2025 (onlinehaendler-news)', '2025-01-01'),
  ('maxi', false, 1000, 290, 'Deutsche Post 2025 (onlinehaendler-news)', '2025-01-01'),
  -- Einschreiben Einwurf adds 2.35 EUR; not looked up again in 2026, to be checked by the house.
  ('standard', true, 20, 330, 'unverified: 0.95 + 2.35 Einschreiben Einwurf', '2025-01-01'),
  ('kompakt', true, 50, 345, 'unverified: 1.10 + 2.35 Einschreiben Einwurf', '2025-01-01'),
  ('gross', true, 500, 415, 'unverified: 1.80 + 2.35 Einschreiben Einwurf', '2025-01-01'),
  ('maxi', true, 1000, 525, 'unverified: 2.90 + 2.35 Einschreiben Einwurf', '2025-01-01');

-- When the post room or the print house takes a day's letters (Monday to Friday, German time), and what paper weighs: a sheet of A4 with 80 g/m2
-- is 4.99 g, an envelope DIN lang about 5 g.
create table print_rule (
  valid_from date primary key,
  cut_off time not null,
  sheet_g numeric(5, 2) not null,
  envelope_g numeric(5, 2) not null
);
insert into print_rule (valid_from, cut_off, sheet_g, envelope_g) values ('2025-01-01', '16:00', 5, 5);

-- What goes on paper: one job per letter and cause.
create table print_job (
  id bigint generated always as identity primary key,
  letter_id bigint not null references letter,
  customer_id bigint not null,
  -- The key under which the print house knows it: asked by it first, the same key twice is one letter.
  job_key text not null unique check (job_key ~ '^[a-z0-9-]{6,60}$'),
  because text not null check (because in ('law', 'nature', 'choice-post', 'no-channel', 'kind-post', 'not-opened', 'channel-lost', 'again')),
  recipient text[] not null,
  pages smallint not null check (pages > 0),
  sheets smallint not null check (sheets > 0),
  weight_g integer not null check (weight_g > 0),
  product text not null,
  registered boolean not null default false,
  postage_cents integer not null,
  state text not null default 'waiting' check (state in ('waiting', 'held', 'handing-over', 'at-printer', 'posted', 'refused', 'returned', 'cancelled')),
  -- Until then it can be cancelled without anybody's help.
  cut_off_at timestamptz not null,
  -- The print house's own number, or the folder it was put into.
  printer_ref text,
  attempts smallint not null default 0,
  next_try_at timestamptz not null,
  last_error text,
  ordered_at timestamptz not null,
  handed_over_at timestamptz,
  posted_at timestamptz,
  -- Number of the registered item: the proof that it was posted.
  posting_proof text check (length(posting_proof) <= 100),
  returned_at timestamptz,
  -- True once the letter counts as received in law because of it, or is looked at no more.
  receipt_noted boolean not null default false,
  ended_because text check (length(ended_because) <= 300),
  row_version integer not null default 1,
  unique (letter_id, because)
);
create index print_job_due on print_job (next_try_at, id) where state in ('waiting', 'handing-over');
create index print_job_at_printer on print_job (next_try_at) where state = 'at-printer';
create index print_job_receipt on print_job (posted_at) where state = 'posted' and not receipt_noted;
create index print_job_newest on print_job (id desc);

-- When a letter counts as received in law without being opened, and why. In private law there is no fiction of receipt: these days are
-- the usual run of the post and can be disproved.
create table receipt_rule (
  way text not null check (way in ('post', 'registered')),
  after_days smallint not null check (after_days between 1 and 30),
  source text not null,
  valid_from date not null,
  primary key (way, valid_from)
);
insert into receipt_rule (way, after_days, source, valid_from) values
  ('post', 4, 'BGB § 130 Abs. 1; usual run of the post since 2025, VwVfG § 41 Abs. 2 by analogy', '2025-01-01'),
  ('registered', 3, 'BGB § 130 Abs. 1; day of the posting proof and delivery', '2025-01-01');

-- True if the room that ordered the letter tells the customer itself (a mail with a link of its own): no notice goes on top.
alter table letter_order add column told_directly boolean not null default false;
-- True if this one letter has to go on paper: it confirms something to a postal address.
alter table letter_order add column on_paper boolean not null default false;

alter table notice_farewell enable row level security;
create policy worker_all on notice_farewell to kundenwerk_worker using (true) with check (true);
grant select, insert, update on notice_farewell to kundenwerk_worker;
grant select, insert, update, delete on notice_count to kundenwerk_worker;
grant select, insert, update on notice_health, notice_stop to kundenwerk_worker;
grant select on notice_health, notice_limit to kundenwerk_staff, kundenwerk_worker;
grant select, update on notice_stop to kundenwerk_staff;
alter table letter_delivery enable row level security;
alter table letter_notice enable row level security;
alter table print_job enable row level security;
create policy worker_all on letter_delivery to kundenwerk_worker using (true) with check (true);
create policy worker_all on letter_notice to kundenwerk_worker using (true) with check (true);
create policy worker_all on print_job to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_delivery to kundenwerk_staff using (true) with check (true);
create policy staff_all on letter_notice to kundenwerk_staff using (true) with check (true);
create policy staff_all on print_job to kundenwerk_staff using (true) with check (true);
create policy own on letter_delivery for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own on print_job for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
grant select, insert, update on letter_delivery, letter_notice, print_job to kundenwerk_worker;
grant select on letter_delivery, letter_notice to kundenwerk_staff;
grant select, insert, update on print_job to kundenwerk_staff;
grant select on letter_delivery, print_job to kundenwerk_customer;
grant select on delivery_rule, letter_kind_way, letter_source, escalation_ladder, escalation_step, escalation_of_kind, postage_rate, print_rule, receipt_rule
  to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
grant insert, update on letter_source to kundenwerk_worker, kundenwerk_staff;
grant insert on letter_kind_way to kundenwerk_worker, kundenwerk_staff;
