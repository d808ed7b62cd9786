-- The check of a power of attorney ends by its own decision of two persons.
insert into task_kind (kind, skill, needs_second, ends_by_decision, due_days) values
  ('identity.check-power', null, false, true, 5)
on conflict do nothing;
