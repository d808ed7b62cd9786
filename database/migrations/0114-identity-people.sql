-- Several people act for one customer, each with rights, for all of it or for some places, from when to when. The session acts
-- for one customer; the database derives customer, rights and contracts at each request, so what has ended opens nothing.

alter table account_grant
  -- own: proved by numbers, link or code. person: invited by somebody who may. attorney: by a power that staff has checked.
  add column kind text not null default 'own' check (kind in ('own', 'person', 'attorney')),
  -- Both null: all of the customer. Places count with the contracts that they have now and will have.
  add column site_ids bigint[],
  add column contract_ids bigint[],
  add column given_by_account_id bigint references account,
  add column ended_by text check (ended_by in ('self', 'people', 'staff', 'time')),
  add column row_version integer not null default 1,
  add constraint account_grant_scope_not_empty
    check (cardinality(site_ids) is distinct from 0 and cardinality(contract_ids) is distinct from 0);

-- Ends are looked for day by day.
create index account_grant_by_end on account_grant (valid_to) where valid_to is not null;

create table grant_invite (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  shown_as text not null,
  invited_by_account_id bigint references account,
  email text not null check (email = lower(email)),
  person_name text not null,
  rights text[] not null,
  site_ids bigint[],
  contract_ids bigint[],
  -- Last moment of the grant that comes of it; null without end.
  grant_valid_to timestamptz,
  kind text not null default 'person' check (kind in ('person', 'attorney')),
  origin text not null,
  language text not null check (language in ('de', 'en')),
  made_at timestamptz not null default now(),
  token_hash bytea unique,
  ends_at timestamptz not null,
  accepted_at timestamptz,
  account_id bigint references account,
  withdrawn_at timestamptz
);
create index grant_invite_of_customer on grant_invite (customer_id, id desc);

-- Somebody of the staff sees the portal as a customer does: for a reason, for a while, reading only.
create table viewing (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  customer_id bigint not null references customer,
  reason text not null check (length(reason) between 3 and 300),
  begun_at timestamptz not null default now(),
  ends_at timestamptz not null,
  ended_at timestamptz,
  -- Carried by the link from the desk to the portal, once and for a minute; then the session's own token takes its place.
  link_hash bytea unique,
  link_ends_at timestamptz not null,
  token_hash bytea unique
);
create index viewing_of_customer on viewing (customer_id, id desc);
create index viewing_of_staff on viewing (staff_id, id desc);

-- Contracts of a grant that is not for all: named ones, and those of named places.
create function contracts_in_scope(whose bigint, sites bigint[], contracts bigint[]) returns bigint[]
  language sql stable security definer set search_path = public as $$
  select coalesce(array_agg(c.id), '{}')
    from contract c join market_location m on m.id = c.market_location_id
   where c.customer_id = whose and (c.id = any (contracts) or m.site_id = any (sites))
$$;

-- Sees a customer's pages for staff. Nothing can be written in its transaction, and it cannot be made writable again.
create function viewing_open(hash bytea)
  returns table (session_id bigint, account_id bigint, customer_id bigint, level text, rights text[], scope text, viewer_staff_id bigint)
  language plpgsql volatile security definer set search_path = public as $$
declare hit record;
begin
  select v.id, v.customer_id, v.staff_id into hit
    from viewing v join staff f on f.id = v.staff_id and f.disabled_at is null
   where v.token_hash = hash and v.ended_at is null and v.ends_at > now();
  if not found then return; end if;
  perform set_config('app.customer_id', hit.customer_id::text, true), set_config('transaction_read_only', 'on', true);
  return query select hit.id, null::bigint, hit.customer_id, 'open'::text, '{all}'::text[], 'all'::text, hit.staff_id;
end $$;

drop function session_open(bytea);
-- One statement over three unique indexes: session by token, its account, its grant. Only a grant for some contracts and a
-- token that is no session of a customer cost a second one.
create function session_open(hash bytea)
  returns table (session_id bigint, account_id bigint, customer_id bigint, level text, rights text[], scope text, viewer_staff_id bigint)
  language plpgsql volatile security definer set search_path = public as $$
declare hit record;
begin
  perform set_config('app.customer_id', '', true), set_config('app.account_id', '', true),
          set_config('app.contract_ids', '', true);
  select s.id, s.account_id, s.customer_id, g.level, g.rights, g.site_ids, g.contract_ids, s.last_seen_at
    into hit
    from session s
    join account a on a.id = s.account_id and a.disabled_at is null
    join account_grant g on g.account_id = s.account_id and g.customer_id = s.customer_id
     and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
   where s.token_hash = hash and s.ended_at is null and s.expires_at > now()
     and s.last_seen_at > now() - make_interval(secs => s.idle_seconds);
  if not found then
    return query select * from viewing_open(hash);
    return;
  end if;
  perform set_config('app.customer_id', hit.customer_id::text, true),
          set_config('app.account_id', hit.account_id::text, true);
  if hit.site_ids is not null or hit.contract_ids is not null then
    perform set_config('app.contract_ids', contracts_in_scope(hit.customer_id, hit.site_ids, hit.contract_ids)::text, true);
  end if;
  if hit.last_seen_at < now() - interval '1 minute' then
    update session s set last_seen_at = now() where s.id = hit.id;
  end if;
  return query select hit.id, hit.account_id, hit.customer_id, hit.level, hit.rights,
    case when hit.site_ids is null and hit.contract_ids is null then 'all' else 'part' end, null::bigint;
