-- Search of the desk over tasks and contacts: what people wrote in them, folded as names are. Fed by facts.
create table work_search (
  kind text not null check (kind in ('task', 'contact')),
  ref_id bigint not null,
  customer_id bigint references customer on delete cascade,
  title text not null,
  words tsvector not null,
  happened_at timestamptz not null,
  primary key (kind, ref_id)
);
create index work_search_words on work_search using gin (words);
create index work_search_of_customer on work_search (customer_id);

alter table work_search enable row level security;
create policy worker_all on work_search to kundenwerk_worker using (true) with check (true);
create policy staff_read on work_search for select to kundenwerk_staff using (true);
grant select, insert, update, delete on work_search to kundenwerk_worker;
grant select on work_search to kundenwerk_staff;

insert into work_search (kind, ref_id, customer_id, title, words, happened_at)
select 'task', id, customer_id, subject ->> 'title', to_tsvector('simple', search_fold(subject ->> 'title')), created_at from task where subject ->> 'title' <> '';
insert into work_search (kind, ref_id, customer_id, title, words, happened_at)
select 'contact', id, customer_id, left(note, 120), to_tsvector('simple', search_fold(note)), began_at from contact where note <> '';
