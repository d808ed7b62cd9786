-- Calendar rules of readings by validity: settings of the utility, stated on the page before the entry.
create table reading_rule (
  valid_from date primary key,
  -- How many days a reading may lie back, and how many lie at least between two regular ones.
  age_days_max smallint not null check (age_days_max between 1 and 400),
  distance_days_min smallint not null check (distance_days_min between 0 and 366),
  -- Staff decides about a reading in check within so many days; the customer is told the day.
  check_days smallint not null check (check_days between 1 and 60),
  -- How long a link that we sent works after the day until which we asked.
  link_days smallint not null check (link_days between 1 and 90)
);
-- Six weeks are as long as a bill may take (EnWG 40c(2)); a value that is older cannot be checked by reading once more.
insert into reading_rule (valid_from, age_days_max, distance_days_min, check_days, link_days) values ('2000-01-01', 42, 14, 7, 14);
grant select on reading_rule to kundenwerk_staff, kundenwerk_customer;
grant select, insert, update, delete on reading_rule to kundenwerk_worker;

-- Photos of a form that may be asked about first: kept by the form's submission until its readings are stored.
create table reading_photo_upload (
  customer_id bigint not null references customer,
  submission text not null,
  sha256 bytea not null,
  media_type text not null,
  bytes integer not null,
  received_at timestamptz not null,
  primary key (customer_id, submission, sha256)
);
create index reading_photo_upload_by_age on reading_photo_upload (received_at);
alter table reading_photo_upload enable row level security;
create policy worker_all on reading_photo_upload to kundenwerk_worker using (true) with check (true);
create policy staff_all on reading_photo_upload to kundenwerk_staff using (true) with check (true);
create policy own on reading_photo_upload to kundenwerk_customer using (customer_id = (select app_customer_id()));
grant select, insert, update, delete on reading_photo_upload to kundenwerk_worker;
grant select on reading_photo_upload to kundenwerk_staff, kundenwerk_customer;
-- The same picture sent again with the same reading is one photo.
create unique index reading_photo_once on reading_photo (reading_id, sha256);

-- Guests: which customer it was taken over for, and why not.
alter table guest_reading add column customer_id bigint references customer;
alter table guest_reading add column unmatched_because text;

-- What was implausible in one batch of an import or of a machine, as one list that one task is about.
create table reading_check_list (
  id bigint generated always as identity primary key,
  origin text not null unique,
  made_at timestamptz not null
);
create table reading_check_list_item (
  list_id bigint not null references reading_check_list on delete cascade,
  reading_id bigint not null references reading,
  primary key (list_id, reading_id)
);
create index reading_check_list_item_of_reading on reading_check_list_item (reading_id);
grant select, insert, update, delete on reading_check_list, reading_check_list_item to kundenwerk_worker;
grant select, insert on reading_check_list, reading_check_list_item to kundenwerk_staff;

-- Imported readings that nobody has judged yet; the index shrinks as they are judged.
create index reading_to_judge on reading (id) where verdict = 'unknown' and judgement is null;
