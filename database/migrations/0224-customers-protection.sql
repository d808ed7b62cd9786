-- Records that not everybody of the staff may open: people whom an authority protects (BMG section 51: a danger to life or health if the
-- address gets out), and for each employee the own record and that of the own household.

create table customer_protection (
  id bigint generated always as identity primary key,
  customer_id bigint not null references customer,
  -- address-block: Auskunftssperre, BMG section 51. Other: a court, the police, the utility's own reason.
  kind text not null check (kind in ('address-block', 'other')),
  -- From whom we know it and the number of the file; never why.
  note text not null check (length(note) between 5 and 300),
  -- Until when the block was granted (BMG section 51 (4): two years, may be prolonged). It does not end by itself here: a person ends it.
  granted_until date,
  set_by_staff_id bigint not null references staff,
  set_at timestamptz not null,
  ended_by_staff_id bigint references staff,
  ended_at timestamptz
);
create unique index customer_protection_once on customer_protection (customer_id) where ended_at is null;

-- Employees who are customers, as somebody noted it; who has the same e-mail address is found without.
create table staff_customer (
  id bigint generated always as identity primary key,
  staff_id bigint not null references staff,
  customer_id bigint not null references customer,
  set_by_staff_id bigint not null references staff,
  set_at timestamptz not null,
  ended_at timestamptz
);
create unique index staff_customer_once on staff_customer (staff_id, customer_id) where ended_at is null;

-- The own records of an employee: noted, or with the same mail address; and the household's: whoever is supplied at the same place today,
-- and whoever the same login acts for without a power of attorney.
create function staff_own_customers(of_staff bigint) returns setof bigint
  language sql stable security definer set search_path = public rows 5 as $$
  with own as (
    select l.customer_id as id from staff_customer l where l.staff_id = of_staff and l.ended_at is null
    union
    select c.id from staff f join customer c on lower(c.email) collate "C" = lower(f.email) where f.id = of_staff and f.email <> ''
    union
    select g.customer_id from staff f join account a on a.email = lower(f.email)
      join account_grant g on g.account_id = a.id and g.kind <> 'attorney' and (g.valid_to is null or g.valid_to > now())
     where f.id = of_staff and f.email <> '')
  select id from own
  union
  select k2.customer_id from own join contract k on k.customer_id = own.id and (k.ends_on is null or k.ends_on >= legal_day(now()))
    join market_location m on m.id = k.market_location_id join market_location m2 on m2.site_id = m.site_id
    join contract k2 on k2.market_location_id = m2.id and (k2.ends_on is null or k2.ends_on >= legal_day(now()))
  union
  select g2.customer_id from own join account_grant g on g.customer_id = own.id and g.kind <> 'attorney' and (g.valid_to is null or g.valid_to > now())
    join account_grant g2 on g2.account_id = g.account_id and g2.kind <> 'attorney' and (g2.valid_to is null or g2.valid_to > now())
$$;
revoke execute on function staff_own_customers from public;

-- Whether these roles have the right customers.protected (platform/http/staff-rights.ts; a test compares the two).
create function app_sees_protected() returns boolean
  language sql stable parallel safe
  return app_staff_roles() && '{team-lead,manager,auditor}'::text[];

-- Customers whose records are closed to whom the session belongs. A session of nobody sees no protected one.
create function app_closed_customers() returns setof bigint
  language sql stable security definer set search_path = public rows 20 as $$
  select p.customer_id from customer_protection p where p.ended_at is null and not app_sees_protected()
  union
  select staff_own_customers(app_staff_id()) where app_staff_id() is not null
$$;
revoke execute on function app_closed_customers from public;
grant execute on function app_closed_customers to kundenwerk_staff, kundenwerk_worker;

-- Whose record a thing belongs to: of two records that may be one, both.
create function staff_customers_of(subject text, id bigint) returns setof bigint
  language plpgsql stable security definer set search_path = public rows 2 as $$
