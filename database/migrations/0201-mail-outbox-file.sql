-- What is printed may be a file of the archive of letters instead of a plain page.
alter table outbox add column file_sha256 bytea check (length(file_sha256) = 32);
