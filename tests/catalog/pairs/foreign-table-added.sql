-- structural
-- own database
-- sees: structural right-only foreign-table ft
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
-- right
create foreign table ft (id integer, name text) server s;
