-- Meters are found by the digits at the end of their number, which stand large on the plate, and while they are typed.
create function meter_number_tail(number_key text) returns text
  language sql immutable strict parallel safe
  return substring(number_key from '[1-9][0-9]{3,}$');

create index meter_by_tail on meter (meter_number_tail(number_key)) where meter_number_tail(number_key) is not null;
create index meter_by_number_typed on meter (number_key collate "C");
