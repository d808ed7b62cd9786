-- Two clocks of a letter: until when its customer may read it, and how long the company must keep it. Deletion has two steps and two
-- people; a hold wins over everything. Values: docs/law.md.

-- How long the company keeps, by class of kind. Law changes: the rule that holds on the day on which it is looked at counts, because
-- BEG IV made the term shorter for all that was still kept (Art. 97 § 19a EGAO).
create table letter_retention (
  class text not null check (class in ('voucher', 'business-letter', 'claim')),
  valid_from date not null,
  years smallint not null check (years between 1 and 30),
  -- True if the term begins with the end of the calendar year in which the letter went out (§ 147 (4) AO, § 199 (1) BGB).
  from_year_end boolean not null,
  statute text not null,
  primary key (class, valid_from)
);
insert into letter_retention (class, valid_from, years, from_year_end, statute) values
  ('voucher', '2002-01-01', 10, true, '§ 147 Abs. 1 Nr. 4, Abs. 3, 4 AO; § 257 Abs. 1 Nr. 4, Abs. 4, 5 HGB'),
  ('voucher', '2025-01-01', 8, true, '§ 147 Abs. 1 Nr. 4, Abs. 3, 4 AO; § 257 Abs. 1 Nr. 4, Abs. 4, 5 HGB (BEG IV, BGBl. 2024 I Nr. 323)'),
  ('business-letter', '2002-01-01', 6, true, '§ 147 Abs. 1 Nr. 3, Abs. 3, 4 AO; § 257 Abs. 1 Nr. 3, Abs. 4, 5 HGB'),
  ('claim', '2002-01-01', 3, true, '§§ 195, 199 Abs. 1 BGB');
-- The longest until somebody says what a kind is.
alter table letter_kind add column retention text not null default 'voucher' check (retention in ('voucher', 'business-letter', 'claim'));
update letter_kind set retention = case when code like 'identity.%' then 'claim' when code = 'paying.bill' then 'voucher' else 'business-letter' end;

-- How long a customer reads after the end of the last contract, and how long before the end that is told. Never less than six months.
create table letter_view_rule (
  valid_from date primary key,
  months smallint not null check (months between 6 and 120),
  notice_days smallint not null check (notice_days between 14 and 180)
);
insert into letter_view_rule (valid_from, months, notice_days) values ('2000-01-01', 6, 30);

-- Today; a test of another day says which.
create function letter_today() returns date language sql stable
  return coalesce(nullif(current_setting('app.today', true), '')::date, legal_day(now()));
create function letter_view_time(on_day date) returns interval language sql stable security definer set search_path = public
  return coalesce((select make_interval(months => months) from letter_view_rule where valid_from <= on_day order by valid_from desc limit 1),
                  interval '6 months');
-- Last day of the last contract: infinity while one runs, null for who never had one.
create function letter_last_day(of_customer bigint) returns date language sql stable security definer set search_path = public
  return (select case when bool_or(ends_on is null) then 'infinity'::date else max(ends_on) end from contract where customer_id = of_customer);
create function letter_own_last_day() returns date language sql stable security definer set search_path = public
  return letter_last_day(app_customer_id());
-- Last day on which the customer reads a letter. A letter that comes after the end is there as long as one that came before it.
create function letter_view_end(last_day date, published timestamptz, view_time interval) returns date language sql immutable
  return case when last_day = 'infinity' then last_day else (greatest(last_day, legal_day(published)) + view_time)::date end;
-- Last day on which the company keeps it.
create function letter_kept_until(class text, published timestamptz, on_day date) returns date
  language sql stable security definer set search_path = public
  return (select (case when r.from_year_end then make_date(extract(year from legal_day(published))::int, 12, 31) else legal_day(published) end
                  + make_interval(years => r.years))::date
            from letter_retention r where r.class = letter_kept_until.class and r.valid_from <= on_day order by r.valid_from desc limit 1);

