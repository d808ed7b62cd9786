-- Calibration terms as data of law, and campaigns that ask for readings or have meters exchanged.

-- A meter's values may be billed until its term ends, at the end of a year (MessEG 37, MessEV 34). Mostly the term comes with the meter;
-- where it does not, it is computed from the day of installation by the rule that holds.
create table calibration_rule (
  id bigint generated always as identity primary key,
  commodity text not null check (commodity in ('power', 'gas', 'water', 'heat')),
  -- Null holds for every kind that has no rule of its own.
  kind text check (kind in ('conventional', 'modern', 'smart')),
  years smallint not null check (years between 1 and 50),
  valid_from date not null,
  source text not null
);
create unique index calibration_rule_once on calibration_rule (commodity, coalesce(kind, ''), valid_from);
insert into calibration_rule (commodity, kind, years, valid_from, source) values
  ('power', 'conventional', 16, '2015-01-01', 'MessEV Anlage 7: Elektrizitätszähler mit Induktionsmesswerk'),
  ('power', null, 8, '2015-01-01', 'MessEV Anlage 7: Elektrizitätszähler mit elektronischem Messwerk'),
  ('gas', null, 8, '2015-01-01', 'MessEV Anlage 7: Balgengaszähler des Haushalts'),
  ('water', null, 6, '2015-01-01', 'MessEV Anlage 7: Kaltwasserzähler'),
  ('heat', null, 5, '2015-01-01', 'MessEV Anlage 7 in der Fassung bis 2.11.2021: Wärmezähler'),
  ('heat', null, 6, '2021-11-03', 'MessEV Anlage 7 in der Fassung BGBl. 2021 I Nr. 76 S. 4742: Wärmezähler');

-- The last day on which a meter's values may be billed, by rule; a term that was changed holds for meters that hang already.
create function calibration_end(commodity text, kind text, installed_on date, today date) returns date
  language sql stable
  return (select make_date(extract(year from calibration_end.installed_on)::integer + r.years, 12, 31)
            from calibration_rule r
           where r.commodity = calibration_end.commodity and (r.kind is null or r.kind = calibration_end.kind) and r.valid_from <= calibration_end.today
           order by r.kind nulls last, r.valid_from desc limit 1);

create index meter_calibration on meter (calibrated_until, id) where removed_on is null;

create table reading_campaign (
  id bigint generated always as identity primary key,
  name text not null check (length(name) between 1 and 120),
  purpose text not null check (purpose in ('reading', 'exchange')),
  state text not null default 'draft' check (state in ('draft', 'running', 'stopped', 'done')),
  -- Which meters, as staff chose them: kind, area, product, term, last reading.
  selection jsonb not null,
  -- In the order in which they are tried for each customer.
  channels text[] not null check (cardinality(channels) between 1 and 4 and channels <@ '{e-mail,letter,portal,company}'),
  starts_on date not null,
  due_on date not null check (due_on > starts_on),
  -- Staggered: so many are asked on one weekday at most.
  a_day_max integer not null check (a_day_max between 1 and 100000),
  -- Days after the due day until the reminder; null for what the rules of readings say.
  remind_days smallint check (remind_days between 0 and 90),
  target_percent smallint not null check (target_percent between 1 and 100),
  -- What asking one customer costs, kept as it was when the campaign was made.
  cost_mail_cents integer not null check (cost_mail_cents >= 0),
  cost_letter_cents integer not null check (cost_letter_cents >= 0),
  cost_company_cents integer not null check (cost_company_cents >= 0),
  made_by bigint references staff,
  made_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  row_version integer not null default 1
);

-- One customer of a campaign, with the places and meters that it is about.
create table reading_campaign_member (
  id bigint generated always as identity primary key,
  campaign_id bigint not null references reading_campaign,
  customer_id bigint not null references customer,
  market_location_ids bigint[] not null,
  meter_ids bigint[] not null,
  planned_on date not null,
  state text not null default 'waiting' check (state in ('waiting', 'asked', 'left-out')),
  -- Why somebody was left out.
  because text,
  channel text check (channel in ('e-mail', 'letter', 'portal', 'company')),
  asked_at timestamptz,
  request_id bigint references reading_request,
  reminded_at timestamptz,
  answered_at timestamptz,
  check ((state = 'asked') = (asked_at is not null)),
  unique (campaign_id, customer_id)
);
create index reading_campaign_waiting on reading_campaign_member (campaign_id, planned_on, id) where state = 'waiting';
create index reading_campaign_open on reading_campaign_member (campaign_id, id) where state = 'asked' and answered_at is null;
create index reading_campaign_of_customer on reading_campaign_member (customer_id);

-- By which way a request went out, so that its reminder goes the same; null where it went as customers wished.
alter table reading_request add column sent_by text check (sent_by in ('e-mail', 'letter', 'portal'));
alter table reading_request add column remind_days smallint check (remind_days between 0 and 90);

alter table calibration_rule enable row level security;
alter table reading_campaign enable row level security;
alter table reading_campaign_member enable row level security;
create policy worker_all on calibration_rule to kundenwerk_worker using (true) with check (true);
create policy worker_all on reading_campaign to kundenwerk_worker using (true) with check (true);
create policy worker_all on reading_campaign_member to kundenwerk_worker using (true) with check (true);
create policy staff_read on calibration_rule for select to kundenwerk_staff using (true);
create policy staff_all on reading_campaign to kundenwerk_staff using (not (select app_is_partner())) with check (not (select app_is_partner()));
create policy staff_all on reading_campaign_member to kundenwerk_staff using (not (select app_is_partner())) with check (not (select app_is_partner()));
grant select, insert, update, delete on calibration_rule, reading_campaign, reading_campaign_member to kundenwerk_worker;
grant select on calibration_rule to kundenwerk_staff;
grant select, insert, update on reading_campaign, reading_campaign_member to kundenwerk_staff;
