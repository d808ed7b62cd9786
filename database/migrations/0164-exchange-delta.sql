-- Delta files in a folder: the range that is being written is noted before, so that a writer who was killed writes the same
-- file again and no change stands in two of them.
create table exchange_delta (
  name text primary key,
  written_until bigint not null default 0,
  -- Null while nothing is under way.
  planned_until bigint
);
grant select, insert, update on exchange_delta to kundenwerk_worker;
grant select on exchange_delta to kundenwerk_staff;
