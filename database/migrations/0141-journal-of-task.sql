-- The history of a task is read from its facts; only facts of tasks are in this index.
create index journal_of_task on journal (((payload ->> 'taskId')::bigint), id) where name like 'tasks.%';