end $$;

-- Whether the current session may say who else acts for its customer.
create function app_manages_people() returns boolean
  language sql stable security definer set search_path = public as $$
  select exists (select 1 from account_grant g
                  where g.account_id = app_account_id() and g.customer_id = app_customer_id() and g.level = 'open'
                    and g.rights && '{all,people}' and g.site_ids is null and g.contract_ids is null
                    and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now()))
$$;

-- Who manages nobody ends the own grant and can take nothing back. @returns the grant's id, or null if it has ended already
create function grant_leave() returns bigint
  language sql volatile security definer set search_path = public as $$
  update account_grant g
     set valid_to = now(), ended_by = 'self', row_version = row_version + 1
   where g.account_id = app_account_id() and g.customer_id = app_customer_id() and g.ended_by is null
     and (g.valid_to is null or g.valid_to > now())
  returning g.id
$$;

-- For whom the signed-in person may act, with what these customers are called today. The person sees the names of customers
-- beyond the one that the session acts for, and nothing else of them.
create function customers_of_account(wanted text, skipped integer, shown integer)
  returns table (customer_id bigint, customer_number text, shown_as text, place text, level text, kind text, valid_to timestamptz, found bigint)
  language sql stable security definer set search_path = public as $$
  select c.id, c.customer_number, coalesce(c.company_name, concat_ws(' ', c.title, c.first_name, c.last_name)),
         concat_ws(', ', nullif(concat_ws(' ', c.street, c.house_number), ''), c.city), g.level, g.kind, g.valid_to, count(*) over ()
    from account_grant g join customer c on c.id = g.customer_id
   where g.account_id = app_account_id() and g.valid_from <= now() and (g.valid_to is null or g.valid_to > now())
     and not exists (
       select 1 from regexp_split_to_table(wanted, '\s+') as word
        where strpos(lower(concat_ws(' ', c.customer_number, c.company_name, c.first_name, c.last_name, c.street, c.house_number, c.postal_code, c.city)),
                     lower(word)) = 0)
   order by 3, c.id
   offset skipped limit shown
$$;

revoke execute on function session_open, viewing_open, contracts_in_scope, app_manages_people, grant_leave, customers_of_account
  from public;
grant execute on function session_open, app_manages_people, grant_leave, customers_of_account to kundenwerk_customer;

create policy people_seen on account_grant for select to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and (select app_manages_people()));
create policy people_changed on account_grant for update to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and (select app_manages_people()))
  with check (customer_id = (select app_customer_id()) and (select app_manages_people()));
grant update (rights, site_ids, contract_ids, valid_to, ended_by, row_version) on account_grant to kundenwerk_customer;
create policy people_seen on account for select to kundenwerk_customer
  using ((select app_manages_people())
         and id in (select g.account_id from account_grant g where g.customer_id = (select app_customer_id())));

alter table grant_invite enable row level security;
create policy worker_all on grant_invite to kundenwerk_worker using (true) with check (true);
create policy people_seen on grant_invite for select to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and (select app_manages_people()));
create policy people_new on grant_invite for insert to kundenwerk_customer
  with check (customer_id = (select app_customer_id()) and (select app_manages_people())
              and invited_by_account_id = (select app_account_id()) and kind = 'person' and accepted_at is null);
create policy people_withdrawn on grant_invite for update to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and (select app_manages_people()) and accepted_at is null)
  with check (withdrawn_at is not null);
grant select, insert, update, delete on grant_invite to kundenwerk_worker;
grant select (id, customer_id, shown_as, invited_by_account_id, email, person_name, rights, site_ids, contract_ids, grant_valid_to,
              kind, made_at, ends_at, accepted_at, account_id, withdrawn_at),
      insert (customer_id, shown_as, invited_by_account_id, email, person_name, rights, site_ids, contract_ids, grant_valid_to,
              origin, language, ends_at),
      update (withdrawn_at) on grant_invite to kundenwerk_customer;

alter table viewing enable row level security;
create policy worker_all on viewing to kundenwerk_worker using (true) with check (true);
create policy staff_own on viewing to kundenwerk_staff using (true) with check (true);
-- The customer may know who has looked, and why.
create policy own on viewing for select to kundenwerk_customer using (customer_id = (select app_customer_id()));
grant select, insert, update, delete on viewing to kundenwerk_worker;
grant select (id, staff_id, customer_id, reason, begun_at, ends_at, ended_at),
      insert (staff_id, customer_id, reason, ends_at, link_hash, link_ends_at), update (ended_at) on viewing to kundenwerk_staff;
grant select (id, customer_id, reason, begun_at, ends_at, ended_at) on viewing to kundenwerk_customer;
