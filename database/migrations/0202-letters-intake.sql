-- Finished letters of other systems: which index file was read how far, and what became of each line. A line that stands here is
-- done; whoever goes on after a stop begins behind it.
create table letter_batch (
  id bigint generated always as identity primary key,
  folder text not null check (length(folder) between 1 and 200),
  index_sha256 bytea not null unique check (length(index_sha256) = 32),
  lines integer not null check (lines >= 0),
  begun_at timestamptz not null,
  ended_at timestamptz
);
create table letter_batch_line (
  batch_id bigint not null references letter_batch,
  line integer not null,
  source_key text not null,
  outcome text not null check (outcome in ('taken', 'known', 'refused')),
  reason text,
  letter_id bigint references letter,
  primary key (batch_id, line),
  check ((outcome = 'refused') = (reason is not null)),
  check ((outcome = 'refused') = (letter_id is null))
);
alter table letter_batch enable row level security;
alter table letter_batch_line enable row level security;
create policy worker_all on letter_batch to kundenwerk_worker using (true) with check (true);
create policy staff_read on letter_batch for select to kundenwerk_staff using (true);
create policy worker_all on letter_batch_line to kundenwerk_worker using (true) with check (true);
create policy staff_read on letter_batch_line for select to kundenwerk_staff using (true);
grant select, insert, update on letter_batch to kundenwerk_worker;
grant select, insert on letter_batch_line to kundenwerk_worker;
grant select on letter_batch, letter_batch_line to kundenwerk_staff;
