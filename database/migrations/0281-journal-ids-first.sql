-- Ids of facts are taken before they are written: an insert that hands them back must also pass the policies of reading, which
-- for a customer look for records that were merged into this one. That was a third of what a fact costs.
grant usage on sequence journal_id_seq to kundenwerk_customer, kundenwerk_staff, kundenwerk_worker;