-- What keeps letters whatever the terms say: all of a customer, or one. Holds of customers (legal_hold) count as well.
create table letter_hold (
  id bigint generated always as identity primary key,
  customer_id bigint references customer,
  letter_id bigint references letter,
  reason text not null check (length(reason) between 5 and 500),
  set_by_staff_id bigint not null,
  set_at timestamptz not null,
  lifted_by_staff_id bigint,
  lifted_at timestamptz,
  lifted_because text check (length(lifted_because) between 5 and 500),
  check ((customer_id is null) <> (letter_id is null)),
  check ((lifted_at is null) = (lifted_because is null) and (lifted_at is null) = (lifted_by_staff_id is null))
);
create index letter_hold_of_customer on letter_hold (customer_id) where lifted_at is null;
create index letter_hold_of_letter on letter_hold (letter_id) where lifted_at is null;
create function letter_held(of_letter bigint, of_customer bigint) returns boolean
  language sql stable security definer set search_path = public
  return exists (select 1 from letter_hold h where h.lifted_at is null and (h.letter_id = of_letter or h.customer_id = of_customer))
      or exists (select 1 from legal_hold h where h.ended_at is null and h.customer_id = of_customer);

-- A deletion: one person proposes, another releases. The worker then erases what is still due, and says of each letter what became of it.
create table letter_deletion (
  id bigint generated always as identity primary key,
  kind text not null references letter_kind,
  state text not null default 'proposed' check (state in ('proposed', 'released', 'refused', 'done')),
  letters integer not null,
  proposed_by_staff_id bigint not null,
  proposed_at timestamptz not null,
  decided_by_staff_id bigint,
  decided_at timestamptz,
  because text check (length(because) <= 500),
  done_at timestamptz,
  row_version integer not null default 1,
  check (decided_by_staff_id <> proposed_by_staff_id),
  check ((state = 'proposed') = (decided_at is null))
);
create table letter_deletion_item (
  deletion_id bigint not null references letter_deletion,
  letter_id bigint not null references letter,
  outcome text check (outcome in ('erased', 'held', 'not-due', 'refused')),
  primary key (deletion_id, letter_id)
);
create unique index letter_deletion_item_open on letter_deletion_item (letter_id) where outcome is null;
-- Files of erased letters that no other letter names, until the store lets them go.
create table letter_file_left (sha256 bytea primary key check (length(sha256) = 32), since timestamptz not null);
-- Who was told that the letters vanish, and of which day.
create table letter_view_told (
  customer_id bigint not null references customer,
  until date not null,
  told_at timestamptz not null,
  primary key (customer_id, until)
);

-- The rule of deletion, once, in the database: both clocks are over, nothing holds, and another person has released it.
create function letter_due(of_letter bigint) returns boolean language sql stable security definer set search_path = public
  return (select l.state in ('published', 'withdrawn', 'replaced')
             and letter_view_end(letter_last_day(l.customer_id), l.published_at, letter_view_time(letter_today())) < letter_today()
             and letter_kept_until(k.retention, l.published_at, letter_today()) < letter_today()
             and not letter_held(l.id, l.customer_id)
            from letter l join letter_kind k on k.code = l.kind where l.id = of_letter);
create function letter_released(of_letter bigint) returns boolean language sql stable security definer set search_path = public
  return exists (select 1 from letter_deletion_item i join letter_deletion d on d.id = i.deletion_id
                  where i.letter_id = of_letter and i.outcome is null and d.state = 'released');

alter table letter drop constraint letter_state_check;
alter table letter add constraint letter_state_check
  check (state in ('ordered', 'published', 'withdrawn', 'replaced', 'failed', 'erased'));
alter table letter drop constraint letter_check1;
alter table letter add constraint letter_published_check
  check ((state in ('published', 'withdrawn', 'replaced', 'erased')) = (published_at is not null and pages is not null));

