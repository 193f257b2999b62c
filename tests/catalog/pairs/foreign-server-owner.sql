-- access
-- own database
-- sees: access changed foreign-server s (owner)
-- before
create foreign data wrapper w;
create server s foreign data wrapper w;
-- left
-- right
alter server s owner to pg_monitor;
