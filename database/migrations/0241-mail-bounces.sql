-- Mails that their reader can end at once (RFC 8058), and mails that come back: each has a return path of its own, which nobody can guess,
-- so that a forged report of failure reaches nobody's address.
alter table outbox add column farewell_url text check (length(farewell_url) <= 300);
alter table outbox add column return_token text not null default replace(gen_random_uuid()::text, '-', '');
create unique index outbox_return_token on outbox (return_token);

-- Reports that came back, each once by its digest. `soft` ones are counted: three within a week are as good as a hard one.
create table bounce (
  id bigint generated always as identity primary key,
  digest bytea not null unique check (length(digest) = 32),
  outbox_id bigint not null,
  class text not null check (class in ('hard', 'soft', 'delayed', 'delivered', 'unknown')),
  status text check (length(status) <= 20),
  said text check (length(said) <= 500),
  received_at timestamptz not null
);
create index bounce_of_message on bounce (outbox_id);
alter table bounce enable row level security;
create policy worker_all on bounce to kundenwerk_worker using (true) with check (true);
create policy staff_read on bounce for select to kundenwerk_staff using (true);
grant select, insert on bounce to kundenwerk_worker;
grant select on bounce to kundenwerk_staff;
