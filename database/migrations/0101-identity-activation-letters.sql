-- A code that goes by post to the address on file and makes an account without the number of a meter: ordered by a person who
-- knows the customer number and the postal code, or by an agent at the desk. The code proves the postal address, so all of the
-- account is open at once.
create table activation_letter (
  id bigint generated always as identity primary key,
  -- As typed by a guest; emptied once the listener has looked.
  customer_number_typed text,
  postal_code_typed text,
  -- Waits for the listener that writes the letter, and is emptied then.
  code_plain text,
  code_hash text not null,
  origin text not null,
  language text not null check (language in ('de', 'en')),
  ordered_by_kind text not null check (ordered_by_kind in ('guest', 'staff')),
  ordered_by_id bigint references staff,
  asked_at timestamptz not null default now(),
  customer_id bigint references customer,
  attempts smallint not null default 0,
  ends_at timestamptz not null,
  used_at timestamptz,
  check ((ordered_by_kind = 'staff') = (ordered_by_id is not null))
);
create index activation_letter_of_customer on activation_letter (customer_id, id desc);

alter table activation_letter enable row level security;
create policy worker_all on activation_letter to kundenwerk_worker using (true) with check (true);
grant select, insert, update, delete on activation_letter to kundenwerk_worker;
-- Staff orders letters and sees which were ordered, never a code or its hash.
create policy staff_see on activation_letter for select to kundenwerk_staff using (true);
create policy staff_new on activation_letter for insert to kundenwerk_staff
  with check (ordered_by_kind = 'staff' and customer_id is not null and used_at is null and attempts = 0);
grant select (id, customer_id, ordered_by_kind, asked_at, ends_at, used_at),
      insert (customer_id, code_plain, code_hash, origin, language, ordered_by_kind, ordered_by_id, ends_at)
   on activation_letter to kundenwerk_staff;

-- The request whose link finishes such an activation. The code is used up with the link, so that a mail that never came costs
-- nobody a second letter.
alter table activation_request add column letter_id bigint references activation_letter on delete set null;