create or replace function letter_steps() returns trigger language plpgsql as $$
begin
  if old.state <> 'erased' and new.state = 'erased' then
    if not (letter_due(old.id) and letter_released(old.id))
       or (old.id, old.customer_id, old.kind, old.published_at, old.pages) is distinct from (new.id, new.customer_id, new.kind, new.published_at, new.pages) then
      raise exception 'Letter % is not to be erased.', old.id using errcode = 'insufficient_privilege';
    end if;
    return new;
  end if;
  if (old.state, new.state) not in (('ordered', 'ordered'), ('ordered', 'published'), ('ordered', 'failed'), ('failed', 'ordered'),
      ('failed', 'failed'), ('published', 'published'), ('published', 'withdrawn'), ('published', 'replaced'),
      ('withdrawn', 'withdrawn'), ('replaced', 'replaced'), ('withdrawn', 'replaced')) then
    raise exception 'A letter that is % does not become %.', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if (old.id, old.customer_id, old.contract_id, old.kind, old.kind_version, old.source, old.source_key, old.title, old.language, old.ordered_at)
     is distinct from
     (new.id, new.customer_id, new.contract_id, new.kind, new.kind_version, new.source, new.source_key, new.title, new.language, new.ordered_at)
     or old.state in ('published', 'withdrawn', 'replaced')
        and (old.pages, old.published_at, old.action_due_on) is distinct from (new.pages, new.published_at, new.action_due_on)
     or old.state in ('withdrawn', 'replaced') and old.cut_off and not new.cut_off then
    raise exception 'A letter is not changed: withdraw it and write another.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- Content, files and events go with a letter that is erased in the same transaction, and never otherwise.
create function letter_refuse_unless_erased() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and (select state from letter where id = old.letter_id) = 'erased' then return old; end if;
  raise exception 'A letter is not changed and not deleted: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
drop trigger letter_content_no_change on letter_content;
drop trigger letter_file_no_change on letter_file;
drop trigger letter_event_no_change on letter_event;
create trigger letter_content_no_change before update or delete on letter_content for each row execute function letter_refuse_unless_erased();
create trigger letter_file_no_change before update or delete on letter_file for each row execute function letter_refuse_unless_erased();
create trigger letter_event_no_change before update or delete on letter_event for each row execute function letter_refuse_unless_erased();
create trigger letter_feedback_no_change before update or delete on letter_feedback for each row execute function letter_refuse_unless_erased();
create trigger letter_question_no_change before update or delete on letter_question for each row execute function letter_refuse_unless_erased();

-- The customer's clock is a wall in the database: no page, file, zip or copy needs to think of it.
create policy shelf on letter as restrictive for select to kundenwerk_customer
  using (state <> 'erased' and (published_at is null
         or letter_view_end((select letter_own_last_day()), published_at, (select letter_view_time(letter_today()))) >= (select letter_today())));

alter table letter_retention enable row level security;
alter table letter_view_rule enable row level security;
alter table letter_hold enable row level security;
alter table letter_deletion enable row level security;
alter table letter_deletion_item enable row level security;
alter table letter_file_left enable row level security;
alter table letter_view_told enable row level security;
create policy everybody on letter_retention for select using (true);
create policy everybody on letter_view_rule for select using (true);
create policy staff_new on letter_view_rule for insert to kundenwerk_staff with check (true);
create policy worker_all on letter_hold to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_hold to kundenwerk_staff using (true) with check (true);
create policy worker_all on letter_deletion to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_deletion to kundenwerk_staff using (true) with check (true);
create policy worker_all on letter_deletion_item to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_deletion_item to kundenwerk_staff using (true) with check (true);
create policy worker_all on letter_file_left to kundenwerk_worker using (true) with check (true);
create policy worker_all on letter_view_told to kundenwerk_worker using (true) with check (true);
grant select on letter_retention, letter_view_rule to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;
grant select, insert, update on letter_hold, letter_deletion, letter_deletion_item to kundenwerk_worker, kundenwerk_staff;
grant select, insert, delete on letter_file_left to kundenwerk_worker;
grant select, insert on letter_view_told to kundenwerk_worker;
grant delete on letter_content, letter_file, letter_event, letter_feedback, letter_question to kundenwerk_worker;
