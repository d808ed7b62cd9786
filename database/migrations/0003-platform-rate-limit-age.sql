-- Windows that are over are cleared by age.
create index rate_limit_by_age on rate_limit (window_start);
