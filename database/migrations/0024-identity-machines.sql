-- Administrators make and disable clients of machines in their own sessions; the hash of a secret they cannot read.
create policy staff_all on machine_client to kundenwerk_staff using (true) with check (true);
grant select (id, client_id, name, scopes, disabled_at, created_at), insert (client_id, name, secret_hash, scopes),
      update (disabled_at) on machine_client to kundenwerk_staff;
create index machine_token_by_end on machine_token (expires_at);
