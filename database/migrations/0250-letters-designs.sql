-- Kinds of letters as data: every version that somebody wrote, who looked at it, and from which day it holds. A released
-- version is never changed, because letters name it and must be drawn again to the same bytes.
create table letter_design (
  id bigint generated always as identity primary key,
  kind text not null references letter_kind,
  version integer not null check (version between 1 and 9999),
  state text not null default 'draft' check (state in ('draft', 'proposed', 'released', 'dropped')),
  body jsonb not null,
  -- Why it was changed, for whoever looks at it and for later.
  note text not null default '' check (length(note) <= 300),
  -- Whoever wrote in it; none of them may release it.
  author_ids bigint[] not null check (cardinality(author_ids) between 1 and 50),
  changed_at timestamptz not null,
  proposed_at timestamptz,
  checked_by bigint,
  released_at timestamptz,
  valid_from date,
  row_version integer not null default 1,
  unique (kind, version),
  check ((state = 'released') = (released_at is not null)),
  check ((state = 'released') = (checked_by is not null and valid_from is not null)),
  check (state <> 'proposed' or proposed_at is not null),
  check (checked_by is null or not checked_by = any (author_ids))
);
-- One open draft of a kind: two people would write past each other.
create unique index letter_design_open on letter_design (kind) where state in ('draft', 'proposed');
create index letter_design_in_force on letter_design (kind, valid_from desc, version desc) where state = 'released';

create function letter_design_stays() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.state in ('released', 'dropped') or (old.kind, old.version) is distinct from (new.kind, new.version) then
    raise exception 'Version % of % is kept as it is.', old.version, old.kind using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;
create trigger letter_design_stays before update or delete on letter_design for each row execute function letter_design_stays();
create trigger letter_design_no_truncate before truncate on letter_design for each statement execute function letter_refuse_change();

-- The released modules: the same text has the same number in every kind that uses it.
create table letter_module (
  code text not null check (code ~ '^[a-z][a-z0-9-]{1,59}$'),
  version integer not null check (version between 1 and 9999),
  body jsonb not null,
  released_in bigint not null references letter_design,
  released_at timestamptz not null,
  primary key (code, version)
);
create trigger letter_module_no_change before update or delete on letter_module for each row execute function letter_refuse_change();
create trigger letter_module_no_truncate before truncate on letter_module for each statement execute function letter_refuse_change();

alter table letter_design enable row level security;
alter table letter_module enable row level security;
create policy worker_all on letter_design to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_design to kundenwerk_staff using (true) with check (true);
-- A customer's session orders letters (a code to the own address) and asks which version holds.
create policy released on letter_design for select to kundenwerk_customer using (state = 'released');
create policy worker_all on letter_module to kundenwerk_worker using (true) with check (true);
create policy staff_all on letter_module to kundenwerk_staff using (true) with check (true);
grant select, insert, update on letter_design to kundenwerk_staff, kundenwerk_worker;
grant select on letter_design to kundenwerk_customer;
grant select, insert on letter_module to kundenwerk_staff, kundenwerk_worker;

-- Who looks at drafts and says what an unknown kind is.
insert into task_group (code, name_de, name_en, position) values ('editors', 'Briefredaktion', 'Letter editors', 6) on conflict do nothing;
