-- Team leads make groups and name skills; who escalates many at once goes on where the last batch ended, so that dead entries of
-- rows that were just moved are not read again and again.
grant insert (code, name_de, name_en, position), update (name_de, name_en, position) on task_group to kundenwerk_staff;
grant insert, update (name_de, name_en) on task_skill to kundenwerk_staff;
drop index task_escalating;
create index task_escalating on task (escalates_on, id) where state = 'open' and escalates_on is not null;
