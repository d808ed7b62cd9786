insert into leading_system (object, field, system) values ('interval-series', '*', 'import');
