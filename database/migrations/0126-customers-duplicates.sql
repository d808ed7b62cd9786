-- The same person twice: found by the machine, decided by a person, merged so that it can be taken apart again.

alter table customer add column merged_into_id bigint references customer;
create index customer_merged_into on customer (merged_into_id) where merged_into_id is not null;

create table duplicate_pair (
  id bigint generated always as identity primary key,
  a_id bigint not null references customer,
  b_id bigint not null references customer,
  -- Points by src/company/customers/duplicates/find-duplicates.sql.ts; 100 is as sure as it gets.
  score smallint not null,
  reasons text[] not null,
  state text not null default 'open' check (state in ('open', 'dismissed', 'merged')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by_staff_id bigint,
  row_version integer not null default 1,
  unique (a_id, b_id),
  check (a_id < b_id)
);
create index duplicate_pair_open on duplicate_pair (score desc, id) where state = 'open';

create table customer_merge (
  id bigint generated always as identity primary key,
  survivor_id bigint not null references customer,
  merged_id bigint not null references customer,
  staff_id bigint not null,
  reason text not null check (length(reason) between 5 and 500),
  -- The survivor's fields before and after; for taking it apart.
  before jsonb not null,
  after jsonb not null,
  merged_at timestamptz not null,
  undone_at timestamptz,
  undone_by_staff_id bigint
);
create index customer_merge_of_survivor on customer_merge (survivor_id);
create unique index customer_merge_once on customer_merge (merged_id) where undone_at is null;

-- Which rows moved, so that exactly these go back.
create table customer_merge_row (
  merge_id bigint not null references customer_merge,
  table_name text not null,
  row_key bigint not null,
  primary key (merge_id, table_name, row_key)
);

-- How many letters two short texts differ in, up to 3 (more is 3): letters left out, added or wrong. A plain loop over one row; the
-- extension fuzzystrmatch is not everywhere. Texts that differ in length by more than 2 are not looked at.
create function levenshtein_short(a text, b text) returns integer
  language plpgsql immutable strict parallel safe as $$
declare
  m integer := length(a);
  n integer := length(b);
  before integer[];
  row_now integer[];
begin
  if a = b then return 0; end if;
  if abs(m - n) > 2 or m > 40 or n > 40 then return 3; end if;
  before := array(select generate_series(0, n));
  for i in 1..m loop
    row_now := array[i];
    for j in 1..n loop
      row_now := row_now || least(before[j + 1] + 1, row_now[j] + 1,
        before[j] + case when substr(a, i, 1) = substr(b, j, 1) then 0 else 1 end);
    end loop;
    before := row_now;
  end loop;
  return least(3, before[n + 1]);
end $$;

-- A customer and all that were merged into it, however often: whose journal the survivor reads.
create function customer_with_merged(whose bigint) returns bigint[]
  language sql stable security definer set search_path = public as $$
  with recursive family (id) as (
    select whose union select c.id from customer c join family f on c.merged_into_id = f.id)
  select array_agg(id) from family
$$;
-- In a customer's session only of the own customer.
create function app_customer_ids() returns bigint[]
  language sql stable security definer set search_path = public as $$
  select customer_with_merged(app_customer_id())
$$;
revoke execute on function customer_with_merged, app_customer_ids from public;
grant execute on function customer_with_merged to kundenwerk_worker, kundenwerk_staff;
grant execute on function app_customer_ids to kundenwerk_worker, kundenwerk_staff, kundenwerk_customer;

alter table duplicate_pair enable row level security;
alter table customer_merge enable row level security;
alter table customer_merge_row enable row level security;
create policy worker_all on duplicate_pair to kundenwerk_worker using (true) with check (true);
create policy worker_all on customer_merge to kundenwerk_worker using (true) with check (true);
create policy worker_all on customer_merge_row to kundenwerk_worker using (true) with check (true);
create policy staff_all on duplicate_pair to kundenwerk_staff using (true) with check (true);
create policy staff_all on customer_merge to kundenwerk_staff using (true) with check (true);
create policy staff_all on customer_merge_row to kundenwerk_staff using (true) with check (true);
grant select, insert, update, delete on duplicate_pair, customer_merge, customer_merge_row to kundenwerk_worker;
grant select, insert, update on duplicate_pair, customer_merge, customer_merge_row to kundenwerk_staff;
-- An answer to a consent is never changed; whose it is follows a merge.
grant update (customer_id) on consent to kundenwerk_staff, kundenwerk_worker;
