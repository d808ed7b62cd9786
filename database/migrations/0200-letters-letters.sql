-- Letters: what the house has written to somebody, once, unchangeable. The file lies in the archive under the SHA-256 of its
-- content; these tables say whose it is, what it is about and what happened to it. Design: docs/decisions/letters.md.

-- What a letter is about. Kinds that are made here are seeded by migration; kinds that an intake brings are added unconfirmed
-- and shown at once, until an editor has looked at them.
create table letter_kind (
  code text primary key check (code ~ '^[a-z][a-z0-9.-]{1,59}$'),
  title_de text not null check (length(title_de) between 1 and 100),
  title_en text not null check (length(title_en) between 1 and 100),
  importance text not null check (importance in ('action', 'important', 'information')),
  category text not null check (category in ('joining', 'staying', 'paying', 'leaving', 'account')),
  -- Topic of the help texts that stand beside the letter.
  topic text not null default 'general' check (length(topic) between 1 and 40),
  -- False as long as nobody has said what it is.
  confirmed boolean not null default true,
  -- True if a customer's own session may order it (a code to the own address).
  by_customer boolean not null default false,
  -- True if it has to go out on paper as well. The dated rules of law will stand in a table of their own.
  by_post boolean not null default false,
  row_version integer not null default 1
);
insert into letter_kind (code, title_de, title_en, importance, category, topic, by_customer, by_post) values
  ('identity.activation-code', 'Code zum Freischalten', 'Code to open your account', 'important', 'account', 'account', true, true),
  ('identity.account-code', 'Code für den Zugang zum Kundenportal', 'Code for access to your customer account', 'important', 'account', 'account', false, true),
  ('staying.reading-request', 'Bitte um Ihren Zählerstand', 'Request for your meter reading', 'action', 'staying', 'reading', false, false),
  ('staying.reading-refused', 'Zählerstand nicht übernommen', 'Meter reading not accepted', 'important', 'staying', 'reading', false, false),
  ('staying.reading-corrected', 'Zählerstand berichtigt', 'Meter reading corrected', 'information', 'staying', 'reading', true, false),
  ('customers.change-confirmed', 'Änderung Ihrer Kundendaten', 'Change of your details', 'information', 'account', 'details', true, false),
  ('joining.order-confirmed', 'Auftragsbestätigung', 'Order confirmation', 'important', 'joining', 'contract', false, false),
  ('paying.bill', 'Rechnung', 'Bill', 'important', 'paying', 'bill', false, false),
  ('letters.single', 'Schreiben des Kundenservice', 'Letter from customer service', 'information', 'account', 'general', false, false);

create table letter (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  contract_id bigint references contract,
  kind text not null references letter_kind,
  kind_version integer not null check (kind_version > 0),
  -- Where it comes from and the key it has there: the same key twice is one letter.
  source text not null check (source ~ '^[a-z][a-z0-9-]{0,39}$'),
  source_key text not null check (length(source_key) between 1 and 200),
  title text not null check (length(title) between 1 and 200),
  language text not null check (language in ('de', 'en')),
  -- The class may change when an editor says what an unknown kind is; nothing else of a published letter does.
  importance text not null check (importance in ('action', 'important', 'information')),
  category text not null check (category in ('joining', 'staying', 'paying', 'leaving', 'account')),
  action_due_on date,
  state text not null default 'ordered' check (state in ('ordered', 'published', 'withdrawn', 'replaced', 'failed')),
  pages smallint check (pages > 0),
  ordered_at timestamptz not null,
  published_at timestamptz,
  -- Withdrawn or replaced: when, why, and by what.
  ended_at timestamptz,
  ended_because text check (length(ended_because) <= 500),
  replaced_by_letter_id bigint references letter,
  -- True if whoever it was sent to should never have seen it: the content is closed, the row says so.
  cut_off boolean not null default false,
  row_version integer not null default 1,
  unique (source, source_key),
  check (importance <> 'action' or action_due_on is not null),
  check ((state in ('published', 'withdrawn', 'replaced')) = (published_at is not null and pages is not null)),
  check ((state in ('withdrawn', 'replaced')) = (ended_at is not null))
);
create index letter_of_customer on letter (customer_id, published_at desc, id desc);
create index letter_of_kind on letter (kind, published_at desc);

