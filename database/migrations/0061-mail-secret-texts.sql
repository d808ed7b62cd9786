-- Texts with a link or a code that opens something are emptied once they have left the house: who reads this table later
-- finds nothing to use.
alter table outbox add column holds_secret boolean not null default false;
create index outbox_failed on outbox (id desc) where state = 'failed';
