-- Readings of one batch that nobody has judged yet are found by when they came in; the index shrinks as they are judged.
drop index reading_to_judge;
create index reading_to_judge on reading (entered_at, id) where verdict = 'unknown' and judgement is null;
