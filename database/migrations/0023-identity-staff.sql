-- One-time links for the first administrator. Staff is otherwise made by signing in at the issuer, which says the roles.
create table staff_invite (
  id bigint generated always as identity primary key,
  token_hash bytea not null unique,
  name text not null,
  roles text[] not null,
  made_at timestamptz not null default now(),
  ends_at timestamptz not null,
  used_at timestamptz,
  staff_id bigint references staff
);
alter table staff_invite enable row level security;
create policy worker_all on staff_invite to kundenwerk_worker using (true) with check (true);
grant select, insert, update, delete on staff_invite to kundenwerk_worker;

create index staff_session_of_staff on staff_session (staff_id) where ended_at is null;
