-- A reading's id is taken together with the lock of its register, so that the reading and its fact leave in one packet.
grant usage on sequence reading_id_seq to kundenwerk_customer, kundenwerk_staff, kundenwerk_worker;
