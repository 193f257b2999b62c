-- access
-- own database
-- sees: access changed foreign-table ft (grants)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
create foreign table ft (id integer, name text) server s;
-- left
-- right
grant select on ft to pg_monitor;
