-- Nobody asks for a register's readings of all kinds: those that count are found by reading_one_per_day, a place's history by
-- reading_of_market_location. Every reading that is entered or imported paid for it.
drop index reading_of_register;
