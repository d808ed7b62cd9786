-- Who reads the feed by position and how far it has come. Its row lock makes one reader of a name at a time, so that what it
-- makes of facts is committed in their order; and what a reader has not read yet stays in the feed, however old it is.
create table journal_reader (
  name text primary key,
  position bigint not null
);
-- Changes are told from now on; those of before are in the exports.
insert into journal_reader (name, position) select 'exchange.changes', coalesce(max(position), 0) from journal_feed;
grant select, insert, update on journal_reader to kundenwerk_worker;
