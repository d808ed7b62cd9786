-- Who does not read is reminded once, and then somebody looks at it. Days count from the day until which we asked.
alter table reading_rule add column remind_days smallint not null default 3 check (remind_days between 0 and 90);
-- 14 days leave time for a letter both ways and come before the bill's six weeks (EnWG 40c (2)) are over.
alter table reading_rule add column overdue_days smallint not null default 14 check (overdue_days between 1 and 180);
alter table reading_rule add check (overdue_days > remind_days);

alter table reading_request add column reminded_at timestamptz;
-- The link of the reminder; the one of the first message goes on working.
alter table reading_request add column reminder_token_hash bytea unique;
-- When it became a task, and when that task was taken back because the value came.
alter table reading_request add column overdue_at timestamptz;
alter table reading_request add column overdue_ended_at timestamptz;
create index reading_request_overdue on reading_request (id) where overdue_at is not null and overdue_ended_at is null;
