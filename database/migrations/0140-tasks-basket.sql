-- One basket for all work of staff: groups and skills, rules of each kind as data, a date to look again, a second pair of
-- eyes, checklists with versions, saved views, and counts that never count the big table.

create table task_group (
  code text primary key check (code ~ '^[a-z][a-z-]{1,29}$'),
  name_de text not null,
  name_en text not null,
  position smallint not null default 100
);
insert into task_group (code, name_de, name_en, position) values
  ('emergency', 'Störungsdienst', 'Faults and emergencies', 1),
  ('service', 'Kundenservice', 'Customer service', 2),
  ('metering', 'Messwesen', 'Metering', 3),
  ('billing', 'Abrechnung', 'Billing', 4),
  ('it', 'Technik', 'IT', 5);
-- Two names that early tasks were opened with and that no group ever had.
update task set group_name = 'service' where group_name in ('customer-service', 'agents');

create table task_skill (
  code text primary key check (code ~ '^[a-z][a-z0-9-]{1,29}$'),
  name_de text not null,
  name_en text not null
);
insert into task_skill (code, name_de, name_en) values
  ('plausibility', 'Zählerstände beurteilen', 'Judging readings'),
  ('complaints', 'Beschwerden', 'Complaints'),
  ('emergency', 'Störungen annehmen', 'Taking fault reports');

create table task_group_member (
  group_code text not null references task_group,
  staff_id bigint not null references staff,
  primary key (group_code, staff_id)
);
create index task_group_of_member on task_group_member (staff_id);
create table staff_skill (
  staff_id bigint not null references staff,
  skill text not null references task_skill,
  primary key (staff_id, skill)
);

-- What holds for a kind. A kind without a row of its own follows the row '*'.
create table task_kind (
  kind text primary key check (length(kind) between 1 and 60),
  skill text references task_skill,
  -- True if finishing needs another person than the one who did the work.
  needs_second boolean not null default false,
  -- How the kind ends: by its own decision only, or by whoever finishes it.
  ends_by_decision boolean not null default false,
  due_days smallint not null default 3 check (due_days between 0 and 365),
  row_version integer not null default 1
);
-- What happens to a task that nobody has finished, by days after it was due.
create table task_escalation (
  kind text not null references task_kind on delete cascade,
  step smallint not null check (step between 1 and 5),
  after_days smallint not null check (after_days between 0 and 365),
  priority smallint check (priority between 1 and 3),
  to_group text references task_group,
  primary key (kind, step)
);
insert into task_kind (kind, skill, needs_second, ends_by_decision, due_days) values
  ('*', null, false, false, 3),
  ('staying.check-reading', 'plausibility', false, true, 3),
  ('staying.check-reading-list', 'plausibility', false, false, 5),
  ('staying.guest-reading-unmatched', null, false, false, 3),
  ('staying.request-without-address', null, false, false, 5),
  ('staying.fault-report', 'emergency', false, false, 0),
  ('customers.contact-follow-up', null, false, false, 2),
  ('customers.complaint', 'complaints', true, false, 14),
  ('tasks.by-hand', null, false, false, 3);
insert into task_escalation (kind, step, after_days, priority, to_group) values
  ('*', 1, 3, 1, null),
  ('staying.fault-report', 1, 1, 1, 'emergency'),
  ('customers.complaint', 1, 0, 1, null),
  ('customers.complaint', 2, 7, 1, 'service');

-- The checklist of a kind. A version never changes: open tasks keep theirs.
create table task_template (
  kind text not null,
  version integer not null,
  -- [{"key": "call", "de": "...", "en": "...", "required": true}]
  steps jsonb not null,
  made_by bigint references staff,
  made_at timestamptz not null default now(),
  primary key (kind, version)
);
insert into task_template (kind, version, steps) values
  ('customers.complaint', 1, '[{"key":"receipt","de":"Eingang bestätigt","en":"Receipt confirmed","required":true},{"key":"cause","de":"Ursache geklärt","en":"Cause found out","required":true},{"key":"answer","de":"Antwort mit Hinweis auf die Schlichtungsstelle gegeben","en":"Answered, naming the conciliation body","required":true}]'),
  ('staying.fault-report', 1, '[{"key":"danger","de":"Gefahr für Personen geklärt","en":"Danger to people cleared","required":true},{"key":"crew","de":"Entstörtrupp verständigt","en":"Fault crew told","required":true},{"key":"notice","de":"Meldung für das Gebiet geprüft","en":"Notice for the area considered","required":false}]');

