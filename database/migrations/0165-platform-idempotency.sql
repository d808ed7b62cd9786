-- What a machine was answered, by the key of its call: the same call again gets the same answer and does nothing a second time.
-- Stored in the transaction of the call itself, so a key is there exactly if what it did is there.
create table idempotent_answer (
  machine_id bigint not null,
  key_hash bytea not null,
  -- Of method, address and body: the same key with another call is a mistake of the caller.
  request_hash bytea not null,
  status smallint,
  answer jsonb,
  created_at timestamptz not null default now(),
  primary key (machine_id, key_hash)
);
create index idempotent_answer_by_age on idempotent_answer (created_at);
grant select, insert, update on idempotent_answer to kundenwerk_staff;
grant select, delete on idempotent_answer to kundenwerk_worker;