-- Work of the press: what is ordered and not made yet. The row goes when the letter is there.
create table letter_order (
  letter_id bigint primary key references letter,
  customer_id bigint not null,
  -- Smaller is first: 1 a single letter, 5 a serial run.
  priority smallint not null default 1 check (priority between 1 and 9),
  recipient text[] not null check (cardinality(recipient) between 1 and 6),
  parameters jsonb not null,
  attempts smallint not null default 0,
  next_try_at timestamptz not null default now(),
  last_error text
);
create index letter_order_due on letter_order (priority, letter_id, next_try_at) where attempts < 5;

-- What the letter says, for the reading view and the search. `frame` and `reading` are what the engine drew the page from.
create table letter_content (
  letter_id bigint primary key references letter,
  customer_id bigint not null,
  frame jsonb,
  reading jsonb not null,
  search_text text not null,
  -- SHA-256 of the engine's version and everything it was given; of a finished PDF: of the file.
  input_hash bytea not null check (length(input_hash) = 32)
);

-- Files of a letter by content: the letter itself first, then other forms of it and what was enclosed.
create table letter_file (
  letter_id bigint not null references letter,
  position smallint not null check (position between 0 and 20),
  customer_id bigint not null,
  form text not null check (form in ('letter', 'large-print', 'other-language', 'enclosure')),
  language text not null check (language ~ '^[a-z]{2}$'),
  title text not null check (length(title) between 1 and 200),
  sha256 bytea not null check (length(sha256) = 32),
  size_bytes integer not null check (size_bytes > 0),
  pages smallint not null check (pages > 0),
  primary key (letter_id, position)
);
create index letter_file_by_content on letter_file (sha256);

-- What happened to a letter: five different facts, each with its time. First times only: (letter, account, what) is unique.
create table letter_event (
  id bigint generated always as identity primary key,
  letter_id bigint not null references letter,
  customer_id bigint not null,
  account_id bigint,
  what text not null check (what in ('published', 'notified', 'posted', 'opened', 'downloaded', 'deemed-received', 'withdrawn', 'replaced')),
  -- Channel of a notice, reason of a receipt in law.
  why text check (length(why) <= 200),
  happened_at timestamptz not null,
  unique nulls not distinct (letter_id, what, account_id)
);

create table letter_feedback (
  id bigint generated always as identity primary key,
  letter_id bigint not null references letter,
  customer_id bigint not null,
  account_id bigint not null,
  understood boolean,
  solved boolean,
  words text check (length(words) <= 1000),
  given_at timestamptz not null,
  check (understood is not null or solved is not null or words is not null)
);
create index letter_feedback_of_letter on letter_feedback (letter_id, id desc);

create table letter_question (
  id bigint generated always as identity primary key,
  letter_id bigint not null references letter,
  customer_id bigint not null,
  account_id bigint not null,
  words text not null check (length(words) between 1 and 2000),
  asked_at timestamptz not null
);
create index letter_question_of_letter on letter_question (letter_id, id desc);

-- The chain: one row per act on a letter, each with the hash of the one before. A changed, missing or moved row breaks it.
create table letter_record (
  seq bigint primary key,
  letter_id bigint not null references letter,
  act text not null check (act in ('published', 'withdrawn', 'replaced')),
  -- Of the letter's unchangeable columns and content, and of its files.
  meta_hash bytea not null,
  files_hash bytea not null,
  prev_hash bytea not null,
  hash bytea not null unique,
  recorded_at timestamptz not null default clock_timestamp(),
  unique (letter_id, act)
);
create table letter_chain_head (
  only_one boolean primary key default true check (only_one),
  seq bigint not null,
  hash bytea not null
);
insert into letter_chain_head (seq, hash) values (0, sha256('kundenwerk letters'));