begin
  case subject
    when 'letter' then return query select l.customer_id from letter l where l.id = staff_customers_of.id;
    when 'letter-question' then
      return query select l.customer_id from letter_question q join letter l on l.id = q.letter_id where q.id = staff_customers_of.id;
    when 'contact' then return query select c.customer_id from contact c where c.id = staff_customers_of.id;
    when 'erasure' then return query select r.customer_id from erasure_request r where r.id = staff_customers_of.id;
    when 'reading-request' then return query select r.customer_id from reading_request r where r.id = staff_customers_of.id;
    when 'guest-reading' then return query select g.customer_id from guest_reading g where g.id = staff_customers_of.id;
    when 'conflict' then
      return query select coalesce(h.customer_id, case when x.object = 'customer' then x.object_id end)
        from exchange_conflict x left join exchange_change h on h.id = x.change_id where x.id = staff_customers_of.id;
    when 'account' then
      return query select g.customer_id from account_grant g where g.account_id = staff_customers_of.id and (g.valid_to is null or g.valid_to > now());
    when 'duplicate' then
      return query select unnest(array[p.a_id, p.b_id]) from duplicate_pair p where p.id = staff_customers_of.id;
    when 'merge' then
      return query select unnest(array[m.survivor_id, m.merged_id]) from customer_merge m where m.id = staff_customers_of.id;
    when 'meter' then
      return query select c.customer_id from meter m join contract c on c.market_location_id = m.market_location_id
        and (c.ends_on is null or c.ends_on >= legal_day(now())) where m.id = staff_customers_of.id;
    else return query select a from audit_customer_of(subject, staff_customers_of.id) a where a is not null;
  end case;
end $$;
revoke execute on function staff_customers_of from public;

-- Why a thing is closed to whom the session belongs: own, protected, or null.
create function staff_closed_to(subject text, id bigint) returns text
  language sql stable security definer set search_path = public as $$
  select case when bool_or(o.id is not null) then 'own' when count(*) > 0 then 'protected' end
    from staff_customers_of(subject, id) c join app_closed_customers() x on x = c
    left join staff_own_customers(app_staff_id()) o(id) on o.id = c
$$;
revoke execute on function staff_closed_to from public;
grant execute on function staff_closed_to to kundenwerk_staff;

-- A whole customer number leads to the notice, and to nothing else: who has the number has it from the customer.
create function staff_closed_by_number(key text) returns table (id bigint, customer_number text)
  language sql stable security definer set search_path = public as $$
  select c.id, c.customer_number from app_closed_customers() x join customer c on c.id = x
   where customer_number_key(c.customer_number) = key and c.restricted_at is null and app_staff_id() is not null
$$;
revoke execute on function staff_closed_by_number from public;
grant execute on function staff_closed_by_number to kundenwerk_staff;

-- The wall behind the doors: what is closed is not there.
create policy not_closed on customer as restrictive to kundenwerk_staff using (id <> all (array(select app_closed_customers())));
create policy not_closed on contract as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on contract_account as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on bank_details as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on mandate as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on contact_channel as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on consent as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on customer_change as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on customer_preference as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on move_announcement as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy not_closed on contact as restrictive to kundenwerk_staff
  using (customer_id is null or customer_id <> all (array(select app_closed_customers())));

-- Everybody of the staff by name, for who notes that one of them is a customer.
create function staff_by_name() returns table (id bigint, name text)
  language sql stable security definer set search_path = public rows 200 as $$
  select f.id, f.name from staff f where f.disabled_at is null and app_staff_id() is not null and app_sees_protected() order by f.name, f.id limit 2000
$$;
revoke execute on function staff_by_name from public;
grant execute on function staff_by_name to kundenwerk_staff;

alter table customer_protection enable row level security;
alter table staff_customer enable row level security;
create policy worker_all on customer_protection to kundenwerk_worker using (true) with check (true);
create policy worker_all on staff_customer to kundenwerk_worker using (true) with check (true);
create policy staff_all on customer_protection to kundenwerk_staff using ((select app_sees_protected())) with check ((select app_sees_protected()));
create policy not_closed on customer_protection as restrictive to kundenwerk_staff using (customer_id <> all (array(select app_closed_customers())));
create policy staff_all on staff_customer to kundenwerk_staff using ((select app_sees_protected())) with check ((select app_sees_protected()));
grant select, insert, update, delete on customer_protection, staff_customer to kundenwerk_worker;
grant select, insert, update on customer_protection, staff_customer to kundenwerk_staff;