create table task_check (
  task_id bigint not null references task,
  step_key text not null,
  staff_id bigint references staff,
  checked_at timestamptz not null,
  primary key (task_id, step_key)
);

-- A filter with a name, of one person or, without one, of everybody.
create table task_view (
  id bigint generated always as identity primary key,
  staff_id bigint references staff,
  name text not null check (length(name) between 1 and 60),
  filter jsonb not null,
  made_at timestamptz not null default now()
);
create index task_view_of_staff on task_view (staff_id);

alter table task
  add column skill text,
  -- Follow-up date: until then it is out of the basket.
  add column waits_until date,
  add column template_version integer,
  add column proposed_outcome text,
  add column proposed_by bigint references staff,
  add column escalation smallint not null default 0,
  add column escalates_on date,
  add column escalated_at timestamptz;

alter table task_step add column in_facts boolean not null default false;

create function task_next_escalation(of_kind text, due date, done smallint) returns date
  language sql stable security definer set search_path = public
  begin atomic
    select due + e.after_days from task_escalation e
     where e.kind = case when exists (select from task_escalation own where own.kind = of_kind) then of_kind else '*' end
       and e.step > done
     order by e.step limit 1;
  end;

-- What the rules of its kind say is put on every new task, whoever opens it.
create function task_ruled() returns trigger language plpgsql security definer set search_path = public as $$
begin
  new.skill := coalesce(new.skill, (select k.skill from task_kind k where k.kind = new.kind));
  new.template_version := (select max(p.version) from task_template p where p.kind = new.kind);
  new.escalates_on := task_next_escalation(new.kind, new.due_on, new.escalation);
  return new;
end $$;
create trigger task_ruled before insert on task for each row execute function task_ruled();
update task set skill = (select k.skill from task_kind k where k.kind = task.kind),
                template_version = (select max(p.version) from task_template p where p.kind = task.kind),
                escalates_on = task_next_escalation(kind, due_on, 0::smallint)
 where state = 'open';

drop index task_open_by_group;
drop index task_open_by_due;
drop index task_open_by_owner;
-- One index per view, all in the order of the basket, so that a page is read from where it begins.
create index task_basket on task (priority, due_on, id) where state = 'open' and waits_until is null;
create index task_basket_of_group on task (group_name, priority, due_on, id) where state = 'open' and waits_until is null;
create index task_basket_of_kind on task (kind, priority, due_on, id) where state = 'open' and waits_until is null;
create index task_basket_of_owner on task (owner_staff_id, priority, due_on, id) where state = 'open' and waits_until is null and owner_staff_id is not null;
create index task_basket_free on task (group_name, skill, priority, due_on, id) where state = 'open' and waits_until is null and owner_staff_id is null;
create index task_basket_to_check on task (priority, due_on, id) where state = 'open' and proposed_by is not null;
create index task_basket_overdue on task (due_on, id) where state = 'open';
create index task_basket_waiting on task (priority, due_on, id) where state = 'open' and waits_until is not null;
create index task_waiting on task (waits_until, id) where state = 'open' and waits_until is not null;
create index task_escalating on task (escalates_on) where state = 'open' and escalates_on is not null;
create index task_oldest_of_group on task (group_name, created_at) where state = 'open';
create index task_oldest_of_owner on task (owner_staff_id, created_at) where state = 'open' and owner_staff_id is not null;

-- How many are open, by group, owner and kind and by the day that they are due or were made. Every statement on `task` leaves
-- its differences in task_tally_change (no row is locked that another writer needs); a job folds them into task_tally.
create table task_tally (
  tally text not null,
  of text not null,
  day date not null,
  n integer not null,
  primary key (tally, of, day)
);
create table task_tally_change (
  id bigint generated always as identity primary key,
  group_name text not null,
  kind text not null,
  owner_staff_id bigint not null,
  due_on date not null,
  made_on date not null,
  n integer not null
) with (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 2000);

create function task_tally_inserted() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), count(*)
    from new_rows where state = 'open' group by 1, 2, 3, 4, 5;
  return null;
