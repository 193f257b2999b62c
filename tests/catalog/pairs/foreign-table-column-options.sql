-- structural
-- own database
-- sees: structural changed foreign-table ft (column_options)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (id integer, name text) server s;
-- left
-- right
alter foreign table ft alter name options (add column_name 'n');
