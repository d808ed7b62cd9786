-- Powers of attorney (Vollmacht, Betreuung, Erbschein): asked for with a proof, looked at by two of the staff, with a scope and an
-- end. What comes of it is a grant of kind attorney, which the customer sees and may end.
create table power_of_attorney (
  id bigint generated always as identity primary key,
  -- As typed by who asks; staff decides which customer it is.
  customer_number_typed text not null,
  customer_name_typed text not null,
  customer_id bigint references customer,
  kind text not null check (kind in ('spouse', 'relative', 'carer', 'heir', 'landlord', 'other')),
  person_name text not null,
  email text not null check (email = lower(email)),
  wanted_until date,
  note text,
  proof_sha256 bytea not null,
  proof_type text not null check (proof_type in ('application/pdf', 'image/jpeg', 'image/png', 'image/webp')),
  proof_bytes integer not null check (proof_bytes > 0),
  origin text not null,
  language text not null check (language in ('de', 'en')),
  asked_at timestamptz not null default now(),
  state text not null default 'asked' check (state in ('asked', 'seen-once', 'granted', 'refused', 'ended')),
  -- What the first person proposed and the second confirmed.
  rights text[],
  valid_until date,
  -- The law's reason why the customer is not told, for example an order of the court; null is the rule: the customer sees it.
  hidden_because text,
  first_staff_id bigint references staff,
  first_at timestamptz,
  second_staff_id bigint references staff,
  decided_at timestamptz,
  refused_because text,
  invite_id bigint references grant_invite,
  ended_at timestamptz,
  ended_because text check (ended_because in ('time', 'customer', 'self', 'staff', 'death')),
  row_version integer not null default 1,
  check (second_staff_id is null or second_staff_id <> first_staff_id),
  -- A court's order ends; a carer without an end would be one for ever.
  check (kind <> 'carer' or state not in ('granted', 'seen-once') or valid_until is not null)
);
create index power_of_customer on power_of_attorney (customer_id, id desc) where customer_id is not null;
create index power_by_invite on power_of_attorney (invite_id) where invite_id is not null;

alter table account_grant add column power_id bigint references power_of_attorney;
alter table grant_invite add column power_id bigint references power_of_attorney;

alter table power_of_attorney enable row level security;
create policy worker_all on power_of_attorney to kundenwerk_worker using (true) with check (true);
create policy staff_all on power_of_attorney to kundenwerk_staff using (true) with check (true);
-- The customer sees what was granted, unless the law says otherwise.
create policy own on power_of_attorney for select to kundenwerk_customer
  using (customer_id = (select app_customer_id()) and hidden_because is null and state in ('granted', 'ended'));
grant select, insert, update, delete on power_of_attorney to kundenwerk_worker;
grant select on power_of_attorney to kundenwerk_staff;
grant update (customer_id, state, rights, valid_until, hidden_because, first_staff_id, first_at, second_staff_id, decided_at, refused_because,
              invite_id, ended_at, ended_because, row_version) on power_of_attorney to kundenwerk_staff;
grant select (id, customer_id, kind, person_name, state, rights, valid_until, asked_at, decided_at, ended_at, ended_because)
  on power_of_attorney to kundenwerk_customer;

-- Staff that confirms a power invites the person; it sees no link.
create policy staff_powers on grant_invite to kundenwerk_staff using (kind = 'attorney') with check (kind = 'attorney');
grant select (id, power_id, kind, ends_at, accepted_at), insert (customer_id, shown_as, email, person_name, rights, grant_valid_to, kind, origin,
              language, ends_at, power_id) on grant_invite to kundenwerk_staff;

-- A power that the customer must not see does not stand among the people that act for the customer either.
alter policy people_seen on account_grant
  using (customer_id = (select app_customer_id()) and (select app_manages_people())
         and (power_id is null or exists (select 1 from power_of_attorney p where p.id = power_id)));

-- Ends a grant by staff. @returns the account, or null if nothing runs
create function grant_end_by_staff(of_customer bigint, of_power bigint) returns bigint
  language sql volatile security definer set search_path = public as $$
  with withdrawn as (
    update grant_invite set withdrawn_at = now() where power_id = of_power and accepted_at is null and withdrawn_at is null)
  update account_grant g
     set valid_to = now(), ended_by = 'staff', row_version = row_version + 1
   where g.customer_id = of_customer and g.power_id = of_power and g.ended_by is null and app_staff_id() is not null
  returning g.account_id
$$;
revoke execute on function grant_end_by_staff from public;
grant execute on function grant_end_by_staff to kundenwerk_staff;

-- A property manager changes hands: from a moment on another account acts for these customers, with the same rights for the same
-- places. Until then nothing changes. @returns the customers that were handed over
create function grants_hand_over(from_account bigint, to_account bigint, customers bigint[], at_moment timestamptz) returns bigint[]
  language plpgsql volatile security definer set search_path = public as $$
declare handed bigint[];
begin
  if app_staff_id() is null or from_account = to_account then return '{}'; end if;
  with given as (
    select g.* from account_grant g
     where g.account_id = from_account and g.customer_id = any (customers) and g.ended_by is null and g.kind <> 'attorney'
       and g.valid_from < at_moment and (g.valid_to is null or g.valid_to > at_moment)
       for update),
  taken as (
    insert into account_grant as t (account_id, customer_id, level, rights, shown_as, kind, site_ids, contract_ids, valid_from, valid_to)
    select to_account, customer_id, level, rights, shown_as, 'person', site_ids, contract_ids, at_moment, valid_to from given
    on conflict (account_id, customer_id) do update
       set level = excluded.level, rights = excluded.rights, shown_as = excluded.shown_as, kind = 'person', site_ids = excluded.site_ids,
           contract_ids = excluded.contract_ids, valid_from = excluded.valid_from, valid_to = excluded.valid_to, ended_by = null,
           power_id = null, row_version = t.row_version + 1
     where t.valid_to is not null and t.valid_to <= at_moment
    returning customer_id),
  ended as (
    update account_grant g set valid_to = at_moment, row_version = g.row_version + 1
      from given where g.id = given.id
    returning g.customer_id)
  select array_agg(customer_id order by customer_id) into handed from ended;
  return coalesce(handed, '{}');
end $$;

-- Whom staff means by an e-mail address that a customer named on the phone. @returns the account's id, or null
create function account_of_email(wanted text) returns bigint
  language sql stable security definer set search_path = public as $$
  select a.id from account a where a.email = lower(wanted) and a.disabled_at is null and app_staff_id() is not null
$$;
revoke execute on function grants_hand_over, account_of_email from public;
grant execute on function grants_hand_over, account_of_email to kundenwerk_staff;

create or replace function audit_customer_of(subject text, id bigint) returns bigint
  language plpgsql stable security definer set search_path = public as $$
begin
  case subject
    when 'customer' then return (select c.id from customer c where c.id = audit_customer_of.id);
    when 'task' then return (select t.customer_id from task t where t.id = audit_customer_of.id);
    when 'power' then return (select p.customer_id from power_of_attorney p where p.id = audit_customer_of.id);
    when 'reading' then
      return (select c.customer_id from reading r join contract c on c.market_location_id = r.market_location_id
                and r.read_on >= c.starts_on - 1 and (c.ends_on is null or r.read_on <= c.ends_on)
               where r.id = audit_customer_of.id order by c.starts_on desc limit 1);
    else return null;
  end case;
end $$;
