-- structural
-- own database
-- sees: structural changed column ft.id (not_null)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (id integer, name text) server s;
-- left
-- right
alter foreign table ft alter id set not null;
