-- A customer number without what people write differently: blanks, dots, dashes, case, zeros at the front.
create function customer_number_key(typed text) returns text
  language sql immutable strict parallel safe
  return ltrim(upper(regexp_replace(typed, '[^0-9A-Za-z]', '', 'g')), '0');

create index customer_by_number_key on customer (customer_number_key(customer_number));
