-- Whom an outage reaches is asked by postal code.
create index site_by_postal_code on site (postal_code);
