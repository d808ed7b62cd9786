-- What letters cost and cause. Definitions: docs/figures.md. Counted once into a row per day, kind and version; no page counts letters.

-- Topics of contacts that a letter about something causes. 'letter' belongs to all.
create table letter_topic_contact (
  topic text not null,
  contact_topic text not null,
  primary key (topic, contact_topic)
);
insert into letter_topic_contact (topic, contact_topic) values
  ('bill', 'bill'), ('bill', 'payment'), ('bill', 'instalment'), ('bill', 'dunning'), ('bill', 'letter'),
  ('reading', 'reading'), ('reading', 'meter'), ('reading', 'letter'), ('account', 'portal'), ('account', 'letter'),
  ('details', 'customer-details'), ('details', 'move'), ('details', 'letter'),
  ('contract', 'contract'), ('contract', 'price-change'), ('contract', 'termination'), ('contract', 'letter'), ('general', 'letter');

-- Prices and other quantities, from which day. Low and high are what the value may be while it is assumed; a measured one is exact.
create table letter_factor (
  item text not null check (item in ('print-sheet', 'envelope', 'inserting', 'handling', 'postage-discount', 'notice-email', 'notice-sms',
    'return-handling', 'address-search', 'contact-minute', 'contact-minutes', 'paper-sheet', 'co2-sheet', 'co2-transport',
    'follow-up-days', 'base-days', 'adoption', 'reprint')),
  valid_from date not null,
  low numeric(12, 4) not null check (low >= 0),
  value numeric(12, 4) not null,
  high numeric(12, 4) not null,
  measured boolean not null,
  source text not null check (length(source) between 3 and 300),
  staff_id bigint,
  primary key (item, valid_from),
  check (low <= value and value <= high),
  check (not measured or low = high)
);
insert into letter_factor (item, valid_from, low, value, high, measured, source) values
  ('print-sheet', '2025-01-01', 1.5, 2.5, 4, false, 'Annahme: Druck je Blatt; eigene Rechnung der Druckstraße einsetzen'),
  ('envelope', '2025-01-01', 1.5, 2, 3, false, 'Annahme: Umschlag DIN lang mit Fenster'),
  ('inserting', '2025-01-01', 1.5, 2.5, 4, false, 'Annahme: Kuvertieren je Sendung'),
  ('handling', '2025-01-01', 3, 6, 12, false, 'Annahme: Bearbeitung je Sendung in der Poststelle'),
  ('postage-discount', '2025-01-01', 0, 0, 0, true, 'Listenpreis Deutsche Post 2025; Teilleistung 25 bis 38 % je nach Vertrag hier eintragen'),
  ('notice-email', '2025-01-01', 0.01, 0.05, 0.2, false, 'Annahme: E-Mail'),
  ('notice-sms', '2025-01-01', 6, 7.5, 9, false, 'Annahme: SMS je Segment'),
  ('return-handling', '2025-01-01', 60, 120, 250, false, 'Annahme: Rückläufer bearbeiten (2 Minuten)'),
  ('address-search', '2025-01-01', 50, 150, 400, false, 'Annahme: Adresse ermitteln'),
  ('contact-minute', '2025-01-01', 70, 95, 130, false, 'Annahme: Minute im Kundenservice, voll'),
  ('contact-minutes', '2025-01-01', 4, 5.5, 7, false, 'Annahme: Minuten je Kontakt, wo keine gemessen sind (ContactBabel: fast 5)'),
  ('paper-sheet', '2025-01-01', 4.99, 4.99, 4.99, true, 'Gramm je Blatt A4 mit 80 g/m²'),
  ('co2-sheet', '2025-01-01', 3, 4.5, 6, false, 'Annahme: g CO2e je Blatt Papier samt Druck'),
  ('co2-transport', '2025-01-01', 10, 20, 30, false, 'Annahme: g CO2e je Sendung für Umschlag und Beförderung'),
  ('follow-up-days', '2025-01-01', 7, 7, 7, true, 'Fenster für Folgekontakte in Tagen (docs/figures.md)'),
  ('base-days', '2025-01-01', 28, 28, 28, true, 'Tage vor dem Brief, aus denen die Grundrate kommt (docs/figures.md)'),
  ('adoption', '2025-01-01', 40, 60, 80, false, 'Annahme: Prozent der Sendungen, die digital genügen, wenn die Briefart umgestellt ist'),
  ('reprint', '2025-01-01', 2, 3, 5, false, 'Prozent, die danach doch gedruckt werden: 2 bis 3 % nach 14 Tagen (BriefButler Lustenau)');

create table letter_figure_day (
  day date not null,
  kind text not null references letter_kind,
  kind_version integer not null,
  letters integer not null,
  pages integer not null,
  -- Never on paper; on paper, and how much of that because nobody opened it.
  digital integer not null,
  printed integer not null,
  escalated integer not null,
  registered integer not null,
  sheets integer not null,
  postage_cents bigint not null,
  returned integer not null,
  resent integer not null,
  no_channel integer not null,
  notices_email integer not null,
  notices_sms integer not null,
  reminders integer not null,
  opened integer not null,
  downloaded integer not null,
  feedback integer not null,
  understood integer not null,
  not_understood integer not null,
  solved integer not null,
  questions integer not null,
  -- Contacts that follow within the window, their time where measured, and those after which nobody asked again.
  contacts integer not null,
  contacts_timed integer not null,
  contact_seconds bigint not null,
  contacts_resolved integer not null,
  -- Contacts of the same customers about the same in the days before.
  contacts_before integer not null,
  cause_lost integer not null,
  cause_address integer not null,
  cause_unread integer not null,
  cause_misunderstood integer not null,
  counted_at timestamptz not null,
  primary key (day, kind, kind_version)
);
-- Use of the letter centre by month; people are counted to hide groups that are too small, and named nowhere.
create table letter_usage_month (
  month date not null,
  what text not null check (what in ('opened', 'downloaded', 'asked', 'feedback', 'told-email', 'told-sms')),
  category text not null,
  times integer not null,
  customers integer not null,
  primary key (month, what, category)
);
create index letter_by_day on letter (published_at) where published_at is not null;
create index letter_event_by_day on letter_event (happened_at, what);

alter table letter_topic_contact enable row level security;
alter table letter_factor enable row level security;
alter table letter_figure_day enable row level security;
alter table letter_usage_month enable row level security;
create policy worker_all on letter_topic_contact to kundenwerk_worker using (true) with check (true);
create policy worker_all on letter_factor to kundenwerk_worker using (true) with check (true);
create policy worker_all on letter_figure_day to kundenwerk_worker using (true) with check (true);
create policy worker_all on letter_usage_month to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_factor to kundenwerk_staff using (true) with check (true);
create policy staff_read on letter_figure_day for select to kundenwerk_staff using (true);
create policy staff_read on letter_usage_month for select to kundenwerk_staff using (true);
grant select on letter_topic_contact, letter_factor to kundenwerk_worker;
grant select, insert, update, delete on letter_figure_day, letter_usage_month to kundenwerk_worker;
grant select, insert, update on letter_factor to kundenwerk_staff;
grant select on letter_figure_day, letter_usage_month to kundenwerk_staff;