end $$;
create function task_tally_updated() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, owner, due_on, made_on, sum(n) from (
    select group_name, kind, coalesce(owner_staff_id, 0) as owner, due_on, legal_day(created_at) as made_on, 1 as n from new_rows where state = 'open'
    union all
    select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), -1 from old_rows where state = 'open') both_sides
   group by 1, 2, 3, 4, 5 having sum(n) <> 0;
  return null;
end $$;
create function task_tally_deleted() returns trigger language plpgsql security definer set search_path = public as $$
begin
  insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), -count(*)
    from old_rows where state = 'open' group by 1, 2, 3, 4, 5;
  return null;
end $$;
create trigger task_tally_inserted after insert on task referencing new table as new_rows for each statement execute function task_tally_inserted();
create trigger task_tally_updated after update on task referencing old table as old_rows new table as new_rows for each statement execute function task_tally_updated();
create trigger task_tally_deleted after delete on task referencing old table as old_rows for each statement execute function task_tally_deleted();
insert into task_tally_change (group_name, kind, owner_staff_id, due_on, made_on, n)
  select group_name, kind, coalesce(owner_staff_id, 0), due_on, legal_day(created_at), count(*) from task where state = 'open' group by 1, 2, 3, 4, 5;

-- Counts with what is not folded yet.
create view task_count with (security_invoker = true) as
  select tally, of, day, n from task_tally
  union all
  select v.tally, v.of, v.day, c.n from task_tally_change c
   cross join lateral (values ('group-due', c.group_name, c.due_on), ('owner-due', c.owner_staff_id::text, c.due_on), ('kind-due', c.kind, c.due_on),
                              ('group-made', c.group_name, c.made_on), ('owner-made', c.owner_staff_id::text, c.made_on)) as v(tally, of, day);

-- Who can be given work: names and roles, and nothing else of the staff table.
create function staff_for_tasks() returns table (id bigint, name text, roles text[])
  language plpgsql stable security definer set search_path = public as $$
begin
  return query select s.id, s.name, s.roles from staff s where s.disabled_at is null and s.roles && array['agent', 'dispatcher', 'manager', 'administrator'] order by s.name, s.id;
end $$;
revoke execute on function staff_for_tasks, task_next_escalation, task_ruled, task_tally_inserted, task_tally_updated, task_tally_deleted from public;
grant execute on function staff_for_tasks, task_next_escalation to kundenwerk_staff, kundenwerk_worker;

alter table task_group enable row level security;
alter table task_skill enable row level security;
alter table task_group_member enable row level security;
alter table staff_skill enable row level security;
alter table task_kind enable row level security;
alter table task_escalation enable row level security;
alter table task_template enable row level security;
alter table task_check enable row level security;
alter table task_view enable row level security;
alter table task_tally enable row level security;
alter table task_tally_change enable row level security;
create policy worker_all on task_group to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_skill to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_group_member to kundenwerk_worker using (true) with check (true);
create policy worker_all on staff_skill to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_kind to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_escalation to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_template to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_check to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_view to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_tally to kundenwerk_worker using (true) with check (true);
create policy worker_all on task_tally_change to kundenwerk_worker using (true) with check (true);
create policy staff_all on task_group to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_skill to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_group_member to kundenwerk_staff using (true) with check (true);
create policy staff_all on staff_skill to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_kind to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_escalation to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_template to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_check to kundenwerk_staff using (true) with check (true);
create policy staff_all on task_view to kundenwerk_staff using (true) with check (true);
create policy staff_read on task_tally for select to kundenwerk_staff using (true);
create policy staff_read on task_tally_change for select to kundenwerk_staff using (true);
grant select, insert, update, delete on task_group, task_skill, task_group_member, staff_skill, task_kind, task_escalation, task_template, task_check, task_view, task_tally, task_tally_change to kundenwerk_worker;
grant select on task_group, task_skill, task_tally, task_tally_change to kundenwerk_staff;
grant select, insert, update, delete on task_group_member, staff_skill, task_kind, task_escalation, task_check, task_view to kundenwerk_staff;
grant select, insert on task_template to kundenwerk_staff;
grant select on task_count to kundenwerk_staff, kundenwerk_worker;
