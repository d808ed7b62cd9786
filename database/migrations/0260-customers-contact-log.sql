-- The log of contacts as other rooms may count it: who asked about what and when, without a word of what was said. Worker only.
create view contact_log with (security_barrier) as
  select id, customer_id, topic, channel, began_at, duration_s from contact where direction = 'in' and customer_id is not null;
grant select on contact_log to kundenwerk_worker;
