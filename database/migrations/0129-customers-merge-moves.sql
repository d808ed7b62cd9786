-- Whose announcement of a move it is follows a merge, as with every other row of a customer.
grant update (customer_id) on move_announcement to kundenwerk_staff;