-- Fields are joined by the unit separator, which no field may hold: titles and keys are single lines.
create function letter_meta_hash(of_letter bigint) returns bytea
  language sql stable set search_path = public
  return (select sha256(convert_to(concat_ws(e'\x1f', l.id, l.customer_id, coalesce(l.contract_id, 0), l.kind, l.kind_version, l.source,
                   l.source_key, l.title, l.language, l.pages, extract(epoch from l.published_at)::numeric(20, 6),
                   encode(c.input_hash, 'hex'), encode(sha256(convert_to(c.reading::text, 'UTF8')), 'hex'),
                   encode(sha256(convert_to(c.search_text, 'UTF8')), 'hex')), 'UTF8'))
            from letter l join letter_content c on c.letter_id = l.id where l.id = of_letter);
create function letter_files_hash(of_letter bigint) returns bytea
  language sql stable set search_path = public
  return (select sha256(convert_to(string_agg(concat_ws(e'\x1f', f.position, f.form, f.language, encode(f.sha256, 'hex'), f.size_bytes,
                   f.pages), e'\x1e' order by f.position), 'UTF8')) from letter_file f where f.letter_id = of_letter);
create function letter_record_hash(seq bigint, letter_id bigint, act text, meta_hash bytea, files_hash bytea, prev_hash bytea)
  returns bytea language sql immutable
  return sha256(convert_to(concat_ws(e'\x1f', seq, letter_id, act, encode(meta_hash, 'hex'), encode(files_hash, 'hex'),
                encode(prev_hash, 'hex')), 'UTF8'));

-- The database itself writes the link: whoever inserts names letter and act and nothing else. The head's row lock makes one order.
create function letter_record_link() returns trigger language plpgsql security definer set search_path = public as $$
declare head letter_chain_head;
begin
  select * into strict head from letter_chain_head for update;
  new.seq := head.seq + 1;
  new.prev_hash := head.hash;
  new.meta_hash := letter_meta_hash(new.letter_id);
  new.files_hash := letter_files_hash(new.letter_id);
  new.hash := letter_record_hash(new.seq, new.letter_id, new.act, new.meta_hash, new.files_hash, new.prev_hash);
  new.recorded_at := clock_timestamp();
  update letter_chain_head set seq = new.seq, hash = new.hash;
  return new;
end $$;
create trigger letter_record_link before insert on letter_record for each row execute function letter_record_link();

create function letter_refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'A letter is not changed and not deleted: % on % is refused.', tg_op, tg_table_name using errcode = 'insufficient_privilege';
end $$;
create trigger letter_record_no_change before update or delete on letter_record for each row execute function letter_refuse_change();
create trigger letter_record_no_truncate before truncate on letter_record for each statement execute function letter_refuse_change();
create trigger letter_file_no_change before update or delete on letter_file for each row execute function letter_refuse_change();
create trigger letter_file_no_truncate before truncate on letter_file for each statement execute function letter_refuse_change();
create trigger letter_content_no_change before update or delete on letter_content for each row execute function letter_refuse_change();
create trigger letter_content_no_truncate before truncate on letter_content for each statement execute function letter_refuse_change();
create trigger letter_event_no_change before update or delete on letter_event for each row execute function letter_refuse_change();
create trigger letter_event_no_truncate before truncate on letter_event for each statement execute function letter_refuse_change();
create trigger letter_no_delete before delete on letter for each row execute function letter_refuse_change();
create trigger letter_no_truncate before truncate on letter for each statement execute function letter_refuse_change();

-- A file may join a letter only until it is published.
create function letter_file_before_publishing() returns trigger language plpgsql as $$
begin
  if (select state from letter where id = new.letter_id) not in ('ordered', 'failed') then
    raise exception 'Letter % is published: nothing is added to it.', new.letter_id using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger letter_file_before_publishing before insert on letter_file
  for each row execute function letter_file_before_publishing();

create function letter_steps() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (('ordered', 'ordered'), ('ordered', 'published'), ('ordered', 'failed'), ('failed', 'ordered'),
      ('failed', 'failed'), ('published', 'published'), ('published', 'withdrawn'), ('published', 'replaced'),
      ('withdrawn', 'withdrawn'), ('replaced', 'replaced'), ('withdrawn', 'replaced')) then
    raise exception 'A letter that is % does not become %.', old.state, new.state using errcode = 'insufficient_privilege';
  end if;
  if (old.id, old.customer_id, old.contract_id, old.kind, old.kind_version, old.source, old.source_key, old.title, old.language, old.ordered_at)
     is distinct from
     (new.id, new.customer_id, new.contract_id, new.kind, new.kind_version, new.source, new.source_key, new.title, new.language, new.ordered_at)
     or old.state in ('published', 'withdrawn', 'replaced')
        and (old.pages, old.published_at) is distinct from (new.pages, new.published_at)
     or old.state in ('withdrawn', 'replaced') and old.cut_off and not new.cut_off then
    raise exception 'A letter is not changed: withdraw it and write another.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger letter_steps before update on letter for each row execute function letter_steps();

