-- Files that come in: what was read, how far, and what was refused with which reason.

create table import_batch (
  id bigint generated always as identity primary key,
  file text not null,
  -- Hash of the file's content: the same file goes on where it was stopped, another one starts anew.
  content_sha256 bytea,
  state text not null default 'running' check (state in ('running', 'stopped', 'done', 'failed')),
  line_done bigint not null default 0,
  rows_read bigint not null default 0,
  rows_new bigint not null default 0,
  rows_changed bigint not null default 0,
  rows_same bigint not null default 0,
  rows_refused bigint not null default 0,
  rows_conflicting bigint not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  failure text
);
-- One unfinished run per content; a file that is done may be read again and changes nothing then.
create unique index import_batch_resumable on import_batch (file, content_sha256) where state <> 'done';

create table import_refusal (
  batch_id bigint not null references import_batch on delete cascade,
  line bigint not null,
  column_name text not null default '',
  code text not null,
  value_shown text,
  primary key (batch_id, line, column_name, code)
);

-- References to lines of the same file that come later (a meter names the one it replaced): tried again at the end.
create table import_reference (
  batch_id bigint not null references import_batch on delete cascade,
  line bigint not null,
  source_key text not null,
  reference text not null,
  done boolean not null default false,
  primary key (batch_id, line)
);

-- Which system leads for an object's field; '*' stands for all others of the object.
create table leading_system (
  object text not null,
  field text not null default '*',
  system text not null,
  primary key (object, field)
);
insert into leading_system (object, field, system) values
  ('customer', '*', 'import'), ('site', '*', 'import'), ('market-location', '*', 'import'), ('contract-account', '*', 'import'),
  ('contract', '*', 'import'), ('meter', '*', 'import'), ('register', '*', 'import'), ('gas-factor', '*', 'import'),
  ('temperature', '*', 'import'),
  -- A reading that came from there may be corrected from there; one that was handed in here has no key of theirs, and one
  -- that staff decided on carries changed_here_at.
  ('reading', '*', 'import');

grant select, insert, update, delete on import_batch, import_refusal, import_reference, leading_system to kundenwerk_worker;
grant select on import_batch, import_refusal, leading_system to kundenwerk_staff;
