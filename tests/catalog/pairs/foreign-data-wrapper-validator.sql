-- structural
-- own database
-- sees: structural changed foreign-data-wrapper w (validator)
-- before
-- left
create foreign data wrapper w;
-- right
create foreign data wrapper w validator postgresql_fdw_validator;