-- A kind that is met for the first time comes in without a person; the first row wins.
alter table letter_kind enable row level security;
alter table letter enable row level security;
alter table letter_order enable row level security;
alter table letter_content enable row level security;
alter table letter_file enable row level security;
alter table letter_event enable row level security;
alter table letter_feedback enable row level security;
alter table letter_question enable row level security;
alter table letter_record enable row level security;
alter table letter_chain_head enable row level security;
create policy worker_all on letter_kind to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_kind to kundenwerk_staff using (true) with check (true);
create policy everybody on letter_kind for select to kundenwerk_customer using (true);
create policy worker_all on letter to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter to kundenwerk_staff using (true) with check (true);
create policy own on letter for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
-- A customer's session may order what it may order, for itself, as new work for the press, and nothing that looks finished.
create policy own_new on letter for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and state = 'ordered' and source = 'kundenwerk' and not cut_off
              and kind in (select k.code from letter_kind k where k.by_customer));
create policy worker_all on letter_order to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_order to kundenwerk_staff using (true) with check (true);
create policy own_new on letter_order for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and attempts = 0
              and letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id()) and l.state = 'ordered'));
create policy worker_all on letter_content to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_content to kundenwerk_staff using (true) with check (true);
create policy own on letter_content for select to kundenwerk_customer
  using (customer_id = (select app_customer_id())
         and letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id()) and not l.cut_off
                              and l.state in ('published', 'withdrawn', 'replaced')));
create policy worker_all on letter_file to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_file to kundenwerk_staff using (true) with check (true);
create policy own on letter_file for select to kundenwerk_customer
  using (customer_id = (select app_customer_id())
         and letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id()) and not l.cut_off
                              and l.state in ('published', 'withdrawn', 'replaced')));
create policy worker_all on letter_event to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_event to kundenwerk_staff using (true) with check (true);
create policy own on letter_event for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on letter_event for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and account_id = (select app_account_id()) and what in ('opened', 'downloaded')
              and letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy worker_all on letter_feedback to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_feedback to kundenwerk_staff using (true) with check (true);
create policy own on letter_feedback for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on letter_feedback for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and account_id = (select app_account_id())
              and letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy worker_all on letter_question to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_question to kundenwerk_staff using (true) with check (true);
create policy own on letter_question for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
create policy own_new on letter_question for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and account_id = (select app_account_id())
              and letter_id in (select l.id from letter l where l.customer_id = (select app_customer_id())));
create policy worker_all on letter_record to kundenwerk_worker using (true) with check (true);
create policy staff_read on letter_record for select to kundenwerk_staff using (true);
create policy staff_new on letter_record for insert to kundenwerk_staff with check (true);
create policy worker_read on letter_chain_head for select to kundenwerk_worker using (true);

grant select, insert, update on letter_kind to kundenwerk_worker, kundenwerk_staff;
grant select on letter_kind to kundenwerk_customer;
grant select, insert, update on letter to kundenwerk_worker, kundenwerk_staff;
grant select, insert on letter to kundenwerk_customer;
grant select, insert, update, delete on letter_order to kundenwerk_worker;
grant select, insert on letter_order to kundenwerk_staff;
grant insert on letter_order to kundenwerk_customer;
grant select, insert on letter_content, letter_file, letter_event, letter_record to kundenwerk_worker;
grant select on letter_content, letter_file to kundenwerk_staff, kundenwerk_customer;
grant select, insert on letter_record, letter_event to kundenwerk_staff;
grant select, insert on letter_event, letter_feedback, letter_question to kundenwerk_customer;
grant select on letter_feedback, letter_question to kundenwerk_staff, kundenwerk_worker;
grant select on letter_chain_head to kundenwerk_worker;
