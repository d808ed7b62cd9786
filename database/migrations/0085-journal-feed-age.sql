-- The feed and the notes of who heard what are kept for some weeks; the journal itself for ever. What was recorded before
-- this moment has been taken out of both: a pending row about it can only be a forged one, and is not delivered again.
create table journal_clearing (
  one_row boolean primary key default true check (one_row),
  cleared_before timestamptz not null
);
grant select, insert, update on journal_clearing to kundenwerk_worker;
grant delete on journal_feed to kundenwerk_worker;
