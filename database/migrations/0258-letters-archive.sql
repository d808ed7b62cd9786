-- The archive's proof: what each link of the chain covers, a root of all new links once a day with a time stamp of an authority
-- outside the house, and what checks have found. Design: docs/decisions/letters.md.

-- Form 1 left out the frame of the page, titles of files and how a letter ended. Links keep the form under which they were written.
alter table letter_record add column form smallint not null default 1 check (form in (1, 2));
alter table letter_record drop constraint letter_record_act_check;
alter table letter_record add constraint letter_record_act_check check (act in ('published', 'withdrawn', 'replaced', 'erased'));

-- Every field stands in its place, an empty one too: the unit separator is in none of them.
create function letter_meta_hash(of_letter bigint, of_act text, of_form smallint) returns bytea
  language sql stable set search_path = public
  return (select case
    when of_act = 'erased' then
      (select sha256(convert_to(concat_ws(e'\x1f', 'erased', l.id, l.kind, extract(epoch from l.published_at)::numeric(20, 6)), 'UTF8'))
         from letter l where l.id = of_letter)
    when of_form = 1 then letter_meta_hash(of_letter)
    else
      (select sha256(convert_to(concat_ws(e'\x1f', 2, l.id, l.customer_id, coalesce(l.contract_id::text, ''), l.kind, l.kind_version, l.source,
                l.source_key, l.title, l.language, l.pages, extract(epoch from l.published_at)::numeric(20, 6),
                coalesce(l.action_due_on::text, ''), c.customer_id, encode(c.input_hash, 'hex'),
                encode(sha256(convert_to(coalesce(c.frame::text, ''), 'UTF8')), 'hex'),
                encode(sha256(convert_to(c.reading::text, 'UTF8')), 'hex'), encode(sha256(convert_to(c.search_text, 'UTF8')), 'hex'),
                case when of_act = 'published' then '' else concat_ws(e'\x1f', of_act, extract(epoch from l.ended_at)::numeric(20, 6),
                  coalesce(l.ended_because, ''), coalesce(l.replaced_by_letter_id::text, ''), l.cut_off) end), 'UTF8'))
         from letter l join letter_content c on c.letter_id = l.id where l.id = of_letter)
    end);
create function letter_files_hash(of_letter bigint, of_act text, of_form smallint) returns bytea
  language sql stable set search_path = public
  return (select case
    when of_act = 'erased' then sha256('erased')
    when of_form = 1 then letter_files_hash(of_letter)
    else
      (select sha256(convert_to(string_agg(concat_ws(e'\x1f', f.position, f.form, f.language, f.title, encode(f.sha256, 'hex'), f.size_bytes,
                f.pages, f.customer_id), e'\x1e' order by f.position), 'UTF8')) from letter_file f where f.letter_id = of_letter)
    end);

create or replace function letter_record_link() returns trigger language plpgsql security definer set search_path = public as $$
declare head letter_chain_head;
begin
  select * into strict head from letter_chain_head for update;
  new.seq := head.seq + 1;
  new.form := 2;
  new.prev_hash := head.hash;
  new.meta_hash := letter_meta_hash(new.letter_id, new.act, new.form);
  new.files_hash := letter_files_hash(new.letter_id, new.act, new.form);
  new.hash := letter_record_hash(new.seq, new.letter_id, new.act, new.meta_hash, new.files_hash, new.prev_hash);
  new.recorded_at := clock_timestamp();
  update letter_chain_head set seq = new.seq, hash = new.hash;
  return new;
end $$;

-- One root for all links since the root before: Merkle tree over their hashes (RFC 6962 section 2.1), stamped by an authority (RFC 3161).
-- Whoever rewrites the whole chain consistently, its triggers and its head, cannot rewrite the stamp.
create table letter_root (
  number integer primary key check (number > 0),
  closed_on date not null,
  first_seq bigint not null,
  last_seq bigint not null check (last_seq >= first_seq),
  -- Hash of the last link, root of the tree, and SHA-256 of the statement of the root before (zeros for the first).
  chain_hash bytea not null check (length(chain_hash) = 32),
  root bytea not null check (length(root) = 32),
  previous_hash bytea not null check (length(previous_hash) = 32),
  made_at timestamptz not null,
  -- Copy beside the files, out of the database's reach.
  booked_at timestamptz,
  token bytea,
  authority text check (length(authority) <= 300),
  stamped_at timestamptz,
  attempts smallint not null default 0,
  last_error text check (length(last_error) <= 500),
  check ((token is null) = (stamped_at is null))
);
create function letter_root_steps() returns trigger language plpgsql as $$
begin
  if (old.number, old.closed_on, old.first_seq, old.last_seq, old.chain_hash, old.root, old.previous_hash, old.made_at)
     is distinct from (new.number, new.closed_on, new.first_seq, new.last_seq, new.chain_hash, new.root, new.previous_hash, new.made_at)
     or old.token is not null and (old.token, old.authority, old.stamped_at) is distinct from (new.token, new.authority, new.stamped_at) then
    raise exception 'A root is not changed.' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger letter_root_steps before update on letter_root for each row execute function letter_root_steps();
create trigger letter_root_no_delete before delete on letter_root for each row execute function letter_refuse_change();
create trigger letter_root_no_truncate before truncate on letter_root for each statement execute function letter_refuse_change();

create table letter_check (
  id bigint generated always as identity primary key,
  scope text not null check (scope in ('whole', 'share')),
  begun_at timestamptz not null,
  ended_at timestamptz not null,
  records bigint not null,
  letters bigint not null,
  files bigint not null,
  bytes bigint not null,
  roots integer not null,
  stamps integer not null,
  findings integer not null
);
create table letter_check_finding (
  check_id bigint not null references letter_check,
  position integer not null,
  what text not null check (length(what) between 1 and 40),
  seq bigint,
  -- No foreign key: what is found may be that the letter is not there.
  letter_id bigint,
  detail text not null check (length(detail) <= 500),
  primary key (check_id, position)
);

-- Object lock of the archive where it lies in S3: until when each file can be deleted by nobody.
create table letter_lock (
  sha256 bytea primary key check (length(sha256) = 32),
  locked_until date not null
);
create index letter_lock_ends on letter_lock (locked_until);

alter table letter_root enable row level security;
alter table letter_check enable row level security;
alter table letter_check_finding enable row level security;
alter table letter_lock enable row level security;
create policy worker_all on letter_root to kundenwerk_worker using (true) with check (true);
create policy staff_read on letter_root for select to kundenwerk_staff using (true);
create policy worker_all on letter_check to kundenwerk_worker using (true) with check (true);
create policy staff_read on letter_check for select to kundenwerk_staff using (true);
create policy worker_all on letter_check_finding to kundenwerk_worker using (true) with check (true);
create policy staff_read on letter_check_finding for select to kundenwerk_staff using (true);
create policy worker_all on letter_lock to kundenwerk_worker using (true) with check (true);
grant select, insert, update on letter_root to kundenwerk_worker;
grant select, insert on letter_check, letter_check_finding to kundenwerk_worker;
grant select, insert, update, delete on letter_lock to kundenwerk_worker;
grant select on letter_root, letter_check, letter_check_finding to kundenwerk_staff;
