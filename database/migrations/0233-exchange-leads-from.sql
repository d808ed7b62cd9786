-- Who leads a field may change on a day to come: a new billing system takes over with the new year.
create table leading_system_planned (
  object text not null,
  field text not null,
  -- Null: the field follows the others again.
  system text references exchange_system,
  from_day date not null,
  planned_by_staff_id bigint not null,
  planned_at timestamptz not null,
  primary key (object, field, from_day)
);
grant select, insert, update, delete on leading_system_planned to kundenwerk_worker, kundenwerk_staff;
