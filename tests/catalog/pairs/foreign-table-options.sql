-- structural
-- own database
-- sees: structural changed foreign-table ft (options)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
create foreign table ft (id integer, name text) server s options (table_name 'a');
-- right
create foreign table ft (id integer, name text) server s options (table_name 'b');
